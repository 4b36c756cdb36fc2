"""A year's budget in its own plan, and as the next year's plan prints it."""

import csv
import io
import re

from pipeline.compare.comparison import compare_documents
from pipeline.compare.files import reports_of
from pipeline.compare.model import Comparison
from pipeline.compare.remarks import remarks_of
from pipeline.compare.same_year import SameYearRow, same_year_csv, same_year_rows
from tests.compare.written import plan_of

PLACE = "# 農業課\n## 一、農業推廣\n"


def compared(old: str, new: str, years: tuple[int, int] = (112, 113)) -> Comparison:
    first, then = years
    return compare_documents([plan_of(PLACE + old, first)], [plan_of(PLACE + new, then)])


def rows(comparison: Comparison, level: str = "item") -> list[SameYearRow]:
    return [one for one in same_year_rows(comparison) if one.level == level]


def told(comparison: Comparison) -> list[str]:
    return [one.line().en for one in remarks_of(comparison)]


OLD = "a | 1. 農機補助 | 受理。 | 30\nc | 2. 休耕管理 | 勘查。 | 50"
NEW = "b | 1. 農機補助 | 受理。 | 40 上年 35\nd | 2. 休耕管理 | 勘查。 | 60 上年 50"
DIFFERING = compared(OLD, NEW)


def test_an_item_has_both_figures_and_their_difference() -> None:
    first, second = rows(DIFFERING)
    assert (first.own.twd, first.next.twd, first.difference_twd) == (30_000, 35_000, 5_000)
    assert second.difference_twd == 0


def test_sections_and_all_are_summed() -> None:
    for level in ("section", "total"):
        (row,) = rows(DIFFERING, level)
        assert (row.own.twd, row.next.twd) == (80_000, 85_000)


def test_it_is_told_once_with_counts_and_as_information() -> None:
    (one,) = remarks_of(DIFFERING)
    assert (one.problem.id, one.problem.severity) == ("previous-budget-differs", "info")
    assert "differ in 1 of 2 places (NT$30,000 and NT$35,000)" in one.line().en


def test_the_same_figures_are_not_told() -> None:
    same = compared("a | 1. 農機補助 | 受理。 | 30", "b | 1. 農機補助 | 受理。 | 40 上年 30")
    assert [one.difference_twd for one in rows(same)] == [0]
    assert told(same) == []


def test_a_cell_that_items_share_is_summed_once() -> None:
    (row,) = rows(
        compared(
            "a | 1. 農機補助 | 受理。 | 30@x\nc | 2. 休耕管理 | 勘查。 | 30@x",
            "b | 1. 農機補助 | 受理。 | 40 上年 10\nd | 2. 休耕管理 | 勘查。 | 60 上年 20",
        )
    )
    assert (row.own.twd, row.next.twd, len(row.own.items)) == (30_000, 30_000, 2)


def test_a_budget_in_words_is_not_compared() -> None:
    words = compared("a | 1. 農機補助 | 受理。 | 業務費", "b | 1. 農機補助 | 受理。 | 40 上年 30")
    assert [one.difference_twd for one in rows(words)] == [None]
    assert told(words) == []


def test_a_doubtful_record_is_in_the_table_and_not_in_the_finding() -> None:
    doubted = compared("a | 1. 農機補助 | 受理。 | 30", "b | 1. 農機補助 | 受理。 | 30 上年 35 疑 item-bare")
    assert [one.band for one in rows(doubted)] == ["uncertain"]
    assert told(doubted) == []


def test_years_that_do_not_follow_each_other_have_no_year_in_common() -> None:
    assert same_year_rows(compared(OLD, NEW, (111, 113))) == ()


def test_a_plan_without_the_column_says_nothing() -> None:
    assert same_year_rows(compared(OLD, OLD.replace("a |", "b |").replace("c |", "d |"))) == ()


def test_the_table_has_pages_and_cells_of_both() -> None:
    table = list(csv.DictReader(io.StringIO(same_year_csv([DIFFERING]).decode("utf-8-sig"))))
    assert [row["level"] for row in table] == ["item", "item", "section", "total"]
    second = table[1]
    assert (second["own_pages"], second["next_pages"], second["own_raw"], second["next_raw"]) == (
        "2",
        "2",
        "50",
        "50",
    )
    assert (second["own_budget_ids"], second["next_budget_ids"]) == ("c-current", "d-previous")
    assert (second["year_roc"], second["next_year_roc"]) == ("112", "113")


def test_the_report_shows_what_differs_and_the_sums() -> None:
    page = reports_of(DIFFERING)["report.html"].decode()
    (table,) = re.findall(r'id="same-year-items">.*?</table>', page, re.DOTALL)
    assert "農機補助" in table
    assert "休耕管理" not in table
    assert re.findall(r'data-value="(\d+)"', table) == ["30000", "35000", "5000"]
    assert "80,000 元" in page.split('id="same-year"')[1].split("</p>")[0]


def test_without_a_column_of_the_year_before_no_second_figure_is_shown() -> None:
    page = reports_of(compared(OLD, "b | 1. 農機補助 | 受理。 | 40"))["report.html"].decode()
    assert 'id="same-year"' not in page
