"""Headers of money drawn at random: the current budgets of an item are what the drawn tree says, or it is told of."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from pipeline import extract
from pipeline.models import Extraction
from tests.making.typeset import compile_pdf

SET = '#set page(width: 1100pt, height: 1200pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
WORDS = ("工作項目", "計畫項目", "實施內容")
TEXTS = ("一、業務", "1.辦理活動", "依計畫辦理各項活動。"), ("二、行政", "1.盤點財產", "每年盤點一次。")
GROUPS = ("預算金額", "經費需求", "預算", "經費來源", "預算金額及經費來源", "所需經費", "年度經費")
PARTS = ("中央", "縣款", "自籌", "經常門", "資本門", "公務預算", "中央補助", "地方配合款", "其他")
TOTALS = ("合計", "小計", "總計", "經費合計")
SEEDS = range(40)
RIGHT = 39
"""Trees of them that are read right in both items; the other one has two years of five columns that no rule parts."""
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


def drawn_tree(seed: int) -> Tree:
    """The tree of a seed, all of it drawn."""
    random = Random(seed)  # noqa: S311 - not for secrets
    years = random.choice(YEARS)
    parts = tuple(random.sample(PARTS, random.randint(2, 4)))
    count = len(parts) * max(1, len(years))
    return Tree(
        group=random.choice(GROUPS),
        years=years,
        parts=parts,
        total=random.choice((None, *TOTALS)),
        first=random.random() < 0.5,
        drawn=random.random() < 0.5,
        amounts=tuple(tuple(random.randint(1, 99_999) for _ in range(count)) for _ in TEXTS),
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


@dataclass(frozen=True)
class Outcome:
    """What became of a tree's items: which of them have their sum, and which are told of."""

    right: tuple[bool, ...]
    told: tuple[bool, ...]


@cache
def outcome(seed: int) -> Outcome:
    """Read the plan of a seed; a second call costs nothing."""
    tree = drawn_tree(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder, "plan.pdf")
        path.write_bytes(compile_pdf(tree.source()))
        found = extract(path)
    doubts = [finding.item_id for finding in found.findings if finding.severity != "info"]
    ids = [item.id for plan in found.plans for section in plan.sections for item in section.items]
    sums, wanted = current_sums(found), [tree.current(amounts) for amounts in tree.amounts]
    if len(ids) != len(wanted):
        return Outcome((False,), (bool(doubts),))
    return Outcome(
        tuple(one == other for one, other in zip(sums, wanted, strict=True)),
        tuple(None in doubts or one in doubts for one in ids),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_an_item_has_the_sum_of_its_tree_or_is_told_of(seed: int) -> None:
    found = outcome(seed)

    assert all(right or told for right, told in zip(found.right, found.told, strict=True)), drawn_tree(seed)


def test_nearly_all_trees_are_read_right() -> None:
    assert sum(all(outcome(seed).right) for seed in SEEDS) >= RIGHT
