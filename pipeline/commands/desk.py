"""``workplan desk``: add files, check items against their pages and publish, in the browser."""

from __future__ import annotations

import html
import webbrowser
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from pipeline.commands.common import PASSWORD_OPTION, PDFS_OPTION, NamedPath
from pipeline.commands.language import say
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command, option
from pipeline.messages.wording import Wording

LEADING_PAGE = (
    '<!doctype html><html lang="zh-TW"><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    '<meta http-equiv="refresh" content="0; url={address}"><title>核對桌</title>'
    '<p><a href="{address}">開啟核對桌 Open the desk</a></p></html>\n'
)
OWNER_ONLY = 0o600


@command(COMMANDS["desk"])
@click.argument("folder", type=NamedPath(Path), default=Path("output"))
@option(
    "--who",
    default="",
    metavar="NAME",
    zh="核對者姓名；未指定時於核對桌詢問。",
    en="Who checks; asked for in the desk otherwise.",
)
@PDFS_OPTION
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    zh="本機的連接埠；0 為任一未使用者。",
    en="Port of this machine; 0 for any that is free.",
)
@option(
    "--open/--no-open", "opened", default=True, show_default=True, zh="開啟瀏覽器。", en="Open the browser."
)
@option(
    "--worded-reasons",
    is_flag=True,
    zh="更正一律須以文字說明理由。",
    en="Ask for the reason of each correction in words.",
)
@PASSWORD_OPTION
def desk(
    folder: Path,
    who: str,
    pdfs: tuple[Path, ...],
    port: int,
    opened: bool,
    worded_reasons: bool,
    password: str | None,
) -> None:
    """Add files, check items against their pages and publish them, in the browser, on this machine alone."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    with (
        ExitStack() as stack,
        api.review(
            folder, who=who, pdfs=pdfs, port=port, password=password, worded_reasons=worded_reasons
        ) as (address, server),
    ):
        say(Wording(zh=f"核對桌：{address}（按 Ctrl-C 結束）", en=f"The desk: {address} (Ctrl-C ends it)"))
        if opened:
            open_browser(address, Path(stack.enter_context(TemporaryDirectory(prefix="workplan-"))))
        server.serve_forever()
    say(Wording(zh="核對桌已結束。", en="The desk has ended."))


def open_browser(address: str, folder: Path) -> None:
    """Lead the browser to an address that nobody else may learn.

    All users of a machine see the arguments of each program: the browser is given a page that leads on, as Jupyter
    does it (jupyter_server, ``ServerApp.use_redirect_file``).

    Args:
        address: to be opened.
        folder: for the page; closed to others, and there until the browser has read it.
    """
    page = folder / "desk.html"
    page.touch(OWNER_ONLY)
    page.write_text(LEADING_PAGE.format(address=html.escape(address)), encoding="utf-8")
    if click.launch(str(page)):
        webbrowser.open(page.as_uri())
