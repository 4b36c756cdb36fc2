"""``workplan publish``: all published files of an output folder again, without reading PDF files."""

from __future__ import annotations

import sys
from typing import Any

import click

from pipeline.commands.common import (
    BOM_OPTION,
    CSV_SAFE_OPTION,
    EXIT_CODES,
    HEADER_OPTION,
    PUBLISHER_OPTION,
)
from pipeline.terminal import printable


@click.command(epilog=EXIT_CODES)
@click.argument("folder", type=click.Path())
@BOM_OPTION
@HEADER_OPTION
@CSV_SAFE_OPTION
@PUBLISHER_OPTION
def publish(folder: str, **options: Any) -> None:
    """Write all published files of an output folder again, without reading PDF files.

    不重新讀取 PDF，重新產生輸出資料夾的全部發布檔案。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    problems = api.publish(folder, tell=lambda line: click.echo(printable(line), err=True), **options)
    for message in dict.fromkeys(problem.message for problem in problems):
        click.echo(printable(message), err=True)
    if problems:
        sys.exit(problems[0].exit_code)
