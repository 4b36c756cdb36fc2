"""What the gate says: hits of its rules with their places, what could not be judged, and the report over all rules.

The rules' texts are those of ``messages/gate.toml``.
"""

from __future__ import annotations

from pipeline.dataclass import dataclass
from pipeline.messages.catalogue import PlacedProblem, catalogue
from pipeline.messages.wording import Severity, Wording


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule does not hold.

    Attributes:
        file: path within the folder, with slashes.
        row: of a table as a spreadsheet counts it, the header being row 1; of a text file its line.
        column: machine name of the column, or the field of a JSON file.
        detail: what was seen there, fit to be published.
        count: how many places it stands for, this one being the first.
    """

    file: str
    row: int | None = None
    column: str | None = None
    detail: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A rule that could not be judged, and why."""

    rule: str
    reason: Wording


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All that the gate found in a folder.

    Attributes:
        folder: as it was named.
        results: gravest first, then by rule and place; of each rule the first ``results.KEPT`` places.
        counts: severity to number of places, those beyond the kept ones included.
        rule_counts: rule to number of places, for the rules that do not hold.
        judged: rules that were judged, in the catalogue's order.
        unjudged: rules that were not.
    """

    folder: str
    results: tuple[PlacedProblem, ...]
    counts: dict[Severity, int]
    rule_counts: dict[str, int]
    judged: tuple[str, ...]
    unjudged: tuple[Unjudged, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing forbids publishing; warnings do not."""
        return self.counts["error"] == 0

    @property
    def exit_code(self) -> int:
        """0 where the folder passed, else 1."""
        return 0 if self.passed else 1


KEPT = 100
"""Places kept of each rule: a table read with the wrong header breaks some rules in every row."""


class CannotJudgeError(Exception):
    """A rule lacks what it judges by; told in the report, never to the caller of ``check``.

    Args:
        cause: of ``messages/unjudged.toml``.
        values: what its text wants.
    """

    def __init__(self, cause: str, **values: object) -> None:
        self.reason = reason_of(cause, **values)
        super().__init__(self.reason.en)


def reason_of(cause: str, **values: object) -> Wording:
    """Why a rule could not be judged, in both languages."""
    return catalogue("unjudged")[cause].text.filled(values)
