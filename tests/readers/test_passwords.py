"""Files that want a password, read by both engines and by all that open a file again."""

from pathlib import Path

import pytest

from pipeline.errors import EncryptedError, NotAPdfError, WorkplanError, WrongPasswordError
from pipeline.models import Reader
from pipeline.readers.bare_text import bare_texts
from pipeline.readers.engines import opener
from pipeline.readers.page import Page
from pipeline.readers.passwords import pdfium_document, spellings
from pipeline.site.pictures import measured, picture_bytes
from tests.making.locked import Revision, locked_pdf
from tests.reading import READERS

REVISIONS: tuple[Revision, ...] = (2, 3, 6)
each_reader = pytest.mark.parametrize("reader", READERS)
each_revision = pytest.mark.parametrize("revision", REVISIONS)


def text_of(reader: Reader, data: bytes, password: str | None) -> str:
    document = opener(reader)(data, "plan.pdf", password)
    try:
        (page,) = document.pages((1,))
    finally:
        document.close()
    assert isinstance(page, Page)
    return "".join(glyph.text for glyph in page.glyphs)


@each_reader
@each_revision
@pytest.mark.parametrize("password", ["user", "owner"])
def test_either_password_opens_a_file(reader: Reader, revision: Revision, password: str) -> None:
    assert text_of(reader, locked_pdf("user", "owner", revision), password) == "seen"


@each_reader
@each_revision
def test_without_a_password_the_remedy_names_where_to_give_it(reader: Reader, revision: Revision) -> None:
    with pytest.raises(EncryptedError) as refused:
        text_of(reader, locked_pdf("user", revision=revision), None)
    assert not isinstance(refused.value, WrongPasswordError)
    assert refused.value.line().both.count("--password") == 2
    assert refused.value.line().both.count("WORKPLAN_PASSWORD") == 2


@each_reader
@each_revision
def test_a_wrong_password_is_told_but_not_shown(reader: Reader, revision: Revision) -> None:
    with pytest.raises(WrongPasswordError) as refused:
        text_of(reader, locked_pdf("user", revision=revision), "Qx7-User")
    assert "密碼無法開啟 plan.pdf" in refused.value.line().both
    assert "does not open plan.pdf" in refused.value.line().both
    error: BaseException | None = refused.value
    while error is not None:
        assert "Qx7" not in f"{error!r} {error}"
        error = error.__cause__


@each_reader
@each_revision
def test_a_file_that_opens_without_a_password_ignores_one(reader: Reader, revision: Revision) -> None:
    assert text_of(reader, locked_pdf("", "owner", revision), "other") == "seen"


@each_reader
@pytest.mark.parametrize(
    ("spelled", "revision"),
    [
        ("密碼".encode(), 6),
        ("密碼".encode(), 3),
        ("密碼".encode("cp950"), 3),
        ("密碼".encode("cp950"), 2),
        ("pässe".encode("latin-1"), 3),
        ("pässe".encode(), 3),
    ],
    ids=["utf-8", "utf-8 of old", "big5", "big5 of older", "latin-1", "utf-8 for latin-1"],
)
def test_a_password_is_tried_as_the_system_that_locked_the_file_spelled_it(
    reader: Reader, spelled: bytes, revision: Revision
) -> None:
    password = "pässe" if spelled.startswith(b"p") else "密碼"
    assert text_of(reader, locked_pdf(spelled, revision=revision), password) == "seen"


@each_reader
def test_compatibility_characters_are_ordinary_ones_in_newer_files(reader: Reader) -> None:
    assert text_of(reader, locked_pdf("密碼1", revision=6), "密碼１") == "seen"


@each_reader
@pytest.mark.parametrize("password", ["\u0627a\u0627", "密\u0007碼", "x" * 200])
def test_a_password_that_no_file_can_have_opens_none(reader: Reader, password: str) -> None:
    with pytest.raises(WrongPasswordError):
        text_of(reader, locked_pdf("user", revision=6), password)


@each_reader
def test_what_is_no_pdf_is_none_with_a_password_too(reader: Reader) -> None:
    with pytest.raises(NotAPdfError):
        text_of(reader, b"no pdf" * 100, "密碼")


def test_what_opens_the_file_again_takes_the_password() -> None:
    data = locked_pdf("密碼".encode("cp950"))
    assert list(bare_texts(data, (1,), "密碼")) == ["seen"]
    assert len(pdfium_document(data, "密碼")) == 1


def test_pages_are_drawn_with_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(locked_pdf("user"))

    assert picture_bytes(path, 1, "user")
    assert list(measured(path, "user")) == [1]
    with pytest.raises(EncryptedError):
        picture_bytes(path, 1)


@pytest.mark.parametrize("password", [None, "ascii", "密碼"])
def test_the_last_attempt_is_without(password: str | None) -> None:
    assert spellings(password)[-1] is None


@each_reader
def test_a_long_file_is_opened_again_with_it(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.pdfium.PAGES_KEPT", 1)
    document = opener(reader)(locked_pdf("user"), "plan.pdf", "user")
    assert all(isinstance(page, Page) for page in document.pages((1, 1, 1)))
    document.close()


def test_errors_are_of_one_kind_for_callers() -> None:
    assert issubclass(WrongPasswordError, EncryptedError)
    assert issubclass(EncryptedError, WorkplanError)
    assert WrongPasswordError.exit_code == EncryptedError.exit_code == 4
