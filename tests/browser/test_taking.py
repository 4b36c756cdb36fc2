"""What people take away: tables and hits as CSV and JSON, and addresses that bring a view back."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page

import pipeline
from pipeline.compare.files import reports_of
from pipeline.exporters.csv_form import protected, restored
from pipeline.models import Agency, Generator, Plan, PlanDocument, Source
from tests.browser.conftest import Watched
from tests.browser.taking import column, content, found, table, taken
from tests.compare.comparisons import every_status
from tests.contract import budget, item, level, section

Go = Callable[[str], Page]
PLAN = "chiayi-city-west-112"
COMPARED = "compare/chiayi-city-west-112-113.html"
HOSTILE = ("<script>window.broken=1</script>", "=1+1", "公告\u202e示送")
CELLS = [
    *(
        "=1+1",
        "+1",
        "@a",
        "＝1+1",
        "-",
        "－",
        "(1)",
        "1-2",
        "2.10",
        "112",
        "2.1",
        "里幹事",
        "007",
        "1,000",
        "9:00",
    ),
    *(
        "上午 9:00",
        "113年5月",
        "5月1日",
        "5-Mar",
        "May 2024",
        "TRUE",
        "#N/A",
        "'x",
        "\tA",
        "NT$16,000",
        "1 1/2",
    ),
    *(
        "1234567890123456",
        "10%",
        "1E5",
        "1.2.1",
        "民國113年",
        "9 PM",
        "宣導\n=1",
        "１２３",
        "1-1-1",
        "$5",
        "0.10",
    ),
]
PNG = b"\x89PNG\r\n\x1a\n"


def hostile_document(year_roc: int, amount_twd: int) -> PlanDocument:
    plan_id = f"office-{year_roc}"
    items = tuple(
        item(
            f"{plan_id}-0000000{place}",
            plan_item=(level("1.", title, 1),),
            work_item=(level("一、", title, 1),),
            budget_ids=(f"b{place}",),
        )
        for place, title in enumerate(HOSTILE)
    )
    held = tuple(
        section(
            f"s{place}",
            (one,),
            name=HOSTILE[place],
            budgets=(budget(f"b{place}", one.id, raw="=1+1", amount_twd=amount_twd * (place + 1)),),
        )
        for place, one in enumerate(items)
    )
    return PlanDocument(
        generator=Generator(version="1", reader="pdfium", profile="default"),
        source=Source(file_name=f"{HOSTILE[0]}.pdf", sha256=f"{year_roc:064x}", pages=1, producer=None),
        plan=Plan(
            id=plan_id,
            agency=Agency(id="office", name=HOSTILE[0], county="雲林縣", code=None),
            title=None,
            year_roc=year_roc,
            year=year_roc + 1911,
            sections=held,
        ),
        findings=(),
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an office that prints markup, formulas and marks of direction."""
    root = tmp_path_factory.mktemp("hostile")
    for year_roc, amount_twd in ((112, 40_000), (113, 90_000)):
        told = hostile_document(year_roc, amount_twd)
        folder = root / "output" / told.plan.id
        folder.mkdir(parents=True)
        (folder / "plan.json").write_text(told.model_dump_json(), encoding="utf-8")
    pipeline.build_site(root / "output", root / "site", jobs=1)
    return root / "site"


def test_a_table_is_sorted_by_its_heads_and_the_address_brings_the_order_back(go: Go) -> None:
    page = go(f"plans/{PLAN}/index.html")
    heads = page.locator("#section-sums .sort")
    page.wait_for_selector("#section-sums .sort >> nth=0")
    printed = column(page, "section-sums", 3)
    by_number = sorted(map(int, printed), reverse=True)
    heads.nth(2).click()
    assert list(map(int, column(page, "section-sums", 3))) == by_number
    assert page.get_attribute("#section-sums th:nth-child(3)", "aria-sort") == "descending"
    address = page.url
    go("index.html")
    page.goto(address)
    page.wait_for_selector("#section-sums [aria-sort=descending]")
    assert list(map(int, column(page, "section-sums", 3))) == by_number
    heads.nth(2).click()
    assert list(map(int, column(page, "section-sums", 3))) == by_number[::-1]
    heads.nth(2).click()
    assert column(page, "section-sums", 3) == printed
    assert "section-sums" not in page.url


