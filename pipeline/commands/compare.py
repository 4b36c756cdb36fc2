"""``workplan compare``: what changed between two years' plans."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from pipeline.commands.common import PASSWORD_OPTION, OutputPath, with_password
from pipeline.commands.language import say
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command, option
from pipeline.errors import UsageError
from pipeline.messages.wording import Wording


@command(COMMANDS["compare"])
@click.argument("old", required=False, type=click.Path(path_type=Path), metavar="[OLD]")
@click.argument("new", required=False, type=click.Path(path_type=Path), metavar="[NEW]")
@option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    zh="依序比對輸出資料夾中各機關的年度。",
    en="Compare each office's years of an output folder in turn.",
)
@option(
    "--years", metavar="111,112", zh="要比對的民國年度；與 --in 併用。", en="ROC years to compare, with --in."
)
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    default=Path("comparison"),
    show_default=True,
    metavar="DIR",
    zh="輸出資料夾；先套用其中的 crosswalk.csv。",
    en="Folder to write to; its crosswalk.csv is applied first.",
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
    """Compare OLD with NEW: each a PDF, a plan.json, an output folder or a data package."""
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

    report = api.compare_years(folder, output, _years(years))
    for _, lines in report.comparisons:
        _say(lines)
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


def _say(lines: Iterable[Wording], *, err: bool = False) -> None:
    for line in lines:
        say(line, err=err)


def _written(output: Path) -> None:
    say(Wording(zh=f"已寫入 {output}", en=f"Written to {output}"))
