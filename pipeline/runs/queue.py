"""The inputs of a run on their way: what need not be read, what is to be read, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import field, replace
from pathlib import Path
from time import monotonic
from typing import Self

from pipeline.dataclass import dataclass
from pipeline.errors import ConflictError, WorkplanError
from pipeline.files.inputs import Input, at_hand, file_sha256, shown_name
from pipeline.folder.plan_folders import remove_tree
from pipeline.folder.report import InputReport, PlanReport, Problem
from pipeline.folder.staged import StagedPlan, Worked, unexpected
from pipeline.folder.store import Copy, Store, numbered
from pipeline.limits import Limits
from pipeline.reading.options import Options
from pipeline.runs.engines.interface import Outcome, Task
from pipeline.runs.progress import Progress, RunLog, Watch
from pipeline.runs.state import Done


@dataclass()
class _Taken:
    """One input so far; whether its plans are in conflict is known only at the end of the run."""

    report: InputReport
    plans: list[tuple[StagedPlan, Copy]] = field(default_factory=list)


@dataclass(frozen=True)
class FileReading:
    """How the files of a run are read.

    Attributes:
        options: how to read each of them.
        limits: what each of them may cost.
        staging: a folder on the output folder's disk, for this run alone.
        stopped: whether no more files are to be begun.
        jobs: processes that read the pages of each of them.
    """

    options: Options
    limits: Limits
    staging: Path
    stopped: Callable[[], bool]
    jobs: int = 1


class Queue:
    """The inputs of a run, each of which is taken once.

    Args:
        inputs: in the order in which they are begun and told of.
        store: gets the plans.
        earlier: what earlier runs have done.
        way: how they are read.
        watch: is told of every input, when it is begun and when it is finished.
        log: gets a line for each.
    """

    def __init__(
        self,
        inputs: Sequence[Input],
        store: Store,
        earlier: Done,
        way: FileReading,
        watch: Watch,
        log: RunLog,
    ) -> None:
        self._inputs = inputs
        self._store = store
        self._earlier = earlier
        self._way = way
        self._watch = watch
        self._log = log
        self._start = monotonic()
        self._pages = 0
        self._failed = 0
        self._taken: dict[int, _Taken] = {}
        self._first: dict[str, int] = {}
        self._twins: dict[str, list[int]] = {}
        self._at_hand: dict[int, ExitStack] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what was fetched and not read."""
        for stack in self._at_hand.values():
            stack.close()

    def tasks(self) -> Iterator[Task]:
        """Yield what is to be read, as it is asked for; what need not be read is finished on the way."""
        for number, entry in enumerate(self._inputs):
            if self._way.stopped():
                return
            self._tell(begun=entry.shown)
            task = self._begin(number, entry)
            if task:
                yield task

    def take(self, outcome: Outcome) -> None:
        """Put in place what came of a task."""
        task, worked = outcome.task, outcome.worked
        report = replace(
            self._report(task.number, task.sha256, worked),
            peak_memory_mb=outcome.peak_memory_mb,
            retries=outcome.retries,
        )
        try:
            self._earlier.put_in(self._store, task.sha256, task.file_name, worked)
        except WorkplanError as error:
            worked = replace(worked, problem=Problem.of(error))
        except Exception as error:  # a bug that one file uncovers must not cost the others
            worked = replace(worked, problem=unexpected(task.path.name, error))
        finally:
            remove_tree(task.staging)
            self._at_hand.pop(task.number).close()
        self._pages += worked.pages or 0
        self._finish(task.number, task.sha256, report, worked)

    def reports(self) -> tuple[InputReport, ...]:
        """One for each input, in their order; to be asked for when all is done or stopped."""
        return tuple(self._final(number, entry) for number, entry in enumerate(self._inputs))

    def paths(self) -> Mapping[str, str]:
        """SHA-256 to the path of the first input that has it."""
        return {sha256: self._inputs[number].shown for sha256, number in self._first.items()}

    def places(self) -> dict[str, list[Path]]:
        """Paths of the inputs of this machine whose bytes were seen, by SHA-256."""
        found: dict[str, list[Path]] = {}
        for number, one in sorted(self._taken.items()):
            entry = self._inputs[number]
            if one.report.sha256 and entry.place is None:
                found.setdefault(one.report.sha256, []).append(entry.path)
        return found

    def _begin(self, number: int, entry: Input) -> Task | None:
        """The task of an input; None where there is nothing to be read."""
        with ExitStack() as stack:
            try:
                path = stack.enter_context(at_hand(entry))
                sha256 = file_sha256(path)
            except WorkplanError as error:
                self._finish(number, None, InputReport(entry.shown), Worked(problem=Problem.of(error)))
                return None
            if sha256 in self._first:
                self._twins.setdefault(sha256, []).append(number)
                self._finish_twins(sha256)
                return None
            self._first[sha256] = number
            # Byte-identical files of several names go by one name, whichever run they come in.
            file_name = min(shown_name(path), self._store.file_name(sha256) or shown_name(path))
            known = self._earlier.recall(sha256, file_name, self._store)
            if known is not None:
                report = replace(self._report(number, sha256, known), resumed=True)
                self._finish(number, sha256, report, known)
                return None
            # A remote file has to be there until it is read.
            self._at_hand[number] = stack.pop_all()
        staging = self._way.staging / str(number)
        way = self._way
        return Task(number, path, sha256, file_name, way.options, way.limits, staging, way.jobs)

    def _report(self, number: int, sha256: str, worked: Worked) -> InputReport:
        return InputReport(
            path=self._inputs[number].shown,
            sha256=sha256,
            pages=worked.pages,
            unread_pages=worked.unread_pages,
            items=sum(plan.items for plan in worked.plans),
            findings=worked.findings,
            findings_by_rule=dict(worked.rules),
            findings_by_severity=dict(worked.severities),
            seconds=worked.seconds,
        )

    def _finish(self, number: int, sha256: str | None, report: InputReport, worked: Worked) -> None:
        if worked.problem:
            self._failed += 1
            problem = worked.problem
            report = replace(report, outcome="failed", exit_code=problem.exit_code, message=problem.message)
            self._taken[number] = _Taken(report)
        else:
            plans = [(plan, copy) for copy, plan in numbered(sha256 or "", worked.plans).items()]
            self._taken[number] = _Taken(report, plans)
        if not report.resumed:
            self._log.finished(report)
        self._tell(last=report)
        if sha256:
            self._finish_twins(sha256)

    def _finish_twins(self, sha256: str) -> None:
        """Finish inputs whose bytes are those of another one, once that is through."""
        first = self._taken.get(self._first[sha256])
        if first is None:
            return
        outcome = "duplicate" if first.report.outcome == "done" else first.report.outcome
        for number in self._twins.pop(sha256, ()):
            path = self._inputs[number].shown
            report = replace(
                first.report, path=path, outcome=outcome, same_as=first.report.path, seconds=0.0, retries=0
            )
            self._failed += outcome == "failed"
            self._taken[number] = replace(first, report=report)
            self._log.finished(report)
            self._tell(last=report)

    def _tell(self, begun: str | None = None, last: InputReport | None = None) -> None:
        seconds = monotonic() - self._start
        done, total = len(self._taken), len(self._inputs)
        self._watch(Progress(done, total, self._pages, self._failed, seconds, begun, last))

    def _final(self, number: int, entry: Input) -> InputReport:
        """An input's report with the places of its plans, which a later input may have moved."""
        one = self._taken.get(number)
        if one is None:
            return InputReport(entry.shown, outcome="not-begun")
        plans = tuple(
            PlanReport(
                plan.id, self._store.folder(copy), plan.sections, plan.items, plan.budgets, plan.findings
            )
            for plan, copy in one.plans
        )
        if any(self._store.in_conflict(copy) for _, copy in one.plans):
            return replace(one.report, plans=plans, outcome="conflict", exit_code=ConflictError.exit_code)
        return replace(one.report, plans=plans)