def test_a_head_sorts_by_the_keyboard(go: Go) -> None:
    page = go(COMPARED)
    page.focus("#section-totals th:nth-child(4) button")
    page.keyboard.press("Enter")
    assert page.get_attribute("#section-totals th:nth-child(4)", "aria-sort") == "descending"
    # The sum of a kind of budget stays above its sections.
    assert "sum" in (page.locator("#section-totals tbody tr").first.get_attribute("class") or "")


def test_cells_without_a_number_stand_last_whichever_way(go: Go) -> None:
    page = go(f"plans/{PLAN}/index.html")
    page.wait_for_selector("#section-sums .sort >> nth=0")
    for _ in range(2):
        page.locator("#section-sums .sort").nth(3).click()
        values = [
            one.get_attribute("data-value") or ""
            for one in page.locator("#section-sums tbody td:nth-child(4)").all()
        ]
        numbers = [one for one in values if one]
        assert numbers
        assert values[: len(numbers)] == numbers


def test_a_table_is_taken_as_it_is_shown(go: Go) -> None:
    page = go(f"plans/{PLAN}/index.html")
    page.wait_for_selector("#section-sums .sort >> nth=0")
    page.locator("#section-sums .sort").nth(2).click()
    head, rows = table(taken(page, ".taken:has(+ .wide #section-sums) .csv"))
    assert [row["課室"] for row in rows] == column(page, "section-sums", 1)
    cells = page.locator("#section-sums tbody td:nth-child(4)").all()
    amounts = [one.get_attribute("data-value") or one.inner_text().replace("—", "") for one in cells]
    assert [row["本年度預算"] for row in rows] == amounts
    # Words are told where there is no number; a dash is nothing.
    assert {"3 格非金額", ""} <= set(amounts)
    assert "嘉義市西區區公所" in head
    assert re.search("[0-9a-f]{64}", head)
    assert f"https://data.example.tw/plans/plans/{PLAN}/index.html#section-sums=" in head


def test_json_names_its_columns_source_and_address(go: Go) -> None:
    page = go(f"plans/{PLAN}/index.html")
    page.wait_for_selector("#section-sums .sort >> nth=0")
    told = json.loads(content(taken(page, ".taken:has(+ .wide #section-sums) .json")))
    assert [one["key"] for one in told["columns"]][:3] == ["section", "pages", "items"]
    assert [row["section"] for row in told["rows"]] == column(page, "section-sums", 1)
    assert all(isinstance(row["items"], int) for row in told["rows"])
    assert {"title", "source", "version", "taken", "address"} <= told.keys()


def test_changes_are_taken_with_both_years_apart_as_they_are_filtered(go: Go) -> None:
    page = go(COMPARED)
    page.select_option("#filters [name=status]", "changed")
    download = taken(page, "#changes .csv")
    assert download.suggested_filename == "chiayi-city-west-112-113-changes.csv"
    _, rows = table(download)
    shown = page.locator("#items tbody tr:not([hidden])")
    assert {row["變更"] for row in rows} == {(one.get_attribute("id") or "")[1:] for one in shown.all()}
    assert {row["狀態"] for row in rows} == {"變更"}
    assert all(row["舊年度項目識別碼"] and row["新年度項目識別碼"] for row in rows)
    assert any(row["舊年度預算（元）"] != row["新年度預算（元）"] for row in rows)


