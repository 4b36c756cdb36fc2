"""``workplan watch``: the files of a folder, read as they come."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    CSV_SAFE_OPTION,
    OCR_OPTION,
    PASSWORD_OPTION,
    PROFILE_OPTION,
    READER_OPTION,
    SINGLE_OPTION,
    UNIT_OPTION,
    VERIFY_OPTION,
    NamedPath,
    VerifyingCommand,
)
from pipeline.commands.language import say
from pipeline.commands.limits import limit_options, limits_of
from pipeline.commands.listing import COMMANDS
from pipeline.commands.live import stopping
from pipeline.commands.run_options import JOBS_OPTION, OUTPUT_OPTION
from pipeline.commands.run_told import input_line, tell_problems
from pipeline.commands.worded import command, option
from pipeline.errors import STOPPED_EXIT_CODE, FolderBusyError, UnreadableError
from pipeline.messages.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.folder.report import RunReport

BEGUN = Wording(
    zh="監看 {folder}，結果寫入 {output}；按 Ctrl-C 結束。",
    en="Watching {folder}, results go to {output}; Ctrl-C ends it.",
)
WATCH_ENDED = Wording(
    zh="結束監看：處理中的檔案完成後即停止；再按一次 Ctrl-C 立即結束。",
    en="Ending when the files at work are done; Ctrl-C again ends at once.",
)
NAP_SECONDS = 0.2
"""How long Ctrl-C waits at most where nothing is at work."""


@command(
    COMMANDS["watch"],
    more=Wording(
        zh="檔案大小與時間在兩次查看之間不變，即視為完整；之後有更動者再讀取一次。"
        "按 Ctrl-C 結束：結束代碼為 0；有檔案因而未讀取時為 130。",
        en="A file is complete where two looks find its size and time the same; one that changes later is read again. "
        "Ctrl-C ends it: with exit code 0 where nothing was at work, with 130 where files were left unread.",
    ),
    cls=VerifyingCommand,
)
@click.argument("folder", type=NamedPath(Path), metavar="DIR")
@OUTPUT_OPTION
@option(
    "--every",
    type=click.FloatRange(min=0.1),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    zh="每隔幾秒查看一次。",
    en="Seconds between two looks.",
)
@READER_OPTION
@OCR_OPTION
@PROFILE_OPTION
@VERIFY_OPTION
@SINGLE_OPTION
@UNIT_OPTION
@PASSWORD_OPTION
@CSV_SAFE_OPTION
@JOBS_OPTION
@limit_options
def watch(folder: Path, output: str, every: float, **options: Any) -> None:
    """Read new and changed files of a folder as they become complete."""
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.files.arrivals import Arrivals, arriving  # noqa: PLC0415 - the same

    if not folder.is_dir():
        raise UnreadableError("no-folder", folder=folder)
    limits = limits_of(options)
    arrivals = Arrivals(folder, but=None if "://" in output else Path(output))
    say(BEGUN.filled({"folder": folder, "output": output}), err=True)
    cut_short = False
    with stopping(WATCH_ENDED) as stopped:
        for paths in arriving(arrivals, lambda: _wait(every, stopped), stopped):
            try:
                report = api.run(
                    paths,
                    output,
                    stopped=stopped,
                    timeout_seconds=limits.seconds,
                    memory_mb=limits.memory_mb,
                    max_pages=limits.pages,
                    **options,
                )
            except FolderBusyError as error:
                say(error.line(), err=True)
                arrivals.again(paths)
                _wait(every, stopped)
            else:
                _tell(report)
                cut_short = report.stopped
    sys.exit(STOPPED_EXIT_CODE if cut_short else 0)


def _wait(seconds: float, stopped: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not stopped() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, NAP_SECONDS))


def _tell(report: RunReport) -> None:
    """A line for each file that was read now, and what went wrong."""
    for one in report.inputs:
        if one.message is not None:
            say(one.message, err=True)
        elif not one.resumed and one.outcome != "not-begun":
            say(input_line(one))
    tell_problems(report)
