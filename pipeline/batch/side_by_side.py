"""One function over several things, in as many processes as are wanted."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(function: Callable[[T], R], things: Sequence[T], jobs: int) -> Iterator[R]:
    """Call a function with each of some things; a process that is killed is made up for by this one.

    Args:
        function: a module's own, so that another process can find it.
        things: plain data.
        jobs: processes; with one it is this process.

    Yields:
        The results in the order of the things.
    """
    if jobs == 1:
        yield from map(function, things)
        return
    import multiprocessing  # noqa: PLC0415 - slow to load, and of no use with one process
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - the same
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - the same

    from pipeline.batch.engines.processes import METHOD, no_main  # noqa: PLC0415 - the same

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
