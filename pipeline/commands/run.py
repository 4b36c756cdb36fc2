"""``workplan run``: files and folders to a folder of outputs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    AGENCY,
    BOM,
    CSV_SAFE,
    EDITION,
    EXIT_CODES,
    HEADER,
    PROFILE,
    PUBLISHER,
    READER,
    YEAR,
    on_terminal,
    printable,
)

if TYPE_CHECKING:
    from pipeline.batch.report import RunReport
    from pipeline.batch.runner import Watch

COUNTED = ("sections\n課室", "items\n項目", "budgets\n預算", "findings\n檢核")
"""Headings of the summary, in two lines so that the plans' folders have room."""
COLUMN_GAP = 3
"""Characters between two columns of the summary."""


@click.command(epilog=EXIT_CODES)
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder to write to 輸出資料夾.",
)
@READER
@PROFILE
@EDITION
@AGENCY
@YEAR
@BOM
@HEADER
@CSV_SAFE
@PUBLISHER
def run(inputs: tuple[Path, ...], output: Path, **options: Any) -> None:
    """Read PDF files and folders of them; write each plan, and all together in every format.

    讀取 PDF 檔與資料夾，輸出各計畫的資料，並以各種格式輸出全部計畫。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    with _progress() as watch:
        report = api.run(inputs, output, watch=watch, **options)
    if on_terminal():
        _summary(report)
    told = {one.message for one in report.inputs}
    for message in report.messages:
        if message not in told:
            click.echo(printable(message), err=True)
    sys.exit(report.exit_code)


@contextmanager
def _progress() -> Iterator[Watch]:
    """A bar on a terminal; each failed input is told at once, on a terminal or not."""
    from rich import progress as bars  # noqa: PLC0415 - --help must not load it
    from rich.console import Console  # noqa: PLC0415

    from pipeline.batch.runner import Progress  # noqa: PLC0415

    columns = (
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
        bars.TextColumn("{task.description}", markup=False),
    )
    shown = on_terminal()
    with bars.Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=None)

        def watch(progress: Progress) -> None:
            last = progress.last
            name = printable(Path(progress.current or "").name)
            bar.update(task, completed=progress.done, total=progress.total, description=name)
            if not last or not last.message or last.same_as:
                return
            if shown:
                bar.console.print(printable(last.message), markup=False, highlight=False, soft_wrap=True)
            else:
                click.echo(printable(last.message), err=True)

        yield watch


def _summary(report: RunReport) -> None:
    """A row per plan, as a person reads it."""
    from rich import box  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("plan\n計畫", overflow="fold")
    for heading in COUNTED:
        table.add_column(heading, justify="right", no_wrap=True)
    width = console.width - sum(COLUMN_GAP + len(heading.partition("\n")[0]) for heading in COUNTED)
    for plan in report.plans:
        counts = (plan.sections, plan.items, plan.budgets, plan.findings)
        table.add_row(Text(_at_hyphens(plan.folder, width)), *(f"{count:,}" for count in counts))
    console.print(table)


def _at_hyphens(name: str, width: int) -> str:
    """A plan's folder in lines of a width, broken behind hyphens and slashes only."""
    lines = [""]
    for piece in re.findall(r"[^-/]*[-/]?", name):
        if lines[-1] and len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)
