"""Where a file is written: through links, keeping owner and mode, and never over what is no file."""

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.errors import UnwritableError, UsageError
from pipeline.exporters.disk import (
    refusal_within,
    replace_file,
    unwritable,
    without_echoes,
    write_changed,
    write_file,
)
from pipeline.runs.progress import RunLog
from tests.calling import Call, caller

ROOT = Path(__file__).parents[2]

POSIX = pytest.mark.skipif(os.name == "nt", reason="links, modes and devices are those of POSIX")


@POSIX
def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target = tmp_path / "far" / "items.csv"
    target.write_bytes(b"old")
    link = tmp_path / "items.csv"
    link.symlink_to(target)
    write_file(link, [b"new"])
    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")
    staged = tmp_path / "staged.csv"
    staged.write_bytes(b"newer")
    replace_file(staged, link)
    assert (link.is_symlink(), target.read_bytes(), staged.exists()) == (True, b"newer", False)
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["items.csv"]


@POSIX
def test_a_link_that_leads_nowhere_gets_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "there")
    write_file(tmp_path / "link", [b"new"])
    assert (tmp_path / "there").read_bytes() == b"new"


@POSIX
def test_owner_and_mode_stay(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 1234, 2345)
    before = path.stat()
    write_file(path, [b"new"])
    after = path.stat()
    assert stat.S_IMODE(after.st_mode) == 0o640
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)


@POSIX
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_changed(pipe, b"content")
    reader.join(10)
    assert read == [b"content"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@POSIX
def test_a_device_is_not_replaced() -> None:
    write_file(Path("/dev/null"), [b"content"])
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize("sink", ["pipe", "file"])
@POSIX
def test_standard_output_can_be_named(tmp_path: Path, sink: str) -> None:
    code = (
        "from pathlib import Path; from pipeline.exporters.disk import write_file; "
        "print('first'); write_file(Path('/dev/stdout'), [b'second\\n']); print('third')"
    )
    told = tmp_path / "told.txt"
    with told.open("wb") as file:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", code],
            stdout=file if sink == "file" else subprocess.PIPE,
            check=True,
            cwd=ROOT,
        )
    content = told.read_bytes() if sink == "file" else done.stdout
    assert content == b"first\nsecond\nthird\n"


def test_an_empty_path_is_refused() -> None:
    with pytest.raises(UsageError):
        write_file(Path(), [b"content"])


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.mark.parametrize("command", ["run", "check", "tables", "inspect", "site", "schema", "compare"])
def test_no_command_takes_an_empty_output(call: Call, command: str) -> None:
    arguments = {"compare": ("a", "b"), "schema": ()}.get(command, (".",))
    result = call(command, *arguments, "-o", "")
    assert result.code == 2
    assert "--output" in result.err


@pytest.mark.parametrize(
    ("code", "says"), [(errno.ENOSPC, "Free space"), (errno.EROFS, "another disk"), (errno.EACCES, "Excel")]
)
def test_the_remedy_is_that_of_the_cause(code: int, says: str) -> None:
    error = unwritable(Path("x"), OSError(code, ""))
    assert says in error.remedy_en
    assert ("Excel" in error.remedy_zh) == (says == "Excel")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("arguments", [("--help",), ("schema", "--help")])
def test_a_full_disk_behind_standard_output_is_told(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "pipeline.cli", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
        )
    told = done.stderr.decode()
    assert done.returncode == UnwritableError.exit_code
    assert "Free space" in told
    assert len(told.splitlines()) == 1


def test_a_full_disk_behind_the_log_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("Linux has a device that is always full")
    (tmp_path / ".workplan").mkdir()
    (tmp_path / ".workplan" / "run.log").symlink_to("/dev/full")
    with pytest.raises(UnwritableError, match="disk is full"), RunLog(tmp_path) as log:
        log.say("begun")


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def raised_from(cause: OSError) -> Exception:
    error = ValueError("the workbook is not whole")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "is_refusal"),
    [(full(), True), (ValueError(full()), True), (raised_from(full()), True), (ValueError("a bug"), False)],
    ids=["itself", "wrapped", "cause", "bug"],
)
def test_what_a_library_makes_of_a_full_disk_is_still_one(error: Exception, is_refusal: bool) -> None:
    refusal = refusal_within(error)
    assert (refusal is not None and refusal.errno == errno.ENOSPC) == is_refusal


def test_a_refusal_is_not_printed_once_more_as_a_file_is_taken_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Open:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def __del__(self) -> None:
            raise self.error

    printed: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda one: printed.append(one.exc_type))
    with without_echoes():
        Open(full())
        Open(ValueError("a bug"))
    assert printed == [ValueError]
