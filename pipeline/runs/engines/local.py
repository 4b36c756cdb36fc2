"""Worker processes on this machine, each of which may die without harm to the others."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.errors import WorkerLostError, WorkplanError
from pipeline.exporters.disk import make_folder
from pipeline.folder.plan_folders import remove_tree
from pipeline.folder.report import Problem
from pipeline.folder.staged import Worked, unexpected
from pipeline.limits import OVER_MEMORY, WIDE_HEADROOM, too_much_memory, too_slow, watching
from pipeline.processes import Processes
from pipeline.runs.engines.interface import RETRIES, TICK_SECONDS, Outcome, Task

if TYPE_CHECKING:
    from pebble import ProcessPool

RENEW_AFTER = 100
"""Files that a worker reads before another takes its place, so that what a library never frees stays little."""
KILLED = {-signal.SIGTERM, int(signal.SIGTERM), -9}
"""Exit codes of workers that somebody else ended; pebble's answer to SIGTERM is to exit with its number."""
ABORTED = -6
"""Exit code of a worker that gave itself up, as libraries in C do where memory is refused."""

Answer = tuple[Worked, float]
"""What a worker sends: the result, and its peak memory in MiB."""


def in_worker(task: Task) -> Answer:
    """Read a file in a worker process."""
    from pipeline.runs.work import work  # noqa: PLC0415 - what it takes to read is of no use to the run itself

    # A worker that was killed may have left some of it.
    remove_tree(task.staging)
    make_folder(task.staging)
    with watching(task.limits.memory_mb, task.limits.headroom) as watched:
        worked = work(task.path, task.file_name, task.options, task.staging, task.limits.pages, task.jobs)
    return worked, round(watched.peak_mb, 1)


class LocalEngine:
    """An engine of processes.

    Args:
        jobs: how many files are read at the same time.
        renew_after: files that a worker reads before another takes its place.
        ahead: whether a worker gets its next file before the outcome of the last one is given; not where the next one
            is not named until then.
    """

    def __init__(self, jobs: int, renew_after: int = RENEW_AFTER, *, ahead: bool = True) -> None:
        self._ahead = ahead
        self._places = [_Place(renew_after) for _ in range(jobs)]

    def run(self, tasks: Iterable[Task]) -> Generator[Outcome]:
        """Read files; see ``Engine``."""
        coming = iter(tasks)
        free = deque(self._places)
        running: dict[Future[Answer], _Running] = {}
        outcomes: list[Outcome] = []
        try:
            while True:
                if not self._ahead:
                    yield from outcomes
                while free and (task := next(coming, None)):
                    place = free.popleft()
                    running[place.begin(task)] = _Running(task, place, monotonic())
                if self._ahead:
                    # Whoever takes these stores them, while the workers read on.
                    yield from outcomes
                outcomes = []
                if not running:
                    return
                for future in wait(running, TICK_SECONDS, FIRST_COMPLETED).done:
                    one = running.pop(future)
                    outcome = _outcome(future, one)
                    if outcome is None:
                        again = replace(one, task=_with_room(one.task), retries=one.retries + 1)
                        running[again.place.begin(again.task)] = again
                    else:
                        free.append(one.place)
                        outcomes.append(outcome)
        finally:
            for place in self._places:
                place.end()


class _Place:
    """A pool of one worker: the channel that pebble's workers share would be lost with a killed one."""

    def __init__(self, renew_after: int) -> None:
        self._renew_after = renew_after
        self._processes = Processes()
        self._pool: ProcessPool | None = None

    def begin(self, task: Task) -> Future[Answer]:
        """Let the worker read a file, a new one where there is none."""
        try:
            return self._schedule(task)
        except RuntimeError:  # the worker was killed while it had nothing to do
            self.end()
            return self._schedule(task)

    def end(self) -> None:
        """Kill the worker."""
        if self._pool is not None:
            self._processes.kill()
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it so
            self._pool.join()
        self._pool = None
        self._processes = Processes()

    def _schedule(self, task: Task) -> Future[Answer]:
        if self._pool is None:
            from pebble import ProcessPool  # noqa: PLC0415 - it is not needed until files are read

            self._pool = ProcessPool(1, self._renew_after, context=self._processes)
        return self._pool.schedule(in_worker, (task,), timeout=task.limits.seconds)


@dataclass(frozen=True)
class _Running:
    task: Task
    place: _Place
    began: float
    retries: int = 0


def _outcome(future: Future[Answer], one: _Running) -> Outcome | None:
    """What came of a task that ended; None where it is to be begun again."""
    from pebble import ProcessExpired  # noqa: PLC0415 - it is not needed until files are read

    name = one.task.path.name
    try:
        worked, peak = future.result()
        return Outcome(one.task, worked, peak, one.retries)
    except TimeoutError:
        problem = Problem.of(too_slow(name, one.task.limits.seconds or 0))
    except (ProcessExpired, BrokenProcessPool) as error:
        one.place.end()
        code = error.exitcode if isinstance(error, ProcessExpired) else -9
        if code in {*KILLED, ABORTED} and one.retries < RETRIES:
            return None
        problem = Problem.of(_lost(name, code, one.task.limits.memory_mb))
    except MemoryError:
        problem = Problem.of(_lost(name, OVER_MEMORY, one.task.limits.memory_mb))
    except WorkplanError as error:
        problem = Problem.of(error)
    except Exception as error:  # a bug that one file uncovers must not cost the others
        problem = unexpected(name, error)
    seconds = round(monotonic() - one.began, 3)
    return Outcome(one.task, Worked(seconds=seconds, problem=problem), None, one.retries)


def _with_room(task: Task) -> Task:
    """The task as it is begun again; whether memory was the cause is then seen by the watch."""
    return replace(task, limits=replace(task.limits, headroom=WIDE_HEADROOM))


def _lost(name: str, code: int, memory_mb: int | None) -> WorkplanError:
    if code == OVER_MEMORY:
        return too_much_memory(name, memory_mb)
    if code in KILLED:
        return WorkerLostError("process-killed", name=name, times=RETRIES + 1)
    return WorkerLostError("process-crashed", name=name, code=code)
