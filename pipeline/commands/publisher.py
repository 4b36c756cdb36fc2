"""``workplan publisher``: what a publication says of itself, as a file to be filled in."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.common import EXIT_CODES
from pipeline.terminal import printable


@click.group()
def publisher() -> None:
    """Who publishes, under which licence and when.

    發布機關、授權與日期的設定檔。
    """


@publisher.command(epilog=EXIT_CODES)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("publisher.toml"),
    show_default=True,
    help="File to write 輸出檔.",
)
def new(output: Path) -> None:
    """Write a commented example, to be filled in.

    寫出附說明的範例，供填寫。
    """
    from pipeline.api import write_publisher_example  # noqa: PLC0415 - --help must not load it

    written = write_publisher_example(output)
    click.echo(printable(f"{written}：請填寫標有「〈請填 …〉」之處。 | {written}: fill in every 〈請填 …〉."))


@publisher.command(epilog=EXIT_CODES)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def check(file: Path) -> None:
    """Say what is wrong or missing in a publisher file.

    檢查設定檔，列出有誤或缺少之處。
    """
    from pipeline.api import read_publisher  # noqa: PLC0415 - --help must not load it

    found = read_publisher(file)
    told = f"{found.dataset.title} {found.dataset.version}"
    click.echo(printable(f"{file}：可以使用（{told}）。 | {file}: can be used ({told})."))
