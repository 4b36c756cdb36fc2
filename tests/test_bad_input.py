"""Files and folders that cannot be read or written, through the command line as a person meets them.

Each costs one line with cause and remedy, in the language of the command line, its exit code, and nothing else.
"""

import errno
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import click
import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline import cli
from pipeline.exporters.tables import PLAN_TABLES, TABLES
from pipeline.folder.lock import STATE_FOLDER
from pipeline.models import Reader
from tests import scoring
from tests.making.layout import Column
from tests.making.plan import Unit
from tests.making.traits import LAYOUT, PLAIN, made
from tests.making.typeset import compile_pdf, prelude, table
from tests.reading import READERS, SCAN

ONE_LINE = {
    "zh-TW": re.compile(r"[^\n]*[\u4e00-\u9fff][^\n]*。[^\n]+。\n"),
    "en": re.compile(r"[^\n]*[a-z][^\n]*\. [^\n]+\.\n"),
}
"""Cause and remedy, a sentence each at least."""


class Done(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Workplan = Callable[..., Done]


@pytest.fixture
def workplan(capfd: pytest.CaptureFixture[str]) -> Workplan:
    def call(*arguments: str | Path) -> Done:
        code: Any = 0
        try:
            cli.main([str(part) for part in arguments])
        except SystemExit as end:
            code = end.code or 0
        return Done(code, *capfd.readouterr())

    return call


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def good(folder: Path, name: str = "good.pdf") -> Path:
    path = folder / name
    path.write_bytes(made(LAYOUT, *PLAIN)[0])
    return path


def not_a_pdf(folder: Path) -> Path:
    path = folder / "bad.pdf"
    path.write_bytes("這不是 PDF，只是取了這個副檔名。".encode() * 40)
    return path


def empty(folder: Path) -> Path:
    path = folder / "bad.pdf"
    path.touch()
    return path


def truncated(folder: Path) -> Path:
    path = folder / "bad.pdf"
    whole = SCAN.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def encrypted(folder: Path) -> Path:
    path = folder / "bad.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(100, 700, "secret")
    canvas.save()
    return path


def scan(folder: Path) -> Path:
    path = folder / "bad.pdf"
    path.write_bytes(SCAN.read_bytes())
    return path


HEADERS = ("姓名", "電話", "地址", "生日")


def no_plan(folder: Path) -> Path:
    path = folder / "bad.pdf"
    columns = tuple(Column(c.role, h, c.share) for c, h in zip(LAYOUT.columns, HEADERS, strict=True))
    layout = replace(LAYOUT, columns=columns)
    path.write_bytes(compile_pdf(prelude(layout) + table(Unit("", "", PLAIN), layout)))
    return path


def absent(folder: Path) -> Path:
    return folder / "absent.pdf"


class Case(NamedTuple):
    """A bad input: how it is made, its exit code, and words of the line that a person reads in each language."""

    make: Callable[[Path], Path]
    code: int
    chinese: tuple[str, ...]
    english: tuple[str, ...]


BAD = {
    "not-a-pdf": Case(not_a_pdf, 3, ("不是", "匯出檔案"), ("not a PDF", "export the file again")),
    "empty": Case(empty, 3, ("空檔", "匯出檔案"), ("empty", "export the file again")),
    "truncated": Case(truncated, 3, ("不完整", "匯出檔案"), ("cut off", "export the file again")),
    "password": Case(
        encrypted,
        4,
        ("密碼", "--password", "WORKPLAN_PASSWORD"),
        ("password", "--password", "WORKPLAN_PASSWORD"),
    ),
    "scan": Case(scan, 5, ("掃描", "1-8", "--ocr auto"), ("scan", "1-8", "--ocr auto")),
    "no-plan": Case(no_plan, 6, ("沒有計畫表", *HEADERS, "profile"), ("no plan table", *HEADERS, "profile")),
    "absent": Case(absent, 7, ("不存在", "名稱"), ("not exist", "name")),
}
every_bad_input = pytest.mark.parametrize("case", BAD.values(), ids=BAD)


def told(line: str, *words: str, language: str = "en") -> None:
    """Show that a text is one line in one language that says these words."""
    assert ONE_LINE[language].fullmatch(line), line
    assert " | " not in line
    assert "Traceback" not in line
    assert "nexpected" not in line
    assert [word for word in words if word not in line] == [], line


OVER_ALL = {
    *(f"{name}.csv" for name in TABLES),
    *(f"{kind}/{name}.{kind}" for kind in ("jsonl", "parquet") for name in TABLES),
    *("workplan.xlsx", "workplan.ods", "workplan.sqlite", "datasette.json"),
    *("datapackage.json", "manifest.json"),
}
"""Files of an output folder beside those of its plans."""


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and STATE_FOLDER not in path.parts
    }


