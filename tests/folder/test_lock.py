"""Two processes never write to one output folder at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import api
from pipeline.errors import FolderBusyError, UnwritableError
from pipeline.exporters.files import write_plan
from pipeline.folder.lock import HOLDER_FILE, STATE_FOLDER, alone_in
from tests.contract import rich_extraction

ROOT = Path(__file__).parents[2]
HOLDING = """
import sys
from pathlib import Path
from pipeline.folder.lock import alone_in
with alone_in(Path(sys.argv[1]), "workplan run"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the folder until it is told to end, or is killed."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDING, folder],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_writer_is_refused_and_told_who_is_there(tmp_path: Path) -> None:
    with held(tmp_path / "out") as other:
        for write in (
            lambda: api.run(tmp_path, tmp_path / "out"),
            lambda: api.publish(tmp_path / "out"),
            lambda: api.correct(tmp_path / "out", "a-112-1", "plan_item", "x", "y", "z", "2024-01-01"),
        ):
            with pytest.raises(FolderBusyError) as refused:
                write()
            line = refused.value.line().both
            assert f"workplan run (process {other.pid} on " in line
            assert f"程序 {other.pid}）自 20" in line
    assert {path.name for path in (tmp_path / "out").iterdir()} == {STATE_FOLDER}


def test_whoever_only_reads_is_not_kept_out(tmp_path: Path) -> None:
    write_plan(next(iter(rich_extraction().documents())), tmp_path / "out" / "a-112")
    with held(tmp_path / "out"):
        assert api.check(tmp_path / "out").exit_code == 1


def test_the_folder_is_free_when_the_writer_has_ended(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        other.communicate("")
        assert other.returncode == 0
        assert not (tmp_path / STATE_FOLDER / HOLDER_FILE).exists()
        with alone_in(tmp_path, "test"):
            pass


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no such signal")
def test_the_lock_of_a_killed_writer_is_none(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        assert (tmp_path / STATE_FOLDER / HOLDER_FILE).exists()
        with alone_in(tmp_path, "test"):
            assert f'"pid": {os.getpid()}' in (tmp_path / STATE_FOLDER / HOLDER_FILE).read_text()


def test_two_threads_of_one_process_are_two_writers(tmp_path: Path) -> None:
    with alone_in(tmp_path, "first"), pytest.raises(FolderBusyError, match="first"), alone_in(tmp_path, "b"):
        pass


def test_a_holder_that_has_not_said_who_it_is(tmp_path: Path) -> None:
    with alone_in(tmp_path, "first"):
        (tmp_path / STATE_FOLDER / HOLDER_FILE).write_bytes(b"{")
        with pytest.raises(FolderBusyError, match="Another run"), alone_in(tmp_path, "second"):
            pass


def test_a_folder_that_cannot_be_made_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(UnwritableError), alone_in(tmp_path / "out", "test"):
        pass
