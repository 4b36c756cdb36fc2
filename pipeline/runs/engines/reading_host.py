"""A process beside a Dask worker that reads files in a process of its own, as on one machine.

Dask's workers are daemonic: the system lets them start programs, but not processes of multiprocessing. So the
local engine runs in a program between the two. Pickled tasks come in by stdin, a pickled outcome for each goes out
by stdout.
"""

from __future__ import annotations

import _thread
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO

from pipeline.runs.engines.interface import Task
from pipeline.runs.engines.local import LocalEngine

IDLE_SECONDS = 60.0
"""A host that nobody has asked for so long belongs to a run that is gone."""

Coming = SimpleQueue[Task | None]


def main() -> None:
    """Read files until nobody wants any."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    coming: Coming = SimpleQueue()
    Thread(target=_take_in, args=(sys.stdin.buffer, coming), daemon=True).start()
    outcomes = LocalEngine(1, ahead=False).run(_tasks(coming))
    # A broken pipe, or the interrupt that follows the end of stdin, means that the Dask worker is gone; the engine
    # ends its process as the interrupt passes through it, or with the last reference to its iterator.
    with suppress(KeyboardInterrupt, BrokenPipeError):
        for outcome in outcomes:
            pickle.dump(outcome, answers)
            answers.flush()


def _take_in(stdin: BinaryIO, coming: Coming) -> None:
    """Take tasks; at the end of the input end the program, whatever it is doing."""
    # A Dask worker that is killed may leave half a task.
    with suppress(EOFError, pickle.UnpicklingError, OSError):
        while True:
            coming.put(pickle.load(stdin))  # noqa: S301 - it comes from the process that started this one
    coming.put(None)
    _thread.interrupt_main()


def _tasks(coming: Coming) -> Iterator[Task]:
    with suppress(Empty):
        while (task := coming.get(timeout=IDLE_SECONDS)) is not None:
            yield task


if __name__ == "__main__":
    main()
