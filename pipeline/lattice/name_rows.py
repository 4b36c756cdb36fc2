"""Rows over all columns that name whose table it is from there on: a table is parted at them.

Such a row says what elsewhere the text between two tables says, and is text between two tables from here on. Whether a
row over all columns is one or a category of works, its own words tell, and those of the rows that are set as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from pipeline.dataclass import dataclass
from pipeline.lattice.bands import Band, bands_of
from pipeline.lattice.parts import Front, Part
from pipeline.lattice.spans import EXACT_EM, LOOSE_CENTRE_EM
from pipeline.lattice.tables import Table, Track, baselines
from pipeline.lattice.vocabulary import Vocabulary
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import clean, squeeze
from pipeline.readers.page import ASCENT_EM, DESCENT_EM

MAX_NAME = 16
"""Characters of a name with its label; a longer text says more than a name."""
MAX_BARE_NAME = 4
"""Characters of a name that does not end as names do, such as 人事 among 民政課 and 社會課."""
NAME_BESIDE_EM = 0.8
"""A text this close in height stands in the row: an amount beside a name makes it a sum."""


@dataclass(frozen=True, slots=True)
class NameRow(Front):
    """A row of a table that names whose rows follow."""


def with_name_rows(pieces: Iterable[Table | Front], wording: Vocabulary) -> list[Table | Front]:
    """Tables and the text between them, with tables parted at the rows that name whose they are."""
    result: list[Table | Front] = []
    above: set[str] = set()
    for piece in pieces:
        if isinstance(piece, Front):
            above |= _texts(piece)
            result.append(piece)
            continue
        for part in _parted(without_repeats(piece, above, wording), wording):
            above |= _texts(part) if isinstance(part, Front) else set()
            result.append(part)
    return result


def _texts(front: Front) -> set[str]:
    """What its lines say, and its rows where several lines stand on one height."""
    return {
        squeeze(text) for text in (*(x.text for x in front.lines), *(b.text for b in bands_of([front.lines])))
    }


def _parted(table: Table, wording: Vocabulary) -> list[Table | Front]:
    found: list[Table | Front] = []
    rest: Table | None = table
    # From below, so that what is left keeps its heights and lines.
    for line in reversed(_names(table, wording)):
        if rest is None:
            found.append(NameRow(line.page, (line,)))
            continue
        rest, below = _cut(rest, line, wording)
        found += [below] if below is not None else []
        found.append(NameRow(line.page, (line,)))
    found += [rest] if rest is not None else []
    return found[::-1]


def _names(table: Table, wording: Vocabulary) -> list[Line]:
    """Rows that name whose rows follow, top to bottom."""
    rows = [line for line in table.over if _may_name(line, table, wording)]
    rows = sorted([*rows, *_lone_names(table, rows, wording)], key=lambda line: line.v)
    first = next((line for line in rows if owns(line.text, wording)), None)
    if first is None:
        return []
    # A row above the first name that is set otherwise is a category, which the names divide.
    if any(_style(line) != _style(first) for line in rows[: rows.index(first)]):
        return []
    alike = [line for line in rows if _style(line) == _style(first)]
    sure = [line for line in alike if owns(line.text, wording)]
    others = [line for line in alike if line not in sure]
    if len(others) > len(sure):
        return []
    return [line for line in alike if line in sure or _may_be_name(line.text, wording)]


def _lone_names(table: Table, over: Sequence[Line], wording: Vocabulary) -> Iterator[Line]:
    """Names alone on their height within one column, which no rule and no white told from its cells.

    They stand in the middle of the table, or about the middle of the names over the columns.
    """
    if any(part.framed for part in table.parts):
        return
    middles = [_middle(line.x0, line.x1) for line in over if owns(line.text, wording)]
    cells = table.parts[0].named.cells
    inside = [line for track in table.tracks for line in track.lines]
    left = min([cells[0].x0, *(line.x0 for line in inside)])
    right = max([cells[-1].x1, *(line.x1 for line in inside)])
    for track in table.tracks:
        names = [line for line in track.lines if wording.is_section(line.text)]
        starts = {round(line.x0) for line in track.lines if line not in names} if names else set()
        for line in names:
            middle = _middle(line.x0, line.x1)
            off = abs(middle - _middle(left, right))
            # Where other texts of the column begin too, a line is the end of such a text.
            free = not any(round(line.x0) + by in starts for by in (-1, 0, 1))
            near = any(abs(middle - other) <= EXACT_EM * line.size for other in middles)
            if (near or (off <= LOOSE_CENTRE_EM * line.size and free)) and _may_name(line, table, wording):
                yield line


def _middle(x0: float, x1: float) -> float:
    return (x0 + x1) / 2


def _may_be_name(text: str, wording: Vocabulary) -> bool:
    """Whether a row is a name among names, though works end in the same way or it has no ending at all."""
    label = find_label(squeeze(text))
    bare = label.rest if label is not None else squeeze(text)
    return wording.is_name(text) or len(bare) <= MAX_BARE_NAME


def _may_name(line: Line, table: Table, wording: Vocabulary) -> bool:
    text = squeeze(clean(line.text))
    if not owns(text, wording) and (
        len(text) > MAX_NAME
        or wording.is_total(text)
        or wording.is_note(text)
        or not wording.ends_table([text])
    ):
        return False
    reach = NAME_BESIDE_EM * line.size
    return not any(
        abs(other.v - line.v) <= reach and other is not line
        for track in table.tracks
        for other in track.lines
    )


def _style(line: Line) -> str | None:
    label = find_label(squeeze(line.text))
    return label.style if label is not None else None


def _cut(table: Table, row: Line, wording: Vocabulary) -> tuple[Table | None, Table | None]:
    """What stands above a row and below it; None where nothing does."""
    ends = (*table.joints, table.height)
    lines = [line for track in table.tracks for line in track.lines if line is not row]
    heights = sorted(line.v for line in (*lines, *table.over) if line is not row)
    at = bisect_right(heights, row.v)
    above = heights[at - 1] if at else None
    below = heights[at] if at < len(heights) else None
    if above is not None and not _holds_rows(table, row.v, wording):
        return None, _without(table, row)
    head = tail = None
    if above is not None:
        last = bisect_right(table.joints, above)
        head = _slice(table, 0, last, 0.0, min(max(row.v - ASCENT_EM * row.size, above), ends[last]))
    if below is not None:
        first = bisect_right(table.joints, below)
        start = table.joints[first - 1] if first else 0.0
        tail = _slice(
            table, first, len(table.parts) - 1, max(row.v + DESCENT_EM * row.size, start), table.height
        )
        if head is not None and start <= row.v:
            tail = replace(tail, parts=(replace(tail.parts[0], header=None), *tail.parts[1:]))
    return head, tail


def _holds_rows(table: Table, floor: float, wording: Vocabulary) -> bool:
    """Whether more stands above a height than numbers of the columns and totals: these are of all that follows."""
    columns = [*(track.lines for track in table.tracks), table.over]
    bands = bands_of([[line for line in column if line.v < floor] for column in columns])
    return not all(
        counts(band.lines, len(table.tracks)) or any(wording.is_total(line.text) for line in band.lines)
        for band in bands
    )


def _without(table: Table, row: Line) -> Table:
    tracks = tuple(replace(t, lines=tuple(line for line in t.lines if line is not row)) for t in table.tracks)
    return replace(table, tracks=tracks, over=tuple(line for line in table.over if line is not row))


def _slice(table: Table, first: int, last: int, v0: float, v1: float) -> Table:
    """What stands between two heights, which lie in the first and in the last of the parts that it has."""

    def within(lines: Sequence[Line]) -> tuple[Line, ...]:
        kept = (line for line in lines if v0 <= line.v <= v1)
        return tuple(replace(line, v=line.v - v0) if v0 else line for line in kept)

    joints = tuple(v - v0 for v in table.joints[first:last])
    tracks = [
        Track(track.column, within(track.lines), tuple(v - v0 for v in track.rules if v0 < v < v1))
        for track in table.tracks
    ]
    heights = [line.v for track in tracks for line in track.lines]
    # As at a page's edges, rules without text beyond them are the frame.
    low, high = min(heights, default=0.0), max(heights, default=0.0)
    tracks = [replace(t, rules=tuple(v for v in t.rules if low - 1.0 < v < high)) for t in tracks]
    floors, ceilings = baselines(tracks, (*joints, v1 - v0))
    return Table(
        tracks=tuple(tracks),
        joints=joints,
        parts=_parts(table, first, last, v0, v1),
        height=v1 - v0,
        floors=floors,
        ceilings=ceilings,
        over=within(table.over),
        across=within(table.across),
        again=within(table.again),
    )


def _parts(table: Table, first: int, last: int, v0: float, v1: float) -> tuple[Part, ...]:
    starts = (0.0, *table.joints)
    parts = list(table.parts[first : last + 1])
    parts[-1] = replace(parts[-1], bottom=min(parts[-1].bottom, v1 - starts[last] + parts[-1].top))
    parts[0] = replace(parts[0], top=v0 - starts[first] + parts[0].top)
    return tuple(parts)


CONTINUED_MARK = late(r"[(（〔\[][^()（）〔〕\[\]]{1,4}[)）〕\]]$")
"""What says behind a name that its table is continued."""
COLUMN_NUMBER_CHARACTERS = 2
"""Characters of a column's number, brackets aside."""


