"""Which pages are read from their pictures; needs no recogniser."""

from dataclasses import replace

import pytest

from pipeline import extract
from pipeline.errors import NoTextError, UnreadableTextError, UsageError
from pipeline.extractors.pages import sheets_of
from pipeline.readers import recognition
from pipeline.readers.page import Glyph, Page, Recognition
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
    assert 'pip install "workplan[ocr]"' in refused.value.line().both
    with pytest.raises(UsageError, match="workplan"):
        extract(SCAN, ocr="always")


def test_never_leaves_pictures_alone() -> None:
    with pytest.raises(NoTextError):
        extract(SCAN, ocr="never")


def test_where_recognition_is_installed_no_message_says_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recognition, "available", lambda: True)
    with pytest.raises(NoTextError) as refused:
        extract(SCAN, ocr="never")
    assert "pip install" not in refused.value.line().both
    assert refused.value.line().both.count("--ocr auto") == 2


DRAWING = replace(page("圓", 1.0), recognised=(Recognition("", 0.3),), unread=((0.0, 0.0, 90.0, 90.0),))
"""A picture in which a character was seen that is none."""


@pytest.mark.parametrize(
    ("shown", "rule"),
    [(page("", 1.0), "page-blank"), (DRAWING, "page-without-text")],
    ids=["blank", "drawing"],
)
def test_what_was_recognised_and_holds_no_text_is_told_so(shown: Page, rule: str) -> None:
    text = replace(page("本年度重要工作計畫係依據", 0.0), number=2)
    sheets, doubts, _ = sheets_of([shown, text], "plan.pdf", recognised=True)

    assert [(doubt.rule, doubt.page) for doubt in doubts] == [(rule, 1)]
    assert [len(sheet.runs) for sheet in sheets] == [0, 1]
    with pytest.raises(NoTextError) as refused:
        sheets_of([shown], "plan.pdf", recognised=True)
    assert "install" not in refused.value.line().both
    assert "no text was recognised" in refused.value.line().both
    assert "經文字辨識仍無文字" in refused.value.line().both


def test_a_short_text_that_was_recognised_surely_is_kept() -> None:
    short = replace(page("附件三", 1.0), recognised=(Recognition("", 0.99),) * 3)
    sheets, doubts, _ = sheets_of([short], "plan.pdf", recognised=True)
    assert ([run.text for sheet in sheets for run in sheet.runs], doubts) == (["附件三"], [])


def test_text_that_is_not_legible_says_how_it_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    for installed in (True, False):
        monkeypatch.setattr(recognition, "available", lambda installed=installed: installed)
        with pytest.raises(UnreadableTextError) as refused:
            sheets_of([page("æ°‘æ”¿" * 5, 0.0)], "plan.pdf")
        assert ("pip install" in refused.value.line().both) is not installed
        assert "--ocr auto" in refused.value.line().both
