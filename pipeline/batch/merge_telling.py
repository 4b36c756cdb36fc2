"""What came of a merge, line by line, in Chinese and English: on the command line and on the review desk."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.batch.merging import MergeReport
from pipeline.corrections.reading import Row
from pipeline.corrections.reviewed import Mark

OURS, THEIRS = "本資料夾 ours", "另一份 theirs"


def merge_lines(report: MergeReport) -> Iterator[str]:
    """Yield what was taken, then each conflict with both sides, then what is left to decide."""
    corrections, marks = len(report.corrections), len(report.marks)
    yield f"併入更正 {corrections} 筆、核對 {marks} 筆。 | Taken: {corrections} corrections, {marks} marks."
    for one in report.correction_conflicts:
        yield f"衝突 conflict  {one.theirs.item_id}  {one.theirs.field}"
        if one.ours is not None:
            yield _correction(OURS, one.ours)
        yield _correction(THEIRS, one.theirs)
        if one.left_out > 1:
            more = one.left_out - 1
            yield f"  其後另 {more} 列亦未併入 | {more} more rows after it are not taken either"
    for given in report.mark_conflicts:
        yield f"核對內容不同 different records were checked  {given.item_id}"
        yield from (_mark(OURS, mark) for mark in given.ours)
        yield from (_mark(THEIRS, mark) for mark in given.theirs)
    for row in report.refused:
        words = "無法套用 refused" if row.status == "refused" else "查無項目 unknown item"
        yield f"{words}  {row.item_id}  {row.field}: {_short(row.old_value)} → {_short(row.new_value)}"
    for mark in report.unknown:
        yield f"查無項目 unknown item  {mark.item_id}  {mark.who} {mark.date}"
    if report.conflicts:
        yield (
            f"有 {report.conflicts} 處須由人決定（見 docs/reviewing.md）。 | "
            f"{report.conflicts} things are left to decide, see docs/reviewing.md."
        )


def _correction(side: str, row: Row) -> str:
    return f"  {side}（{row.line}）: {_short(row.old)} → {_short(row.new)}  {row.who} {row.date}  {_short(row.reason)}"


def _mark(side: str, mark: Mark) -> str:
    return f"  {side}（{mark.line}）: {mark.record_sha256[:8]}  {mark.who} {mark.date}"


def _short(text: str) -> str:
    """A value on one line; what its line breaks were is seen."""
    return text.replace("\n", " ⏎ ")
