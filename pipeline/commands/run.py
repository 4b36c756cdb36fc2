"""``workplan run``: files and folders to a folder of outputs."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    AGENCY_OPTION,
    BOM_OPTION,
    CSV_SAFE_OPTION,
    EDITION_OPTION,
    EXIT_CODES,
    HEADER_OPTION,
    OCR_OPTION,
    PASSWORD_OPTION,
    PROFILE_OPTION,
    PUBLISHER_OPTION,
    READER_OPTION,
    SINGLE_OPTION,
    UNIT_OPTION,
    VERIFY_OPTION,
    YEAR_OPTION,
    VerifyingCommand,
    on_terminal,
    with_password,
)
from pipeline.commands.live import shown_progress, stopping
from pipeline.errors import EncryptedError
from pipeline.runs.engines.limits import Limits
from pipeline.terminal import printable

if TYPE_CHECKING:
    from pipeline.folder.report import RunReport

SUMMARY_HEADINGS = ("sections\n課室", "items\n項目", "budgets\n預算", "findings\n檢核")
"""Headings of the summary, in two lines so that the plans' folders have room."""
COLUMN_GAP = 3
"""Characters between two columns of the summary."""
STOPPED_NOTE = (
    "已中止，{0} 個輸入未處理；再執行一次即接續。 | Stopped, {0} inputs are not done; run again to go on."
)


@click.command(cls=VerifyingCommand, epilog=EXIT_CODES)
@click.argument("inputs", nargs=-1, required=True, type=click.Path(), metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    default="output",
    show_default=True,
    help="Folder or URL to write to 輸出資料夾或網址.",
)
@READER_OPTION
@OCR_OPTION
@PROFILE_OPTION
@VERIFY_OPTION
@SINGLE_OPTION
@EDITION_OPTION
@AGENCY_OPTION
@YEAR_OPTION
@UNIT_OPTION
@PASSWORD_OPTION
@BOM_OPTION
@HEADER_OPTION
@CSV_SAFE_OPTION
@PUBLISHER_OPTION
@click.option("--force", is_flag=True, help="Read files again that are done already 已完成的檔案也重新讀取.")
@click.option(
    "--jobs", type=int, help="Files read at the same time 同時處理的檔案數.  [default: one per core]"
)
@click.option(
    "--timeout",
    type=float,
    default=Limits.seconds,
    show_default=True,
    help="Seconds per file, 0 for any 每檔秒數上限.",
)
@click.option(
    "--memory",
    type=int,
    default=Limits.memory_mb,
    show_default=True,
    help="MB per file, 0 for any 每檔記憶體上限.",
)
@click.option(
    "--max-pages",
    type=int,
    default=Limits.pages,
    show_default=True,
    help="Pages per file, 0 for any 每檔頁數上限.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="What reads the files: this machine or a Dask cluster 處理檔案者：本機或 Dask 叢集.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Of the cluster, such as tcp://10.0.0.1:8786 叢集排程器位址."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    help="End with 18 where there are such findings 有此類檢核發現時以 18 結束.",
)
def run(inputs: tuple[str, ...], output: str, password: str | None, force: bool, **options: Any) -> None:
    """Read PDF files and folders of them; write each plan, and all together in every format.

    讀取 PDF 檔與資料夾，輸出各計畫的資料，並以各種格式輸出全部計畫。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    limits: dict[str, Any] = {
        "timeout_seconds": options.pop("timeout") or None,
        "memory_mb": options.pop("memory") or None,
        "max_pages": options.pop("max_pages") or None,
    }

    def once(given: str | None) -> RunReport:
        # Who is asked for a password has had the other files read already.
        options["force"] = force and given == password
        with shown_progress() as watch, stopping() as stopped:
            return api.run(inputs, output, watch=watch, stopped=stopped, password=given, **limits, **options)

    report = with_password(once, password, _has_locked)
    if on_terminal():
        _summary(report)
    for note in report.notes:
        click.echo(printable(note), err=True)
    told = {one.message for one in report.inputs}
    for message in report.messages:
        if message not in told:
            click.echo(printable(message), err=True)
    if report.stopped:
        left = sum(one.outcome == "not-begun" for one in report.inputs)
        click.echo(STOPPED_NOTE.format(left), err=True)
    sys.exit(report.exit_code)


def _has_locked(report: RunReport) -> bool:
    """Whether files of a run that was not stopped wanted a password."""
    return not report.stopped and any(one.exit_code == EncryptedError.exit_code for one in report.inputs)


def _summary(report: RunReport) -> None:
    """A row per plan, as a person reads it."""
    from rich import box  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("plan\n計畫", overflow="fold")
    for heading in SUMMARY_HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    width = console.width - sum(COLUMN_GAP + len(heading.partition("\n")[0]) for heading in SUMMARY_HEADINGS)
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
