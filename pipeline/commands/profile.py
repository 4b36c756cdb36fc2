"""``workplan profile``: words of a new layout, proposed and tried."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import (
    EXIT_CODES,
    FILE_ARGUMENT,
    PASSWORD_OPTION,
    READER_OPTION,
    with_password,
)
from pipeline.errors import EncryptedError, UsageError
from pipeline.terminal import printable

if TYPE_CHECKING:
    from pipeline.models import Reader


@click.group()
def profile() -> None:
    """Words of a layout that is not known yet.

    新版面的用語設定檔。
    """


@profile.command(epilog=EXIT_CODES)
@FILE_ARGUMENT
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Profile file; printed where it is not given 設定檔，未指定則印出.",
)
@READER_OPTION
@PASSWORD_OPTION
def new(file: Path, output: Path | None, reader: Reader, password: str | None) -> None:
    """Propose a profile from the tables of one PDF file, to be edited.

    由一個 PDF 檔的表格擬定設定檔，供人工修改。
    """
    from pipeline.api.options import checked_password  # noqa: PLC0415 - --help must not load it
    from pipeline.exporters.disk import write_file  # noqa: PLC0415 - the same
    from pipeline.layouts.proposal import propose  # noqa: PLC0415 - the same

    if output is not None and output.exists():
        raise _exists(output)
    name = output.stem if output else None
    text = with_password(lambda given: propose(file, name, reader, checked_password(given)), password)
    if output is not None:
        write_file(output, [text.encode()])
    else:
        # Bytes, because the text layer would use the console's own encoding and line ends.
        click.echo(text.encode(), nl=False)


@profile.command(epilog=EXIT_CODES)
@click.argument("profile", type=click.Path(path_type=Path), metavar="PROFILE")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE...]")
@READER_OPTION
@PASSWORD_OPTION
def check(profile: Path, files: tuple[Path, ...], reader: Reader, password: str | None) -> None:
    """Say what is wrong in a profile file, and what it finds in PDF files.

    檢查設定檔，並列出它在 PDF 檔中找到的內容。
    """
    from pipeline.api.options import checked_password  # noqa: PLC0415 - --help must not load it
    from pipeline.layouts import trial as trying  # noqa: PLC0415 - the same
    from pipeline.layouts.report import lines_of_check  # noqa: PLC0415 - the same

    checked = with_password(
        lambda given: trying.check(profile, files, reader, checked_password(given)),
        password,
        lambda tried: any(isinstance(trial.problem, EncryptedError) for trial in tried.trials),
    )
    for line in lines_of_check(checked, profile):
        click.echo(printable(line))
    sys.exit(checked.exit_code)


def _exists(output: Path) -> UsageError:
    """A profile that somebody may have edited is not written over."""
    return UsageError("file-there", path=output)
