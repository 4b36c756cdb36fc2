"""Damage that engines pass over in silence: streams that do not inflate to their end, objects out of their place.

An engine that meets such a stream gives the page without it, and the records lack what it held; nothing of that is
told. Every stream of Flate data carries a checksum, and a table of contents says where each object begins.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

STREAM_BEGIN, STREAM_END = b"stream", b"endstream"
OBJECT_HEAD = re.compile(rb"(\d{1,10})\s+\d+\s+obj\b\s*<<")
LINE_END = re.compile(rb"\r?\n|\r")
FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?((?:/\w+\s*)+)")
PROGRAMS = (b"/Image", b"/Length1", b"/CIDFontType0C", b"/Type1C", b"/OpenType")
"""Marks of pictures and font programs: large, and damage to them costs no character."""
RANGE = re.compile(rb"\s*(\d{1,10})\s+(\d{1,10})\s*[\r\n]")
ENTRY = re.compile(rb"\s*(\d{10}) (\d{5}) ([nf])")
OBJECT = re.compile(rb"\s*(\d{1,10})\s+\d+\s+obj\b")
LONGEST_HEAD = 4096
"""Bytes from an object's number to its stream: dictionaries take some hundred."""
LONGEST_NUMBERS = 20
"""Bytes of an object's two numbers."""
LONGEST_GAP = 256
"""Bytes of white space and numbers that are looked through for where an object begins."""
SLICE = 1 << 16
MOST_STREAM_BYTES = 1 << 26
"""Bytes of one stream; one that inflates to more is left to the limits."""
ENCODED = (b"/ASCII85Decode", b"/A85")
DEFLATED = (b"/FlateDecode", b"/Fl")


class Damage(NamedTuple):
    """A damaged object.

    Attributes:
        number: its number.
        pages: pages, from 1, whose content it is; empty where that is not known or it is no page's content.
    """

    number: int
    pages: tuple[int, ...]


def damages_of(data: bytes) -> tuple[Damage, ...]:
    """Damaged objects of a PDF file, by number; none of an encrypted one, whose streams cannot be looked into."""
    if b"/Encrypt" in data:
        return ()
    numbers = sorted({*_damaged_streams(data), *_misplaced(data)})
    if not numbers:
        return ()
    pages = _pages_by_content(data)
    return tuple(Damage(number, pages.get(number, ())) for number in numbers)


def _damaged_streams(data: bytes) -> Iterator[int]:
    # bytes.find: a regular expression over the whole file takes ten times as long.
    place = data.find(STREAM_BEGIN)
    while place >= 0:
        line_end = LINE_END.match(data, place + len(STREAM_BEGIN))
        # Other streams' data may hold the word, and every end of one does.
        head = None if line_end is None or data[place - 3 : place] == b"end" else _head(data, place)
        if line_end is None or head is None:
            place = data.find(STREAM_BEGIN, place + len(STREAM_BEGIN))
            continue
        number, told = head
        # Looked for only now: a search for every such word would go through the file as often.
        end = data.find(STREAM_END, place)
        end = len(data) if end < 0 else end
        if not any(mark in told for mark in PROGRAMS) and not _whole(data, line_end.end(), end, told):
            yield number
        place = data.find(STREAM_BEGIN, end + len(STREAM_END))


def _head(data: bytes, place: int) -> tuple[int, bytes] | None:
    """The object's number and its dictionary before a stream that begins there."""
    begin = data.rfind(b"obj", max(0, place - LONGEST_HEAD), place)
    if begin < 0:
        return None
    heads = list(OBJECT_HEAD.finditer(data, max(0, begin - LONGEST_NUMBERS), min(place, begin + LONGEST_GAP)))
    return (int(heads[-1][1]), data[heads[-1].end() : place]) if heads else None


def _whole(data: bytes, start: int, end: int, told: bytes) -> bool:
    """Whether a stream can be read to its end; told is its dictionary."""
    filters = FILTER.search(told)
    names = filters[1].split() if filters else []
    if names and names[0] in ENCODED:
        try:
            unpacked = base64.a85decode(data[start:end].strip().removesuffix(b"~>"))
        except ValueError:
            return False
        return len(names) < 2 or names[1] not in DEFLATED or inflates(unpacked, 0, len(unpacked))
    # Chance may put the mark of the end into the data: the data's own end counts.
    return (
        not names
        or names[0] not in DEFLATED
        or inflates(data, start, end)
        or inflates(data, start, len(data))
    )


def inflates(data: bytes, start: int, end: int) -> bool:
    """Whether Flate data that begins there ends, with the checksum of what it holds."""
    inflater, size = zlib.decompressobj(), 0
    try:
        for place in range(start, end, SLICE):
            piece = data[place : min(end, place + SLICE)]
            while piece and not inflater.eof:
                size += len(inflater.decompress(piece, MOST_STREAM_BYTES >> 4))
                if size > MOST_STREAM_BYTES:
                    return True
                piece = inflater.unconsumed_tail
            if inflater.eof:
                return True
    except zlib.error:
        return False
    return False


def _misplaced(data: bytes) -> Iterator[int]:
    """Objects that do not begin where a table of contents in plain text says."""
    place = data.find(b"xref")
    while place >= 0:
        at = place + len(b"xref")
        while data[place - 5 : place] != b"start" and (part := RANGE.match(data, at)):
            at = part.end()
            for number in range(int(part[1]), int(part[1]) + int(part[2])):
                entry = ENTRY.match(data, at)
                if entry is None:
                    yield number
                    break
                at = entry.end()
                if entry[3] == b"n" and not _begins(data, int(entry[1]), number):
                    yield number
        place = data.find(b"xref", at)


def _begins(data: bytes, place: int, number: int) -> bool:
    # Some producers count from the white space before.
    begin = OBJECT.match(data, place, place + LONGEST_GAP)
    return begin is not None and int(begin[1]) == number


def _pages_by_content(data: bytes) -> dict[int, tuple[int, ...]]:
    """Pages by the numbers of their own objects and of their content streams; as many as can be had."""
    # Only a damaged file is worth the third of a second that this takes to load.
    from pdfminer.pdfdocument import PDFDocument  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415

    found: dict[int, tuple[int, ...]] = {}
    try:
        for count, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data)))), start=1):
            numbers = {getattr(one, "objid", None) for one in page.contents} | {page.pageid}
            for number in (one for one in numbers if isinstance(one, int)):
                found[number] = (*found.get(number, ()), count)
    except MemoryError:
        raise
    except Exception:  # pdfminer lets many kinds out of a broken file
        return found
    return found
