"""Word and ODT files are told by their bytes, and what cannot be read says so in one line."""

import hashlib
import struct
from pathlib import Path

import pytest

from pipeline.errors import MissingPrinterError, NotAPdfError, TimeLimitError, UnreadableError, WorkplanError
from pipeline.files import libreoffice
from pipeline.files.document import document_at
from pipeline.files.libreoffice import find_printer, print_document, without_times
from pipeline.files.office import office_kind
from pipeline.files.office_fonts import fonts_of, missing_fonts
from tests.making.documents import FONT, archive, docx, locked_odt, odt
from tests.making.printer import needs_printer

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str, flags: int = 0) -> bytes:
    """As much of an OLE2 file as tells what it is: a directory entry, and the first bytes of its stream."""
    head = OLE + bytes(0x1E - len(OLE)) + struct.pack("<H", 9)
    content = bytearray(head.ljust(512 * 4, b"\0"))
    content[512 : 512 + 2 * len(stream)] = stream.encode("utf-16-le")
    struct.pack_into("<I", content, 512 + 0x74, 1)
    struct.pack_into("<H", content, 2 * 512 + 10, flags)
    return bytes(content)


@pytest.mark.parametrize(("data", "kind"), [(docx(), "docx"), (odt(), "odt"), (ole("WordDocument"), "doc")])
def test_the_bytes_tell_the_kind_whatever_the_name(data: bytes, kind: str) -> None:
    assert office_kind(data, "plan.pdf") == kind


def test_what_is_no_archive_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(b"%PDF-1.7")
    document = document_at(tmp_path / "plan.docx")
    assert (document.pdf, document.printing) == (b"%PDF-1.7", None)


@pytest.mark.parametrize(
    ("data", "error", "cause"),
    [
        (docx()[:900], NotAPdfError, "office-damaged"),
        (docx().replace(b"\x4b\x01\x02", b"\x4b\x01\x03"), NotAPdfError, "office-damaged"),
        (archive({"xl/workbook.xml": "<x/>"}), NotAPdfError, "no-text-document"),
        (ole("Workbook"), NotAPdfError, "no-text-document"),
        (ole("WordDocument")[:600], NotAPdfError, "office-damaged"),
        (locked_odt(), UnreadableError, "office-locked"),
        (ole("EncryptedPackage"), UnreadableError, "office-locked"),
        (ole("WordDocument", flags=0x0100), UnreadableError, "office-locked"),
    ],
    ids=["cut off", "broken", "sheet", "old sheet", "short doc", "locked odt", "locked docx", "locked doc"],
)
def test_what_cannot_be_printed_says_why(data: bytes, error: type[WorkplanError], cause: str) -> None:
    with pytest.raises(error) as told:
        office_kind(data, "plan.docx")
    assert told.value.id == cause
    assert "plan.docx" in told.value.line().both


def test_without_libreoffice_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "PRINTER_NAMES", ())
    monkeypatch.setattr(libreoffice, "PRINTER_PLACES", ())
    (tmp_path / "plan.docx").write_bytes(docx())
    with pytest.raises(MissingPrinterError) as told:
        document_at(tmp_path / "plan.docx")
    assert "LibreOffice" in told.value.remedy_en
    assert "另存為 PDF" in told.value.remedy_zh


def test_a_word_file_names_the_fonts_of_its_texts() -> None:
    assert fonts_of(docx(font="標楷體"), "docx") == frozenset({"標楷體"})


def test_an_open_document_names_the_fonts_of_its_texts() -> None:
    assert fonts_of(odt(font="標楷體"), "odt") == frozenset({"標楷體"})


def test_the_binary_format_of_word_does_not_tell_its_fonts() -> None:
    assert fonts_of(ole("WordDocument"), "doc") is None


def test_a_document_type_is_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x>&a;</x>'
    assert fonts_of(archive({"mimetype": "", "content.xml": bomb}), "odt") == frozenset()


@pytest.fixture
def fonts_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system whose fc-list knows two fonts, one of them by two names."""
    program = tmp_path / "fc-list"
    program.write_text("#!/bin/sh\nprintf '標楷體,DFKai\\\\-SB\\nNoto Serif CJK TC\\n'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="the system has no shell to stand in for fc-list")
@pytest.mark.usefixtures("fonts_installed")
def test_fonts_are_compared_in_all_their_names() -> None:
    assert missing_fonts(["dfkai-sb", "標楷體", "新細明體"]) == ("新細明體",)


def test_where_the_system_cannot_be_asked_nothing_is_said_of_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing_fonts(["標楷體"]) is None


def test_what_differs_between_two_prints_keeps_its_length() -> None:
    pdf = (
        b"/CreationDate(D:20261128180800+08'00')>>\n/ID [ <81EF5B9787666FB3AE1E89DD41231F8D>\n"
        b"<81EF5B9787666FB3AE1E89DD41231F8D> ]\n/DocChecksum /61F92CFDD861487EB3C3D9FF3F091B38\n"
    )
    fixed = without_times(pdf)
    assert len(fixed) == len(pdf)
    assert b"20261128" not in fixed
    assert b"81EF" not in fixed
    assert b"61F9" not in fixed


@needs_printer
def test_the_same_document_gives_the_same_print() -> None:
    first, _ = print_document(docx(), ".docx", "plan.docx")
    second, _ = print_document(docx(), ".docx", "plan.docx")
    assert first == second


@needs_printer
def test_a_print_is_kept_by_the_hash_of_its_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "prints"
    kept.mkdir()
    (tmp_path / "plan.docx").write_bytes(docx())
    first = document_at(tmp_path / "plan.docx", kept)
    assert (kept / f"{hashlib.sha256(docx()).hexdigest()}.pdf").read_bytes() == first.pdf
    monkeypatch.setattr("pipeline.files.office.print_document", None)
    assert document_at(tmp_path / "plan.docx", kept) == first


@needs_printer
def test_a_damaged_print_is_made_again(tmp_path: Path) -> None:
    kept = tmp_path / "prints"
    kept.mkdir()
    (tmp_path / "plan.docx").write_bytes(docx())
    first = document_at(tmp_path / "plan.docx", kept)
    (kept / f"{first.sha256}.pdf").write_bytes(b"%PDF-1.7")
    assert document_at(tmp_path / "plan.docx", kept) == first


@needs_printer
def test_a_font_that_is_installed_is_not_missing(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(docx(font="Some Font Of Nobody"))
    printing = document_at(tmp_path / "plan.docx").printing
    assert printing is not None
    assert printing.missing_fonts == ("Some Font Of Nobody",)
    (tmp_path / "plan.docx").write_bytes(docx(font=FONT))
    printing = document_at(tmp_path / "plan.docx").printing
    assert printing is not None
    if FONT in str(missing_fonts([FONT])):
        pytest.skip(f"{FONT} is not installed")
    assert printing.missing_fonts == ()


@needs_printer
def test_printing_has_a_limit_of_time() -> None:
    with pytest.raises(TimeLimitError):
        print_document(docx(), ".docx", "plan.docx", seconds=0.05)


def test_the_printer_is_found_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "PRINTER_NAMES", ())
    (tmp_path / "soffice.com").write_bytes(b"")
    monkeypatch.setattr(libreoffice, "PRINTER_PLACES", (tmp_path / "none", tmp_path / "soffice.com"))
    assert find_printer() == tmp_path / "soffice.com"
