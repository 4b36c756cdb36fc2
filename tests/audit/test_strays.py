from typing import Any

import pytest

from pipeline.models import Extraction
from tests.audit.building import findings, item, rules, whole
from tests.audit.cases import beside_the_table
from tests.contract import level, step


@pytest.mark.parametrize(
    "texts",
    [
        ("一、火災預防", "1.防火講習", "51,000", "2.防火檢查", "14,000"),
        ("科技教室設備更新 (1)購置雷射切割機二臺 94", "(2)辦理成果展。", "技藝教育學程 18,633"),
    ],
)
def test_rows_of_a_plan_outside_of_its_table(texts: tuple[str, ...]) -> None:
    (found,) = findings(beside_the_table(*texts), "rows-outside-table")
    assert (found.severity, found.page, found.item_id) == ("error", 1, None)


@pytest.mark.parametrize(
    "texts",
    [
        ("一、本計畫依據預算編列。", "二、執行期間為113年1月至12月。", "三、聯絡電話：02-2345-6789"),
        ("1.本年度預算為51,000", "2.議會審定後調整。"),
        ("單位：新臺幣千元", "51,000", "14,000"),
        ("一、本表自113年起適用，至115年", "二、上年度為112年"),
    ],
)
def test_other_text_beside_a_table(texts: tuple[str, ...]) -> None:
    assert findings(beside_the_table(*texts), "rows-outside-table") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("111年", True),
        ("112年度", True),
        ("年度", True),
        ("112年度里長座談會", False),
        ("辦理112年度業務", False),
    ],
)
def test_a_year_alone_is_no_plan_item(text: str, *, told: bool) -> None:
    extraction = whole(item(1), item(2, plan_item=(level(None, text, None, "p2"),)))
    assert (findings(extraction, "other-row-in-record") != []) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("註：預算數以議會審定數為準。", True),
        ("備註1：概數", True),
        ("註銷戶籍登記。", False),
        ("附註記於卡片。", False),
    ],
)
def test_a_note_below_the_table_is_no_content(text: str, *, told: bool) -> None:
    extraction = whole(item(1), item(2, implementation=(step(None, text),)))
    assert (findings(extraction, "other-row-in-record") != []) == told


def test_items_without_a_work_item_beside_a_bare_text() -> None:
    def two(bare: str) -> Extraction:
        row = item(1, work_item=(), plan_item=(level(None, bare, None, "p1"),))
        return whole(row, item(2, work_item=()))

    assert [one.item_id for one in findings(two(""), "item-without-work")] == ["i2"]
    assert findings(two("辦理座談會"), "item-without-work") == []


def test_a_row_of_totals_read_as_a_work_item_is_none_that_others_lack() -> None:
    row = item(1, work_item=(level(None, "本頁小計", None, "w9"),))
    assert findings(whole(row, item(2, work_item=())), "item-without-work") == []


def sizes(*texts: str) -> Extraction:
    """Items 1 and so on: with contents, or where the letter is b, a bare name."""
    bare: dict[str, Any] = {"implementation": ()}
    return whole(*(item(n, **(bare if text == "b" else {})) for n, text in enumerate(texts, 1)))


def test_items_below_a_bare_name_may_belong_to_it() -> None:
    assert [one.item_id for one in findings(sizes("c", "b", "c", "c"), "item-bare")] == ["i2", "i3", "i4"]
    assert {one.message_zh for one in findings(sizes("b", "c"), "item-bare")} == {
        one.message_zh for one in findings(sizes("b", "c", "c"), "item-bare")
    }


def test_a_bare_name_of_another_work_item_is_no_heading_of_what_follows() -> None:
    other = (level("二、", "社會福利", 2, "w2"),)
    below = item(2, work_item=other)
    assert [one.item_id for one in findings(whole(item(1, implementation=()), below), "item-bare")] == ["i1"]


def test_where_no_item_has_contents_a_bare_name_is_all_there_is() -> None:
    assert rules(sizes("b", "b")) == ["item-without-content", "item-without-content"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("辦理說明會三場。(三)疾病管制", True),
        ("辦理說明會三場；二、戶政業務", True),
        ("辦理說明會三場。(三)疾病管制及宣導，每月一次", False),
        ("辦理說明會三場(三)疾病管制", False),
        ("依第三條辦理。1.5公里", False),
        ("辦理說明會三場。(含配合款)疾病管制", False),
    ],
)
def test_a_numbered_name_at_the_end_of_a_text(text: str, *, told: bool) -> None:
    inner = step("1.", "辦理下列事項：", step(None, text), number=1)
    for steps in ((step(None, text),), (inner,)):
        found = findings(whole(item(1, implementation=steps)), "label-within")
        assert (found != []) == told
