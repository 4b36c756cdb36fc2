"""What people wrote beside an output folder's plans, as it holds for the plans as they are read now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from pipeline.compare.readings import ReadingChange, reading_changes, readings_csv
from pipeline.compare.report_md import md
from pipeline.corrections.carried_rows import Carried, CarriedMark, Carrier, Earlier
from pipeline.corrections.reviewed import REVIEWED_FILE, Mark
from pipeline.corrections.rows import CORRECTIONS_FILE, CorrectionRow
from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError
from pipeline.exporters.csv_form import csv_text
from pipeline.exporters.disk import remove_file, write_changed
from pipeline.folder.earlier import EarlierReadings
from pipeline.folder.identities import Identities
from pipeline.folder.plans import PLAN_FILES_PATTERN
from pipeline.folder.readings import Readings
from pipeline.messages.wording import Wording
from pipeline.models import PlanDocument
from pipeline.normalizers.text import BYTE_ORDER_MARK


@dataclass(frozen=True)
class Reread:
    """A file that was read otherwise before.

    Attributes:
        earlier: its earlier readings, oldest first.
        now: its plans as they are read now, without corrections.
    """

    earlier: tuple[Earlier, ...]
    now: tuple[PlanDocument, ...]


@dataclass(frozen=True)
class CarriedFolder:
    """All that people wrote beside an output folder's plans.

    Attributes:
        corrections: what became of each row of corrections.csv, in the file's order.
        marks: the same of reviewed.csv; None where there is none.
    """

    corrections: tuple[Carried, ...]
    marks: tuple[CarriedMark, ...] | None

    @property
    def rows(self) -> tuple[CorrectionRow, ...]:
        """The corrections as they are applied."""
        return tuple(one.now for one in self.corrections if one.now is not None)

    @property
    def counted(self) -> tuple[Mark, ...] | None:
        """The marks as they count; one whose record is not found stays as it was written."""
        return None if self.marks is None else tuple(one.now or one.mark for one in self.marks)


def carried(root: Path, rows: Sequence[CorrectionRow], marks: Sequence[Mark] | None) -> CarriedFolder:
    """What people wrote, for the plans as they are read now.

    Args:
        root: the output folder.
        rows: of its corrections.csv.
        marks: of its reviewed.csv; None where there is none.
    """
    names = frozenset((*(row.item_id for row in rows), *(mark.item_id for mark in marks or ())))
    carriers = [Carrier(one.earlier, one.now) for one in reread_files(root, names)]

    def correction(row: CorrectionRow) -> Carried:
        found = (one for carrier in carriers if (one := carrier.carry(row, rows)) is not None)
        return next(found, Carried(row, row, "own"))

    def mark(one: Mark) -> CarriedMark:
        found = (held for carrier in carriers if (held := carrier.mark(one)) is not None)
        return next(found, CarriedMark(one, one, "own"))

    corrections = tuple(map(correction, rows))
    return CarriedFolder(corrections, None if marks is None else tuple(map(mark, marks)))


def is_reread(root: Path) -> bool:
    """Whether an output folder holds files that were read otherwise before."""
    return bool(EarlierReadings(root).sources())


def reread_files(root: Path, names: Collection[str] | None = None) -> Iterator[Reread]:
    """Yield the files of an output folder that were read otherwise before, by their SHA-256.

    Plans in conflict are passed over, and so are damaged ones, which are told of where they are published.

    Args:
        root: the output folder.
        names: identifiers of items: only files whose plans, then or now, may have one of them; None for all files.
    """
    earlier = EarlierReadings(root)
    sources = earlier.sources() if names is None or names else ()
    if not sources:
        return
    folders: defaultdict[str, list[Path]] = defaultdict(list)
    identities = Identities(root)
    readings = Readings(root)
    for path in sorted(root.glob(PLAN_FILES_PATTERN)):
        with suppress(UnreadableError):
            found = identities.of(path)
            # Folders of other names are a person's own, such as backups.
            if found and found[0] == path.parent.name:
                folders[found[1]].append(path.parent)
    for sha256 in sources:
        plans = {*earlier.plan_ids(sha256), *(folder.name for folder in folders[sha256])}
        prefixes = tuple(f"{plan_id}-" for plan_id in plans)
        if names is not None and not any(name.startswith(prefixes) for name in names):
            continue
        now = []
        for folder in folders[sha256]:
            with suppress(UnreadableError):
                now.append(readings.of(folder))
        if now:
            yield Reread(earlier.of(sha256), tuple(now))


CARRIED_FILE = "carried.csv"
CHANGES_FILE = "reading-changes.csv"
TEXT_FILE = "reading-changes.md"
CARRIED_COLUMNS = (
    "file", "line", "item_id", "field", "old_value", "new_value", "record_sha256", "outcome",
    "item_id_now", "field_now", "old_value_now", "new_value_now", "record_sha256_now",
    "likely_item_id", "page", "wording", "place", "words", "reason_zh", "reason_en", "remedy_zh", "remedy_en",
)  # fmt: skip
"""Of carried.csv: the row as it was written, then as it holds now. ``place`` and ``words`` are shares from 0 to 1 of
what the record then and the record now have in common; of a row that fits no more, of the likeliest record."""
OUTCOMES = {
    "followed": ("沿用", "followed"),
    "already-right": ("已正確", "already right"),
    "check-again": ("須重新核對", "to be checked again"),
    "not-fitting": ("不再適用", "fits no more"),
}
"""Outcomes that are told, in the order in which they are; a row that holds as it was written is not."""
REMEDIES = {
    "followed": ("", ""),
    "already-right": ("該列可以刪除。", "The row may be deleted."),
    "check-again": ("請再次核對該項目並標記。", "Check the record again and mark it."),
    "not-fitting": (
        "請與頁面核對；仍須更正或標記者，對該項目重新填寫，並刪除此列。",
        "Compare with the page; where it is still needed, write it anew for that record, and delete this row.",
    ),
}
CHANGED_RECORD = ("與標記時的紀錄不同", "it is another record than the one that was checked")
KIND_WORDS = {"added": ("新增", "added"), "gone": ("消失", "gone"), "changed": ("變動", "changed")}
MOST_TOLD = 200
"""Rows of one file in the text; all of them stand in the table."""
TOLD_CHARACTERS = 80
"""Characters of a value in the text."""

Told = Carried | CarriedMark
Cells = tuple[str | int | float | None, ...]


def write_carried(root: Path, folder: CarriedFolder) -> tuple[Wording, ...]:
    """Write the three files, or take them away where there is nothing to tell.

    Args:
        root: the output folder.
        folder: what people wrote, as it holds now.

    Returns:
        A line for each of the two tables that tells something else than before.

    Raises:
        UnwritableError: a file cannot be written.
    """
    # One file after the other: a folder holds more plans than memory does.
    changes = [
        change
        for one in reread_files(root)
        for change in reading_changes(
            next((e.documents for e in reversed(one.earlier) if e.told), ()), one.now
        )
    ]
    given: tuple[Told, ...] = (*folder.corrections, *(folder.marks or ()))
    told = [one for one in given if one.outcome in OUTCOMES]
    notes: list[Wording] = []
    if _put(root / CHANGES_FILE, readings_csv(changes) if changes else b"") and changes:
        notes.append(_changes_line(changes))
    if _put(root / CARRIED_FILE, _carried_csv(told) if told else b"") and told:
        notes.append(_carried_line(told))
    text = "\n".join(_text(told, changes)) + "\n" if told or changes else ""
    _put(root / TEXT_FILE, text.encode())
    return tuple(notes)


def _put(path: Path, content: bytes) -> bool:
    """Whether a file holds something else now; without content it is taken away."""
    before = path.read_bytes() if path.exists() else b""
    if not content:
        remove_file(path)
    else:
        write_changed(path, content)
    return before != content


def _carried_csv(told: Sequence[Told]) -> bytes:
    return BYTE_ORDER_MARK + (csv_text([CARRIED_COLUMNS]) + csv_text(map(_cells, told))).encode()


def _cells(one: Told) -> Cells:
    likely = one.likely
    found: Cells = (None,) * 5
    if likely:
        found = (likely.item_id, likely.page, likely.wording, likely.place, likely.words)
    then: Cells
    now: Cells
    why = (*_reason(one), *REMEDIES[one.outcome])
    if isinstance(one, CarriedMark):
        mark, held = one.mark, one.now
        then = (REVIEWED_FILE, mark.line, mark.item_id, None, None, None, mark.record_sha256)
        now = (held.item_id if held else None, None, None, None, held.record_sha256 if held else None)
        return (*then, one.outcome, *now, *found, *why)
    row, applied = one.row, one.now if one.now and one.now.lost is None else None
    then = (CORRECTIONS_FILE, row.line, row.item_id, row.field, row.old, row.new, None)
    now = (applied.item_id, applied.field, applied.old, applied.new, None) if applied else (None,) * 5
    return (*then, one.outcome, *now, *found, *why)


def _reason(one: Told) -> tuple[str, str]:
    """Why, in Chinese and English."""
    if isinstance(one, CarriedMark):
        if one.reason:
            return one.reason[1], one.reason[0]
        return CHANGED_RECORD if one.outcome == "check-again" else ("", "")
    lost = one.now.lost if one.now else None
    return (lost.chinese, lost.english) if lost else ("", "")


def _changes_line(changes: Sequence[ReadingChange]) -> Wording:
    count = _counted(changes)
    return Wording(
        zh=f"讀取結果與先前不同：新增 {count['added']} 項、消失 {count['gone']} 項、變動 {count['changed']} 項，"
        f"詳見 {TEXT_FILE}。",
        en=f"Read differently than before: {count['added']} records added, {count['gone']} gone, "
        f"{count['changed']} changed; see {TEXT_FILE}.",
    )


def _counted(changes: Sequence[ReadingChange]) -> Counter[str]:
    """Number of records of each kind; one that is changed in several fields counts once."""
    return Counter(kind for kind, *_ in {(one.kind, one.plan_id, one.old_id, one.new_id) for one in changes})


def _carried_line(told: Sequence[Told]) -> Wording:
    counts: Counter[str] = Counter(one.outcome for one in told)
    chinese = "、".join(f"{OUTCOMES[name][0]} {counts[name]} 筆" for name in OUTCOMES if counts[name])
    english = ", ".join(f"{counts[name]} {OUTCOMES[name][1]}" for name in OUTCOMES if counts[name])
    return Wording(
        zh=f"人工更正與核對標記：{chinese}，詳見 {CARRIED_FILE}。",
        en=f"Corrections and marks of people: {english}; see {CARRIED_FILE}.",
    )


def _text(told: Sequence[Told], changes: Sequence[ReadingChange]) -> Iterator[str]:
    yield "# 讀取結果的差異 Read differently"
    if told:
        yield from ("", _carried_line(told).both)
        for name, (chinese, english) in OUTCOMES.items():
            mine = [one for one in told if one.outcome == name]
            if mine:
                yield from ("", f"## {chinese} {english}", "")
                yield from map(_told_line, mine)
    if changes:
        yield from ("", _changes_line(changes).both)
    for _, own in groupby(changes, key=lambda one: one.file_name):
        yield from _file(list(own))


def _told_line(one: Told) -> str:
    if isinstance(one, CarriedMark):
        line = f"- {md(REVIEWED_FILE)} {one.mark.line}: {md(one.mark.item_id)}"
    else:
        line = f"- {md(CORRECTIONS_FILE)} {one.row.line}: {md(f'{one.row.item_id} {one.row.field}')}"
    if one.likely:
        page = f"第 {one.likely.page} 頁 p. {one.likely.page}" if one.likely.page else ""
        line += f" → {md(one.likely.item_id)}「{md(one.likely.wording)}」{page}"
    chinese, english = _reason(one)
    return f"{line}: {md(_short(chinese))} | {md(_short(english))}" if chinese else line


def _file(changes: Sequence[ReadingChange]) -> Iterator[str]:
    old, new = changes[0].made_by
    versions = f"{old.version} ({old.profile}) → {new.version} ({new.profile})"
    yield from ("", f"## {md(changes[0].file_name)}: {md(versions)}", "")
    yield "| 計畫 plan | 項目 item | 頁 page | 差異 change | 欄位 field | 先前 before | 現在 now |"
    yield "|---|---|--:|---|---|---|---|"
    for one in changes[:MOST_TOLD]:
        cells = (
            one.plan_id, one.new_id or one.old_id or "", str(one.page or ""), " ".join(KIND_WORDS[one.kind]), one.field,
            _short(one.old or ""), _short(one.new or ""),
        )  # fmt: skip
        yield f"| {' | '.join(map(md, cells))} |"
    if len(changes) > MOST_TOLD:
        left = len(changes) - MOST_TOLD
        yield from ("", f"另有 {left} 列，見 {md(CHANGES_FILE)}。 {left} more rows in {md(CHANGES_FILE)}.")


def _short(text: str) -> str:
    joined = " / ".join(text.split("\n"))
    return joined if len(joined) <= TOLD_CHARACTERS else joined[: TOLD_CHARACTERS - 1] + "…"
