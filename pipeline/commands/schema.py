"""``workplan schema``: what the outputs promise."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.commands.common import OutputPath
from pipeline.commands.language import say
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command, option
from pipeline.messages.wording import Wording


@command(COMMANDS["schema"])
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    default=Path("schemas"),
    show_default=True,
    zh="結構描述的資料夾。",
    en="Folder of the schemas.",
)
@option(
    "--check",
    is_flag=True,
    zh="不寫入，只檢查；不一致時結束代碼為 1。",
    en="Write nothing; exit 1 if files differ.",
)
def schema(output: Path, check: bool) -> None:
    """Write JSON Schemas, Table Schemas and the data dictionary."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    if not check:
        api.write_schemas(output)
        return
    if outdated := api.outdated_schemas(output):
        names = ", ".join(str(output / name) for name in outdated)
        say(
            Wording(
                zh=f"與模型不符：{names}。請執行 workplan schema。",
                en=f"Out of date: {names}. Run workplan schema.",
            ),
            err=True,
        )
        sys.exit(1)
