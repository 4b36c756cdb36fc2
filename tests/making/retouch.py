"""Rewrites a PDF of typst's on the level of its objects, for what typst itself never writes.

It reads only files with a plain cross-reference table, as typst makes them under version 1.4 of the format.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

TEXT = re.compile(rb"q ([^q]*? cm/c0 cs [^q]*?\n)?BT.*?ET\nQ", re.DOTALL)
RULE = re.compile(
    rb"/c0 CS (?P<paint>[\d.]+) SCN (?P<width>[\d.]+) w [^m]*?0 0 m (?P<x>[\d.]+) (?P<y>[\d.]+) l\nS"
)


@dataclass(frozen=True)
class Pdf:
    """The objects of a file by number, as they stand between `obj` and `endobj`."""

    objects: dict[int, bytes]
    root: int

    def page_numbers(self) -> Iterator[int]:
        """Give the numbers of the page objects, which typst lists in one flat tree."""
        tree = next(o for o in self.objects.values() if b"/Type/Pages" in o)
        kids = re.search(rb"/Kids\[(.*?)\]", tree)
        assert kids
        yield from (int(number) for number in re.findall(rb"(\d+) 0 R", kids[1]))

    def with_page(self, number: int, change: Callable[[bytes], bytes]) -> "Pdf":
        """Change a page's dictionary."""
        return replace(self, objects=self.objects | {number: change(self.objects[number])})

    def content(self, page: int) -> bytes:
        """Give the drawing commands of a page."""
        return unpacked(self.objects[self._content_number(page)])

    def with_content(self, page: int, content: bytes) -> "Pdf":
        """Give a page other drawing commands."""
        return replace(self, objects=self.objects | {self._content_number(page): stream(content)})

    def adding(self, body: bytes) -> tuple["Pdf", int]:
        """Add an object; give the file and its number."""
        number = max(self.objects) + 1
        return replace(self, objects=self.objects | {number: body}), number

    def _content_number(self, page: int) -> int:
        found = re.search(rb"/Contents (\d+) 0 R", self.objects[page])
        assert found
        return int(found[1])


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Pack the body of a stream object."""
    packed = zlib.compress(content)
    head = b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def unpacked(body: bytes) -> bytes:
    """Give the content of a packed stream object."""
    return zlib.decompressobj().decompress(body.split(b"stream\n", 1)[1])


def read(data: bytes) -> Pdf:
    """Take a file apart."""
    at = int(data[data.rindex(b"startxref") :].split()[1])
    trailer = data[at:]
    count = re.match(rb"xref\n0 (\d+)\n", trailer)
    root = re.search(rb"/Root (\d+) 0 R", trailer)
    assert count
    assert root
    entries = trailer[count.end() :]
    objects = {}
    for number in range(1, int(count[1])):
        start = int(entries[number * 20 : number * 20 + 10])
        end = data.index(b"endobj", _stream_end(data, start))
        objects[number] = data[data.index(b"obj", start) + 3 : end].strip(b"\r\n")
    return Pdf(objects, int(root[1]))


def _stream_end(data: bytes, start: int) -> int:
    """Step over a stream, whose bytes may hold anything."""
    head = data[start : data.index(b"endobj", start)].split(b"stream\n", 1)
    length = re.search(rb"/Length (\d+)", head[0])
    return start + len(head[0]) + 7 + int(length[1]) if len(head) == 2 and length else start


def write(pdf: Pdf) -> bytes:
    """Put a file together again."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number in range(1, max(pdf.objects) + 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + pdf.objects.get(number, b"null") + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, pdf.root, at)
    return bytes(out)


