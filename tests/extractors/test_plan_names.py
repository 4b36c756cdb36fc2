"""Plans, offices and sections of whole documents: one plan stays one, whatever heads its tables."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.models import Extraction, Reader
from tests.extractors.test_section_rows import TWO, both_readers, extracted, table

OFFICE = "虛構縣虛構鄉公所"
TITLE = f"{OFFICE}113年度工作計畫"
TEXT = "本年度依鄉政發展計畫推動各項業務，以服務鄉民為宗旨，並定期檢討。"

Plans = list[tuple[str | None, int | None, list[str | None]]]


def plans(found: Extraction) -> Plans:
    return [(p.agency.name, p.year_roc, [s.name for s in p.sections]) for p in found.plans]


def rules(found: Extraction) -> set[str]:
    return {finding.rule for finding in found.findings}


def two_tables(first: str, second: str, *, text: str = "") -> str:
    tables = table(*TWO[:2]), table(*TWO[2:])
    return "\n\n".join(
        part for pair in zip((first, second), (text, text), tables, strict=True) for part in pair
    )


@both_readers
@pytest.mark.parametrize(
    "names",
    [
        ("民政課", "社會福利課"),
        ("民政課", "圖書館"),
        ("調解委員會", "清潔隊"),
        ("主計室", "會計主任"),
        ("建設暨農經課", "秘書室（含法制）"),
        # No ending is listed: names of one form, each above its table.
        ("動物之家", "長青學苑"),
        ("民政課", "檔案庫"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "【{}】", "{}：", "業務單位：{}", "\u3000{}"])
@pytest.mark.parametrize("text", ["", TEXT])
def test_names_above_tables_are_sections_of_one_plan(
    reader: Reader, names: Sequence[str], form: str, text: str, tmp_path: Path
) -> None:
    found = extracted(tmp_path, reader, two_tables(*map(form.format, names), text=text), title=TITLE)

    assert plans(found) == [(OFFICE, 113, list(names))]
    assert "section-guessed" not in rules(found)


@both_readers
@pytest.mark.parametrize(
    "forms", [("一、{}", "二、{}"), ("壹、{}", "貳、{}"), ("{}113年度工作計畫", "{}113年度工作計畫")]
)
def test_numbers_and_titles_of_their_own_make_no_other_plan(
    reader: Reader, forms: Sequence[str], tmp_path: Path
) -> None:
    names = ("社會福利課", "圖書館")
    lines = [form.format(name) for form, name in zip(forms, names, strict=True)]
    found = extracted(tmp_path, reader, two_tables(*lines), title=TITLE)

    assert plans(found) == [(OFFICE, 113, list(names))]


def test_a_line_alone_above_a_further_table_is_told(tmp_path: Path) -> None:
    found = extracted(tmp_path, "pdfium", two_tables("", "動物之家"), title=TITLE)

    assert plans(found) == [(OFFICE, 113, [None, "動物之家"])]
    (finding,) = (one for one in found.findings if one.rule == "section-guessed")
    assert (finding.severity, finding.page) == ("warning", 1)


def test_two_offices_are_two_plans(tmp_path: Path) -> None:
    source = f"{table(*TWO[:2])}\n\n虛構縣他鄉公所113年度工作計畫\n\n{table(*TWO[2:])}"
    found = extracted(tmp_path, "pdfium", source, title=TITLE)

    assert plans(found) == [(OFFICE, 113, [None]), ("虛構縣他鄉公所", 113, [None])]


@pytest.mark.parametrize("office", ["臺北市政府主計處", "水上鄉農會", "內政部", OFFICE])
def test_the_cover_signs_whatever_offices_are_listed_below_it(office: str, tmp_path: Path) -> None:
    listed = "目次\n\n臺北市信義區公所\n\n高雄市鳳山區公所"
    cover = f"#align(center)[{office}]\n#align(center)[113年度施政計畫]\n{listed}\n#pagebreak()\n"
    found = extracted(tmp_path, "pdfium", cover + table(*TWO), title="")

    assert plans(found) == [(office, 113, [None])]


def test_a_date_on_the_cover_is_no_preamble(tmp_path: Path) -> None:
    source = f"#align(center)[中華民國112年12月]\n#pagebreak()\n{two_tables('民政課', '社會課')}"
    found = extracted(tmp_path, "pdfium", source, title=TITLE)

    assert plans(found) == [(OFFICE, 113, ["民政課", "社會課"])]
    assert found.plans[0].sections[0].preamble is None


@pytest.mark.parametrize("line", [OFFICE, f"機關名稱：{OFFICE}"])
def test_the_office_may_stand_below_the_title(line: str, tmp_path: Path) -> None:
    found = extracted(tmp_path, "pdfium", f"{line}\n\n{table(*TWO)}", title="113年度工作計畫")

    assert plans(found) == [(OFFICE, 113, [None])]


@pytest.mark.parametrize("head", ["虛構縣他鄉公所", "嘉義市西區區公所113年度工作計畫"])
def test_a_running_header_of_another_office_contradicts(head: str, tmp_path: Path) -> None:
    pages = f"{table(*TWO[:2])}\n#pagebreak()\n{table(*TWO[2:])}"
    found = extracted(tmp_path, "pdfium", pages, title=f"#set page(header: [{head}])\n{TITLE}")

    assert plans(found) == [(OFFICE, 113, [None])]
    assert "agency-contradicted" in rules(found)


@pytest.mark.parametrize("head", [OFFICE, "虛構縣政府", f"{OFFICE}民政課", "113年度工作計畫"])
def test_a_running_header_of_the_same_office_does_not(head: str, tmp_path: Path) -> None:
    pages = f"{table(*TWO[:2])}\n#pagebreak()\n{table(*TWO[2:])}"
    found = extracted(tmp_path, "pdfium", pages, title=f"#set page(header: [{head}])\n{TITLE}")

    assert "agency-contradicted" not in rules(found)


@pytest.mark.parametrize(
    "title", ["事業計畫", "校務發展計畫", "施政綱要", "永續發展計畫", "中程施政計畫（草案）"]
)
@pytest.mark.parametrize("apart", [False, True])
def test_a_plan_may_have_any_name_where_a_title_stands(title: str, tmp_path: Path, *, apart: bool) -> None:
    printed = f"{OFFICE}]\n#align(center)[113年度{title}" if apart else f"{OFFICE}113年度{title}"
    found = extracted(tmp_path, "pdfium", two_tables("民政課", "社會課"), title=printed)

    assert plans(found) == [(OFFICE, 113, ["民政課", "社會課"])]


@both_readers
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("民政課　單位：新臺幣千元", "社會課　單位：新臺幣千元"),
        ("民政課", "註：依審定數為準。\n\n社會課"),
        ("民政課", "前表各項經費以主管機關核定數為準，如有不足由相關科目項下勻支。\n\n社會課"),
    ],
)
def test_a_unit_beside_a_name_or_a_note_above_it_hides_no_section(
    reader: Reader, first: str, second: str, tmp_path: Path
) -> None:
    found = extracted(tmp_path, reader, two_tables(first, second), title=TITLE)

    assert plans(found) == [(OFFICE, 113, ["民政課", "社會課"])]


@both_readers
def test_a_name_at_the_foot_of_an_unruled_page_has_its_table_overleaf(reader: Reader, tmp_path: Path) -> None:
    first, second = table(*TWO[:2], stroke="none"), table(*TWO[2:], stroke="none")
    source = f"民政課\n\n{first}\n\n#v(30pt)\n社會課\n#pagebreak()\n{second}"
    found = extracted(tmp_path, reader, source, title=TITLE)

    assert plans(found) == [(OFFICE, 113, ["民政課", "社會課"])]


@pytest.mark.parametrize("office", ["澎湖縣望安航空站", "高雄市燕巢動物之家", "臺北市立交響樂團"])
@pytest.mark.parametrize("apart", [False, True])
def test_an_office_begins_with_a_place_whatever_it_ends_with(
    office: str, tmp_path: Path, *, apart: bool
) -> None:
    title = f"{office}]\n#align(center)[113年度施政計畫" if apart else f"{office}113年度施政計畫"
    found = extracted(tmp_path, "pdfium", two_tables("民政課", "社會課"), title=title)

    assert plans(found) == [(office, 113, ["民政課", "社會課"])]


@pytest.mark.parametrize("kind", ["營運", "業務推展", "永續發展"])
def test_the_kind_of_a_plan_is_no_section(kind: str, tmp_path: Path) -> None:
    source = f"#align(center)[113年度{kind}計畫]\n{table(*TWO)}"
    found = extracted(tmp_path, "pdfium", source, title="宜蘭縣立圖書館")

    assert plans(found) == [("宜蘭縣立圖書館", 113, [None])]


def test_a_running_header_alone_heads_a_table_without_a_title(tmp_path: Path) -> None:
    head = "#set page(header: [內 政 部\\ 預 算 總 說 明\\ 中華民國 113 年度])\n"
    source = f"{head}（二）年度重要施政計畫\n\n{table(*TWO[:2])}\n#pagebreak()\n{table(*TWO[2:])}"
    found = extracted(tmp_path, "pdfium", source, title="")

    assert plans(found) == [("內政部", 113, ["內政部"])]
