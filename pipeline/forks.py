"""One function over many numbers in forks of this process: they have all that it has, and send back what they made.

Of Linux alone; elsewhere, and where there is little to do, this process does it by itself. What comes out is the same.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from contextvars import ContextVar
from itertools import chain
from typing import Any, NoReturn, TypeVar

from pipeline.dataclass import dataclass
from pipeline.errors import WorkerLostError
from pipeline.limits import MIB, allowed_mb, too_much_memory

M = TypeVar("M")

SHARE_TOKEN = struct.Struct("=I")
"""Where a share begins; whoever takes it from the pipe has that share."""
FRAME = struct.Struct("=IQ")
"""Where a share begins, and of how many bytes its results are."""
MOST_TOKENS = 8192
"""So many a pipe of 64 KiB holds at once."""
KIB = 2**10
NEAR_SHARE = 0.5
"""A crash of a fork that held more than this share of the memory that there may be has the limit for its cause."""
FORK_MB = 200
"""MiB that a fork comes to hold for itself; there are no more of them than the file's limit of memory has room for."""

_BESIDE: ContextVar[int] = ContextVar("beside", default=1)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def beside() -> int:
    """Processes that share the cores of this one at present, itself among them."""
    return _BESIDE.get()


@dataclass(frozen=True, slots=True)
class Crew:
    """Processes that do one file's work.

    Attributes:
        jobs: how many, this one among them.
        name: of the file, for messages.
    """

    jobs: int = 1
    name: str = ""

    def is_several(self) -> bool:
        """Whether there are more of them than this one."""
        return self.jobs > 1 and sys.platform == "linux"

    def each(self, function: Callable[[int], M], count: int, fork_mb: int = FORK_MB) -> list[M]:
        """A function's results for each number from 0, in order.

        Args:
            function: may use all that is there when this is called; what it changes there is lost. Its results are
                plain data.
            count: of numbers.
            fork_mb: MiB that a process comes to hold for itself.

        Raises:
            WorkerLostError: a fork crashed, or somebody killed it.
            MemoryLimitError: a fork crashed for want of memory.
            Exception: what the function raises for the first number of which it raises anything.
        """
        room = allowed_mb()
        processes = min(self.jobs, count, self.jobs if room is None else room // fork_mb)
        if processes < 2 or not self.is_several():
            return [function(number) for number in range(count)]
        step = -(-count // MOST_TOKENS)
        shares = [range(start, min(start + step, count)) for start in range(0, count, step)]
        done = _done(lambda start: list(map(function, shares[start])), len(shares), processes, self.name)
        # What a fork could not do is done here, and fails as it would have without any.
        made = (done[at] if at in done else map(function, share) for at, share in enumerate(shares))
        return list(chain.from_iterable(made))


NO_CREW = Crew()


def _done(work: Callable[[int], M], count: int, processes: int, name: str) -> dict[int, M]:
    """Results by number, of those that could be had."""
    tokens, filled = os.pipe()
    forks: list[_Fork] = []
    done: dict[int, M] = {}
    shared = _BESIDE.set(processes)
    try:
        os.write(filled, b"".join(map(SHARE_TOKEN.pack, range(count))))
        os.close(filled)
        with suppress(OSError):  # no more of them are to be had
            for _ in range(processes - 1):
                forks.append(_begun(work, tokens))  # noqa: PERF401 - those before a failure are to be ended too
        for number in _taken(tokens):
            try:
                done[number] = work(number)
            except Exception:
                _leave_rest(tokens)
            for fork in forks:
                fork.look(name)
        for fork in forks:
            done |= _received(fork.results)
            fork.look(name, wait=True)
    finally:
        _BESIDE.reset(shared)
        os.close(tokens)
        for fork in forks:
            fork.end()
    return done


def _taken(tokens: int) -> Iterator[int]:
    """Numbers that nobody has taken yet."""
    while token := os.read(tokens, SHARE_TOKEN.size):
        yield SHARE_TOKEN.unpack(token)[0]


def _leave_rest(tokens: int) -> None:
    """Take all that nobody has taken yet, so that nobody begins it: what comes before it is being done."""
    while os.read(tokens, MOST_TOKENS * SHARE_TOKEN.size):
        pass


def _begun(work: Callable[[int], M], tokens: int) -> _Fork:
    """Begin a fork that does what it takes.

    Raises:
        OSError: no more processes are to be had.
    """
    received, sent = os.pipe()
    watcher = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        os.close(received)
        os.close(sent)
        raise
    if not pid:
        os.close(received)
        _work(work, tokens, sent, watcher)
    os.close(sent)
    return _Fork(pid, received)


def _work(work: Callable[[int], M], tokens: int, sent: int, watcher: int) -> NoReturn:
    """What a fork does; it ends without a word, and without anything that its watcher does at its own end."""
    from pipeline.children import follow  # noqa: PLC0415 - Windows has no such processes

    code = 1
    try:
        # The watcher ends it, whatever a person or another program asks that one for.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        follow(watcher)
        # The collector would write to all that is there by now, and so copy it.
        gc.freeze()
        _send(sent, _packed(work, tokens))
        code = 0
    finally:
        os._exit(code)


def _packed(work: Callable[[int], M], tokens: int) -> list[bytes]:
    packed: list[bytes] = []
    try:
        for number in _taken(tokens):
            results = pickle.dumps(work(number), pickle.HIGHEST_PROTOCOL)
            packed += (FRAME.pack(number, len(results)), results)
    except Exception:
        _leave_rest(tokens)
    return packed


def _send(sent: int, packed: Sequence[bytes]) -> None:
    with os.fdopen(sent, "wb") as stream:
        stream.writelines(packed)


def _received(results: int) -> dict[int, Any]:
    """What a fork sends, until it ends."""
    found: dict[int, Any] = {}
    with os.fdopen(results, "rb", closefd=False) as stream:
        while len(head := stream.read(FRAME.size)) == FRAME.size:
            number, size = FRAME.unpack(head)
            if len(packed := stream.read(size)) < size:
                break
            found[number] = pickle.loads(packed)  # noqa: S301 - it comes from this process's own fork
    return found


class _Fork:
    """A fork of this process.

    Args:
        pid: its number.
        results: a pipe to read what it sends.
    """

    def __init__(self, pid: int, results: int) -> None:
        self._pid, self.results = pid, results
        self._has_ended = False

    def look(self, name: str, *, wait: bool = False) -> None:
        """See whether it has crashed or was killed.

        Args:
            name: of what is read.
            wait: until it has ended, whichever way.

        Raises:
            WorkerLostError: it has.
            MemoryLimitError: it has, for want of memory.
        """
        if self._has_ended:
            return
        try:
            pid, status, used = os.wait4(self._pid, 0 if wait else os.WNOHANG)
        except ChildProcessError:  # this program's caller wants to know of no child's end
            self._has_ended = True
            return
        self._has_ended = pid != 0
        code = os.waitstatus_to_exitcode(status) if pid else 0
        if code == -signal.SIGKILL:
            raise WorkerLostError("process-killed", name=name, times=1)
        if code < 0:
            memory_mb = allowed_mb()
            if memory_mb is not None and used.ru_maxrss * KIB > NEAR_SHARE * memory_mb * MIB:
                raise too_much_memory(name, memory_mb)
            raise WorkerLostError("process-crashed", name=name, code=code)

    def end(self) -> None:
        """Kill it if it is still there."""
        os.close(self.results)
        if not self._has_ended:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
        self._has_ended = True
