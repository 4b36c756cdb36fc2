"""The command line: which commands there are, and how errors end it."""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.collector import COLLECTED_AFTER
from pipeline.commands.language import language_of, say, speaking
from pipeline.commands.listing import COMMANDS
from pipeline.commands.refused import refused
from pipeline.commands.settings import NO_SETTINGS, Settings, read_settings
from pipeline.commands.worded import WordedCommand, WordedGroup, WordedOption, option
from pipeline.errors import STOPPED_EXIT_CODE, WorkplanError
from pipeline.exporters.disk import DISK_REFUSALS, unwritable
from pipeline.messages.wording import Wording

FORMER_NAMES = {"review": "desk"}
"""What commands were called before; it does the same."""

STOPPED = Wording(zh="已中止。", en="Stopped.")
COMPLETION_VARIABLE = "_WORKPLAN_COMPLETE"
"""Is set by a shell that wants to know how a line may go on."""
ASKING = frozenset(("-h", "--help", "help", "--version"))
"""Arguments of those who want to know something."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with one of the exit codes.

    Args:
        arguments: without the program's name; by default those of the process, which is then this program's own and
            may be forked.
    """
    gc.set_threshold(COLLECTED_AFTER)
    # Models ask every installed distribution for plugins when the first is made: a hundredth of a second for nothing.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _open_streams()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console that lacks Chinese shows question marks instead of failing.
        sys.stdout.reconfigure(errors="replace")
    given = sys.argv[1:] if arguments is None else arguments
    settings = _settings()
    language = settings.language if isinstance(settings, Settings) else None
    with speaking(language_of(given, os.environ, language)):
        _obey(given, settings, guards=arguments is None)


def _open_streams() -> None:
    """Give the process streams that lead nowhere where its caller closed those of the system."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the process ends


def _settings() -> Settings | WorkplanError:
    """The settings of the present folder, or why they cannot be used."""
    try:
        return read_settings(Path())
    except WorkplanError as error:
        return error


def _obey(given: list[str], settings: Settings | WorkplanError, *, guards: bool) -> None:
    """Run the command line; whatever ends it otherwise than well is told, and has an exit code."""
    try:
        _run(given, settings, guards)
    except WorkplanError as error:
        _end(error.exit_code, *error.lines())
    except click.UsageError as error:
        if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
            error.show()  # the program's name alone asks for help
            sys.exit(error.exit_code)
        ours = refused(error)
        _end(ours.exit_code, *ours.lines())
    except click.exceptions.Abort:
        _end(STOPPED_EXIT_CODE, STOPPED)
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


def _run(arguments: list[str], settings: Settings | WorkplanError, guards: bool) -> None:
    """Run the command line until all of its output is written.

    Args:
        arguments: without the program's name.
        settings: of the present folder.
        guards: whether commands may go on in a process of their own (``commands/guard.py``).

    Raises:
        WorkplanError: the settings cannot be used; who asks for help is not troubled with them, nor is a shell.
    """
    if isinstance(settings, WorkplanError):
        if not ASKING.intersection(arguments) and COMPLETION_VARIABLE not in os.environ:
            raise settings
        settings = NO_SETTINGS
    try:
        workplan(
            arguments,
            prog_name="workplan",
            standalone_mode=False,
            default_map=settings.defaults,
            obj=guards,
        )
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()


def _unexpected(error: Exception) -> NoReturn:
    """Tell of a bug; the functions of pipeline.api raise it whole."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    told = WorkplanError("unexpected", error=what)
    _end(told.exit_code, *told.lines())


def _end(exit_code: int, *lines: Wording) -> NoReturn:
    for line in lines:
        say(line, err=True)
    sys.exit(exit_code)


class Commands(WordedGroup):
    """The commands, each loaded from its module of the same name when it is asked for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Load the command of that name; None if there is none."""
        name = FORMER_NAMES.get(cmd_name, cmd_name)
        if name not in self.commands:
            return None
        command: click.Command = getattr(import_module(f"pipeline.commands.{name}"), name)
        return command


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"workplan, version {__version__}")
        ctx.exit()


def _install_completion(ctx: click.Context, _: click.Parameter, shell: str | None) -> None:
    if shell is not None and not ctx.resilient_parsing:
        from pipeline.commands.completion import install  # noqa: PLC0415 - wanted once

        install(ctx.command, shell or None)
        ctx.exit()


@click.group(
    cls=Commands,
    commands={name: WordedCommand(name, wording=wording) for name, wording in COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
    wording=Wording(
        zh="政府機關工作計畫：由 PDF 轉為經檢核的開放資料。",
        en="Taiwanese government work plans, from PDF to validated open data.",
    ),
)
@click.option(
    "--version",
    cls=WordedOption,
    wording=Wording(zh="顯示版本後結束。", en="Show the version and exit."),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
)
@option(
    "--install-completion",
    is_flag=False,
    flag_value="",
    metavar="[SHELL]",
    is_eager=True,
    expose_value=False,
    callback=_install_completion,
    zh="安裝指令補全後結束；SHELL 為 bash、zsh 或 fish，未指定時為目前使用者的。",
    en="Let the shell complete commands, and exit; bash, zsh or fish, by default the user's own.",
)
def workplan() -> None:
    """Taiwanese government work plans, from PDF to validated open data."""


if __name__ == "__main__":
    main()