def each_content(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the drawing commands of every page."""
    pdf = read(data)
    for page in pdf.page_numbers():
        pdf = pdf.with_content(page, change(pdf.content(page)))
    return write(pdf)


def rules_as_fills(data: bytes) -> bytes:
    """Draw every rule as a thin filled rectangle, as word processors do."""

    def filled(rule: re.Match[bytes]) -> bytes:
        width, x, y = (float(rule[name]) for name in ("width", "x", "y"))
        box = (0, -width / 2, x, width) if y == 0 else (-width / 2, 0, width, y)
        return b"/c0 cs %s scn %.3f %.3f %.3f %.3f re\nf" % (rule["paint"], *box)

    return each_content(data, lambda content: RULE.sub(filled, content))


def glyphs_doubled(data: bytes, shift: float = 0.3) -> bytes:
    """Print every text a second time a little to the right, which looks bold."""

    def twice(text: re.Match[bytes]) -> bytes:
        return text[0] + b"\nq 1 0 0 1 %.2f 0 cm\n" % shift + text[0] + b"\nQ"

    return each_content(data, lambda content: TEXT.sub(twice, content))


def rotated(data: bytes) -> bytes:
    """Store every page lying on its side, with the entry that turns it upright again."""
    pdf = read(data)
    for page in pdf.page_numbers():
        width, height = _size(pdf, page)
        # What was at (x, y) goes to (height - y, x); shown turned by 90 degrees clockwise it is back again.
        content = b"q 0 1 -1 0 %.3f 0 cm\n" % height + pdf.content(page) + b"\nQ"
        box = b"/Rotate 90/MediaBox[0 0 %.3f %.3f]" % (height, width)
        pdf = pdf.with_content(page, content).with_page(page, _boxed(box))
    return write(pdf)


def cropped(data: bytes, left: float = 60.0, bottom: float = 45.0) -> bytes:
    """Put every page on a larger sheet, of which the crop box shows the page."""
    pdf = read(data)
    for page in pdf.page_numbers():
        width, height = _size(pdf, page)
        content = b"q 1 0 0 1 %.3f %.3f cm\n" % (left, bottom) + pdf.content(page) + b"\nQ"
        box = b"/MediaBox[0 0 %.3f %.3f]/CropBox[%.3f %.3f %.3f %.3f]" % (
            *(width + 2 * left, height + 2 * bottom),
            *(left, bottom, left + width, bottom + height),
        )
        pdf = pdf.with_content(page, content).with_page(page, _boxed(box))
    return write(pdf)


def _size(pdf: Pdf, page: int) -> tuple[float, float]:
    box = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", pdf.objects[page])
    assert box
    return float(box[1]), float(box[2])


def _boxed(box: bytes) -> Callable[[bytes], bytes]:
    return lambda dictionary: re.sub(rb"/MediaBox\[.*?\]", lambda _: box, dictionary)


def in_forms(data: bytes) -> bytes:
    """Move what each page draws into a form of its own, which the page only calls."""
    pdf = read(data)
    for page in pdf.page_numbers():
        width, height = _size(pdf, page)
        resources = _resources(pdf, page)
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 %.3f %.3f]/Resources %s" % (width, height, resources)
        pdf, form = pdf.adding(stream(pdf.content(page), head))
        pdf = _calling(pdf, page, b"q/Made Do\nQ", form)
    return write(pdf)


def _resources(pdf: Pdf, page: int) -> bytes:
    found = re.search(rb"/Resources (\d+ 0 R)", pdf.objects[page])
    assert found
    return found[1]


def _calling(pdf: Pdf, page: int, content: bytes, called: int) -> Pdf:
    """Let a page draw the external object `Made` besides what its resources already name."""
    number = int(_resources(pdf, page).split()[0])
    resources = pdf.objects[number][:-2] + b"/XObject<</Made %d 0 R>>>>" % called
    pdf, mine = pdf.adding(resources)
    swap = re.compile(rb"/Resources \d+ 0 R")
    pdf = pdf.with_page(page, lambda d: swap.sub(b"/Resources %d 0 R" % mine, d))
    return pdf.with_content(page, content)


def invisible_copies(data: bytes, shift: float) -> bytes:
    """Set every text a second time as text that is not shown, moved down: left over from a draft."""

    def hidden(text: re.Match[bytes]) -> bytes:
        return text[0] + b"\nq 1 0 0 1 0 %.2f cm\n" % -shift + _unseen(text[0]) + b"\nQ"

    return each_content(data, lambda content: TEXT.sub(hidden, content))


def _unseen(content: bytes) -> bytes:
    return content.replace(b"BT 0 Tr", b"BT 3 Tr")


def scanned(data: bytes, images: list[tuple[int, int, bytes]]) -> bytes:
    """Show each page as a grey image; its text lies over it unseen, as recognition leaves it.

    Args:
        data: the file.
        images: width, height and grey values of each page.
    """
    pdf = read(data)
    for page, (across, down, grey) in zip(list(pdf.page_numbers()), images, strict=True):
        width, height = _size(pdf, page)
        head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        pdf, image = pdf.adding(stream(grey, head % (across, down)))
        texts = b"\n".join(_unseen(text[0]) for text in TEXT.finditer(pdf.content(page)))
        shown = b"q %.3f 0 0 %.3f 0 0 cm/Made Do\nQ\n" % (width, height)
        pdf = _calling(pdf, page, shown + texts, image)
    return write(pdf)
