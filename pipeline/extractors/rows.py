"""Where the rows of a plan table begin: decided per line of the plan column from all witnesses together.

Geometry (rules, white, baselines of the neighbouring columns, full lines) and numbering are independent witnesses;
their weights are added, and where they contradict each other the row keeps a doubt.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.extractors.paragraphs import Paragraph, label_of
from pipeline.extractors.sequence import Numbering, Verdict, accepted
from pipeline.lattice.measures import Metrics, is_centred
from pipeline.lattice.tables import Table, Track
from pipeline.lattice.witnesses import MIXED_EM, Breaks, breaks_between, piece_em
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label
from pipeline.normalizers.text import fold
from pipeline.readers.page import ASCENT_EM, DESCENT_EM

SAME_BASELINE_PITCH = 0.45
"""Baselines of one row differ by less: columns may be set in different sizes."""
AGAINST_SHARE = 0.25
"""A table is ruled by rows though so many rows, as a share of those below a rule, begin without one."""
LEAD_IN = ("：", ":", "︰", "﹕")
"""A paragraph that ends so announces what follows."""
STOPS = ("。", "！", "？")
"""A line that ends so may be the last of its paragraph even where it is full."""
THRESHOLD = 1.5
"""Sum of weights from which a line begins a row; what a single weak witness gives stays below."""
DOUBTFUL_SCORE = 2.0
"""A sum this close to the threshold is a doubt to be told."""
NO_WITNESS = "no witness"
"""What a person is told where the page says neither that a row begins nor that one goes on."""
WITNESS_WEIGHTS = {
    # A label that continues the sequence is hardly ever chance; other verdicts leave room for it.
    "next": 5.0,
    "first": 4.0,
    "first of a group": 5.0,
    "restart": 3.0,
    "skip": 3.5,
    "again": 4.0,
    "odd": 1.0,
    # A work item begins on the same baseline, or a budget does: cells of one row begin together.
    "work": 5.0,
    "budget": 3.5,
    # White above is left by a longer neighbour cell, or parts paragraphs of one cell.
    "gap": 4.0,
    "no gap": -1.0,
    # The forced-break test for the plan column.
    "ended": 3.0,
    "full": -3.0,
    "full before label": -1.0,
    "full before gap": -1.0,
    # The implementation beside it begins a paragraph here, or runs on through the baseline.
    "content begins": 1.5,
    "content runs on": -3.5,
    # Its numbering begins anew at 1, which it does in a new cell only, or below a lead-in line.
    "content restarts": 5.0,
    "content restarts after text": 4.5,
    # Beside the first item of a group the contents may run on from the group's heading in the same cell.
    "content of a group": -1.0,
    "outdent": 1.5,
    "hangs": -2.0,
    "indented": 4.0,
    # All rows are ruled but this line has no rule above; an item below its group heading has none either.
    "unruled": -4.0,
    "unruled label": -1.0,
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the table, from one plan paragraph's first line to the next one's.

    Attributes:
        v0: upper edge in the stitched table.
        lines: lines of the plan column that begin in it; empty where the plan cell is empty.
        label: label of its first line, borne out by the sequence.
        verdict: how the label goes on with the sequence.
        depth: level of the label, 0 where there is none.
        fresh: whether a work item begins with it, so that its numbering may begin anew.
        doubt: witnesses that contradict each other, or None.
    """

    v0: float
    lines: tuple[Line, ...]
    label: Label | None
    verdict: Verdict | None
    depth: int
    fresh: bool
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Baselines at which cells of the other columns begin, and where the implementation runs on.

    Attributes:
        work: work items begin, or are printed again.
        fresh: upper edges of other work items.
        budget: texts of budget columns begin.
        content: paragraphs of the implementation begin.
        running: further lines of its paragraphs; not those below the end of a sentence, where one may end unseen.
        restarts: its numbering begins anew below numbered text.
        restarts_after_text: its numbering begins anew below unnumbered text.
        led: paragraphs that a lead-in line announces: they are of one cell with it.
    """

    work: tuple[float, ...]
    fresh: tuple[float, ...]
    budget: tuple[float, ...]
    content: tuple[float, ...]
    running: tuple[float, ...]
    restarts: tuple[float, ...]
    restarts_after_text: tuple[float, ...]
    led: tuple[float, ...]


def neighbours(
    works: Sequence[float],
    fresh: Sequence[float],
    contents: Sequence[Paragraph],
    amounts: Sequence[float],
) -> Neighbours:
    """Collect the baselines of the columns beside the plan's."""
    return Neighbours(
        work=tuple(sorted(works)),
        fresh=tuple(sorted(fresh)),
        budget=tuple(amounts),
        content=tuple(sorted(p.v for p in contents)),
        running=tuple(
            sorted(b.v for p in contents for a, b in pairwise(p.lines) if not a.text.endswith(STOPS))
        ),
        restarts=tuple(v for v, after_text in _restarts(contents) if not after_text),
        restarts_after_text=tuple(v for v, after_text in _restarts(contents) if after_text),
        led=tuple(
            after.v
            for before, after in pairwise(contents)
            if before.lines[-1].text.endswith(LEAD_IN)
            and after.v - before.lines[-1].v < 3 * after.lines[0].size
        ),
    )


