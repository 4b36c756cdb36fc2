"""Running headers and page numbers: lines that hang together with the page's edge and say nothing of the plan.

Repetition alone is not enough (preambles repeat, and so do table headers): a line is furniture only if nothing
but furniture stands between it and the page's edge, and it lies outside every ruled frame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from statistics import median

from pipeline.lattice.evidence import PAGE_EDGE_SHARE
from pipeline.lattice.heads import Header
from pipeline.lattice.vocabulary import Vocabulary
from pipeline.lines.lines import Line, levels_of, line_of
from pipeline.lines.sheets import Sheet
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze

RUNNING_PT = 3.0
"""Running headers stand at one height on all pages; producers round by less than this."""
MIN_REPEATS = 3
"""On fewer pages a repeated line may as well be a title that two sections share."""
TITLE_SIZE = 1.15
"""A title in larger type than the text is a title, however often it is printed."""
NUMBER_APART_EM = 2.5
"""A page number stands at least this far below the text; lines of a table are closer."""
PAGE_NUMBER = late(r"[0-9０-９]+|[一二三四五六七八九十]+(?=頁)")


def furniture_of(
    sheets: Sequence[Sheet], headers: dict[int, list[Header]], wording: Vocabulary, numbers: Mapping[int, int]
) -> dict[int, list[Line]]:
    """Furniture lines of each page number.

    Args:
        sheets: pages in order.
        headers: table headers by page number; nothing below the first one's top is furniture at the page's top.
        wording: tells headings and page numbers.
        numbers: the file's page numbers of leaves that have others.
    """
    edges = {s.number: _edge_lines(s, headers.get(s.number, []), wording) for s in sheets}
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, (top, bottom) in edges.items():
        for line in dict.fromkeys((*top, *bottom)):
            places[_mask(line)].append((numbers.get(number, number), line.y))
    needed = min(MIN_REPEATS, len({numbers.get(s.number, s.number) for s in sheets}))
    body = median([r.size for s in sheets for r in s.runs] or [12.0])
    heights = {s.number: s.height for s in sheets}
    found: dict[int, list[Line]] = {}
    for number, (top, bottom) in edges.items():
        kept: list[Line] = []
        for side in (top, bottom):
            for line in side:
                title = line.size > TITLE_SIZE * body and wording.is_heading(line.text)
                page = numbers.get(number, number)
                if title or not _is_furniture(line, page, places, needed, wording, heights[number]):
                    break
                if line not in kept:
                    kept.append(line)
        found[number] = kept
    return found


def _edge_lines(sheet: Sheet, headers: list[Header], wording: Vocabulary) -> tuple[list[Line], list[Line]]:
    """Lines from the top down and from the bottom up, as far as the first frame or header.

    A page number far below all text stands outside the frame, though the file may draw the frame's rules past it:
    browsers draw them whole and clip them.
    """
    levels = levels_of(sheet.runs)

    # Most lines of a page are of no edge: they are not made.
    @cache
    def line_at(place: int) -> Line:
        return line_of(levels[place], sheet.number)

    limit = min((h.top for h in headers), default=sheet.height)
    top: list[Line] = []
    for line in map(line_at, range(len(levels))):
        if line.y > limit or _framed(sheet, line):
            break
        top.append(line)
    floor = max((h.bottom for h in headers), default=0.0)
    bottom: list[Line] = []
    for at in reversed(range(len(levels))):
        line, above = line_at(at), line_at(at - 1).y if at else 0.0
        number = (
            not bottom and line.y - above >= NUMBER_APART_EM * line.size and wording.is_page_number(line.text)
        )
        if line.y <= floor + 1 or (_framed(sheet, line) and not number):
            break
        bottom.append(line)
    return top, bottom


def _framed(sheet: Sheet, line: Line) -> bool:
    """Whether vertical rules stand on both sides of the line at its height.

    Rules that reach beyond the page are clipped somewhere above its edge, as browsers do: they tell nothing there.
    """
    middle = line.y - 0.35 * line.size
    whole = (r for r in sheet.vertical if r.y0 >= -1.0 and r.y1 <= sheet.height + 1.0)
    at = [r.x0 for r in whole if r.y0 <= middle <= r.y1]
    return any(x <= line.x0 + 2 for x in at) and any(x >= line.x1 - 2 for x in at)


def _mask(line: Line) -> str:
    return PAGE_NUMBER.sub("#", squeeze(line.text))


def _is_furniture(
    line: Line,
    page: int,
    places: dict[str, list[tuple[int, float]]],
    needed: int,
    wording: Vocabulary,
    height: float,
) -> bool:
    pages = {n for n, y in places[_mask(line)] if abs(y - line.y) <= RUNNING_PT}
    if wording.is_page_number(line.text):
        # A lone number elsewhere may be the amount of a table without rules.
        return line.y > (1 - PAGE_EDGE_SHARE) * height or line.y < PAGE_EDGE_SHARE * height or len(pages) > 1
    return needed > 1 and len(pages) >= needed and bool({page - 1, page + 1} & pages)
