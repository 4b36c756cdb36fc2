"""Files that are broken in many ways, each with the exit codes that are right for it."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bench.many_plans import PAGE, Office, plan_pdf
from tests.hostile.making import HOSTILE

BOMB_BYTES = 2**30
"""What the bomb's page inflates to."""
TAKEN = (
    "rules", "glyphs", "far-away", "nan-box", "huge-box",
    "empty-pages", "deep-arrays", "recursion", "mojibake", "script",
)  # fmt: skip
"""Of the hostile files of the tests those that no maker here resembles."""
Maker = Callable[[random.Random, Office], bytes]


def truncated(rng: random.Random, office: Office) -> bytes:
    """A download that was cut off."""
    data, _ = plan_pdf(rng, office, 3)
    return data[: int(len(data) * rng.uniform(0.1, 0.8))]


def flipped(rng: random.Random, office: Office) -> bytes:
    """Some hundred bytes in the middle are others."""
    data = bytearray(plan_pdf(rng, office, 3)[0])
    third = len(data) // 3
    for place in rng.sample(range(third, 2 * third), 200):
        data[place] ^= rng.randint(1, 255)
    return bytes(data)


def empty(_rng: random.Random, _office: Office) -> bytes:
    """No byte at all."""
    return b""


def no_pdf(rng: random.Random, office: Office) -> bytes:
    """The page of an error, which a browser kept under the plan's name."""
    text = f"<html><body><h1>404</h1><p>{office.name} {rng.random()}</p></body></html>"
    return text.encode()


def locked(rng: random.Random, office: Office) -> bytes:
    """Encrypted with a password that opens it."""
    encrypt = StandardEncryption(f"{rng.random()}", strength=40)
    return plan_pdf(rng, office, 2, encrypt=encrypt)[0]


def no_plan(rng: random.Random, _office: Office) -> bytes:
    """A letter: text and no table."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1)
    for number in range(rng.randint(1, 4)):
        canvas.setFont("Helvetica", 12)
        for line in range(30):
            canvas.drawString(72, 760 - 20 * line, f"Letter {number}, line {line}: {rng.random()}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def no_text(rng: random.Random, _office: Office) -> bytes:
    """A scan: a picture of a page and no letter."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1)
    picture = Image.frombytes("L", (60, 84), rng.randbytes(60 * 84))
    canvas.drawImage(ImageReader(picture), 0, 0, *PAGE)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def bomb(rng: random.Random, _office: Office) -> bytes:
    """A page of a few kilobytes that inflates to a gigabyte."""
    stream = _bomb_stream()
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>" % len(stream)
    contents = head + b"\nstream\n" + stream + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    return _pdf(rng, [b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, contents])


def cycle(rng: random.Random, _office: Office) -> bytes:
    """A tree of pages that is its own branch."""
    branch = b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 5 >>"
    return _pdf(rng, [b"<< /Type /Pages /Kids [3 0 R] /Count 5 >>", branch])


def hostile(name: str) -> Maker:
    """A maker of one of the hostile files of the tests."""
    make = cache(HOSTILE[name].make)
    # Files of the same bytes would count as duplicates; what follows the end of a PDF is no part of it.
    return lambda rng, _office: make() + b"%%%d\n" % rng.getrandbits(63)


WAYS: Mapping[str, tuple[Maker, frozenset[int]]] = {
    "truncated": (truncated, frozenset({0, 3, 5, 6})),
    "flipped": (flipped, frozenset({0, 3, 5, 6})),
    "empty": (empty, frozenset({3})),
    "not a PDF": (no_pdf, frozenset({3})),
    "encrypted": (locked, frozenset({4})),
    "no plan": (no_plan, frozenset({6})),
    "no text": (no_text, frozenset({5})),
    "bomb": (bomb, frozenset({5, 6, 11, 12})),
    "page-tree cycle": (cycle, frozenset({3, 5, 6})),
    **{name: (hostile(name), HOSTILE[name].codes) for name in TAKEN},
}
"""Name of a way, its maker and the exit codes that are right: what is cut off or flipped may be readable in part."""


@cache
def _bomb_stream() -> bytes:
    """A gigabyte of line feeds, deflated twice."""
    inner, outer = zlib.compressobj(9), zlib.compressobj(9)
    block = b"\n" * 2**24
    parts = [outer.compress(inner.compress(block)) for _ in range(BOMB_BYTES // len(block))]
    return b"".join([*parts, outer.compress(inner.flush()), outer.flush()])


def _pdf(rng: random.Random, objects: list[bytes]) -> bytes:
    """A file of a catalogue, which is object 1, and objects from number 2 on."""
    # Files of the same bytes would count as duplicates.
    parts = [b"%%PDF-1.4\n%%%d\n" % rng.getrandbits(63)]
    places = []
    for number, body in enumerate([b"<< /Type /Catalog /Pages 2 0 R >>", *objects], 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start))
    return b"".join(parts)
