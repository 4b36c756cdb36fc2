from decimal import Decimal

from pipeline.compare.totals import Sums, budget_changes, totals_of
from tests.compare.comparisons import every_status

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
