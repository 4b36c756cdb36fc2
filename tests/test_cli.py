import errno
import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click
import pytest

import pipeline.commands.run as command
from pipeline import __version__, cli, errors
from pipeline.commands.listing import COMMANDS
from pipeline.commands.run_told import print_plans
from pipeline.errors import EncryptedError, WorkplanError
from pipeline.exporters.model_json import json_bytes
from pipeline.folder.report import InputReport, PlanReport, RunReport
from pipeline.models import Extraction, Reader
from pipeline.reading.options import Options, Verify
from tests.calling import Call, caller
from tests.contract import FakeFiles, rich_extraction

ROOT = Path(__file__).parents[1]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeFiles:
    fake = FakeFiles(tmp_path / "in")
    fake.folder.mkdir()
    fake.stand_in(monkeypatch)
    return fake


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    calls: list[Options] = []

    def extract_file(_: Path, options: Options, *__: int | None) -> Extraction:
        # Where prints of documents are kept is the call's own affair.
        calls.append(replace(options, prints=None))
        return rich_extraction()

    monkeypatch.setattr("pipeline.api.reading.extract_file", extract_file)
    return calls


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "pipeline.cli", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )


def one_line(text: str) -> str:
    """The text, which must be a single line in English alone without a traceback."""
    assert text.count("\n") == 1, text
    assert "Traceback" not in text
    assert not re.search(r"[\u4e00-\u9fff]", text), text
    return text


def test_extract_prints_the_extraction(call: Call, asked: list[Options]) -> None:
    found = call("extract", "plan.pdf")
    assert (found.code, found.err) == (0, "")
    assert found.out.encode() == json_bytes(rich_extraction())
    assert asked == [Options()]


def test_extract_takes_its_options(call: Call, asked: list[Options]) -> None:
    given = ["--reader", "pdfplumber", "--pages", "3-9", "--verify", "--agency", "某", "--year", "112"]
    call("extract", "plan.pdf", *given, "--edition", "b")
    call("extract", "plan.pdf", "--pages", "4")
    assert asked == [Options("pdfplumber", (3, 9), True, "某", 112, "b"), Options(pages=(4, 4))]


@pytest.mark.parametrize(
    ("given", "verify"),
    [
        ("plan.pdf", False),
        ("plan.pdf --verify", True),
        ("--verify plan.pdf", True),
        ("--verify --year 112 plan.pdf", True),
        ("plan.pdf --verify=all", True),
        ("plan.pdf --verify doubtful", "doubtful"),
        ("--verify=doubtful plan.pdf", "doubtful"),
        ("--verify doubtful plan.pdf", "doubtful"),
        ("-- plan.pdf", False),
    ],
)
def test_what_is_verified_may_be_named(call: Call, asked: list[Options], given: str, verify: Verify) -> None:
    assert call("extract", *given.split()).code == 0
    assert [one.verify for one in asked] == [verify]


def test_a_run_verifies_too(
    call: Call, files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Options] = []

    def extract_file(path: Path, options: Options, *_: int | None) -> Extraction:
        asked.append(options)
        return files.extract(path, options)

    path = files.write("a.pdf", **{"p-112": 1})
    monkeypatch.setattr("pipeline.runs.work.extract_file", extract_file)
    for given in ((), ("--verify",), ("--verify", "doubtful"), ("--verify", "doubtful")):
        assert call("run", *given, path, "-o", tmp_path / "out").code == 0
    # What was verified before is not read again.
    assert [one.verify for one in asked] == [False, True, "doubtful"]


