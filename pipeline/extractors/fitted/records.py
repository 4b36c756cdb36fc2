"""Decided rows to an outline: plan paths, work paths, contents and budget cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import partial
from itertools import pairwise

from pipeline.extractors.bars import Bar, PlanTable, is_signature
from pipeline.extractors.cell_joints import MERGED_SHARE, SAME_EDGE_PT, merged_share, parted_joints
from pipeline.extractors.cells import ColumnCell, each_its_own, extras_of
from pipeline.extractors.fitted.strips import OVER, Sheaf
from pipeline.extractors.fitted.walk import (
    LINE_AGAIN,
    LINE_DEEPER,
    ROW_CATEGORY,
    ROW_DEEPER,
    ROW_ITEM,
    ROW_MARK,
    ROW_NOTE,
    ROW_TOTAL,
    DecidedRow,
    PrintedWork,
    Walked,
)
from pipeline.extractors.marks import BRACKETED_MARK
from pipeline.extractors.outline import Draft, Outline, PlanLevel
from pipeline.extractors.paragraphs import Paragraph, label_of, paragraphs
from pipeline.extractors.work_parts import WorkPiece, pieces, style_of
from pipeline.extractors.works import CLOSE_PITCH, WorkEntry, stands_below
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.normalizers.text import fold, squeeze
from pipeline.profiles.profile import Profile

REACH_EM = 0.6
"""A work item whose text begins this far below a row's edge begins with the row."""


BAR_KINDS = {ROW_CATEGORY: "category", ROW_TOTAL: "total", ROW_NOTE: "footnote", ROW_MARK: "mark"}


def outline_of(walked: Walked, profile: Profile) -> Outline:
    """What a table holds by the second reading.

    Args:
        walked: what was decided row by row.
        profile: words of signatures, for the kinds of rows that are no records.
    """
    sheaf = walked.sheaf
    rows = [row for row in walked.rows if row.choice in {ROW_ITEM, ROW_DEEPER}]
    paths = _work_paths(walked, rows)
    bare, owners = _drafts(sheaf, rows, paths)
    extras = extras_of(len(bare), _beside(walked, rows, owners, "X"))
    drafts = [replace(draft, extras=texts) for draft, texts in zip(bare, extras, strict=True)]
    bars = [_bar(sheaf, row, profile) for row in walked.rows if row.choice in BAR_KINDS]
    bars = sorted([*bars, *sheaf.counting], key=lambda bar: bar.v0)
    whole = {one.name: getattr(sheaf.table, one.name) for one in fields(Table)} | {"tracks": sheaf.tracks}
    works = tuple(dict.fromkeys(entry for path in paths for entry in path))
    held = {line for entry in works for line in entry.lines}
    # What is printed again behind a mark of continuation says nothing new.
    again = [*sheaf.marks, *(line for row in walked.rows for line in row.again)]
    again += [line for entry in walked.entries for line in entry.lines if line not in held]
    return Outline(
        PlanTable(**whole, bars=tuple(bars), marks=tuple(again)),
        tuple(drafts),
        tuple(each_its_own(tuple(_beside(walked, rows, owners, "B")))),
        tuple(sorted(works, key=lambda entry: (entry.v0, entry.column))),
    )


def _drafts(
    sheaf: Sheaf, rows: Sequence[DecidedRow], paths: Sequence[tuple[WorkEntry, ...]]
) -> tuple[list[Draft], list[list[int]]]:
    """Drafts, and for each row the drafts that a cell beside it applies to."""
    _hand_down(sheaf, rows)
    headings = _headings(sheaf, rows)
    owners: list[list[int]] = [[] for _ in rows]
    drafts: list[Draft] = []
    stack: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if at and [_key(one.lines) for one in paths[at]] != [_key(one.lines) for one in paths[at - 1]]:
            stack = []
        labelled = row.label is not None or row.choice == ROW_DEEPER
        depth = row.depth if labelled else -1
        stack = [(d, k) for d, k in stack if d < depth]
        above = tuple(PlanLevel(rows[k].label, tuple(rows[k].plan)) for _, k in stack)
        if at in headings:
            stack.append((max(depth, 0), at))
            continue
        for k in (at, *(k for _, k in stack if k in headings)):
            owners[k].append(len(drafts))
        own = (PlanLevel(row.label, tuple(row.plan)),) if row.plan else ()
        drafts.append(_draft(sheaf, row, paths[at], (*above, *own)))
        if row.plan and labelled:
            stack.append((depth, at))
    return drafts, owners