def test_filters_and_order_of_changes_are_in_the_address(go: Go) -> None:
    page = go(COMPARED)
    page.select_option("#filters [name=size]", "twd:100000")
    page.select_option("#filters [name=order]", "twd")
    ids = [one.get_attribute("id") for one in page.locator("#items tbody tr:not([hidden])").all()]
    address = page.url
    go("index.html")
    page.goto(address)
    page.wait_for_selector("#shown:not(:empty)")
    assert [one.get_attribute("id") for one in page.locator("#items tbody tr:not([hidden])").all()] == ids
    page.click("#filters [type=reset]")
    page.wait_for_function("() => !location.hash")


def test_totals_are_taken_with_each_count_in_a_column_of_its_own(go: Go) -> None:
    page = go(COMPARED)
    _, rows = table(taken(page, ".taken:has(+ .wide #section-totals) .csv"))
    whole = rows[0]
    shown = page.locator("#section-totals tbody tr").first
    assert whole["新年度（元）"] == shown.locator("td").nth(1).get_attribute("data-value")
    assert (
        f"{whole['舊年度金額（格）']} / {whole['新年度金額（格）']}"
        == shown.locator("td").nth(3).inner_text()
    )


def test_all_changes_can_be_had_without_a_script(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / COMPARED).as_uri())
    href = page.get_attribute("a[href='chiayi-city-west-112-113.csv']", "href") or ""
    rows = list(csv.DictReader((site / "compare" / href).read_text(encoding="utf-8-sig").splitlines()))
    assert {row["status"] for row in rows} >= {"unchanged", "changed", "added"}
    assert page.locator(".taken").count() == 0
    context.close()


def test_hits_are_taken_all_of_them_with_their_addresses(go: Go) -> None:
    page = go("search.html#q=辦理")
    count = found(page)
    _, rows = table(taken(page, ".taken .csv"))
    assert len(rows) == count > page.locator("#rows tr").count()
    titles = page.locator("#rows tr td:nth-child(2) > a").all_inner_texts()
    assert [restored(row["計畫項目"]) for row in rows[: len(titles)]] == titles
    assert all(row["網址"].endswith(f"#{row['項目識別碼']}") for row in rows)


@pytest.mark.parametrize(("order", "sign"), [("budget", -1), ("budget-up", 1)])
def test_a_search_is_sorted_by_budget(go: Go, order: str, sign: int) -> None:
    page = go(f"search.html#q=辦理&order={order}")
    found(page)
    _, rows = table(taken(page, ".taken .csv"))
    amounts = [row["預算（元）"] for row in rows]
    known = [int(one) for one in amounts if one]
    assert len(known) > 1
    assert amounts[: len(known)] == [str(one) for one in sorted(known, key=lambda one: sign * one)]


def test_a_search_is_sorted_by_year_and_the_order_is_in_the_address(go: Go) -> None:
    page = go("search.html?q=里幹")
    assert found(page) > 0
    page.select_option("#filters [name=order]", "year-up")
    found(page)
    assert "order=year-up" in page.url
    years = [re.search(r"11[23]", one) for one in page.locator("#rows .place").all_inner_texts()]
    told = [one[0] for one in years if one]
    assert told == sorted(told)
    assert len(set(told)) > 1


def test_a_word_that_is_taken_back_is_gone_from_the_address(go: Go) -> None:
    page = go("search.html?q=里幹")
    found(page)
    page.fill("#filters [name=q]", "")
    page.wait_for_function("() => !location.search && !location.hash")


def test_where_nothing_is_found_a_filter_is_taken_away_by_one_click(go: Go) -> None:
    page = go("search.html#q=鼠害&budget=1000000")
    assert found(page) == 0
    page.click(".nothing button:has-text('不限預算')")
    page.wait_for_selector("#rows tr")
    assert found(page) > 0
    assert page.locator(".nothing").is_hidden()


def test_where_nothing_is_found_another_writing_is_offered(go: Go) -> None:
    page = go("search.html#q=計劃 鼠害")
    assert found(page) == 0
    assert page.locator(".nothing button:has-text('改寫為「計畫」')").count() == 1
    page.click(".nothing button:has-text('只找「鼠害」')")
    page.wait_for_selector("#rows tr")
    assert page.input_value("#filters [name=q]") == "鼠害"


