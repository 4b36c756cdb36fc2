"""Lays pieces over or under a page of a PDF that has a plain cross-reference table, whoever wrote it.

Each piece is a small drawing that typst sets on a page of its own, as large as the page that it is laid on.
"""

import base64
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from tests.making import retouch
from tests.making.retouch import Pdf
from tests.making.syntax import Value, dictionary, renumbered, written
from tests.making.typeset import compile_pdf

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left."""
Way = Literal["content", "form", "annotation", "hidden annotation", "field"]
"""Drawn among the page's own commands; as a form that the page calls; as a comment; as a comment that is not shown;
as a field that somebody filled in."""
NAMED = re.compile(rb"/([a-z]+\d+)(?= (?:cs|CS|gs|Do|scn|SCN|[\d.]+ Tf)\b)")
PRELUDE = """#set document(date: none)
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#set text(font: "Noto Sans CJK TC", lang: "zh", region: "tw", top-edge: 0.88em, bottom-edge: -0.12em,
  cjk-latin-spacing: none)
"""
PRINTED, HIDDEN = 4, 6


@dataclass(frozen=True)
class Piece:
    """One drawing.

    Attributes:
        body: it in typst's language; places are from the page's top left.
        words: whether it is text that the truth speaks of, which a file can be made without.
        before: it is painted before the page's own content.
        way: how it gets into the file.
        place: where a comment or field stands.
        invisible: its text is set in the mode that paints nothing.
        layer: it belongs to a layer, which is on or off.
        blend: the mode in which it is mixed with what is there.
        clip: what of the page it may paint on.
    """

    body: str
    words: bool = False
    before: bool = False
    way: Way = "content"
    place: Box | None = None
    invisible: bool = False
    layer: Literal["", "on", "off"] = ""
    blend: Literal["", "Multiply", "Darken"] = ""
    clip: Box | None = None


@dataclass
class _Laying:
    """A file while pieces are laid on its page."""

    pdf: Pdf
    page: int
    resources: dict[str, Value]
    before: list[bytes] = field(default_factory=list)
    after: list[bytes] = field(default_factory=list)
    annotations: list[Value] = field(default_factory=list)
    fields: list[Value] = field(default_factory=list)
    layers: dict[str, bytes] = field(default_factory=dict)

    def adding(self, body: bytes) -> bytes:
        """Add an object; give the reference to it."""
        self.pdf, number = self.pdf.adding(body)
        return b"%d 0 R" % number

    def naming(self, category: str, name: str, value: Value) -> None:
        """Give a resource of the page a name."""
        named = self.resources.setdefault(category, {})
        assert isinstance(named, dict)
        named[name] = value


def size(data: bytes, number: int = 1) -> tuple[float, float]:
    """Give the width and height of a page."""
    pdf = retouch.read(data)
    box = dictionary(pdf.objects[page_numbers(pdf)[number - 1]])["MediaBox"]
    assert isinstance(box, list)
    return float(bytes(box[2])), float(bytes(box[3]))  # type: ignore[arg-type]


def page_numbers(pdf: Pdf) -> list[int]:
    """Give the numbers of the page objects, which stand in one flat tree."""
    trees = (dictionary(o) for o in pdf.objects.values() if re.search(rb"/Type\s*/Pages", o))
    kids = next(trees)["Kids"]
    assert isinstance(kids, list)
    return [int(bytes(kid).split()[0]) for kid in kids]  # type: ignore[arg-type]


def laid(data: bytes, pieces: Sequence[Piece], *, number: int = 1, without: Collection[int] = ()) -> bytes:
    """Make the file with the pieces on one of its pages.

    Args:
        data: the file.
        pieces: what is laid on it, in the order of painting.
        number: the page, counted from 1.
        without: numbers of pieces, counted from 0, that are left out; all else stays as it is.
    """
    pdf = retouch.read(data)
    page = page_numbers(pdf)[number - 1]
    laying = _Laying(pdf, page, _resources(pdf, page))
    # More can be laid on a page that something was laid on before.
    names = f"L{max(pdf.objects)}N"
    for index, (content, resources) in enumerate(_drawings(laying, pieces, size(data, number))):
        if index not in without:
            _lay(laying, pieces[index], f"{names}{index}", content, resources)
    return retouch.write(_finished(laying))


def _resources(pdf: Pdf, page: int) -> dict[str, Value]:
    """Give the resources of a page with their categories written out."""

    def out(value: Value) -> Value:
        reference = isinstance(value, bytes) and value.endswith(b" R")
        return dictionary(pdf.objects[int(value.split()[0])]) if reference else value  # type: ignore[union-attr]

    found = out(dictionary(pdf.objects[page])["Resources"])
    assert isinstance(found, dict)
    return {category: out(named) for category, named in found.items()}


def _drawings(
    laying: _Laying, pieces: Sequence[Piece], page: tuple[float, float]
) -> Iterator[tuple[bytes, dict[str, Value]]]:
    """Set the pieces and move the objects that they need into the file; give their commands and resources."""
    drawn = retouch.read(_drawn(tuple(piece.body for piece in pieces), *page))
    by = max(laying.pdf.objects)
    moved = {number + by: renumbered(body, by) for number, body in drawn.objects.items()}
    laying.pdf = replace(laying.pdf, objects=laying.pdf.objects | moved)
    for number in drawn.page_numbers():
        yield drawn.content(number), _resources(laying.pdf, number + by)


@cache
def _drawn(bodies: tuple[str, ...], width: float, height: float) -> bytes:
    prelude = PRELUDE.format(width=width, height=height)
    return compile_pdf(prelude + "\n#pagebreak()\n".join(bodies), plain=True)


def _lay(laying: _Laying, piece: Piece, name: str, content: bytes, resources: dict[str, Value]) -> None:
    if piece.invisible:
        content = content.replace(b"BT 0 Tr", b"BT 3 Tr")
    if piece.way == "content":
        content = NAMED.sub(lambda found: b"/%s%s" % (name.encode(), found[1]), content)
        for category, named in resources.items():
            if isinstance(named, dict):
                for inner, value in named.items():
                    laying.naming(category, name + inner, value)
    else:
        content = _form(laying, piece, name, content, resources)
    if content:
        (laying.before if piece.before else laying.after).append(_wrapped(laying, piece, name, content))


def _form(laying: _Laying, piece: Piece, name: str, content: bytes, resources: dict[str, Value]) -> bytes:
    """Make a form of a piece; give the command that calls it, if the page does."""
    width, height = _media(laying)
    x0, top, x1, bottom = piece.place or (0.0, 0.0, width, height)
    box = b"[%.2f %.2f %.2f %.2f]" % (x0, height - bottom, x1, height - top)
    head = b"/Type/XObject/Subtype/Form/BBox %s/Resources %s" % (box, written(resources))
    form = laying.adding(retouch.stream(content, head))
    if piece.way == "form":
        laying.naming("XObject", name, form)
        return b"/%s Do" % name.encode()
    flags = HIDDEN if piece.way == "hidden annotation" else PRINTED
    entries: dict[str, Value] = {
        "Type": b"/Annot",
        "Rect": box,
        "F": b"%d" % flags,
        "AP": {"N": form},
        "DA": b"(/Helv 11 Tf 0 g)",
    }
    if piece.way == "field":
        entries |= {"Subtype": b"/Widget", "FT": b"/Tx", "T": b"(%s)" % name.encode()}
    else:
        entries |= {"Subtype": b"/FreeText", "Contents": b"()"}
    reference = laying.adding(written(entries))
    laying.annotations.append(reference)
    laying.fields += [reference] if piece.way == "field" else []
    return b""


def _media(laying: _Laying) -> tuple[float, float]:
    box = dictionary(laying.pdf.objects[laying.page])["MediaBox"]
    assert isinstance(box, list)
    return float(bytes(box[2])), float(bytes(box[3]))  # type: ignore[arg-type]


def _wrapped(laying: _Laying, piece: Piece, name: str, content: bytes) -> bytes:
    if piece.clip:
        height = _media(laying)[1]
        x0, top, x1, bottom = piece.clip
        content = b"%.2f %.2f %.2f %.2f re W n\n" % (x0, height - bottom, x1 - x0, bottom - top) + content
    if piece.blend:
        mode: dict[str, Value] = {"Type": b"/ExtGState", "BM": b"/" + piece.blend.encode()}
        laying.naming("ExtGState", f"{name}B", mode)
        content = b"/%sB gs\n" % name.encode() + content
    content = b"q\n" + content + b"\nQ"
    if piece.layer:
        if piece.layer not in laying.layers:
            laying.layers[piece.layer] = laying.adding(b"<</Type/OCG/Name(%s)>>" % piece.layer.encode())
        laying.naming("Properties", f"{name}O", laying.layers[piece.layer])
        content = b"/OC /%sO BDC\n" % name.encode() + content + b"\nEMC"
    return content


def _finished(laying: _Laying) -> Pdf:
    pdf, page = laying.pdf, dictionary(laying.pdf.objects[laying.page])
    own = b"q\n" + _content(pdf, page) + b"\nQ"
    content = laying.adding(retouch.stream(b"\n".join([*laying.before, own, *laying.after])))
    width, height = _media(laying)
    page |= {
        "Contents": content,
        "Resources": laying.adding(written(dict(laying.resources))),
        "MediaBox": b"[0 0 %g %g]" % (width, height),
    }
    if laying.annotations:
        page["Annots"] = laying.annotations
    root = dictionary(pdf.objects[pdf.root])
    if laying.fields:
        root["AcroForm"] = {"Fields": laying.fields, "DA": b"(/Helv 0 Tf 0 g)"}
    if laying.layers:
        every: list[Value] = list(laying.layers.values())
        off: list[Value] = [ref for name, ref in laying.layers.items() if name == "off"]
        root["OCProperties"] = {"OCGs": every, "D": {"Order": every, "OFF": off}}
    changed = {laying.page: written(page), pdf.root: written(root)}
    return replace(laying.pdf, objects=laying.pdf.objects | changed)


def _content(pdf: Pdf, page: dict[str, Value]) -> bytes:
    reference = page["Contents"]
    assert isinstance(reference, bytes)
    body = pdf.objects[int(reference.split()[0])]
    head, _, packed = body.partition(b"stream\n")
    unpacking: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
        (b"ASCII85Decode", lambda text: base64.a85decode(text.split(b"~>")[0])),
        (b"FlateDecode", lambda text: zlib.decompressobj().decompress(text)),
    )
    for name, unpack in unpacking:
        packed = unpack(packed) if name in head else packed
    return packed
