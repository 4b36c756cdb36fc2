import pytest

from pipeline.audit.rules import judge
from pipeline.extractors.doubts import Doubt
from pipeline.messages.catalogue import catalogue
from pipeline.readers.recognition import way_to_recognise
from tests import contract
from tests.audit.building import at, findings, item, rules, whole
from tests.audit.cases import CASES, GOOD, Case
from tests.corrections.cases import CASES as CORRECTION_CASES

EACH_CASE = pytest.mark.parametrize(("rule", "case"), CASES.items(), ids=CASES)


def test_every_rule_has_a_case() -> None:
    # What is said of corrections is no judgement of the extraction: tests/corrections/cases.py.
    assert {*CASES, *CORRECTION_CASES} == set(catalogue("findings"))


@EACH_CASE
def test_a_rule_says_what_it_found_and_where(rule: str, case: Case) -> None:
    (found,) = findings(case.bad, rule, case.doubts)
    assert case.says in found.message_zh
    assert case.says in found.message_en
    assert (found.item_id, found.page) == (case.item_id, case.page)
    assert found.severity == catalogue("findings")[rule].severity
    remedy = catalogue("findings")[rule].remedy.filled({"recognise": way_to_recognise()})
    assert (found.remedy_zh, found.remedy_en) == (remedy.zh, remedy.en)


@EACH_CASE
def test_a_rule_is_silent_about_the_nearest_good_thing(rule: str, case: Case) -> None:
    assert findings(case.good, rule) == []


@EACH_CASE
def test_the_item_names_its_findings(rule: str, case: Case) -> None:
    judged = judge(case.bad, case.doubts)
    (found,) = (one for one in judged.findings if one.rule == rule)
    for plan in judged.plans:
        for section in plan.sections:
            for one in section.items:
                assert (found.id in one.finding_ids) == (one.id == case.item_id)


def test_a_good_extraction_has_no_findings() -> None:
    assert rules(GOOD) == []


def test_findings_are_numbered_in_reading_order() -> None:
    doubts = [
        Doubt("row-start-doubt", 2, (50.0, 30.0, 90.0, 42.0), "i1", "f"),
        Doubt("row-start-doubt", 1, (50.0, 220.0, 90.0, 232.0), "i1", "e"),
        Doubt("row-start-doubt", 1, (300.0, 200.0, 340.0, 212.0), "i1", "d"),
        Doubt("row-start-doubt", 1, (50.0, 200.0, 90.0, 212.0), "i1", "c"),
        Doubt("page-unread", 1, None, None, "b"),
        Doubt("year-unknown", None, None, None, "a"),
    ]
    judged = judge(GOOD, doubts)
    assert [found.id for found in judged.findings] == ["f1", "f2", "f3", "f4", "f5", "f6"]
    assert [found.message_zh[-1] for found in judged.findings] == ["a", "b", "c", "d", "e", "f"]
    assert judged.plans[0].sections[0].items[0].finding_ids == ("f3", "f4", "f5", "f6")


def test_the_order_of_the_doubts_does_not_matter() -> None:
    doubts = [one for case in CASES.values() for one in case.doubts]
    bad = CASES["label-gap"].bad
    assert judge(bad, doubts[::-1]) == judge(bad, doubts)


def test_what_is_said_twice_is_one_finding() -> None:
    doubts = CASES["unit-unknown"].doubts
    assert len(findings(GOOD, "unit-unknown", doubts * 2)) == 1


def test_judging_again_changes_nothing_and_the_input_stays() -> None:
    case = CASES["item-without-content"]
    before = case.bad.model_dump()
    judged = judge(case.bad, case.doubts)
    assert judge(judged, case.doubts) == judged
    assert case.bad.model_dump() == before
    assert judge(judged, ()).model_dump()["plans"] != before["plans"]


def test_old_findings_go() -> None:
    stale = GOOD.model_copy(update={"findings": (contract.finding("f1"),)})
    assert judge(stale, ()).findings == ()


def test_braces_of_the_document_are_no_placeholders() -> None:
    (found,) = findings(GOOD, "cell-torn", [Doubt("cell-torn", 1, None, "i1", "{page}")])
    assert "{page}" in found.message_zh


def test_a_doubt_without_a_rule_is_a_programming_error() -> None:
    with pytest.raises(KeyError, match="no-such-rule"):
        judge(GOOD, [Doubt("no-such-rule", 1, None, None, "")])


def test_an_item_without_places_is_judged_all_the_same() -> None:
    (found,) = findings(whole(item(1, implementation=(), provenance=())), "item-without-content")
    assert (found.page, found.bbox, found.item_id) == (None, None, "i1")


def test_a_finding_stands_at_the_field_that_it_is_about() -> None:
    places = (at("work_item[0]", line=1), at("plan_item[0]", line=5), at("plan_item[0]", line=6))
    (found,) = findings(whole(item(1, implementation=(), provenance=places)), "item-without-content")
    assert found.bbox == places[1].bbox
