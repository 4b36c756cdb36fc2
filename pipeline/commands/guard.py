"""A guard over a command that reads one file: what the file costs is limited from outside of the process that reads.

On Linux the command goes on in a child, forked before anything heavy is loaded, and this process looks on: what a
library does that never comes back to Python, or what makes it crash, has an end all the same. Elsewhere a thread looks
on, which a library may keep from it for a while.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import NoReturn

import click

from pipeline.commands.language import told
from pipeline.errors import STOPPED_EXIT_CODE, WorkplanError
from pipeline.limits import MEMORY_TICK_SECONDS, MIB, Limits, too_much_memory, too_slow


@contextmanager
def guarded(files: Iterable[Path], limits: Limits) -> Iterator[None]:
    """Keep what is done within the block to some limits, all of it as one file.

    The block is left to a child where there is one: this process then ends with the child's exit code. Nothing is
    guarded where another program calls the command line, or no file is read.

    Args:
        files: what is read; each has its time.
        limits: what a file may cost.

    Raises:
        TimeLimitError: it took too long.
        MemoryLimitError: it needs too much memory.
        WorkerLostError: it crashed.
    """
    names = [file.name for file in files]
    name = ", ".join(dict.fromkeys(names))
    if names and click.get_current_context().obj is True:
        _begin(name, limits, None if limits.seconds is None else limits.seconds * len(names))
    try:
        yield
    except MemoryError:
        raise too_much_memory(name, limits.memory_mb) from None


def _begin(name: str, limits: Limits, seconds: float | None) -> None:
    """Have this process looked on, or be the one that does."""
    if sys.platform == "linux" and _fork(name, limits, seconds):
        return
    Thread(target=watch_itself, args=(name, limits, seconds), daemon=True).start()


def watch_itself(name: str, limits: Limits, seconds: float | None) -> NoReturn:
    """End this process as soon as it is over a limit; for a thread.

    Args:
        name: of what is read.
        limits: of memory.
        seconds: from now; None for any time.
    """
    import psutil  # noqa: PLC0415 - --help must not load it

    process, began = psutil.Process(), monotonic()
    while True:
        sleep(MEMORY_TICK_SECONDS)
        if limits.memory_mb is not None and process.memory_info().rss > limits.memory_mb * MIB:
            _leave(too_much_memory(name, limits.memory_mb))
        if seconds is not None and monotonic() - began > seconds:
            _leave(too_slow(name, seconds))


def _leave(error: WorkplanError) -> NoReturn:
    for line in error.lines():
        click.echo(told(line), err=True)
    os._exit(error.exit_code)


def _fork(name: str, limits: Limits, seconds: float | None) -> bool:
    """Return in a child alone; this process ends as the child does.

    Returns:
        Whether there is a child: the system may have no more of them.

    Raises:
        TimeLimitError: it took too long.
        MemoryLimitError: it needed too much memory.
        WorkerLostError: it crashed, or somebody killed it.
    """
    from pipeline.children import forked  # noqa: PLC0415 - Windows has no such processes

    try:
        child = forked(limits.memory_mb)
    except OSError:
        return False
    if child is None:
        return True
    end = child.ended(name, limits.memory_mb, seconds)
    if (problem := end.problem(name, limits.memory_mb)) is not None:
        raise problem
    click.get_current_context().close()
    # Python would take a hundredth of a second to put away what it has loaded.
    os._exit(STOPPED_EXIT_CODE if end.code < 0 else end.code)
