"""Which printed totals are held against the budgets."""

from pathlib import Path

from pipeline.gate.check import check_folder
from tests.gate.breaking import add, put, read_rows, value

PLAN = "chiayi-city-west-112"


def differing(folder: Path) -> list[int | None]:
    return [result.place.line for result in check_folder(folder, rules=["totals-differ"]).results]


def section_of(folder: Path, row: int) -> tuple[str, int]:
    """The section of a budget, and what its budgets sum to."""
    name = value(folder / "budgets.csv", row, "section_id")
    rows = read_rows(folder / "budgets.csv")
    place, amount = rows[0].index("section_id"), rows[0].index("amount_twd")
    return name, sum(int(one[amount]) for one in rows[1:] if one[place] == name)


def total(folder: Path, section: str, amount: int, number: int = 1) -> None:
    row = {"plan_id": PLAN, "section_id": section, "number": str(number), "label": "合計"}
    add(folder / "totals.csv", **row, amount_twd=str(amount))


def test_a_total_that_reconciles_is_right(folder: Path) -> None:
    total(folder, *section_of(folder, 2))

    assert differing(folder) == []


def test_a_subtotal_is_not_held_against_the_whole(folder: Path) -> None:
    section, amount = section_of(folder, 2)
    total(folder, section, 1000)
    total(folder, section, amount, number=2)

    assert differing(folder) == []


def test_words_among_the_budgets_leave_the_sum_open(folder: Path) -> None:
    section, amount = section_of(folder, 2)
    total(folder, section, amount + 1)
    assert differing(folder) == [2]

    put(folder / "budgets.csv", 2, "kind", "text")
    put(folder / "budgets.csv", 2, "amount_twd", "")
    assert differing(folder) == []


def test_a_difference_that_is_told_as_a_finding_may_be_published(folder: Path) -> None:
    section, amount = section_of(folder, 2)
    total(folder, section, amount + 1)
    add(folder / "findings.csv", finding_id="f99", plan_id=PLAN, rule="total-mismatch", severity="error")

    assert differing(folder) == []
