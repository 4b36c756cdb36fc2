"""What a file may cost in the commands that read one: real processes, as only these are watched."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.calling import caller
from tests.hostile.making import GOOD

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread looks on")
READING = {
    "extract": ("extract", "{file}"),
    "tables": ("tables", "{file}", "--format", "json"),
    "inspect": ("inspect", "{file}", "--page", "1", "-o", "{folder}/page.png"),
    "profile new": ("profile", "new", "{file}"),
    "compare": ("compare", "{file}", "{file}", "-o", "{folder}/comparison"),
}
EACH = pytest.mark.parametrize("command", READING)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(GOOD)
    return path


def arguments(command: str, file: Path) -> list[str]:
    return [one.format(file=file, folder=file.parent) for one in READING[command]]


def begun(doing: str, *options: str, **environment: str) -> subprocess.Popen[str]:
    """``workplan extract`` of a file that is never looked at: a function stands in for the reading."""
    code = (
        "import os, signal, sys, tempfile, time\n"
        # Started in the background of a shell this process would not hear of it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import pipeline.cli\n"
        "from pipeline import api\n"
        f"def extract(*_, **__):\n    {doing}\n"
        "api.extract = extract\n"
        "sys.argv = ['workplan', 'extract', 'plan.pdf', *sys.argv[1:]]\n"
        "pipeline.cli.main()\n"
    )
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", code, *options],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(doing: str, *options: str, **environment: str) -> tuple[int, str]:
    process = begun(doing, *options, **environment)
    _, told = process.communicate(timeout=60)
    return process.returncode, told


def program(*given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "pipeline.cli", *given],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@EACH
@pytest.mark.parametrize(
    ("option", "code"), [(("--timeout", "0.05"), 11), (("--memory", "30"), 12), (("--max-pages", "1"), 13)]
)
def test_every_command_that_reads_a_file_keeps_to_limits(
    command: str, option: tuple[str, str], code: int, file: Path
) -> None:
    found = program(*arguments(command, file), *option)
    assert found.returncode == code, found.stderr
    assert "plan.pdf" in found.stderr
    assert option[0] in found.stderr
    assert found.stderr.count("\n") == 1
    assert found.stdout == ""


def test_a_profile_is_tried_on_documents_within_limits(file: Path) -> None:
    profile = file.with_name("own.toml")
    profile.write_text('id = "own"\n', encoding="utf-8")
    found = program("profile", "check", str(profile), str(file), "--timeout", "0.05")
    assert found.returncode == 11


def test_a_limit_of_nothing_is_refused(file: Path) -> None:
    assert program("extract", str(file), "--memory", "-1").returncode == 2


@LINUX
def test_a_reading_that_crashes_is_told_with_its_file() -> None:
    code, told = ended("os.kill(os.getpid(), signal.SIGSEGV)")
    assert code == 14
    assert "plan.pdf crashed" in told
    assert told.count("\n") == 1


@LINUX
def test_one_that_gives_itself_up_near_the_limit_lacked_memory() -> None:
    code, told = ended("held = b'x' * 2**27; time.sleep(0.5); os.abort()", "--memory", "220")
    assert (code, "more than 220 MB" in told) == (12, True)


@LINUX
def test_one_that_somebody_kills_is_told_to_be_killed() -> None:
    code, told = ended("os.kill(os.getpid(), signal.SIGKILL)")
    assert (code, "killed" in told) == (14, True)


@LINUX
def test_memory_that_the_system_refuses_is_told_as_too_much() -> None:
    code, told = ended("return bytearray(2**30)", "--memory", "200")
    assert (code, "more than 200 MB" in told) == (12, True)


@LINUX
def test_a_library_that_never_comes_back_is_ended() -> None:
    blocked = "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM]); time.sleep(60)"
    began = time.monotonic()
    code, _ = ended(blocked, "--timeout", "0.5")
    assert code == 11
    assert time.monotonic() - began < 30


@LINUX
def test_one_that_is_ended_leaves_no_temporary_files(tmp_path: Path) -> None:
    doing = "folder = tempfile.TemporaryDirectory()\n    with folder:\n        time.sleep(60)"
    code, _ = ended(doing, "--timeout", "1", TMPDIR=str(tmp_path))
    assert code == 11
    assert list(tmp_path.iterdir()) == []


@LINUX
def test_a_person_who_stops_it_stops_the_reading_too(tmp_path: Path) -> None:
    seen = tmp_path / "pid"
    process = begun(f"open({str(seen)!r}, 'w').write(str(os.getpid()))\n    time.sleep(60)")
    reading = _pid(seen)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told.strip()) == (130, "Stopped.")
    assert _gone(reading)


def shared(doing: str, otherwise: str = "time.sleep(60)") -> str:
    """What a fork of the reading does, and what the reading itself does beside it."""
    return (
        "from pipeline.forks import Crew\n"
        "    reading = os.getpid()\n"
        f"    work = lambda _: ({doing}) if os.getpid() != reading else ({otherwise})\n"
        "    Crew(2, 'plan.pdf').each(work, 8)"
    )


@LINUX
def test_a_fork_of_the_reading_that_crashes_is_told_with_its_file() -> None:
    code, told = ended(shared("os.kill(os.getpid(), signal.SIGSEGV)", "time.sleep(0.3)"))
    assert (code, "plan.pdf crashed" in told, told.count("\n")) == (14, True, 1)


@LINUX
def test_a_fork_that_somebody_kills_is_told_to_be_killed() -> None:
    code, told = ended(shared("os.kill(os.getpid(), signal.SIGKILL)", "time.sleep(0.3)"))
    assert (code, "killed" in told) == (14, True)


@LINUX
def test_the_limit_of_memory_holds_for_all_forks_together() -> None:
    held = "b'x' * 2**28, time.sleep(60)"
    code, told = ended(shared(held, held), "--memory", "450")
    assert (code, "more than 450 MB" in told) == (12, True)


@LINUX
def test_what_forks_share_counts_once() -> None:
    waits = "len(held), time.sleep(1)"
    code, told = ended("held = b'x' * 2**28; " + shared(waits, waits), "--memory", "450")
    assert "more than" not in told
    assert code != 12


@LINUX
@pytest.mark.parametrize(("how", "code"), [("--timeout", 11), (signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_no_fork_outlives_the_reading(how: str | signal.Signals, code: int, tmp_path: Path) -> None:
    seen = tmp_path / "pid"
    told = f"open({str(seen)!r}, 'w').write(str(os.getpid())), time.sleep(60)"
    process = begun(shared(told), *([how, "2"] if isinstance(how, str) else []))
    fork = _pid(seen)
    if isinstance(how, signal.Signals):
        process.send_signal(how)
    process.communicate(timeout=30)
    assert process.returncode == code
    assert _gone(fork)


@LINUX
def test_a_reading_does_not_outlive_its_watcher(tmp_path: Path) -> None:
    seen = tmp_path / "pid"
    process = begun(f"open({str(seen)!r}, 'w').write(str(os.getpid()))\n    time.sleep(60)")
    reading = _pid(seen)
    process.kill()
    process.communicate(timeout=30)
    assert _gone(reading)


@LINUX
def test_what_another_program_calls_is_no_process_of_its_own(
    file: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fork", None)
    assert caller(capfd)("extract", file).code == 0


@pytest.mark.parametrize(
    ("limits", "seconds", "code"),
    [("Limits(memory_mb=1)", "None", 12), ("Limits(memory_mb=None)", "0.2", 11)],
)
def test_a_thread_that_looks_on_ends_its_process(limits: str, seconds: str, code: int) -> None:
    program_text = (
        "import threading, time\n"
        "from pipeline.commands.guard import watch_itself\n"
        "from pipeline.limits import Limits\n"
        f"given = ('plan.pdf', {limits}, {seconds})\n"
        "threading.Thread(target=watch_itself, args=given, daemon=True).start()\n"
        "time.sleep(60)\n"
    )
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program_text],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert found.returncode == code
    assert "plan.pdf" in found.stderr


@EACH
def test_a_pipe_is_refused_and_not_waited_for(command: str, tmp_path: Path) -> None:
    pipe = tmp_path / "plan.pdf"
    os.mkfifo(pipe)
    found = program(*arguments(command, pipe))
    assert (found.returncode, "not an ordinary file" in found.stderr) == (7, True)


def test_a_pipe_among_the_inputs_of_a_run_costs_the_others_nothing(tmp_path: Path, file: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    found = program("run", str(pipe), str(file), "-o", str(tmp_path / "out"), "--jobs", "1")
    assert found.returncode == 10
    assert list((tmp_path / "out").glob("*/plan.json"))


def _pid(seen: Path) -> int:
    until = time.monotonic() + 30
    while not (seen.is_file() and seen.read_text()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return int(seen.read_text())


def _gone(pid: int) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
