"""A guard over a command that reads one file: what the file costs is limited from outside of the process that reads.

On Linux the command goes on in a child, forked before anything heavy is loaded, and this process looks on: what a
library does that never comes back to Python, or what makes it crash, has an end all the same. Elsewhere a thread looks
on, which a library may keep from it for a while.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import NamedTuple, NoReturn

import click

from pipeline.commands.language import told
from pipeline.errors import STOPPED_EXIT_CODE, WorkerLostError, WorkplanError
from pipeline.limits import (
    HEADROOM,
    MEMORY_TICK_SECONDS,
    MIB,
    Limits,
    refuse_above,
    too_much_memory,
    too_slow,
)

FAREWELL_GUARDED_SECONDS = 0.5
"""A child that is to end has so long to take its temporary files away."""
SENT_BY_PROGRAM = 0
"""Code of a signal that a program sent to one process; one that the terminal sends reaches the child by itself."""
PARENT_DEATH_SIGNAL = 1
"""Number of that setting of Linux's prctl."""
NEAR = 0.5
"""A crash of a process that has asked for more than this share of its memory has the limit for its cause."""
WATCHED_SIGNALS = frozenset((signal.SIGINT, getattr(signal, "SIGCHLD", signal.SIGINT)))


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
    name = ", ".join(names)
    if names and click.get_current_context().obj is True:
        _begin(name, limits, None if limits.seconds is None else limits.seconds * len(names))
    try:
        yield
    except MemoryError:
        raise too_much_memory(name, limits.memory_mb) from None


def _begin(name: str, limits: Limits, seconds: float | None) -> None:
    """Have this process looked on, or be the one that does."""
    if sys.platform == "linux":
        with suppress(OSError):  # no more processes may be had: the thread is better than nothing
            _fork(name, limits, seconds)
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


def _fork(name: str, limits: Limits, seconds: float | None) -> None:
    """Return in a child; in this process never.

    Raises:
        OSError: there is no child.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED_SIGNALS)
    watcher = os.getpid()
    # The collector of the child would write to all that is there by now, and so copy it.
    gc.freeze()
    try:
        child = os.fork()
    except OSError:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        raise
    if not child:
        _follow(watcher)
        refuse_above(limits.memory_mb, HEADROOM)
        signal.signal(signal.SIGTERM, _unwind)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return
    try:
        _end_as(_Child(child).ended(name, limits, seconds), name, limits)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow(watcher: int) -> None:
    """Let this process be killed when its watcher is gone."""
    import ctypes  # noqa: PLC0415 - the engine needs it anyway

    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != watcher:
        os._exit(STOPPED_EXIT_CODE)


def _unwind(number: int, _: object) -> NoReturn:
    """End in good order, as temporary folders want it."""
    raise SystemExit(128 + number)


class _End(NamedTuple):
    """How a child ended.

    Attributes:
        code: its exit code, or the number of the signal that ended it below zero.
        near: whether it had asked for much of the memory that it may have.
    """

    code: int
    near: bool


def _end_as(end: _End, name: str, limits: Limits) -> NoReturn:
    """End as the child did: at once where it has said all that there is to say.

    Raises:
        MemoryLimitError: it gave itself up near the limit.
        WorkerLostError: it crashed, or somebody killed it.
    """
    if end.code >= 0 or end.code == -signal.SIGINT:
        click.get_current_context().close()
        # Python would take a hundredth of a second to put away what it has loaded.
        os._exit(STOPPED_EXIT_CODE if end.code < 0 else end.code)
    if end.code == -signal.SIGKILL:
        raise WorkerLostError("process-killed", name=name, times=1)
    if end.near:
        raise too_much_memory(name, limits.memory_mb)
    raise WorkerLostError("process-crashed", name=name, code=end.code)


class _Child:
    """A process that is looked on.

    Args:
        pid: its number.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._resident = self._asked = 0

    def ended(self, name: str, limits: Limits, seconds: float | None) -> _End:
        """Wait until it has ended, and end it where it is over a limit.

        Raises:
            TimeLimitError: it took too long.
            MemoryLimitError: it held too much memory.
        """
        began = monotonic()
        most = None if limits.memory_mb is None else limits.memory_mb * MIB
        while (code := self._waited(MEMORY_TICK_SECONDS)) is None:
            self._look()
            if most is not None and self._resident > most:
                self._end()
                raise too_much_memory(name, limits.memory_mb)
            if seconds is not None and monotonic() - began > seconds:
                self._end()
                raise too_slow(name, seconds)
        return _End(code, most is not None and self._asked > NEAR * most)

    def _waited(self, seconds: float) -> int | None:
        """Its exit code, as soon as it has one; None where it is still at work after some time."""
        caught = signal.sigtimedwait(WATCHED_SIGNALS, seconds)
        if caught is not None and caught.si_signo == signal.SIGINT and caught.si_code == SENT_BY_PROGRAM:
            # Whoever sends it to a whole group has sent it to the child too.
            signal.sigtimedwait({signal.SIGCHLD}, FAREWELL_GUARDED_SECONDS)
            if (code := self._code()) is not None:
                return code
            os.kill(self._pid, signal.SIGINT)
        return self._code()

    def _code(self) -> int | None:
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def _look(self) -> None:
        """See how much memory it holds, and how much it has asked for."""
        with suppress(OSError, ValueError, IndexError):  # it has just ended
            pages = Path(f"/proc/{self._pid}/statm").read_bytes().split()
            size = os.sysconf("SC_PAGE_SIZE")
            # Of one that is just ending nothing is told: what it held before counts.
            self._resident, self._asked = int(pages[1]) * size, max(self._asked, int(pages[5]) * size)

    def _end(self) -> None:
        """End it with all that it has started: LibreOffice is on a leash that it holds."""
        os.kill(self._pid, signal.SIGTERM)
        signal.sigtimedwait({signal.SIGCHLD}, FAREWELL_GUARDED_SECONDS)
        if self._code() is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
