"""``workplan publish``: all published files of an output folder again, without reading PDF files."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    BOM_OPTION,
    CSV_SAFE_OPTION,
    DISCARD_OPTION,
    HEADER_OPTION,
    PUBLISHER_OPTION,
    NamedPath,
    on_terminal,
)
from pipeline.commands.language import say
from pipeline.commands.listing import COMMANDS
from pipeline.commands.live import shown_stages
from pipeline.commands.telling import JSON_OPTION, extent_of, extent_options, print_json
from pipeline.commands.worded import command
from pipeline.messages.wording import Wording

if TYPE_CHECKING:
    from pipeline.processes import Stage

DONE = Wording(
    zh="已產生 {folder} 的全部發布檔案。下一步：workplan check {folder}（能否發布）。",
    en="All published files of {folder} are written. Next: workplan check {folder} (whether it may be published).",
)


@command(COMMANDS["publish"])
@click.argument("folder", type=NamedPath())
@BOM_OPTION
@HEADER_OPTION
@CSV_SAFE_OPTION
@PUBLISHER_OPTION
@DISCARD_OPTION
@extent_options
@JSON_OPTION
def publish(folder: str, quiet: bool, verbose: bool, as_json: bool, **options: Any) -> None:
    """Write all published files of an output folder again, without reading PDF files."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    extent = extent_of(quiet, verbose)
    notes: list[Wording] = []

    def tell(line: Wording) -> None:
        notes.append(line)
        if extent != "quiet":
            say(line, err=True)

    with shown_stages(bar=extent == "normal") as shown:

        def follow(stage: Stage) -> None:
            shown(stage)
            if extent == "verbose" and 0 < stage.done == stage.total:
                say(
                    Wording(zh=f"{stage.doing.zh}：{stage.total}", en=f"{stage.doing.en}: {stage.total}"),
                    err=True,
                )

        problems = api.publish(folder, tell=tell, follow=follow, **options)
    for message in dict.fromkeys(problem.message for problem in problems):
        say(message, err=True)
    exit_code = problems[0].exit_code if problems else 0
    if as_json:
        print_json(
            {
                "folder": folder,
                "exit_code": exit_code,
                "problems": [asdict(one) for one in problems],
                "notes": [asdict(one) for one in notes],
            }
        )
    elif not problems and (extent == "verbose" or (extent == "normal" and on_terminal())):
        say(DONE.filled({"folder": folder}))
    sys.exit(exit_code)
