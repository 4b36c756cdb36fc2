"""A page on which more is drawn than on any printed one is told as unread, in whatever way it is hidden there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import NotAPdfError
from pipeline.extractors.pages import sheets_of
from pipeline.models import Reader
from pipeline.readers import limits
from pipeline.readers.engines import opener
from pipeline.readers.page import BadPage, Page
from pipeline.reading.options import Options
from pipeline.reading.plans import extract_file
from pipeline.reading.tables import tables_of_file
from tests.hostile.making import TEXT, page, stream
from tests.reading import READERS

FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
DOT = b"0 0 9 1 re f "


def read(data: bytes, reader: Reader) -> Page | BadPage:
    document = opener(reader)(data, "drawn.pdf")
    (only,) = document.pages((1,))
    document.close()
    return only


def in_form(content: bytes) -> bytes:
    return page(TEXT + b"/X Do", more=(stream(content, FORM),))


def nested(depth: int) -> bytes:
    """Forms that draw the next one twice each: the last one is drawn 2 ** depth times."""
    forms = (
        stream(b"/X Do /X Do", FORM + b"/Resources << /XObject << /X %d 0 R >> >>" % (7 + i))
        for i in range(depth)
    )
    return page(TEXT + b"/X Do", more=(*forms, stream(DOT, FORM)))


CASES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "objects": ("MAX_OBJECTS", lambda n: page(TEXT + DOT * n)),
    "objects in a form": ("MAX_OBJECTS", lambda n: in_form(DOT * n)),
    "segments": ("MAX_SEGMENTS", lambda n: page(TEXT + b"0 0 m " + b"9 0 l 0 9 l " * n + b"S")),
    "glyphs": ("MAX_GLYPHS", lambda n: page(b"BT /F1 1 Tf (" + b"ab" * n + b") Tj ET")),
    "forms": ("MAX_FORMS", lambda n: nested(n.bit_length())),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", CASES)
def test_a_page_over_a_limit_is_unread_and_says_why(
    name: str, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit, make = CASES[name]
    monkeypatch.setattr(limits, limit, 60)

    assert isinstance(read(make(10), reader), Page)
    found = read(make(80), reader)
    assert isinstance(found, BadPage)
    assert "more than 60" in found.reason
    assert found.overdrawn


def test_pdfplumber_does_not_begin_with_commands_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CONTENT_BYTES", 1000)

    assert isinstance(read(page(TEXT + b"q Q " * 100), "pdfplumber"), Page)
    assert isinstance(read(page(TEXT + b"q Q " * 300), "pdfplumber"), BadPage)


@pytest.mark.parametrize("reader", READERS)
def test_a_file_of_such_pages_alone_is_told_to_hold_too_much(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_OBJECTS", 60)
    (tmp_path / "map.pdf").write_bytes(page(TEXT + DOT * 80))
    with pytest.raises(NotAPdfError, match="more is drawn on pages 1"):
        extract_file(tmp_path / "map.pdf", Options(reader=reader))
    with pytest.raises(NotAPdfError, match="more is drawn on pages 1"):
        tables_of_file(tmp_path / "map.pdf", reader)


def test_a_plan_s_page_of_that_kind_is_a_finding_of_its_own() -> None:
    pages = [
        BadPage(1, "more than 60 objects on the page", overdrawn=True),
        BadPage(2, "broken"),
        read(page(TEXT), "pdfium"),
    ]
    doubts = sheets_of(
        [replace(one, number=number) for number, one in enumerate(pages, 1)], "plan.pdf"
    ).doubts
    assert [(one.rule, one.page) for one in doubts] == [("page-overdrawn", 1), ("page-unread", 2)]