def _draft(sheaf: Sheaf, row: DecidedRow, path: tuple[WorkEntry, ...], plan: tuple[PlanLevel, ...]) -> Draft:
    content = sheaf.of("C")[0]
    track, metrics = sheaf.tracks[content], sheaf.metrics[content]
    found = paragraphs(sheaf.table, track, metrics, row.cells.get(content, ()))
    return Draft(path, plan, tuple(found), (), None, None)


def _bar(sheaf: Sheaf, row: DecidedRow, profile: Profile) -> Bar:
    lines = tuple(
        sorted(
            (
                line
                for at, some in row.cells.items()
                if at == OVER or sheaf.letters[at] != "B"
                for line in some
            ),
            key=lambda line: (line.v, line.x0),
        )
    )
    amounts = tuple((at, line) for at in sheaf.of("B") for line in row.cells.get(at, ()))
    kind = BAR_KINDS[row.choice]
    if not lines:
        lines, amounts = tuple(line for _, line in amounts), ()
    elif kind != "total":
        lines, amounts = (*lines, *(line for _, line in amounts)), ()
    if kind == "footnote" and is_signature(squeeze("".join(line.text for line in lines)), profile):
        kind = "signature"
    return Bar(kind, row.v0, max(line.v for line in lines), lines, amounts)


def _hand_down(sheaf: Sheaf, rows: Sequence[DecidedRow]) -> None:
    """Give contents that stand beside a heading to its first item, where they go on beside that one.

    Contents of an item's own begin beside it, with the first number of a list.
    """
    plan, content = sheaf.of("P")[0], sheaf.of("C")[0]
    for row, below in pairwise(rows):
        if below.choice != ROW_DEEPER or not row.plan or not below.plan or not row.cells.get(content):
            continue
        if sheaf.tracks[plan].ruled_between(row.plan[-1].v, below.plan[0].v):
            continue
        following = below.cells.get(content, [])
        label = label_of(following[0]) if following else None
        if label is not None and label.number == 1:
            continue
        for place, lines in row.cells.items():
            below.cells[place] = [*lines, *below.cells.get(place, [])]
        row.cells = {}


def _headings(sheaf: Sheaf, rows: Sequence[DecidedRow]) -> set[int]:
    """Places of the rows that only head those below them: nothing stands beside them in the contents."""
    return {
        at
        for at, (row, below) in enumerate(pairwise(rows))
        if below.choice == ROW_DEEPER
        and row.plan
        and not any(row.cells.get(place) for place in sheaf.of("C"))
    }


def _work_paths(walked: Walked, rows: Sequence[DecidedRow]) -> list[tuple[WorkEntry, ...]]:
    """The work items that apply to each row, outer to inner."""
    found = _with_parts(walked)
    tops: list[float] = []
    for k, entry in enumerate(found):
        outer = found[k - 1] if k else entry
        tops.append(tops[-1] if _is_inner(walked, outer, entry) else _top(walked, entry))
    entries = sorted(
        ((tops[k], entry.place, k, entry) for k, entry in enumerate(found)), key=lambda one: one[:3]
    )
    columns = {place: column for column, place in enumerate(walked.sheaf.of("W"), start=1)} | {OVER: 0}
    path: list[tuple[int, int, PrintedWork]] = []
    paths: list[tuple[WorkEntry, ...]] = []
    taken = 0
    for row in rows:
        size = row.plan[0].size if row.plan else walked.sheaf.metrics[walked.sheaf.of("P")[0]].size
        while taken < len(entries) and entries[taken][0] <= row.v0 + REACH_EM * size:
            path = _taken(path, entries[taken][3])
            taken += 1
        paths.append(
            tuple(
                WorkEntry(
                    one.v0,
                    columns[place],
                    tuple(one.lines),
                    one.label,
                    depth > 0,
                    part=one.part,
                    guessed=one.guessed,
                )
                for place, depth, one in path
            )
        )
    return paths


