"""Many files into one output folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError, UsageError, WorkplanError
from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm
from pipeline.exporters.disk import make_folder, write_file
from pipeline.files.inputs import Input, find_inputs, shown_name
from pipeline.files.libreoffice import find_printer
from pipeline.files.passed_over import passed_over
from pipeline.folder.edits import refuse_edits
from pipeline.folder.freshness import RUN_FILE, Fresh
from pipeline.folder.inputs_read import remember_inputs
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.plan_folders import remove_tree
from pipeline.folder.report import FailOn, Problem, RunReport, attempt
from pipeline.folder.store import Store
from pipeline.limits import DEFAULT_LIMITS, Limits
from pipeline.messages.wording import Wording
from pipeline.processes import Follow, nobody_follows
from pipeline.readers.recognition import available
from pipeline.reading.options import Options
from pipeline.runs.engines.interface import Engine
from pipeline.runs.progress import RunLog, Watch, nobody
from pipeline.runs.queue import FileReading, Queue
from pipeline.runs.state import Done

if TYPE_CHECKING:
    from pipeline.folder.publication import Asked

RUN_OPTIONS = ("reader", "ocr", "verify", "single", "agency", "year", "edition", "unit")
"""Options of a whole run; the others are for one file."""
STAGING_FOLDER = "staging"
PICTURES_FOLDER = "pictures"
PRINTS_FOLDER = "prints"
MOST_NAMED = 5
"""Files that a note names."""


@dataclass(frozen=True)
class Conditions:
    """How a run goes about its files, which decides nothing about what comes out.

    Attributes:
        limits: what each file may cost.
        jobs: processes that read the pages of an only file, and that write what is published.
        force: whether to read files again that an earlier run has done in the same way.
        fail_on: least severity of findings for which the run counts as failed; None for none.
        discard_edits: whether to write over tables that people have changed.
        watch: is told of every input, when it is begun and when it is finished.
        stopped: asked before each input: whether to begin no more of them.
    """

    limits: Limits = DEFAULT_LIMITS
    jobs: int = 1
    force: bool = False
    fail_on: FailOn | None = None
    discard_edits: bool = False
    watch: Watch = nobody
    stopped: Callable[[], bool] = lambda: False


DEFAULT_CONDITIONS = Conditions()


def run_files(
    inputs: Sequence[str | Path],
    output: Path,
    options: Options,
    engine: Engine,
    conditions: Conditions = DEFAULT_CONDITIONS,
    form: CsvForm = DEFAULT_FORM,
    publisher: Path | None = None,
) -> RunReport:
    """Read every input; write its plans with the corrections of people, all that is published, and run.json.

    Args:
        inputs: see ``find_inputs``.
        output: folder to write to; made where it is missing. Only one process may write to it at a time.
        options: how to read each file.
        engine: reads the files.
        conditions: how to go about it.
        form: of the CSV files.
        publisher: the publisher's file; the output folder's publisher.toml by default, where there is one.

    Returns:
        What was done. Inputs that failed are in it, they raise nothing.

    Raises:
        CorrectionsError: the output folder's corrections.csv cannot be used.
        ReviewedError: its reviewed.csv cannot be used.
        PublisherError: the publisher's file cannot be used.
        UnreadableError: one of them cannot be read.
        UnwritableError: nothing can be written into the output folder.
        EditedError: a person has changed a published table; nothing was read.
    """
    publication = _Publication(output, form, publisher)
    store = Store(output)
    notes: list[Wording] = []
    refuse_edits(store, notes.append, discard=conditions.discard_edits)
    earlier = Done(output, options, force=conditions.force)
    problems = list(attempt(store.settle))
    with RunLog(output) as log, _staging(output) as staging:
        found = find_inputs(inputs)
        notes += _beside_pdf(found)
        log.say(f"workplan {__version__}: {len(found)} inputs")
        keeping = _keeping(options, output, force=conditions.force)
        # Several files keep the cores busy by themselves.
        jobs = conditions.jobs if len(found) == 1 else 1
        way = FileReading(keeping, conditions.limits, staging, conditions.stopped, jobs)
        queue = Queue(found, store, earlier, way, conditions.watch, log)
        # Whatever ends this ends the engine's processes too.
        with queue, closing(engine.run(queue.tasks())) as outcomes:
            for outcome in outcomes:
                queue.take(outcome)
        problems += publication.write(store, conditions.jobs, notes.append)
        reports = queue.reports()
        problems += attempt(lambda: remember_inputs(output, queue.places()))
        report = RunReport(
            version=__version__,
            options={name: getattr(options, name) for name in RUN_OPTIONS}
            | {"profile": options.profile.name if options.profile else None},
            inputs=reports,
            conflicts=tuple(map(Problem.of, store.conflicts(queue.paths()))),
            problems=(*store.problems.values(), *problems),
            stopped=any(one.outcome == "not-begun" for one in reports),
            fail_on=conditions.fail_on,
            notes=tuple(notes),
            passed_over=tuple(map(str, passed_over(inputs))),
        )
        unwritten = tuple(attempt(lambda: write_file(output / RUN_FILE, [report.json_bytes()])))
        report = replace(report, problems=(*report.problems, *unwritten))
        for note in notes:
            log.say(note.both)
        resumed = sum(one.resumed for one in reports)
        log.say(f"end: exit code {report.exit_code}, {resumed} inputs were done by an earlier run")
    return report


MANY_PLANS = 32
"""From here on more than one process takes less time, the start of the processes counted."""


def publish_folder(
    output: Path,
    form: CsvForm,
    publisher: Path | None = None,
    tell: Callable[[Wording], None] = lambda _: None,
    follow: Follow = nobody_follows,
    *,
    discard_edits: bool = False,
    jobs: int = 1,
) -> tuple[Problem, ...]:
    """Apply corrections and write all that is published again, without reading a PDF.

    Args:
        output: folder that a run wrote to.
        form: of the CSV files.
        publisher: the publisher's file; the output folder's publisher.toml by default, where there is one.
        tell: see ``publish_all``; gets a line on files that cannot be written here, too.
        follow: see ``write_publication``.
        discard_edits: whether to write over tables that people have changed.
        jobs: processes that write where there are many plans.

    Returns:
        What could not be read or written.

    Raises:
        CorrectionsError: corrections.csv cannot be used.
        ReviewedError: reviewed.csv cannot be used.
        PublisherError: the publisher's file cannot be used.
        UnreadableError: there is no such folder, or one of them cannot be read.
        UnwritableError: nothing can be written into it.
        EditedError: a person has changed a published table.
    """
    from pipeline.folder.publication import asked_of, left_out, publish_all  # noqa: PLC0415 - slow to load

    if not output.is_dir():
        raise UnreadableError("no-folder", folder=output)
    asked = asked_of(output, form, publisher)
    store = Store(output)
    refuse_edits(store, tell, discard=discard_edits)
    settled = list(attempt(store.settle))
    fresh = Fresh(output, form, publisher)
    # A plan that cannot be told from its plan.json is a problem of the store, not of the publication.
    for line in left_out():
        tell(line)
    several = jobs if len(store.published()) >= MANY_PLANS else 1
    written = publish_all(store, asked, fresh, several, tell, follow)
    return (*store.problems.values(), *settled, *written)


class _Publication:
    """What a run publishes at its end, unless nothing has changed.

    What people have written is read before the first file is, so that a mistake in it is told at once.

    Raises:
        CorrectionsError: corrections.csv cannot be used.
        ReviewedError: reviewed.csv cannot be used.
        PublisherError: the publisher's file cannot be used.
        UnreadableError: one of them cannot be read.
    """

    def __init__(self, output: Path, form: CsvForm, publisher: Path | None) -> None:
        self._where = output, form, publisher
        self._fresh = Fresh(output, form, publisher)
        # As it is, it was used for what is published already.
        self._asked = None if self._fresh.is_fresh() else self._ask()

    def write(self, store: Store, jobs: int, tell: Callable[[Wording], None]) -> Iterator[Problem]:
        """Write all that is not there already; yield what could not be read or written.

        Args:
            store: the output folder.
            jobs: processes that write.
            tell: see ``publish_all``.
        """
        from pipeline.folder.publication import left_out, publish_all  # noqa: PLC0415 - slow to load

        for line in left_out():
            tell(line)
        if self._fresh.is_fresh():
            return
        try:
            asked = self._asked or self._ask()
        except WorkplanError as error:
            yield Problem.of(error)
            return
        yield from publish_all(store, asked, self._fresh, jobs, tell)

    def _ask(self) -> Asked:
        from pipeline.folder.publication import asked_of  # noqa: PLC0415 - slow to load

        return asked_of(*self._where)


def _keeping(options: Options, output: Path, *, force: bool) -> Options:
    """The options, with folders for what costs long: another profile recognises no picture and prints nothing again."""
    pictures, prints = (output / STATE_FOLDER / name for name in (PICTURES_FOLDER, PRINTS_FOLDER))
    if options.ocr != "never" and available():
        make_folder(pictures)
    if force:
        # What was printed without a font that is there by now is printed again.
        remove_tree(prints)
    if find_printer():
        make_folder(prints)
    return replace(options, pictures=pictures.resolve(), prints=prints.resolve())


def _beside_pdf(found: Iterable[Input]) -> Iterator[Wording]:
    """A line on documents that were not read because a PDF of the same name was."""
    beside = [shown_name(path) for entry in found for path in entry.beside]
    if beside:
        listed = ", ".join((*beside[:MOST_NAMED], *["…"][: len(beside) > MOST_NAMED]))
        yield UsageError("documents-beside-pdf", count=len(beside), files=listed).line()


@contextmanager
def _staging(output: Path) -> Iterator[Path]:
    """A folder for this run alone; what killed runs have left is taken away."""
    parent = output / STATE_FOLDER / STAGING_FOLDER
    # A worker whose run was killed may write on for a moment: what it holds fast goes with the next run.
    with suppress(WorkplanError):
        remove_tree(parent)
    make_folder(parent)
    folder = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield folder
    finally:
        with suppress(WorkplanError):
            remove_tree(parent)