@every_bad_input
@pytest.mark.parametrize(
    ("reader", "language"), [(READERS[0], "en"), (READERS[1], "en"), (READERS[0], "zh-TW")]
)
def test_extract_tells_cause_and_remedy_in_one_line(
    workplan: Workplan,
    inputs: Path,
    case: Case,
    reader: Reader,
    language: str,
) -> None:
    path = case.make(inputs)
    done = workplan("extract", path, "--reader", reader, "--ocr", "never", "--lang", language)

    assert done.code == case.code
    assert done.out == ""
    told(done.err, *(case.english if language == "en" else case.chinese), path.name, language=language)


@every_bad_input
def test_a_run_does_the_other_inputs_and_leaves_nothing_half_written(
    workplan: Workplan,
    inputs: Path,
    tmp_path: Path,
    case: Case,
) -> None:
    bad = case.make(inputs)
    done = workplan("run", bad, good(inputs), "-o", tmp_path / "out", "--ocr", "never")

    assert done.code == 10
    told(done.err, *case.english, bad.name)
    (plan_folder,) = (path.parent for path in (tmp_path / "out").rglob("plan.json"))
    assert files(tmp_path / "out") == {
        *(f"{plan_folder.name}/{name}" for name in ("plan.json", *(t.file_name for t in PLAN_TABLES))),
        *OVER_ALL,
    }
    report = json.loads((tmp_path / "out" / ".workplan" / "run.json").read_text(encoding="utf-8"))
    codes = {Path(one["path"]).name: one["exit_code"] for one in report["inputs"]}
    assert codes == {bad.name: case.code, "good.pdf": 0}


@every_bad_input
def test_a_run_with_nothing_else_ends_with_the_code_of_the_cause(
    workplan: Workplan,
    inputs: Path,
    tmp_path: Path,
    case: Case,
) -> None:
    done = workplan("run", case.make(inputs), "-o", tmp_path / "out", "--ocr", "never")

    assert done.code == case.code
    told(done.err, *case.english)
    assert files(tmp_path / "out") == OVER_ALL


def partly_scanned() -> bytes:
    """A made plan with a page of the scan before its first and behind its last page."""
    document = pypdfium2.PdfDocument(made(LAYOUT, *PLAIN)[0])
    scanned = pypdfium2.PdfDocument(SCAN)
    document.import_pages(scanned, pages=[3], index=0)
    document.import_pages(scanned, pages=[4])
    buffer = BytesIO()
    document.save(buffer)
    scanned.close()
    document.close()
    return buffer.getvalue()


@pytest.mark.parametrize("reader", READERS)
def test_of_a_partly_scanned_file_the_rest_is_read_and_the_unread_pages_are_named(
    workplan: Workplan, inputs: Path, reader: Reader
) -> None:
    path = inputs / "partly.pdf"
    path.write_bytes(partly_scanned())
    done = workplan("extract", path, "--reader", reader, "--ocr", "never")
    found = json.loads(done.out)

    assert (done.code, done.err) == (0, "")
    items = [item for plan in found["plans"] for section in plan["sections"] for item in section["items"]]
    assert [scoring.plain(item["plan_item"][0]["text"]) for item in items] == [
        scoring.plain(one.plan[0][3:]) for one in PLAIN
    ]
    assert found["audit"]["unread_pages"] == [1, 3]
    errors = [finding for finding in found["findings"] if finding["severity"] == "error"]
    # The unit of the amounts stands on the page that is not read.
    assert [(error["rule"], error["page"]) for error in errors] == [
        ("page-scanned", 1),
        ("unit-unknown", 2),
        ("page-scanned", 3),
    ]
    remedies = {error["rule"]: error["remedy_en"] for error in errors}
    assert "--ocr auto" in remedies["page-scanned"]
    assert "--unit" in remedies["unit-unknown"]


def test_run_json_names_the_unread_pages(workplan: Workplan, inputs: Path, tmp_path: Path) -> None:
    (inputs / "partly.pdf").write_bytes(partly_scanned())

    assert workplan("run", inputs, "-o", tmp_path / "out", "--ocr", "never").code == 0
    (only,) = json.loads((tmp_path / "out" / ".workplan" / "run.json").read_text(encoding="utf-8"))["inputs"]
    assert (only["pages"], only["unread_pages"]) == (3, [1, 3])


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, refused: Callable[..., bool]) -> None:
    """Let a method of paths fail as the system does; an administrator may do what others may not."""
    allowed = getattr(Path, name)

    def method(self: Path, *arguments: Any, **options: Any) -> Any:
        if refused(self, *arguments):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return allowed(self, *arguments, **options)

    monkeypatch.setattr(Path, name, method)