def _with_parts(walked: Walked) -> list[PrintedWork]:
    """The work items as printed, those cut in which a part without a number begins."""
    cut: dict[PrintedWork, list[WorkPiece]] = {}
    for place in walked.sheaf.of("W"):
        track, metrics = walked.sheaf.tracks[place], walked.sheaf.metrics[place]
        entries = [entry for entry in walked.entries if entry.place == place]
        owner = {line: entry for entry in entries for line in entry.lines}
        printed = [Paragraph(tuple(entry.lines), entry.label, None) for entry in entries]
        for piece in pieces(printed, partial(stands_below, walked.sheaf.table, track, metrics), metrics.room):
            cut.setdefault(owner[piece.paragraph.lines[0]], []).append(piece)
    return [one for entry in walked.entries for one in _cut(entry, cut.get(entry, ()))]


def _cut(entry: PrintedWork, found: Sequence[WorkPiece]) -> Iterator[PrintedWork]:
    """An entry, or the outer and inner one that it was cut into."""
    for at, piece in enumerate(found):
        yield replace(
            entry,
            lines=list(piece.paragraph.lines),
            label=piece.paragraph.label,
            choice=LINE_DEEPER if at else entry.choice,
            part=piece.part,
            guessed=piece.guessed,
        )
    if not found:
        yield entry


def _is_inner(walked: Walked, outer: PrintedWork, entry: PrintedWork) -> bool:
    """Whether a work item stands right below an outer one in the same cell, and applies from where that does."""
    if entry.choice != LINE_DEEPER or entry.place != outer.place or entry.place == OVER:
        return False
    track, pitch = walked.sheaf.tracks[entry.place], walked.sheaf.metrics[entry.place].pitch
    above, first = outer.lines[-1], entry.lines[0]
    close = first.v - above.v <= CLOSE_PITCH * pitch
    return close and bool(track.rules) and not track.ruled_between(above.v, first.v)


def _top(walked: Walked, entry: PrintedWork) -> float:
    """The height from which an entry applies: the top of its drawn cell."""
    if entry.place == OVER or entry.choice == LINE_DEEPER:
        return entry.v0
    track, first = walked.sheaf.tracks[entry.place], entry.lines[0]
    if not track.rules:
        return entry.v0
    edges = sorted({0.0, *track.rules, *walked.sheaf.table.joints})
    at = bisect_right(edges, first.v) - 1
    # Text in the middle of its height may stand on the page after the one that its cell begins on.
    while (
        walked.sheaf.metrics[entry.place].middle
        and at > 0
        and edges[at] in walked.sheaf.table.joints
        and edges[at] not in track.rules
    ):
        if any(edges[at - 1] < line.v <= edges[at] for line in track.lines):
            break
        at -= 1
    if edges[at] not in track.rules and not walked.sheaf.metrics[entry.place].middle:
        return entry.v0
    above = [line for line in track.lines if edges[at] < line.v < first.v]
    return min(edges[at], entry.v0) if not above else entry.v0


