"""A page of the scanned sample, read with the recogniser, and files that need it or not."""

from pathlib import Path

import pypdfium2
import pytest

from pipeline import extract
from pipeline.models import Extraction
from tests import scoring
from tests.reading import GOLD, LAYOUTS, SCAN


def file_of(pages: dict[Path, list[int]], path: Path) -> Path:
    """A file of pages of others, each by its index."""
    made = pypdfium2.PdfDocument.new()
    for source, wanted in pages.items():
        document = pypdfium2.PdfDocument(source)
        made.import_pages(document, pages=wanted)
        document.close()
    made.save(path)
    made.close()
    return path


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    """The scan's first page, and a page with text of another file behind it."""
    path = tmp_path_factory.mktemp("scan") / "mixed.pdf"
    return extract(file_of({SCAN: [0], LAYOUTS["open"]: [1]}, path))


def test_the_records_of_a_scanned_page_are_those_of_its_truth(scanned: Extraction) -> None:
    gold = scoring.gold_records(scoring.load_gold(GOLD / "chiayi-west-112.gold.json"))
    found = scoring.records(scanned)

    assert found[:4] == gold[:4]
    assert scanned.audit.outside == 0
    assert scanned.audit.unread_pages == ()


def test_which_pages_were_recognised_is_told(scanned: Extraction) -> None:
    (told,) = [finding for finding in scanned.findings if finding.rule == "text-recognised"]

    assert told.severity == "info"
    assert told.message_en.endswith(": 1")


def test_budgets_are_right_or_doubtful(scanned: Extraction) -> None:
    (section, *_) = scoring.sections_of(scanned)

    assert [budget.raw for budget in section.budgets][:2] == ["40", "8,359"]
