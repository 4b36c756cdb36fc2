"""``workplan check``: whether a folder may be published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import EXIT_CODES

if TYPE_CHECKING:
    from pipeline.models import Confidence


@click.command(epilog=EXIT_CODES)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The release before it: keys must stay, the version must tell what changed 前次發布的資料夾.",
)
@click.option(
    "--require-reviewed",
    is_flag=True,
    help="People must have checked every item, see reviewed.csv 須全部項目皆經人工核對.",
)
@click.option(
    "--min-confidence",
    type=click.Choice(["certain", "likely"]),
    help="Every item must have been read at least as surely as that 全部項目的可信程度不得低於此.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    help="By default by the ending of -o, else text 報告格式.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report there 報告檔."
)
def check(
    folder: Path,
    previous: Path | None,
    require_reviewed: bool,
    min_confidence: Confidence | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Judge a published FOLDER by named rules; ends with exit code 1 on any error.

    檢核發布資料夾；有任何錯誤時以結束代碼 1 結束。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.gate import report as telling  # noqa: PLC0415 - the same

    report = api.check(folder, previous, require_reviewed=require_reviewed, min_confidence=min_confidence)
    writers = {"text": telling.text_of, "json": telling.json_of, "html": telling.html_of}
    content = writers[form or _form(output)](report).encode()
    if output is not None:
        from pipeline.exporters.disk import write_file  # noqa: PLC0415 - as above

        write_file(output, [content])
        told = telling.verdict(report)
        click.echo(f"{told.zh} | {told.en}")
    else:
        # Bytes, because the text layer would use the console's own encoding and line ends.
        click.echo(content, nl=False)
    sys.exit(report.exit_code)


def _form(output: Path | None) -> str:
    """What is expected where nothing is said."""
    ending = output.suffix.lower() if output is not None else ""
    return {".json": "json", ".html": "html", ".htm": "html"}.get(ending, "text")
