"""The columns of a plan's table: their order, their words and their widths."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.making.wide.layout import Align, Cell, Column, Kind, Place, Row, scaled
from tests.making.wide.plan import Item
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
    Column.INDICATOR: 66, Column.NOTE: 56,
}  # fmt: skip
"""Widths in relation to each other."""
DIGIT = 0.62
"""The widest digits among the fonts, in ems."""
MONEY = (Column.BUDGET, Column.BEFORE)
WORKS = (Column.WORK, Column.PART)
EXTRA: tuple[tuple[Trait, Column], ...] = (
    (Trait.OWNER, Column.OWNER), (Trait.MONTHS, Column.MONTHS), (Trait.INDICATOR, Column.INDICATOR),
    (Trait.NOTES, Column.NOTE),
)  # fmt: skip
ALIGNED: dict[Column, Align] = {Column.NUMBER: "center", Column.OWNER: "center", Column.MONTHS: "center"}


@dataclass(frozen=True)
class Heading:
    """How the header words a table's columns."""

    words: dict[Column, str]
    unit: str
    form: int
    """How the unit is written: below the word, after it, not at all, or as 單位."""

    def of(self, column: Column) -> tuple[str, ...]:
        """Give the paragraphs of a column's header."""
        if column in MONEY:
            return self.money()
        return (self.words.get(column) or OTHERS[column],)

    def money(self) -> tuple[str, ...]:
        """Give the header of the budget."""
        word = self.words[Column.BUDGET]
        forms: tuple[tuple[str, ...], ...] = (
            (word, f"({self.unit})"), (f"{word}（{self.unit}）",), (word,), (word, f"(單位：{self.unit})"),
        )  # fmt: skip
        return forms[self.form]


def columns_of(traits: frozenset[Trait]) -> tuple[Column, ...]:
    """List the columns of a table with these traits."""
    columns = [Column.NUMBER] if Trait.ITEM_NUMBERS in traits else []
    columns += [] if traits & NO_WORK_COLUMN else [Column.WORK]
    columns += [Column.PART] if Trait.TWO_WORK_COLUMNS in traits else []
    columns += [Column.PLAN, Column.STEPS, Column.BUDGET]
    columns += [Column.BEFORE] if Trait.TWO_YEARS in traits else []
    return (*columns, *(column for trait, column in EXTRA if trait in traits))


def widths_of(
    columns: Sequence[Column],
    items: Sequence[Item],
    size: float,
    pad: float,
    total: float,
    shares: dict[Column, float],
) -> tuple[float, ...]:
    """Give the widths: amounts and numbers stand on one line, the others share the rest."""
    longest = max(_ems(text) for item in items for text in (*item.printed, item.before))
    fixed = {
        **dict.fromkeys(MONEY, max(longest + DIGIT, 4.2) * size + 2 * pad + 2),
        Column.NUMBER: 2.2 * size + 2 * pad,
    }
    rest = total - sum(fixed[column] for column in columns if column in fixed)
    others = [column for column in columns if column not in fixed]
    shared = dict(zip(others, scaled([shares[column] for column in others], rest), strict=True))
    return tuple(round(fixed.get(column) or shared[column], 1) for column in columns)


def _ems(text: str) -> float:
    """Measure a text that is not to be cut: an amount, and no words."""
    wide = sum(not char.isascii() for char in text)
    return (len(text) - wide) * DIGIT + wide if text[0].isdigit() else 0.0


def header_rows(
    columns: Sequence[Column], heading: Heading, year: int, table: int, band: int, mark: str = ""
) -> tuple[Row, ...]:
    """Give the header's rows: one, or two where the budget stands over years.

    Args:
        columns: the columns.
        heading: their words.
        year: the plan's year.
        table: the number of the table.
        band: the number of the first row.
        mark: what follows the first header where the table goes on.
    """
    two = Column.BEFORE in columns

    def cell(paras: tuple[str, ...], column: str, *, across: int = 1, down: int = 1, row: int = 0) -> Cell:
        return Cell(paras, Place(Kind.HEADER, table, band + row, column), columns=across, rows=down)

    first: list[Cell] = []
    for number, column in enumerate(columns):
        paras = heading.of(column)
        paras = (*paras[:-1], paras[-1] + mark) if mark and not number else paras
        if column is Column.BUDGET and two:
            first.append(cell(paras, column, across=2))
        elif column is not Column.BEFORE:
            first.append(cell(paras, column, down=2 if two else 1))
    if not two:
        return (tuple(first),)
    years = (
        cell((f"{year}年度",), Column.BUDGET, row=1),
        cell((f"{year - 1}年度",), Column.BEFORE, row=1),
    )
    return tuple(first), years