def amounts_at(budgets: Sequence[tuple[Track, Metrics]]) -> list[float]:
    """Heights at which texts of budget columns begin, top to bottom."""
    return sorted(v for track, metrics in budgets for v in _beginnings(track, metrics))


def _beginnings(track: Track, metrics: Metrics) -> list[float]:
    """Baselines of a budget column's lines that do not go on with the line above.

    Amounts stand at the right or in the middle, so it is the length of the line above that tells if it was full.
    """
    found: list[float] = []
    above: Line | None = None
    for line in track.lines:
        if above is None or line.v - above.v >= 2 * line.size or line.page != above.page:
            begins = True
        elif _brackets(above.text) > 0:
            # A note such as (健保署補助) goes on until its bracket is closed.
            begins = False
        else:
            begins = above.x1 - above.x0 + (piece_em(line.text) + MIXED_EM) * line.size < metrics.width(above)
        if begins:
            found.append(line.v)
        above = line
    return found


def _brackets(text: str) -> int:
    """Brackets opened less brackets closed."""
    return sum(map(text.count, "(（〔【")) - sum(map(text.count, ")）〕】"))


def _restarts(contents: Sequence[Paragraph]) -> list[tuple[float, bool]]:
    """Baselines where a numbering begins anew, and whether unnumbered text stands above."""
    numbering = Numbering()
    found: list[tuple[float, bool]] = []
    before: Paragraph | None = None
    for paragraph in contents:
        if paragraph.label is not None:
            verdict, _ = numbering.judge(paragraph.label)
            if verdict == "restart" or (verdict == "again" and paragraph.label.number == 1):
                found.append((paragraph.v, before is not None and before.label is None))
            numbering.take(paragraph.label)
        before = paragraph
    return found


def is_ruled(
    table: Table, track: Track, metrics: Metrics, prelim: Sequence[Paragraph], amounts: Sequence[float]
) -> bool:
    """Whether the drawn grid decides: its cells in the column hold a row each, however they are set.

    For it speaks every cell below a rule. Against it speak labels in sequence and paragraphs with an amount each
    that share a cell, and a text that begins on a page far below its top without a rule: those rules are the bounds of
    something larger. Where no rule parts anything, a single paragraph on each page is a row.
    """
    reach = SAME_BASELINE_PITCH * metrics.pitch
    cells: dict[int, list[Paragraph]] = {}
    edges = sorted((*track.rules, *table.joints))
    for paragraph in prelim:
        cells.setdefault(bisect_left(edges, paragraph.v), []).append(paragraph)
    if not table.printed_rules(track):
        return bool(cells) and table.parts[0].framed and all(len(cell) == 1 for cell in cells.values())
    against = sum(_further_items(cell, amounts, reach) for cell in cells.values())
    below_rule, above = 0, -1.0
    for at, cell in cells.items():
        first, top = cell[0].lines[0], edges[at - 1] if at else 0.0
        if track.ruled_between(above, first.v):
            below_rule += 1
        elif top and not _at_top(first, top, metrics):
            against += not fills_cell(table, track, metrics, top, first)
        above = cell[-1].lines[-1].v
    return against <= AGAINST_SHARE * below_rule


def _further_items(cell: Sequence[Paragraph], amounts: Sequence[float], reach: float) -> int:
    """How many items a drawn cell holds behind its first: numbered in sequence, or with an amount beside each."""
    labels = [label for p in cell for line in p.lines if (label := label_of(line)) is not None and label.sure]
    numbers = {(label.style, label.number) for label in labels}
    following = sum((style, number - 1) in numbers for style, number in numbers)
    return max(following, sum(near(amounts, p.v, reach) for p in cell) - 1)


