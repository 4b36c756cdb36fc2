"""``workplan desk``: add files, check items against their pages and publish, in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.common import EXIT_CODES, PASSWORD_OPTION, PDFS_OPTION
from pipeline.terminal import printable


@click.command(epilog=EXIT_CODES)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("output"))
@click.option(
    "--who", default="", metavar="NAME", help="Who checks; asked for in the desk otherwise 核對者姓名."
)
@PDFS_OPTION
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="Of this machine; 0 for any that is free 連接埠.",
)
@click.option(
    "--open/--no-open", "opened", default=True, show_default=True, help="Open the browser 開啟瀏覽器."
)
@PASSWORD_OPTION
def desk(
    folder: Path, who: str, pdfs: tuple[Path, ...], port: int, opened: bool, password: str | None
) -> None:
    """Add files, check items against their pages and publish them, in the browser, on this machine alone.

    FOLDER is an output folder, made where it is missing 在本機瀏覽器加入檔案、核對、更正並發布。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    with api.review(folder, who=who, pdfs=pdfs, port=port, password=password) as (address, server):
        click.echo(printable(f"核對桌：{address}（按 Ctrl-C 結束） | The desk: {address} (Ctrl-C ends it)"))
        if opened:
            click.launch(address)
        server.serve_forever()
    click.echo("核對桌已結束。 | The desk has ended.")
