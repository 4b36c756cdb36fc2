"""An output folder on the desk: what is shown of it, and what people's decisions write into it.

All that is shown is read from the folder's files, and all that is decided is written to them at once: corrections to
corrections.csv, marks to reviewed.csv. The desk itself knows only who works at it, what they have seen and what can be
undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import RLock

from pipeline.corrections.progress import review_progress
from pipeline.corrections.reviewed import REVIEWED_FILE
from pipeline.corrections.rows import CORRECTIONS_FILE
from pipeline.desk.intake import INBOX_FOLDER
from pipeline.desk.journal import DeskJournal
from pipeline.desk.paper import picture_of
from pipeline.desk.plan import PlanOnDesk, pages_of
from pipeline.desk.seen import ChangedError, Shown
from pipeline.desk.terms import PRESET_REASONS, field_told, on_desk
from pipeline.desk.verified import was_verified
from pipeline.errors import UnreadableError, UsageError, WorkplanError
from pipeline.folder.application import plan_of, published_plan
from pipeline.folder.corrections import add_correction, corrections_of
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.marks import add_mark, marks_of, remove_mark
from pipeline.folder.merge import merge_copies, merge_lines
from pipeline.folder.sides import plan_paths
from pipeline.messages.wording import Wording
from pipeline.normalizers.text import cell_units
from pipeline.site.model import JOIN, ItemRow, site_plan
from pipeline.site.sources import find_sources
from pipeline.web.words import Words, pages_told
from pipeline.written.cells import MOST_NAME_CHARACTERS
from pipeline.written.problems import one_line

Stamp = tuple[tuple[int, int, int] | None, ...]


class Desk:
    """The desk of one output folder.

    Args:
        root: the output folder.
        pdfs: folders that are searched for the plans' PDF files, beside the paths of the last run.
        who: name of the person at the desk; may be empty, and is then asked for.
        password: opens PDF files that want one.
        worded_reasons: whether a correction needs a reason in words, beside the one that is chosen.

    Attributes:
        who: name of the person at the desk.
        password: as given.
        worded_reasons: as given.
        plan_ids: plans that are published, in their order, be it that one cannot be read.
        sources: the plans' PDF files by SHA-256.
        journal: of what was written, for undoing it.
        shown: records as people saw them.

    Raises:
        UsageError: the name is longer than any name.
        UnreadableError: the folder cannot be read.
        CorrectionsError: something is wrong in corrections.csv.
        ReviewedError: something is wrong in reviewed.csv.
    """

    def __init__(
        self,
        root: Path,
        pdfs: Sequence[Path] = (),
        who: str = "",
        password: str | None = None,
        *,
        worded_reasons: bool = False,
    ) -> None:
        self.root = root
        self.password = password
        self.worded_reasons = worded_reasons
        self.who = person_name(who)
        self.journal = DeskJournal(root)
        self.shown = Shown()
        self._lock = RLock()
        self._kept: dict[str, tuple[Stamp, PlanOnDesk]] = {}
        self._viewed: set[tuple[str, int]] = set()
        self._pdfs = tuple(pdfs)
        self._listed: tuple[Stamp, ...] | None = None
        self.plan_ids: tuple[str, ...] = ()
        self.sources: dict[str, Path] = {}
        self.refresh()

    def refresh(self) -> None:
        """Take up the plans that the folder holds now; one that does not exist yet holds none.

        Raises:
            UnreadableError: the folder, or one of those that are searched for PDF files, cannot be read.
            WorkplanError: one of the two files cannot be used.
        """
        with self._lock:
            paths = plan_paths(self.root) if self.root.exists() else []
            listed = tuple((_stamped(path),) for path in paths)
            plan_ids = tuple(path.parent.name for path in paths)
            if (listed, plan_ids) == (self._listed, self.plan_ids):
                return
            self.plan_ids = plan_ids
            found = {sha256: path for sha256, path in self.sources.items() if path.is_file()}
            hashes = {one.plan.document.source.pages_sha256 for one in self.plans()}
            inbox = self.root / STATE_FOLDER / INBOX_FOLDER
            folders = (*self._pdfs, *([inbox] if inbox.is_dir() else ()))
            self.sources = found | find_sources(self.root, folders, hashes - found.keys())
            self._listed = listed

    def plan(self, plan_id: str) -> PlanOnDesk:
        """A plan as it is now in the folder.

        Raises:
            UsageError: there is no such plan.
            WorkplanError: it, or one of the two files, cannot be used.
        """
        if plan_id not in self.plan_ids:
            raise UsageError("no-plan-on-desk", plan=plan_id)
        with self._lock:
            stamp = self._stamp(plan_id)
            kept = self._kept.get(plan_id)
            if kept is None or kept[0] != stamp:
                kept = stamp, self._read(plan_id)
                self._kept[plan_id] = kept
            return kept[1]

    def plan_or_cause(self, plan_id: str) -> PlanOnDesk | UnreadableError:
        """A plan as it is now in the folder, or why it cannot be read: it costs no other one.

        Raises:
            WorkplanError: one of the two files cannot be used.
        """
        try:
            return self.plan(plan_id)
        except UnreadableError as error:
            return error

    def plans(self) -> list[PlanOnDesk]:
        """All plans that can be read.

        Raises:
            WorkplanError: one of the two files cannot be used.
        """
        found = map(self.plan_or_cause, self.plan_ids)
        return [one for one in found if isinstance(one, PlanOnDesk)]

    def plan_with(self, item_id: str) -> PlanOnDesk | None:
        """The plan that an item's identifier begins with."""
        plan_id = plan_of(item_id, self.plan_ids)
        return None if plan_id is None else self.plan(plan_id)

    def joined_to(self, item_id: str) -> str | None:
        """The item that another one was joined to; None where no plan has it so."""
        found = self.plan_with(item_id)
        rows = found.plan.rows if found else ()
        joined = ((row.id, one) for row in rows for one in row.item.corrections)
        return next((stays for stays, one in joined if one.field == JOIN and one.new == item_id), None)

    def view(self, source: str, number: int) -> bytes | None:
        """The picture of a page, which counts as seen from here on; None where it cannot be shown.

        Args:
            source: SHA-256 of the file.
            number: of the page, from 1.

        Raises:
            WorkplanError: the file cannot be opened.
        """
        pdf = self.sources.get(source)
        picture = None if pdf is None else picture_of(pdf, number, self.password)
        if picture is not None:
            self._viewed.add((source, number))
        return picture

    def unseen(self, found: PlanOnDesk, row: ItemRow) -> tuple[int, ...]:
        """The pages that an item itself stands on whose pictures have not been in view."""
        source = found.plan.document.source.pages_sha256
        return tuple(number for number in pages_of(row) if (source, number) not in self._viewed)

    def accept(self, item_id: str, seen: str) -> None:
        """Mark an item as checked, as the record was that the person saw.

        Raises:
            UsageError: nobody has said who checks, or a page of the item has not been in view.
            ChangedError: the record is another one by now.
            WorkplanError: the mark cannot be written; see ``add_mark``.
        """

        def act() -> str:
            found, row = self._found(item_id)
            self._demand_seen(found, {item_id: seen})
            self._demand_view(found, row)
            add_mark(self.root, item_id, self.who, _today(), seen)
            return item_id

        self._write(REVIEWED_FILE, ("核對", "the check"), act)

    def accept_page(self, plan_id: str, number: int, seen: Mapping[str, str]) -> int:
        """Mark the items of a page that are not checked; one that goes on to a later page is left to that.

        An item that began on an earlier page is marked where that page has been in view too.

        Args:
            plan_id: of the plan.
            number: of the page.
            seen: hashes of all its items as the person saw them, by identifier.

        Returns:
            How many were marked.

        Raises:
            UsageError: nobody has said who checks, the page has not been in view, or no item is left to mark.
            ChangedError: the page has other items by now, or one of them is another record.
            WorkplanError: the marks cannot be written; see ``add_mark``.
        """

        def ready(found: PlanOnDesk, rows: Sequence[ItemRow]) -> list[ItemRow]:
            ending = [row for row in rows if max(pages_of(row)) == number]
            in_view = [row for row in ending if not self.unseen(found, row)]
            if ending and not in_view:
                self._demand_view(found, ending[0])
            return in_view

        told = (f"核對第 {number} 頁", f"the check of page {number}")
        return self._accept_all(plan_id, lambda found: found.rows_on(number), ready, seen, told)

    def accept_section(self, plan_id: str, section_id: str, seen: Mapping[str, str]) -> int:
        """Mark the items of a section that are not checked; arguments and errors as of ``accept_page``.

        Raises:
            UsageError: the section has findings, or one of its pages has not been in view.
        """

        def ready(found: PlanOnDesk, rows: Sequence[ItemRow]) -> list[ItemRow]:
            if any(row.findings for row in found.rows_of(section_id)):
                raise UsageError("section-with-findings")
            for row in rows:
                self._demand_view(found, row)
            return list(rows)

        told = ("核對課室", "the check of a section")
        return self._accept_all(plan_id, lambda found: found.rows_of(section_id), ready, seen, told)

    def _accept_all(
        self,
        plan_id: str,
        rows_of: Callable[[PlanOnDesk], Sequence[ItemRow]],
        ready_of: Callable[[PlanOnDesk, Sequence[ItemRow]], list[ItemRow]],
        seen: Mapping[str, str],
        told: Words,
    ) -> int:
        marked: list[str] = []

        def act() -> str:
            found = self.plan(plan_id)
            rows = rows_of(found)
            # An item that came to the page since is none that the person saw.
            self._demand_seen(found, {row.id: "" for row in rows} | dict(seen))
            ready = ready_of(found, found.open_rows(rows))
            if not ready:
                raise UsageError("nothing-to-accept")
            for row in ready:
                add_mark(self.root, row.id, self.who, _today(), seen[row.id])
                marked.append(row.id)
            return ready[0].id

        self._write(REVIEWED_FILE, told, act)
        return len(marked)

    def withdraw(self, item_id: str, seen: str | None = None) -> None:
        """Take the person's own mark of an item back.

        Raises:
            ChangedError: the record is another one than the person saw; not compared where None.
            WorkplanError: there is none, or the file cannot be written; see ``remove_mark``.
        """

        def act() -> str:
            found, row = self._found(item_id)
            self._demand_seen(found, {} if seen is None else {item_id: seen})
            try:
                remove_mark(self.root, item_id, self.who)
            except UsageError as error:
                raise on_desk(error, row) from error
            return item_id

        self._write(REVIEWED_FILE, ("取消核對", "taking the check back"), act)

    def correct(
        self, item_id: str, field: str, new: str, reason: str, seen: Mapping[str, str] | None = None
    ) -> None:
        """Add a correction.

        Args:
            item_id: of the item.
            field: as corrections.csv names it.
            new: its new value.
            reason: why.
            seen: hashes of the records, and of the budget cell, that the form was made of, by identifier; not
                compared where None.

        Raises:
            UsageError: nobody has said who corrects, or no reason is given, or none in words where they are asked for.
            ChangedError: one of the records is another one by now.
            WorkplanError: the correction cannot be made; see ``add_correction``.
        """
        if not reason.strip():
            raise UsageError("no-reason")
        if self.worded_reasons and reason in dict(PRESET_REASONS):
            raise UsageError("reason-in-words")
        _, row = self._found(item_id)
        told = field_told(row.section, field)

        def act() -> str:
            found, _ = self._found(item_id)
            self._demand_seen(found, seen or {})
            add_correction(self.root, item_id, field, new, reason.strip(), self.who, _today())
            return item_id

        try:
            self._write(CORRECTIONS_FILE, (f"更正：{told[0]}", f"the correction of {told[1]}"), act)
        except ChangedError:
            raise
        except WorkplanError as error:
            raise on_desk(error, row, field) from error

    def undo(self, seen: str | None = None) -> str:
        """Take back what was written last; see ``DeskJournal.undo``."""
        return self.journal.undo(seen)

    def merge(self, other: str) -> tuple[Wording, ...]:
        """Take a colleague's copy in; what was written before can then no longer be undone.

        Args:
            other: folder, or one of the two files.

        Returns:
            What was taken, and what is left to decide, line by line.

        Raises:
            WorkplanError: see ``merge_copies``.
        """
        if not other.strip():
            raise UsageError("no-copy-named")
        with self.journal.alone():
            report = merge_copies(self.root, Path(other.strip()))
            self.journal.forget()
        return tuple(merge_lines(report))

    @property
    def undoable(self) -> Words | None:
        """What ``undo`` would take back."""
        return self.journal.undoable

    def _write(self, name: str, told: Words, act: Callable[[], str]) -> None:
        if not self.who:
            raise UsageError("nobody-at-desk")
        self.journal.write(name, told, act)

    def _found(self, item_id: str) -> tuple[PlanOnDesk, ItemRow]:
        found = self.plan_with(item_id)
        row = found.row(item_id) if found else None
        if found is None or row is None:
            raise UsageError("no-item", item=item_id)
        return found, row

    def _demand_seen(self, found: PlanOnDesk, seen: Mapping[str, str]) -> None:
        """Refuse where records or budget cells are not what the person saw."""
        cells = found.cells
        changed = (
            self.shown.changed_cell(cells[name], sha256, found.title_of)
            if name in cells
            else self.shown.changed(found.row(name), sha256)
            for name, sha256 in seen.items()
        )
        records = [one for one in changed if one is not None]
        if records:
            raise ChangedError(records)

    def _demand_view(self, found: PlanOnDesk, row: ItemRow) -> None:
        """Refuse where a page of an item has not been in view."""
        unseen = self.unseen(found, row)
        if not unseen:
            return
        pdf = self.sources.get(found.plan.document.source.pages_sha256)
        drawn = pdf is not None and all(picture_of(pdf, one, self.password) for one in unseen)
        raise UsageError(
            "page-not-seen" if drawn else "page-not-drawn", item=row.title, pages=pages_told(unseen)
        )

    def _read(self, plan_id: str) -> PlanOnDesk:
        document = published_plan(self.root, self.root / plan_id, corrections_of(self.root))
        (review,) = review_progress([document], marks_of(self.root) or ()).plans
        return PlanOnDesk(site_plan(document), review, was_verified(self.root, document.source.pages_sha256))

    def _stamp(self, plan_id: str) -> Stamp:
        """What tells that a file was written since."""
        paths = (self.root / plan_id / "plan.json", self.root / CORRECTIONS_FILE, self.root / REVIEWED_FILE)
        return tuple(map(_stamped, paths))


def person_name(text: str) -> str:
    """The name of a person on one line.

    Raises:
        UsageError: it is longer than any name.
    """
    name = one_line(text)
    if cell_units(name) > MOST_NAME_CHARACTERS:
        raise UsageError("person-name-too-long", most=MOST_NAME_CHARACTERS)
    return name


def _stamped(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    # A file that is renamed into place within one tick of the clock is another file still.
    return status.st_size, status.st_mtime_ns, status.st_ino


def _today() -> str:
    return date.today().isoformat()