def without_repeats(table: Table, above: Collection[str], wording: Vocabulary) -> Table:
    """The table with the rows apart that its further pages print again above their first row.

    Rules above that row are the frame of what is printed again, and part nothing.

    Args:
        table: a table whose name rows still stand over its columns.
        above: texts that stand above it, without white space.
        wording: tells titles and names of sections.
    """
    again: list[Line] = []
    gone: list[tuple[float, float]] = []
    before: list[Band] = []

    def said(text: str) -> bool:
        """Whether it stands above the table, or is what the rows so far said last of whose they are."""
        return text in above or (owns(text, wording) and text == _last_owner(before, wording))

    bands = bands_of([*(track.lines for track in table.tracks), table.over])
    for place, group in groupby(bands, key=lambda band: bisect_right(table.joints, band.lines[0].v)):
        part = list(group)
        found = list(_repeats(part, len(table.tracks), said)) if place else []
        if any(owns(_bare(band), wording) for band in found):
            again += [line for band in found for line in band.lines]
            below = next((band.lines[0].v for band in part if band not in found), None)
            end = (*table.joints, table.height)[place] if below is None else below
            gone.append((table.joints[place - 1], end))
        before += part
    if not again:
        return table
    taken = set(again)
    tracks = tuple(
        replace(
            track,
            lines=tuple(line for line in track.lines if line not in taken),
            rules=tuple(v for v in track.rules if not any(a <= v <= b for a, b in gone)),
        )
        for track in table.tracks
    )
    floors, ceilings = baselines(tracks, (*table.joints, table.height))
    over = tuple(line for line in table.over if line not in taken)
    return replace(table, tracks=tracks, over=over, again=tuple(again), floors=floors, ceilings=ceilings)


def owns(text: str, wording: Vocabulary) -> bool:
    """Whether a text says whose plan follows: a section's name, or a title with a year."""
    return wording.is_section(text) or (wording.is_heading(text) and not wording.is_numbered_part(text))


def counts(lines: Iterable[Line], columns: int) -> bool:
    """Whether lines of one height are the numbers of a table's columns."""
    texts = [squeeze(line.ordinal + line.text).strip("()（）") for line in lines]
    return len(texts) == columns and all(len(text) <= COLUMN_NUMBER_CHARACTERS for text in texts)


def _last_owner(bands: Sequence[Band], wording: Vocabulary) -> str | None:
    return next((text for band in reversed(bands) if owns(text := _bare(band), wording)), None)


def _repeats(part: Iterable[Band], columns: int, said: Callable[[str], bool]) -> Iterator[Band]:
    """Bands at a part's top whose texts were said before; numbers of columns may stand among them."""
    opening = takewhile(lambda band: counts(band.lines, columns) or said(_bare(band)), part)
    return (band for band in opening if not counts(band.lines, columns))


def _bare(band: Band) -> str:
    return CONTINUED_MARK.sub("", squeeze(clean(band.text)))
