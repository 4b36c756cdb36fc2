"""Real processes: what one of them does to itself costs its file only."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.folder.staged import Worked
from pipeline.limits import HEADROOM, Limits, watching
from pipeline.reading.options import Options
from pipeline.runs.engines import local
from pipeline.runs.engines.interface import Outcome, Task
from tests.reading import ROOT

NO_WORRY = Limits()
SAMPLE = ROOT / "samples" / "chiayi-west-112-open.pdf"


def behave(task: Task) -> local.Answer:
    """What a worker does with a file of a name."""
    name, _, rest = task.path.name.partition(" ")
    if name == "crash":
        os.abort()
    if name == "refused":
        # What a library does that is refused memory before the watch has seen how much it holds.
        if task.limits.headroom <= HEADROOM:
            os.abort()
        name = "hog"
    if name == "killed" or (name == "killed-once" and not (task.path.parent / "seen").exists()):
        (task.path.parent / "seen").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "slow":
        time.sleep(60)
    if name == "pid":
        return Worked(seconds=os.getpid()), 0.0
    if name == "hog":
        with watching(task.limits.memory_mb):
            held = [bytearray(b"x" * 2**20) for _ in range(400)]
            time.sleep(1)
            return Worked(pages=len(held)), 0.0
    return Worked(pages=int(rest or 1)), 1.0


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Outcome]]:
    monkeypatch.setattr(local, "in_worker", behave)

    def run(*names: str, limits: Limits = NO_WORRY, jobs: int = 2, renew: int = 100) -> dict[str, Outcome]:
        tasks = (
            Task(n, tmp_path / name, f"{n}", name, Options(), limits, tmp_path / f"staging-{n}")
            for n, name in enumerate(names)
        )
        return {one.task.path.name: one for one in local.LocalEngine(jobs, renew).run(tasks)}

    return run


Read = Callable[..., dict[str, Outcome]]


def code(outcome: Outcome) -> int:
    return outcome.worked.problem.exit_code if outcome.worked.problem else 0


def told(outcome: Outcome) -> str:
    return outcome.worked.problem.message.both if outcome.worked.problem else ""


def test_a_crash_costs_one_file(read: Read) -> None:
    found = read("crash", "a", "b", "c")
    assert {name: code(one) for name, one in found.items()} == {"crash": 14, "a": 0, "b": 0, "c": 0}
    assert found["crash"].retries == 1


def test_an_abort_for_want_of_memory_is_told_as_that(read: Read) -> None:
    found = read("refused", "a", limits=Limits(memory_mb=200))
    assert (code(found["refused"]), found["refused"].retries, code(found["a"])) == (12, 1, 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_file_whose_worker_was_killed_is_tried_once_more(read: Read) -> None:
    found = read("killed-once", "a")
    assert (code(found["killed-once"]), found["killed-once"].retries) == (0, 1)
    assert (code(found["a"]), found["a"].retries) == (0, 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_file_that_gets_its_worker_killed_again_is_given_up(read: Read) -> None:
    found = read("killed", "a")
    assert (code(found["killed"]), found["killed"].retries, code(found["a"])) == (14, 1, 0)


def test_a_file_that_takes_too_long_is_given_up(read: Read) -> None:
    start = time.monotonic()
    found = read("slow", "a", limits=Limits(seconds=1))
    assert (code(found["slow"]), code(found["a"])) == (11, 0)
    assert "1 seconds" in told(found["slow"])
    assert time.monotonic() - start < 30


def test_a_file_that_needs_too_much_memory_is_given_up(read: Read) -> None:
    found = read("hog", "a", limits=Limits(memory_mb=200))
    assert (code(found["hog"]), code(found["a"])) == (12, 0)


def test_workers_are_renewed(read: Read) -> None:
    found = read("pid 1", "pid 2", "pid 3", "pid 4", jobs=1, renew=2)
    pids = [found[f"pid {n}"].worked.seconds for n in range(1, 5)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_tasks_are_taken_as_places_become_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "in_worker", behave)
    taken = []

    def tasks() -> Iterator[Task]:
        for n in range(6):
            taken.append(n)
            yield Task(n, tmp_path / "a", "", "", Options(), Limits(), tmp_path / "staging")

    outcomes = local.LocalEngine(2).run(tasks())
    next(outcomes)
    assert len(taken) <= 4
    assert 1 + len(list(outcomes)) == len(taken) == 6


def test_a_worker_has_its_next_file_while_the_last_one_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "in_worker", behave)
    begun: list[int] = []

    def tasks() -> Iterator[Task]:
        for n in range(3):
            begun.append(n)
            yield Task(n, tmp_path / "plain", f"{n}", "plain", Options(), NO_WORRY, tmp_path / f"staging-{n}")

    outcomes = local.LocalEngine(1).run(tasks())
    assert next(outcomes).task.number == 0
    assert begun == [0, 1]
    outcomes.close()


def test_a_host_gives_what_it_has_before_it_waits_for_the_next_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "in_worker", behave)
    given: list[int] = []

    def tasks() -> Iterator[Task]:
        for n in range(2):
            assert len(given) == n
            yield Task(n, tmp_path / "plain", f"{n}", "plain", Options(), NO_WORRY, tmp_path / f"staging-{n}")

    for outcome in local.LocalEngine(1, ahead=False).run(tasks()):
        given.append(outcome.task.number)  # noqa: PERF401 - the tasks look at it meanwhile
    assert given == [0, 1]


def test_a_real_file_is_read_and_measured(tmp_path: Path) -> None:
    task = Task(0, SAMPLE, "x", "plan.pdf", Options(), Limits(), tmp_path / "s")
    (outcome,) = local.LocalEngine(1).run([task])
    assert code(outcome) == 0
    assert (outcome.files / "1" / "plan.json").exists()
    assert 10 < (outcome.peak_memory_mb or 0) < 500


def test_a_file_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    task = Task(0, SAMPLE, "x", "plan.pdf", Options(), Limits(pages=2), tmp_path / "s")
    (outcome,) = local.LocalEngine(1).run([task])
    assert code(outcome) == 13
    assert "more than the 2 allowed" in told(outcome)
