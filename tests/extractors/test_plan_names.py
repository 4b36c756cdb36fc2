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
