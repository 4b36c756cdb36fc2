"""What a column's lines have in common in the tables that are set alike: pitch, right edge, hanging indents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from itertools import pairwise
from statistics import median

from pipeline.dataclass import dataclass
from pipeline.lattice.evidence import CENTRE_EM, FAR_PT, HABIT, SAME_PLACE_PT, WIDE_PITCH_EM
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import find_label
from pipeline.readers.page import ASCENT_EM, DESCENT_EM

EDGE_EM = 0.5
"""Punctuation may hang this far over the right edge; lines that end so close to it are full."""
EDGE_SHARE = 0.03
"""At least this share of a column's lines reach its right edge."""
FEW_LINES = 8
"""With fewer lines than this nobody knows that one of them was full."""
USUAL_PADDING_PT = 5.4
"""Word's default cell padding (0.19 cm), where no full line tells the real one."""
HANG_MIN_EM = 0.8
"""A hanging indent clears a label, which is about an em wide at least."""
CENTRE_SHARE = 0.9
"""Share of lines in the middle from which a column counts as centred."""
MIDDLE_PITCH = 0.6
"""A cell with less white to spare than this share of a line does not tell where its text stands."""
MIDDLE_SHARE = 0.3
"""White above and below that differ by no more than this share of both are the same."""
INDENT_EM = 2.0
"""Chinese paragraphs begin two characters in."""
INDENT_SHARE = 0.2
"""Share of the full lines after which the left edge goes out by that much where paragraphs begin indented."""
HANG_SHARE = 0.6
"""A hanging indent is a habit if this share of the labelled paragraphs shows it."""
TIGHT_PITCH_EM = 1.05
"""Lines of text are at least this far apart."""
CLOSER_SHARE = 0.75
"""A pitch this share of the distance of rows is clearly another measure."""
SAME_SIZE_PT = 0.6
"""Tables whose usual sizes of type differ by less are set in one: producers round to halves."""
SAME_PITCH = 0.06
"""Pitches that differ by less, as a share, are one: 14 and 15 points are not."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Measures of one kind of column.

    Attributes:
        pitch: usual distance of baselines, in points.
        size: usual font size, in points.
        margin: distance of the right edge of full lines from the column's right bound, in points.
        hangs: usual indent of further lines below a label's line, by label style, in em.
        first_indent: inset of first lines where paragraphs begin indented, else None.
        centred: whether lines are centred in the column.
        middle: whether texts stand in the middle of the height of their cells or at its foot, not at its top; None
            where no cells tell.
    """

    pitch: float
    size: float
    margin: float
    hangs: dict[str, float] = field(default_factory=dict)
    first_indent: float | None = None
    centred: bool = False
    middle: bool | None = None

    def room(self, line: Line) -> float:
        """White that a line leaves before the right edge of full lines, in points."""
        if self.centred:
            return self.width(line) - (line.x1 - line.x0)
        return line.spare - self.margin

    def width(self, line: Line) -> float:
        """Width that the line's cell has for text, in points."""
        return line.bounds[1] - line.bounds[0] - 2 * self.margin


def measure(tables: Sequence[Table]) -> dict[Track, Metrics]:
    """Metrics of every track; columns of the same role, header and width share theirs in tables that are set alike."""
    found: dict[Track, Metrics] = {}
    for alike in _set_alike(tables):
        found.update(_measured(alike))
    return found


def _set_alike(tables: Sequence[Table]) -> list[list[Table]]:
    """Tables of one size of type and one pitch: a section may be set otherwise than the one before it.

    A table with too few full lines to tell its pitch is set as the nearest one before it of its size is, or behind.
    """
    settings = [(_size(table.tracks), _told_pitch(table)) for table in tables]
    groups: list[list[int]] = []
    for i, (size, pitch) in enumerate(settings):
        for group in reversed(groups):
            of_size = abs(settings[group[0]][0] - size) <= SAME_SIZE_PT
            known = next((p for k in group if (p := settings[k][1]) is not None), None)
            if of_size and (pitch is None or known is None or abs(pitch - known) <= SAME_PITCH * known):
                group.append(i)
                break
        else:
            groups.append([i])
    return [[tables[i] for i in group] for group in groups]


def _told_pitch(table: Table) -> float | None:
    """Usual distance of the lines below full ones, of all columns together, else the closer of two usual distances.

    None where neither is there: a single distance may be that of rows of one line each.
    """
    below_full = [
        s for t in table.tracks if (margin := _margin([t])) is not None for s in _steps([t], margin)
    ]
    if len(below_full) >= HABIT:
        return median(below_full)
    steps = sorted(_steps(table.tracks))
    close = [s for s in steps if s <= (1 + SAME_PITCH) * steps[0]]
    return median(close) if HABIT <= len(close) <= len(steps) - HABIT else None


