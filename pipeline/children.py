"""A child process whose costs are looked on from outside, of Linux alone.

What a library does that never comes back to Python, or what makes it crash, has an end all the same.
"""

from __future__ import annotations

import gc
import math
import os
import signal
import sys
from contextlib import suppress
from time import monotonic
from typing import NamedTuple, NoReturn

from pipeline.errors import STOPPED_EXIT_CODE, WorkerLostError, WorkplanError
from pipeline.held import held
from pipeline.limits import (
    HEADROOM,
    MEMORY_TICK_SECONDS,
    MIB,
    OVER_MEMORY,
    refuse_above,
    too_much_memory,
    too_slow,
)

FAREWELL_CHILD_SECONDS = 0.2
"""A child that is to end has so long to take its temporary files away."""
SENT_BY_PROGRAM = 0
"""Code of a signal that a program sent to one process; one that the terminal sends reaches the child by itself."""
PARENT_DEATH_SIGNAL = 1
"""Number of that setting of Linux's prctl."""
NEAR = 0.5
"""A crash of a process that has asked for more than this share of its memory has the limit for its cause."""
WATCHED_SIGNALS = frozenset((signal.SIGINT, signal.SIGCHLD))


class End(NamedTuple):
    """How a child ended.

    Attributes:
        code: its exit code, or the number of the signal that ended it below zero.
        near: whether it had asked for much of the memory that it may have.
    """

    code: int
    near: bool

    def problem(self, name: str, memory_mb: int | None) -> WorkplanError | None:
        """What is told where it crashed or was killed; None where it ended by itself, or a person stopped it.

        Args:
            name: of what it read.
            memory_mb: that it might have.
        """
        if self.code == OVER_MEMORY or (self.code < 0 and self.near and self.code != -signal.SIGKILL):
            return too_much_memory(name, memory_mb)
        if self.code >= 0 or self.code == -signal.SIGINT:
            return None
        if self.code == -signal.SIGKILL:
            return WorkerLostError("process-killed", name=name, times=1)
        return WorkerLostError("process-crashed", name=name, code=self.code)


def forked(memory_mb: int | None) -> Child | None:
    """Go on twice: in a child, which gets None and at most so many MiB of memory, and in this process.

    Raises:
        OSError: no child is to be had.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED_SIGNALS)
    # Whoever started this program may have left that it wants to know of no child's end.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    watcher = os.getpid()
    # The collector of the child would write to all that is there by now, and so copy it.
    gc.freeze()
    try:
        pid = os.fork()
    except OSError:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        raise
    if pid:
        return Child(pid, before)
    follow(watcher)
    refuse_above(memory_mb, HEADROOM)
    signal.signal(signal.SIGTERM, _unwind)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return None


def follow(watcher: int) -> None:
    """Let this process be killed when its watcher is gone."""
    import ctypes  # noqa: PLC0415 - the engine needs it anyway

    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != watcher:
        os._exit(STOPPED_EXIT_CODE)


def _unwind(number: int, _: object) -> NoReturn:
    """End in good order, as temporary folders want it."""
    # Where it comes in between, Python would print it and go on; then the watcher ends it a moment later.
    sys.unraisablehook = _nothing
    raise SystemExit(128 + number)


def _nothing(_: object) -> None:
    """Say nothing."""


class Child:
    """A process that is looked on.

    Args:
        pid: its number.
        before: signals that this process did not want to see before; it is to be so again when the child has ended.
    """

    def __init__(self, pid: int, before: set[int | signal.Signals]) -> None:
        self._pid, self._before = pid, before
        self._resident = self._asked = 0

    def ended(self, name: str, memory_mb: int | None, seconds: float | None) -> End:
        """Wait until it has ended, and end it where it is over a limit.

        Args:
            name: of what it reads.
            memory_mb: resident memory that it may have, in MiB; None for any.
            seconds: from now; None for any time.

        Raises:
            TimeLimitError: it took too long.
            MemoryLimitError: it held too much memory.
        """
        began = monotonic()
        most = math.inf if memory_mb is None else memory_mb * MIB
        try:
            while (code := self._waited(MEMORY_TICK_SECONDS)) is None:
                self._look(most)
                if self._resident > most:
                    self._end(MEMORY_TICK_SECONDS)  # it may go on to ask for more
                    raise too_much_memory(name, memory_mb)
                if seconds is not None and monotonic() - began > seconds:
                    self._end(FAREWELL_CHILD_SECONDS)
                    raise too_slow(name, seconds)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)
        return End(code, self._asked > NEAR * most)

    def _waited(self, seconds: float) -> int | None:
        """Its exit code, as soon as it has one; None where it is still at work after some time."""
        caught = signal.sigtimedwait(WATCHED_SIGNALS, seconds)
        if caught is not None and caught.si_signo == signal.SIGINT and caught.si_code == SENT_BY_PROGRAM:
            # Whoever sends it to a whole group has sent it to the child too.
            signal.sigtimedwait({signal.SIGCHLD}, FAREWELL_CHILD_SECONDS)
            if (code := self._code()) is not None:
                return code
            os.kill(self._pid, signal.SIGINT)
        return self._code()

    def _code(self) -> int | None:
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def _look(self, most: float) -> None:
        """See how much memory it holds, with its forks, and how much it has asked for."""
        with suppress(OSError, ValueError):  # it has just ended
            found = held(self._pid, most)
            # Of one that is just ending nothing is told: what it held before counts.
            self._resident, self._asked = found.resident, max(self._asked, found.asked)

    def _end(self, seconds: float) -> None:
        """End it, within so many seconds, with all that it has started: LibreOffice is on a leash that it holds."""
        os.kill(self._pid, signal.SIGTERM)
        signal.sigtimedwait({signal.SIGCHLD}, seconds)
        if self._code() is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
