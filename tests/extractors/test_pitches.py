"""Texts of one document that are set at different distances of lines: width is no line's end."""

from pathlib import Path

import pytest

from pipeline.models import Reader, Step
from tests.extractors.test_section_rows import TWO, both_readers, extracted, table

FOCUS = (
    "一、積極推動里鄰長服務，落實為民服務工作，並定期召開里幹事工作會報，檢討各項業務辦理情形，提升行政效率與服務品質。",
    "二、辦理守望相助工作，輔導各里成立守望相助隊，維護社區治安，並辦理績優隊員表揚及教育訓練等各項活動，加強社區安全。",
)
TEXT = "配合本市政策辦理各項里民活動，並輔導各里成立守望相助隊，維護社區治安，定期檢討執行情形。"
TIGHT, WIDE = 0.65, (1.2, 1.6, 2.0)


def printed(steps: tuple[Step, ...]) -> list[str]:
    return [(step.label or "") + step.text for step in steps]


def spaced(text: str, leading: float) -> str:
    return f"#par(leading: {leading}em, spacing: {leading}em)[{text}]"


@both_readers
@pytest.mark.parametrize("wide", WIDE)
def test_focuses_may_be_set_wider_than_the_preamble(reader: Reader, wide: float, tmp_path: Path) -> None:
    focus = "\n\n".join(spaced(text, wide) for text in FOCUS)
    source = (
        f"民政課\n\n{spaced(TEXT, TIGHT)}\n\n壹、年度工作重點\n\n{focus}\n\n貳、重大工作目標\n\n{table(*TWO)}"
    )
    section = extracted(tmp_path, reader, source, high=700).plans[0].sections[0]

    assert printed(section.focus) == list(FOCUS)
    assert section.preamble == TEXT


@both_readers
@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize("pitches", [(TIGHT, wide) for wide in WIDE] + [(2.0, 2.0)])
def test_cells_of_one_table_may_be_set_apart(
    reader: Reader, stroke: str, pitches: tuple[float, float], tmp_path: Path
) -> None:
    works = ("一、自治行政", "1.里幹事服勤"), ("二、民防業務", "1.民防團隊訓練")
    rows = [(*work, spaced(TEXT, pitch), "120") for work, pitch in zip(works, pitches, strict=True)]
    section = extracted(tmp_path, reader, table(*rows, stroke=stroke)).plans[0].sections[0]

    assert [printed(item.implementation) for item in section.items] == [[TEXT], [TEXT]]
