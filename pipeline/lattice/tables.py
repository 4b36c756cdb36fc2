"""Stitches the parts of a table over its pages into one column of lines per table column.

All parts stand below each other at a virtual height ``v``, so that later stages need not know of pages but for the
joints between them, where distances mean nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.lattice.columns import Column
from pipeline.lattice.evidence import ALONG_SHARE, BOUND_RULE_PT, MEET_PT, SAME_PLACE_PT
from pipeline.lattice.parts import Chunk, Front, Part, divides
from pipeline.lattice.spans import Around, over_bounds, spanning_runs
from pipeline.lattice.vocabulary import Vocabulary
from pipeline.lines.lines import Line, lines_of
from pipeline.lines.runs import Run, cut
from pipeline.normalizers.text import squeeze
from pipeline.readers.page import ASCENT_EM, MIDDLE_EM


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One column of a stitched table; each is equal to itself only.

    Attributes:
        lines: its lines, top to bottom.
        rules: heights ``v`` of the rules that part its cells, edges of parts left out.
    """

    column: Column
    lines: tuple[Line, ...]
    rules: tuple[float, ...]

    def ruled_between(self, above: float, below: float) -> bool:
        """Whether a rule lies between two heights."""
        return bisect_right(self.rules, below) > bisect_right(self.rules, above)


@dataclass(frozen=True, slots=True)
class Table:
    """A table over all its pages; of what kinds its rows are, a reading decides.

    Attributes:
        tracks: its columns, left to right.
        joints: heights ``v`` at which a part ends and the next begins.
        parts: its share of each page, without runs and rules.
        height: height of all parts together.
        floors: height of the last baseline of each part, over all columns.
        ceilings: height of the first one.
        over: lines of rows that stand over all text columns.
        across: texts of its rows that stood over a bound of columns and were cut there.
        again: titles and names over the columns that a further page prints again; no row of the table.
        unprinted: heights among the tracks' rules at which no rule is printed: edges of rows that a reading set apart.
    """

    tracks: tuple[Track, ...]
    joints: tuple[float, ...]
    parts: tuple[Part, ...]
    height: float = 0.0
    floors: tuple[float, ...] = ()
    ceilings: tuple[float, ...] = ()
    over: tuple[Line, ...] = ()
    across: tuple[Line, ...] = ()
    again: tuple[Line, ...] = ()
    unprinted: frozenset[float] = frozenset()

    def roles(self, role: str) -> list[Track]:
        """The tracks with that role, left to right."""
        return [t for t in self.tracks if t.column.role == role]

    def printed_rules(self, track: Track) -> list[float]:
        """Heights of a track's rules that are printed."""
        return [v for v in track.rules if v not in self.unprinted]

    def joint_between(self, above: float, below: float) -> bool:
        """Whether a page ends between two heights."""
        return bisect_right(self.joints, below) > bisect_right(self.joints, above)


def stitch(chunks: Sequence[Chunk], wording: Vocabulary) -> list[Table | Front]:
    """Join table parts that follow each other into tables; fronts stay between them.

    What stands above a table and is printed again above its part of a further page does not divide it.
    """
    result: list[Table | Front] = []
    group: list[Part] = []
    waiting: list[Front] = []
    above: frozenset[str] = frozenset()

    def close() -> None:
        if group:
            result.append(_table(group, wording))
            group.clear()
        result.extend(waiting)
        waiting.clear()

    for chunk in chunks:
        if isinstance(chunk, Front):
            repeats = not chunk.table and _texts(chunk) <= above
            if group and (repeats or not divides(chunk, wording)):
                waiting.append(chunk)
            else:
                close()
                result.append(chunk)
                above = _texts(chunk)
        elif group and _goes_on(group[-1], chunk):
            group.append(chunk)
        else:
            close()
            group.append(chunk)
    close()
    return result


def _texts(front: Front) -> frozenset[str]:
    return frozenset(squeeze(line.text) for line in front.lines)


def _goes_on(before: Part, after: Part) -> bool:
    if len(before.columns) != len(after.columns):
        return False
    if [c.role for c in before.columns] != [c.role for c in after.columns]:
        return False
    # Another page may stand elsewhere as a whole: what its columns are apart tells.
    shift = after.columns[1].x0 - before.columns[1].x0 if len(before.columns) > 1 else 0.0
    same = all(
        abs(b.x0 - a.x0 - shift) <= SAME_PLACE_PT
        for a, b in zip(before.columns[1:], after.columns[1:], strict=True)
    )
    return same or after.header is not None


