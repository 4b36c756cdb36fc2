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
    DISCARD_OPTION,
    EDITION_OPTION,
    HEADER_OPTION,
    OCR_OPTION,
    ONE_PER_CORE,
    PASSWORD_OPTION,
    PROFILE_OPTION,
    PUBLISHER_OPTION,
    READER_OPTION,
    SINGLE_OPTION,
    UNIT_OPTION,
    VERIFY_OPTION,
    YEAR_OPTION,
    OutputPath,
    VerifyingCommand,
    on_terminal,
    with_password,
)
from pipeline.commands.help_form import columns
from pipeline.commands.language import say, told
from pipeline.commands.listing import COMMANDS
from pipeline.commands.live import shown_progress, stopping
from pipeline.commands.worded import command, option
from pipeline.errors import EncryptedError
from pipeline.messages.wording import Wording
from pipeline.runs.engines.limits import Limits

if TYPE_CHECKING:
    from pipeline.folder.report import RunReport

SUMMARY_HEADINGS = (
    Wording(zh="課室", en="sections"),
    Wording(zh="項目", en="items"),
    Wording(zh="預算", en="budgets"),
    Wording(zh="檢核發現", en="findings"),
)
COLUMN_GAP = 3
"""Characters between two columns of the summary."""
STOPPED_NOTE = Wording(
    zh="已中止，{left} 個輸入未處理；再執行一次即接續。",
    en="Stopped, {left} inputs are not done; run again to go on.",
)


@command(COMMANDS["run"], cls=VerifyingCommand)
@click.argument("inputs", nargs=-1, required=True, type=click.Path(), metavar="INPUT...")
@option(
    "-o",
    "--output",
    type=OutputPath(),
    default="output",
    show_default=True,
    envvar="WORKPLAN_OUTPUT",
    show_envvar=True,
    zh="輸出資料夾或網址。",
    en="Folder or URL to write to.",
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
@DISCARD_OPTION
@option("--force", is_flag=True, zh="已完成的檔案也重新讀取。", en="Read files again that are done already.")
@option(
    "--jobs",
    type=int,
    zh="同時處理的檔案數。",
    en="Files read at the same time.",
    envvar="WORKPLAN_JOBS",
    show_envvar=True,
    default_wording=ONE_PER_CORE,
)
@option(
    "--timeout",
    type=float,
    default=Limits.seconds,
    show_default=True,
    zh="每檔秒數上限，0 為不限。",
    en="Seconds per file, 0 for any.",
)
@option(
    "--memory",
    type=int,
    default=Limits.memory_mb,
    show_default=True,
    zh="每檔記憶體上限（MB），0 為不限。",
    en="MB per file, 0 for any.",
)
@option(
    "--max-pages",
    type=int,
    default=Limits.pages,
    show_default=True,
    zh="每檔頁數上限，0 為不限。",
    en="Pages per file, 0 for any.",
)
@option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    zh="處理檔案者：本機或 Dask 叢集。",
    en="What reads the files: this machine or a Dask cluster.",
)
@option(
    "--scheduler",
    metavar="ADDRESS",
    zh="叢集排程器位址，如 tcp://10.0.0.1:8786。",
    en="Of the cluster, such as tcp://10.0.0.1:8786.",
)
@option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    zh="有此嚴重程度以上的檢核發現時，以結束代碼 18 結束。",
    en="End with 18 where there are such findings.",
)
def run(inputs: tuple[str, ...], output: str, password: str | None, force: bool, **options: Any) -> None:
    """Read PDF files and folders of them; write each plan, and all together in every format."""
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
        say(note, err=True)
    already = {one.message for one in report.inputs}
    for message in report.messages:
        if message not in already:
            say(message, err=True)
    if report.stopped:
        left = sum(one.outcome == "not-begun" for one in report.inputs)
        say(STOPPED_NOTE.filled({"left": left}), err=True)
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
    table.add_column(told(Wording(zh="計畫", en="plan")), overflow="fold")
    headings = [told(heading) for heading in SUMMARY_HEADINGS]
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    width = console.width - sum(COLUMN_GAP + columns(heading) for heading in headings)
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
