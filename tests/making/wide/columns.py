"""The columns of a plan's table: their order, their words and their widths."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.making.wide.dressing import PLAIN, Dress
from tests.making.wide.layout import Align, Cell, Column, Kind, Place, Row, scaled
from tests.making.wide.money import MONTHS, PARTS, WHEN
from tests.making.wide.plan import Plan
from tests.making.wide.shapes import Node
from tests.making.wide.traits import NO_WORK_COLUMN, Trait

HEADERS: tuple[dict[Column, str], ...] = tuple(
    {Column.WORK: work, Column.PLAN: plan, Column.STEPS: steps, Column.BUDGET: budget}
    for work, plan, steps, budget in (
        ("工作項目", "計畫項目", "實施內容", "預算金額"),
        ("機關工作項目", "重要工作計畫項目", "實施內容", "預算金額"),
        ("業務計畫", "工作計畫", "實施內容", "預算數"),
        ("工作類別", "工作計畫項目", "辦理內容", "所需經費"),
        ("計畫類別", "計畫項目", "執行內容", "經費需求"),
        ("業務別", "工作項目", "執行要點", "經費預算"),
    )
)
OTHERS: dict[Column, str] = {
    Column.PART: "工作分項", Column.NUMBER: "項次", Column.OWNER: "主辦單位", Column.MONTHS: "預定期程",
    Column.INDICATOR: "績效指標", Column.NOTE: "備註",
}  # fmt: skip
SHARES: dict[Column, float] = {
    Column.WORK: 100, Column.PART: 90, Column.PLAN: 115, Column.STEPS: 198, Column.OWNER: 56, Column.MONTHS: 58,
    Column.INDICATOR: 66, Column.NOTE: 56, Column.OTHER: 58,
}  # fmt: skip
"""Widths in relation to each other."""
AMOUNTS_APART = re.compile("[　、]|(?<=[0-9]) (?=[^0-9])")
"""Between amounts of one cell, where its line may end."""
LEAST = 4.2
"""Ems that a column of amounts has at least."""
DIGIT = 0.62
"""The widest digits among the fonts, in ems."""
MONEY = (Column.BUDGET, Column.BEFORE, *PARTS)
TIMES = (*WHEN, *MONTHS)
WORKS = (Column.WORK, Column.PART)
EXTRA: tuple[tuple[Trait, Column], ...] = (
    (Trait.OWNER, Column.OWNER), (Trait.MONTHS, Column.MONTHS), (Trait.INDICATOR, Column.INDICATOR),
    (Trait.NOTES, Column.NOTE),
)  # fmt: skip
ALIGNED: dict[Column, Align] = dict.fromkeys((Column.NUMBER, Column.OWNER, Column.MONTHS, *TIMES), "center")


@dataclass(frozen=True)
class Heading:
    """How the header words a table's columns."""

    words: dict[Column, str]
    unit: str
    form: int
    """How the unit is written: below the word, after it, not at all, as 單位, or in one of the other forms."""
    dress: Dress = PLAIN

    def of(self, column: Column) -> tuple[str, ...]:
        """Give the paragraphs of a column's header."""
        if column is Column.BUDGET:
            return self.money(self.words[Column.BUDGET])
        return self.dress.of(column, (self.words.get(column) or OTHERS[column],))

    def money(self, word: str) -> tuple[str, ...]:
        """Give the header of the budget."""
        unit = self.unit
        forms: tuple[tuple[str, ...], ...] = (
            (word, f"({unit})"), (f"{word}（{unit}）",), (word,), (word, f"(單位：{unit})"),
            (f"{word}（新臺幣{unit}）",), (f"{word}/{unit}",), (word, f"NT${unit}"), (word, f"【{unit}】"),
            (word, f"單位{unit}"), (f"{word}：{unit}",), (word, unit.replace("千", "仟")),
        )  # fmt: skip
        return self.dress.of(Column.BUDGET, forms[self.form])


