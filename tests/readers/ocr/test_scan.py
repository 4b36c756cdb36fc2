"""A page of the scanned sample, read with the recogniser, and files that need it or not."""

from pathlib import Path

import pypdfium2
import pytest

from pipeline import extract
from pipeline.errors import NoTextError, UsageError
from pipeline.models import Extraction
from pipeline.readers import recognition
from pipeline.readers.page import Glyph, Page
from pipeline.readers.recognition import is_scan, is_unreadable
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


def page(text: str, image_share: float) -> Page:
    glyphs = tuple(Glyph(c, 10.0 * k, 10.0 * k + 10, 100, 10) for k, c in enumerate(text))
    return Page(1, 595, 842, glyphs, (), (), (), (), image_share)


def test_a_picture_with_a_page_number_is_a_scan_and_a_page_with_a_picture_is_not() -> None:
    assert is_scan(page("第1頁", 1.0))
    assert not is_scan(page("本年度重要工作計畫係依據", 1.0))
    assert not is_scan(page("", 0.1))


def test_mojibake_is_unreadable() -> None:
    assert is_unreadable(page("æ°‘æ”¿" * 5, 0.0))
    assert not is_unreadable(page("中華民國一百一十三年度重要工作計畫內容", 0.0))


def test_without_the_extra_a_scan_names_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recognition, "available", lambda: False)
    with pytest.raises(NoTextError) as refused:
        extract(SCAN)
    assert 'pip install "workplan[ocr]"' in refused.value.line()
    with pytest.raises(UsageError, match="workplan"):
        extract(SCAN, ocr="always")


def test_never_leaves_pictures_alone() -> None:
    with pytest.raises(NoTextError):
        extract(SCAN, ocr="never")
