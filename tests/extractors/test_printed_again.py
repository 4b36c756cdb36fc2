"""What further pages print again above their rows: titles and notes, numbers of columns, work items with a mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Extraction, Reader
from tests.making.typeset import compile_pdf
from tests.reading import READERS

both_readers = pytest.mark.parametrize("reader", READERS)
SET = (
    '#set page(width: 480pt, height: 250pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
    "#set table(inset: 4pt)\n"
)
TITLE = "#align(center)[虛構市東區區公所113年度工作計畫]\n"
HEAD = ("機關工作項目", "計畫項目", "實施內容", "預算金額（千元）")

Row = tuple[str, str, str, str]


def table(*rows: Row, again: tuple[str, ...] = (), stroke: str = "0.5pt") -> str:
    """One page's part of a table, ``again`` being a row below its header."""
    cells = ", ".join(
        f"[{text.replace('|', '#linebreak();')}]" for row in (HEAD, again, *rows) for text in row
    )
    return f"#table(columns: (80pt, 110pt, 130pt, 80pt), stroke: {stroke}, {cells})\n"


def extracted(folder: Path, reader: Reader, *pages: str) -> Extraction:
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(SET + "#pagebreak()\n".join(pages)))
    return extract(path, reader=reader)


def records(found: Extraction) -> list[tuple[str, str, int]]:
    items = [item for plan in found.plans for section in plan.sections for item in section.items]
    return [
        (
            "/".join((level.label or "") + level.text for level in item.work_item),
            "/".join((level.label or "") + level.text for level in item.plan_item),
            len(item.implementation),
        )
        for item in items
    ]


@both_readers
@pytest.mark.parametrize(
    "above", ["填表說明：本表所列經費得依實際需要調整。", "中華民國113年1月1日起至12月31日止"]
)
def test_a_note_that_a_further_page_prints_again_divides_no_table(
    reader: Reader, tmp_path: Path, above: str
) -> None:
    first = TITLE + above + table(("一、民政業務", "1.里民活動", "(1)依計畫辦理。", "120"))
    second = TITLE + above + table(("", "2.守望相助", "(1)依計畫辦理。", "80"))

    assert records(extracted(tmp_path, reader, first, second)) == [
        ("一、民政業務", "1.里民活動", 1),
        ("一、民政業務", "2.守望相助", 1),
    ]


@both_readers
@pytest.mark.parametrize(
    "numbers", [("1", "2", "3", "4"), ("(一)", "(二)", "(三)", "(四)"), ("甲", "乙", "丙", "丁")]
)
@pytest.mark.parametrize("work", ["", "一、民政業務（續）"])
def test_contents_go_on_below_numbers_of_columns(
    reader: Reader, tmp_path: Path, numbers: tuple[str, ...], work: str
) -> None:
    first = TITLE + table(
        ("一、民政業務", "1.里民活動", "(1)依計畫辦理。", "120"),
        ("", "2.守望相助", "(1)輔導各隊充實裝備。", "80"),
        again=numbers,
    )
    second = TITLE + table(
        (work, "", "(2)辦理年度評鑑。", ""), ("", "3.里鄰長研習", "(1)依計畫辦理。", "60"), again=numbers
    )

    assert records(extracted(tmp_path, reader, first, second)) == [
        ("一、民政業務", "1.里民活動", 1),
        ("一、民政業務", "2.守望相助", 2),
        ("一、民政業務", "3.里鄰長研習", 1),
    ]


MARKED = (
    "{}（續）",
    "{}(續1)",
    "{}（續二）",
    "{}[續]",
    "{}〈續〉",
    "{}（承上頁）",
    "{}|（接上頁）",
    "（續）|{}",
    "#[];(續){}",
    "〈續〉{}",
    "續{}",
)


@both_readers
@pytest.mark.parametrize("marked", MARKED)
def test_a_work_item_with_a_mark_in_any_place_is_the_one_before(
    reader: Reader, tmp_path: Path, marked: str
) -> None:
    work = "一、民政業務"
    first = table((work, "1.里民活動", "(1)依計畫辦理。", "120"))
    second = table(
        (marked.format(work), "2.守望相助", "(1)依計畫辦理。", "80"),
        ("二、社會", "1.救助", "(1)辦理。", "60"),
    )
    found = extracted(tmp_path, reader, TITLE + first, TITLE + second)

    assert [record[0] for record in records(found)] == [work, work, "二、社會"]
    assert found.audit.outside == 0


@both_readers
@pytest.mark.parametrize("marked", MARKED)
def test_a_plan_item_with_a_mark_in_any_place_goes_on(reader: Reader, tmp_path: Path, marked: str) -> None:
    first = table(("一、民政業務", "1.里民活動", "(1)依計畫辦理。", "120"))
    second = table(
        ("", marked.format("1.里民活動"), "(2)依規定辦理。", ""), ("", "2.救助", "(1)辦理。", "60")
    )
    found = records(extracted(tmp_path, reader, TITLE + first, TITLE + second))

    assert found == [("一、民政業務", "1.里民活動", 2), ("一、民政業務", "2.救助", 1)]


@both_readers
def test_a_text_that_ends_like_a_mark_is_whole(reader: Reader, tmp_path: Path) -> None:
    pages = [table((f"{n}、登記手續", "1.里民活動", "(1)依計畫辦理。", "120")) for n in ("一", "二")]

    assert [
        record[0] for record in records(extracted(tmp_path, reader, *(TITLE + page for page in pages)))
    ] == [
        "一、登記手續",
        "二、登記手續",
    ]


@both_readers
@pytest.mark.parametrize("mark", ["(續下頁)", "【轉次頁】", "接下頁"])
def test_a_mark_in_the_contents_at_a_page_s_end_is_no_content(
    reader: Reader, tmp_path: Path, mark: str
) -> None:
    first = TITLE + table(("一、民政業務|里政組", "1.里民活動", f"(1)依計畫辦理。|{mark}", "120"))
    second = table(("", "", "(2)辦理考核。", ""), ("", "2.守望相助", "(1)依計畫辦理。", "80"))

    found = extracted(tmp_path, reader, first, second)

    texts = [step.text for item in found.plans[0].sections[0].items for step in item.implementation]
    assert texts == ["依計畫辦理。", "辦理考核。", "依計畫辦理。"]


@both_readers
def test_such_a_word_beside_a_figure_names_the_sum_that_goes_on(reader: Reader, tmp_path: Path) -> None:
    first = TITLE + table(("一、民政業務", "1.里民活動", "(1)依計畫辦理。", "120"), ("", "", "轉次頁", "120"))
    second = table(("", "2.守望相助", "(1)依計畫辦理。", "80"))

    found = extracted(tmp_path, reader, first, second)

    assert [total.label for total in found.plans[0].sections[0].totals] == ["轉次頁"]