def _measured(tables: Sequence[Table]) -> dict[Track, Metrics]:
    kinds: dict[tuple[str, str, int], list[Track]] = defaultdict(list)
    for table in tables:
        for track in table.tracks:
            width = round((track.column.x1 - track.column.x0) / SAME_PLACE_PT)
            kinds[track.column.role, track.column.header, min(width, 999)].append(track)
    owner = {track: table for table in tables for track in table.tracks}
    framed = {track: table.parts[0].framed for track, table in owner.items()}
    everything = [t for tracks in kinds.values() for t in tracks]
    paddings = [
        margin
        for (role, _, _), tracks in kinds.items()
        if role in {"plan", "implementation"}
        and framed[tracks[0]]
        and (margin := _margin(tracks)) is not None
    ]
    padding = min(paddings, default=USUAL_PADDING_PT)
    usual_pitch = _usual_pitch(kinds.values(), padding) or 1.5 * _size(everything)
    found: dict[Track, Metrics] = {}
    for tracks in kinds.values():
        size = _size(tracks)
        centred = framed[tracks[0]] and _is_centred(tracks, size)
        margin = None if centred else _margin(tracks)
        if not framed[tracks[0]]:
            # The bound of a column without rules lies near the next one's text: only its own lines tell its edge.
            margin = _least_margin(tracks) if margin is None else margin
        elif margin is None or margin > padding + size:
            # No line of this kind was full: what the other columns keep free at the right holds here too.
            margin = padding
        pitch = min(_pitch(tracks, margin) or usual_pitch, 1.3 * usual_pitch)
        places = _places([w for t in tracks for w in _whites(owner[t], t)], pitch)
        if sum(places) < HABIT:
            places = _places([w for t in everything for w in _whites(owner[t], t)], pitch)
        middle = places[0] > places[1] if sum(places) >= HABIT else None
        metrics = Metrics(pitch, size, margin, _hangs(tracks), centred=centred, middle=middle)
        indented = _begin_indented(tracks, metrics)
        for track in tracks:
            left = min((line.inset for line in track.lines), default=0.0) if indented else None
            found[track] = metrics if left is None else replace(metrics, first_indent=left + INDENT_EM * size)
    return found


def measure_lines(track: Track) -> Metrics:
    """Metrics of text that runs over the whole page, in a track as wide as its longest line."""
    size = _size([track])
    return Metrics(_pitch([track]) or 1.5 * size, size, 0.0, _hangs([track]))


def _least_margin(tracks: Sequence[Track]) -> float:
    return min((line.spare for t in tracks for line in t.lines), default=0.0)


def _steps(tracks: Iterable[Track], margin: float | None = None) -> list[float]:
    """Distances of baselines within one page and cell; with a margin, only below lines that reach it."""
    return [
        b.v - a.v
        for t in tracks
        for a, b in pairwise(t.lines)
        if a.page == b.page
        and not t.ruled_between(a.v, b.v)
        and b.v - a.v < 4 * a.size
        and (margin is None or a.spare - margin < a.size)
    ]


def _pitch(tracks: Iterable[Track], margin: float | None = None) -> float | None:
    """The commonest distance of baselines, the smaller where two are about as common.

    Below a full line the next one is of the same paragraph, so that distance is the pitch even where nearly all
    lines are rows of their own; elsewhere it may be the distance of rows.
    """
    tracks = list(tracks)
    steps = (_steps(tracks, margin) if margin is not None else []) or _steps(tracks)
    if not steps:
        return None
    counts = Counter(round(s * 2) for s in steps)
    most = max(counts[k] + counts[k + 1] for k in counts)
    smallest = min(k for k in counts if counts[k] + counts[k + 1] >= 0.4 * most)
    return median([s for s in steps if smallest - 1 <= s * 2 <= smallest + 2])


def _usual_pitch(kinds: Iterable[Sequence[Track]], padding: float) -> float | None:
    """The pitch below full lines of any column, if there are any; else the commonest distance of all."""
    kinds = list(kinds)
    below_full = [s for tracks in kinds for s in _steps(tracks, _margin(tracks) or padding)]
    everything = [t for tracks in kinds for t in tracks]
    usual = median(below_full) if below_full else _pitch(everything)
    size = _size(everything)
    if usual is None or usual <= WIDE_PITCH_EM * size:
        return usual
    # No text is set so wide: these are rows of one line each, and any closer pair of lines tells the pitch.
    closer = [s for s in _steps(everything) if TIGHT_PITCH_EM * size <= s <= CLOSER_SHARE * usual]
    return median(closer) if closer else usual


