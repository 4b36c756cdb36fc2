"""``workplan inspect``: one page as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.commands.common import (
    AGENCY_OPTION,
    FILE_ARGUMENT,
    OCR_OPTION,
    PASSWORD_OPTION,
    PROFILE_OPTION,
    READER_OPTION,
    YEAR_OPTION,
    OutputPath,
    with_password,
)
from pipeline.commands.guard import guarded
from pipeline.commands.limits import limit_options, limits_of
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command, option


@command(COMMANDS["inspect"])
@FILE_ARGUMENT
@option("--page", type=int, required=True, zh="頁碼，由 1 起。", en="Page number, from 1.")
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    default=Path("page.png"),
    show_default=True,
    zh="圖檔。",
    en="Picture.",
)
@READER_OPTION
@OCR_OPTION
@PROFILE_OPTION
@AGENCY_OPTION
@YEAR_OPTION
@PASSWORD_OPTION
@limit_options
def inspect(file: Path, page: int, output: Path, password: str | None, **options: Any) -> None:
    """Draw a page with columns, rows, fields and item numbers over it."""
    limits = limits_of(options)
    with guarded((file,), limits):
        from pipeline import api  # noqa: PLC0415 - --help must not load it

        with_password(
            lambda given: api.inspect(file, page, output, password=given, max_pages=limits.pages, **options),
            password,
        )
