"""What an office's page tells: sums of all years, and each item's line with what became of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.compare.totals import Sums
from pipeline.models import PlanDocument
from pipeline.site.history import History, history_of
from pipeline.site.inputs import PlanInput, find_offices
from pipeline.site.model import Site, SitePlan, site_plan
from pipeline.site.office_page import year_labels
from pipeline.site.office_years import (
    SKIPPED,
    ItemLine,
    OfficePlan,
    amount_of,
    kinds_of_office,
    lines_of_office,
    office_plan,
    sections_of_office,
)
from tests.site.offices import EAST, RENAMED, WEST

pytestmark = pytest.mark.slow
YEARS = tuple(f"{WEST}-{year}" for year in (112, 113, 114))
Told = tuple[list[OfficePlan], History]


def told(output: Path, office_id: str) -> Told:
    """An office's plans and what comparing its years tells."""

    def read(given: PlanInput) -> SitePlan:
        return site_plan(PlanDocument.model_validate_json((output / given.id / "plan.json").read_bytes()))

    (office,) = (one for one in find_offices(output, Site(), (), None, {}) if one.id == office_id)
    history = history_of(office, read, None, lambda _: None)
    plans = [read(given) for given in office.plans]
    return [office_plan(plan, plan.facts("")) for plan in plans], history


@pytest.fixture(scope="module")
def west(offices_output: Path) -> Told:
    return told(offices_output, WEST)


def budgets(output: Path, plan_id: str) -> list[int]:
    """All amounts of the year in a plan, each cell once."""
    document = PlanDocument.model_validate_json((output / plan_id / "plan.json").read_bytes())
    cells = [cell for section in document.plan.sections for cell in section.budgets]
    return [cell.amount_twd for cell in cells if cell.role == "current" and cell.amount_twd is not None]


def amount(sums: Sequence[Sums]) -> int:
    return sum(one.amount_twd for one in sums)


@pytest.mark.parametrize("plan_id", YEARS)
def test_sections_add_up_to_the_cells_of_the_plan(west: Told, offices_output: Path, plan_id: str) -> None:
    own = [one.by_plan[plan_id] for one in sections_of_office(*west) if plan_id in one.by_plan]
    assert amount(own) == sum(budgets(offices_output, plan_id))


@pytest.mark.parametrize("plan_id", YEARS)
def test_a_kind_has_each_cell_once(west: Told, offices_output: Path, plan_id: str) -> None:
    (current,) = (one for one in kinds_of_office(west[0]) if one.role == "current")
    assert current.by_plan[plan_id].amount_twd == sum(budgets(offices_output, plan_id))


def test_a_section_under_another_name_is_one_line(west: Told) -> None:
    names = {(one.name, one.former) for one in sections_of_office(*west)}
    assert (RENAMED[0], (RENAMED[1],)) in names
    assert RENAMED[1] not in {name for name, _ in names}


def line_of(lines: Sequence[ItemLine], words: str) -> ItemLine:
    (found,) = (one for one in lines if words in one.newest.title)
    return found


def test_every_item_is_in_a_line(west: Told) -> None:
    lines = lines_of_office(*west)
    shown = {item.id for line in lines for items in line.items.values() for item in items}
    assert shown == {item.id for plan in west[0] for item in plan.items}


def test_an_item_that_a_year_left_out_is_one_line_with_a_gap(west: Told) -> None:
    line = line_of(lines_of_office(*west), "第16任總統")
    assert [len(line.items[plan_id]) for plan_id in YEARS] == [1, 0, 1]
    assert line.skipped == (YEARS[1],)
    assert line.events == ("removed", "added", SKIPPED)


def test_an_item_that_did_not_change_has_no_events(west: Told) -> None:
    line = line_of(lines_of_office(*west), "召開里幹事工作會報")
    assert [len(line.items[plan_id]) for plan_id in YEARS] == [1, 1, 1]
    assert line.events == ()


def test_lines_are_in_the_order_of_the_latest_plan(west: Told) -> None:
    orders = [line.newest.order for line in lines_of_office(*west)]
    assert orders == sorted(orders)


def test_a_cell_that_items_share_counts_once(west: Told) -> None:
    first, other = (item for item in west[0][0].items if item.shared)
    assert amount_of([first, other]) == first.amount_twd == other.amount_twd == 40_000


def test_an_office_of_one_year_has_its_items_as_lines(offices_output: Path) -> None:
    plans, history = told(offices_output, EAST)
    lines = lines_of_office(plans, history)
    assert [line.newest.id for line in lines] == [item.id for item in plans[0].items]
    assert not any(line.events for line in lines)


def test_editions_of_a_year_are_told_apart(west: Told) -> None:
    plans, _ = west
    again = [*plans[:1], *plans]
    assert year_labels(WEST, plans)[0][0] == "112 年度"
    assert year_labels(f"{WEST[:-5]}", again)[0][0].startswith("112 年度 ")
