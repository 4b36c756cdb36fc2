"""Prints the table of a section: its header, its rows, and what stands between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from tests.making.cross_columns import AMOUNTS, widths
from tests.making.cross_plan import UNCUT, Column, Composing, Entry, Section
from tests.making.cross_words import TOTALS
from tests.making.crossing import Traits
from tests.making.printed import Align, Cell, Para, Row, Table

EDGES = {"rules-all": "tlrb", "rules-columns": "lr", "rules-rows": "tb", "rules-some-rows": "lr"}
MERGED_PLAN = "計畫"
MERGED_MONEY = "經費概算"


@dataclass(frozen=True)
class Part:
    """A run of a section's entries that is printed as one table."""

    section: Section
    start: int
    stop: int
    traits: Traits
    body: float
    """The width of the table."""
    says_again: bool = False
    """The first row names its work item again and that it goes on."""
    notes: tuple[str, ...] = ()
    """Rows across the table at its end."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Give the entries of this part."""
        return self.section.entries[self.start : self.stop]


def table(part: Part, composing: Composing) -> Table:
    """Print one part of a section."""
    rows = list(_body(part, composing))
    ruled = EDGES.get(_rules(part.traits), "")
    if ruled:
        rows[-1] = tuple(cell and replace(cell, edges=_with(cell.edges, "b")) for cell in rows[-1])
    return Table(
        widths(part.section.columns, part.body),
        tuple(_head(part, composing)),
        tuple(rows),
        repeat="header-once" not in part.traits,
        closed="frame-closed" in part.traits,
        whole=bool(part.traits & UNCUT),
    )


def _rules(traits: Traits) -> str:
    return next((trait for trait in ("zebra", "rules-none", *EDGES) if trait in traits), "")


def _with(edges: str, more: str) -> str:
    return "".join(edge for edge in "tlrb" if edge in edges + more)


# The header.


def _head(part: Part, composing: Composing) -> Iterator[Row]:
    chosen = part.section.columns
    group = _group(chosen, part.traits)
    above: list[Cell | None] = []
    below: list[Cell | None] = []
    for place, column in enumerate(chosen):
        text = _header(column, part.traits)
        if column.key in AMOUNTS and not (group and place in group):
            text += _unit(column, part, composing)
        if group and place in group:
            first = place == group.start
            named = (
                MERGED_PLAN
                if column.key in {"work", "plan", "ordinal"}
                else MERGED_MONEY + _unit(column, part, composing)
            )
            above.append(_heading(named, part.traits, columns=len(group)) if first else None)
            below.append(_heading(text, part.traits))
        else:
            above.append(_heading(text, part.traits, rows=2 if group else 1))
            below.append(None)
    _over_ordinal(chosen, above, below if group else None)
    yield tuple(above)
    if group:
        yield tuple(below)


def _group(chosen: Sequence[Column], traits: Traits) -> range | None:
    """Say which columns have a common header above theirs."""
    keys = [column.key for column in chosen]
    if "header-group-money" in traits:
        return range(keys.index("budget"), keys.index("difference") + 1)
    if "header-group-plan" in traits:
        return range(keys.index("work"), keys.index("plan") + 1)
    return None


def _over_ordinal(chosen: Sequence[Column], *rows: list[Cell | None] | None) -> None:
    """Let the header of the plan column stand over the numbers too, where they have none of their own."""
    for place, column in enumerate(chosen):
        if column.key == "ordinal" and not column.header:
            for row in filter(None, rows):
                own, plan = row[place], row[place + 1]
                if own is not None and plan is not None:
                    row[place], row[place + 1] = replace(plan, columns=2), None


def _header(column: Column, traits: Traits) -> str:
    text = column.header
    if "header-spaced" in traits and len(text) < 6:
        return " ".join(text)
    if "header-wrapped" in traits and len(text) > 3:
        middle = (len(text) + 1) // 2
        return text[:middle] + "\n" + text[middle:]
    return text


def _unit(column: Column, part: Part, composing: Composing) -> str:
    if "unit-in-header" not in part.traits:
        return ""
    return f"\n（單位：{composing.unit}）" if column.key == "budget" else f"\n（{composing.unit}）"


def _heading(text: str, traits: Traits, *, columns: int = 1, rows: int = 1) -> Cell:
    rules = _rules(traits)
    edges = "" if rules in {"rules-none", "zebra"} else "tb" if rules == "rules-rows" else "tlrb"
    return Cell((Para(text, "center"),), columns, rows, edges, middle=True)


# The rows.


