"""``workplan publish``: all published files of an output folder again, without reading PDF files."""

from __future__ import annotations

import sys
from typing import Any

import click

from pipeline.commands.common import (
    BOM_OPTION,
    CSV_SAFE_OPTION,
    DISCARD_OPTION,
    HEADER_OPTION,
    PUBLISHER_OPTION,
)
from pipeline.commands.language import say
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command


@command(COMMANDS["publish"])
@click.argument("folder", type=click.Path())
@BOM_OPTION
@HEADER_OPTION
@CSV_SAFE_OPTION
@PUBLISHER_OPTION
@DISCARD_OPTION
def publish(folder: str, **options: Any) -> None:
    """Write all published files of an output folder again, without reading PDF files."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    problems = api.publish(folder, tell=lambda line: say(line, err=True), **options)
    for message in dict.fromkeys(problem.message for problem in problems):
        say(message, err=True)
    if problems:
        sys.exit(problems[0].exit_code)
