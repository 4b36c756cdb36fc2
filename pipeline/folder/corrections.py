"""corrections.csv of an output folder: its rows as they hold now, and a correction added to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.corrections.application import Applied, corrected, item_of
from pipeline.corrections.arrangement import arrangeable, arranged_value
from pipeline.corrections.fields import (
    ARRANGING,
    Field,
    fields_of_item,
    parse_field,
    plain_value,
    present,
    same_value,
)
from pipeline.corrections.rows import (
    CORRECTION_COLUMNS,
    CORRECTIONS_FILE,
    CorrectionRow,
    parse_corrections,
    read_corrections,
)
from pipeline.corrections.written_rows import appended
from pipeline.dataclass import dataclass
from pipeline.errors import CorrectionsError, UsageError
from pipeline.exporters.disk import write_file
from pipeline.folder.application import plan_of
from pipeline.folder.carried import carried
from pipeline.folder.plans import PLAN_FILES_PATTERN, content_of
from pipeline.folder.readings import LISTED, Readings
from pipeline.messages.catalogue import PlacedProblem
from pipeline.messages.wording import Wording
from pipeline.models import Item, PlanDocument, Section
from pipeline.written.cells import iso_date
from pipeline.written.problems import written_problem


def corrections_of(root: Path) -> tuple[CorrectionRow, ...]:
    """The corrections of an output folder as they hold for its plans now; none where it has no such file.

    Raises:
        CorrectionsError: something is wrong in the file, or it is gone although plans list what it corrected.
        UnreadableError: it cannot be read.
    """
    return carried(root, written_corrections(root), None).rows


def written_corrections(root: Path) -> tuple[CorrectionRow, ...]:
    """The corrections of an output folder as people wrote them; none where it has no such file.

    Raises:
        CorrectionsError: something is wrong in the file, or it is gone although plans list what it corrected.
        UnreadableError: it cannot be read.
    """
    path = root / CORRECTIONS_FILE
    if not path.exists():
        corrected_plans = [
            plan.parent.name for plan in sorted(root.glob(PLAN_FILES_PATTERN)) if _lists_corrections(plan)
        ]
        if corrected_plans:
            raise CorrectionsError([_gone(path, corrected_plans)])
    return read_corrections(path)


def _lists_corrections(path: Path) -> bool:
    # What cannot be read is told of when it is published.
    with suppress(OSError):
        return LISTED in path.read_bytes()
    return False


def _gone(path: Path, plan_ids: Sequence[str]) -> PlacedProblem:
    """Without its rows every correction would be taken back, and nobody would be told."""
    plans = Wording(zh="、".join(plan_ids), en=", ".join(plan_ids))
    header = ",".join(CORRECTION_COLUMNS)
    return written_problem("corrections-gone", str(path), None, plans=plans, header=header)


@dataclass(frozen=True)
class AddedCorrection:
    """A correction that was added; it is applied at the end of the next run.

    Attributes:
        path: the corrections.csv.
        old: value that the field has now; empty where it has none.
        date: ISO 8601.
        items: identifiers of all items that it holds for, in reading order.
        made: identifiers of new items.
    """

    path: Path
    item_id: str
    field: str
    old: str
    new: str
    reason: str
    who: str
    date: str
    items: tuple[str, ...]
    made: tuple[str, ...] = ()


def add_correction(
    folder: Path, item_id: str, field: str, new: str, reason: str, who: str, date: str, old: str | None = None
) -> AddedCorrection:
    """Add a row to corrections.csv; the other rows stay byte for byte.

    Args:
        folder: output folder of a run.
        item_id: identifier of the item, from items.csv.
        field: name of the field, such as ``plan_item[0].text``.
        new: its new value; an item's identifier for ``join`` and ``move[after]``.
        reason: why.
        who: name of the person.
        date: in either calendar.
        old: value that the field must have now; not compared where None.

    Raises:
        UsageError: the item or the field is not there, or has another value, or the new one already, or cannot
            get it.
        CorrectionsError: the row cannot stand in the file, or another row of it is wrong.
        ReadingGoneError: the plan was corrected, and how it was read is not kept any more.
        UnreadableError: the plan or the file cannot be read.
        UnwritableError: the file cannot be written.
    """
    path = folder / CORRECTIONS_FILE
    written_corrections(folder)  # a file that is gone is not begun anew
    content = content_of(path)
    rows = _rows(folder, content)
    reading = _reading(folder, item_id)
    before = corrected(reading, rows)
    document = before.document
    section, item = _item(document, item_id)
    known = parse_field(field)
    now = _present(document, section, item, known) if known else None
    if known and now is None:
        raise UsageError("no-field", item=item_id, field=field)
    if old is not None and not (known and now is not None and same_value(known, old, now)):
        raise UsageError("value-is-other", field=field, now=now, old=old)
    row = CorrectionRow(
        line=0,
        item_id=item_id,
        field=field,
        old=now or "",
        new=plain_value(known, new) if known else new,
        reason=reason,
        who=who,
        date=iso_date(date) or date,
    )
    if known and known.kind not in ARRANGING and row.new == row.old:
        raise UsageError("value-is-so", field=field, now=now)
    # A file that the next run could not use is never written.
    extended = appended(content, row)
    after = corrected(reading, _rows(folder, extended))
    if _applied(after) == _applied(before):
        raise _impossible(document, after.document, field)
    write_file(path, [extended])
    made = tuple(name for name in _names(after.document) if name not in set(_names(document)))
    items = tuple(
        one.id
        for part in after.document.plan.sections
        for one in part.items
        if one.id not in made
        and any(_is(given.item_id or item_id, given.field, given.new or "", row) for given in one.corrections)
    )
    return AddedCorrection(path, *_values(row), items, made)


def correctable_fields(folder: Path, item_id: str) -> tuple[tuple[str, str], ...]:
    """Name and present value of every field of an item that can be corrected, with corrections.csv applied.

    Last come the ways to arrange the item anew: ``split[N]`` with the contents that would go over, ``join``,
    ``move[after]`` and ``move[before]`` with the item beside it, the items of its budget cells.

    Raises:
        UsageError: no plan of the folder has the item.
        CorrectionsError: something is wrong in corrections.csv.
        ReadingGoneError: see ``add_correction``.
        UnreadableError: the plan or the file cannot be read.
    """
    rows = _rows(folder, content_of(folder / CORRECTIONS_FILE))
    document = corrected(_reading(folder, item_id), rows).document
    section, item = _item(document, item_id)
    return (*fields_of_item(section, item), *arrangeable(section, item, document.plan))


def _rows(folder: Path, content: bytes) -> tuple[CorrectionRow, ...]:
    """The rows of a corrections.csv, as they hold for the folder's plans now."""
    return carried(folder, parse_corrections(content) if content else (), None).rows