def test_a_folder_that_may_not_be_read(
    workplan: Workplan, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = inputs / "closed"
    closed.mkdir()
    good(closed)
    good(inputs)
    listed = os.scandir

    def scandir(path: Any) -> Any:
        if path == str(closed):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = workplan("run", inputs, "-o", tmp_path / "out")

    assert done.code == 10
    told(done.err, "closed", "rights")
    assert len(list((tmp_path / "out").rglob("plan.json"))) == 1


def test_a_file_that_may_not_be_read_costs_the_others_nothing(
    workplan: Workplan, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = inputs / "closed.pdf"
    closed.write_bytes(b"%PDF-1.7")
    refuse(monkeypatch, "open", lambda path, *_: path == closed)
    # What click would ask before it lets a command begin.
    monkeypatch.setattr(os, "access", lambda path, *_: Path(path) != closed)
    done = workplan("run", good(inputs), closed, tmp_path / "none.pdf", "-o", tmp_path / "out")

    assert done.code == 10
    assert [line for line in done.err.splitlines() if "closed.pdf" in line and "rights" in line]
    assert [line for line in done.err.splitlines() if "none.pdf" in line and "exist" in line]
    assert len(list((tmp_path / "out").rglob("plan.json"))) == 1


def path_parameters() -> dict[str, click.Path]:
    """Every parameter of every command that names a path."""
    found: dict[str, click.Path] = {}

    def gather(command: click.Command, name: str) -> None:
        if isinstance(command, click.Group):
            context = click.Context(command)
            for one in command.list_commands(context):
                within = command.get_command(context, one)
                assert within is not None
                gather(within, f"{name} {one}")
        paths = (one for one in command.params if isinstance(one.type, click.Path))
        found.update({f"{name} {one.name}": one.type for one in paths if isinstance(one.type, click.Path)})

    gather(cli.workplan, "workplan")
    return found


@pytest.mark.parametrize("name", path_parameters())
def test_no_path_is_judged_before_it_is_read(name: str) -> None:
    judged = path_parameters()[name]
    assert (judged.exists, judged.readable, judged.writable) == (False, False, False)


def test_a_folder_without_any_pdf(workplan: Workplan, inputs: Path, tmp_path: Path) -> None:
    done = workplan("run", inputs, "-o", tmp_path / "out")

    assert done.code == 7
    told(done.err, str(inputs), "no PDF")


def test_an_output_folder_that_cannot_be_made(workplan: Workplan, inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file of that name", encoding="utf-8")
    done = workplan("run", good(inputs), "-o", tmp_path / "out")

    assert done.code == 8
    told(done.err, "out", "-o")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file of that name"


def test_an_output_folder_that_may_not_be_written(
    workplan: Workplan, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    refuse(monkeypatch, "open", lambda path, mode="r", *_: out in path.parents and "r" not in mode)
    done = workplan("run", good(inputs), "-o", out)

    assert done.code == 8
    told(done.err, "out", "-o")
    assert files(out) == set()


@pytest.mark.parametrize("held", ["sources.csv", "jsonl/sources.jsonl", "manifest.json"])
def test_an_output_file_that_is_open_in_another_program(
    workplan: Workplan, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    out = tmp_path / "out"
    path = good(inputs)
    assert workplan("run", path, "-o", out).code == 0
    before = {name: (out / name).read_bytes() for name in files(out)}
    refuse(monkeypatch, "replace", lambda _, target: Path(target) == out / held)
    # Another process would know nothing of the file that is held here.
    done = workplan("run", path, "-o", out, "--reader", "pdfplumber", "--jobs", "1")

    assert done.code == 8
    told(done.err, held, "Excel")
    assert set(before) == files(out)
    assert (out / held).read_bytes() == before[held]


def test_a_plan_file_that_is_open_costs_its_plan_only(
    workplan: Workplan, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    path = good(inputs)
    workplan("run", path, "-o", out)
    (table_path,) = out.glob("*/items.csv")
    before = {name: (out / name).read_bytes() for name in files(out) if "/" in name}
    refuse(monkeypatch, "open", lambda path, mode="r", *_: path == table_path and "+" in mode)
    done = workplan("run", path, "-o", out, "--reader", "pdfplumber")

    assert done.code == 8
    told(done.err, "items.csv", "Excel")
    assert {name: (out / name).read_bytes() for name in files(out) if "/" in name} == before


def test_every_exit_code_is_in_the_help(workplan: Workplan) -> None:
    done = workplan("help", "exit-codes")

    assert done.code == 0
    for code in {0, 2, 8, 9, 10, *(case.code for case in BAD.values())}:
        assert re.search(rf"^ *{code}  ", done.out, re.MULTILINE)
