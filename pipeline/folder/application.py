"""The corrections of an output folder applied to the plans in it, each from its reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.corrections.application import LogRow, corrected, log_row
from pipeline.corrections.findings import CORRECTION_RULES
from pipeline.corrections.rows import CorrectionRow
from pipeline.dataclass import dataclass
from pipeline.errors import ReadingGoneError, UnreadableError
from pipeline.exporters.files import plan_files, write_plan
from pipeline.exporters.model_json import json_bytes
from pipeline.folder.journal import Journal, sha256_of
from pipeline.folder.plans import plan_bytes, plan_of_bytes, read_plan
from pipeline.folder.readings import Readings, is_corrected
from pipeline.models import PlanDocument


@dataclass(frozen=True)
class AppliedCorrections:
    """What became of the corrections of an output folder; those that were applied are listed in the plans' items.

    Attributes:
        refused: those that were refused or whose item is unknown, by date, item and field.
        gone: plans that stay as they are, because how they were read is not kept any more.
    """

    refused: tuple[LogRow, ...]
    gone: tuple[ReadingGoneError, ...] = ()


def apply_corrections(
    root: Path, rows: Sequence[CorrectionRow], plans: Mapping[Path, str]
) -> AppliedCorrections:
    """Apply corrections to plans as they were read.

    Args:
        root: the output folder.
        rows: all its corrections.
        plans: folder and id of each of its plans; files are written only where the plan.json changes. A plan
            whose plan.json is damaged is passed over.

    Raises:
        UnwritableError: a plan's file cannot be written.
        EditedError: a person has changed a table of a plan that would be written.
    """
    ids = set(plans.values())
    by_plan: dict[str | None, list[CorrectionRow]] = {}
    for row in rows:
        likely = row.lost.item_id if row.lost else None
        by_plan.setdefault(plan_of(likely or row.item_id, ids), []).append(row)
    log = {log_row(row, "unknown") for row in by_plan.get(None, ())}
    gone = []
    readings = Readings(root)
    journal = Journal(root)
    for folder, plan_id in plans.items():
        try:
            applied = _apply(readings, journal, folder, by_plan.get(plan_id, ()))
        except ReadingGoneError as error:
            gone.append(error)
        except UnreadableError:
            # A damaged plan is told of when it is published, and keeps no other from being corrected.
            continue
        else:
            log.update(one for one in applied if one.status != "applied")
    told = sorted(log, key=lambda one: (one.date, one.item_id, one.field, one.old_value, one.new_value))
    return AppliedCorrections(tuple(told), tuple(gone))


def published_plan(root: Path, folder: Path, rows: Iterable[CorrectionRow]) -> PlanDocument:
    """The plan of a folder as the next run will publish it; where its reading is gone it stays as it is.

    Args:
        root: the output folder.
        folder: of the plan.
        rows: all corrections of the output folder.

    Raises:
        UnreadableError: its plan.json is damaged.
    """
    with suppress(ReadingGoneError):
        return corrected(Readings(root).of(folder), rows).document
    return read_plan(folder)


def plan_of(item_id: str, plan_ids: Collection[str]) -> str | None:
    """The plan that an item's identifier begins with; the longest, because an edition's id begins with the plan's.

    >>> plan_of("west-112-draft-4d1c9a60", ["west-112", "west-112-draft"])
    'west-112-draft'
    """
    plan_id = item_id
    while plan_id:
        plan_id = plan_id.rpartition("-")[0]
        if plan_id in plan_ids:
            return plan_id
    return None


def _apply(
    readings: Readings, journal: Journal, folder: Path, rows: Sequence[CorrectionRow]
) -> tuple[LogRow, ...]:
    content = plan_bytes(folder)
    if not rows and not is_corrected(content):
        return ()
    try:
        reading = readings.of_bytes(content, folder)
    except ReadingGoneError:
        if _lists(plan_of_bytes(content, folder), rows):
            return ()
        raise
    applied = corrected(reading, rows)
    new = json_bytes(applied.document)
    if new != content:
        readings.keep(reading, new)
        _write(journal, applied.document, folder)
    return applied.log


def _write(journal: Journal, document: PlanDocument, folder: Path) -> None:
    """Write a plan's files, unless a person has changed one of its tables."""
    for name, content in plan_files(document):
        journal.permit(folder / name, sha256_of(content))
    write_plan(document, folder)


def _lists(document: PlanDocument, rows: Iterable[CorrectionRow]) -> bool:
    """Whether a plan is published with these rows and no others, so that nothing has to be applied."""
    items = (item for section in document.plan.sections for item in section.items)
    listed = {
        (one.field, one.old or "", one.new or "", one.reason, one.who, one.date)
        for item in items
        for one in item.corrections
    }
    wanted = {(row.field, row.old, row.new, row.reason, row.who, row.date) for row in rows}
    return listed == wanted and not any(one.rule in CORRECTION_RULES for one in document.findings)
