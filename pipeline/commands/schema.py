"""``workplan schema``: what the outputs promise."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.commands.common import OutputPath


@click.command()
@click.option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    default=Path("schemas"),
    show_default=True,
    help="Folder of the schemas 結構描述資料夾.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 if files differ 只檢查，不一致時結束代碼為 1."
)
def schema(output: Path, check: bool) -> None:
    """Write JSON Schemas, Table Schemas and the data dictionary.

    輸出 JSON Schema、Table Schema 與資料字典。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    if not check:
        api.write_schemas(output)
        return
    if outdated := api.outdated_schemas(output):
        names = ", ".join(str(output / name) for name in outdated)
        click.echo(
            f"與模型不符：{names}。請執行 workplan schema。 | Out of date: {names}. Run workplan schema.",
            err=True,
        )
        sys.exit(1)