def _present(document: PlanDocument, section: Section, item: Item, field: Field) -> str | None:
    if field.kind in ARRANGING:
        return arranged_value(document.plan, item.id, field)
    return present(section, item, field)


def _applied(result: Applied) -> int:
    return sum(one.status == "applied" for one in result.log)


def _names(document: PlanDocument) -> Iterator[str]:
    return (item.id for section in document.plan.sections for item in section.items)


def _values(row: CorrectionRow) -> tuple[str, str, str, str, str, str, str]:
    return row.item_id, row.field, row.old, row.new, row.reason, row.who, row.date


def _is(item_id: str, field: str, new: str, row: CorrectionRow) -> bool:
    return (item_id, field, new) == (row.item_id, row.field, row.new)


def _reading(folder: Path, item_id: str) -> PlanDocument:
    """The plan of the folder that may have the item, as it was read."""
    plan_id = plan_of(item_id, {path.parent.name for path in folder.glob(PLAN_FILES_PATTERN)})
    if plan_id is None:
        raise _unknown(item_id)
    return Readings(folder).of(folder / plan_id)


def _item(document: PlanDocument, item_id: str) -> tuple[Section, Item]:
    found = item_of(document.plan, item_id)
    if found is None:
        raise _unknown(item_id)
    return found


def _unknown(item_id: str) -> UsageError:
    return UsageError("no-item", item=item_id)


def _impossible(before: PlanDocument, after: PlanDocument, field: str) -> UsageError:
    """The field has that value or cannot get it; the cause is what the run would find."""
    known = {(one.rule, one.message_en) for one in before.findings}
    found = [one for one in after.findings if (one.rule, one.message_en) not in known]
    told = next((one for one in found if one.rule == "correction-refused"), None)
    if told is None or (parsed := parse_field(field)) is None or parsed.kind not in ARRANGING:
        return UsageError("correction-impossible", field=field)
    return UsageError("correction-refused", finding=Wording(zh=told.message_zh, en=told.message_en))
