"""A real scheduler and two workers on loopback; what is killed costs time and nothing else."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest

from pipeline.errors import SchedulerError
from pipeline.folder.staged import Worked
from pipeline.limits import Limits
from pipeline.reading.options import Options
from pipeline.runs.engines import cluster, dask_engine, dask_worker
from pipeline.runs.engines.dask_engine import DaskEngine
from pipeline.runs.engines.interface import Outcome, Task
from pipeline.runs.engines.local import LocalEngine
from tests.reading import LAYOUTS, NEXT_YEAR, ROOT, SCAN

pytestmark = pytest.mark.cluster

HOST = "pipeline.runs.engines.reading_host"
OTHER = (("workplan", "0.0.1"), ("pypdfium2", "1"), ("pdfplumber", "1"))


@contextmanager
def program(name: str, folder: Path, *options: str) -> Iterator[psutil.Process]:
    """One of Dask's programs, ended with all that it started."""
    command = [sys.executable, "-m", f"distributed.cli.{name}", "--host", "127.0.0.1"]
    command += ["--no-dashboard", "--dashboard-address", "127.0.0.1:0", *options]
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "DASK_TEMPORARY_DIRECTORY": str(folder),
    }
    with (folder / f"{name}.log").open("ab") as log:
        started = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)  # noqa: S603
    process = psutil.Process(started.pid)
    try:
        yield process
    finally:
        left = process.children(recursive=True)
        for one in (process, *left):
            if one.is_running():
                one.kill()
        started.wait()


def said(log: Path, pattern: str, count: int) -> list[str]:
    """What a program writes into its log, as soon as it has done so often enough."""
    end = time.monotonic() + 60
    while len(found := re.findall(pattern, log.read_text())) < count:
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("scheduler")
    with program("dask_scheduler", folder, "--port", "0"):
        yield said(folder / "dask_scheduler.log", r"tcp://127\.0\.0\.1:\d+", 1)[0]


@pytest.fixture(scope="module")
def workers(scheduler: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[psutil.Process]]:
    """Two workers, each with a nanny that starts it again; the nannies."""
    folder = tmp_path_factory.mktemp("workers")
    options = (scheduler, "--nthreads", "1", "--memory-limit", "0")
    with program("dask_worker", folder, *options) as one, program("dask_worker", folder, *options) as two:
        said(folder / "dask_worker.log", "Registered to", 2)
        yield [one, two]


def tasks(folder: Path, *paths: Path, limits: Limits = Limits()) -> list[Task]:  # noqa: B008 - frozen
    return [
        Task(n, path, "", "plan.pdf", Options(ocr="never"), limits, folder / f"{n}")
        for n, path in enumerate(paths)
    ]


def told(outcome: Outcome) -> Worked:
    """What came of a task, but for the time and the place."""
    root = outcome.files
    plans = tuple(replace(plan, folder=plan.folder.relative_to(root)) for plan in outcome.worked.plans)
    return replace(outcome.worked, plans=plans, seconds=0.0)


def code(outcome: Outcome) -> int:
    return outcome.worked.problem.exit_code if outcome.worked.problem else 0


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def reading(nannies: list[psutil.Process]) -> list[psutil.Process]:
    """The processes below some nannies that hold a file, each below its Dask worker."""
    found = []
    for process in (below for nanny in nannies for below in nanny.children(recursive=True)):
        try:
            if HOST in process.cmdline():
                found.append(process)
        except psutil.Error:  # it has just ended
            continue
    return found


