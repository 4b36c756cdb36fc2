"""Every exit code is provoked through the command line; one without an entry fails."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.commands.exit_codes import EXIT_CODES
from pipeline.extras import is_installed
from pipeline.folder.lock import alone_in
from pipeline.runs.engines import local
from pipeline.runs.engines.interface import Task
from tests.calling import Call, caller
from tests.catalogue.pages import HEAD, page, pdf, picture, row, rows, table
from tests.desk.files import OFFICE, plan_file
from tests.hostile.making import mojibake
from tests.making.plan import Item, Plan, Unit
from tests.making.reportlab_plan import reportlab_plan
from tests.reading import ROOT
from tests.runs.test_stopping import SLOW

MOST_SECONDS = 60


class Here(NamedTuple):
    """Where a command is run, and with which files.

    Attributes:
        call: the command line.
        folder: for files, empty.
    """

    call: Call
    folder: Path

    def file(self, content: bytes, name: str = "plan.pdf") -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def extract(self, content: bytes, *options: str) -> int:
        """Exit code of reading a file."""
        return self.call("extract", self.file(content), *options).code

    def run(self, *inputs: Path, options: tuple[str, ...] = ()) -> int:
        """Exit code of a run over files."""
        return self.call("run", *inputs, "-o", self.folder / "out", "--jobs", "1", *options).code


def encrypted() -> bytes:
    plan = Plan(
        OFFICE,
        112,
        (Unit("民政課", f"{OFFICE}民政課 112 年度重要工作計畫", (Item(("一、業務",), ("1.辦理",)),)),),
    )
    return reportlab_plan(plan, password="secret")  # noqa: S106 - of a file that is made here


def conflict(here: Here) -> int:
    return here.run(here.file(plan_file("甲。"), "a.pdf"), here.file(plan_file("乙。"), "b.pdf"))


def busy(here: Here) -> int:
    path = here.file(plan_file())
    with alone_in(here.folder / "out", "workplan run"):
        return here.run(path)


def edited(here: Here) -> int:
    here.run(here.file(plan_file()))
    table_path = here.folder / "out" / "items.csv"
    table_path.write_bytes(table_path.read_bytes().replace("辦理".encode(), "停辦".encode()))
    return here.call("publish", here.folder / "out").code


def unpublished(here: Here) -> int:
    here.run(here.file(plan_file()))
    (here.folder / "out" / "items.csv").unlink()
    return here.call("check", here.folder / "out").code


def dies(_: Task) -> local.Answer:
    """What a worker does whose process is killed from outside."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a killed process goes on")


def crashed(here: Here) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "in_worker", dies)
        return here.run(here.file(plan_file()))


def stopped(here: Here) -> int:
    """A run that is interrupted once its first file is at work."""
    first, second = here.file(b"1", "a.pdf"), here.file(b"60", "b.pdf")
    command = [sys.executable, "-c", SLOW, str(first.parent), str(here.folder / "out")]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603 - the program itself
    until = time.monotonic() + MOST_SECONDS
    while not Path(f"{first}.begun").exists() and time.monotonic() < until:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    code = run.wait(MOST_SECONDS)
    assert not Path(f"{second}.begun").exists()
    return code


NO_UNIT = page(table(head=(*HEAD[:3], "預算金額")))
PROVOKING: dict[int, Callable[[Here], int]] = {
    0: lambda here: here.extract(plan_file()),
    1: unpublished,
    2: lambda here: here.extract(plan_file(), "--no-such-option"),
    3: lambda here: here.extract(b"%PDF-1.7 broken"),
    4: lambda here: here.extract(encrypted()),
    5: lambda here: here.extract(picture(), "--ocr", "never"),
    6: lambda here: here.extract(pdf("#table(columns: 2, [科目], [金額], [業務費], [1,250])")),
    7: lambda here: here.call("extract", here.folder / "none.pdf").code,
    8: lambda here: here.call("run", here.file(plan_file()), "-o", here.file(b"", "file") / "out").code,
    9: conflict,
    10: lambda here: here.run(here.file(plan_file()), here.file(b"", "empty.pdf")),
    11: lambda here: here.run(here.file(plan_file()), options=("--timeout", "0.001")),
    12: lambda here: here.run(here.file(plan_file()), options=("--memory", "1")),
    13: lambda here: here.run(
        here.file(pdf(rows(row("1.甲")), rows(row("2.乙")))), options=("--max-pages", "1")
    ),
    14: crashed,
    15: busy,
    16: lambda here: here.extract(mojibake(), "--ocr", "never"),
    17: lambda here: here.run(
        here.file(plan_file()), options=("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    ),
    18: lambda here: here.run(here.file(pdf(NO_UNIT)), options=("--fail-on", "error")),
    19: edited,
    130: stopped,
}
POSIX_ONLY = {14, 130}


@pytest.fixture
def here(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Here:
    return Here(caller(capfd), tmp_path)


def test_every_exit_code_has_an_entry() -> None:
    assert list(PROVOKING) == list(EXIT_CODES)


@pytest.mark.parametrize("code", PROVOKING)
def test_an_exit_code_is_provoked(code: int, here: Here) -> None:
    if code in POSIX_ONLY and os.name == "nt":
        pytest.skip("no process can be killed or interrupted there as on POSIX systems")
    if code == 17 and not is_installed("dask"):
        pytest.skip("it needs the extra dask")
    assert PROVOKING[code](here) == code


@pytest.mark.parametrize("name", ["README.md", "README.zh-TW.md"])
@pytest.mark.parametrize("code", EXIT_CODES)
def test_an_exit_code_is_in_the_guide(code: int, name: str) -> None:
    guide = (ROOT / name).read_text(encoding="utf-8")
    assert f"\n| {code} |" in guide
