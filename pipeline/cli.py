"""The command line: which commands there are, and how errors end it."""

from __future__ import annotations

import gc
import io
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.commands.common import EXIT_CODES
from pipeline.errors import STOPPED_EXIT_CODE, UsageError, WorkplanError
from pipeline.exporters.disk import DISK_REFUSALS, unwritable
from pipeline.terminal import printable

COMMANDS = {
    "check": "Judge a published FOLDER by named rules; ends with exit code 1 on any error.",
    "compare": "Compare OLD with NEW: each a PDF, a plan.json, an output folder or a data package.",
    "correct": "Correct a value of one item; without FIELD, list what can be corrected.",
    "desk": "Add files, check items against their pages and publish them, in the browser, on this machine alone.",
    "extract": "Print what one PDF file holds as JSON.",
    "inspect": "Draw a page with columns, rows, fields and item numbers over it.",
    "merge": "Take the corrections and marks of OTHER, a copy of FOLDER or one of its two files, into FOLDER.",
    "profile": "Words of a layout that is not known yet.",
    "publish": "Write all published files of an output folder again, without reading PDF files.",
    "publisher": "Who publishes, under which licence and when.",
    "run": "Read PDF files and folders of them; write each plan, and all together in every format.",
    "schema": "Write JSON Schemas, Table Schemas and the data dictionary.",
    "site": "Make a static site of an output FOLDER: offices, plans, items with their pages, comparisons, downloads.",
    "tables": "Print every table of one PDF file: rows joined over pages, merged cells with their spans.",
}
"""Each command's line in the list of commands: its module need not be loaded to be listed."""
FORMER_NAMES = {"review": "desk"}
"""What commands were called before; it does the same."""


COLLECTED_AFTER = 30_000
"""New objects after which unreachable circles are looked for; a page makes some thousands."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with one of the exit codes.

    Args:
        arguments: without the program's name; those of the process by default.
    """
    # What is read are trees of small tuples, which the collector goes through again and again and finds nothing:
    # a fourteenth of an extraction's time.
    gc.set_threshold(COLLECTED_AFTER)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console that lacks Chinese shows question marks instead of failing.
        sys.stdout.reconfigure(errors="replace")
    try:
        _run(arguments)
    except WorkplanError as error:
        _end(error.exit_code, *error.lines())
    except click.UsageError as error:
        if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
            error.show()  # the program's name alone asks for help
            sys.exit(error.exit_code)
        refused = _refused(error)
        _end(refused.exit_code, *refused.lines())
    except click.exceptions.Abort:
        _end(STOPPED_EXIT_CODE, "已中止。 | Stopped.")
    except BrokenPipeError:
        # Whoever read the output has enough; Python would complain once more when it flushes.
        sys.stdout = None
        sys.exit(1)
    except OSError as error:
        if error.errno not in DISK_REFUSALS:
            _unexpected(error)
        # What is left of standard output cannot be written either; Python would complain of it at its end.
        sys.stdout = None
        unwritten = unwritable(Path(str(error.filename or "standard output")), error)
        _end(unwritten.exit_code, *unwritten.lines())
    except Exception as error:
        _unexpected(error)


def _run(arguments: list[str] | None) -> None:
    """Run the command line until all of its output is written."""
    try:
        workplan(arguments, prog_name="workplan", standalone_mode=False)
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()


def _unexpected(error: Exception) -> NoReturn:
    """Tell of a bug; the functions of pipeline.api raise it whole."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    told = WorkplanError("unexpected", error=what)
    _end(told.exit_code, *told.lines())


def _refused(error: click.UsageError) -> UsageError:
    """What click has against the command line, as an error like the others; the English is click's own."""
    hint = (
        error.param.get_error_hint(error.ctx) if isinstance(error, click.BadParameter) and error.param else ""
    )
    name = hint.replace("'", "")
    own = " ".join(error.format_message().split())
    english = own if own.endswith((".", "?", "?)")) else f"{own}."
    command = error.ctx.command_path if error.ctx is not None else "workplan"
    if isinstance(error, click.MissingParameter):
        return UsageError("parameter-missing", parameter=name, english=english, command=command)
    if isinstance(error, click.BadParameter):
        return UsageError("value-refused", parameter=name, english=english, command=command)
    if isinstance(error, click.NoSuchOption):
        return UsageError("option-unknown", option=error.option_name, english=english, command=command)
    if isinstance(error, click.BadOptionUsage):
        return UsageError("option-misused", option=error.option_name, english=english, command=command)
    if isinstance(error.cmd, click.Group):
        return UsageError("command-unknown", english=english, command=command)
    return UsageError("command-misused", english=english, command=command)


def _end(exit_code: int, *lines: str) -> NoReturn:
    for line in lines:
        click.echo(printable(line), err=True)
    sys.exit(exit_code)


class Commands(click.Group):
    """The commands, each loaded from its module of the same name when it is asked for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Load the command of that name; None if there is none."""
        name = FORMER_NAMES.get(cmd_name, cmd_name)
        if name not in self.commands:
            return None
        command: click.Command = getattr(import_module(f"pipeline.commands.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write the list of commands, as click does it but without loading them."""
        width = formatter.width - 6 - max(map(len, self.commands))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str(width)) for name in sorted(self.commands)]
            )


@click.group(
    cls=Commands,
    commands={name: click.Command(name, help=told) for name, told in COMMANDS.items()},
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="workplan")
def workplan() -> None:
    """Taiwanese government work plans, from PDF to validated open data.

    政府機關工作計畫：由 PDF 轉為經檢核的開放資料。
    """


if __name__ == "__main__":
    main()
