"""Which pages are read from their pictures; needs no recogniser."""

import pytest

from pipeline import extract
from pipeline.errors import NoTextError, UsageError
from pipeline.readers import recognition
from pipeline.readers.page import Glyph, Page
from pipeline.readers.recognition import is_scan, is_unreadable
from tests.reading import SCAN


def page(text: str, image_share: float) -> Page:
    glyphs = tuple(Glyph(c, 10.0 * k, 10.0 * k + 10, 100, 10) for k, c in enumerate(text))
    return Page(1, 595, 842, glyphs, (), (), (), image_share)


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
