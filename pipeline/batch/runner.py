"""Many files into one output folder, one at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import __version__
from pipeline.batch.corrected import apply_corrections, corrections_of
from pipeline.batch.inputs import Input, file_sha256, find_inputs, shown_name
from pipeline.batch.one import Options
from pipeline.batch.publication import Terms, terms_of
from pipeline.batch.report import InputReport, PlanReport, Problem, RunReport
from pipeline.batch.store import Copy, Store
from pipeline.batch.work import StagedPlan, unexpected, work
from pipeline.corrections.applying import LogRow
from pipeline.corrections.reading import Row
from pipeline.errors import ConflictError, UnreadableError, WorkplanError
from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm
from pipeline.exporters.files import write_file

RUN_FILE = "run.json"
RUN_OPTIONS = ("reader", "agency", "year", "edition")
"""Options of a whole run; the others are for one file."""


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        done: inputs that are through, failed ones too.
        total: all inputs.
        current: path of the input that is read now; None at the end.
        last: the input just finished; None at the start.
    """

    done: int
    total: int
    current: str | None = None
    last: InputReport | None = None


Watch = Callable[[Progress], None]


@dataclass
class _Done:
    """One input so far; whether its plans are in conflict is known only at the end of the run."""

    report: InputReport
    plans: list[tuple[StagedPlan, Copy]] = field(default_factory=list)


def run_files(
    inputs: Iterable[Path],
    output: Path,
    options: Options,
    watch: Watch | None = None,
    form: CsvForm = DEFAULT_FORM,
    publisher: Path | None = None,
) -> RunReport:
    """Read every input; write its plans with the corrections of people, all that is published, and run.json.

    Args:
        inputs: files and folders.
        output: where to; plans of earlier runs in it are kept.
        options: how to read; pages and verify are left alone.
        watch: called before each input and at the end.
        form: of the CSV files.
        publisher: the publisher's file; the output folder's publisher.toml by default, where there is one.

    Returns:
        What was done. Inputs that failed are in it, they raise nothing.

    Raises:
        CorrectionsError: the folder's corrections.csv cannot be used; nothing was read.
        PublisherError: the publisher's file cannot be used; nothing was read.
        UnreadableError: one of the two cannot be read.
        UnwritableError: nothing can be written into the output folder.
    """
    corrections = corrections_of(output)
    terms = terms_of(output, form, publisher)
    store = Store(output)
    problems = list(_attempt(store.settle))
    found = find_inputs(inputs)
    watch = watch or _nobody
    done: list[_Done] = []
    first: dict[str, _Done] = {}
    for number, entry in enumerate(found):
        watch(Progress(number, len(found), str(entry.path), done[-1].report if done else None))
        done.append(_take(entry, store, options, first))
    watch(Progress(len(found), len(found), None, done[-1].report if done else None))
    problems += _publish(store, terms, corrections)
    paths = {sha256: one.report.path for sha256, one in first.items()}
    report = RunReport(
        version=__version__,
        options={name: getattr(options, name) for name in RUN_OPTIONS}
        | {"profile": options.profile.name if options.profile else None},
        inputs=tuple(_finished(one, store) for one in done),
        conflicts=tuple(map(Problem.of, store.conflicts(paths))),
        problems=(*store.problems.values(), *problems),
    )
    unwritten = tuple(_attempt(lambda: write_file(output / RUN_FILE, [report.json_bytes()])))
    return replace(report, problems=(*report.problems, *unwritten))


def publish_folder(output: Path, form: CsvForm, publisher: Path | None = None) -> tuple[Problem, ...]:
    """Apply the corrections of people and write all that is published of a folder again.

    Args:
        output: that an earlier run wrote to.
        form: of the CSV files.
        publisher: see ``run_files``.

    Returns:
        What could not be read or written, conflicts aside.

    Raises:
        CorrectionsError: the folder's corrections.csv cannot be used.
        PublisherError: the publisher's file cannot be used.
        UnreadableError: there is no such folder, or one of the two cannot be read.
        UnwritableError: nothing can be written into it.
    """
    if not output.is_dir():
        raise UnreadableError(f"There is no folder {output}.", f"沒有資料夾 {output}。")
    corrections = corrections_of(output)
    terms = terms_of(output, form, publisher)
    store = Store(output)
    settled = list(_attempt(store.settle))
    # A plan that cannot be told from its plan.json is a problem of the store, not of the publication.
    return (*store.problems.values(), *settled, *_publish(store, terms, corrections))


def _publish(store: Store, terms: Terms, corrections: Sequence[Row]) -> Iterator[Problem]:
    """Apply the corrections of people, then write everything that is published."""
    refused: list[LogRow] = []
    yield from _attempt(lambda: refused.extend(apply_corrections(corrections, store.plans())))
    yield from store.publish(terms, refused)


def _take(entry: Input, store: Store, options: Options, first: dict[str, _Done]) -> _Done:
    """One input, unless another with the same bytes was done before."""
    path = str(entry.path)
    try:
        if entry.error:
            raise entry.error
        sha256 = file_sha256(entry.path)
    except WorkplanError as error:
        return _Done(InputReport(path, outcome="failed", exit_code=error.exit_code, message=error.line()))
    if sha256 in first:
        twin = first[sha256]
        outcome = "duplicate" if twin.report.outcome == "done" else twin.report.outcome
        return replace(
            twin,
            report=replace(twin.report, path=path, outcome=outcome, same_as=twin.report.path, seconds=0.0),
        )
    first[sha256] = _do(entry.path, sha256, store, options)
    return first[sha256]


def _do(path: Path, sha256: str, store: Store, options: Options) -> _Done:
    """Read one file and put its plans in place."""
    report = InputReport(str(path), sha256)
    # Byte-identical files of several names go by one name, whichever run they come in.
    file_name = min(shown_name(path), store.file_name(sha256) or shown_name(path))
    staging: Path | None = None
    try:
        staging = store.staging(sha256)
        worked = work(path, file_name, options, staging)
        report = replace(
            report,
            pages=worked.pages,
            unread_pages=worked.unread_pages,
            items=sum(plan.items for plan in worked.plans),
            findings=worked.findings,
            seconds=worked.seconds,
        )
        if worked.problem:
            return _Done(_failed(report, worked.problem))
        copies = store.replace(sha256, file_name, worked.plans)
    except WorkplanError as error:
        return _Done(_failed(report, Problem.of(error)))
    except Exception as error:  # a bug that one file uncovers must not cost the others
        return _Done(_failed(report, unexpected(path.name, error)))
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
    return _Done(report, list(zip(worked.plans, copies, strict=True)))


def _failed(report: InputReport, problem: Problem) -> InputReport:
    return replace(report, outcome="failed", exit_code=problem.exit_code, message=problem.message)


def _finished(one: _Done, store: Store) -> InputReport:
    """An input's report with the places of its plans, which a later input may have moved."""
    plans = tuple(
        PlanReport(plan.id, store.folder(copy), plan.sections, plan.items, plan.budgets, plan.findings)
        for plan, copy in one.plans
    )
    if any(store.in_conflict(copy) for _, copy in one.plans):
        return replace(one.report, plans=plans, outcome="conflict", exit_code=ConflictError.exit_code)
    return replace(one.report, plans=plans)


def _nobody(progress: Progress) -> None:
    """Watch a run without a word."""


def _attempt(step: Callable[[], None]) -> Iterator[Problem]:
    """Do a step for the folder as a whole; yield what went wrong."""
    try:
        step()
    except WorkplanError as error:
        yield Problem.of(error)
