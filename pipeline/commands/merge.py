"""``workplan merge``: what people have written about another copy of an output folder, taken into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import EXIT_CODES, printable

if TYPE_CHECKING:
    from pipeline.batch.merging import MergeReport
    from pipeline.corrections.reading import Row
    from pipeline.corrections.reviewed import Mark

OURS, THEIRS = "本資料夾 ours", "另一份 theirs"


@click.command(epilog=EXIT_CODES)
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.argument("other", type=click.Path(path_type=Path), metavar="OTHER")
def merge(folder: Path, other: Path) -> None:
    """Take the corrections and marks of OTHER, a copy of FOLDER or one of its two files, into FOLDER.

    將另一份資料夾（或其中一檔）的更正與核對併入 FOLDER；有衝突時以結束代碼 1 結束。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    report = api.merge(folder, other)
    for line in _told(report):
        click.echo(printable(line))
    sys.exit(report.exit_code)


def _told(report: MergeReport) -> Iterator[str]:
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
