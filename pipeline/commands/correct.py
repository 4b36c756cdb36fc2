"""``workplan correct``: a value put right by a person."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from pipeline.commands.common import NamedPath
from pipeline.commands.language import say, told
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command, option
from pipeline.errors import UsageError
from pipeline.messages.wording import Wording
from pipeline.terminal import printable


@command(
    COMMANDS["correct"],
    more=Wording(
        zh="以 --from 指定經人更動的已發布表格（如 items.csv 或 workplan.xlsx）時，列出其中的更動；"
        "另有 --who 與 --reason 時寫入 corrections.csv。",
        en="With --from FILE, show what people changed in a published table, such as items.csv or workplan.xlsx; with "
        "--who and --reason too, write it into corrections.csv.",
    ),
)
@click.argument("folder", type=NamedPath(Path), metavar="FOLDER")
@click.argument("item_id", required=False, metavar="[ITEM_ID]")
@click.argument("field", required=False, metavar="[FIELD]")
@click.argument("new", required=False, metavar="[NEW]")
@option("--reason", metavar="TEXT", zh="更正理由。", en="Why it is corrected.")
@option("--who", metavar="NAME", zh="更正者。", en="Who corrects it.")
@option(
    "--date",
    metavar="DAY",
    zh="更正日期；未指定時為今日。",
    en="Day of the correction; today where it is not given.",
)
@option(
    "--from",
    "file",
    type=NamedPath(Path),
    metavar="FILE",
    zh="經人更動的已發布表格。",
    en="A published table that people have changed.",
)
@option("--old", metavar="TEXT", zh="欄位現在應有的值。", en="Value that the field must have now.")
def correct(
    folder: Path,
    item_id: str | None,
    field: str | None,
    new: str | None,
    reason: str | None,
    who: str | None,
    date: str | None,
    file: Path | None,
    old: str | None,
) -> None:
    """Correct a value of one item, or take the changes that people made in a table."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    if file is not None:
        _from_table(folder, file, reason, who, date)
        return
    if item_id is None:
        raise UsageError("item-or-table-wanted")
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
        say(Wording(zh=f"新項目 {name}", en=f"The new item is {name}"))
    others = len(added.items) - 1
    if others > 0:
        say(
            Wording(
                zh=f"另有 {others} 個項目共用此值，一併更正。",
                en=f"It holds for {others} more items that share it.",
            )
        )
    say(
        Wording(
            zh=f"已寫入 {added.path}，下次執行 run 或 publish 時套用。",
            en=f"Written to {added.path}; the next run or publish applies it.",
        )
    )


def _from_table(folder: Path, file: Path, reason: str | None, who: str | None, date: str | None) -> None:
    """Show what people changed in a table; write it where they say who and why."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.folder.edited_corrections import untaken_lines  # noqa: PLC0415

    taken = api.correct_from(folder, file, reason=reason, who=who, date=date)
    for row in taken.proposed:
        click.echo(printable(f"{row.item_id}  {row.field}"))
        click.echo(printable(f"- {_one_line(row.old)}"))
        click.echo(printable(f"+ {_one_line(row.new)}"))
    for line in (line for one in taken.untaken for line in untaken_lines(one)):
        click.echo(_one_line(told(line)))
    for refused in taken.refused:
        click.echo(
            f"{printable(f'{refused.row.item_id}  {refused.row.field}')}: {told(refused.why)}", err=True
        )
    written, left = len(taken.added), len(taken.refused) + len(taken.untaken)
    if reason and who:
        say(
            Wording(
                zh=f"已寫入 {written} 筆更正，{left} 處未列入。下次執行 run 或 publish 時套用。",
                en=f"{written} corrections were written, {left} changes are none; "
                "the next run or publish applies them.",
            )
        )
    else:
        say(
            Wording(
                zh=f"可寫成 {len(taken.proposed)} 筆更正，尚未寫入；請加 --who 與 --reason。",
                en=f"{len(taken.proposed)} corrections, none written yet: add --who and --reason.",
            )
        )
    if taken.refused:
        sys.exit(UsageError.exit_code)


def _one_line(text: str) -> str:
    """A value on one line; what its line breaks were is seen."""
    return text.replace("\n", " ⏎ ")