def test_a_cluster_without_workers_is_told(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", 1)
    with pytest.raises(SchedulerError, match=f"{scheduler} has had no workers for 1 seconds"):
        list(DaskEngine(scheduler).run(tasks(tmp_path, NEXT_YEAR)))


def test_a_scheduler_that_cannot_be_reached_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(SchedulerError, match=r"127\.0\.0\.1:9 cannot be reached") as caught:
        list(DaskEngine("tcp://127.0.0.1:9").run(tasks(tmp_path, NEXT_YEAR)))
    assert "\n" not in caught.value.line().both


@pytest.mark.parametrize("address", ["nonsense", "ftp://127.0.0.1:9", ""])
def test_an_address_that_is_none_is_told(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(SchedulerError, match="cannot be reached"):
        list(DaskEngine(address).run(tasks(tmp_path, NEXT_YEAR)))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Outcome]:
    """What comes of files on one machine."""
    folder = tmp_path_factory.mktemp("alone")
    empty = folder / "empty.pdf"
    empty.touch()
    paths = (LAYOUTS["open"], NEXT_YEAR, SCAN, empty, folder / "missing.pdf")
    return {one.task.path: one for one in LocalEngine(2).run(tasks(folder, *paths))}


def test_results_and_bytes_are_those_of_one_machine(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path, alone: dict[Path, Outcome]
) -> None:
    assert workers
    found = {one.task.path: one for one in DaskEngine(scheduler).run(tasks(tmp_path, *alone))}

    assert found.keys() == alone.keys()
    for path, one in found.items():
        assert told(one) == told(alone[path])
        assert contents(one.files) == contents(alone[path].files)
    assert sorted(map(code, found.values())) == [0, 0, 3, 5, 7]
    assert len(contents(found[NEXT_YEAR].files)) > 3
    assert 10 < (found[NEXT_YEAR].peak_memory_mb or 0) < 500
    assert all(one.retries == 0 for one in found.values())


def test_what_a_file_does_costs_that_file_only(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path
) -> None:
    assert workers
    given = tasks(tmp_path, *[NEXT_YEAR] * 4)
    limits = (Limits(pages=2), Limits(memory_mb=20), Limits(seconds=0.01), Limits())
    hard = [replace(task, limits=limit) for task, limit in zip(given, limits, strict=True)]
    found = {one.task.number: code(one) for one in DaskEngine(scheduler).run(hard)}
    assert found == {0: 13, 1: 12, 2: 11, 3: 0}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_worker_that_is_killed_costs_nothing(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path, alone: dict[Path, Outcome]
) -> None:
    found: list[Outcome] = []
    for outcome in DaskEngine(scheduler).run(tasks(tmp_path, *[LAYOUTS["open"], NEXT_YEAR] * 2)):
        if not found:
            worker = reading(workers)[0].parent()
            assert worker is not None
            worker.send_signal(signal.SIGKILL)
        found.append(outcome)

    assert sorted(one.task.number for one in found) == [0, 1, 2, 3]
    assert sum(one.retries for one in found) >= 1
    for one in found:
        assert told(one) == told(alone[one.task.path])
        assert contents(one.files) == contents(alone[one.task.path].files)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_reading_process_that_is_killed_is_replaced(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path
) -> None:
    found: list[Outcome] = []
    for outcome in DaskEngine(scheduler).run(tasks(tmp_path, *[NEXT_YEAR] * 4)):
        if not found:
            for host in reading(workers):
                host.kill()
        found.append(outcome)
    assert [code(one) for one in found] == [0] * 4
    assert 1 <= sum(one.retries for one in found) <= 2


@contextmanager
def killing(nannies: list[psutil.Process]) -> Iterator[None]:
    """Kill each Dask worker as soon as it has a file."""
    done = Event()

    def kill() -> None:
        while not done.wait(0.02):
            for worker in {one.parent() for one in reading(nannies)} - {None}:
                worker.send_signal(signal.SIGKILL)

    thread = Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_file_whose_workers_all_die_is_given_up(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path
) -> None:
    with killing(workers):
        (outcome,) = DaskEngine(scheduler).run(tasks(tmp_path, NEXT_YEAR))
    assert code(outcome) == 14
    assert "2 Dask workers died" in (outcome.worked.problem.message.both if outcome.worked.problem else "")
    (after,) = DaskEngine(scheduler).run(tasks(tmp_path, NEXT_YEAR))
    assert code(after) == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_nothing_goes_on_when_a_run_is_broken_off(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path
) -> None:
    outcomes = DaskEngine(scheduler).run(tasks(tmp_path, *[NEXT_YEAR] * 8))
    next(outcomes)
    assert reading(workers)
    del outcomes
    end = time.monotonic() + 5
    while reading(workers):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_tasks_are_taken_as_places_become_free(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path
) -> None:
    taken = []

    def coming() -> Iterator[Task]:
        for task in tasks(tmp_path, *[NEXT_YEAR] * 8):
            taken.append(task)
            yield task

    outcomes = DaskEngine(scheduler).run(coming())
    next(outcomes)
    assert len(taken) <= cluster.AHEAD * len(workers) + 1
    assert 1 + len(list(outcomes)) == len(taken) == 8


def test_a_cluster_of_another_version_is_refused(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workers
    monkeypatch.setattr(dask_worker, "__version__", "0.0.1")
    with pytest.raises(SchedulerError, match=r"the scheduler .* this machine has workplan 0\.0\.1"):
        list(DaskEngine(scheduler).run(tasks(tmp_path, NEXT_YEAR)))


def test_a_worker_of_another_version_that_comes_later_is_refused(
    scheduler: str, workers: list[psutil.Process], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workers
    monkeypatch.setattr(dask_engine, "versions", lambda: OTHER)
    with pytest.raises(SchedulerError, match="a worker of the Dask cluster"):
        list(DaskEngine(scheduler).run(tasks(tmp_path, NEXT_YEAR)))
