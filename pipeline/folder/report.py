"""What a run did: kept in run.json and given back to whoever called it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, field
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.errors import STOPPED_EXIT_CODE, FindingsError, PartialReadError, WorkplanError
from pipeline.messages.wording import Wording

Outcome = Literal["done", "duplicate", "conflict", "failed", "not-begun"]
FailOn = Literal["error", "warning"]
FAILING: dict[FailOn, tuple[str, ...]] = {"error": ("error",), "warning": ("error", "warning")}
"""Severities of findings that make a run fail."""


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
            but another file holds the same plan; ``failed``: nothing was had from it; ``not-begun``: the run was
            stopped before.
        exit_code: of its error; 0 where it has none.
        message: its error in one line.
        same_as: path of the input that it duplicates.
        pages: number of pages of the file.
        unread_pages: pages that could not be read, from 1.
        plans: what it holds.
        items: number of plan items in all its plans.
        findings: number of findings about the file.
        findings_by_rule: how many of them each rule gave.
        findings_by_severity: how many of them are of each severity that occurs.
        seconds: wall time that it took.
        peak_memory_mb: of the process while it read the file, in MiB; None where that is not known.
        retries: how often it was begun again because its process was killed from outside.
        resumed: whether an earlier run had done it already, so that it was not read again.
    """

    path: str
    sha256: str | None = None
    outcome: Outcome = "done"
    exit_code: int = 0
    message: Wording | None = None
    same_as: str | None = None
    pages: int | None = None
    unread_pages: tuple[int, ...] = ()
    plans: tuple[PlanReport, ...] = ()
    items: int = 0
    findings: int = 0
    findings_by_rule: dict[str, int] = field(default_factory=dict)
    findings_by_severity: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    peak_memory_mb: float | None = None
    retries: int = 0
    resumed: bool = False


@dataclass(frozen=True)
class Problem:
    """What went wrong with the output folder as a whole, such as a conflict between two files.

    Attributes:
        message: cause and remedy.
        cause: alone; None where it is not told apart.
    """

    exit_code: int
    message: Wording
    cause: Wording | None = None

    @classmethod
    def of(cls, error: WorkplanError) -> Problem:
        """The error as data."""
        return cls(error.exit_code, error.line(), error.problem.text)


@dataclass(frozen=True)
class RunReport:
    """A whole run.

    Attributes:
        version: of this program.
        options: that decide what comes out.
        inputs: by file name.
        conflicts: plans in the output folder that two or more different files hold.
        problems: outputs that could not be written or read back.
        stopped: whether it was stopped before all inputs were done.
        fail_on: least severity of findings for which it counts as failed; None for none.
        notes: what files that were read again read differently, and what became of the corrections and marks that
            people had written before: a line each.
        passed_over: files in the folders that were named which are of no kind that is read.
    """

    version: str
    options: dict[str, str | int | None]
    inputs: tuple[InputReport, ...]
    conflicts: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    stopped: bool = False
    fail_on: FailOn | None = None
    notes: tuple[Wording, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def plans(self) -> tuple[PlanReport, ...]:
        """All plans of this run by identifier, those in conflict too."""
        return tuple(
            sorted((plan for one in self.inputs for plan in one.plans), key=lambda plan: plan.folder)
        )

    @property
    def messages(self) -> tuple[Wording, ...]:
        """Every error in one line each, none twice."""
        lines = [one.message for one in self.inputs if one.message]
        lines += [problem.message for problem in (*self.conflicts, *self.problems)]
        if self.fail_on and self.failing_findings:
            lines.append(_failing(self.failing_findings, self.fail_on).line())
        return tuple(dict.fromkeys(lines))

    @property
    def exit_code(self) -> int:
        """0: all done; 10: some inputs went well, others not; else the error's own, 1 for unlike ones.

        130 where the run was stopped; 18 where all went well but for findings that it is to fail on.
        """
        if self.stopped:
            return STOPPED_EXIT_CODE
        if self.problems:
            return self.problems[0].exit_code
        codes = {one.exit_code for one in self.inputs} | {one.exit_code for one in self.conflicts}
        if len(codes) <= 1:
            return max(codes, default=0) or (FindingsError.exit_code if self.failing_findings else 0)
        return PartialReadError.exit_code if 0 in codes else WorkplanError.exit_code

    @property
    def failing_findings(self) -> int:
        """Number of findings for which the run counts as failed."""
        if self.fail_on is None:
            return 0
        return sum(
            one.findings_by_severity.get(severity, 0)
            for one in self.inputs
            if one.outcome != "duplicate"
            for severity in FAILING[self.fail_on]
        )

    def json_bytes(self) -> bytes:
        """The report as the UTF-8 JSON of run.json."""
        data: dict[str, object] = {
            "version": self.version,
            "options": self.options,
            "exit_code": self.exit_code,
            "stopped": self.stopped,
            "fail_on": self.fail_on,
            "inputs": [asdict(one) for one in self.inputs],
            "conflicts": [asdict(one) for one in self.conflicts],
            "problems": [asdict(one) for one in self.problems],
            "passed_over": list(self.passed_over),
        }
        if self.notes:
            data["notes"] = [asdict(one) for one in self.notes]
        # A path need not be text on every system; run.json is.
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")


def _failing(count: int, severity: FailOn) -> FindingsError:
    return FindingsError("findings-found", count=count, severity=severity)


def attempt(step: Callable[[], None]) -> Iterator[Problem]:
    """Do a step for the output folder as a whole; yield what went wrong."""
    try:
        step()
    except WorkplanError as error:
        yield Problem.of(error)
