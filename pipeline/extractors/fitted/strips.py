"""Strips of a table's height that are judged one after another: drawn cells where those are rows, else bands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.extractors.bars import Bar, counting_bars, is_mark, is_total, rules_without_counts
from pipeline.extractors.marks import without_marks, without_page_marks
from pipeline.extractors.row_numbers import without_row_numbers
from pipeline.lattice.bands import bands_of
from pipeline.lattice.columns import AMOUNT_OR_NIL
from pipeline.lattice.measures import Metrics
from pipeline.lattice.ordinals import with_ordinals
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.normalizers.text import clean, squeeze
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY, Profile

OVER = -1
"""Place of what stands over all columns."""
CLASSES = {"work": "W", "plan": "P", "implementation": "C"}
"""Letters of columns by role; budgets are B, all others X, what stands over the columns O."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines between two heights of a table, by column.

    Attributes:
        cells: lines by place of their column; ``OVER`` for what stands over all columns.
        v0: upper edge: a rule, else the top of its first line.
        joint: whether a page ends right above it.
        ruled: places of the columns in which a rule parts it from the strip above.
        gap: distance of its first baseline from the last one above, in points; 0 behind a page's end.
        pattern: letters of the columns that have lines in it, in order, each once.
    """

    cells: dict[int, tuple[Line, ...]]
    v0: float
    joint: bool
    ruled: frozenset[int]
    gap: float
    pattern: str

    @property
    def first(self) -> Line:
        """The line that stands highest, of those the one furthest left."""
        return min((lines[0] for lines in self.cells.values()), key=lambda line: (line.v, line.x0))


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A table as the second reading sees it: its tracks with ordinals joined, and letters for their roles.

    Attributes:
        table: the lattice's table.
        tracks: its columns, those of row numbers apart.
        letters: of the column at each place.
        metrics: measures of the column at each place.
        counting: rows that hold the columns' numbers, taken out of the tracks.
        marks: marks of continuation at texts that are printed again, taken out too.
    """

    table: Table
    tracks: tuple[Track, ...]
    letters: tuple[str, ...]
    metrics: tuple[Metrics, ...]
    counting: tuple[Bar, ...] = ()
    marks: tuple[Line, ...] = ()
    places: dict[str, list[int]] = field(default_factory=dict)

    def of(self, letter: str) -> list[int]:
        """Places of the columns with that letter."""
        return self.places.get(letter, [])


def sheaf_of(table: Table, metrics: dict[Track, Metrics], profile: Profile) -> Sheaf:
    """The table's columns for the second reading.

    Args:
        table: of the lattice.
        metrics: measures of its tracks.
        profile: words of marks of continuation.
    """
    marks: list[Line] = []
    tracks: list[Track] = []
    measures: list[Metrics] = []
    ends = (*table.joints, table.height)
    counting = counting_bars([track.lines for track in table.tracks])
    gone = {line for bar in counting for line in bar.lines}
    rules = rules_without_counts(table.tracks, counting, table.joints)
    for track, ruled in zip(table.tracks, rules, strict=True):
        measure = metrics[track]
        lead = track.column.lead
        lines = [line for line in track.lines if line not in gone]
        if track.column.role in HIERARCHY:
            lines, found = without_marks(lines, table.joints, profile)
            marks += found
        elif track.column.role == "implementation":
            lines, found = without_page_marks(lines, table, profile)
            marks += found
        if lead is not None:
            lines = with_ordinals(lines, lead, ruled, ends)
        texts, numbers = without_row_numbers(Track(track.column, tuple(lines), ruled))
        tracks += [texts, *([numbers] if numbers is not None else [])]
        measures += [measure] * (1 if numbers is None else 2)
    letters = tuple(_letter(track.column.role) for track in tracks)
    places: dict[str, list[int]] = {}
    for at, letter in enumerate(letters):
        places.setdefault(letter, []).append(at)
    return Sheaf(table, tuple(tracks), letters, tuple(measures), tuple(counting), tuple(marks), places)


def _letter(role: str) -> str:
    return "B" if role in BUDGET_ROLES else CLASSES.get(role, "X")


def strips_of(sheaf: Sheaf, profile: Profile, *, drawn: bool) -> list[Strip]:
    """The strips of a table from top to bottom.

    Args:
        sheaf: the table.
        profile: words of marks, which stand apart within a drawn cell too.
        drawn: whether the rules of its plan column part its rows; else each band of lines is a strip.
    """
    columns = [*(track.lines for track in sheaf.tracks), sheaf.table.over]
    groups: list[list[tuple[int, Line]]] = []
    if drawn:
        edges = sorted({*sheaf.tracks[sheaf.of("P")[0]].rules, *sheaf.table.joints})
        cells: dict[int, list[tuple[int, Line]]] = {}
        for place, lines in enumerate(columns):
            for line in lines:
                cells.setdefault(bisect_left(edges, line.v), []).append((place, line))
        for at in sorted(cells):
            groups += _parted(cells[at], len(columns), profile)
    else:
        groups = [list(band.cells) for band in bands_of(columns)]
    return list(_strips(sheaf, groups, len(columns) - 1))


def _parted(cell: list[tuple[int, Line]], columns: int, profile: Profile) -> list[list[tuple[int, Line]]]:
    """A drawn strip as one group; where something stands over its columns, as that and what is above and below."""
    if not any(place == columns - 1 or is_apart(line.text, profile) for place, line in cell):
        return [cell]
    lines: list[list[Line]] = [[] for _ in range(columns)]
    for place, line in cell:
        lines[place].append(line)
    groups: list[list[tuple[int, Line]]] = []
    was_apart = True
    for band in bands_of(lines):
        # Marks and sums stand apart in a drawn cell too, whatever amount is beside them.
        words = "".join(line.text for _, line in band.cells if not AMOUNT_OR_NIL.match(squeeze(line.text)))
        apart = any(place == columns - 1 for place, _ in band.cells) or is_apart(words, profile)
        if apart or was_apart:
            groups.append([])
        groups[-1] += band.cells
        was_apart = apart
    return groups


def is_apart(text: str, profile: Profile) -> bool:
    """Whether a text is a mark of continuation or the word of a sum, and nothing else."""
    return is_mark(text, profile) or is_total(squeeze(clean(text)), profile)


def _strips(sheaf: Sheaf, groups: Iterable[Sequence[tuple[int, Line]]], over: int) -> Iterable[Strip]:
    above_v, above_page = -1.0, 0
    for group in groups:
        cells: dict[int, list[Line]] = {}
        for place, line in group:
            cells.setdefault(OVER if place == over else place, []).append(line)
        first = min((line for _, line in group), key=lambda line: line.v)
        joint = above_page != 0 and sheaf.table.joint_between(above_v, first.v)
        ruled = {at for at, track in enumerate(sheaf.tracks) if track.ruled_between(above_v, first.v)}
        rules = [v for at in ruled for v in sheaf.tracks[at].rules if above_v < v <= first.v]
        plan = sheaf.of("P")[0]
        rules = [v for v in sheaf.tracks[plan].rules if above_v < v <= first.v] or rules
        letters = {"O" if at == OVER else sheaf.letters[at] for at in cells}
        yield Strip(
            cells={at: tuple(lines) for at, lines in cells.items()},
            v0=max(rules, default=first.top + first.v - first.y),
            joint=joint,
            ruled=frozenset(ruled),
            gap=0.0 if joint or not above_page else first.v - above_v,
            pattern="".join(letter for letter in "OWPCBX" if letter in letters),
        )
        above_v = max(line.v for _, line in group)
        above_page = first.page
