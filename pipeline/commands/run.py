"""``workplan run``: files and folders to a folder of outputs."""

from __future__ import annotations

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
    PASSWORD_OPTION,
    PROFILE_OPTION,
    PUBLISHER_OPTION,
    READER_OPTION,
    SINGLE_OPTION,
    UNIT_OPTION,
    VERIFY_OPTION,
    YEAR_OPTION,
    NamedPath,
    VerifyingCommand,
    given_inputs,
    on_terminal,
    with_password,
)
from pipeline.commands.limits import limit_options, limits_of
from pipeline.commands.listing import COMMANDS
from pipeline.commands.live import shown_progress, stopping
from pipeline.commands.run_options import JOBS_OPTION, OUTPUT_OPTION
from pipeline.commands.run_told import tell_run
from pipeline.commands.telling import JSON_OPTION, extent_of, extent_options
from pipeline.commands.worded import command, option
from pipeline.errors import EncryptedError

if TYPE_CHECKING:
    from pipeline.folder.report import RunReport


@command(COMMANDS["run"], cls=VerifyingCommand)
@click.argument("inputs", nargs=-1, required=True, type=NamedPath(), metavar="INPUT...")
@OUTPUT_OPTION
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
@JOBS_OPTION
@limit_options
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
@extent_options
@JSON_OPTION
def run(
    inputs: tuple[str, ...],
    output: str,
    password: str | None,
    force: bool,
    quiet: bool,
    verbose: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Read PDF files and folders of them; write each plan, and all together in every format."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    extent = extent_of(quiet, verbose)
    limits = limits_of(options)

    def once(given: str | None) -> RunReport:
        # Who is asked for a password has had the other files read already.
        options["force"] = force and given == password
        with shown_progress(bar=extent != "quiet") as watch, stopping() as stopped:
            return api.run(
                named,
                output,
                watch=watch,
                stopped=stopped,
                password=given,
                timeout_seconds=limits.seconds,
                memory_mb=limits.memory_mb,
                max_pages=limits.pages,
                **options,
            )

    with given_inputs(inputs) as named:
        report = with_password(once, password, _has_locked)
    tell_run(report, output, "quiet" if as_json else extent, watched=on_terminal())
    if as_json:
        click.echo(report.json_bytes(), nl=False)
    sys.exit(report.exit_code)


def _has_locked(report: RunReport) -> bool:
    """Whether files of a run that was not stopped wanted a password."""
    return not report.stopped and any(one.exit_code == EncryptedError.exit_code for one in report.inputs)
