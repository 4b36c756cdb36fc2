"""What a further page prints again at the top of its part of a table: the title, the section's name, the unit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import groupby, takewhile

from pipeline.lattice.bands import Band, bands_of
from pipeline.lattice.stitching import Table, baselines
from pipeline.lattice.wording import Wording
from pipeline.lines.lines import Line
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import clean, squeeze

CONTINUED_MARK = late(r"[(（〔\[][^()（）〔〕\[\]]{1,4}[)）〕\]]$")
"""What says behind a name that its table is continued."""
COLUMN_NUMBER_CHARACTERS = 2
"""Characters of a column's number, brackets aside."""


def without_repeats(table: Table, above: Collection[str], wording: Wording) -> Table:
    """The table with the rows apart that its further pages print again above their first row.

    Rules above that row are the frame of what is printed again, and part nothing.

    Args:
        table: a table whose name rows still stand over its columns.
        above: texts that stand above it, without white space.
        wording: tells titles and names of sections.
    """
    again: list[Line] = []
    gone: list[tuple[float, float]] = []
    current: str | None = None
    bands = bands_of([*(track.lines for track in table.tracks), table.over])
    for place, group in groupby(bands, key=lambda band: bisect_right(table.joints, band.lines[0].v)):
        part = list(group)
        said = {*above, current} if current is not None else set(above)
        found = list(_repeats(part, len(table.tracks), said)) if place else []
        if any(owns(_bare(band), wording) for band in found):
            again += [line for band in found for line in band.lines]
            below = next((band.lines[0].v for band in part if band not in found), None)
            end = (*table.joints, table.height)[place] if below is None else below
            gone.append((table.joints[place - 1], end))
        current = next((t for band in reversed(part) if owns(t := _bare(band), wording)), current)
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


def owns(text: str, wording: Wording) -> bool:
    """Whether a text says whose plan follows: a section's name, or a title with a year."""
    return wording.is_section(text) or (wording.is_heading(text) and not wording.is_numbered_part(text))


def counts(lines: Iterable[Line], columns: int) -> bool:
    """Whether lines of one height are the numbers of a table's columns."""
    texts = [squeeze(line.ordinal + line.text).strip("()（）") for line in lines]
    return len(texts) == columns and all(len(text) <= COLUMN_NUMBER_CHARACTERS for text in texts)


def _repeats(part: Iterable[Band], columns: int, said: Collection[str]) -> Iterator[Band]:
    """Bands at a part's top whose texts were said before; numbers of columns may stand among them."""
    opening = takewhile(lambda band: counts(band.lines, columns) or _bare(band) in said, part)
    return (band for band in opening if not counts(band.lines, columns))


def _bare(band: Band) -> str:
    return CONTINUED_MARK.sub("", squeeze(clean(band.text)))
