"""A whole output folder of `workplan run`, kept in tests/golden/expected to be read by eye.

Where a change of the output is meant: python -m tests.golden.regenerate, and look at the difference.
"""

from pathlib import Path

import pypdfium2
import pytest

from pipeline import extract
from pipeline.models import Reader
from tests import scoring
from tests.golden.regenerate import EXPECTED, PDF, PLAN, output
from tests.reading import READERS


def test_a_run_writes_the_golden_folder_byte_for_byte(tmp_path: Path) -> None:
    found = output(tmp_path / "out")
    expected = {
        path.relative_to(EXPECTED).as_posix(): path.read_bytes()
        for path in EXPECTED.rglob("*")
        if path.is_file()
    }

    assert sorted(found) == sorted(expected)
    for name, content in expected.items():
        # Lines, so that a failure shows which one differs; then bytes, so that line ends count too.
        assert found[name].decode("utf-8").split("\n") == content.decode("utf-8").split("\n"), name
        assert found[name] == content, name


@pytest.mark.parametrize("reader", READERS)
def test_the_golden_folder_is_the_truth(reader: Reader) -> None:
    found = extract(PDF, reader=reader, verify=True)

    wrong = scoring.difference(scoring.gold_records(PLAN.gold()), scoring.records(found))
    assert not wrong, wrong
    wrong = scoring.difference(scoring.gold_fronts(PLAN.gold()), scoring.fronts(found))
    assert not wrong, wrong
    assert scoring.covers(found) == [[scoring.plain(text) for text in cell] for cell in PLAN.covers()]
    assert found.findings == ()


def test_the_golden_plan_has_two_pages() -> None:
    document = pypdfium2.PdfDocument(PDF)
    assert len(document) == 2
    document.close()
