"""The list of a plan's items: search, filters, and sections accepted as a whole."""

import re
from typing import Any

import pytest

from pipeline.desk.listing import asked_filter
from tests.desk.conftest import Ask, accept, look
from tests.desk.forms import forms_of

PLAN = "chiayi-city-west-112"


def listed(ask: Ask, query: str = "") -> list[str]:
    page = ask(f"plans/{PLAN}/items?{query}").text
    return re.findall(r'<tr><td><a href="/t/items/([^"]+)"', page)


def test_without_a_filter_all_items_are_listed_in_reading_order(ask: Ask) -> None:
    assert listed(ask) == [row.id for row in ask.desk.plan(PLAN).plan.rows]


def test_a_search_wants_all_its_words_in_any_of_an_item_s_texts(ask: Ask) -> None:
    found = listed(ask, "q=里幹事+督導")
    assert found
    for item_id in found:
        row = ask.desk.plan(PLAN).row(item_id)
        assert row is not None
        text = "".join(row.searched)
        assert "里幹事" in text
        assert "督導" in text


def test_filters_take_together(ask: Ask) -> None:
    rows = ask.desk.plan(PLAN).plan.rows
    accept(ask.desk, rows[2].id)
    assert listed(ask, "state=checked&budget=with") == [rows[2].id]
    assert listed(ask, "state=checked&budget=without") == []
    least = [row.id for row in rows if sum(one.amount_twd or 0 for one in row.entry.budgets) >= 1_000_000]
    assert listed(ask, "least=1,000,000") == least
    assert listed(ask, "finding=with") == [row.id for row in rows if row.findings]
    section = rows[-1].section.id
    assert listed(ask, f"section={section}") == [row.id for row in rows if row.section.id == section]


def test_the_address_keeps_what_was_asked_for(ask: Ask) -> None:
    page = ask(f"plans/{PLAN}/items?q=里幹事&state=unchecked&least=5000").text
    assert 'value="里幹事"' in page
    assert re.search(r'<option value="unchecked"[^>]* selected', page)
    assert 'value="5000"' in page


@pytest.mark.parametrize("asked", [{"state": "x"}, {"least": "-1"}, {"least": "many"}, {"finding": "'"}])
def test_what_is_no_choice_is_passed_over(asked: dict[str, str]) -> None:
    assert asked_filter(asked) == asked_filter({})


def section_form(ask: Ask, section_id: str) -> dict[str, Any]:
    rows = ask.desk.plan(PLAN).rows_of(section_id)
    seen = [f"{row.id} {ask.desk.shown.remember(row)}" for row in rows]
    return {"section": section_id, "seen": seen}


def clean_and_found(ask: Ask) -> tuple[str, str]:
    """A section without findings, and one with."""
    rows = ask.desk.plan(PLAN).plan.rows
    found = next(row.section.id for row in rows if row.findings)
    clean = next(row.section.id for row in reversed(rows) if row.section.id != found)
    return clean, found


def test_a_section_without_findings_is_accepted_once_its_pages_were_in_view(ask: Ask) -> None:
    clean, _ = clean_and_found(ask)
    rows = ask.desk.plan(PLAN).rows_of(clean)
    look(ask.desk, *(row.id for row in rows))
    form = forms_of(ask(f"plans/{PLAN}/items").text)[f"plans/{PLAN}/items"]
    assert form["section"] == [clean]
    assert ask(f"plans/{PLAN}/items", form).status_code == 303
    assert {ask.desk.plan(PLAN).review_of(row.id).state for row in rows} == {"checked"}


def test_sections_tell_how_many_items_are_left(ask: Ask) -> None:
    first = ask.desk.plan(PLAN).plan.rows[0]
    accept(ask.desk, first.id)
    count = len(ask.desk.plan(PLAN).rows_of(first.section.id))
    assert f'<td class="number">{count - 1} / {count}</td>' in ask(f"plans/{PLAN}/items").text


def test_a_section_is_not_accepted_before_its_pages_were_in_view(ask: Ask) -> None:
    clean, _ = clean_and_found(ask)
    answer = ask(f"plans/{PLAN}/items", section_form(ask, clean))
    assert "圖片尚未顯示在您面前" in answer.text
    assert not (ask.desk.root / "reviewed.csv").exists()


def test_a_section_with_findings_is_not_accepted_as_a_whole(ask: Ask) -> None:
    _, found = clean_and_found(ask)
    look(ask.desk, *(row.id for row in ask.desk.plan(PLAN).rows_of(found)))
    answer = ask(f"plans/{PLAN}/items", section_form(ask, found))
    assert "此課室有檢核發現" in answer.text
    assert not (ask.desk.root / "reviewed.csv").exists()
