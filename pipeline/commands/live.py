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
from pipeline.commands.language import say, told
from pipeline.messages.wording import Wording, same

if TYPE_CHECKING:
    from pipeline.processes import Follow, Stage
    from pipeline.runs.progress import Progress, Watch

STOPPING = Wording(
    zh="正在中止：處理中的檔案完成後即結束；再按一次 Ctrl-C 立即結束。",
    en="Stopping when the files at work are done; Ctrl-C again stops at once.",
)

WRITING = Wording(zh="寫出結果", en="writing")


@contextmanager
def shown_progress(*, bar: bool = True) -> Iterator[Watch]:
    """A bar on a terminal, where one is wanted; each failed input is told at once, on a terminal or not."""
    if not (bar and on_terminal()):
        yield lambda progress: _tell(progress, lambda line: click.echo(line, err=True))
        return
    from rich import progress as bars  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
        bars.TextColumn("{task.description}", markup=False),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)

        def above(line: str) -> None:
            shown.console.print(line, markup=False, highlight=False, soft_wrap=True)

        def watch(progress: Progress) -> None:
            shown.update(
                task, completed=progress.done, total=progress.total, description=_described(progress)
            )
            _tell(progress, above)

        yield watch


@contextmanager
def shown_stages(*, bar: bool = True) -> Iterator[Follow]:
    """A bar on a terminal, where one is wanted, for work that goes by stages."""
    if not (bar and on_terminal()):
        yield lambda _: None
        return
    from rich import progress as bars  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.description}", markup=False),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)

        def follow(stage: Stage) -> None:
            shown.update(task, completed=stage.done, total=stage.total or None, description=told(stage.doing))

        yield follow


def _tell(progress: Progress, line: Callable[[str], None]) -> None:
    """Say the error of an input that has just failed, once for files that are alike."""
    last = progress.last
    if last and last.message and not last.same_as:
        line(told(last.message))


def _described(progress: Progress) -> str:
    """Speed, failures so far, and the file at hand; at the end, that all is being written."""
    path = progress.begun or (progress.last.path if progress.last else "")
    speed, failures = f"{progress.pages_per_second:.1f}", progress.failed
    failed = told(Wording(zh=f"{failures} 失敗  ", en=f"{failures} failed  ")) if failures else ""
    at_work = told(WRITING if progress.done == progress.total else same(Path(path).name))
    return told(Wording(zh=f"每秒 {speed} 頁  ", en=f"{speed} pages/s  ")) + failed + at_work


@contextmanager
def stopping(answer: Wording = STOPPING) -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C be a wish, which the value given tells of, and the second one end all at once.

    Args:
        answer: what is told of the wish.
    """
    wished = False

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as the system calls it
        nonlocal wished
        if wished:
            raise KeyboardInterrupt
        wished = True
        say(answer, err=True)

    try:
        before = signal.signal(signal.SIGINT, on_signal)
    except ValueError:  # another thread than the main one gets no signals
        yield lambda: False
        return
    try:
        yield lambda: wished
    finally:
        signal.signal(signal.SIGINT, before)
