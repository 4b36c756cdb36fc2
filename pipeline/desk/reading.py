"""Files that came in are read while people go on: one thread at a time, which a page can ask how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field, replace
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from pipeline.dataclass import dataclass
from pipeline.desk.intake import Arrival, Intake
from pipeline.errors import FolderBusyError, WorkplanError
from pipeline.exporters.csv_form import DEFAULT_FORM
from pipeline.folder.lock import alone_in
from pipeline.folder.report import InputReport
from pipeline.forks import cores
from pipeline.reading.options import Options
from pipeline.runs.engines.local import LocalEngine
from pipeline.runs.progress import Progress
from pipeline.runs.runner import Conditions, publish_folder, run_files

BUSY_TICK_SECONDS = 1.0
"""Between two attempts where another desk or a run writes to the folder."""
FAREWELL_SECONDS = 3.0
"""How long a desk that is ended waits for the files at work; what they gave is lost then, and read again later."""


@dataclass(frozen=True)
class ReadingState:
    """How far the reading is.

    Attributes:
        is_busy: whether files are read, or wait to be.
        waits: whether somebody else writes to the folder, so that it cannot begin.
        done: files that are through.
        total: all files of this round.
        pages: read in it.
        at_work: since when each file is read, in seconds of the monotonic clock, by its path.
        failed: what a file gave that could not be read, by SHA-256.
        error: why nothing could be read at all.
    """

    is_busy: bool = False
    waits: bool = False
    done: int = 0
    total: int = 0
    pages: int = 0
    at_work: Mapping[str, float] = field(default_factory=dict)
    failed: Mapping[str, InputReport] = field(default_factory=dict)
    error: WorkplanError | None = None

    def seconds(self, path: Path) -> float | None:
        """For how long a file has been read; None where it is not at work."""
        since = self.at_work.get(str(path))
        return None if since is None else monotonic() - since


class BackgroundReading:
    """Reads what came in for an output folder.

    Args:
        root: the output folder; made when the first file is read.
        finished: called from the reading's thread after each round, when the folder may hold other plans.
        password: opens files that want one.

    Attributes:
        intake: the files that came in.
    """

    def __init__(
        self, root: Path, finished: Callable[[], None] = lambda: None, password: str | None = None
    ) -> None:
        self.intake = Intake(root)
        self._root = root
        self._finished = finished
        self._options = Options(password=password)
        self._lock = Lock()
        self._again = Event()
        self._ended = Event()
        self._thread: Thread | None = None
        self._state = ReadingState()

    @property
    def state(self) -> ReadingState:
        """How far it is now."""
        return self._state

    def begin(self) -> None:
        """Read all that is not read yet and publish it; where it is at work already, another round follows."""
        with self._lock:
            self._again.set()
            if self._state.is_busy or self._ended.is_set():
                return
            self._state = replace(self._state, is_busy=True)
            # Of a daemon: a desk that is closed does not wait for a file of a thousand pages. What is not whole then
            # was never put in place, as with any run that is killed.
            self._thread = Thread(target=self._work, name="reading", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Begin no more files, and wait a moment for those at work."""
        self._ended.set()
        thread = self._thread
        if thread is not None:
            thread.join(FAREWELL_SECONDS)

    def wait(self) -> None:
        """Wait until all is read."""
        while (thread := self._thread) is not None and thread.is_alive():
            thread.join()

    def _work(self) -> None:
        while True:
            self._again.clear()
            self._round()
            with self._lock:
                if self._ended.is_set() or not self._again.is_set():
                    self._state = replace(self._state, is_busy=False, waits=False, at_work={})
                    return

    def _round(self) -> None:
        error: WorkplanError | None = None
        try:
            self._state = replace(self._state, failed={}, error=None)
            self._alone(self._read)
            self._finished()
        except WorkplanError as refused:
            error = refused
        except Exception as bug:  # the desk goes on, and tells of it
            error = WorkplanError("unexpected", error=" ".join(f"{type(bug).__name__}: {bug}".split()))
        self._state = replace(self._state, error=error, at_work={})

    def _alone(self, act: Callable[[], None]) -> None:
        """Do something as the only writer, as soon as nobody else writes."""
        while not self._ended.is_set():
            with suppress(FolderBusyError), alone_in(self._root, "workplan desk"):
                self._state = replace(self._state, waits=False)
                act()
                return
            self._state = replace(self._state, waits=True)
            self._ended.wait(BUSY_TICK_SECONDS)

    def _read(self) -> None:
        rounds = _by_edition(self.intake.arrivals())
        self._state = replace(self._state, done=0, total=sum(map(len, rounds.values())), pages=0)
        for edition, paths in rounds.items():
            if self._ended.is_set():
                return
            before = self._state
            conditions = Conditions(
                jobs=cores(),
                watch=lambda progress, before=before: self._watch(progress, before),  # type: ignore[misc]
                stopped=self._ended.is_set,
            )
            options = replace(self._options, edition=edition)
            report = run_files(paths, self._root, options, LocalEngine(conditions.jobs), conditions)
            failed = {one.sha256: one for one in report.inputs if one.sha256 and one.outcome == "failed"}
            self._state = replace(self._state, failed={**self._state.failed, **failed})
        if not rounds:
            publish_folder(self._root, DEFAULT_FORM)

    def _watch(self, progress: Progress, before: ReadingState) -> None:
        at_work = dict(self._state.at_work)
        if progress.begun is not None:
            at_work[progress.begun] = monotonic()
        failed = dict(self._state.failed)
        if progress.last is not None:
            at_work.pop(progress.last.path, None)
            if progress.last.sha256 and progress.last.outcome == "failed":
                failed[progress.last.sha256] = progress.last
        self._state = replace(
            self._state,
            done=before.done + progress.done,
            pages=before.pages + progress.pages,
            at_work=at_work,
            failed=failed,
        )


def _by_edition(arrivals: tuple[Arrival, ...]) -> dict[str | None, list[str]]:
    """Paths of what is to be read, the files without an edition last: run.json tells of the last round."""
    rounds: dict[str | None, list[str]] = {}
    for one in arrivals:
        if not one.is_aside:
            rounds.setdefault(one.edition, []).append(str(one.path))
    return dict(sorted(rounds.items(), key=lambda pair: (pair[0] is None, pair[0] or "")))
