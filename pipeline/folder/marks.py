"""Marks of what was checked, put into an output folder's reviewed.csv and taken out of it."""

from __future__ import annotations

from pathlib import Path

from pipeline.corrections.application import item_of
from pipeline.corrections.reviewed import REVIEWED_FILE, Mark, parse_marks, read_marks
from pipeline.corrections.written_rows import marked, of_person, unmarked
from pipeline.dataclass import dataclass
from pipeline.errors import UsageError
from pipeline.exporters.disk import write_file
from pipeline.folder.application import plan_of, published_plan
from pipeline.folder.carried import carried, is_reread
from pipeline.folder.corrections import corrections_of, written_corrections
from pipeline.folder.plans import PLAN_FILES_PATTERN, content_of
from pipeline.normalizers.records import record_sha256
from pipeline.written.cells import iso_date
from pipeline.written.problems import one_line


@dataclass(frozen=True)
class AddedMark:
    """A mark that was put into reviewed.csv.

    Attributes:
        path: the reviewed.csv.
        mark: as it stands there.
        replaced: what the same person had marked of the item before, to be put back where the mark is undone.
    """

    path: Path
    mark: Mark
    replaced: tuple[Mark, ...]


def add_mark(folder: Path, item_id: str, who: str, date: str, seen: str | None = None) -> AddedMark:
    """Mark an item as checked; other rows of reviewed.csv stay byte for byte.

    Whoever calls it keeps other writers out (``alone_in``).

    Args:
        folder: output folder of a run.
        item_id: identifier of the item, from items.csv.
        who: name of the person.
        date: in either calendar.
        seen: ``record_sha256`` of the record as the person saw it; by default that of the record as it is now, with
            corrections.csv applied. A mark of another record than that counts as checked before a change.

    Raises:
        UsageError: no plan of the folder has the item.
        ReviewedError: the mark cannot stand in the file, or a row of it is wrong.
        CorrectionsError: something is wrong in corrections.csv.
        UnreadableError: the plan or one of the files cannot be read.
        UnwritableError: the file cannot be written.
    """
    path = folder / REVIEWED_FILE
    content = content_of(path)
    now = _record(folder, item_id)
    mark = Mark(0, item_id, seen or now, one_line(who), iso_date(date) or date)
    replaced = of_person(content, item_id, mark.who)
    extended = marked(content, mark)
    # A file that the next run could not use is never written.
    parse_marks(extended)
    if extended != content:
        write_file(path, [extended])
    return AddedMark(path, mark, replaced)


def remove_mark(folder: Path, item_id: str, who: str) -> tuple[Mark, ...]:
    """Take back that a person has checked an item; other rows of reviewed.csv stay byte for byte.

    Whoever calls it keeps other writers out (``alone_in``).

    Args:
        folder: output folder of a run.
        item_id: identifier of the item, whether a plan of the folder has it or not.
        who: name of the person.

    Returns:
        What was taken out.

    Raises:
        UsageError: the person has marked no such item.
        ReviewedError: something is wrong in the file.
        UnreadableError: it cannot be read.
        UnwritableError: it cannot be written.
    """
    path = folder / REVIEWED_FILE
    content = content_of(path)
    names = _written_names(folder, item_id, who)
    gone = tuple(mark for name in names for mark in of_person(content, name, who))
    if not gone:
        raise UsageError("no-mark", who=who, item=item_id)
    for name in names:
        content = unmarked(content, name, who)
    write_file(path, [content])
    return gone


def _written_names(folder: Path, item_id: str, who: str) -> tuple[str, ...]:
    """The identifiers under which a person has marked an item: that of an earlier reading may have been another."""
    marks = read_marks(folder / REVIEWED_FILE) or ()
    if not marks or not is_reread(folder):
        return (item_id,)
    held = carried(folder, written_corrections(folder), marks).marks or ()
    own = (
        one.mark.item_id
        for one in held
        if one.now and one.now.item_id == item_id and one.mark.who == one_line(who)
    )
    return tuple(dict.fromkeys((*own, item_id)))


def marks_of(root: Path) -> tuple[Mark, ...] | None:
    """The marks of an output folder as they hold for its plans now.

    None where it has no reviewed.csv, so that nothing is said of reviewing.

    Raises:
        ReviewedError: something is wrong in the file.
        CorrectionsError: something is wrong in corrections.csv, which decides what the records of a file are that was
            read otherwise before.
        UnreadableError: one of them cannot be read.
    """
    marks = read_marks(root / REVIEWED_FILE)
    if not marks or not is_reread(root):
        return marks
    return carried(root, written_corrections(root), marks).counted


def _record(folder: Path, item_id: str) -> str:
    """The hash of an item's record as the next run will publish it."""
    rows = corrections_of(folder)
    plan_id = plan_of(item_id, {path.parent.name for path in folder.glob(PLAN_FILES_PATTERN)})
    document = published_plan(folder, folder / plan_id, rows) if plan_id else None
    found = item_of(document.plan, item_id) if document else None
    if found is None:
        raise UsageError("no-item", item=item_id)
    section, item = found
    return record_sha256(item, section.budgets)
