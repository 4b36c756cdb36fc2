"""``workplan help``: a command, or the exit codes, explained."""

from __future__ import annotations

import click

from pipeline.commands.exit_codes import EXIT_CODES
from pipeline.commands.language import spoken, told
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command
from pipeline.errors import UsageError
from pipeline.messages.wording import Wording

EXIT_CODES_TOPIC = "exit-codes"
HEADING = Wording(zh="結束代碼", en="Exit codes")


@command(
    COMMANDS["help"],
    more=Wording(
        zh=f"TOPIC 為指令名稱（如 run 或 profile new）或 {EXIT_CODES_TOPIC}；未指定時列出全部指令。",
        en=f"TOPIC is the name of a command, such as run or profile new, or {EXIT_CODES_TOPIC}; without it, "
        "all commands are listed.",
    ),
)
@click.argument("topic", nargs=-1, metavar="[TOPIC...]")
@click.pass_context
def help(ctx: click.Context, topic: tuple[str, ...]) -> None:  # noqa: A001 - commands are named as they are called
    """Explain a command, or the exit codes."""
    if topic == (EXIT_CODES_TOPIC,):
        _exit_codes(ctx)
        return
    shown = ctx.find_root()
    for name in topic:
        found = shown.command.get_command(shown, name) if isinstance(shown.command, click.Group) else None
        if found is None:
            raise UsageError(
                "topic-unknown", topic=" ".join(topic), names=", ".join([EXIT_CODES_TOPIC, *COMMANDS])
            )
        shown = type(shown)(found, parent=shown, info_name=name)
    click.echo(shown.get_help())


def _exit_codes(ctx: click.Context) -> None:
    formatter = ctx.make_formatter()
    with formatter.section(HEADING.told(spoken())):
        formatter.write_dl([(f"{code:3}", told(meaning)) for code, meaning in EXIT_CODES.items()])
    click.echo(formatter.getvalue(), nl=False)
