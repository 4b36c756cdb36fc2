"""The commands: parse, call, print. Everything heavy is loaded by the command that needs it."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline import __version__
from pipeline.errors import UsageError, WorkplanError

if TYPE_CHECKING:
    from pipeline.batch.report import RunReport
    from pipeline.batch.runner import Watch

EXIT_CODES = """\b
Exit codes 結束代碼:
   0  all went well 全部完成
   1  unexpected error, or unlike errors in all inputs 未預期的錯誤，或各輸入錯誤不一
   2  an option cannot be used 選項有誤
   3  not a PDF, empty or cut off 不是 PDF、空檔或不完整
   4  protected by a password 有密碼保護
   5  no text layer: a scan 無文字層（掃描檔）
   6  no plan table 沒有計畫表格
   7  input cannot be read 輸入無法讀取
   8  output cannot be written 輸出無法寫入
   9  different files hold the same plan 不同檔案含同一計畫
  10  some inputs went well, others not 部分輸入未完成
 130  stopped by Ctrl-C 使用者中止
"""
STOPPED = 130
COUNTED = ("sections\n課室", "items\n項目", "budgets\n預算", "findings\n檢核")
"""Headings of the summary, in two lines so that the plans' folders have room."""
COLUMN_GAP = 3
"""Characters between two columns of the summary."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with one of the exit codes.

    Args:
        arguments: without the program's name; those of the process by default.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console that lacks Chinese shows question marks instead of failing.
        sys.stdout.reconfigure(errors="replace")
    try:
        workplan(arguments, prog_name="workplan", standalone_mode=False)
    except WorkplanError as error:
        _end(error.line(), error.exit_code)
    except click.UsageError as error:
        if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
            error.show()  # the program's name alone asks for help
            sys.exit(error.exit_code)
        refused = _refused(error)
        _end(refused.line(), refused.exit_code)
    except click.exceptions.Abort:
        _end("已中止。 | Stopped.", STOPPED)
    except BrokenPipeError:
        # Whoever read the output has enough; Python would complain once more when it flushes.
        sys.stdout = None
        sys.exit(1)
    except Exception as error:  # a bug; the functions of pipeline.api raise it whole
        what = " ".join(f"{type(error).__name__}: {error}".split())
        told = WorkplanError(f"Unexpected error ({what}).", f"未預期的錯誤（{what}）。")
        _end(told.line(), told.exit_code)


def _refused(error: click.UsageError) -> UsageError:
    """What click has against the command line, as an error like the others; the English is click's own."""
    hint = (
        error.param.get_error_hint(error.ctx) if isinstance(error, click.BadParameter) and error.param else ""
    )
    name = hint.replace("'", "")
    if isinstance(error, click.MissingParameter):
        chinese = f"缺少 {name}。"
    elif isinstance(error, click.BadParameter):
        chinese = f"{name} 的值不能使用。"
    elif isinstance(error, click.NoSuchOption):
        chinese = f"沒有 {error.option_name} 這個選項。"
    elif isinstance(error, click.BadOptionUsage):
        chinese = f"選項 {error.option_name} 的用法有誤。"
    elif isinstance(error.cmd, click.Group):
        chinese = "沒有這個指令。"
    else:
        chinese = "指令的用法有誤。"
    english = " ".join(error.format_message().split())
    told = UsageError(english if english.endswith((".", "?", "?)")) else f"{english}.", chinese)
    if error.ctx is not None:
        told.remedy_en = f"See {error.ctx.command_path} --help."
        told.remedy_zh = f"請見 {error.ctx.command_path} --help。"
    return told


def _end(message: str, exit_code: int) -> NoReturn:
    click.echo(_printable(message), err=True)
    sys.exit(exit_code)


READER = click.option(
    "--reader",
    type=click.Choice(["pdfium", "pdfplumber"]),
    default="pdfium",
    show_default=True,
    help="Engine that reads the glyphs 讀取引擎.",
)
AGENCY = click.option("--agency", metavar="NAME", help="Office, where the document does not say it 機關名稱.")
YEAR = click.option(
    "--year", type=int, metavar="ROC", help="ROC year, where the document does not say it 民國年度."
)
EDITION = click.option(
    "--edition", metavar="NAME", help="ASCII name that tells editions of a plan apart 版本名稱."
)
FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workplan")
def workplan() -> None:
    """Taiwanese government work plans, from PDF to validated open data.

    政府機關工作計畫：由 PDF 轉為經檢核的開放資料。
    """


