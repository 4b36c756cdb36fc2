"""What speaks for one item having become several: their words, and budgets that add up."""

import pytest

from pipeline.compare.comparison import compare_documents
from pipeline.compare.coverage import adds_up
from pipeline.compare.entries import side_of
from pipeline.compare.model import Change, Entry
from tests.compare.written import plan_of

PLACE = "# 社會課\n## 一、社會福利\n"
WHOLE = "a | 關懷業務 | 辦理各村提報之獨居訪視及急難救助等。 | {}"
PARTS = "b | (一)訪視業務 | 辦理各村提報之獨居訪視。 | {}\nc | (二)救助業務 | 辦理各村提報之急難救助。 | {}"


def entries(lines: str) -> tuple[Entry, ...]:
    return side_of([plan_of(PLACE + lines, 112)], "").entries


def changes(old: str, new: str) -> tuple[Change, ...]:
    return compare_documents([plan_of(PLACE + old, 112)], [plan_of(PLACE + new, 113)]).changes


def test_what_all_parts_have_in_common_may_stand_in_each() -> None:
    (found,) = changes(WHOLE.format(""), PARTS.format("", ""))
    assert (found.status, found.evidence[0]) == ("split", "shared words")


def test_two_copies_are_no_parts() -> None:
    text = "辦理各村提報之獨居訪視及急難{}助等。"
    copies = f"b | 關懷業務 | {text.format('救')} |\nc | 慰問業務 | {text.format('濟')} |"
    assert "split" not in {one.status for one in changes(WHOLE.format(""), copies)}


@pytest.mark.parametrize(
    ("whole", "parts", "adding"),
    [
        ("60", ("40", "20"), True),
        ("60", ("40", "30"), False),
        ("60", ("60@x", "60@x"), True),
        ("60", ("60", ""), False),
        ("", ("", ""), False),
        ("業務費項下支應", ("40", "20"), False),
    ],
)
def test_budgets_add_up(whole: str, parts: tuple[str, str], adding: bool) -> None:
    (one,) = entries(WHOLE.format(whole))
    assert adds_up(one, entries(PARTS.format(*parts))) is adding


def test_a_cell_that_others_share_adds_up_to_nothing() -> None:
    (one,) = entries(WHOLE.format("60"))
    (*parts, _) = entries(PARTS.format("60@x", "60@x") + "\nd | (三)其他 | | 60@x")
    assert not adds_up(one, parts)


OFFICE = "\n# 行政室\n## 一、事務\nz | 收發 | 收文。 | 9"
OLD_SECTIONS = f"x | 圖書採購 | 採購新書。 | 60{OFFICE}\ny | 館舍清潔 | 打掃館舍。 | 40"
NEW_SECTIONS = (
    "n | 圖書採購及館舍清潔 | 採購新書。／打掃館舍。 | {}\n# 行政室\n## 一、事務\nz | 收發 | 收文。 | 9"
)


def test_items_of_two_sections_are_merged_where_budgets_add_up() -> None:
    merged, same = changes(OLD_SECTIONS, NEW_SECTIONS.format(100))
    assert (merged.status, merged.evidence[1], same.status) == ("merged", "budgets add up", "unchanged")


def test_and_not_where_they_do_not() -> None:
    assert "merged" not in {one.status for one in changes(OLD_SECTIONS, NEW_SECTIONS.format(90))}


def test_budgets_alone_make_no_split() -> None:
    old, new = (
        "a | 路燈維護 | 換裝路燈。 | 60",
        "b | 托育補助 | 發給津貼。 | 40\nc | 長青學苑 | 開辦課程。 | 20",
    )
    assert {one.status for one in changes(old, new)} == {"added", "removed"}