def _at_top(line: Line, top: float, metrics: Metrics) -> bool:
    return line.v - top < line.size + metrics.pitch


def fills_cell(table: Table, track: Track, metrics: Metrics, top: float, line: Line) -> bool:
    """Whether the text that begins with a line far below a page's top is the only one of its drawn cell there.

    Where texts stand at the top of their cells, what is printed above it is the end of the row before.
    """
    if metrics.middle is not None:
        return metrics.middle
    ends = (*track.rules, *table.joints, table.height)
    bottom = min((v for v in ends if v > line.v), default=line.v)
    inside = [one for one in track.lines if top < one.v < bottom]
    above = inside[0].v - ASCENT_EM * inside[0].size - top
    return is_centred(above, bottom - inside[-1].v - DESCENT_EM * inside[-1].size)


def find_rows(
    table: Table, track: Track, metrics: Metrics, beside: Neighbours, *, ruled: bool
) -> list[PlanRow]:
    """Rows of the table, top to bottom; lines above the first row's are its own."""
    scan = _Scan(table, track, metrics, beside, ruled)
    for line in track.lines:
        scan.step(line)
    return scan.rows()


def near(values: Sequence[float], v: float, reach: float) -> bool:
    """Whether one of the sorted values lies within reach of v."""
    return bisect_right(values, v + reach) > bisect_left(values, v - reach)


def _within(values: Sequence[float], low: float, high: float) -> Sequence[float]:
    return values[bisect_left(values, low) : bisect_right(values, high)]


