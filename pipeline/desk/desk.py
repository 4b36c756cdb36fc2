"""An output folder on the desk: what is shown of it, and what people's decisions write into it.

All that is shown is read from the folder's files, and all that is decided is written to them at once: corrections to
corrections.csv, marks to reviewed.csv. The desk itself knows only who works at it and what can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import RLock

from pipeline.corrections.progress import ItemReview, PlanReview, review_progress
from pipeline.corrections.reviewed import REVIEWED_FILE
from pipeline.corrections.rows import CORRECTIONS_FILE
from pipeline.errors import UsageError
from pipeline.exporters.disk import remove_file, write_file
from pipeline.files.inputs import unreadable
from pipeline.folder.application import plan_of, published_plan
from pipeline.folder.corrections import add_correction, corrections_of
from pipeline.folder.lock import alone_in
from pipeline.folder.marks import add_mark, marks_of, remove_mark
from pipeline.folder.merge import merge_copies, merge_lines
from pipeline.folder.sides import plan_paths
from pipeline.models import CONFIDENCES
from pipeline.site.inputs import no_plans
from pipeline.site.model import JOIN, ItemRow, SitePlan, site_plan
from pipeline.site.sources import find_sources
from pipeline.web.words import Words

COMMAND = "workplan review"
WORST_FIRST = ("error", "warning", "info")
Stamp = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True)
class PlanOnDesk:
    """One plan as the next run will publish it, with what people have said of its items.

    Attributes:
        plan: with corrections.csv applied.
        review: of its items, in reading order.
        order: identifiers of its items as they are worked through: the least sure first; of these, those with
            findings, the worst first.
    """

    plan: SitePlan
    review: PlanReview
    order: tuple[str, ...]

    def row(self, item_id: str) -> ItemRow | None:
        """The item of an identifier."""
        return next((row for row in self.plan.rows if row.id == item_id), None)

    def review_of(self, item_id: str) -> ItemReview:
        """What people have said of an item that is there."""
        return next(one for one in self.review.items if one.item_id == item_id)

    def to_do(self, after: str | None = None, *, finding: bool = False) -> str | None:
        """The next item that is not checked, in the desk's order, behind one and round to the start.

        Args:
            after: item to begin behind; None for the start.
            finding: whether only items with findings count, checked or not.
        """
        open_ids = {one.item_id for one in self.review.items if one.state != "checked"}
        doubtful = {row.id for row in self.plan.rows if row.findings}
        start = self.order.index(after) + 1 if after in self.order else 0
        ahead = (*self.order[start:], *self.order[:start])
        return next(
            (one for one in ahead if one in (doubtful if finding else open_ids) and one != after), None
        )

    def beside(self, item_id: str, step: int) -> str | None:
        """The item that many places on in the desk's order; None beyond its ends."""
        place = self.order.index(item_id) + step if item_id in self.order else -1
        return self.order[place] if 0 <= place < len(self.order) else None

    def on_page(self, number: int) -> str | None:
        """The first item in reading order that stands on a page, or on the first page behind it that has any."""
        pages = [(page, row.id) for row in self.plan.rows for page in row.entry.pages if page >= number]
        return min(pages, key=lambda one: one[0])[1] if pages else None


@dataclass(frozen=True)
class _Done:
    """What was written last, and how it is undone."""

    path: Path
    before: bytes | None
    after: bytes
    item_id: str
    told: Words


