"""How far a run is, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.batch.report import InputReport


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
