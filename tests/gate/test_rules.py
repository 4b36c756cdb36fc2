"""Each rule fires on a published folder in which one thing is broken, and on no other."""

from pathlib import Path

import pytest

from pipeline.gate.check import check_folder
from pipeline.messages.catalogue import catalogue
from tests.gate import cases_files, cases_formats, cases_metadata, cases_tables  # noqa: F401 - they declare cases
from tests.gate.breaking import CASES, Case

AGAINST_PREVIOUS = {"key-changed", "rows-lost", "version-not-raised"}
"""Tested in test_previous.py."""
ASKED_FOR = {"not-reviewed", "confidence-below"}
"""Tested in test_reviewed.py and test_confidence.py."""
OTHER_FORM = {"csv-unsafe"}
"""Tested in test_forms.py."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_sees_what_is_broken(case: Case, folder: Path) -> None:
    case.broken(folder)

    report = check_folder(folder, rules=[case.rule])

    places = [(result.place.file, result.place.line, result.place.column) for result in report.results]
    assert any(
        file == case.file and case.row in {None, row} and case.column in {None, column}
        for file, row, column in places
    ), places
    assert {result.id for result in report.results} == {case.rule}


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES} | AGAINST_PREVIOUS | ASKED_FOR | OTHER_FORM == set(catalogue("gate"))


def test_the_unbroken_folder_passes(published: Path) -> None:
    report = check_folder(published)

    assert report.passed
    # Numbers such as 8,359 stand in the cells as they are printed.
    assert set(report.rule_counts) == {"csv-changed"}
    assert {one.rule for one in report.unjudged} == AGAINST_PREVIOUS | ASKED_FOR
