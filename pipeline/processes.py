"""How worker processes are started, and one function over several things in as many of them as are wanted."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import RLock
from threading import Lock
from types import ModuleType
from typing import Any, TypeVar

from pipeline.dataclass import dataclass
from pipeline.messages.wording import Wording

METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
"""Forking this process would copy threads' locks in whatever state they are; a server that has loaded the
readers once forks a worker in a few hundredths of a second, where a fresh interpreter takes most of a second."""
PRELOADED = ["pipeline.runs.engines.local", "pipeline.runs.work", "pebble", "psutil"]
_BASE: Any = multiprocessing.get_context(METHOD).Process  # type: ignore[attr-defined]
_MAIN = Lock()


class WorkerProcess(_BASE):  # type: ignore[misc]
    """A process that does not load the main module of the one that starts it."""

    def start(self) -> None:
        """Start it."""
        with no_main():
            super().start()


class Processes:
    """A context for pebble that remembers the processes which it made."""

    def __init__(self) -> None:
        self._context: BaseContext = multiprocessing.get_context(METHOD)
        if METHOD == "forkserver":
            self._context.set_forkserver_preload(PRELOADED)
        self._made: list[BaseProcess] = []

    def Process(self, **values: Any) -> WorkerProcess:  # noqa: N802 - the name that multiprocessing gives
        """Make a process."""
        made = WorkerProcess(**values)
        self._made.append(made)
        return made

    def Pipe(self, duplex: bool = True) -> tuple[Connection, Connection]:  # noqa: N802
        """Make a pipe."""
        return self._context.Pipe(duplex)

    def RLock(self) -> RLock:  # noqa: N802 - the same
        """Make a lock."""
        return self._context.RLock()

    def get_start_method(self) -> str:
        """The name of the start method."""
        return METHOD

    def kill(self) -> None:
        """Kill at once whatever of them still runs."""
        for one in self._made:
            if one.pid is not None and one.is_alive():
                one.kill()


@contextmanager
def no_main() -> Iterator[None]:
    """Hide the main module while a process is started.

    Otherwise the worker would load it, and a script that calls ``run`` without asking whether it is the main
    module would begin once more in each worker.
    """
    with _MAIN:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Stage:
    """What a long work is at.

    Attributes:
        doing: in words.
        done: how many of its parts are through.
        total: how many it has; 0 where it is done in one.
    """

    doing: Wording
    done: int = 0
    total: int = 0


Follow = Callable[[Stage], None]
"""Is told of every stage when it begins, and of each of its parts when that is through."""


def nobody_follows(stage: Stage) -> None:
    """Work without a word."""


def followed(doing: Wording, results: Iterable[R], total: int, follow: Follow) -> Iterator[R]:
    """The results of a stage's parts as they come, each of which is told."""
    follow(Stage(doing, 0, total))
    for done, result in enumerate(results, 1):
        follow(Stage(doing, done, total))
        yield result


T = TypeVar("T")


def side_by_side(
    function: Callable[[T], R], things: Sequence[T], jobs: int, *, apart: bool = False
) -> Iterator[R]:
    """Call a function with each of some things; a process that is killed is made up for by this one.

    Args:
        function: a module's own, so that another process can find it.
        things: plain data.
        jobs: processes; with one it is this process.
        apart: with one it is another process all the same.

    Yields:
        The results in the order of the things.
    """
    if jobs == 1 and not apart:
        yield from map(function, things)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to load, of no use with one process
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - the same

    context = multiprocessing.get_context(METHOD)
    ignore = (signal.SIGINT, signal.SIG_IGN)
    pool = ProcessPoolExecutor(min(jobs, len(things)), context, initializer=signal.signal, initargs=ignore)
    try:
        with no_main():
            futures = [pool.submit(function, thing) for thing in things]
        for thing, future in zip(things, futures, strict=True):
            try:
                result = future.result()
            except BrokenProcessPool:
                result = function(thing)
            yield result
    except BaseException:
        for child in multiprocessing.active_children():
            child.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
