"""The truth of a drawn document: per record, and per printed line with what it is and where it stands.

The lines come from a second drawing of the same document in which each text has a colour of its own: so each
glyph tells which text it belongs to, whatever order a producer writes them in.
"""

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tests.making.wide.layout import Document, Kind, Place, texts
from tests.making.wide.plan import UNITS, Plan

LINE_END_HYPHEN = "\x02"
"""What the engine gives for a hyphen at a line's end."""
SPACE = re.compile(r"\s+")
SAME_LINE = 0.35
"""Glyphs whose baselines are nearer than this many of their heights stand on one line."""
PRINTED_AGAIN = frozenset(
    {Kind.HEADER, Kind.NUMBERS, Kind.TITLE, Kind.SECTION, Kind.UNIT, Kind.NOTE, Kind.STATISTICS}
)
"""What may stand in a header, which is printed on each page that its table reaches to."""
APART = 0.5
"""In the two drawings a glyph stands at the same place, but for rounding, in points."""


@dataclass(frozen=True)
class Mark:
    """A glyph of the finished file."""

    text: str
    x: float
    y: float
    right: float
    size: float
    ink: int


@dataclass(frozen=True)
class Line:
    """A printed line and what it is."""

    page: int
    text: str
    baseline: float
    bbox: tuple[float, float, float, float]
    """Left, bottom, right, top, from the lower left corner of the page."""
    kind: str
    table: int | None
    band: int | None
    column: str | None
    records: tuple[int, ...]
    begins: tuple[str, ...]
    goes_on: bool
    """The band, or the paragraph, began on another page."""


def bare(text: str) -> str:
    """Take the white space away."""
    return SPACE.sub("", text)


def marks(path: Path) -> list[list[Mark]]:
    """Read the glyphs of each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [list(_marks(page)) for page in document]
    finally:
        document.close()


def _marks(page: Any) -> Iterator[Mark]:
    words = page.get_textpage()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(pdfium.FPDFText_CountChars(words)):
        char = chr(pdfium.FPDFText_GetUnicode(words, number)).replace(LINE_END_HYPHEN, "-")
        if not char.strip() or char == "\0" or pdfium.FPDFText_IsGenerated(words, number) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(words, number, x, y)
        pdfium.FPDFText_GetFillColor(words, number, red, green, blue, alpha)
        box = words.get_charbox(number, loose=True)
        ink = red.value << 16 | green.value << 8 | blue.value
        yield Mark(char, x.value, y.value, box[2], box[3] - box[1], ink)


def lines(document: Document, plain: Path, tinted: Path) -> list[Line]:
    """Give the lines of a document.

    Args:
        document: what was drawn, with its texts numbered.
        plain: the finished file.
        tinted: the drawing in which each text has its colour.
    """
    known = {mark: (paras, place) for mark, paras, place in texts(document)}
    printed: dict[int, str] = defaultdict(str)
    begun: dict[tuple[str, int], int] = {}
    found: list[Line] = []
    for number, (own, other) in enumerate(zip(marks(plain), marks(tinted), strict=True), start=1):
        for group in _groups(_inked(own, other)):
            ink = group[0].ink
            if ink not in known:
                assert not ink, f"page {number}: a colour that no text has"
                found.append(_line(number, group, Place(Kind.FURNITURE), (), goes_on=False))
                continue
            paras, place = known[ink]
            text = "".join(mark.text for mark in group)
            start = len(printed[ink]) % max(1, len(bare("".join(paras))))
            begins = _begins(paras, place, start, len(text))
            place = _part(place, paras, start)
            printed[ink] += bare(text)
            key = ("band", place.band) if place.band is not None else ("text", ink)
            goes_on = begun.setdefault(key, number) < number
            found.append(_line(number, group, place, begins, goes_on=goes_on))
    for ink, (paras, place) in known.items():
        whole, got = bare("".join(paras)), printed[ink]
        times = len(got) // len(whole) if whole else 1
        again = place.kind in PRINTED_AGAIN
        assert got == whole * times, f"{whole!r} is printed as {got!r}"
        assert times == 1 or (again and times), f"{whole!r} is printed {times} times"
    return found


def _inked(own: Sequence[Mark], other: Sequence[Mark]) -> list[Mark]:
    """Give the glyphs of the finished file the colours of the tinted drawing."""
    assert len(own) == len(other), "the two drawings differ"
    for one, twin in zip(own, other, strict=True):
        near = abs(one.x - twin.x) < APART and abs(one.y - twin.y) < APART
        assert (one.text, near) == (twin.text, True), f"the two drawings differ at {one} and {twin}"
    return [
        Mark(one.text, one.x, one.y, one.right, one.size, twin.ink)
        for one, twin in zip(own, other, strict=True)
    ]


def _groups(glyphs: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Part the glyphs of a page into lines: of one text, on one baseline, in the order of the page."""
    by_ink: dict[int, list[Mark]] = defaultdict(list)
    for glyph in glyphs:
        by_ink[glyph.ink].append(glyph)
    for same in by_ink.values():
        line: list[Mark] = []
        for glyph in same:
            lower = line and abs(glyph.y - line[-1].y) > SAME_LINE * glyph.size
            if lower or (line and glyph.x < line[-1].x - APART):
                yield line
                line = []
            line.append(glyph)
        yield line


