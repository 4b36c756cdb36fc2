"""``workplan tables``: every table of a PDF file, whatever its headers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    FILE_ARGUMENT,
    OCR_OPTION,
    PASSWORD_OPTION,
    READER_OPTION,
    OutputPath,
    on_terminal,
    page_range,
    with_password,
)
from pipeline.commands.guard import guarded
from pipeline.commands.language import say, spoken
from pipeline.commands.limits import limit_options, limits_of
from pipeline.commands.listing import COMMANDS
from pipeline.commands.worded import command, option
from pipeline.errors import UsageError
from pipeline.messages.wording import Wording

if TYPE_CHECKING:
    from pipeline.models import Reader
    from pipeline.readers.recognition import Ocr
    from pipeline.tables.cells import Tables

UNREAD = Wording(zh="第 {page} 頁無法讀取。", en="Page {page} could not be read.")
OVERDRAWN = Wording(
    zh="第 {page} 頁繪製的內容超出任何印刷頁面，未讀取。",
    en="Page {page} was not read: more is drawn on it than any printed page holds.",
)


@command(COMMANDS["tables"])
@FILE_ARGUMENT
@option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json", "csv"]),
    zh="輸出格式；預設依 -o 的副檔名，無 -o 時為 terminal，由程式讀取時為 json。",
    en="Form; by default by the ending of -o; without -o terminal, or json where a program reads.",
)
@option(
    "--table",
    type=click.IntRange(min=1),
    metavar="N",
    zh="只輸出此表格，由 1 起。",
    en="This table only, from 1.",
)
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    metavar="OUT",
    zh="FILE.json、單一表格的 FILE.csv，或 CSV 檔的資料夾。",
    en="FILE.json, FILE.csv for one table, or a folder of CSV files.",
)
@option("--pages", metavar="3-9", zh="只讀取這些頁。", en="Read these pages only.")
@READER_OPTION
@OCR_OPTION
@PASSWORD_OPTION
@limit_options
def tables(
    file: Path,
    form: str | None,
    table: int | None,
    output: Path | None,
    pages: str | None,
    reader: Reader,
    ocr: Ocr,
    password: str | None,
    **options: Any,
) -> None:
    """Print every table of one PDF file: rows joined over pages, merged cells with their spans."""
    chosen = form or _form(output)
    wanted = page_range(pages)
    limits = limits_of(options)
    with guarded((file,), limits):
        from pipeline import api  # noqa: PLC0415 - --help must not load it

        read = with_password(
            lambda given: api.tables(
                file, reader=reader, pages=wanted, ocr=ocr, password=given, max_pages=limits.pages
            ),
            password,
        )
        found = _chosen(read, table)
        for page in found.unread:
            say((OVERDRAWN if page in found.overdrawn else UNREAD).filled({"page": page}), err=True)
        if not found.tables:
            say(Wording(zh=f"{file.name} 沒有表格。", en=f"{file.name} holds no table."), err=True)
            if chosen != "json":
                return
        _give(found, chosen, output)


def _form(output: Path | None) -> str:
    """What is expected where nothing is said."""
    if output is not None:
        return "json" if output.suffix.lower() == ".json" else "csv"
    return "terminal" if on_terminal() else "json"


def _chosen(found: Tables, number: int | None) -> Tables:
    if number is None or not found.tables:
        return found
    if number > len(found.tables):
        count = len(found.tables)
        raise UsageError("table-not-there", count=count, number=number)
    return replace(found, tables=(found.tables[number - 1],))


def _give(found: Tables, form: str, output: Path | None) -> None:
    from pipeline.exporters import grids  # noqa: PLC0415 - --help must not load it
    from pipeline.exporters.disk import write_file  # noqa: PLC0415 - the same

    if form == "terminal":
        if output is not None:
            raise UsageError("tables-form-unfit")
        from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

        grids.print_tables(found.tables, Console(), spoken())
    elif form == "json":
        _write(grids.tables_json(found), output)
    elif output is not None and output.suffix.lower() != ".csv":
        grids.write_tables(found.tables, output)
    elif len(found.tables) > 1:
        raise UsageError("tables-several", count=len(found.tables))
    elif output is not None:
        write_file(output, [grids.table_csv(found.tables[0])])
    else:
        _write(grids.table_csv(found.tables[0]), None)


def _write(content: bytes, output: Path | None) -> None:
    from pipeline.exporters.disk import write_file  # noqa: PLC0415 - as above

    if output is not None:
        write_file(output, [content])
    else:
        # Bytes, because the text layer would use the console's own encoding and line ends.
        click.echo(content, nl=False)
