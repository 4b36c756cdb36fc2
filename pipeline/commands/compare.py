"""``workplan compare``: what changed between two years' plans."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import PASSWORD_OPTION, NamedPath, OutputPath, with_password
from pipeline.commands.guard import guarded
from pipeline.commands.language import say
from pipeline.commands.limits import limit_options, limits_of
from pipeline.commands.listing import COMMANDS
from pipeline.commands.telling import JSON_OPTION, extent_of, extent_options, print_json
from pipeline.commands.worded import command, option
from pipeline.errors import UsageError
from pipeline.messages.wording import Wording, same
from pipeline.stored import json_of

DEFAULT_FOLDER = Path("comparison")
YEAR_RANGE = re.compile(r"(\d{1,4})(?:\s*[-~～–—至]\s*(\d{1,4}))?", re.ASCII)
"""A year, or the first and last of several."""

if TYPE_CHECKING:
    from pipeline.commands.telling import Extent
    from pipeline.folder.series import SeriesReport


@command(COMMANDS["compare"])
@click.argument("old", required=False, type=NamedPath(Path), metavar="[OLD]")
@click.argument("new", required=False, type=NamedPath(Path), metavar="[NEW]")
@option(
    "--in",
    "folder",
    type=NamedPath(Path),
    metavar="FOLDER",
    zh="依序比對輸出資料夾中各機關的年度。",
    en="Compare each office's years of an output folder in turn.",
)
@option(
    "--years",
    metavar="111-113",
    zh="要比對的民國年度，如 111-113 或 111,112；與 --in 併用。",
    en="ROC years to compare, such as 111-113 or 111,112; with --in.",
)
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    metavar="DIR",
    zh="輸出資料夾，預設為 comparison，比對兩份時為其中以機關與年度命名者；先套用其中的 crosswalk.csv。",
    en="Folder to write to, by default comparison, or for two sides a folder in it named by office and years; its "
    "crosswalk.csv is applied first.",
)
@PASSWORD_OPTION
@limit_options
@extent_options
@JSON_OPTION
def compare(
    old: Path | None,
    new: Path | None,
    folder: Path | None,
    years: str | None,
    output: Path | None,
    password: str | None,
    quiet: bool,
    verbose: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Compare OLD with NEW: each a PDF, a plan.json, an output folder or a data package."""
    extent, limits = extent_of(quiet, verbose), limits_of(options)
    if years is not None and folder is None:
        raise UsageError("years-without-in")
    with guarded(_documents(old, new), limits):
        if folder is not None and old is None:
            written = output or DEFAULT_FOLDER
            done = _series(folder, written, years)
        elif folder is None and old is not None and new is not None:
            done, written = _two(old, new, output, password, limits.pages)
        else:
            raise UsageError("sides-unclear")
        _tell(done, written, extent, as_json=as_json)
        sys.exit(done.exit_code)


def _documents(*sides: Path | None) -> list[Path]:
    """The sides that are read as PDF files; folders of records may be as large as they like."""
    return [one for one in sides if one and one.suffix.lower() != ".json" and not one.is_dir()]


def _tell(done: SeriesReport, output: Path, extent: Extent, *, as_json: bool) -> None:
    for one in done.remarks:
        if extent != "quiet" or one.problem.severity != "info":
            say(one.line(), err=True)
    for problem in done.problems:
        say(problem.message, err=True)
    if as_json:
        print_json(_json(done, output))
    elif extent != "quiet":
        for at, lines in done.comparisons:
            for line in (same(f"{at}:"), *lines) if extent == "verbose" else lines:
                say(line)
        say(Wording(zh=f"已寫入 {output}", en=f"Written to {output}"))


def _two(
    old: Path, new: Path, output: Path | None, password: str | None, max_pages: int | None
) -> tuple[SeriesReport, Path]:
    """The comparison of two sides and the folder that it was written to."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.compare.remarks import remarks_of  # noqa: PLC0415 - the same
    from pipeline.compare.summary import summary_lines  # noqa: PLC0415 - the same
    from pipeline.folder.comparisons import pair_name  # noqa: PLC0415 - the same
    from pipeline.folder.series import SeriesReport  # noqa: PLC0415 - the same

    within = DEFAULT_FOLDER if output is None else None
    comparison = with_password(
        lambda given: api.compare(old, new, output, within=within, password=given, max_pages=max_pages),
        password,
    )
    written = output or DEFAULT_FOLDER / pair_name(comparison.old, comparison.new)
    return SeriesReport(((written, tuple(summary_lines(comparison))),), remarks_of(comparison)), written


def _series(folder: Path, output: Path, years: str | None) -> SeriesReport:
    from pipeline import api  # noqa: PLC0415 - as above

    return api.compare_years(folder, output, _years(years))


def _json(done: SeriesReport, output: Path) -> dict[str, Any]:
    """What was compared, with the counts of each changes.json, where all changes are."""
    return {
        "output": str(output),
        "exit_code": done.exit_code,
        "comparisons": [_counted(at) for at, _ in done.comparisons],
        "findings": [
            {
                "rule": one.problem.id,
                "severity": one.problem.severity,
                "old": one.old,
                "new": one.new,
                "message": asdict(one.problem.text),
            }
            for one in done.remarks
        ],
        "problems": [asdict(one) for one in done.problems],
    }


def _counted(at: Path) -> dict[str, Any]:
    from pipeline.compare.files import CHANGES_JSON  # noqa: PLC0415 - as above

    told = json_of((at / CHANGES_JSON).read_bytes())
    counts = Counter(one["status"] for one in told["changes"])
    uncertain = sum(one["band"] == "uncertain" for one in told["changes"])
    return {
        "folder": str(at),
        "old": told["old"],
        "new": told["new"],
        "counts": dict(sorted(counts.items())),
        "uncertain": uncertain,
    }


def _years(text: str | None) -> list[int] | None:
    """ROC years of an option such as 111,112 or 111-113, or both.

    Raises:
        UsageError: it lists something else.
    """
    if text is None:
        return None
    years: list[int] = []
    for part in text.replace("、", ",").replace("，", ",").split(","):
        found = YEAR_RANGE.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if first > last:
            raise UsageError("years-unfit", text=text)
        years += range(first, last + 1)
    return years