def _line(page: int, group: list[Mark], place: Place, begins: tuple[str, ...], *, goes_on: bool) -> Line:
    kind = str(place.kind)
    if goes_on and place.kind in {Kind.HEADER, Kind.NUMBERS}:
        kind, goes_on = f"{kind}_again", False
    low = min(mark.y for mark in group)
    box = (
        min(mark.x for mark in group), low, max(mark.right for mark in group), low + max(mark.size for mark in group),
    )  # fmt: skip
    return Line(
        page=page, text="".join(mark.text for mark in group), baseline=round(group[0].y, 2),
        bbox=tuple(round(side, 2) for side in box),  # type: ignore[arg-type] # four sides stay four
        kind=kind, table=place.table, band=place.band, column=place.column, records=place.records, begins=begins,
        goes_on=goes_on,
    )  # fmt: skip


def _part(place: Place, paras: tuple[str, ...], start: int) -> Place:
    """Give what the paragraph that a line stands in is, where a text holds several kinds."""
    at = 0
    for para, part in zip(paras, place.parts, strict=False):
        if part and at <= start < at + len(bare(para)):
            return part
        at += len(bare(para))
    return place


def _begins(paras: tuple[str, ...], place: Place, start: int, length: int) -> tuple[str, ...]:
    """Tell which entries begin on a line that holds this stretch of a text."""
    at, found = 0, []
    for para, entry in zip(paras, place.begins, strict=False):
        if entry and start <= at < start + length:
            found.append(entry)
        at += len(bare(para))
    return tuple(found)


def line_truth(found: Sequence[Line]) -> dict[str, Any]:
    """Write the truth per line as data."""
    return {"lines": [asdict(line) for line in found]}


def record_truth(plan: Plan, totals: Sequence[int | str] = ()) -> dict[str, Any]:
    """Write the truth per record as data.

    Args:
        plan: what is printed.
        totals: the printed totals, in dollars or as printed.
    """
    dollars = UNITS[plan.unit]
    return {
        "items": [
            {
                "work": [level.strip() for level in item.work],
                "plan": "".join(item.levels).strip(),
                "plan_levels": [level.strip() for level in item.levels],
                "impl": [*item.steps, *("".join(row) for row in item.inner)],
                "budget": list(item.budget),
                "parts": [part * dollars for part in item.parts],
            }
            for item in plan.items
        ],
        "document": {
            "plans": [[plan.front.office, plan.front.year, [one.name for one in plan.sections]]],
            "totals": list(totals),
        },
    }
