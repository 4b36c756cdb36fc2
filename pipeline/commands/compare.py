"""``workplan compare``: what changed between two years' plans."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from pipeline.commands.common import EXIT_CODES, PASSWORD_OPTION, with_password
from pipeline.errors import UsageError
from pipeline.terminal import printable


@click.command(epilog=EXIT_CODES)
@click.argument("old", required=False, type=click.Path(path_type=Path), metavar="[OLD]")
@click.argument("new", required=False, type=click.Path(path_type=Path), metavar="[NEW]")
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Compare each office's years of an output folder in turn 依序比對資料夾中各機關的年度.",
)
@click.option("--years", metavar="111,112", help="ROC years to compare, with --in 要比對的民國年度.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("comparison"),
    show_default=True,
    metavar="DIR",
    help="Folder to write to; its crosswalk.csv is applied first 輸出資料夾.",
)
@PASSWORD_OPTION
def compare(
    old: Path | None,
    new: Path | None,
    folder: Path | None,
    years: str | None,
    output: Path,
    password: str | None,
) -> None:
    """Compare OLD with NEW: each a PDF, a plan.json, an output folder or a data package.

    逐項比對兩個年度的計畫。
    """
    if years is not None and folder is None:
        raise UsageError("years-without-in")
    if folder is not None and old is None:
        _series(folder, output, years)
    elif folder is None and old is not None and new is not None:
        _two(old, new, output, password)
    else:
        raise UsageError("sides-unclear")


def _two(old: Path, new: Path, output: Path, password: str | None) -> None:
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.compare.remarks import remarks_of  # noqa: PLC0415 - the same
    from pipeline.compare.summary import summary_lines  # noqa: PLC0415 - the same

    comparison = with_password(lambda given: api.compare(old, new, output, password=given), password)
    _say(summary_lines(comparison))
    _say((one.line() for one in remarks_of(comparison)), err=True)
    _written(output)


def _series(folder: Path, output: Path, years: str | None) -> None:
    from pipeline import api  # noqa: PLC0415 - as above
    from pipeline.compare.summary import summary_lines  # noqa: PLC0415 - as above

    report = api.compare_years(folder, output, _years(years))
    for _, comparison in report.comparisons:
        _say(summary_lines(comparison))
    _say((one.line() for one in report.remarks), err=True)
    _say((one.message for one in report.problems), err=True)
    _written(output)
    sys.exit(report.exit_code)


def _years(text: str | None) -> list[int] | None:
    """ROC years of an option such as 111,112.

    Raises:
        UsageError: it lists something else.
    """
    if text is None:
        return None
    parts = [part.strip() for part in text.replace("、", ",").replace("，", ",").split(",")]
    if not all(part.isdecimal() for part in parts):
        raise UsageError("years-unfit", text=text)
    return [int(part) for part in parts]


def _say(lines: Iterable[str], *, err: bool = False) -> None:
    for line in lines:
        click.echo(printable(line), err=err)


def _written(output: Path) -> None:
    click.echo(printable(f"已寫入 {output} | Written to {output}"))
