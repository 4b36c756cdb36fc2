"""``workplan correct``: a value put right by a person."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from pipeline.commands.common import EXIT_CODES
from pipeline.errors import UsageError
from pipeline.terminal import printable


@click.command(epilog=EXIT_CODES)
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.argument("item_id", metavar="ITEM_ID")
@click.argument("field", required=False, metavar="[FIELD]")
@click.argument("new", required=False, metavar="[NEW]")
@click.option("--reason", metavar="TEXT", help="Why it is corrected 更正理由.")
@click.option("--who", metavar="NAME", help="Who corrects it 更正者.")
@click.option("--date", metavar="DAY", help="Day of the correction; today where it is not given 更正日期.")
@click.option("--old", metavar="TEXT", help="Value that the field must have now 更正前應有的值.")
def correct(
    folder: Path,
    item_id: str,
    field: str | None,
    new: str | None,
    reason: str | None,
    who: str | None,
    date: str | None,
    old: str | None,
) -> None:
    """Correct a value of one item; without FIELD, list what can be corrected.

    更正一個項目的值；未指定 FIELD 時列出可更正的欄位與現值。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    if field is None:
        for name, value in api.correctable(folder, item_id):
            click.echo(printable(f"{name}: {_one_line(value)}"))
        return
    if new is None or not reason or not who:
        missing = [n for n, v in (("NEW", new is not None), ("--reason", reason), ("--who", who)) if not v]
        raise UsageError("correction-unfinished", options=", ".join(missing))
    # A correction is a person's act: its day is the day on which it is made.
    day = date or datetime.date.today().isoformat()
    added = api.correct(folder, item_id, field, new, reason, who, day, old)
    click.echo(printable(f"{added.item_id}  {added.field}  {added.date}  {added.who}"))
    click.echo(printable(f"- {_one_line(added.old)}"))
    click.echo(printable(f"+ {_one_line(added.new)}"))
    for name in added.made:
        click.echo(printable(f"新項目 {name} | The new item is {name}"))
    others = len(added.items) - 1
    if others > 0:
        click.echo(
            f"另有 {others} 個項目共用此值，一併更正。 | It holds for {others} more items that share it."
        )
    click.echo(
        printable(
            f"已寫入 {added.path}，下次執行 run 或 publish 時套用。 | "
            f"Written to {added.path}; the next run or publish applies it."
        )
    )


def _one_line(text: str) -> str:
    """A value on one line; what its line breaks were is seen."""
    return text.replace("\n", " ⏎ ")
