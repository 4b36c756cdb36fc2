"""Sums among the amounts of a column: what is found at once is what going through all runs would find."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.sums import BudgetColumn, CellRun
from tests.audit.building import budget

AMOUNTS = st.lists(st.sampled_from([0, 1, 2, 3, 5]), min_size=1, max_size=12)
BOUNDS = st.lists(st.integers(0, 12), max_size=4)


def column(amounts: list[int], bounds: list[int]) -> BudgetColumn:
    cells = [((0, 1, float(n)), budget(n, amount_twd=amount)) for n, amount in enumerate(amounts)]
    return BudgetColumn(cells, [(0, 1, float(bound)) for bound in bounds])


@given(AMOUNTS, BOUNDS, st.integers(0, 8))
def test_the_longest_run_of_a_sum_is_that_of_the_first_mark(
    amounts: list[int], bounds: list[int], amount: int
) -> None:
    tried = column(amounts, bounds)
    last = len(amounts) - 1
    runs = [CellRun(mark, last) for mark in tried.marks if mark < last]
    fitting = [run for run in runs if sum(amounts[run.first : run.last]) == amount]
    assert tried.longest_run(last, amount) == (fitting[0] if fitting else None)


@given(AMOUNTS)
def test_cells_without_an_amount_do_not_count(amounts: list[int]) -> None:
    assert column(amounts, []).count(CellRun(0, len(amounts))) == sum(map(bool, amounts))