def _table(parts: Sequence[Part], wording: Vocabulary) -> Table:
    lines: list[list[Line]] = [[] for _ in parts[0].columns]
    rules: list[list[float]] = [[] for _ in parts[0].columns]
    joints: list[float] = []
    spanning: list[Line] = []
    across: list[Line] = []
    at = 0.0
    for i, part in enumerate(parts):
        shift = at - part.top
        over, inside = spanning_runs(part, _around(parts, i, spanning, wording))
        spanning += lines_of(over, part.page, shift)
        if not part.framed:
            across += lines_of(over_bounds(part, inside), part.page, shift)
        for k, (column, runs) in enumerate(zip(part.columns, _by_column(part, inside), strict=True)):
            lines[k] += lines_of(runs, part.page, shift, column.lead, (column.x0, column.x1))
            rules[k] += [r + shift for r in _rules_of(part, column)]
        at += max(part.bottom - part.top, 1.0)
        joints.append(at)
    tracks = tuple(
        Track(column, tuple(lines[i]), tuple(sorted(set(rules[i]))))
        for i, column in enumerate(parts[0].columns)
    )
    # Runs and rules have become lines; a file of hundreds of pages need not hold both.
    light = tuple(replace(part, runs=(), horizontal=(), vertical=()) for part in parts)
    floors, ceilings = baselines(tracks, joints)
    return Table(tracks, tuple(joints[:-1]), light, at, floors, ceilings, tuple(spanning), tuple(across))


def _around(parts: Sequence[Part], i: int, spanning: Sequence[Line], wording: Vocabulary) -> Around:
    """What a table shows before and behind a part; the spanning lines are those before it."""
    # Where categories are set flush left, one may open a page too; elsewhere that is the rest of a work item.
    flush = any(line.x0 < parts[i].columns[0].x1 for line in spanning)
    names = [line for line in spanning if not wording.is_total(line.text)]
    return Around(
        opens=flush or not i,
        fresh=not i or parts[i].page == parts[i - 1].page,
        flush=flush,
        middles=tuple((line.x0 + line.x1) / 2 for line in names),
        following=parts[i + 1] if i + 1 < len(parts) else None,
    )


def baselines(
    tracks: Sequence[Track], joints: Sequence[float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Heights of the last and of the first baseline of each part."""
    heights = sorted(line.v for track in tracks for line in track.lines)
    ends = [bisect_right(heights, joint) for joint in joints]
    last = tuple(heights[at - 1] if at else 0.0 for at in ends)
    first = tuple(heights[min(at, len(heights) - 1)] if heights else 0.0 for at in (0, *ends[:-1]))
    return last, first


def _by_column(part: Part, runs: Sequence[Run]) -> list[list[Run]]:
    inner = [c.x0 for c in part.columns[1:]]
    columns: list[list[Run]] = [[] for _ in part.columns]
    for run in runs:
        for i, piece in cut(run, inner):
            columns[i].append(piece)
    return columns


def _rules_of(part: Part, column: Column) -> list[float]:
    """Heights on the page of the rules that part a column's cells.

    Rules with no text of the part above or below them are the table's frame on this page: they may or may not end
    a row.
    """
    found: list[float] = []
    first = min((r.y - ASCENT_EM * r.size for r in part.runs), default=part.top) + MEET_PT
    # A rule through the lower half of the last line is the frame of what is printed over it.
    last = max((r.y - MIDDLE_EM * r.size for r in part.runs), default=part.bottom)
    # An open side has no bound of its own: the longest rules tell where the table ends.
    left = max(column.x0, min((r.x0 for r in part.horizontal), default=0.0))
    right = min(column.x1, max((r.x1 for r in part.horizontal), default=0.0))
    for rule in sorted(part.horizontal, key=lambda r: r.y0):
        if first < rule.y0 < min(last, part.bottom - MEET_PT):
            shared = min(rule.x1, right) - max(rule.x0, left)
            if shared >= ALONG_SHARE * (right - left) and (not found or rule.y0 - found[-1] > BOUND_RULE_PT):
                found.append(rule.y0)
    return found
