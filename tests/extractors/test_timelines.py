"""Columns of months or quarters below one word are one field."""

from pathlib import Path

import pytest

from pipeline import extract
from tests.extractors.test_header_witness import STROKES, TEXTS, made

MONTHS = ("1月", "2月", "3月", "4月")


@pytest.mark.parametrize("word", ["辦理期程", "預定進度", "時程", "工作進度"])
@pytest.mark.parametrize(
    "periods",
    [MONTHS, ("一月", "二月", "三月", "四月"), ("第一季", "第二季", "第三季", "第四季"), ("Q1", "Q2", "Q3", "Q4"),
     ("1-3月", "4-6月", "7-9月", "10-12月")],
)  # fmt: skip
@pytest.mark.parametrize("stroke", STROKES)
def test_months_below_a_word_are_one_field(
    word: str, periods: tuple[str, ...], stroke: str, tmp_path: Path
) -> None:
    rows = [(*TEXTS[0], "●", "", "●", ""), (*TEXTS[1], "", "初稿", "", "定稿")]
    headers = ("工作項目", "計畫項目", "實施內容", f"{word}: {', '.join(periods)}")
    found = extract(made(tmp_path, headers, *rows, stroke=stroke), verify=True)
    items = [item for plan in found.plans for section in plan.sections for item in section.items]

    assert [[(extra.header, extra.text) for extra in item.extra] for item in items] == [
        [(word, f"{periods[0]}：●；{periods[2]}：●")],
        [(word, f"{periods[1]}：初稿；{periods[3]}：定稿")],
    ]
    assert not [f.rule for f in found.findings if f.rule.startswith(("verify", "header", "amounts"))]
    assert found.audit.outside == 0


def test_columns_of_one_header_word_stay_apart(tmp_path: Path) -> None:
    rows = [(*texts, "甲", "乙") for texts in TEXTS]
    found = extract(made(tmp_path, ("工作項目", "計畫項目", "實施內容", "備註", "備註"), *rows))
    item = found.plans[0].sections[0].items[0]

    assert [(extra.header, extra.text) for extra in item.extra] == [("備註", "甲"), ("備註", "乙")]
