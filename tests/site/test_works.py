"""The same kind of work of several offices: the same words, each cell once, bounded, and what is left out told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.models import PlanDocument
from pipeline.site.facts import PlanFacts
from pipeline.site.model import SitePlan, site_plan
from pipeline.site.works import OfficeWork, WorksOfYear, works_json, works_of, works_of_json, works_of_year
from tests.site.offices import EAST, WEST

pytestmark = pytest.mark.slow


def plan(output: Path, plan_id: str) -> SitePlan:
    return site_plan(PlanDocument.model_validate_json((output / plan_id / "plan.json").read_bytes()))


@pytest.fixture(scope="module")
def both(offices_output: Path) -> list[SitePlan]:
    return [plan(offices_output, f"{office}-113") for office in (WEST, EAST)]


def side_by_side(plans: list[SitePlan]) -> WorksOfYear:
    known = {one.id: one for one in plans}

    def read(facts: PlanFacts) -> Iterator[OfficeWork]:
        return works_of(known[facts.id])

    return works_of_year([one.facts("") for one in plans], read)


def test_what_is_kept_of_a_plan_is_read_back_as_it_was(both: list[SitePlan]) -> None:
    works = list(works_of(both[0]))
    kept = works_of_json(both[0].id, works_json(both[0].id, works))
    assert sorted(kept, key=repr) == sorted(works, key=repr)


def test_a_kind_is_in_two_offices_or_more(both: list[SitePlan]) -> None:
    found = side_by_side(both)
    assert found.found == len(found.kinds) > 0
    for kind in found.kinds:
        assert kind.offices == len({row.plan.agency_id for row in kind.rows}) == 2


def test_a_plan_item_has_each_offices_own_amount(both: list[SitePlan]) -> None:
    (kind,) = (
        one
        for one in side_by_side(both).kinds
        if one.level == "item" and one.wording == "里鄰長全民健康保險。"
    )
    amounts = {row.plan.agency_id: row.work.amount_twd for row in kind.rows}
    assert amounts == {EAST: 16_718_000, WEST: 8_359_000}
    assert kind.rows[0].plan.agency_id == EAST


def test_a_work_item_has_the_cells_of_its_items_once(both: list[SitePlan]) -> None:
    for work in (one for one in works_of(both[0]) if one.level == "work"):
        rows = [row for row in both[0].rows if row.entry.work_key == work.key]
        cells = {
            cell.id: cell.amount_twd for row in rows for cell in row.entry.budgets if cell.role == "current"
        }
        amounts = [amount for amount in cells.values() if amount is not None]
        assert work.amount_twd == (sum(amounts) if amounts else None)
        assert work.items == len(rows)
        assert set(work.sections) == {row.entry.section for row in rows}
        assert set(work.pages) == {page for row in rows for page in row.entry.pages}


def test_an_office_has_one_row_of_a_kind_over_its_sections(both: list[SitePlan]) -> None:
    for kind in side_by_side(both).kinds:
        offices = [row.plan.agency_id for row in kind.rows]
        assert len(offices) == len(set(offices))


def test_wording_bears_no_number_of_its_level(both: list[SitePlan]) -> None:
    printed = {level.label for one in both[0].rows for level in one.item.work_item if level.label}
    assert printed
    works = [one for one in works_of(both[0]) if one.level == "work"]
    assert not [one.wording for one in works if any(one.wording.startswith(label) for label in printed)]


def test_an_amount_that_other_work_shares_is_marked(both: list[SitePlan]) -> None:
    shared = {
        row.id
        for row in both[0].rows
        for cell in row.entry.budgets
        if cell.role == "current" and cell.shared_by > 1
    }
    items = [one for one in works_of(both[0]) if one.level == "item" and one.items == 1]
    assert {one.item_id for one in items if one.shared} == shared & {one.item_id for one in items}


def test_what_does_not_fit_is_left_out_and_counted(
    both: list[SitePlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = side_by_side(both)
    monkeypatch.setattr("pipeline.site.works.ROWS_A_YEAR", 7)
    found = side_by_side(both)
    assert sum(len(kind.rows) for kind in found.kinds) <= 7
    assert found.found == whole.found
    assert found.kinds == whole.kinds[: len(found.kinds)]
