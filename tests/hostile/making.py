"""Small makers of hostile PDFs, each with the exit codes that are allowed; 0 stands for records."""

import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.pdfencrypt import StandardEncryption

from bench.many_plans import offices, plan_pdf
from bench.mutating import damaged

GOOD = (Path(__file__).parents[1] / "golden" / "plan.pdf").read_bytes()
SAMPLE = (Path(__file__).parents[2] / "samples" / "chiayi-west-112-open.pdf").read_bytes()
BOX = "0 0 595 842"
TEXT = b"BT /F1 12 Tf 72 700 Td (Plan of work) Tj ET "


def pdf(objects: list[bytes]) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %b >>\nstream\n%b\nendstream" % (len(packed), extra, packed)


def page(content: bytes, box: str = BOX, catalogue: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """One page with Helvetica as /F1 and, if there is one, object 6 as the form /X."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalogue,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>" % box.encode(),
            stream(content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *more,
        ]
    )


def flipped(seed: int) -> bytes:
    data, chance = bytearray(GOOD), random.Random(seed)  # noqa: S311 - a seed, no secret
    for _ in range(200):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cycle() -> bytes:
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])


def bomb() -> bytes:
    """Spaces: a GiB packed twice is a few KB."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * 2**20) for _ in range(1024)) + packer.flush()
    data = zlib.compress(once, 9)
    body = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream" % (len(data), data)
    return page(b"").replace(stream(b""), body)


def empty_pages(count: int = 10_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + i) for i in range(count))
    one = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[one] * count])


def recursion() -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>"
    return page(TEXT + b"/X Do", more=(stream(b"/X Do", form),))


def mojibake() -> bytes:
    text = ("施政計畫重要工作項目" * 5).encode().translate(None, b"()\\")
    return page(b"BT /F1 12 Tf 72 700 Td (%b) Tj ET" % text)


def swapped() -> bytes:
    """Two objects of the plan, each under the other's number."""
    return damaged(GOOD, "swapped", 1)


def without_unicode() -> bytes:
    """A plan whose fonts do not say which characters their glyphs are."""
    return SAMPLE.replace(b"/ToUnicode", b"/NoUnicode")


def empty_password() -> bytes:
    """A plan that is encrypted, and opens without being asked for a password."""
    chance = random.Random(1)  # noqa: S311 - a seed, no secret
    return plan_pdf(chance, offices(chance, 1)[0], 1, encrypt=StandardEncryption("", "owner", strength=40))[0]


def certified() -> bytes:
    """A file that is protected by a certificate, as far as its trailer tells."""
    lock = b"<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s4 /V 2 /Length 128 /Recipients [(nobody)] >>"
    made = page(TEXT, more=(lock,))
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 6 0 R /ID [<00> <00>]")


def active() -> bytes:
    """The plan with a file in it, and a program and a script to start, as a change that was added to its end."""
    actions = (
        b"/OpenAction << /S /Launch /F (/bin/touch) /Win << /F (touch) /P (pwned) >>"
        b" /Next << /S /JavaScript /JS (this.exportDataObject\\({cName: 'a', nLaunch: 2}\\)) >> >>"
        b" /Names << /EmbeddedFiles << /Names [(a.sh) << /Type /Filespec /F (a.sh) /EF << /F 19 0 R >> >>] >> >> "
    )
    old = GOOD[GOOD.index(b"18 0 obj") : GOOD.index(b"xref\n")]
    catalogue = old.replace(b"/Type/Catalog", b"/Type/Catalog " + actions)
    file = b"19 0 obj\n<< /Type /EmbeddedFile /Length 11 >>\nstream\ntouch pwned\nendstream\nendobj\n"
    first = len(GOOD) + 1
    places = b"%010d 00000 n \n%010d 00000 n \n" % (first, first + len(catalogue))
    before = int(GOOD.rsplit(b"startxref\n", 1)[1].split()[0])
    end = b"trailer\n<< /Size 20 /Root 18 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        before, first + len(catalogue) + len(file),
    )  # fmt: skip
    return GOOD + b"\n" + catalogue + file + b"xref\n18 2\n" + places + end


class Hostile(NamedTuple):
    """How a file is made, and how reading it may end."""

    make: Callable[[], bytes]
    codes: frozenset[int]


NO_PLAN, COSTLY = frozenset({3, 5, 6}), frozenset({3, 6, 11, 12})
HOSTILE = {
    "truncated": Hostile(lambda: GOOD[: len(GOOD) // 2], frozenset({0, 3, 6})),
    "flipped-1": Hostile(lambda: flipped(1), frozenset({0, 3, 4, 6, 16})),
    "flipped-2": Hostile(lambda: flipped(2), frozenset({0, 3, 4, 6, 16})),
    "cycle": Hostile(cycle, NO_PLAN),
    "bomb": Hostile(bomb, COSTLY),
    "rules": Hostile(lambda: page(TEXT + b"0 0 1 1 re f " * 10**6), COSTLY),
    "glyphs": Hostile(lambda: page(b"BT /F1 1 Tf (" + b"x" * 10**6 + b") Tj ET"), COSTLY),
    "far-away": Hostile(lambda: page(b"BT /F1 9 Tf 1e38 1e38 Td (far) Tj 1e38 1e38 Td (x) Tj ET"), NO_PLAN),
    "nan-box": Hostile(lambda: page(TEXT, "nan nan nan nan"), NO_PLAN),
    "inverted-box": Hostile(lambda: page(TEXT, "595 842 0 0"), NO_PLAN),
    "huge-box": Hostile(lambda: page(TEXT, "0 0 1e30 1e30"), NO_PLAN),
    "empty-pages": Hostile(empty_pages, frozenset({6, 11, 13})),
    "deep-arrays": Hostile(lambda: page(b"[" * 10**5 + b"]" * 10**5 + TEXT), NO_PLAN | {11}),
    "recursion": Hostile(recursion, NO_PLAN),
    "mojibake": Hostile(mojibake, frozenset({16})),
    "script": Hostile(
        lambda: page(TEXT, catalogue=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), NO_PLAN
    ),
    "swapped": Hostile(swapped, frozenset({0, 3, 6, 16})),
    "no-unicode": Hostile(without_unicode, frozenset({16})),
    # Its font is not in the file, and pdfplumber does not know the codes of that font.
    "empty-password": Hostile(empty_password, frozenset({0, 6, 16})),
    "certified": Hostile(certified, frozenset({4})),
    "large-box": Hostile(lambda: page(TEXT, "0 0 14400 14400"), NO_PLAN),
    "active": Hostile(active, frozenset({0})),
}
