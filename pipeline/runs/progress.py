"""How far a run is: for whoever watches it, and in run.log, which stays even where the run does not live to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Self

from pipeline.dataclass import dataclass
from pipeline.exporters.disk import make_folder, unwritable
from pipeline.folder.freshness import LOG_FILE
from pipeline.folder.report import InputReport
from pipeline.terminal import printable


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        done: inputs that are through, failed ones and those of an earlier run too.
        total: all inputs.
        pages: pages of the files that this run has read.
        failed: inputs from which nothing was had.
        seconds: since the run began.
        begun: path of the input that is begun now; None where one is through.
        last: the input just finished; None where one is begun.
    """

    done: int
    total: int
    pages: int = 0
    failed: int = 0
    seconds: float = 0.0
    begun: str | None = None
    last: InputReport | None = None

    @property
    def pages_per_second(self) -> float:
        """Pages read in a second of wall time so far."""
        return self.pages / self.seconds if self.seconds else 0.0


Watch = Callable[[Progress], None]


def nobody(progress: Progress) -> None:
    """Watch a run without a word."""


class RunLog:
    """The log of an output folder, which every run goes on with.

    Raises:
        UnwritableError: it cannot be written.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / LOG_FILE
        make_folder(self._path.parent)
        try:
            # Without a buffer nothing is left to be written when the file is closed.
            self._file: IO[bytes] = self._path.open("ab", buffering=0)
        except OSError as error:
            raise unwritable(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def say(self, text: str) -> None:
        """Add a line with the time.

        Raises:
            UnwritableError: it cannot be written.
        """
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            self._file.write(f"{now} {printable(text)}\n".encode(errors="backslashreplace"))
        except OSError as error:
            raise unwritable(self._path, error) from error

    def finished(self, one: InputReport) -> None:
        """Add the line of an input."""
        self.say(" ".join(_words(one)))


def _words(one: InputReport) -> list[str]:
    words = [one.outcome, f"{one.path!r}"]
    if one.pages is not None:
        words.append(f"pages={one.pages}")
    words += [f"items={one.items}", f"seconds={one.seconds:.3f}"]
    if one.peak_memory_mb is not None:
        words.append(f"peak_memory_mb={one.peak_memory_mb:.0f}")
    if one.retries:
        words.append(f"retries={one.retries}")
    words += [f"{rule}={count}" for rule, count in one.findings_by_rule.items()]
    return [*words, one.message.both] if one.message else words
