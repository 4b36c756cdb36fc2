"""What a run did: kept in run.json and given back to whoever called it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from pipeline.errors import PartialReadError, WorkplanError

Outcome = Literal["done", "duplicate", "conflict", "failed"]


@dataclass(frozen=True)
class PlanReport:
    """One plan of an input.

    Attributes:
        id: identifier of the plan.
        folder: where it lies within the output folder, with forward slashes.
        findings: number of findings about it, of any severity.
    """

    id: str
    folder: str
    sections: int
    items: int
    budgets: int
    findings: int


@dataclass(frozen=True)
class InputReport:
    """One input.

    Attributes:
        path: as it was named, or below the folder that was named.
        sha256: of its bytes; None where it could not be read.
        outcome: ``done``; ``duplicate`` of another input of the run, byte for byte; ``conflict``: it was read
            but another file holds the same plan; ``failed``: nothing was had from it.
        exit_code: of its error; 0 where it has none.
        message: its error in one line, both languages.
        same_as: path of the input that it duplicates.
        pages: number of pages of the file.
        unread_pages: pages that could not be read, from 1.
        plans: what it holds.
        items: number of plan items in all its plans.
        findings: number of findings about the file.
        seconds: wall time that it took.
    """

    path: str
    sha256: str | None = None
    outcome: Outcome = "done"
    exit_code: int = 0
    message: str | None = None
    same_as: str | None = None
    pages: int | None = None
    unread_pages: tuple[int, ...] = ()
    plans: tuple[PlanReport, ...] = ()
    items: int = 0
    findings: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Problem:
    """What went wrong with the output folder as a whole, such as a conflict between two files."""

    exit_code: int
    message: str

    @classmethod
    def of(cls, error: WorkplanError) -> Problem:
        """The error as data."""
        return cls(error.exit_code, error.line())


@dataclass(frozen=True)
class RunReport:
    """A whole run.

    Attributes:
        version: of this program.
        options: that decide what comes out.
        inputs: by file name.
        conflicts: plans in the output folder that two or more different files hold.
        problems: outputs that could not be written or read back.
    """

    version: str
    options: dict[str, str | int | None]
    inputs: tuple[InputReport, ...]
    conflicts: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def plans(self) -> tuple[PlanReport, ...]:
        """All plans of this run by identifier, those in conflict too."""
        return tuple(
            sorted((plan for one in self.inputs for plan in one.plans), key=lambda plan: plan.folder)
        )

    @property
    def messages(self) -> tuple[str, ...]:
        """Every error in one line each, both languages, none twice."""
        lines = [one.message for one in self.inputs if one.message]
        lines += [problem.message for problem in (*self.conflicts, *self.problems)]
        return tuple(dict.fromkeys(lines))

    @property
    def exit_code(self) -> int:
        """0: all done; 10: some inputs went well, others not; else the error's own, 1 for unlike ones."""
        if self.problems:
            return self.problems[0].exit_code
        codes = {one.exit_code for one in self.inputs} | {one.exit_code for one in self.conflicts}
        if len(codes) <= 1:
            return max(codes, default=0)
        return PartialReadError.exit_code if 0 in codes else WorkplanError.exit_code

    def json_bytes(self) -> bytes:
        """The report as the UTF-8 JSON of run.json."""
        data = {
            "version": self.version,
            "options": self.options,
            "exit_code": self.exit_code,
            "inputs": [asdict(one) for one in self.inputs],
            "conflicts": [asdict(one) for one in self.conflicts],
            "problems": [asdict(one) for one in self.problems],
        }
        # A path need not be text on every system; run.json is.
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")
