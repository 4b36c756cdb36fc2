"""How much is checked: a record that has changed since counts as not."""

from pipeline.corrections.application import corrected
from pipeline.corrections.progress import review_progress
from pipeline.corrections.reviewed import Mark
from pipeline.normalizers.records import record_sha256
from tests.corrections.cases import document, row

PLAN = document()
ITEMS = {item.id: (section, item) for section in PLAN.plan.sections for item in section.items}
FIRST = "a-112-1"


def mark(item_id: str, sha256: str | None = None, line: int = 2) -> Mark:
    if sha256 is None:
        section, item = ITEMS[item_id]
        sha256 = record_sha256(item, section.budgets)
    return Mark(line, item_id, sha256, "王小明", "2026-03-05")


def test_without_marks_nothing_is_checked() -> None:
    found = review_progress([PLAN], [])
    assert (found.checked, found.stale, found.unchecked) == (0, 0, len(ITEMS))
    assert found.plans[0].ids("unchecked") == tuple(ITEMS)


def test_a_mark_of_the_record_as_it_is_counts() -> None:
    found = review_progress([PLAN], [mark(FIRST)])
    assert (found.items, found.checked) == (len(ITEMS), 1)
    assert found.plans[0].ids("checked") == (FIRST,)


def test_an_item_that_has_changed_since_is_told_and_does_not_count() -> None:
    changed = corrected(PLAN, [row(FIRST, "extra[協辦單位]", "社會課", "民政課")]).document
    found = review_progress([changed], [mark(FIRST)])
    assert (found.checked, found.stale) == (0, 1)
    assert found.plans[0].ids("stale") == (FIRST,)


def test_one_mark_of_the_record_as_it_is_is_enough() -> None:
    found = review_progress([PLAN], [mark(FIRST, "0" * 64), mark(FIRST)])
    assert found.checked == 1
    assert len(found.plans[0].items[0].marks) == 2


def test_marks_of_unknown_items_are_told_in_the_files_order() -> None:
    strangers = (mark("z-1", "0" * 64, 2), mark(FIRST, line=3), mark("y-1", "0" * 64, 4))
    assert [one.item_id for one in review_progress([PLAN], strangers).unknown] == ["z-1", "y-1"]
