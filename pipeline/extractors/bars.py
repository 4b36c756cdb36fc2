"""Rows of a table that are no plan rows: categories over all columns, totals, footnotes, marks of continuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extractors.columns import OVERLAP_EM, Column, crosses
from pipeline.extractors.lines import ASCENT_EM, DESCENT_EM, Line, Run, rows_of
from pipeline.extractors.regions import SAME_RULE_PT, Part
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.text import clean, squeeze
from pipeline.profiles.loading import BUDGETS, HIERARCHY, Profile

TOTAL_REACH_EM = 0.8
"""A total's amount may be set in another size or stand a little higher than its word."""
LONG_SHARE = 0.9
"""A row rule runs along the table's whole width, but for what its ends are rounded by."""
CENTRE_EM = 0.5
"""A text this close to the middle of the table is centred on it."""
EXACT_EM = 0.1
"""A text this close to the middle of the table stands there by no chance."""
LOOSE_CENTRE_EM = 1.5
"""Without rules the table's edges are known by its text only."""
MIN_EDGES = 3
"""A table with fewer long rules than this has none between its rows."""
SENTENCE_ENDS = "。；，、：;,"
"""The name of a category is no sentence: this is the end of one that began on the page before."""
MIN_ROW_PT = 6.0
"""A lower gap in the rules between columns holds no text."""
EDGE_PT = 3.0
"""Rules that meet are drawn this close together."""
FULL_SHARE = 0.75
"""An amount this wide, padding aside, filled its column."""
WRAP_EM = 1.6
"""Lines of one amount are closer than this."""
NOTE = re.compile(r"(?:備|附)?[註注][:：]")
"""How a note below the table begins; 說明： begins a step too."""
MAX_NOTE_LINES = 3
"""A note that is set like a row has at most so many lines."""
WHOLE_AMOUNT = re.compile(
    r"[-－—–−]?(?:新[臺台]幣)?(?:\d{1,3}(?:[,，]\d{3})*|\d+)(?:\.\d+)?(?:[仟千百萬億]*元)?$"
)
"""An amount whose figures stand in whole groups of three."""
TRIM = re.compile(r"[:：()（）【】\[\]*＊]")


@dataclass(frozen=True, slots=True)
class Bar:
    """A row that is no plan row: it spans columns, or it sums.

    Attributes:
        kind: "category", "total", "footnote" or "mark" (of continuation).
        v0: upper edge.
        v1: lower edge.
        amounts: lines of the budget columns beside a total, with their column's place among the tracks.
    """

    kind: str
    v0: float
    v1: float
    lines: tuple[Line, ...]
    amounts: tuple[tuple[int, Line], ...] = ()


def spanning_runs(part: Part, *, opens: bool) -> tuple[list[Run], list[Run]]:
    """Split a part's runs into those of rows that span all text columns, and the others.

    In a framed table a row spans columns where the rules between them are interrupted; without rules, where a
    single run of text reaches over a gutter. ``opens`` says that the part's first row may be a category set flush
    left, and not the rest of a work item.
    """
    first = next(i for i, c in enumerate(part.columns) if c.role in HIERARCHY)
    last = max(i for i, c in enumerate(part.columns) if c.role == "implementation")
    between = [c.x0 for c in part.columns[first + 1 : last + 1]]
    over: list[Run] = []
    inside: list[Run] = []
    spans = _interrupted(part, between) if part.framed else _lone_rows(part, opens=opens)
    for run in part.runs:
        middle = run.y - 0.35 * run.size
        spanning = any(a < middle < b for a, b in spans)
        if part.framed:
            # Beside a row that spans the text columns stand the amounts of a total.
            spanning = spanning and run.x0 < part.columns[last].x1 - OVERLAP_EM * run.size
        else:
            spanning = spanning or crosses(run, between)
        (over if spanning else inside).append(run)
    return over, inside


