"""How sure the records are that are published: asked for with --min-confidence only."""

from pathlib import Path

import pytest

import pipeline
from pipeline.errors import UsageError
from pipeline.gate.check import check_folder
from pipeline.gate.results import CheckReport
from pipeline.models import Confidence
from tests.calling import Call, caller
from tests.gate.breaking import add, put, read_rows, value, write_rows

CERTAIN, LIKELY, DOUBTFUL = "certain", "likely", "doubtful"


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.fixture
def items(folder: Path) -> Path:
    """The table of a publication whose records are all certain, and of which nothing was found."""
    found = folder / "findings.csv"
    write_rows(found, read_rows(found)[:1])
    path = folder / "items.csv"
    rows = read_rows(path)
    at = rows[0].index("confidence")
    write_rows(path, [rows[0], *([*row[:at], CERTAIN, *row[at + 1 :]] for row in rows[1:])])
    return path


def judged(items: Path, least: Confidence) -> CheckReport:
    return check_folder(items.parent, rules=["confidence-below"], min_confidence=least)


def test_where_all_are_certain_the_rule_holds(items: Path) -> None:
    assert judged(items, "certain").passed
    assert judged(items, "certain").judged == ("confidence-below",)


def test_likely_records_are_enough_where_likely_is_asked(items: Path) -> None:
    put(items, 3, "confidence", LIKELY)
    assert judged(items, "likely").passed
    assert not judged(items, "certain").passed


def test_one_line_tells_how_many_of_which_and_where_to_look_the_doubtful_first(items: Path) -> None:
    for row, word in ((3, LIKELY), (5, DOUBTFUL), (6, LIKELY)):
        put(items, row, "confidence", word)
    (told,) = judged(items, "certain").results
    names = ", ".join(value(items, row, "item_id") for row in (5, 3, 6))
    assert (told.place.file, told.place.line, told.place.column, told.count) == (
        "items.csv",
        5,
        "confidence",
        3,
    )
    assert told.text.en.endswith(f": doubtful 1 + likely 2 / {len(read_rows(items)) - 1}: {names}")
    (told,) = judged(items, "likely").results
    assert told.count == 1


def test_many_records_are_counted_but_not_all_named(items: Path) -> None:
    for row in range(2, 15):
        put(items, row, "confidence", DOUBTFUL)
    (told,) = judged(items, "likely").results
    assert told.text.en.endswith(", … +3")


@pytest.mark.parametrize("word", ["", "sure"])
def test_a_record_that_does_not_say_it_is_below_any(items: Path, word: str) -> None:
    put(items, 3, "confidence", word)
    (told,) = judged(items, "likely").results
    assert f": {word or '?'} 1 / " in told.text.en


def test_without_the_table_nothing_is_sure(items: Path) -> None:
    items.unlink()
    assert [one.place.file for one in judged(items, "likely").results] == ["items.csv"]


def test_the_rule_is_judged_only_where_it_is_asked_for(items: Path) -> None:
    put(items, 3, "confidence", DOUBTFUL)
    report = check_folder(items.parent, rules=["confidence-below"])
    assert report.passed
    assert [one.rule for one in report.unjudged] == ["confidence-below"]


def test_the_command_and_the_function_ask_for_it(call: Call, folder: Path) -> None:
    put(folder / "items.csv", 3, "confidence", DOUBTFUL)
    result = call("check", folder, "--min-confidence", "likely")
    assert result.code == 1
    assert "confidence-below" in result.out
    assert not pipeline.check(folder, min_confidence="likely").passed


def test_any_confidence_cannot_be_asked_for(call: Call, folder: Path) -> None:
    assert call("check", folder, "--min-confidence", "doubtful").code == 2
    with pytest.raises(UsageError, match="doubtful"):
        pipeline.check(folder, min_confidence="doubtful")


@pytest.mark.parametrize("finding", [{"severity": "info"}, {"rule": "correction-refused"}], ids=str)
def test_what_says_nothing_of_the_reading_contradicts_no_confidence(
    items: Path, finding: dict[str, str]
) -> None:
    warned = {"rule": "cell-torn", "severity": "warning", "item_id": value(items, 3, "item_id")}
    add(items.parent / "findings.csv", **(warned | finding))
    assert check_folder(items.parent, rules=["confidence-contradicted"]).passed
