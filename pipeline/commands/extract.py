"""``workplan extract``: one file to JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import (
    AGENCY_OPTION,
    EDITION_OPTION,
    FILE_ARGUMENT,
    OCR_OPTION,
    ONE_PER_CORE,
    PASSWORD_OPTION,
    PROFILE_OPTION,
    READER_OPTION,
    SINGLE_OPTION,
    UNIT_OPTION,
    VERIFY_OPTION,
    YEAR_OPTION,
    VerifyingCommand,
    page_range,
    with_password,
)
from pipeline.commands.guard import guarded
from pipeline.commands.limits import limit_options, limits_of
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command, option


@command(COMMANDS["extract"], cls=VerifyingCommand)
@FILE_ARGUMENT
@READER_OPTION
@OCR_OPTION
@PROFILE_OPTION
@option("--pages", metavar="3-9", zh="只讀取這些頁。", en="Read these pages only.")
@VERIFY_OPTION
@SINGLE_OPTION
@AGENCY_OPTION
@YEAR_OPTION
@EDITION_OPTION
@UNIT_OPTION
@PASSWORD_OPTION
@option(
    "--jobs",
    type=int,
    envvar="WORKPLAN_JOBS",
    show_envvar=True,
    default_wording=ONE_PER_CORE,
    zh="長檔案或掃描檔同時讀取的頁數，限 Linux。",
    en="Pages of a long file or a scan read at the same time; Linux only.",
)
@limit_options
def extract(file: Path, pages: str | None, password: str | None, **options: Any) -> None:
    """Print what one PDF file holds as JSON."""
    wanted = page_range(pages)
    limits = limits_of(options)
    with guarded((file,), limits):
        from pipeline import api  # noqa: PLC0415 - --help must not load it
        from pipeline.exporters.model_json import json_bytes  # noqa: PLC0415 - the same

        extraction = with_password(
            lambda given: api.extract(file, pages=wanted, password=given, max_pages=limits.pages, **options),
            password,
        )
        # Bytes, because the text layer would use the console's own encoding and line ends.
        click.echo(json_bytes(extraction), nl=False)
