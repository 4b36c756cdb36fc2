"""Levels of work items: parts without numbers, lists that begin anywhere, look-alike labels, wrapped texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Extraction, Reader
from tests.making.typeset import compile_pdf
from tests.reading import READERS

both_readers = pytest.mark.parametrize("reader", READERS)
SET = (
    '#set page(width: 480pt, height: {high}pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
    "#set table(inset: 6pt)\n#align(center)[虛構市東區區公所113年度工作計畫]\n"
)
HEAD = ("機關工作項目", "計畫項目", "實施內容", "預算金額（千元）")

Row = tuple[str, str]
"""Work cell, with | between its lines, and plan item."""


def cells(rows: Sequence[Row]) -> str:
    texts = [
        [work.replace("|", "#linebreak();"), plan, "(1)依計畫辦理各項活動並定期檢討。" if plan else "", "120"]
        for work, plan in rows
    ]
    return ", ".join(f"[{text}]" for row in (HEAD, *texts) for text in row)


def extracted(
    folder: Path,
    reader: Reader,
    rows: Sequence[Row],
    *,
    work: int = 60,
    stroke: str = "0.5pt",
    high: int = 600,
) -> Extraction:
    path = folder / "plan.pdf"
    source = f"#table(columns: ({work}pt, 110pt, 130pt, 80pt), stroke: {stroke}, {cells(rows)})"
    path.write_bytes(compile_pdf(SET.format(high=high) + source))
    return extract(path, reader=reader)


def works(found: Extraction) -> list[tuple[str, ...]]:
    items = [item for plan in found.plans for section in plan.sections for item in section.items]
    return [tuple((level.label or "") + level.text for level in item.work_item) for item in items]


def rules_of(found: Extraction) -> set[str]:
    return {one.rule for one in found.findings if one.severity != "info"}


@both_readers
@pytest.mark.parametrize("stroke", ["0.5pt", "(x: 0.5pt)", "none"])
def test_the_first_part_stands_below_a_full_line_in_its_works_cell(
    reader: Reader, tmp_path: Path, stroke: str
) -> None:
    rows = [
        ("一、觀光|節慶活動", "1.元宵燈會"),
        ("遊程推廣", "1.導覽人員"),
        ("二、設施|步道維護", "1.步道整建"),
        ("公廁管理", "1.景觀公廁"),
    ]
    found = extracted(tmp_path, reader, rows, work=53, stroke=stroke)

    assert works(found) == [
        ("一、觀光", "節慶活動"),
        ("一、觀光", "遊程推廣"),
        ("二、設施", "步道維護"),
        ("二、設施", "公廁管理"),
    ]
    assert "work-levels" not in rules_of(found)


@both_readers
def test_one_work_with_a_part_is_read_so_and_told(reader: Reader, tmp_path: Path) -> None:
    found = extracted(
        tmp_path, reader, [("一、觀光|節慶活動", "1.元宵燈會"), ("遊程推廣", "1.導覽")], work=53
    )

    assert works(found) == [("一、觀光", "節慶活動"), ("一、觀光", "遊程推廣")]
    assert "work-levels" in rules_of(found)


@both_readers
def test_wrapped_works_that_all_have_numbers_are_one_level(reader: Reader, tmp_path: Path) -> None:
    rows = [
        ("一、觀光行銷與節慶", "1.燈會"),
        ("二、觀光設施維護管", "1.步道"),
        ("三、里鄰行政及禮俗", "1.集會"),
    ]
    found = extracted(tmp_path, reader, rows, work=53)

    assert works(found) == [(work,) for work, _ in rows]


@both_readers
@pytest.mark.parametrize("brackets", ["【】", "〖〗", "《》", "〈〉"])
def test_a_text_in_brackets_is_complete(reader: Reader, tmp_path: Path, brackets: str) -> None:
    titles = [f"{brackets[0]}{text}{brackets[1]}" for text in ("道路工程", "公園與建築")]
    rows = [
        (f"{titles[0]}|路面", "1.管道整合"),
        ("人行環境", "1.騎樓整平"),
        (f"{titles[1]}|公園", "1.公園改造"),
        ("建築管理", "1.公寓大廈"),
    ]
    found = extracted(tmp_path, reader, rows, work=82)

    assert works(found) == [
        (titles[0], "路面"),
        (titles[0], "人行環境"),
        (titles[1], "公園"),
        (titles[1], "建築管理"),
    ]
    assert not rules_of(found) & {"work-levels", "readings-differ"}


@both_readers
def test_a_part_that_opens_a_page_below_another_row_is_no_more_of_the_text_before(
    reader: Reader, tmp_path: Path
) -> None:
    rows = [
        ("一、觀光|節慶活動", "1.元宵燈會"),
        ("遊程推廣", "1.導覽人員"),
        ("二、設施|步道維護", "1.步道整建"),
        ("", "2.步道巡查"),
        ("公廁管理", "1.景觀公廁"),
    ]
    found = extracted(tmp_path, reader, rows, work=53, stroke="(x: 0.5pt)", high=230)

    assert found.source.pages > 1
    assert works(found)[2:] == [("二、設施", "步道維護")] * 2 + [("二、設施", "公廁管理")]


@both_readers
@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (["三、民政", "四、社會"], [("三、民政",), ("四、社會",)]),
        (["(四)民政", "(五)社會", "二、經建"], [("(四)民政",), ("(五)社會",), ("二、經建",)]),
        (
            ["六、教育|(二)分送", "(三)宣導", "七、民政"],
            [("六、教育", "(二)分送"), ("六、教育", "(三)宣導"), ("七、民政",)],
        ),
        (["六、教育行政|(二)分送", "(三)宣導"], [("六、教育行政", "(二)分送"), ("六、教育行政", "(三)宣導")]),
    ],
)
def test_a_level_begins_at_any_number(
    reader: Reader, tmp_path: Path, rows: list[str], wanted: list[tuple[str, ...]], stroke: str
) -> None:
    found = extracted(tmp_path, reader, [(work, "1.里民活動") for work in rows], work=72, stroke=stroke)

    assert works(found) == wanted
    assert "readings-differ" not in rules_of(found)


@both_readers
@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize(
    ("lines", "width"),
    [
        (("一、文|書管理", "二、社|會福利|與救助", "三、民|政管|理"), 42),
        (("文書管|理", "社會福|利與救|助", "民政管|理"), 42),
        (("文書|管理", "社會|福利", "民政|業務"), 32),
    ],
)
def test_a_text_that_wraps_in_a_narrow_column_is_one(
    reader: Reader, tmp_path: Path, lines: tuple[str, ...], width: int, stroke: str
) -> None:
    found = extracted(tmp_path, reader, [(text, "1.里民活動") for text in lines], work=width, stroke=stroke)

    assert works(found) == [(text.replace("|", ""),) for text in lines]
    assert "readings-differ" not in rules_of(found)


@both_readers
def test_look_alike_labels_are_read_as_what_they_stand_for(reader: Reader, tmp_path: Path) -> None:
    rows = [
        ("─、民政", "l.集會"),
        ("", "2.守望"),
        ("二、社會", "(—)道路"),
        ("", "(二)路燈"),
        ("㈢經建", "﹙ㄧ﹚公園"),
    ]
    found = extracted(tmp_path, reader, rows, work=72)
    items = [item for plan in found.plans for section in plan.sections for item in section.items]

    assert [item.plan_item[-1].number for item in items] == [1, 2, 1, 2, 1]
    assert [item.plan_item[-1].label for item in items] == ["l.", "2.", "(—)", "(二)", "﹙ㄧ﹚"]
    assert [item.work_item[0].label for item in items[:3]] == ["─、", "─、", "二、"]


@both_readers
@pytest.mark.parametrize("word", ["合|計", "總|計", "合計|："])
def test_the_word_of_a_total_that_wraps_in_a_narrow_column_is_no_work(
    reader: Reader, tmp_path: Path, word: str
) -> None:
    found = extracted(
        tmp_path, reader, [("一、民|政", "1.里民活動"), ("二、社|會", "1.救助"), (word, "")], work=42
    )

    assert works(found) == [("一、民政",), ("二、社會",)]
    assert [total.raw for section in found.plans[0].sections for total in section.totals] == ["120"]
