"""Kinds of cells: what each takes for one of its own."""

import pytest

from pipeline.written.cells import iso_date, one_of, sha256_text


@pytest.mark.parametrize("text", ["2026-03-05", "2026/3/5", "115/3/5", "115.03.05", "民國115年3月5日"])
def test_a_day_may_be_of_either_calendar(text: str) -> None:
    assert iso_date(text) == "2026-03-05"


@pytest.mark.parametrize("text", ["", "3/5", "2026-02-30", "5/3/2026", "115年"])
def test_what_is_no_day(text: str) -> None:
    assert iso_date(text) is None


def test_a_hash_may_be_in_capitals() -> None:
    assert sha256_text(" " + "AB" * 32) == "ab" * 32


@pytest.mark.parametrize("text", ["", "ab" * 31, "xy" * 32])
def test_what_is_no_hash(text: str) -> None:
    assert sha256_text(text) is None


def test_a_word_may_be_in_capitals_and_of_full_width() -> None:
    kind = one_of(("accept",), "verdict-unknown")
    assert kind.read(" ＡＣＣＥＰＴ ") == "accept"
    assert kind.read("perhaps") is None
