"""What came of a file: plain data that goes from the process that read it to the one that asked."""

from __future__ import annotations

from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import WorkplanError
from pipeline.folder.report import Problem


@dataclass(frozen=True)
class StagedPlan:
    """A plan whose files are written but not yet in their place.

    Attributes:
        folder: holds the plan's files and nothing else.
    """

    id: str
    folder: Path
    sections: int
    items: int
    budgets: int
    findings: int


@dataclass(frozen=True)
class Worked:
    """What came of one input: plain data, small whatever the size of the file.

    Attributes:
        pages: number of pages of the file; None where it could not be read.
        unread_pages: pages that could not be read, from 1.
        findings: number of findings about the whole file.
        rules: how many of them each rule gave, by its name.
        severities: how many of them are of each severity that occurs.
        seconds: wall time.
        problem: why nothing was had.
    """

    plans: tuple[StagedPlan, ...] = ()
    pages: int | None = None
    unread_pages: tuple[int, ...] = ()
    findings: int = 0
    rules: tuple[tuple[str, int], ...] = ()
    severities: tuple[tuple[str, int], ...] = ()
    seconds: float = 0.0
    problem: Problem | None = None


def unexpected(name: str, error: Exception) -> Problem:
    """A bug in one line."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Problem.of(WorkplanError("unexpected-in-file", name=name, error=what))
