"""What a run asks of an engine, whatever machines it has."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Protocol

from pipeline.dataclass import dataclass
from pipeline.folder.staged import Worked
from pipeline.limits import Limits
from pipeline.reading.options import Options

TICK_SECONDS = 0.5
"""Between two looks at what is done; Windows tells of Ctrl-C only between two waits."""

RETRIES = 1
"""How often a file is begun again whose process was killed from outside, or gave itself up."""


@dataclass(frozen=True)
class Task:
    """One file to read.

    Attributes:
        number: of the input within the run, from 0.
        path: the file.
        sha256: of its bytes, hexadecimal.
        file_name: what the records are to call it.
        options: how to read it.
        limits: what it may cost.
        staging: a folder on this machine, for this file alone, that gets the plans' files.
        jobs: processes that read its pages.
    """

    number: int
    path: Path
    sha256: str
    file_name: str
    options: Options
    limits: Limits
    staging: Path
    jobs: int = 1


@dataclass(frozen=True)
class Outcome:
    """What came of a task.

    Attributes:
        worked: the result; a file that crashed its worker or went over a limit has its problem in it.
        peak_memory_mb: of the process while it read this file, in MiB; None where it did not live to tell.
        retries: how often the file was begun again because its worker was killed from outside.
    """

    task: Task
    worked: Worked
    peak_memory_mb: float | None = None
    retries: int = 0

    @property
    def files(self) -> Path:
        """Folder on this machine that holds the plans' files."""
        return self.task.staging


class Engine(Protocol):
    """Reads files somewhere; what goes wrong with one of them costs that one only."""

    def run(self, tasks: Iterable[Task]) -> Generator[Outcome]:
        """Read files.

        Args:
            tasks: taken one by one, as a place becomes free.

        Yields:
            One outcome for each task that was taken, as they are finished. Closing the iterator ends all work
            at once.
        """
        ...