def test_a_file_that_was_read_once_is_read_again_where_twice_is_wanted(
    call: Call, files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def extract_file(path: Path, options: Options, *_: int | None) -> Extraction:
        asked.append(options.single)
        return files.extract(path, options)

    path = files.write("a.pdf", **{"p-112": 1})
    monkeypatch.setattr("pipeline.runs.work.extract_file", extract_file)
    for given in (("--single",), ("--single",), (), ()):
        assert call("run", *given, path, "-o", tmp_path / "out").code == 0
    assert asked == [True, False]


def test_extract_reads_once_where_it_is_asked_to(call: Call, asked: list[Options]) -> None:
    assert call("extract", "plan.pdf", "--single").code == 0
    assert asked == [Options(single=True)]


@pytest.mark.parametrize("pages", ["x", "3-", "-3", "3-x", "9-3", "0", "", "1-2-3"])
def test_pages_that_are_no_range(call: Call, asked: list[Options], pages: str) -> None:
    found = call("extract", "plan.pdf", f"--pages={pages}")
    assert found.code == 2
    assert pages in one_line(found.err)
    assert asked == []


def test_an_error_is_one_line_with_its_exit_code(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Extraction:
        raise EncryptedError("password-wanted", name="plan.pdf")

    monkeypatch.setattr("pipeline.api.reading.extract_file", refuse)
    found = call("extract", "plan.pdf")
    assert (found.code, found.out) == (4, "")
    assert "save a copy" in one_line(found.err)


def test_a_bug_is_one_line_too(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> Extraction:
        raise KeyError("a\nb")

    monkeypatch.setattr("pipeline.api.reading.extract_file", stumble)
    found = call("extract", "plan.pdf")
    assert found.code == 1
    assert "KeyError" in one_line(found.err)


def test_ctrl_c_is_one_line_too(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> Extraction:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.api.reading.extract_file", interrupt)
    found = call("extract", "plan.pdf")
    assert found.code == 130
    assert "Stopped" in one_line(found.err.lstrip("\n"))


def test_extract_is_utf8_whatever_the_console_uses() -> None:
    code = (
        "import pipeline.api.reading as api, tests.contract as c; api.extract_file = lambda *_: c.rich_extraction();"
        "from pipeline.cli import main; main(['extract', 'plan.pdf'])"
    )
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert found.stdout == json_bytes(rich_extraction())


def test_errors_are_said_on_a_console_without_chinese() -> None:
    found = process("extract", "absent.pdf", "--year", "2023", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert found.returncode == 2
    assert b"2023 is not a year" in found.stderr
    assert b"Traceback" not in found.stderr


def test_a_reader_of_the_output_may_leave_early(
    asked: list[Options], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(click, "echo", broken)
    with pytest.raises(SystemExit) as end:
        cli.main(["extract", "plan.pdf"])
    assert end.value.code == 1
    assert asked


def test_run_says_nothing_when_piped_and_all_went_well(call: Call, files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 1})
    assert call("run", files.folder, "-o", tmp_path / "out", "--edition", "x") == (0, "", "")
    assert (tmp_path / "out" / "p-112-x" / "plan.json").exists()


def test_run_says_each_error_once_and_ends_with_its_code(
    call: Call, files: FakeFiles, tmp_path: Path
) -> None:
    files.write("a.pdf", **{"p-112": 1})
    files.write("b.pdf", **{"p-112": 2})
    files.write("c.pdf", **{"q-112": 2})
    for name in ("bad.pdf", "bad copy.pdf"):
        (files.folder / name).write_bytes(b"no pdf")
    found = call("run", files.folder, tmp_path / "absent", "-o", tmp_path / "out")
    assert (found.code, found.out) == (10, "")
    lines = found.err.splitlines()
    assert len(lines) == 4
    for line, said in zip(lines, ("absent", "bad copy.pdf", "p-112", "--edition"), strict=True):
        assert said in one_line(line + "\n")


@pytest.mark.skipif(os.name == "nt", reason="the system allows no such names")
def test_a_name_with_commands_to_the_terminal_stays_one_line(
    call: Call, files: FakeFiles, tmp_path: Path
) -> None:
    (files.folder / "a\n\x1b[2Jb.pdf").write_bytes(b"no pdf")
    found = call("run", files.folder, "-o", tmp_path / "out")
    assert found.code == 3
    assert "\x1b" not in one_line(found.err)


def test_run_writes_to_output_by_default(
    call: Call, files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("run", files.write("a.pdf", **{"p-112": 1})).code == 0
    assert (tmp_path / "output" / ".workplan" / "run.json").exists()


def test_run_into_a_folder_that_cannot_be_made(call: Call, files: FakeFiles, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    found = call("run", files.write("a.pdf", **{"p-112": 1}), "-o", tmp_path / "out")
    assert found.code == 8
    assert "-o" in one_line(found.err)


def test_run_ends_with_a_table_on_a_terminal(
    call: Call, files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write("[red]a.pdf", **{"p-112": 1234})
    (files.folder / "bad.pdf").write_bytes(b"no pdf")
    monkeypatch.setattr(command, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")
    found = call("run", files.folder, "-o", tmp_path / "out")
    assert found.code == 10
    row = next(line for line in found.out.splitlines() if "p-112" in line)
    assert re.findall(r"[\w,-]+", row) == ["p-112", "1", "1,234", "1,234", "1"]
    assert "bad.pdf is not a PDF" in found.err


CONFLICT = "conflicts/chiayi-city-west-112-aa4d074b"
LONG = "conflicts/new-taipei-city-public-works-department-112-draft-final-aa4d074b-2"


@pytest.mark.parametrize(("columns", "whole"), [(80, ["a-112", CONFLICT]), (200, ["a-112", CONFLICT, LONG])])
def test_the_summary_breaks_no_identifier_but_at_hyphens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int, whole: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    plans = tuple(PlanReport(name, name, 7, 1180, 1234, 12) for name in ("a-112", CONFLICT, LONG))
    print_plans(RunReport("1", {}, (InputReport("a.pdf", plans=plans),)))
    lines = capsys.readouterr().out.splitlines()
    firsts = [(line.split() or [""])[0] for line in lines]
    assert max(map(len, lines)) <= columns
    assert set(whole) <= set(firsts)
    assert "".join(firsts).endswith(LONG)
    assert all(first.endswith(("-", "/")) for first in firsts if first != LONG and LONG.startswith(first))
    assert sum(line.split()[1:] == ["7", "1,180", "1,234", "12"] for line in lines if line) == len(plans)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="the system has no terminals to open")
def test_a_terminal_shows_a_bar_and_a_table(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    leader, follower = os.openpty()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "pipeline.cli", "run", str(tmp_path), "-o", str(tmp_path / "out")],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "200"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    parts = []
    # Read while it runs: on a slow machine the bar is drawn more often than the terminal can hold.
    with suppress(OSError):  # Linux tells the end by an error
        while part := os.read(leader, 100_000):
            parts.append(part)
    os.close(leader)
    code = process.wait()
    shown = b"".join(parts).decode()
    assert code != 0
    assert "1/1" in shown
    assert "findings" in shown
    assert "檢核" not in shown
    assert "Traceback" not in shown


def test_inspect_draws_a_page(call: Call, asked: list[Options], tmp_path: Path) -> None:
    found = call("inspect", "plan.pdf", "--page", "7", "-o", tmp_path / "p.png", "--reader", "pdfplumber")
    assert found.code == 2
    assert "7" in one_line(found.err)
    assert asked == [Options("pdfplumber")]


def test_schema_writes_and_checks(call: Call, tmp_path: Path) -> None:
    assert call("schema", "--check", "-o", tmp_path / "s").code == 1
    assert call("schema", "-o", tmp_path / "s") == (0, "", "")
    assert call("schema", "--check", "-o", tmp_path / "s") == (0, "", "")
    (tmp_path / "s" / "dictionary.md").write_text("x", encoding="utf-8")
    found = call("schema", "--check", "-o", tmp_path / "s")
    assert found.code == 1
    assert "dictionary.md" in one_line(found.err)
    assert "plan.schema.json" not in found.err


def test_help_names_every_command_and_exit_code(call: Call) -> None:
    shown = call("--help").out
    assert set(COMMANDS) <= set(shown.split())
    codes = {int(code) for code in re.findall(r"^ +(\d+)  ", call("help", "exit-codes").out, re.MULTILINE)}
    known = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, WorkplanError)
    }
    assert codes == known | {0, errors.STOPPED_EXIT_CODE}
    assert call("run", "--help").out.rstrip().endswith("Exit codes: workplan help exit-codes.")


def test_version(call: Call) -> None:
    assert __version__ in call("--version").out


def loaded(name: str) -> click.Command:
    """A command with its options."""
    command = cli.workplan.get_command(click.Context(cli.workplan), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_of_each_what_its_own_help_says(name: str) -> None:
    listed = cli.workplan.commands[name]
    assert listed.get_short_help_str() == loaded(name).get_short_help_str()


def test_every_command_is_listed() -> None:
    modules = {path.stem for path in Path(cli.__file__).parent.glob("commands/*.py")}
    parts = {
        "__init__", "common", "completion", "exit_codes", "guard", "help_form", "language", "limits", "listing", "live",
        "refused", "run_options", "run_told", "settings", "telling", "worded",
    }  # fmt: skip
    assert modules - parts == set(COMMANDS)


def test_readers_are_those_of_the_contract() -> None:
    for one in (loaded(name) for name in ("run", "extract", "inspect")):
        (option,) = [param for param in one.params if param.name == "reader"]
        assert isinstance(option.type, click.Choice)
        assert tuple(option.type.choices) == get_args(Reader)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("run", ("INPUT... is missing.", "workplan run --help")),
        ("extract", ("FILE is missing.", "workplan extract --help")),
        ("inspect a.pdf", ("--page is missing.",)),
        ("extract a.pdf --reader x", ("--reader cannot be 'x'", "pdfium or pdfplumber")),
        ("run a.pdf --year x", ("--year cannot be 'x'", "a whole number")),
        ("run a.pdf --year", ("--year needs a value",)),
        ("run a.pdf --force=x", ("--force takes no value",)),
        ("extract a.pdf --verify=3", ("--verify cannot be '3'", "all or doubtful")),
        ("extract a.pdf --absent", ("no option --absent",)),
        ("extract a.pdf b.pdf", ("more arguments", "b.pdf")),
        ("absent", ("no command absent", "workplan --help")),
    ],
)
def test_what_click_refuses_is_one_line_too(call: Call, arguments: str, says: tuple[str, ...]) -> None:
    found = call(*arguments.split())
    assert (found.code, found.out) == (2, "")
    line = one_line(found.err)
    assert [word for word in says if word not in line] == []


def test_the_programs_name_alone_gives_the_help(call: Call) -> None:
    found = call()
    assert "inspect" in found.out + found.err