def _interrupted(part: Part, between: Sequence[float]) -> list[tuple[float, float]]:
    """Spans of height at which none of the rules between the text columns is drawn, within the frame."""
    spans = [(part.top, part.bottom)]
    for x in between:
        for rule in part.vertical:
            if abs(rule.x0 - x) <= SAME_RULE_PT:
                spans = [s for span in spans for s in _minus(span, rule.y0, rule.y1)]
    outer = [
        r
        for r in part.vertical
        if min(abs(r.x0 - part.bounds[0]), abs(r.x0 - part.bounds[-1])) <= SAME_RULE_PT
    ]
    return [
        (a, b)
        for a, b in spans
        if b - a > MIN_ROW_PT
        and (any(r.y0 <= a + EDGE_PT and r.y1 >= b - EDGE_PT for r in outer) or _between_rules(part, a, b))
    ]


def _lone_rows(part: Part, *, opens: bool) -> list[tuple[float, float]]:
    """Rows of a table without column rules that hold one line in the middle of the table's width."""
    left, right = (
        min((r.x0 for r in part.horizontal), default=0.0),
        max((r.x1 for r in part.horizontal), default=0.0),
    )
    edges = sorted({round(r.y0, 1) for r in part.horizontal if r.x1 - r.x0 > LONG_SHARE * (right - left)})
    # Stripes and merged cells leave rows without edges of their own.
    spans = _unruled_lone_rows(part) if part.striped or len(edges) < MIN_EDGES else []
    if opens and len(part.runs) == 1 and _is_alone_at_left(part, part.runs, part.runs * 2):
        # Nothing else of the table stands on its first page.
        spans.append((part.top, part.bottom))
    for a, b in pairwise(edges):
        inside = _between(part.runs, a, b)
        centred = len(inside) == 1 and _is_centred(part, inside[0], (left + right) / 2, CENTRE_EM)
        told = opens or any(r.y < a for r in part.runs)
        # The next row reaches to its rule; where none follows, its first line tells.
        further = next((e for e in edges if e > b + MIN_ROW_PT), None)
        lines = rows_of(_between(part.runs, b, further or part.bottom + 1.0))
        below = [run for line in (lines if further else lines[:1]) for run in line]
        if centred or (told and _is_alone_at_left(part, inside, below)):
            spans.append((a, b))
    return spans


def _between(runs: Sequence[Run], a: float, b: float) -> list[Run]:
    return [r for r in runs if a < r.y - 0.35 * r.size < b]


def _is_alone_at_left(part: Part, row: Sequence[Run], below: Sequence[Run]) -> bool:
    """Whether a row holds nothing but a text in the first column, and the row below it begins with one of its own."""
    first = part.columns[0]

    def opens(runs: Sequence[Run]) -> bool:
        return any(first.x0 <= r.x0 < first.x1 for r in runs)

    alone = len(row) == 1 and opens(row) and row[0].text[-1] not in SENTENCE_ENDS
    return (
        alone and first.role == "work" and find_label(row[0].text) is None and opens(below) and len(below) > 1
    )


def _is_centred(part: Part, run: Run, middle: float, reach_em: float) -> bool:
    """Whether a run is set about the table's middle and not as the text of its column."""
    off = abs((run.x0 + run.x1) / 2 - middle)
    column = _column_at(part, run)
    # Lines that stand alone do not tell the column's edge: they may be rows of this kind themselves.
    alone = {id(row[0]) for row in rows_of(part.runs) if len(row) == 1}
    others = [r.x0 for r in part.runs if id(r) not in alone and _column_at(part, r) == column]
    edge = min(others, default=part.columns[column].x0)
    # A line that begins at its column's left edge is a cell of that column, wherever its middle is; but among amounts
    # that are set in the middle its own exact middle tells.
    apart = abs(run.x0 - edge) > CENTRE_EM * run.size
    exact = part.columns[column].role in BUDGETS and off <= EXACT_EM * run.size
    return off <= reach_em * run.size and (apart or exact) and run.text[-1] not in SENTENCE_ENDS


