"""``workplan inspect``: one page as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

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


@click.command()
@FILE_ARGUMENT
@click.option("--page", type=int, required=True, help="Page number, from 1 頁碼.")
@click.option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    default=Path("page.png"),
    show_default=True,
    help="Picture 圖檔.",
)
@READER_OPTION
@OCR_OPTION
@PROFILE_OPTION
@AGENCY_OPTION
@YEAR_OPTION
@PASSWORD_OPTION
def inspect(file: Path, page: int, output: Path, password: str | None, **options: Any) -> None:
    """Draw a page with columns, rows, fields and item numbers over it.

    將一頁畫成圖，標出欄、列、欄位與項目序號。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    with_password(lambda given: api.inspect(file, page, output, password=given, **options), password)
