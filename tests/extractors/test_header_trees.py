"""Headers of money drawn at random: the current budgets of every item are what the drawn tree says."""

from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import extract
from pipeline.models import Extraction
from tests.making.typeset import compile_pdf

SET = '#set page(width: 1100pt, height: 1200pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
WORDS = ("工作項目", "計畫項目", "實施內容")
TEXTS = ("一、業務", "1.辦理活動", "依計畫辦理各項活動。"), ("二、行政", "1.盤點財產", "每年盤點一次。")
GROUPS = ("預算金額", "經費需求", "預算", "經費來源", "預算金額及經費來源", "所需經費", "年度經費")
PARTS = ("中央", "縣款", "自籌", "經常門", "資本門", "公務預算", "中央補助", "地方配合款", "其他")
TOTALS = ("合計", "小計", "總計", "經費合計")
YEARS = ((), ("115年度",), ("115年度", "114年度"), ("114年度", "115年度"))


@dataclass(frozen=True)
class Tree:
    """A group of columns: parts, and perhaps their total, below each year or below the group itself."""

    group: str
    years: tuple[str, ...]
    parts: tuple[str, ...]
    total: str | None
    first: bool
    drawn: bool
    amounts: tuple[tuple[int, ...], ...]

    @property
    def leaves(self) -> list[str]:
        """Words of the lowest row, for one year."""
        total = [self.total] if self.total else []
        return [*total, *self.parts] if self.first else [*self.parts, *total]

    def row(self, amounts: tuple[int, ...]) -> list[str]:
        """Amounts of an item as printed: its parts by year, each with their sum where a total is printed."""
        printed: list[str] = []
        for at in range(max(1, len(self.years))):
            parts = list(amounts[at * len(self.parts) : (at + 1) * len(self.parts)])
            total = [sum(parts)] if self.total else []
            whole = [*total, *parts] if self.first else [*parts, *total]
            printed += [f"{amount:,}" for amount in whole]
        return printed

    def current(self, amounts: tuple[int, ...]) -> int:
        """What the item has of the plan's own year."""
        at = self.years.index("115年度") if self.years else 0
        return 1000 * sum(amounts[at * len(self.parts) : (at + 1) * len(self.parts)])

    def source(self) -> str:
        """The plan in Typst's language."""
        rows = 3 if self.years else 2
        wide = len(self.leaves) * max(1, len(self.years))
        cells = [f"table.cell(rowspan: {rows})[{word}]" for word in WORDS]
        cells.append(f"table.cell(colspan: {wide})[{self.group}（千元）]")
        cells += [f"table.cell(colspan: {len(self.leaves)})[{year}]" for year in self.years]
        cells += [f"[{leaf}]" for _ in range(max(1, len(self.years))) for leaf in self.leaves]
        for texts, amounts in zip(TEXTS, self.amounts, strict=True):
            cells += [f"[{text}]" for text in (*texts, *self.row(amounts))]
        return f"""{SET}#align(center)[虛構區公所民政課115年度重要工作計畫]
#table(
  columns: (80pt, 100pt, 150pt) + {wide} * (66pt,), stroke: {"0.5pt" if self.drawn else "none"},
  align: (x, y) => if y < {rows} {{ center + horizon }} else if x <= 2 {{ left }} else {{ right }},
  {", ".join(cells)})"""


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A tree, all of it drawn."""
    years = draw(st.sampled_from(YEARS))
    parts = tuple(draw(st.lists(st.sampled_from(PARTS), min_size=2, max_size=4, unique=True)))
    count = len(parts) * max(1, len(years))
    amount = st.integers(min_value=1, max_value=99_999)
    return Tree(
        group=draw(st.sampled_from(GROUPS)),
        years=years,
        parts=parts,
        total=draw(st.sampled_from((None, *TOTALS))),
        first=draw(st.booleans()),
        drawn=draw(st.booleans()),
        amounts=tuple(tuple(draw(amount) for _ in range(count)) for _ in TEXTS),
    )


def current_sums(found: Extraction) -> list[int]:
    """The sum of the current budgets of each item."""
    sections = [section for plan in found.plans for section in plan.sections]
    budgets = [budget for section in sections for budget in section.budgets if budget.role == "current"]
    return [
        sum(budget.amount_twd or 0 for budget in budgets if item.id in budget.applies_to)
        for section in sections
        for item in section.items
    ]


# The same trees each time: two years with five columns each that no rule parts are told, not read.
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(trees())
def test_current_budgets_are_what_the_tree_says(tmp_path: Path, tree: Tree) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(compile_pdf(tree.source()))

    assert current_sums(extract(path)) == [tree.current(amounts) for amounts in tree.amounts]
