"""``workplan merge``: what people have written about another copy of an output folder, taken into it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.commands.common import EXIT_CODES
from pipeline.terminal import printable


@click.command(epilog=EXIT_CODES)
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.argument("other", type=click.Path(path_type=Path), metavar="OTHER")
def merge(folder: Path, other: Path) -> None:
    """Take the corrections and marks of OTHER, a copy of FOLDER or one of its two files, into FOLDER.

    將另一份資料夾（或其中一檔）的更正與核對併入 FOLDER；有衝突時以結束代碼 1 結束。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.folder.merge import merge_lines  # noqa: PLC0415 - the same

    report = api.merge(folder, other)
    for line in merge_lines(report):
        click.echo(printable(line))
    sys.exit(report.exit_code)
