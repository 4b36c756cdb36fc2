"""Names and kinds of files that a folder may hold: each accounted for, none waited for, all shown harmlessly."""

import json
import os
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.folder.report import InputReport, RunReport
from tests.hostile.making import GOOD, TEXT, page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
LONGEST = "長" * 83 + "ab.pdf"  # 83 * 3 + 6 = 255 bytes
NAMES = {
    "line feed": "a\nb.pdf",
    "escape": "a\x1b[31m.pdf",
    "dots": "b...pdf",
    "parent-like": "a\\..\\..\\etc.pdf",
    "surrogate": os.fsdecode(b"a\xff\xfe.pdf"),
    "right to left": "a\u202efdp.exe.pdf",
    "longest": LONGEST,
    "option": "--output=x.pdf",
    "shell": "$(touch pwned);`id`.pdf",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunReport, Path]:
    base = tmp_path_factory.mktemp("names")
    folder = base / "in"
    folder.mkdir()
    for number, name in enumerate(NAMES.values()):
        (folder / name).write_bytes(page(TEXT + b"%% %d" % number))
    (folder / "good.pdf").write_bytes(GOOD)
    real = base / "elsewhere.pdf"
    real.write_bytes(page(TEXT + b"% linked"))
    (folder / "link.pdf").symlink_to(real)
    (folder / "loop.pdf").symlink_to(folder / "loop.pdf")
    (folder / "dangling.pdf").symlink_to(base / "gone.pdf")
    (folder / "circle").symlink_to(folder)
    os.mkfifo(folder / "pipe.pdf")
    report = pipeline.run([folder], base / "out", jobs=2, timeout_seconds=20, memory_mb=1024)
    return report, base


def of(report: RunReport, name: str) -> InputReport:
    (one,) = [one for one in report.inputs if Path(one.path).name == name]
    return one


def test_all_files_of_the_folder_are_accounted_for(ran: tuple[RunReport, Path]) -> None:
    report, base = ran
    assert len(report.inputs) == len(NAMES) + 5
    told = json.loads((base / "out" / ".workplan" / "run.json").read_text(encoding="utf-8"))
    assert len(told["inputs"]) == len(report.inputs)
    assert report.exit_code == 10


@pytest.mark.parametrize("kind", NAMES)
def test_a_file_of_any_name_is_read(ran: tuple[RunReport, Path], kind: str) -> None:
    shown = os.fsencode(NAMES[kind]).decode(errors="replace")
    found = [one for one in ran[0].inputs if one.path.endswith((NAMES[kind], shown))]
    assert [one.exit_code for one in found] == [6]


def test_a_link_is_read_and_links_to_nothing_and_pipes_are_refused(ran: tuple[RunReport, Path]) -> None:
    codes = {
        name: of(ran[0], name).exit_code for name in ("link.pdf", "loop.pdf", "dangling.pdf", "pipe.pdf")
    }
    assert codes == {"link.pdf": 6, "loop.pdf": 7, "dangling.pdf": 7, "pipe.pdf": 7}


def test_messages_are_one_printable_line(ran: tuple[RunReport, Path]) -> None:
    messages = [one.message for one in ran[0].inputs if one.exit_code]
    assert all(message and message.both.isprintable() for message in messages)


def test_the_log_has_no_commands_and_nothing_was_written_outside(ran: tuple[RunReport, Path]) -> None:
    log = (ran[1] / "out" / ".workplan" / "run.log").read_text(encoding="utf-8")
    assert log.replace("\n", "").isprintable()
    assert {path.name for path in ran[1].iterdir()} == {"in", "out", "elsewhere.pdf"}
