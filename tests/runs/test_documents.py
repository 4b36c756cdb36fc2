"""Word and ODT files in a run: read as the PDF that is printed of them, which is kept and published with the plan."""

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline import api
from pipeline.errors import ConflictError
from pipeline.files.libreoffice import find_printer, print_document
from pipeline.gate.check import check_folder
from pipeline.gate.files import FILE_RULES
from tests.making.documents import docx, odt

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(find_printer() is None, reason="LibreOffice is not installed"),
]
PLAN = "chiayi-city-west-112"


def given(folder: Path, **files: bytes) -> Path:
    """A folder with files, whose names have an underscore for the dot."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan read from a Word file, published."""
    base = tmp_path_factory.mktemp("documents")
    report = api.run([given(base / "in", plan_docx=docx())], base / "output")
    assert report.exit_code == 0, report.messages
    return base / "output"


def test_the_source_names_the_original_and_the_way(output: Path) -> None:
    source = json.loads((output / PLAN / "plan.json").read_bytes())["source"]
    assert source["file_name"] == "plan.docx"
    assert source["sha256"] == hashlib.sha256(docx()).hexdigest()
    assert source["printed_by"].startswith("LibreOffice")


def test_the_pdf_lies_beside_the_plan_and_is_published(output: Path) -> None:
    source = json.loads((output / PLAN / "plan.json").read_bytes())["source"]
    printed = hashlib.sha256((output / PLAN / "printed.pdf").read_bytes()).hexdigest()
    assert printed == source["pdf_sha256"]
    listed = {one["path"]: one for one in json.loads((output / "manifest.json").read_bytes())["files"]}
    assert listed[f"{PLAN}/printed.pdf"]["sha256"] == printed
    assert listed[f"{PLAN}/printed.pdf"]["media_type"] == "application/pdf"


def test_the_gate_finds_nothing_amiss_with_the_files(output: Path) -> None:
    told = {one.id for one in check_folder(output).results if one.count}
    assert told.isdisjoint((*FILE_RULES, "plan-json-invalid", "schema-differs"))


def test_a_publication_without_its_printed_pdf_is_refused(output: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(output, tmp_path / "output"))
    (folder / PLAN / "printed.pdf").unlink()
    (problem,) = api.publish(folder)
    assert "printed.pdf" in problem.message.both


def test_the_site_shows_the_pages_of_what_was_printed(output: Path, tmp_path: Path) -> None:
    api.build_site(output, tmp_path / "site", jobs=1)
    assert len(list((tmp_path / "site" / "pages").glob("*/1.*"))) == 1
    page = (tmp_path / "site" / "plans" / PLAN / "index.html").read_text(encoding="utf-8")
    assert "轉為 PDF" in page


def test_the_same_document_gives_the_same_plan(output: Path, tmp_path: Path) -> None:
    again = tmp_path / "output"
    api.run([given(tmp_path / "in", plan_docx=docx())], again)
    for name in ("plan.json", "items.csv", "printed.pdf"):
        assert (again / PLAN / name).read_bytes() == (output / PLAN / name).read_bytes(), name


def test_an_open_document_is_read_whatever_its_ending(tmp_path: Path) -> None:
    report = api.run([given(tmp_path / "in", plan_doc=odt())], tmp_path / "output")
    assert [plan.items for plan in report.plans] == [3]


def kept_as_of_another(output: Path) -> None:
    """Let the print that is kept say that another program made it."""
    (told,) = (output / ".workplan" / "prints").glob("*.json")
    told.write_text(json.dumps(json.loads(told.read_bytes()) | {"by": "Another 1"}), encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "by"), [({"single": True}, "Another 1"), ({"force": True}, "LibreOffice")]
)
def test_a_document_is_printed_again_with_force_only(
    tmp_path: Path, options: dict[str, Any], by: str
) -> None:
    folder = given(tmp_path / "in", plan_docx=docx())
    api.run([folder], tmp_path / "output")
    kept_as_of_another(tmp_path / "output")
    (only,) = api.run([folder], tmp_path / "output", **options).inputs
    assert not only.resumed
    source = json.loads((tmp_path / "output" / PLAN / "plan.json").read_bytes())["source"]
    assert source["printed_by"].startswith(by)


def test_of_a_document_beside_a_pdf_of_its_name_the_pdf_is_read(output: Path, tmp_path: Path) -> None:
    pdf = (output / PLAN / "printed.pdf").read_bytes()
    folder = given(tmp_path / "in", plan_docx=docx(), plan_pdf=pdf)
    report = api.run([folder], tmp_path / "output")
    assert [Path(one.path).name for one in report.inputs] == ["plan.pdf"]
    assert [note for note in report.notes if "plan.docx" in note.both]


def test_a_pdf_that_takes_the_plans_place_takes_the_print_away(output: Path, tmp_path: Path) -> None:
    pdf = (output / PLAN / "printed.pdf").read_bytes()
    folder = given(tmp_path / "in", plan_docx=docx(), other_pdf=pdf)
    report = api.run([folder], tmp_path / "output")
    assert {one.exit_code for one in report.inputs} == {ConflictError.exit_code}
    apart = sorted((tmp_path / "output" / "conflicts").glob("*/printed.pdf"))
    assert len(apart) == 1
    shutil.rmtree(apart[0].parent)
    api.run([folder / "other.pdf"], tmp_path / "output")
    assert not (tmp_path / "output" / PLAN / "printed.pdf").exists()


def test_damaged_and_locked_documents_cost_the_others_nothing(tmp_path: Path) -> None:
    folder = given(
        tmp_path / "in", a_docx=docx(), b_docx=docx()[:800], c_doc=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    )
    report = api.run([folder], tmp_path / "output")
    assert [one.exit_code for one in report.inputs] == [0, 3, 3]


def test_tables_of_a_document_are_read(tmp_path: Path) -> None:
    path = given(tmp_path / "in", plan_docx=docx()) / "plan.docx"
    assert [table.pages for table in api.tables(path).tables] == [(1,)]


def test_a_page_of_a_document_is_drawn(tmp_path: Path) -> None:
    path = given(tmp_path / "in", plan_docx=docx()) / "plan.docx"
    assert api.inspect(path, 1, tmp_path / "page.png").stat().st_size > 1000


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and the paths that somebody has asked it for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def send_error(self, code: int, *told: object) -> None:
            # No method of HTTP has a function here, so that each comes to this.
            asked.append(self.path)
            super().send_error(code, *map(str, told))

    made = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_address[1]}", asked
    made.shutdown()
    thread.join()
    made.server_close()


def linking(address: str) -> bytes:
    """An open document with a picture that is only linked."""
    link = (
        f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    )
    frame = f'<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">{link}</draw:frame>'
    return odt(more=f"<text:p>{frame}</text:p>")


def test_no_link_into_the_network_is_followed(server: tuple[str, list[str]]) -> None:
    address, asked = server
    pdf, _ = print_document(linking(f"{address}/picture.png"), ".odt", "plan.odt")
    assert pdf.startswith(b"%PDF")
    assert asked == []


def test_no_link_to_a_file_of_this_computer_is_followed(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), (255, 0, 0)).save(tmp_path / "private.png")
    pdf, _ = print_document(linking((tmp_path / "private.png").as_uri()), ".odt", "plan.odt")
    assert b"/Subtype/Image" not in pdf
