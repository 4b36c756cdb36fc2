"""Pages beside each other on a sheet: what tells that its two sides are two pages."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pytest

from pipeline.lattice.leaves import leaves_of
from pipeline.lines.runs import Run
from pipeline.lines.sheets import Sheet

HEADER = (("計畫項目", 0.0, 0.0), ("實施內容", 90.0, 0.0), ("預算數", 220.0, -7.0), ("(元)", 225.0, 7.0))
"""Texts of a header with their places; that of the amounts has two lines, so that no three stand on one line."""


def run(text: str, x0: float, y: float) -> Run:
    starts = array("f", [x0 + 10.0 * i for i in range(len(text))])
    return Run(text, x0, x0 + 10.0 * len(text), y, 10.0, starts)


def side(x0: float, y: float, texts: Sequence[tuple[str, float, float]], plan: str) -> list[Run]:
    head = [run(text, x0 + dx, y + dy) for text, dx, dy in texts]
    return [*head, run(plan, x0, y + 40.0), run("依計畫辦理", x0 + 90.0, y + 40.0)]


def leaves(right: Sequence[tuple[str, float, float]]) -> list[Sheet]:
    # The title stands on the left page only, so that its header stands lower.
    runs = [run("工作計畫", 80.0, 40.0), *side(40.0, 80.0, HEADER, "甲案"), *side(440.0, 58.0, right, "乙案")]
    return leaves_of(Sheet(1, 800.0, 500.0, tuple(runs), (), (), (), 0.0, 1))


def test_pages_are_told_by_a_header_that_stands_on_both_in_the_same_way() -> None:
    left, right = leaves(HEADER)

    assert {r.text for r in left.runs} >= {"工作計畫", "甲案"}
    assert {r.text for r in right.runs} >= {"乙案"}


@pytest.mark.parametrize(
    "right",
    [
        (("計畫項目", 0.0, 0.0), ("執行情形", 90.0, 0.0), ("決算數", 220.0, -7.0), ("(元)", 225.0, 7.0)),
        (("計畫項目", 0.0, 0.0), ("實施內容", 90.0, 200.0), ("預算數", 220.0, 100.0), ("(元)", 225.0, 50.0)),
    ],
    ids=["other texts", "other places"],
)
def test_single_texts_that_come_twice_part_no_page(right: Sequence[tuple[str, float, float]]) -> None:
    assert len(leaves(right)) == 1