@workplan.command(epilog=EXIT_CODES)
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder to write to 輸出資料夾.",
)
@READER
@EDITION
@AGENCY
@YEAR
def run(inputs: tuple[Path, ...], output: Path, **options: Any) -> None:
    """Read PDF files and folders of them; write JSON and CSV per plan and for all.

    讀取 PDF 檔與資料夾，輸出各計畫與全部計畫的 JSON 與 CSV。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    with _progress() as watch:
        report = api.run(inputs, output, watch=watch, **options)
    if _on_terminal():
        _summary(report)
    told = {one.message for one in report.inputs}
    for message in report.messages:
        if message not in told:
            click.echo(_printable(message), err=True)
    sys.exit(report.exit_code)


@workplan.command()
@FILE
@READER
@click.option("--pages", metavar="3-9", help="Read these pages only 只讀取這些頁.")
@click.option("--verify", is_flag=True, help="Read again with the other engine and compare 以另一引擎複核.")
@AGENCY
@YEAR
@EDITION
def extract(file: Path, pages: str | None, **options: Any) -> None:
    """Print what one PDF file holds as JSON.

    將一個 PDF 檔的擷取結果以 JSON 印出。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.exporters.files import json_bytes  # noqa: PLC0415 - the same

    extraction = api.extract(file, pages=_page_range(pages), **options)
    # Bytes, because the text layer would use the console's own encoding and line ends.
    click.echo(json_bytes(extraction), nl=False)


@workplan.command()
@FILE
@click.option("--page", type=int, required=True, help="Page number, from 1 頁碼.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("page.png"),
    show_default=True,
    help="Picture 圖檔.",
)
@READER
@AGENCY
@YEAR
def inspect(file: Path, page: int, output: Path, **options: Any) -> None:
    """Draw a page with columns, rows, fields and item numbers over it.

    將一頁畫成圖，標出欄、列、欄位與項目序號。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it

    api.inspect(file, page, output, **options)


@workplan.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
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


def _page_range(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    first, dash, last = text.partition("-")
    if not first.strip().isdecimal() or (dash and not last.strip().isdecimal()):
        raise UsageError(f"--pages {text} is not a range such as 3-9.", f"--pages {text} 不是如 3-9 的範圍。")
    return int(first), int(last if dash else first)


def _on_terminal() -> bool:
    """Whether a person is watching, and no program reads what is printed."""
    return sys.stdout.isatty() and sys.stderr.isatty()


@contextmanager
def _progress() -> Iterator[Watch]:
    """A bar on a terminal; each failed input is told at once, on a terminal or not."""
    from rich import progress as bars  # noqa: PLC0415 - --help must not load it
    from rich.console import Console  # noqa: PLC0415

    from pipeline.batch.runner import Progress  # noqa: PLC0415

    columns = (
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
        bars.TextColumn("{task.description}", markup=False),
    )
    shown = _on_terminal()
    with bars.Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=None)

        def watch(progress: Progress) -> None:
            last = progress.last
            name = _printable(Path(progress.current or "").name)
            bar.update(task, completed=progress.done, total=progress.total, description=name)
            if not last or not last.message or last.same_as:
                return
            if shown:
                bar.console.print(_printable(last.message), markup=False, highlight=False, soft_wrap=True)
            else:
                click.echo(_printable(last.message), err=True)

        yield watch


def _printable(text: str) -> str:
    """One line: names of files may hold line breaks and even commands to the terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _summary(report: RunReport) -> None:
    """A row per plan, as a person reads it."""
    from rich import box  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("plan\n計畫", overflow="fold")
    for heading in COUNTED:
        table.add_column(heading, justify="right", no_wrap=True)
    width = console.width - sum(COLUMN_GAP + len(heading.partition("\n")[0]) for heading in COUNTED)
    for plan in report.plans:
        counts = (plan.sections, plan.items, plan.budgets, plan.findings)
        table.add_row(Text(_at_hyphens(plan.folder, width)), *(f"{count:,}" for count in counts))
    console.print(table)


def _at_hyphens(name: str, width: int) -> str:
    """A plan's folder in lines of a width, broken behind hyphens and slashes only."""
    lines = [""]
    for piece in re.findall(r"[^-/]*[-/]?", name):
        if lines[-1] and len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


if __name__ == "__main__":
    main()
