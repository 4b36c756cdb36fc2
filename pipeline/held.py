"""Memory that a process holds together with its forks, of Linux alone."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PROCESSES = Path("/proc")
PROPORTIONAL = b"Pss:"
"""Of what several processes hold together the system counts each one's share there, in KiB."""


class HeldMemory(NamedTuple):
    """What a process and its forks hold.

    Attributes:
        resident: bytes in memory.
        asked: bytes that the one of them has asked for that asked for most.
    """

    resident: int
    asked: int


def held(pid: int, most: float) -> HeldMemory:
    """What a process and its forks hold.

    Pages that several of them hold are counted for each as long as the sum is no higher than a limit: to count them
    once takes the system long.

    Args:
        pid: of the process.
        most: bytes that they may hold together.

    Raises:
        OSError: the process has ended.
        ValueError: it is just ending.
    """
    own = _held_alone(pid)
    forks: dict[int, HeldMemory] = {}
    for fork in _forks(pid):
        with suppress(OSError, ValueError):  # it has just ended
            forks[fork] = _held_alone(fork)
    if not forks:
        return own
    asked = max(own.asked, *(one.asked for one in forks.values()))
    resident = own.resident + sum(one.resident for one in forks.values())
    if resident > most:
        with suppress(OSError, ValueError):
            resident = sum(map(_share, (pid, *forks)))
    return HeldMemory(resident, asked)


def give_back() -> None:
    """Give the system back what libraries have let go of, where the C library can: glibc keeps it for later.

    Of an engine that has gone through 400 pages it is 26 MiB, in which no Python object could lie.
    """
    with suppress(
        AttributeError, TypeError, OSError
    ):  # other systems load no such library, or lack the function
        ctypes.CDLL(None).malloc_trim(0)


def _held_alone(pid: int) -> HeldMemory:
    pages = (PROCESSES / str(pid) / "statm").read_bytes().split()
    if len(pages) < 6:
        raise ValueError(pages)
    size = os.sysconf("SC_PAGE_SIZE")
    return HeldMemory(int(pages[1]) * size, int(pages[5]) * size)


def _share(pid: int) -> int:
    """Bytes that a process holds, its share alone of what others hold too; 0 for one that has just ended."""
    try:
        lines = (PROCESSES / str(pid) / "smaps_rollup").read_bytes().splitlines()
    except ProcessLookupError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(PROPORTIONAL))


def _forks(pid: int) -> Iterator[int]:
    """The processes that a process has begun and that are the same program still, with the same arguments."""
    with suppress(OSError):
        begun = [
            child
            for task in os.scandir(PROCESSES / str(pid) / "task")
            for child in (Path(task.path) / "children").read_bytes().split()
        ]
        own = (PROCESSES / str(pid) / "cmdline").read_bytes() if begun else b""
        for child in map(int, begun):
            with suppress(OSError):
                if (PROCESSES / str(child) / "cmdline").read_bytes() == own:
                    yield child
