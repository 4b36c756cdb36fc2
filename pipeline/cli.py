"""The command line: which commands there are, and how errors end it."""

from __future__ import annotations

import io
import sys
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.commands.check import check
from pipeline.commands.common import EXIT_CODES, printable
from pipeline.commands.compare import compare
from pipeline.commands.correct import correct
from pipeline.commands.extract import extract
from pipeline.commands.inspect import inspect
from pipeline.commands.profile import profile
from pipeline.commands.publish import publish
from pipeline.commands.publisher import publisher
from pipeline.commands.run import run
from pipeline.commands.schema import schema
from pipeline.commands.tables import tables
from pipeline.errors import UsageError, WorkplanError

STOPPED = 130


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
        _end(error.exit_code, *error.lines())
    except click.UsageError as error:
        if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
            error.show()  # the program's name alone asks for help
            sys.exit(error.exit_code)
        refused = _refused(error)
        _end(refused.exit_code, *refused.lines())
    except click.exceptions.Abort:
        _end(STOPPED, "已中止。 | Stopped.")
    except BrokenPipeError:
        # Whoever read the output has enough; Python would complain once more when it flushes.
        sys.stdout = None
        sys.exit(1)
    except Exception as error:  # a bug; the functions of pipeline.api raise it whole
        what = " ".join(f"{type(error).__name__}: {error}".split())
        told = WorkplanError(f"Unexpected error ({what}).", f"未預期的錯誤（{what}）。")
        _end(told.exit_code, *told.lines())


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


def _end(exit_code: int, *lines: str) -> NoReturn:
    for line in lines:
        click.echo(printable(line), err=True)
    sys.exit(exit_code)


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workplan")
def workplan() -> None:
    """Taiwanese government work plans, from PDF to validated open data.

    政府機關工作計畫：由 PDF 轉為經檢核的開放資料。
    """


for command in (run, publish, check, correct, compare, publisher, extract, inspect, tables, schema, profile):
    workplan.add_command(command)


if __name__ == "__main__":
    main()
