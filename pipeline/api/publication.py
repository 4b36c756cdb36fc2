"""An output folder: filled by a run, corrected by people, published and checked."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.api.options import (
    StrPath,
    checked_confidence,
    checked_fail_on,
    checked_form,
    checked_jobs,
    checked_options,
)
from pipeline.exporters.columns import HeaderLanguage
from pipeline.extras import need
from pipeline.folder.lock import alone_in, existing
from pipeline.folder.remote import output_at
from pipeline.folder.report import FailOn, Problem, RunReport
from pipeline.limits import Limits, checked_limits
from pipeline.processes import Follow, nobody_follows
from pipeline.runs.engines.choice import engine_of
from pipeline.runs.progress import Watch, nobody
from pipeline.runs.runner import Conditions, publish_folder, run_files

if TYPE_CHECKING:
    from pipeline.folder.corrections import AddedCorrection
    from pipeline.folder.merge import MergeReport
    from pipeline.folder.taken_edits import TakenEdits
    from pipeline.gate.results import CheckReport
    from pipeline.messages.wording import Wording
    from pipeline.models import Confidence, Reader
    from pipeline.readers.recognition import Ocr
    from pipeline.reading.options import Verify


def run(
    inputs: StrPath | Iterable[StrPath],
    output: StrPath = "output",
    *,
    reader: Reader = "pdfium",
    agency: str | None = None,
    year: int | None = None,
    edition: str | None = None,
    profile: StrPath | None = None,
    ocr: Ocr = "auto",
    password: str | None = None,
    verify: Verify = False,
    single: bool = False,
    watch: Watch | None = None,
    bom: bool = True,
    header: HeaderLanguage = "en",
    csv_safe: bool = False,
    publisher: StrPath | None = None,
    force: bool = False,
    jobs: int | None = None,
    timeout_seconds: float | None = Limits.seconds,
    memory_mb: int | None = Limits.memory_mb,
    max_pages: int | None = Limits.pages,
    fail_on: FailOn | None = None,
    engine: str = "local",
    scheduler: str | None = None,
    stopped: Callable[[], bool] | None = None,
    unit: str | None = None,
    discard_edits: bool = False,
) -> RunReport:
    """Read many files and write their plans into one folder that can be published as it is.

    For each plan ``<plan id>/`` with plan.json, items.csv, steps.csv, budgets.csv and mentions.csv; over all
    plans what ``publish`` writes; and run.json. Plans of earlier runs in the folder stay and are published
    too. Corrections in the folder's ``corrections.csv`` are applied to all its plans. Two different files with
    the same plan are a conflict: each of them goes to ``conflicts/<plan id>-<first 8 of its SHA-256>/`` and is
    not published.

    Args:
        inputs: PDF files, folders to be searched with all that is below them, patterns, ``@`` list files and URLs
            (docs/batch.md).
        output: folder to write to, or its URL; made where it is missing.
        reader: see ``extract``.
        agency: see ``extract``; for all inputs.
        year: see ``extract``; for all inputs.
        edition: see ``extract``; for all inputs.
        profile: see ``extract``; for all inputs.
        ocr: see ``extract``; for all inputs.
        password: see ``extract``; for all inputs that want one.
        verify: see ``extract``; for all inputs.
        single: see ``extract``; for all inputs.
        watch: called with the progress when an input is begun and when it is finished.
        bom: see ``publish``.
        header: see ``publish``.
        csv_safe: see ``publish``.
        publisher: see ``publish``.
        force: whether to read files again that an earlier run into the folder has done already, with the same
            bytes, options and version of the program.
        jobs: how many files are read at the same time, each in a process of its own; by default as many as the
            machine has cores for this process.
        timeout_seconds: wall time after which a file is given up; None for any.
        memory_mb: memory in MiB above which a file is given up; None for any.
        max_pages: a file of more pages is refused; None for any number.
        fail_on: least severity of findings for which the run counts as failed, ``error`` or ``warning``.
        engine: what reads the files: ``local`` for processes of this machine, ``dask`` for a Dask cluster.
        scheduler: address of the cluster's scheduler.
        stopped: asked before each input; where it says True, those at work are finished, no other is begun, and
            what there is gets published.
        unit: see ``extract``; for all inputs.
        discard_edits: see ``publish``.

    Returns:
        What was done with each input; ``exit_code`` is 0 where all went well, ``messages`` says what did not.

    Raises:
        UsageError: an option has a value that cannot be used.
        ProfileError: the profile cannot be used.
        CorrectionsError: the output folder's corrections.csv cannot be used; nothing was read.
        ReviewedError: its reviewed.csv cannot be used; nothing was read.
        PublisherError: the publisher's file cannot be used; nothing was read.
        UnwritableError: nothing can be written into the output folder.
        FolderBusyError: another run is writing to it; nothing was read.
        EditedError: a person has changed a published table; nothing was read.
    """
    options = checked_options(
        reader=reader,
        agency=agency,
        year=year,
        edition=edition,
        profile=profile,
        ocr=ocr,
        password=password,
        verify=verify,
        single=single,
        unit=unit,
    )
    paths = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
    form = checked_form(bom=bom, header=header, csv_safe=csv_safe)
    conditions = Conditions(
        limits=checked_limits(timeout_seconds, memory_mb, max_pages),
        jobs=checked_jobs(jobs),
        force=force,
        fail_on=checked_fail_on(fail_on),
        discard_edits=discard_edits,
        watch=watch or nobody,
        stopped=stopped or (lambda: False),
    )
    reading = engine_of(engine, conditions.jobs, scheduler)
    named = Path(publisher) if publisher is not None else None
    names = [os.fspath(path) for path in paths]
    with output_at(os.fspath(output), "workplan run") as folder:
        return run_files(names, folder, options, reading, conditions, form, named)


def publish(
    folder: StrPath = "output",
    *,
    bom: bool = True,
    header: HeaderLanguage = "en",
    csv_safe: bool = False,
    publisher: StrPath | None = None,
    tell: Callable[[Wording], None] | None = None,
    follow: Follow | None = None,
    discard_edits: bool = False,
    jobs: int | None = None,
) -> tuple[Problem, ...]:
    """Write everything that is published of an output folder again, without reading a PDF file.

    Corrections in the folder's ``corrections.csv`` are applied first. Over all plans that are not in conflict:
    each table as CSV, in ``jsonl/`` and in ``parquet/``; workplan.xlsx, workplan.ods, workplan.sqlite,
    datasette.json; datapackage.json, manifest.json and, where a publisher is known, dcat.jsonld, data-gov-tw.json
    and portal-form.zh-TW.md; and each plan's own CSV files.

    Args:
        folder: that ``run`` wrote to, or its URL.
        bom: whether CSV files begin with a byte-order mark, without which Excel shows Chinese wrongly.
        header: language of their header rows: ``en`` for machine names, ``zh-TW`` for Chinese titles.
        csv_safe: whether cells of CSV files that a spreadsheet would run as formulas or turn into other values
            begin with an apostrophe.
        publisher: the publisher's file; the folder's publisher.toml by default, where there is one.
        tell: gets a line on files that need the extra ``publish`` where it is not installed, and on
            what became of corrections whose files were read again.
        follow: is told of each plan and each file that is written.
        discard_edits: whether to write over tables whose values people have changed since they were published.
        jobs: processes that write where there are many plans; one per core by default.

    Returns:
        What could not be read or written; empty where all went well.

    Raises:
        UsageError: an option has a value that cannot be used.
        CorrectionsError: corrections.csv cannot be used.
        ReviewedError: reviewed.csv cannot be used.
        PublisherError: the publisher's file cannot be used.
        UnreadableError: there is no such folder, or a file that a person wrote cannot be read.
        UnwritableError: nothing can be written into it.
        FolderBusyError: another run is writing to it.
        EditedError: a person has changed a published table; nothing was written.
    """
    named = Path(publisher) if publisher is not None else None
    form = checked_form(bom=bom, header=header, csv_safe=csv_safe)
    with output_at(os.fspath(folder), "workplan publish", must_exist=True) as local:
        return publish_folder(
            local,
            form,
            named,
            tell or (lambda _: None),
            follow or nobody_follows,
            discard_edits=discard_edits,
            jobs=checked_jobs(jobs),
        )


def correct(
    folder: StrPath,
    item_id: str,
    field: str,
    new: str,
    reason: str,
    who: str,
    date: str | datetime.date,
    old: str | None = None,
) -> AddedCorrection:
    """Add a correction to the ``corrections.csv`` of an output folder; the next ``run`` applies it.

    Args:
        folder: output folder of a run.
        item_id: identifier of the item, from items.csv.
        field: name of the field, such as ``plan_item[0].text``; ``correctable`` lists them.
        new: its new value; empty for none.
        reason: why it is corrected.
        who: name of the person who corrects it.
        date: day of the correction.
        old: value that the field must have now; not compared where None.

    Returns:
        The row that was added, with the old value and all items that it holds for.

    Raises:
        UsageError: the item or the field is not there, or has another value, or the new one already.
        CorrectionsError: the row cannot stand in the file, or another row of it is wrong.
        UnreadableError: there is no such folder, or the plan or the file cannot be read.
        UnwritableError: the file cannot be written.
        FolderBusyError: a run is writing to the folder.
    """
    from pipeline.folder.corrections import add_correction  # noqa: PLC0415 - only this function needs it

    with alone_in(existing(Path(folder)), "workplan correct"):
        return add_correction(Path(folder), item_id, field, new, reason, who, str(date), old)


def correct_from(
    folder: StrPath,
    file: StrPath,
    *,
    reason: str | None = None,
    who: str | None = None,
    date: str | datetime.date | None = None,
) -> TakenEdits:
    """Turn what people changed in a published table into corrections of the ``corrections.csv`` of an output folder.

    Args:
        folder: output folder of a run.
        file: one of its tables that was changed, or a copy of one: CSV, XLSX or ODS.
        reason: why it is corrected; with None nothing is written, and what would be is given back.
        who: name of the person who corrects it; the same.
        date: day of the correction; today where it is None.

    Returns:
        The corrections, and the changes that no correction can be made of.

    Raises:
        UnreadableError: there is no such folder, or the table cannot be read or is none of the folder's.
        MissingExtraError: the table is a workbook, and the extra that reads it is not installed.
        CorrectionsError: something is wrong in corrections.csv.
        UnwritableError: the file cannot be written.
        FolderBusyError: a run is writing to the folder.
    """
    from pipeline.folder.taken_edits import edits_of, take_edits  # noqa: PLC0415 - only this function needs it

    root, table = Path(folder), Path(file)
    with alone_in(existing(root), "workplan correct"):
        if reason is None or who is None:
            return edits_of(root, table)
        day = date or datetime.date.today()
        return take_edits(root, table, reason, who, str(day))


def correctable(folder: StrPath, item_id: str) -> tuple[tuple[str, str], ...]:
    """Name and present value of every field of an item that can be corrected.

    Args:
        folder: output folder of a run.
        item_id: identifier of the item, from items.csv.

    Raises:
        UsageError: no plan of the folder has the item.
        CorrectionsError: something is wrong in corrections.csv.
        UnreadableError: the plan or the file cannot be read.
    """
    from pipeline.folder.corrections import correctable_fields  # noqa: PLC0415 - only this function needs it

    return correctable_fields(Path(folder), item_id)


def merge(folder: StrPath, other: StrPath) -> MergeReport:
    """Take the corrections and marks of another copy of an output folder into it; our rows stay (docs/reviewing.md).

    Args:
        folder: output folder of a run.
        other: another one, or a corrections.csv or reviewed.csv under any name; it is not changed.

    Returns:
        What was taken, and what a person has to decide; ``exit_code`` is 1 where there is any of that, else 0.

    Raises:
        CorrectionsError: one of the two corrections.csv cannot be used; nothing is written.
        ReviewedError: one of the two reviewed.csv cannot be used; nothing is written.
        UnreadableError: one of the folders is not there, or a file cannot be read.
        UnwritableError: a file cannot be written.
        FolderBusyError: a run is writing to the folder.
    """
    from pipeline.folder.merge import merge_copies  # noqa: PLC0415 - only this function needs it

    with alone_in(existing(Path(folder)), "workplan merge"):
        return merge_copies(Path(folder), Path(other))


def check(
    folder: StrPath,
    previous: StrPath | None = None,
    *,
    require_reviewed: bool = False,
    min_confidence: Confidence | None = None,
    jobs: int | None = None,
) -> CheckReport:
    """Judge a published folder by the rules of ``docs/checking.md``, without the code that wrote it.

    Args:
        folder: as ``run`` and ``publish`` write it.
        previous: the folder of the release before it; its rules are not judged without it.
        require_reviewed: whether people must have checked every item as it is published (docs/reviewing.md).
        min_confidence: how sure every item must be, ``certain`` or ``likely``; by default any will do.
        jobs: processes that judge a large folder; one per core by default.

    Returns:
        All that does not hold, with places and remedies in both languages; ``passed`` unless there are errors,
        ``exit_code`` 0 or 1.

    Raises:
        UnreadableError: one of the folders is none.
        UsageError: there is no such confidence.
        MissingExtraError: the extra ``publish`` is not installed.
    """
    need("publish", "for-checking")
    from pipeline.gate.check import check_folder  # noqa: PLC0415 - only this function needs it

    before = None if previous is None else Path(previous)
    least = checked_confidence(min_confidence)
    return check_folder(
        Path(folder),
        before,
        require_reviewed=require_reviewed,
        min_confidence=least,
        jobs=checked_jobs(jobs),
    )
