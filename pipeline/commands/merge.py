"""``workplan merge``: what people have written about another copy of an output folder, taken into it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.commands.common import NamedPath
from pipeline.commands.language import say
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command


@command(COMMANDS["merge"])
@click.argument("folder", type=NamedPath(Path), metavar="FOLDER")
@click.argument("other", type=NamedPath(Path), metavar="OTHER")
def merge(folder: Path, other: Path) -> None:
    """Take the corrections and marks of OTHER, a copy of FOLDER or one of its two files, into FOLDER."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.folder.merge import merge_lines  # noqa: PLC0415 - the same

    report = api.merge(folder, other)
    for line in merge_lines(report):
        say(line)
    sys.exit(report.exit_code)
