"""A table around a plan's table whose items are in no record says so: a plan's an error, any other a hint."""

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Finding
from tests.catalogue.pages import HEAD, page, pdf, table

ITEMS = (
    ("一、自治業務", "村里幹事勤務訓練", "每季講習一次。", "120"),
    ("二、殯葬管理", "公墓環境整理", "每月巡查二次。", "845"),
)
SIDE_BY_SIDE = tuple(zip(HEAD, *ITEMS, strict=True))
"""Rows of a table whose items are columns: the header's words stand at the left."""
CARDS = [tuple(zip((HEAD[1], HEAD[0], *HEAD[2:]), (b, a, *rest), strict=True)) for a, b, *rest in ITEMS]
"""A table of its own for each item."""
FIGURES = (("年度", "門診人次"), ("112", "8,977"), ("113", "9,102"))
FORM = (("機關名稱", "虛構區公所"), ("填表人", "承辦人員"), ("預算金額", "1,045"))
NOTE = "本計畫之工作項目、計畫項目與實施內容，依預算金額分配辦理。"


def drawn(rows: tuple[tuple[str, ...], ...], stroke: str = "0.5pt") -> str:
    return table(rows[1:], rows[0], (110,) * len(rows[0]), stroke)


def told(source: str, path: Path) -> list[Finding]:
    path.write_bytes(pdf(source))
    rules = ("table-unread", "table-not-plan")
    return [one for one in extract(path).findings if one.rule in rules]


@pytest.mark.parametrize(
    "blocks",
    [
        (drawn(SIDE_BY_SIDE), table()),
        (table(), "#v(30pt)社會課", drawn(SIDE_BY_SIDE)),
        (drawn(SIDE_BY_SIDE, '(paint: black, thickness: 0.5pt, dash: "dotted")'), table()),
        (drawn(SIDE_BY_SIDE, "none"), table()),
        (*map(drawn, CARDS), table()),
    ],
    ids=["above", "below", "dotted", "without rules", "cards"],
)
def test_a_plan_whose_header_stands_beside_its_items_is_an_error(
    blocks: tuple[str, ...], tmp_path: Path
) -> None:
    (finding,) = told(page(*blocks), tmp_path / "plan.pdf")
    assert (finding.rule, finding.severity, finding.page) == ("table-unread", "error", 1)
    assert "計畫項目" in finding.message_zh
    assert finding.bbox is not None


@pytest.mark.parametrize("other", [FIGURES, FORM], ids=["figures", "form"])
def test_a_table_of_something_else_is_a_hint(other: tuple[tuple[str, ...], ...], tmp_path: Path) -> None:
    (finding,) = told(page(drawn(other), table()), tmp_path / "plan.pdf")
    assert (finding.rule, finding.severity) == ("table-not-plan", "info")
    assert other[0][0] in finding.message_zh


@pytest.mark.parametrize(
    "text", [NOTE, drawn((("民政課", "單位：千元"),))], ids=["words in a sentence", "one row"]
)
def test_text_that_is_no_table_says_nothing(text: str, tmp_path: Path) -> None:
    assert told(page(text, table()), tmp_path / "plan.pdf") == []