def _body(part: Part, composing: Composing) -> Iterator[Row]:
    above = part.section.entries[part.start - 1] if part.start else None
    for place, entry in enumerate(part.entries):
        number = part.start + place
        if _is_category(part) and (above is None or above.work[0] != entry.work[0]):
            yield _across(part, entry.work[0])
        yield tuple(_entry(part, number, above))
        above = entry
        following = part.section.entries[number + 1 : number + 2]
        top = _top(part)
        if "subtotal-rows" in part.traits and (not following or following[0].work[:top] != entry.work[:top]):
            yield from _total(part, composing, "小計", _alike(part.section.entries[: number + 1], top))
    if part.stop == len(part.section.entries) and part.traits & {"total-row", "subtotal-rows"}:
        label = TOTALS[len(part.section.entries) % len(TOTALS)]
        yield from _total(part, composing, label, part.section.entries)
    for note in part.notes:
        yield _across(part, note)


def _alike(entries: Sequence[Entry], top: int) -> Sequence[Entry]:
    """Give the entries at the end that are of one work item of the first rank."""
    last = entries[-1].work[:top]
    return tuple(reversed(list(takewhile(lambda entry: entry.work[:top] == last, reversed(entries)))))


def _is_category(part: Part) -> bool:
    return "category-rows" in part.traits


def _top(part: Part) -> int:
    """Count the outer levels that make a work item of the first rank."""
    return 2 if _is_category(part) else 1


def _across(part: Part, text: str) -> Row:
    count = len(part.section.columns)
    edges = EDGES.get(_rules(part.traits), "")
    if _rules(part.traits) in {"rules-columns", "rules-some-rows"}:
        # Without rules around it a text across the columns would run through theirs.
        edges = "tlrb"
    # Without any rule only its place in the middle of the table shows that a text is of all columns.
    align: Align = "left" if edges else "center"
    return (Cell((Para(text, align),), count, edges=edges), *[None] * (count - 1))


def _total(part: Part, composing: Composing, label: str, entries: Sequence[Entry]) -> Iterator[Row]:
    keys = [column.key for column in part.section.columns]
    if "budget" not in keys:
        return
    lead = keys.index("budget")
    edges = _with(EDGES.get(_rules(part.traits), ""), "tb" if "rules-some-rows" in part.traits else "")
    cells: list[Cell | None] = [Cell((Para(label, "center"),), lead, edges=edges), *[None] * (lead - 1)]
    for key in keys[lead:]:
        figures = [entry.amount(key).figure for entry in entries] if key in AMOUNTS else []
        known = [figure for figure in figures if figure is not None]
        text = composing.amount_text(sum(known)) if key in AMOUNTS else ""
        cells.append(Cell((Para(text, "right"),) if text else (), edges=edges))
    yield tuple(cells)


def _entry(part: Part, number: int, above: Entry | None) -> Iterator[Cell | None]:
    entry = part.section.entries[number]
    traits = part.traits
    top = _top(part)
    edges = EDGES.get(_rules(traits), "")
    if "rules-some-rows" in traits and (above is None or above.work[:top] != entry.work[:top]):
        edges = _with(edges, "t")
    look = Cell(
        edges=edges,
        filled="zebra" in traits and number % 2 == 0,
        middle="cells-in-the-middle" in traits,
    )
    for column in part.section.columns:
        if column.key == "work":
            yield _work(part, number, None if above is None else above.work, look)
        else:
            yield replace(look, paras=tuple(para for para in _paras(column, entry, part) if para.text))


def _work(part: Part, number: int, above: tuple[str, ...] | None, look: Cell) -> Cell | None:
    entries = part.section.entries
    work = entries[number].work
    opens = above != work
    skip = 1 if _is_category(part) else 0
    if "work-every-row" in part.traits:
        return replace(look, paras=tuple(map(_labelled, work[skip:])))
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(work, above or (), strict=False))))
    shown = work[max(skip, same) :] if opens else ()
    if number == part.start and part.says_again and not opens:
        shown = (work[-1] + "（續）",)
    paras = tuple(map(_labelled, shown))
    if "work-merged" not in part.traits:
        return replace(look, paras=paras)
    if not opens and number != part.start:
        return None
    span = 1
    while number + span < part.stop and entries[number + span].work == work:
        span += 1
    return replace(look, paras=paras, rows=span)


def _labelled(text: str) -> Para:
    return Para(text, hang=1.5)


def _paras(column: Column, entry: Entry, part: Part) -> Iterator[Para]:
    apart = any(one.key == "ordinal" for one in part.section.columns)
    if column.key == "ordinal":
        yield Para(entry.label, "center")
    elif column.key == "plan":
        text = entry.text if apart else entry.label + entry.gap + entry.text
        yield Para(text, hang=1.5 if entry.label and not apart else 0.0)
    elif column.key == "implementation":
        for step in entry.steps:
            yield Para(step.printed, indent=step.depth - 1.0, hang=1.5 if step.label else 0.0)
    elif column.key in AMOUNTS:
        text = entry.amount(column.key).text
        yield Para(text, "right" if text[:1].isdigit() or text[:1] in "-新" else "center")
    elif column.key == "source":
        yield Para(entry.source)
    else:
        yield Para(dict(entry.extras)[column.header])