def _size(tracks: Iterable[Track]) -> float:
    sizes = [line.size for t in tracks for line in t.lines]
    return median(sizes) if sizes else 12.0


def _margin(tracks: Sequence[Track]) -> float | None:
    """Distance of full lines' ends from the right bound; None where too few lines tell."""
    ends = sorted(line.spare for t in tracks for line in t.lines)
    if len(ends) < FEW_LINES or tracks[0].column.x1 > FAR_PT:
        return None
    size = _size(tracks)
    needed = max(2, int(EDGE_SHARE * len(ends)))
    for end in ends:
        if sum(end <= other <= end + EDGE_EM * size for other in ends) >= needed:
            return end
    return None


def _hangs(tracks: Iterable[Track]) -> dict[str, float]:
    seen: dict[str, list[float]] = defaultdict(list)
    for track in tracks:
        for a, b in zip(track.lines, track.lines[1:], strict=False):
            label = None if a.ordinal else find_label(a.text)
            if label is None or find_label(b.text) is not None or track.ruled_between(a.v, b.v):
                continue
            if a.page == b.page and b.v - a.v > 2.2 * a.size:
                continue
            seen[label.style].append(indent(b, a))
    hangs: dict[str, float] = {}
    for style, values in seen.items():
        common, count = Counter(round(v * 4) for v in values).most_common(1)[0]
        if count >= max(2, HANG_SHARE * len(values)) and common / 4 >= HANG_MIN_EM:
            hangs[style] = common / 4
    return hangs


def _is_centred(tracks: Sequence[Track], size: float) -> bool:
    """Whether nearly all lines stand in the middle of their column, short ones and long ones."""
    lines = [line for t in tracks for line in t.lines if line.bounds[1] - line.bounds[0] < FAR_PT]
    if len(lines) < FEW_LINES:
        return False
    middle = sum(abs(line.inset - line.spare) <= size * CENTRE_EM for line in lines)
    short = sum(line.x1 - line.x0 < 0.7 * (line.bounds[1] - line.bounds[0]) for line in lines)
    return middle >= CENTRE_SHARE * len(lines) and short > 1


def _whites(table: Table, track: Track) -> list[tuple[float, float]]:
    """White above and below the text of every cell between rules that no page cuts.

    Where rules part the rows of the plan column, a page's end parts cells too: a page may hold a single row.
    """
    whites: list[tuple[float, float]] = []
    by_rows = any(len(table.printed_rules(plan)) >= HABIT for plan in table.roles("plan"))
    edges = sorted({0.0, *track.rules, *(table.joints if by_rows else ()), table.height})
    edges = edges if track.rules else []
    for top, bottom in pairwise(edges):
        inside = [line for line in track.lines if top < line.v < bottom]
        if inside and not table.joint_between(top, bottom - 1.0):
            above = inside[0].v - ASCENT_EM * inside[0].size - top
            whites.append((above, bottom - inside[-1].v - DESCENT_EM * inside[-1].size))
    return whites


def _places(whites: Sequence[tuple[float, float]], pitch: float) -> tuple[int, int]:
    """How many cells have their text in the middle of their height or at its foot, and how many at its top."""
    padding = min((min(pair) for pair in whites), default=0.0)
    middle = topped = 0
    for above, below in whites:
        slack = above + below - 2 * padding
        if slack >= MIDDLE_PITCH * pitch:
            # At the foot of a cell a text tells as little of where the cell begins as in its middle.
            middle += is_centred(above - padding, below - padding) or below - padding <= MIDDLE_SHARE * slack
            topped += above - padding <= MIDDLE_SHARE * slack
    return middle, topped


def is_centred(above: float, below: float) -> bool:
    """Whether white above a text and white below it are the same."""
    return abs(above - below) <= MIDDLE_SHARE * (above + below)


def _begin_indented(tracks: Sequence[Track], metrics: Metrics) -> bool:
    """Whether full lines two em in are followed by unnumbered lines at the left edge, often enough for a habit."""
    seen = full = 0
    for track in tracks:
        for a, b in pairwise(track.lines):
            if metrics.room(a) < metrics.size and a.page == b.page and find_label(b.text) is None:
                full += 1
                seen += abs((a.inset - b.inset) / metrics.size - INDENT_EM) <= 0.3
    return seen >= 2 and seen >= INDENT_SHARE * full


def indent(line: Line, first: Line) -> float:
    """How far a line begins right of the first line of its paragraph, in em."""
    return (line.inset - first.inset) / first.size
