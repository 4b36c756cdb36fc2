"""``workplan check``: whether a folder may be published."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import NamedPath, OutputPath
from pipeline.commands.language import say, spoken
from pipeline.commands.listing import COMMANDS
from pipeline.commands.telling import JSON_OPTION, extent_of, extent_options
from pipeline.commands.worded import command, option
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.gate.results import CheckReport
    from pipeline.models import Confidence


@command(COMMANDS["check"])
@click.argument("folder", type=NamedPath(Path))
@option(
    "--previous",
    type=NamedPath(Path),
    metavar="FOLDER",
    zh="前次發布的資料夾：鍵須保留，版本須說明變動。",
    en="The release before it: keys must stay, the version must tell what changed.",
)
@option(
    "--require-reviewed",
    is_flag=True,
    zh="全部項目須經人工核對，見 reviewed.csv。",
    en="People must have checked every item, see reviewed.csv.",
)
@option(
    "--min-confidence",
    type=click.Choice(["certain", "likely"]),
    zh="全部項目的可信程度不得低於此。",
    en="Every item must have been read at least as surely as that.",
)
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    zh="報告格式；預設依 -o 的副檔名，否則為 text。",
    en="Form of the report; by default by the ending of -o, else text.",
)
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    metavar="FILE",
    zh="報告寫入此檔。",
    en="Write the report there.",
)
@extent_options
@JSON_OPTION
def check(
    folder: Path,
    previous: Path | None,
    require_reviewed: bool,
    min_confidence: Confidence | None,
    form: str | None,
    output: Path | None,
    quiet: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Judge a published FOLDER by named rules; ends with exit code 1 on any error."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.gate import report as telling  # noqa: PLC0415 - the same

    extent = extent_of(quiet, verbose)
    if as_json and form not in {None, "json"}:
        raise UsageError("json-and-form", form=form)
    report = api.check(folder, previous, require_reviewed=require_reviewed, min_confidence=min_confidence)
    # Who reads a file is not known: its text is in both languages.
    writers: dict[str, Callable[[CheckReport], str]] = {
        "text": partial(telling.text_of, language=None if output is not None else spoken(), extent=extent),
        "json": telling.json_of,
        "html": telling.html_of,
    }
    content = writers["json" if as_json else form or _form(output)](report).encode(errors="backslashreplace")
    if output is not None:
        from pipeline.exporters.disk import write_file  # noqa: PLC0415 - as above

        write_file(output, [content])
        if not (quiet and report.passed):
            say(telling.verdict(report))
    else:
        # Bytes, because the text layer would use the console's own encoding and line ends.
        click.echo(content, nl=False)
    sys.exit(report.exit_code)


def _form(output: Path | None) -> str:
    """What is expected where nothing is said."""
    ending = output.suffix.lower() if output is not None else ""
    return {".json": "json", ".html": "html", ".htm": "html"}.get(ending, "text")