def _taken(
    path: Sequence[tuple[int, int, PrintedWork]], entry: PrintedWork
) -> list[tuple[int, int, PrintedWork]]:
    if entry.choice == LINE_AGAIN or (entry.place == OVER and BRACKETED_MARK.search(entry.lines[-1].text)):
        text = _key(entry.lines)
        for at, (place, depth, old) in enumerate(path):
            if place == entry.place and _key(old.lines) == text:
                # Behind a mark of continuation the text is not as the plan has it.
                marked = BRACKETED_MARK.search(entry.lines[-1].text)
                return [*path[:at], (place, depth, old if marked else entry), *path[at + 1 :]]
    here = [(depth, old) for place, depth, old in path if place == entry.place]
    alike = [depth for depth, old in here if _style(old) == _style(entry)]
    if alike:
        depth = alike[-1]
    elif (entry.choice == LINE_DEEPER or entry.part) and here:
        depth = here[-1][0] + 1
    else:
        depth = 0
    return [*(level for level in path if level[:2] < (entry.place, depth)), (entry.place, depth, entry)]


def _style(entry: PrintedWork) -> str:
    """What entries of one level share: the style of their labels, or how a row without one is set."""
    style = style_of(Paragraph(tuple(entry.lines), entry.label, None))
    if style is not None:
        return style
    first = entry.lines[0]
    if entry.place != OVER:
        return ""
    centred = abs(first.inset - first.spare) <= first.size
    return f"{first.size:.0f} {'' if centred else round(first.inset / first.size)}"


def _key(lines: Sequence[Line]) -> str:
    return fold(BRACKETED_MARK.sub("", "".join(line.ordinal + line.text for line in lines)))


def _beside(
    walked: Walked, rows: Sequence[DecidedRow], owners: Sequence[Sequence[int]], letter: str
) -> Iterator[ColumnCell]:
    """The cells of budget columns, or of those without a role, with the drafts that each applies to."""
    for place in walked.sheaf.of(letter):
        track = walked.sheaf.tracks[place]
        own = {line: at for at, row in enumerate(rows) for line in row.cells.get(place, ())}
        for low, high, lines in _cells(walked, track, rows):
            inside = [line for line in lines if line in own]
            if not inside:
                continue
            covered = [
                at for at, row in enumerate(rows) if low - SAME_EDGE_PT <= row.v0 < high - SAME_EDGE_PT
            ]
            # A heading has no amount of its own where an item stands in its cell.
            covered = [at for at in covered if owners[at] and not _heads(rows, at)] or covered
            if low < 0 or not covered:
                for at in dict.fromkeys(own[line] for line in inside):
                    mine = tuple(line for line in inside if own[line] == at)
                    yield ColumnCell(track, mine, tuple(owners[at]), "aligned")
                continue
            drafts = tuple(dict.fromkeys(draft for at in covered for draft in owners[at]))
            yield ColumnCell(track, tuple(inside), drafts, "own_cell" if len(drafts) < 2 else "merged_cell")


def _heads(rows: Sequence[DecidedRow], at: int) -> bool:
    """Whether a row is a heading whose first item stands in the same drawn cell."""
    return at + 1 < len(rows) and rows[at + 1].choice == ROW_DEEPER and rows[at + 1].v0 == rows[at].v0


def _cells(
    walked: Walked, track: Track, rows: Sequence[DecidedRow]
) -> Iterator[tuple[float, float, list[Line]]]:
    """Cells of a column that rules draw, with their lines; from -1 where none are drawn."""
    sheaf = walked.sheaf
    plan = sheaf.tracks[sheaf.of("P")[0]]
    merged = merged_share(track, plan) >= MERGED_SHARE
    if not track.rules or not (walked.drawn or merged):
        yield -1.0, 1e9, list(track.lines)
        return
    # What a page's end cuts in the middle of a row is one cell.
    begun = {
        max(joint for joint in sheaf.table.joints if joint <= row.v0 + SAME_EDGE_PT)
        for row in rows
        if row.joint
    }
    joints = parted_joints(sheaf.table, track, plan, sorted(begun))
    edges = [0.0, *sorted({*track.rules, *joints}), 1e9]
    for low, high in pairwise(edges):
        lines = track.lines[bisect_left(track.lines, low, key=_v) : bisect_left(track.lines, high, key=_v)]
        if lines:
            yield low, high, list(lines)


def _v(line: Line) -> float:
    return line.v
