"""What one file may cost, and a watch over it from within the process that reads it."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Thread

from pipeline.dataclass import dataclass
from pipeline.errors import MemoryLimitError, TimeLimitError, UsageError
from pipeline.held import held

MIB = 2**20
OVER_MEMORY = 77
"""Exit code of a worker that ends itself because it holds too much memory."""
ORPHANED = 78
"""Exit code of a worker whose run is gone."""
MEMORY_TICK_SECONDS = 0.05
"""A page takes about as long: what grows within one is seen before it is much."""
HEADROOM = 1.25
"""The system refuses memory this much above the limit, so that the watch, which knows the cause, comes first."""
WIDE_HEADROOM = 4.0
"""The same for a file whose worker aborted: libraries in C abort where memory is refused, and on a busy machine the
watch may come too late. With this much room it comes first, or the abort had another cause."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost; None for no limit.

    Attributes:
        seconds: wall time.
        memory_mb: resident memory of the process that reads it, in MiB.
        pages: number of pages of the file.
        headroom: the system refuses memory at this many times ``memory_mb``.
    """

    seconds: float | None = 600.0
    memory_mb: int | None = 2048
    pages: int | None = 2000
    headroom: float = HEADROOM


_ALLOWED_MB: ContextVar[int | None] = ContextVar("allowed_mb", default=None)

DEFAULT_LIMITS = Limits()
UNLIMITED = Limits(None, None, None)
DRAWN_SIDE_PX = 3000
"""On the longer side of any picture of a page: a poster at a plan's scale would be one of hundreds of megabytes."""


def drawn_scale(width_pt: float, height_pt: float, dots_per_point: float) -> float | None:
    """Pixels per point at which a page is drawn, fewer than are wanted of a large one; None for one of no size.

    >>> drawn_scale(595, 842, 2), drawn_scale(14400, 7200, 2), drawn_scale(0, 842, 2)
    (2, 0.20833333333333334, None)
    """
    if not (width_pt > 0 and height_pt > 0 and math.isfinite(width_pt + height_pt)):
        return None
    return min(dots_per_point, DRAWN_SIDE_PX / max(width_pt, height_pt))


def checked_limits(seconds: float | None, memory_mb: int | None, pages: int | None) -> Limits:
    """What a file may cost.

    Raises:
        UsageError: one of the limits is not above zero.
    """
    if not all(limit is None or limit > 0 for limit in (seconds, memory_mb, pages)):
        raise UsageError("limit-unfit")
    return Limits(seconds, memory_mb, pages)


def too_slow(name: str, seconds: float) -> TimeLimitError:
    """What is told of a file that took too long."""
    return TimeLimitError("too-slow", name=name, seconds=seconds)


def too_much_memory(name: str, memory_mb: int | None) -> MemoryLimitError:
    """What is told of a file that needs more memory than it may have, or than there is where that is None."""
    if memory_mb is None:
        return MemoryLimitError("over-memory", name=name)
    return MemoryLimitError("over-memory-limit", name=name, memory_mb=memory_mb)


class Watched:
    """Memory of this process while it does something.

    Attributes:
        peak_mb: highest resident memory seen so far, with that of its forks, in MiB.
    """

    def __init__(self, memory_mb: int | None) -> None:
        import psutil  # noqa: PLC0415 - only a worker needs it

        self._process = psutil.Process()
        self._limit_mb = memory_mb
        self.peak_mb = 0.0
        self.look()

    def look(self) -> None:
        """Take the memory now; end the process where it is too much."""
        self.peak_mb = max(self.peak_mb, self._resident() / MIB)
        if self._limit_mb is not None and self.peak_mb > self._limit_mb:
            os._exit(OVER_MEMORY)

    def _resident(self) -> int:
        if sys.platform == "linux":
            most = math.inf if self._limit_mb is None else self._limit_mb * MIB
            return held(os.getpid(), most).resident
        return int(self._process.memory_info().rss)

    def until(self, done: Event) -> None:
        """Look every now and then; end the process where the run that wants its result is gone."""
        from multiprocessing import parent_process  # noqa: PLC0415 - only a worker needs it

        parent = parent_process()
        while not done.wait(MEMORY_TICK_SECONDS):
            self.look()
            if parent is not None and not parent.is_alive():
                # The next run may be at work in the same folder already.
                os._exit(ORPHANED)


@contextmanager
def watching(memory_mb: int | None, headroom: float = HEADROOM) -> Iterator[Watched]:
    """Keep this process within a limit of memory, in MiB; it ends with OVER_MEMORY where it is over it.

    Where the system can, it refuses memory above ``headroom`` times the limit too, which is a MemoryError.
    """
    refuse_above(memory_mb, headroom)
    watched = Watched(memory_mb)
    done = Event()
    thread = Thread(target=watched.until, args=(done,), daemon=True)
    thread.start()
    try:
        yield watched
        watched.look()
    finally:
        done.set()
        thread.join()


def allowed_mb() -> int | None:
    """Memory in MiB that this process may hold with its forks, as it was told last; None for any."""
    return _ALLOWED_MB.get()


def refuse_above(memory_mb: int | None, headroom: float) -> None:
    """Let the system refuse this process memory that is written to, above ``headroom`` times a limit in MiB.

    Elsewhere than on Linux it does not keep to such limits, and nothing is done.
    """
    _ALLOWED_MB.set(memory_mb)
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - Windows has no such module

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = resource.RLIM_INFINITY if memory_mb is None else int(memory_mb * headroom) * MIB
    if hard != resource.RLIM_INFINITY:
        wanted = hard if wanted == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