def _column_at(part: Part, run: Run) -> int:
    """Place of the column in which a run begins."""
    return sum(run.x0 >= c.x0 for c in part.columns[1:])


def _unruled_lone_rows(part: Part) -> list[tuple[float, float]]:
    """The same where no rules part the rows: the line opens the part or stands above a row that begins."""
    cells = part.named.cells
    left = min([part.bounds[0], cells[0].x0, *(r.x0 for r in part.horizontal)])
    right = max([min(part.bounds[-1], 1e4), cells[-1].x1, *(r.x1 for r in part.horizontal)])
    first = next(c for c in part.columns if c.role in HIERARCHY)
    rows = rows_of(part.runs)
    spans: list[tuple[float, float]] = []
    for row, below in pairwise([*rows, []]):
        run = row[0]
        if len(row) > 1 or find_label(run.text):
            continue
        reach = LOOSE_CENTRE_EM if below else CENTRE_EM
        if not _is_centred(part, run, (left + right) / 2, reach):
            continue
        above = [
            r
            for r in part.runs
            if r.y < run.y and r is not run and _column_at(part, r) == _column_at(part, run)
        ]
        hanging = bool(above) and abs(max(above, key=lambda r: r.y).x0 - run.x0) <= SAME_RULE_PT
        begins = len(below) > 1 and any(first.x0 <= r.x0 < first.x1 for r in below)
        # The last line of a page may stand above a row of the next one, if no other line is set like it.
        begins = begins or (
            not below and all(r is run or abs(r.x0 - run.x0) > SAME_RULE_PT for r in part.runs)
        )
        if begins and not hanging:
            spans.append((run.y - ASCENT_EM * run.size, run.y + DESCENT_EM * run.size))
    return spans


def _between_rules(part: Part, a: float, b: float) -> bool:
    """Whether a row of a table with open sides is ruled off above and below."""
    return all(any(abs(r.y0 - y) <= EDGE_PT for r in part.horizontal) for y in (a, b))


def _minus(span: tuple[float, float], low: float, high: float) -> list[tuple[float, float]]:
    a, b = span
    return [(x, y) for x, y in ((a, min(b, low)), (max(a, high), b)) if y > x]


def find_bars(
    columns: Sequence[Column],
    lines: Sequence[Sequence[Line]],
    spanning: Sequence[Line],
    rules: Sequence[Sequence[float]],
    profile: Profile,
) -> list[Bar]:
    """Bars of a stitched table, top to bottom.

    Args:
        columns: the table's columns.
        lines: lines of each column.
        spanning: lines of rows that span all text columns.
        rules: heights of the rules in each column.
        profile: words of totals, footnotes and marks.
    """
    budgets = [i for i, c in enumerate(columns) if c.role in BUDGETS]
    bars: list[Bar] = []
    for line in spanning:
        text = squeeze(clean(line.text))
        if is_total(text, profile):
            bars.append(_total(line, lines, columns, rules))
            continue
        kind = (
            "footnote"
            if text.startswith(profile.footnote_words) and text[1:4].find("：") >= 0
            else "category"
        )
        kind = "footnote" if re.match(r"(?:備|附)?[註注][:：0-9一二三]", text) else kind
        kind = "mark" if TRIM.sub("", text) in profile.continued else kind
        v0, v1 = line.v - ASCENT_EM * line.size, line.v + DESCENT_EM * line.size
        last = bars[-1] if bars else None
        if last is not None and last.kind == kind and kind != "mark" and v0 - last.v1 < line.size:
            bars[-1] = Bar(kind, last.v0, v1, (*last.lines, line))
        else:
            bars.append(Bar(kind, v0, v1, (line,)))
    texts = [i for i, c in enumerate(columns) if c.role in HIERARCHY or c.role == "implementation"]
    for row in _baselines([line for i in texts for line in lines[i]]):
        text = squeeze(clean("".join(line.ordinal + line.text for line in row)))
        if is_total(text, profile) and any(_beside(row[0], lines[i]) for i in budgets):
            bars.append(_total(row[0], lines, columns, rules, tuple(row)))
    bars += _marks(lines, profile)
    bars += _closing_notes(lines, bars)
    return sorted(bars, key=lambda b: b.v0)


