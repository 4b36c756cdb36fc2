"""What people have written about another copy of an output folder, taken into it, and told line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.corrections.application import LogRow, corrected, log_row
from pipeline.corrections.merge import CorrectionConflict, MarkConflict, merged_corrections, merged_marks
from pipeline.corrections.progress import review_progress
from pipeline.corrections.reviewed import REVIEWED_FILE, Mark
from pipeline.corrections.rows import CORRECTIONS_FILE, CorrectionRow, parse_corrections
from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError
from pipeline.exporters.disk import write_file
from pipeline.files.inputs import unreadable
from pipeline.folder.carried import carried
from pipeline.folder.corrections import written_corrections
from pipeline.folder.plans import PLAN_FILES_PATTERN, content_of
from pipeline.folder.readings import Readings
from pipeline.messages.wording import Wording

FILES = (CORRECTIONS_FILE, REVIEWED_FILE)


@dataclass(frozen=True)
class MergeReport:
    """What was taken from another copy, and what was not.

    Attributes:
        folder: that it was taken into.
        corrections: rows of the other copy's corrections.csv that are new here.
        marks: the same of its reviewed.csv.
        correction_conflicts: fields that the copies correct differently; ours stay.
        mark_conflicts: items of which people have checked different records; all marks are kept.
        refused: of ``corrections``, those that the plans of the folder refuse or have no item for; they are taken.
        unknown: of ``marks``, those whose item no plan of the folder has; they are taken.
    """

    folder: Path
    corrections: tuple[CorrectionRow, ...]
    marks: tuple[Mark, ...]
    correction_conflicts: tuple[CorrectionConflict, ...]
    mark_conflicts: tuple[MarkConflict, ...]
    refused: tuple[LogRow, ...]
    unknown: tuple[Mark, ...]

    @property
    def conflicts(self) -> int:
        """Number of things that a person has to decide."""
        refused = sum(one.status == "refused" for one in self.refused)
        return len(self.correction_conflicts) + len(self.mark_conflicts) + refused

    @property
    def exit_code(self) -> int:
        """0 where nothing is left to decide, else 1."""
        return 1 if self.conflicts else 0


def merge_copies(folder: Path, other: Path) -> MergeReport:
    """Take the corrections and marks of another copy into an output folder; our rows stay.

    Whoever calls it keeps other writers out (``alone_in``). The other copy is not changed. A second time nothing
    changes any more.

    Args:
        folder: output folder of a run.
        other: another output folder, or a corrections.csv or reviewed.csv under any name.

    Raises:
        CorrectionsError: one of the two corrections.csv cannot be used; nothing is written.
        ReviewedError: one of the two reviewed.csv cannot be used; nothing is written.
        ReadingGoneError: a plan was corrected, and how it was read is not kept any more; nothing is written.
        UnreadableError: the other copy is not there or holds neither file, or a file cannot be read.
        UnwritableError: a file cannot be written.
    """
    written_corrections(folder)  # a file that is gone is not begun anew
    paths = {name: folder / name for name in FILES}
    ours = {name: content_of(path) for name, path in paths.items()}
    theirs = _theirs(other)
    names = {name: (str(paths[name]), str(theirs.get(name, (other, b""))[0])) for name in FILES}
    given = {name: theirs[name][1] if name in theirs else b"" for name in FILES}
    corrections = merged_corrections(ours[CORRECTIONS_FILE], given[CORRECTIONS_FILE], names[CORRECTIONS_FILE])
    marks = merged_marks(ours[REVIEWED_FILE], given[REVIEWED_FILE], names[REVIEWED_FILE])
    refused, unknown = _told_by_plans(folder, corrections.content, corrections.taken, marks.taken)
    for name, content in ((CORRECTIONS_FILE, corrections.content), (REVIEWED_FILE, marks.content)):
        if content != ours[name]:
            write_file(paths[name], [content])
    return MergeReport(
        folder=folder,
        corrections=corrections.taken,
        marks=marks.taken,
        correction_conflicts=corrections.conflicts,
        mark_conflicts=marks.conflicts,
        refused=refused,
        unknown=unknown,
    )


def _theirs(other: Path) -> dict[str, tuple[Path, bytes]]:
    """Path and bytes of the files of another copy, by the name that each has in an output folder."""
    try:
        other.stat()
    except FileNotFoundError:
        raise UnreadableError("no-copy", path=other) from None
    except (OSError, ValueError) as error:
        raise unreadable(other, error) from error
    if other.is_dir():
        found = {name: (other / name, content_of(other / name)) for name in FILES if (other / name).exists()}
        if not found:
            listed = Wording(zh="、".join(FILES), en=" or ".join(FILES))
            raise UnreadableError("copy-without-rows", folder=other, files=listed)
        return found
    content = content_of(other)
    # Files that are sent around get other names; a column that only one of them has tells which it is.
    is_reviewed = b"record_sha256" in content.split(b"\n", 1)[0]
    return {REVIEWED_FILE if is_reviewed else CORRECTIONS_FILE: (other, content)}


def _told_by_plans(
    folder: Path, content: bytes, taken: Sequence[CorrectionRow], marks: Sequence[Mark]
) -> tuple[tuple[LogRow, ...], tuple[Mark, ...]]:
    """What the plans of the folder say of new corrections and marks, once all are there."""
    if not taken and not marks:
        return (), ()
    rows = parse_corrections(content) if content else ()
    now = carried(folder, rows, marks)
    readings = Readings(folder)
    applied = [
        corrected(readings.of(path.parent), now.rows) for path in sorted(folder.glob(PLAN_FILES_PATTERN))
    ]
    status = {one.values: one for plan in applied for one in plan.log}
    reads = {one.row.values: one.now for one in now.corrections}
    # What the document reads by now as a row says needs no row any more.
    wanted = [one for row in taken if (one := reads.get(row.values, row)) is not None]
    told = [status.get(row.values, log_row(row, "unknown")) for row in wanted]
    progress = review_progress((plan.document for plan in applied), now.counted or ())
    return tuple(one for one in told if one.status != "applied"), progress.unknown


OURS, THEIRS = Wording(zh="本資料夾", en="ours"), Wording(zh="另一份", en="theirs")
UNKNOWN_ITEM = Wording(zh="查無項目", en="unknown item")


def merge_lines(report: MergeReport) -> Iterator[Wording]:
    """Yield what was taken, then each conflict with both sides, then what is left to decide."""
    corrections, marks = len(report.corrections), len(report.marks)
    yield Wording(
        zh=f"併入更正 {corrections} 筆、核對 {marks} 筆。",
        en=f"Taken: {corrections} corrections, {marks} marks.",
    )
    for one in report.correction_conflicts:
        yield _about(Wording(zh="衝突", en="conflict"), f"{one.theirs.item_id}  {one.theirs.field}")
        if one.ours is not None:
            yield _correction(OURS, one.ours)
        yield _correction(THEIRS, one.theirs)
        if one.left_out > 1:
            more = one.left_out - 1
            yield Wording(
                zh=f"  其後另 {more} 列亦未併入", en=f"  {more} more rows after it are not taken either"
            )
    for given in report.mark_conflicts:
        yield _about(Wording(zh="核對內容不同", en="different records were checked"), given.item_id)
        yield from (_mark(OURS, mark) for mark in given.ours)
        yield from (_mark(THEIRS, mark) for mark in given.theirs)
    for row in report.refused:
        words = Wording(zh="無法套用", en="refused") if row.status == "refused" else UNKNOWN_ITEM
        change = f"{_short(row.old_value)} → {_short(row.new_value)}"
        yield _about(words, f"{row.item_id}  {row.field}: {change}")
    for mark in report.unknown:
        yield _about(UNKNOWN_ITEM, f"{mark.item_id}  {mark.who} {mark.date}")
    if report.conflicts:
        yield Wording(
            zh=f"有 {report.conflicts} 處須由人決定（見 docs/reviewing.md）。",
            en=f"{report.conflicts} things are left to decide, see docs/reviewing.md.",
        )


def _about(words: Wording, what: str) -> Wording:
    return Wording(zh=f"{words.zh}  {what}", en=f"{words.en}  {what}")


def _correction(side: Wording, row: CorrectionRow) -> Wording:
    change = f"{_short(row.old)} → {_short(row.new)}  {row.who} {row.date}  {_short(row.reason)}"
    return _of_side(side, row.line, change)


def _mark(side: Wording, mark: Mark) -> Wording:
    return _of_side(side, mark.line, f"{mark.record_sha256[:8]}  {mark.who} {mark.date}")


def _of_side(side: Wording, line: int, what: str) -> Wording:
    return Wording(zh=f"  {side.zh}（{line}）：{what}", en=f"  {side.en} ({line}): {what}")


def _short(text: str) -> str:
    """A value on one line; what its line breaks were is seen."""
    return text.replace("\n", " ⏎ ")