class Desk:
    """The desk of one output folder.

    Args:
        root: the output folder.
        pdfs: folders that are searched for the plans' PDF files, beside the paths of the last run.
        who: name of the person at the desk; may be empty, and is then asked for.
        password: opens PDF files that want one.

    Attributes:
        who: name of the person at the desk.
        password: as given.

    Raises:
        UnreadableError: there is no such folder, or it holds no plan.
        CorrectionsError: something is wrong in corrections.csv.
        ReviewedError: something is wrong in reviewed.csv.
    """

    def __init__(
        self, root: Path, pdfs: Sequence[Path] = (), who: str = "", password: str | None = None
    ) -> None:
        self.root = root
        self.password = password
        self.who = " ".join(who.split())
        self._lock = RLock()
        self._kept: dict[str, tuple[Stamp, PlanOnDesk]] = {}
        self._done: list[_Done] = []
        paths = plan_paths(root)
        if not paths:
            raise no_plans(root)
        self.plan_ids = tuple(path.parent.name for path in paths)
        hashes = {self.plan(one).plan.document.source.pages_sha256 for one in self.plan_ids}
        self.sources = find_sources(root, pdfs, hashes)

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

    def plan_with(self, item_id: str) -> PlanOnDesk | None:
        """The plan that an item's identifier begins with."""
        plan_id = plan_of(item_id, self.plan_ids)
        return None if plan_id is None else self.plan(plan_id)

    def joined_to(self, item_id: str) -> str | None:
        """The item that another one was joined to; None where no plan has it so."""
        on_desk = self.plan_with(item_id)
        rows = on_desk.plan.rows if on_desk else ()
        joined = ((row.id, one) for row in rows for one in row.item.corrections)
        return next((stays for stays, one in joined if one.field == JOIN and one.new == item_id), None)

    def accept(self, item_id: str, seen: str) -> None:
        """Mark an item as checked, as the record was that the person saw.

        Raises:
            UsageError: nobody has said who checks.
            WorkplanError: the mark cannot be written; see ``add_mark``.
        """
        self._named()
        self._write(
            REVIEWED_FILE,
            item_id,
            ("核對", "the check"),
            lambda: add_mark(self.root, item_id, self.who, _today(), seen),
        )

    def withdraw(self, item_id: str) -> None:
        """Take the person's own mark of an item back.

        Raises:
            WorkplanError: there is none, or the file cannot be written; see ``remove_mark``.
        """
        self._named()
        self._write(
            REVIEWED_FILE,
            item_id,
            ("取消核對", "taking the check back"),
            lambda: remove_mark(self.root, item_id, self.who),
        )

    def correct(self, item_id: str, field: str, new: str, reason: str) -> None:
        """Add a correction.

        Raises:
            UsageError: nobody has said who corrects, or no reason is given.
            WorkplanError: the correction cannot be made; see ``add_correction``.
        """
        self._named()
        if not reason.strip():
            raise UsageError("no-reason")
        self._write(
            CORRECTIONS_FILE,
            item_id,
            (f"更正 {field}", f"the correction of {field}"),
            lambda: add_correction(self.root, item_id, field, new, reason.strip(), self.who, _today()),
        )

    def undo(self) -> str:
        """Take back what was written last; several times, back to the desk's start.

        Returns:
            The item that it was about.

        Raises:
            UsageError: there is nothing to undo, or the file was changed by somebody else since.
            WorkplanError: the file cannot be written.
        """
        with self._lock, alone_in(self.root, COMMAND):
            if not self._done:
                raise UsageError("nothing-to-undo")
            last = self._done[-1]
            if _content(last.path) != last.after:
                raise UsageError("changed-elsewhere", file=last.path.name)
            if last.before is None:
                remove_file(last.path)
            else:
                write_file(last.path, [last.before])
            self._done.pop()
            return last.item_id

    def merge(self, other: str) -> tuple[str, ...]:
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
        with self._lock, alone_in(self.root, COMMAND):
            report = merge_copies(self.root, Path(other.strip()))
            self._done.clear()
        return tuple(merge_lines(report))

    @property
    def undoable(self) -> Words | None:
        """What ``undo`` would take back."""
        return self._done[-1].told if self._done else None

    def _write(self, name: str, item_id: str, told: Words, act: Callable[[], object]) -> None:
        path = self.root / name
        with self._lock, alone_in(self.root, COMMAND):
            before = _content(path)
            act()
            after = _content(path)
            if after is not None and after != before:
                self._done.append(_Done(path, before, after, item_id, told))

    def _named(self) -> None:
        if not self.who:
            raise UsageError("nobody-at-desk")

    def _read(self, plan_id: str) -> PlanOnDesk:
        document = published_plan(self.root, self.root / plan_id, corrections_of(self.root))
        plan = site_plan(document)
        (review,) = review_progress([document], marks_of(self.root) or ()).plans

        def worst(row: ItemRow) -> tuple[int, int]:
            found = min((WORST_FIRST.index(one.severity) for one in row.findings), default=len(WORST_FIRST))
            return -CONFIDENCES.index(row.item.confidence), found

        return PlanOnDesk(plan, review, tuple(row.id for row in sorted(plan.rows, key=worst)))

    def _stamp(self, plan_id: str) -> Stamp:
        """What tells that a file was written since."""
        paths = (self.root / plan_id / "plan.json", self.root / CORRECTIONS_FILE, self.root / REVIEWED_FILE)
        return tuple(map(_seen, paths))


def _seen(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from error


def _today() -> str:
    return date.today().isoformat()