def _closing_notes(lines: Sequence[Sequence[Line]], bars: Sequence[Bar]) -> list[Bar]:
    """A note below the last row, such as 備註：, each of its lines alone on its height."""
    gone = {id(line) for bar in bars for line in bar.lines}
    rows = _baselines([line for column in lines for line in column if id(line) not in gone])
    note: list[Line] = []
    for row in reversed(rows):
        # A note that runs over column bounds was cut there.
        whole = all(b.x0 - a.x1 < b.size for a, b in pairwise(sorted(row, key=lambda x: x.x0)))
        if not whole or len(note) >= MAX_NOTE_LINES:
            break
        note = [*row, *note]
        if NOTE.match(squeeze(clean(row[0].ordinal + row[0].text))):
            v0, v1 = note[0].v - ASCENT_EM * note[0].size, note[-1].v + DESCENT_EM * note[-1].size
            return [Bar("footnote", v0, v1, tuple(note))]
    return []


def _marks(lines: Sequence[Sequence[Line]], profile: Profile) -> list[Bar]:
    """Lines that say that the table goes on, alone on their height, in whatever column they stand."""
    found: list[Bar] = []
    for row in _baselines([line for column in lines for line in column]):
        text = squeeze(clean("".join(line.ordinal + line.text for line in row)))
        if TRIM.sub("", text) in profile.continued:
            line = row[0]
            v0, v1 = line.v - ASCENT_EM * line.size, line.v + DESCENT_EM * line.size
            found.append(Bar("mark", v0, v1, tuple(row)))
    return found


def is_total(text: str, profile: Profile) -> bool:
    """Whether a row's words, without white space, are those of a total and nothing else."""
    return TRIM.sub("", text) in profile.total_words


def _total(
    line: Line,
    lines: Sequence[Sequence[Line]],
    columns: Sequence[Column],
    rules: Sequence[Sequence[float]],
    row: tuple[Line, ...] = (),
) -> Bar:
    amounts = tuple(
        (i, other)
        for i, column in enumerate(columns)
        if column.role in BUDGETS
        for other in _amount(line, lines[i], rules[i], FULL_SHARE * (column.x1 - column.x0))
    )
    v0, v1 = line.v - ASCENT_EM * line.size, line.v + DESCENT_EM * line.size
    v1 = max([v1, *(other.v + DESCENT_EM * other.size for _, other in amounts)])
    return Bar("total", v0, v1, row or (line,), amounts)


def _amount(line: Line, others: Sequence[Line], rules: Sequence[float], full: float) -> list[Line]:
    """Lines of a budget column beside a total, with those that an amount too wide for the column runs on to."""
    found = _beside(line, others)
    for other in others:
        if found and other.page == line.page and 0 < other.v - found[-1].v <= WRAP_EM * line.size:
            parted = any(found[-1].v < rule < other.v for rule in rules)
            if parted or found[-1].x1 - found[-1].x0 < full or _is_whole(found[-1].text, other.text):
                break
            found.append(other)
    return found


def _is_whole(amount: str, below: str) -> bool:
    """Whether an amount is complete, so that figures below it are another's."""
    return bool(WHOLE_AMOUNT.match(squeeze(amount))) and any(c.isdigit() for c in below)


def _beside(line: Line, others: Sequence[Line]) -> list[Line]:
    return [o for o in others if o.page == line.page and abs(o.v - line.v) <= TOTAL_REACH_EM * line.size]


def _baselines(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: (x.v, x.x0)):
        if rows and line.page == rows[-1][0].page and line.v - rows[-1][0].v <= 0.45 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows
