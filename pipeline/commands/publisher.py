"""``workplan publisher``: what a publication says of itself, as a file to be filled in."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.common import NamedPath, OutputPath
from pipeline.commands.language import say
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import WordedCommand, group, option
from pipeline.messages.wording import Wording


@group(COMMANDS["publisher"])
def publisher() -> None:
    """Who publishes, under which licence and when."""


@publisher.command(
    cls=WordedCommand,
    wording=Wording(zh="寫出附說明的範例，供填寫。", en="Write a commented example, to be filled in."),
)
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    default=Path("publisher.toml"),
    show_default=True,
    zh="要寫入的檔案。",
    en="File to write.",
)
def new(output: Path) -> None:
    """Write a commented example, to be filled in."""
    from pipeline.api import write_publisher_example  # noqa: PLC0415 - --help must not load it

    written = write_publisher_example(output)
    say(Wording(zh=f"{written}：請填寫標有「〈請填 …〉」之處。", en=f"{written}: fill in every 〈請填 …〉."))


@publisher.command(
    cls=WordedCommand,
    wording=Wording(
        zh="檢查設定檔，列出有誤或缺少之處。", en="Say what is wrong or missing in a publisher file."
    ),
)
@click.argument("file", type=NamedPath(Path), metavar="FILE")
def check(file: Path) -> None:
    """Say what is wrong or missing in a publisher file."""
    from pipeline.api import read_publisher  # noqa: PLC0415 - --help must not load it

    found = read_publisher(file)
    title = f"{found.dataset.title} {found.dataset.version}"
    say(Wording(zh=f"{file}：可以使用（{title}）。", en=f"{file}: can be used ({title})."))
