"""Cells that a spreadsheet changed by itself are told from those that a person wrote."""

from datetime import date, time

import pytest

from pipeline.exporters.columns import Value
from pipeline.folder.spreadsheet_effects import Found, is_by_spreadsheet, is_same, is_typed

SAME: tuple[tuple[Value, Found], ...] = (
    (None, ""), ("函", "函"), ("1-1", "'1-1"), ("甲\n乙", "甲\r\n乙"), (8359000, "8,359,000"), (8359000, 8359000.0),
    (10**20, str(10**20)), (72.5, "72.50"), (40000, "4.00E+04"),
)  # fmt: skip
BY_ITSELF: tuple[tuple[Value, Found], ...] = (
    ("1-1", "1月1日"), ("1-1", date(2026, 1, 1)), ("1-2", "Jan-02"), ("5月20日", "20-May"), ("113-05-20", "2024/5/20"),
    ("9:00", time(9, 0)), ("007", "7"), ("007", 7.0), ("1.10", 1.1), ("1,000", "1000"), ("50%", 0.5), ("(1)", -1.0),
    ("12345678901234567890", "1.23457E+19"), (12345678901234, "1.23457E+13"), ("=1+1", "#NAME?"), ("=1+1", 0),
    ("true", True), ("１２", "12"), ("里𡍼", "里?"), ("字" * 40_000, "字" * 32_767),
)  # fmt: skip
WRITTEN: tuple[tuple[Value, Found], ...] = (
    ("函", "函覆"), ("函", ""), (None, "函"), ("8,359", "8360"), (40000, "50000"), (40000, 50000.0), (40000, ""),
    ("1-1", "每月"), ("007", "8"), ("1-1", "1-2"), ("里𡍼", "里?長"),
)  # fmt: skip


@pytest.mark.parametrize(("value", "found"), SAME)
def test_the_same_value_in_another_form_is_the_same(value: Value, found: Found) -> None:
    assert is_same(value, found)


@pytest.mark.parametrize(("value", "found"), BY_ITSELF)
def test_what_a_spreadsheet_makes_of_a_cell_is_no_persons(value: Value, found: Found) -> None:
    assert not is_same(value, found)
    assert is_by_spreadsheet(value, found)


@pytest.mark.parametrize(("value", "found"), WRITTEN)
def test_what_a_person_wrote_is_no_spreadsheets(value: Value, found: Found) -> None:
    assert not is_same(value, found)
    assert not is_by_spreadsheet(value, found)


@pytest.mark.parametrize("found", [date(2026, 1, 2), "1月2日", "2-Jan", "2024/5/20", "上午9:00", True])
def test_a_date_tells_nobody_what_was_written(found: Found) -> None:
    assert is_typed("1-1", found)
    assert not is_by_spreadsheet("1-1", found)
