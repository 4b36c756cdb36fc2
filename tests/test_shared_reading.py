"""One file read by several processes: every byte is as one process makes it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from types import ModuleType

import pypdfium2
import pytest

from bench.many_plans import Office, plan_pdf
from pipeline import extract, run
from pipeline.audit import rules
from pipeline.errors import WorkerLostError, WorkplanError
from pipeline.exporters.model_json import json_bytes
from pipeline.extractors import pages, readings, sections
from pipeline.models import Reader
from pipeline.readers.recognition import RECOGNISING_MODULES, may_fork
from pipeline.reading import plans, shares
from tests.reading import LAYOUTS, READERS, SCAN

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all"),
]
OFFICE = Office("雲林縣永山鄉公所", 112)


@pytest.fixture
def always_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "LEAST_SHARED_PAGES", 2)
    # Other tests of this process may have loaded what recognises, which these forks do not use.
    monkeypatch.setattr(shares, "may_fork", lambda: True)
    monkeypatch.setattr(readings, "LEAST_READ_LINES", 0)
    monkeypatch.setattr(sections, "LEAST_MADE_ITEMS", 0)
    monkeypatch.setattr(rules, "LEAST_JUDGED_ITEMS", 0)


def told(path: Path, jobs: int, reader: Reader = "pdfium") -> bytes | tuple[str, str]:
    try:
        return json_bytes(extract(path, jobs=jobs, reader=reader))
    except WorkplanError as error:
        return error.id, str(error)


def of_pages(path: Path, *numbers: tuple[Path, int]) -> Path:
    """A file of single pages, from 0, of others."""
    document = pypdfium2.PdfDocument.new()
    for source, number in numbers:
        document.import_pages(pypdfium2.PdfDocument(source), [number])
    document.save(path)
    return path


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "long.pdf"
    path.write_bytes(plan_pdf(Random(3), OFFICE, 64)[0])  # noqa: S311 - not for secrets
    return path


@pytest.mark.usefixtures("always_shared")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_plan_is_the_same_to_the_byte(layout: str, reader: Reader) -> None:
    assert told(LAYOUTS[layout], 3, reader) == told(LAYOUTS[layout], 1, reader)


def test_a_long_plan_is_the_same_to_the_byte(long: Path) -> None:
    assert told(long, 2) == told(long, 1)


@pytest.mark.usefixtures("always_shared")
def test_names_that_come_again_are_counted_on(tmp_path: Path) -> None:
    once = [(LAYOUTS["open"], n) for n in range(len(pypdfium2.PdfDocument(LAYOUTS["open"])))]
    path = of_pages(tmp_path / "twice.pdf", *once, *once)
    found = told(path, 2)
    assert found == told(path, 1)
    assert b'-2"' in found


@pytest.mark.usefixtures("always_shared")
def test_a_plan_in_a_long_file_of_other_pages_is_the_same(
    long: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "LONG_FILE_PAGES", 20)
    blank = tmp_path / "blank.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(blank)
    other = [(blank, 0)] * 30
    path = of_pages(tmp_path / "book.pdf", *other, *((long, number) for number in range(9)), *other)
    assert told(path, 2) == told(path, 1)


@pytest.mark.usefixtures("always_shared")
def test_a_file_that_holds_no_plan_is_refused_in_the_same_words(tmp_path: Path) -> None:
    path = of_pages(tmp_path / "cover.pdf", *[(LAYOUTS["open"], 0)] * 3)
    assert told(path, 2) == told(path, 1)


def test_a_small_file_is_read_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", None)
    assert extract(LAYOUTS["open"], jobs=2).plans


def test_programs_that_ask_for_nothing_are_not_forked(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", None)
    assert extract(long).plans


@pytest.mark.usefixtures("always_shared")
def test_a_process_that_dies_is_told_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    main, look = os.getpid(), pages.looked_at

    def dying(*given: object, **options: object) -> object:
        if os.getpid() != main:
            os.kill(os.getpid(), signal.SIGSEGV)
        return look(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(shares, "looked_at", dying)
    with pytest.raises(WorkerLostError, match=LAYOUTS["open"].name):
        extract(LAYOUTS["open"], jobs=2)


@pytest.mark.parametrize("loaded", RECOGNISING_MODULES)
def test_a_process_that_has_loaded_what_recognises_does_not_fork(
    monkeypatch: pytest.MonkeyPatch, loaded: str
) -> None:
    for name in RECOGNISING_MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert may_fork()
    monkeypatch.setitem(sys.modules, loaded, ModuleType(loaded))
    assert not may_fork()


@pytest.mark.ocr
def test_a_scan_is_the_same_to_the_byte() -> None:
    pytest.importorskip("rapidocr")
    # In processes of their own: this one may have loaded what recognises, and then does not fork.
    command = [sys.executable, "-m", "pipeline.cli", "extract", str(SCAN)]
    alone, shared = (
        subprocess.run(  # noqa: S603 - our own program
            [*command, "--jobs", jobs], check=True, capture_output=True
        ).stdout
        for jobs in "12"
    )
    assert shared == alone
    assert b"plan_item" in alone


@pytest.mark.parametrize(("count", "jobs"), [(1, 2), (2, 1)])
def test_only_an_only_file_is_shared(
    count: int, jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Engine:
        def run(self, tasks):  # type: ignore[no-untyped-def]
            asked.extend(task.jobs for task in tasks)
            yield from ()

    monkeypatch.setattr("pipeline.api.publication.engine_of", lambda *_: Engine())
    run(list(LAYOUTS.values())[:count], tmp_path / "out", jobs=2)
    assert asked == [jobs] * count


def test_a_run_of_a_long_file_writes_the_same_bytes(long: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        assert run([long], tmp_path / str(jobs), jobs=jobs).exit_code == 0
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / jobs).glob("*/plan.json")} for jobs in "12"
    )
    assert one == two
    assert one
