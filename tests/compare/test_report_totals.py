from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.compare import totals
from pipeline.compare.model import Change, Comparison, Entry, EntryBudget
from pipeline.compare.report_rows import rows_of
from pipeline.compare.totals import Sums, budget_changes, totals_of
from pipeline.models import BudgetRole
from tests.compare.comparisons import cell, compared, entry, every_status, large

TOTALS = totals_of(every_status())


def test_a_shared_cell_is_summed_once() -> None:
    (civil, *_) = TOTALS.by_section

    assert (civil.section, civil.old.amount_twd, civil.new.amount_twd) == ("民政課", 990_000, 1_745_000)
    assert (civil.difference_twd, civil.percent) == (755_000, Decimal("76.3"))


def test_a_renamed_section_is_one_section() -> None:
    assert [total.section for total in TOTALS.by_section] == ["民政課", "政風室", "人文課"]


def test_words_are_counted_apart() -> None:
    ethics = TOTALS.by_section[1]

    assert ethics.old == Sums(amount_twd=120_000, amounts=1, texts=1)
    assert ethics.new == Sums(amount_twd=20_000, amounts=1, texts=1)


def test_sections_and_work_items_give_the_sum_of_all() -> None:
    (whole,) = TOTALS.by_role
    for parts in (TOTALS.by_section, TOTALS.by_work_item):
        assert sum(part.old.amount_twd for part in parts) == whole.old.amount_twd == 1_200_000
        assert sum(part.new.amount_twd for part in parts) == whole.new.amount_twd == 1_860_000


def test_the_largest_change_is_first_and_a_shared_budget_is_one() -> None:
    found = [(one.difference_twd, len(one.changes)) for one in budget_changes(every_status())]

    assert found == [(1_250_000, 1), (-500_000, 2), (-120_000, 1), (5_000, 1), (5_000, 1)]


def test_changes_that_share_a_cell_of_either_year_have_one_budget() -> None:
    shared = cell("112/b1", 900_000, shared_by=2)
    gone = Change("removed", (), "uncertain", 1.0, (), (entry("112/2", "訓練", shared),), ())
    stays = unchanged(entry("112/1", "巡邏", shared), entry("113/1", "巡邏", cell("113/b1", 950_000)))
    (found,) = budget_changes(compared(stays, gone))

    assert (found.old_twd, found.new_twd, found.changes) == (900_000, 950_000, (stays, gone))
    assert (found.leading, found.band) == ((2, gone), "uncertain")
    assert not found.is_of(gone)
    assert not rows_of(compared(stays, gone))[1].difference_twd


def unchanged(old: Entry, new: Entry) -> Change:
    return Change("unchanged", (), "certain", 1.0, ("path",), (old,), (new,))


def one_item(old: EntryBudget, new: EntryBudget) -> Comparison:
    return compared(unchanged(entry("112/1", "宣導", old), entry("113/1", "宣導", new)))


NIL = replace(cell("112/b", None, "無"), kind="nil")
WORDS = cell("112/b", None, "業務費項下支應")
UNIT_UNKNOWN = replace(cell("112/b", None, "1,395"), kind="amount")


@pytest.mark.parametrize(
    ("old", "sums"),
    [
        (WORDS, Sums(texts=1)),
        (NIL, Sums(nils=1)),
        (UNIT_UNKNOWN, Sums(unread=1)),
        (replace(WORDS, amount_twd=5_000), Sums(texts=1)),
    ],
    ids=["words", "nil", "unit not known", "words with an amount in them"],
)
def test_what_is_no_amount_is_counted_apart_and_not_compared(old: EntryBudget, sums: Sums) -> None:
    (whole,) = totals_of(one_item(old, cell("113/b", 45_000))).by_role

    assert whole.old == sums
    assert (whole.old.not_compared, whole.old.known_twd) == (1, None)
    assert (whole.difference_twd, whole.percent) == (None, None)


def test_what_is_no_amount_leaves_the_sum_of_the_others_alone() -> None:
    items = [
        (entry(f"112/{at}", f"項目{at}", replace(one, id=f"112/b{at}")), entry(f"113/{at}", f"項目{at}"))
        for at, one in enumerate((cell("112/b", 40_000), WORDS, NIL, UNIT_UNKNOWN))
    ]

    (whole,) = totals_of(compared(*(unchanged(*pair) for pair in items))).by_role

    assert whole.old == Sums(amount_twd=40_000, amounts=1, texts=1, nils=1, unread=1)


def test_no_amounts_without_cells_are_not_the_same_as_cells_without_amounts() -> None:
    assert (Sums().known_twd, Sums(texts=1).known_twd) == (0, None)


def test_a_cell_that_several_work_items_share_counts_in_the_first_of_them() -> None:
    shared = cell("112/b", 90_000, shared_by=3)
    items = [
        (entry(f"112/{at}", f"項目{at}", shared, work=work), entry(f"113/{at}", f"項目{at}", work=work))
        for at, work in enumerate(("甲業務", "甲業務", "乙業務"))
    ]

    found = totals_of(compared(*(unchanged(*pair) for pair in items)))

    assert [(one.work_item, one.old.amount_twd) for one in found.by_work_item] == [(("壹、甲業務",), 90_000)]
    assert found.by_role[0].old == Sums(amount_twd=90_000, amounts=1)


def test_cells_of_one_name_in_two_plans_are_two_cells() -> None:
    items = [
        (entry(f"112-{plan}/1", "宣導", cell("b1", 10_000)), entry(f"113-{plan}/1", "宣導")) for plan in "ab"
    ]

    (whole,) = totals_of(compared(*(unchanged(*pair) for pair in items))).by_role

    assert whole.old == Sums(amount_twd=20_000, amounts=2)


def test_columns_of_the_year_and_of_the_year_before_are_never_in_one_sum() -> None:
    previous = replace(cell("113/p", 40_000), role="previous")
    old = entry("112/1", "宣導", cell("112/b", 40_000))
    new = entry("113/1", "宣導", previous, cell("113/b", 45_000))

    found = totals_of(compared(unchanged(old, new))).by_role

    assert [(one.role, one.old.amount_twd, one.new.amount_twd) for one in found] == [
        ("current", 40_000, 45_000),
        ("previous", 0, 40_000),
    ]


def test_the_cells_are_gone_through_once_for_each_column_however_many_work_items(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visits: list[BudgetRole] = []
    cells_of = totals.cells_of

    def counting(
        entries: Iterable[Entry], role: BudgetRole
    ) -> dict[tuple[str, str], tuple[Entry, EntryBudget]]:
        visits.append(role)
        return cells_of(entries, role)

    monkeypatch.setattr(totals, "cells_of", counting)

    found = totals_of(large(items=600, work_items=300))

    assert len(found.by_work_item) == 300
    assert sorted(visits) == sorted(2 * totals.BUDGET_ROLE_ORDER)
