"""Rules about what people have checked: every item, as it is published, where that is asked for."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator

from pipeline.dataclass import dataclass
from pipeline.gate.folder import Folder
from pipeline.gate.relations import carried
from pipeline.gate.results import KEPT, CannotJudgeError, Hit
from pipeline.models import PlanDocument
from pipeline.normalizers.records import record_sha256

MARKS_FILE = "reviewed.csv"
CHANGED_SIGN = " ≠"
"""Behind an item that has changed since it was checked."""


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """One plan.

    Attributes:
        items: number of its items.
        unchecked: those that nobody has checked as they are, with ``CHANGED_SIGN`` where somebody has before.
    """

    plan: str
    items: int
    unchecked: tuple[str, ...]


def not_reviewed(folder: Folder) -> Iterator[Hit]:
    """Plans with items that nobody has checked, or that have changed since; what cannot be read is not checked."""
    marks, problem = _marks(folder)
    if problem is not None:
        yield Hit(MARKS_FILE, detail=problem)
    for plan in folder.plans:
        path = f"{plan}/plan.json"
        found = _reviewed(folder, plan, marks)
        if found is None:
            yield Hit(path, detail="plan.json")
        elif found.unchecked:
            count = len(found.unchecked)
            listed = ", ".join(found.unchecked[:KEPT])
            more = f", … +{count - KEPT}" if count > KEPT else ""
            yield Hit(path, detail=f"{count} / {found.items}: {listed}{more}", count=count)


def review_differs(folder: Folder) -> Iterator[Hit]:
    """A number of checked items in datapackage.json that reviewed.csv does not bear out."""
    told = folder.package.get("review")
    if told is None and not folder.has(MARKS_FILE):
        return
    if not folder.has("datapackage.json"):
        raise CannotJudgeError("no-file", file="datapackage.json")
    marks, problem = _marks(folder)
    if problem is not None:
        yield Hit(MARKS_FILE, detail=problem)
        return
    plans = [_reviewed(folder, plan, marks) for plan in folder.plans]
    items = sum(plan.items for plan in plans if plan is not None)
    checked = items - sum(len(plan.unchecked) for plan in plans if plan is not None)
    wanted = {"itemsChecked": checked, "items": items} if folder.has(MARKS_FILE) else None
    if told != wanted:
        yield Hit("datapackage.json", column="review", detail=f"{_short(told)} ≠ {_short(wanted)}")


def _short(review: object) -> str:
    if not isinstance(review, dict):
        return "–"
    return f"{review.get('itemsChecked')} / {review.get('items')}"[:40]


def _marks(folder: Folder) -> tuple[dict[str, set[str]], str | None]:
    """Hashes of the records that were checked, by item; and what is wrong with the file as a whole."""
    content = folder.read(MARKS_FILE)
    marks: dict[str, set[str]] = defaultdict(set)
    if content is None:
        return marks, None
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = [(cell or "").strip() for cell in rows.fieldnames or ()]
        rows.fieldnames = header
        lacking = sorted({"item_id", "record_sha256"} - set(header))
        if lacking:
            return marks, ", ".join(lacking)
        for row in rows:
            marks[(row["item_id"] or "").strip()].add((row["record_sha256"] or "").strip().lower())
    except UnicodeDecodeError:
        return defaultdict(set), "UTF-8"
    except csv.Error as error:
        return defaultdict(set), str(error)
    _follow(folder, marks)
    return marks, None


def _follow(folder: Folder, marks: dict[str, set[str]]) -> None:
    """Add what the marks are of now whose record has another identifier since its file was read otherwise."""
    for row in carried(folder):
        item_id, sha256 = row.get("item_id") or "", row.get("record_sha256") or ""
        now, sha256_now = row.get("item_id_now") or "", row.get("record_sha256_now") or ""
        if row.get("file") == MARKS_FILE and now and sha256 in marks.get(item_id, ()):
            marks[item_id].discard(sha256)
            marks[now].add(sha256_now)


def _reviewed(folder: Folder, plan: str, marks: dict[str, set[str]]) -> _Reviewed | None:
    """What is checked of a plan; None where its plan.json cannot be read."""
    content = folder.read(f"{plan}/plan.json")
    try:
        document = PlanDocument.model_validate_json(content or b"")
    except ValueError:
        return None
    hashes = [
        (item.id, record_sha256(item, section.budgets))
        for section in document.plan.sections
        for item in section.items
    ]
    unchecked = tuple(
        item_id + (CHANGED_SIGN if marks.get(item_id) else "")
        for item_id, sha256 in hashes
        if sha256 not in marks.get(item_id, ())
    )
    return _Reviewed(plan, len(hashes), unchecked)


MARK_RULES = {"review-differs": review_differs}
REVIEW_RULES = {"not-reviewed": not_reviewed}
"""Judged only where it is asked for: most offices publish before they have looked at every item."""