class _Scan:
    """The state of one pass down the plan column."""

    def __init__(self, table: Table, track: Track, metrics: Metrics, beside: Neighbours, ruled: bool) -> None:
        self.table, self.track, self.metrics, self.beside, self.ruled = table, track, metrics, beside, ruled
        self.reach = SAME_BASELINE_PITCH * metrics.pitch
        self.numbering = Numbering()
        self.texts: dict[int, str] = {}
        self.groups: list[tuple[PlanRow, list[Line]]] = []

    def rows(self) -> list[PlanRow]:
        return [
            PlanRow(r.v0, tuple(lines), r.label, r.verdict, r.depth, r.fresh, r.doubt)
            for r, lines in self.groups
        ]

    def step(self, line: Line) -> None:
        above = self.groups[-1][1][-1] if self.groups else None
        label = label_of(line)
        if above is None:
            self._open(line, label, "first" if label else None, self._top(line, -1.0, rule=True), True, None)
            return
        breaks = breaks_between(self.table, self.track, self.metrics, above, line, self.groups[-1][1][0])
        top = self._top(line, above.v, rule=breaks.rule, joint=breaks.joint)
        row, lines = self.groups[-1]
        # A work item at the height of the row above, or of its first line below the padding, is that row's.
        low = max(row.v0, lines[0].top + lines[0].v - lines[0].y) + self.reach
        fresh = any(low < v <= top + self.reach for v in self.beside.fresh)
        if fresh and label is not None and label.number == 1:
            self.numbering.clear()
        verdict = self._verdict(label, breaks, line)
        score, doubt = self._score(line, label, verdict, breaks)
        told = verdict is not None or breaks.joint or not self.ruled
        opens = breaks.rule or (told and score > THRESHOLD)
        if doubt is not None and (breaks.joint or not opens):
            # Whichever way it is decided, the row above is concerned too.
            self.groups[-1] = (replace(row, doubt=row.doubt or doubt), lines)
        if opens:
            bare = verdict in {None, "odd"} and label is not None and not label.sure
            self._open(line, None if bare else label, verdict, top, fresh, doubt)
        else:
            lines.append(line)

    def _verdict(self, label: Label | None, breaks: Breaks, line: Line) -> Verdict | None:
        if label is None:
            return None
        verdict, depth = self.numbering.judge(label)
        if verdict == "again":
            same = self.texts.get(depth, "").startswith(fold(line.text)[:8])
            if not same:
                return "restart" if label.number == 1 else "odd"
            return "again"
        begun = bool(breaks.rule or breaks.gap or breaks.ended or breaks.outdent)
        return verdict if accepted(verdict, label, begun=begun) else "odd"

    def _score(
        self, line: Line, label: Label | None, verdict: Verdict | None, breaks: Breaks
    ) -> tuple[float, str | None]:
        names: list[str] = []
        if verdict is not None and label is not None and not (verdict == "odd" and not label.sure):
            names.append("first of a group" if verdict == "first" and self.numbering.levels else verdict)
        names += ["work"] if near(self.beside.work, line.v, self.reach) else []
        grouped = verdict == "first" and bool(self.numbering.levels)
        if not self.ruled:
            names += ["budget"] if near(self.beside.budget, line.v, self.reach) else []
            names += self._content_at(line.v - self.reach, line.v + self.reach, grouped=grouped)
        elif breaks.joint and not breaks.rule:
            # Where a page ends nobody sees a rule, and centred cells share no baseline: what opens the page tells.
            joint = max(j for j in self.table.joints if j <= line.v)
            floor = joint + self.metrics.pitch + self.metrics.size
            names += ["budget"] if near(self.beside.budget, (joint + floor) / 2, (floor - joint) / 2) else []
            names += self._content_at(joint, floor, grouped=grouped)
        names += {True: ["gap"], False: ["no gap"], None: []}[breaks.gap]
        full = "full before label" if verdict in {"next", "first"} else "full"
        full = "full before gap" if breaks.gap else full
        names += {True: ["ended"], False: [full], None: []}[breaks.ended]
        names += {True: ["outdent"], False: ["hangs"], None: []}[breaks.outdent]
        names += {True: ["indented"], False: ["hangs"], None: []}[breaks.indented]
        if self.ruled and not breaks.rule and not breaks.joint:
            names.append("unruled label" if verdict not in {None, "odd"} else "unruled")
        score = sum(WITNESS_WEIGHTS[n] for n in names)
        doubtful = abs(score - THRESHOLD) < DOUBTFUL_SCORE and not breaks.rule
        return score, (", ".join(names) or NO_WITNESS if doubtful else None)

    def _content_at(self, low: float, high: float, *, grouped: bool) -> list[str]:
        """What the implementation does between two heights."""
        beside = self.beside
        begins, runs = _within(beside.content, low, high), _within(beside.running, low, high)
        if begins and not (runs and runs[0] < begins[0]) and not _within(beside.led, low, high):
            if _within(beside.restarts, low, high):
                return ["content restarts"]
            return [
                "content restarts after text"
                if _within(beside.restarts_after_text, low, high)
                else "content begins"
            ]
        if not runs and not begins:
            return []
        return ["content of a group"] if grouped else ["content runs on"]

    def _top(self, line: Line, above: float, *, rule: bool, joint: bool = False) -> float:
        """Upper edge of a row: its rule, in ruled tables also the page's, else the top of its first line."""
        if rule or (self.ruled and joint):
            edges = [v for v in self.track.rules if above < v <= line.v]
            # A drawn cell is one cell, wherever in it the text stands, and also where it begins on the page before.
            if self.ruled and (not edges or not self._begins_before_page_end(edges[-1], line)):
                edges += [
                    v for v in (0.0, *self.table.joints) if above < v <= line.v and self._reaches(v, line)
                ]
            if edges:
                return max(edges)
        return line.v - ASCENT_EM * line.size

    def _begins_before_page_end(self, rule: float, line: Line) -> bool:
        """Whether a row begins at a rule on the page before its text: contents stand between the rule and the end."""
        ends = [joint for joint in self.table.joints if rule < joint <= line.v]
        if not ends:
            return True
        return bool(
            _within(self.beside.content, rule, ends[0]) or _within(self.beside.running, rule, ends[0])
        )

    def _reaches(self, top: float, line: Line) -> bool:
        # Above the first row of a table no other one ends.
        return (
            not top
            or _at_top(line, top, self.metrics)
            or fills_cell(self.table, self.track, self.metrics, top, line)
        )

    def _open(
        self,
        line: Line,
        label: Label | None,
        verdict: Verdict | None,
        v0: float,
        fresh: bool,
        doubt: str | None,
    ) -> None:
        if label is None:
            depth = 0
        elif verdict == "again":
            _, depth = self.numbering.judge(label)
        else:
            if self.numbering.judge(label)[0] == "again":
                # The same number with another text: a list that begins anew, its inner levels with it.
                del self.numbering.levels[self.numbering.judge(label)[1] + 1 :]
            depth = self.numbering.take(label)
            self.texts[depth] = fold(line.text)
        self.groups.append((PlanRow(v0, (), label, verdict, depth, fresh, doubt), [line]))
