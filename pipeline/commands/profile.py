"""``workplan profile``: words of a new layout, proposed and tried."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    FILE_ARGUMENT,
    PASSWORD_OPTION,
    READER_OPTION,
    NamedPath,
    OutputPath,
    with_password,
)
from pipeline.commands.guard import guarded
from pipeline.commands.language import say
from pipeline.commands.limits import limit_options, limits_of
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import WordedCommand, group, option
from pipeline.errors import EncryptedError, UsageError
from pipeline.messages.wording import Wording

if TYPE_CHECKING:
    from pipeline.models import Reader


@group(COMMANDS["profile"])
def profile() -> None:
    """Words of a layout that is not known yet."""


@profile.command(
    cls=WordedCommand,
    wording=Wording(
        zh="由一個 PDF 檔的表格擬定設定檔，供人工修改。",
        en="Propose a profile from the tables of one PDF file, to be edited.",
    ),
)
@FILE_ARGUMENT
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    zh="設定檔；未指定時印出。",
    en="Profile file; printed where it is not given.",
)
@READER_OPTION
@PASSWORD_OPTION
@limit_options
def new(file: Path, output: Path | None, reader: Reader, password: str | None, **options: Any) -> None:
    """Propose a profile from the tables of one PDF file, to be edited."""
    if output is not None and output.exists():
        raise _exists(output)
    name = output.stem if output else None
    limits = limits_of(options)
    with guarded((file,), limits):
        from pipeline.api.options import checked_password  # noqa: PLC0415 - --help must not load it
        from pipeline.exporters.disk import write_file  # noqa: PLC0415 - the same
        from pipeline.layouts.proposal import propose  # noqa: PLC0415 - the same

        text = with_password(
            lambda given: propose(file, name, reader, checked_password(given), limits.pages), password
        )
        if output is not None:
            write_file(output, [text.encode()])
        else:
            # Bytes, because the text layer would use the console's own encoding and line ends.
            click.echo(text.encode(), nl=False)


@profile.command(
    cls=WordedCommand,
    wording=Wording(
        zh="列出設定檔有誤之處，以及它在 PDF 檔中找到的內容。",
        en="Say what is wrong in a profile file, and what it finds in PDF files.",
    ),
)
@click.argument("profile", type=NamedPath(Path), metavar="PROFILE")
@click.argument("files", nargs=-1, type=NamedPath(Path), metavar="[FILE...]")
@READER_OPTION
@PASSWORD_OPTION
@limit_options
def check(
    profile: Path, files: tuple[Path, ...], reader: Reader, password: str | None, **options: Any
) -> None:
    """Say what is wrong in a profile file, and what it finds in PDF files."""
    limits = limits_of(options)
    with guarded(files or (profile,), limits):
        from pipeline.api.options import checked_password  # noqa: PLC0415 - --help must not load it
        from pipeline.layouts import trial as trying  # noqa: PLC0415 - the same
        from pipeline.layouts.report import lines_of_check  # noqa: PLC0415 - the same

        checked = with_password(
            lambda given: trying.check(profile, files, reader, checked_password(given), limits.pages),
            password,
            lambda tried: any(isinstance(trial.problem, EncryptedError) for trial in tried.trials),
        )
        for line in lines_of_check(checked, profile):
            say(line)
        sys.exit(checked.exit_code)


def _exists(output: Path) -> UsageError:
    """A profile that somebody may have edited is not written over."""
    return UsageError("file-there", path=output)
