"""A run as it goes on: what is shown of it, and how it is stopped."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import on_terminal
from pipeline.terminal import printable

if TYPE_CHECKING:
    from pipeline.runs.progress import Progress, Watch

STOPPING = (
    "正在中止：處理中的檔案完成後即結束；再按一次 Ctrl-C 立即結束。 | "
    "Stopping when the files at work are done; Ctrl-C again stops at once."
)


@contextmanager
def shown_progress() -> Iterator[Watch]:
    """A bar on a terminal; each failed input is told at once, on a terminal or not."""
    if not on_terminal():
        yield lambda progress: _told(progress, lambda line: click.echo(line, err=True))
        return
    from rich import progress as bars  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
        bars.TextColumn("{task.description}", markup=False),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def say(line: str) -> None:
            bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

        def watch(progress: Progress) -> None:
            bar.update(task, completed=progress.done, total=progress.total, description=_described(progress))
            _told(progress, say)

        yield watch


def _told(progress: Progress, say: Callable[[str], None]) -> None:
    """Say the error of an input that has just failed, once for files that are alike."""
    last = progress.last
    if last and last.message and not last.same_as:
        say(printable(last.message))


def _described(progress: Progress) -> str:
    """Speed, failures so far, and the file at hand; at the end, that all is being written."""
    path = progress.begun or (progress.last.path if progress.last else "")
    failed = f"{progress.failed} 失敗 failed  " if progress.failed else ""
    at_work = "寫出結果 writing" if progress.done == progress.total else printable(Path(path).name)
    return f"{progress.pages_per_second:.1f} 頁 pages/s  {failed}{at_work}"


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C be a wish, which the value given tells of, and the second one end all at once."""
    wished = False

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as the system calls it
        nonlocal wished
        if wished:
            raise KeyboardInterrupt
        wished = True
        click.echo(STOPPING, err=True)

    try:
        before = signal.signal(signal.SIGINT, on_signal)
    except ValueError:  # another thread than the main one gets no signals
        yield lambda: False
        return
    try:
        yield lambda: wished
    finally:
        signal.signal(signal.SIGINT, before)