def columns_of(traits: frozenset[Trait], plan: Plan) -> tuple[Column, ...]:
    """List the columns of a table with these traits."""
    columns = [Column.NUMBER] if Trait.ITEM_NUMBERS in traits else []
    columns += [] if traits & NO_WORK_COLUMN else [Column.WORK]
    columns += [Column.PART] if Trait.TWO_WORK_COLUMNS in traits else []
    columns += [Column.PLAN, Column.STEPS]
    columns += plan.times.columns if plan.times else []
    columns += plan.tree.columns if plan.tree else [Column.BUDGET]
    columns += [column for trait, column in EXTRA if trait in traits]
    if plan.other:
        columns.insert(_place_of_other(traits, columns), Column.OTHER)
    return tuple(columns)


def _place_of_other(traits: frozenset[Trait], columns: Sequence[Column]) -> int:
    if Trait.OTHER_FIRST in traits:
        return 0
    return len(columns) if Trait.OTHER_BEHIND in traits else columns.index(Column.STEPS)


def widths_of(
    columns: Sequence[Column],
    plan: Plan,
    size: float,
    pad: float,
    total: float,
    shares: dict[Column, float],
) -> tuple[float, ...]:
    """Give the widths: amounts and numbers stand on one line, the others share the rest."""
    fixed = {
        **{column: max(_longest(plan, column) + DIGIT, LEAST) * size + 2 * pad + 2 for column in MONEY},
        **dict.fromkeys(WHEN, 3.3 * size + 2 * pad),
        **dict.fromkeys(MONTHS, 1.4 * size + 2 * pad),
        Column.NUMBER: 2.2 * size + 2 * pad,
    }
    rest = total - sum(fixed[column] for column in columns if column in fixed)
    others = [column for column in columns if column not in fixed]
    shared = dict(zip(others, scaled([shares[column] for column in others], rest), strict=True))
    return tuple(round(fixed.get(column) or shared[column], 1) for column in columns)


def _longest(plan: Plan, column: Column) -> float:
    """Measure the widest amount of a column."""
    if column in PARTS:
        texts = [plan.amounts.of(value) for item in plan.items for value in item.parts]
    else:
        texts = [text for item in plan.items for text in (*item.printed, item.before)]
    return max(map(_ems, texts), default=0.0)


def _ems(text: str) -> float:
    """Measure a text that is not to be cut: an amount with the words at it, and no words alone."""
    pieces = [piece for piece in AMOUNTS_APART.split(text) if any(map(str.isdigit, piece))]
    wide = [sum(not char.isascii() for char in piece) for piece in pieces]
    return max(
        ((len(piece) - count) * DIGIT + count for piece, count in zip(pieces, wide, strict=True)), default=0.0
    )


def header_rows(
    columns: Sequence[Column], heading: Heading, plan: Plan, table: int, band: int, mark: str = ""
) -> tuple[Row, ...]:
    """Give the header's rows: one, or several where words stand over others.

    Args:
        columns: the columns.
        heading: their words.
        plan: what stands over several of them.
        table: the number of the table.
        band: the number of the first row.
        mark: what follows the first header where the table goes on.
    """
    tops = [_top(column, plan) for column in columns if _begins(column, columns, plan)]
    depth = max(top.depth for top in tops)
    rows: list[list[Cell]] = [[] for _ in range(depth)]

    def add(node: Node, row: int, paras: tuple[str, ...]) -> None:
        column = node.columns[0]
        place = Place(Kind.HEADER, table, band + row, column)
        down = 1 if node.below else depth - row
        rows[row].append(Cell(paras, place, columns=len(node.columns), rows=down))
        for one in node.below:
            add(one, row + 1, (one.words,))

    for number, top in enumerate(tops):
        paras = _words_of(top, heading, plan)
        add(top, 0, (*paras[:-1], paras[-1] + mark) if mark and not number else paras)
    return tuple(map(tuple, rows))


def _top(column: Column, plan: Plan) -> Node:
    for tree in (plan.tree, plan.times):
        if tree and column in tree.columns:
            return tree
    return Node("", column)


def _begins(column: Column, columns: Sequence[Column], plan: Plan) -> bool:
    """Tell whether a column is the first below its topmost header."""
    return _top(column, plan).columns[0] is column and column in columns


def _words_of(top: Node, heading: Heading, plan: Plan) -> tuple[str, ...]:
    column = top.columns[0]
    if top is plan.tree:
        return heading.money(top.words or heading.words[Column.BUDGET])
    if top is plan.times:
        return (top.words,)
    return (plan.other,) if column is Column.OTHER else heading.of(column)