def test_what_a_spreadsheet_would_change_is_guarded_as_the_exporters_do(go: Go) -> None:
    page = go(COMPARED)
    told = page.evaluate("(cells) => cells.map(workplanTake.guarded)", CELLS)
    assert told == [protected(one) for one in CELLS]


@pytest.fixture
def page_of(watched: Watched, hostile: Path) -> Iterator[Callable[[str], Page]]:
    def opened(path: str) -> Page:
        name, mark, rest = path.partition("#")
        watched.page.goto((hostile / name).as_uri() + mark + rest)
        return watched.page

    yield opened
    assert watched.page.evaluate("window.broken") is None


def test_hostile_changes_are_taken_as_text(page_of: Callable[[str], Page]) -> None:
    page = page_of("compare/office-112-113.html")
    assert page.locator("main script:not([type='application/json'])").count() == 0
    _, rows = table(taken(page, "#changes .csv"))
    assert {row["新年度預算（原件文字）"] for row in rows} == {"'=1+1"}
    assert "'=1+1" in {row["新年度課室"] for row in rows}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    told = json.loads(content(taken(page, "#changes .json")))
    assert {row["new_section"] for row in told["rows"]} == set(HOSTILE)


def test_hostile_changes_as_a_published_file_are_guarded(hostile: Path) -> None:
    rows = csv.reader(
        io.StringIO((hostile / "compare" / "office-112-113.csv").read_text(encoding="utf-8-sig"))
    )
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_a_hostile_chart_is_well_formed_and_turns_no_words(page_of: Callable[[str], Page]) -> None:
    page = page_of("compare/office-112-113.html")
    raw = content(taken(page, "#section-chart .svg-file")).decode()
    root = ET.fromstring(raw)  # noqa: S314 - made by the page under test
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert names <= {"svg", "g", "path", "text", "title", "desc", "rect"}
    assert "\u202e" not in raw
    assert "&lt;script" in raw


def test_hostile_citations_are_text(page_of: Callable[[str], Page]) -> None:
    page = page_of("compare/office-112-113.html")
    page.locator("#items .cite summary").first.click()
    text = page.locator("#items .citation .zh").first.inner_text()
    assert "<script>" in text
    assert "\u202e" not in text
    assert "（相對路徑）" in text


def test_hostile_hits_are_taken_as_text(page_of: Callable[[str], Page]) -> None:
    page = page_of("search.html#q=1")
    assert found(page) > 0
    _, rows = table(taken(page, ".taken .csv"))
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_a_report_that_is_one_file_gives_what_it_shows_too(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(reports_of(every_status())["report.html"])
    page = watched.page
    page.goto(path.as_uri())
    page.select_option("#filters [name=status]", "*")
    _, rows = table(taken(page, "#changes .csv"))
    assert len({row["變更"] for row in rows}) == page.locator("#items tbody tr").count()
    assert content(taken(page, "#section-chart .png-file")).startswith(PNG)


def test_downloads_are_told_by_what_they_are_for_in_sizes_that_people_read(go: Go, output: Path) -> None:
    page = go("data.html")
    sheets = page.locator("#sheets-files tbody tr")
    assert "workplan.xlsx" in sheets.first.inner_text()
    size = (output / "workplan.xlsx").stat().st_size
    assert f"{size / 1000:.1f} KB" in sheets.first.inner_text()
    assert page.locator("#programs-files a[href='data/workplan.sqlite']").count() == 1
    assert page.locator("#about-files a[href='data/manifest.json']").count() == 1


def test_a_download_is_the_published_file(go: Go, output: Path) -> None:
    page = go("data.html")
    assert content(taken(page, "a[href='data/budgets.csv']")) == (output / "budgets.csv").read_bytes()
