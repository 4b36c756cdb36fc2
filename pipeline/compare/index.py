"""The page above the comparisons of many offices: each pair of years in a row, with its counts and largest changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.compare.model import Comparison
from pipeline.compare.report_html import REPORT
from pipeline.compare.report_words import STATUS_WORDS, sides_told
from pipeline.compare.summary import called, largest_changes
from pipeline.dataclass import dataclass
from pipeline.web.environment import BASE_STYLE, environment, inline
from pipeline.web.words import Words

INDEX_FILE = "index.html"
NAMED_IN_INDEX = 3
"""Changes that are named for each pair of years."""


@dataclass(frozen=True, slots=True)
class LargeChange:
    """One of the largest changes of a pair.

    Attributes:
        number: of the change in its report, from 1.
        name: section and title, shortened.
        doubtful: whether it rests on a doubtful record.
    """

    number: int
    status: str
    name: str
    difference_twd: int
    doubtful: bool


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What the page tells of one pair of years.

    Attributes:
        folder: of the comparison, beside the page.
        agency: name of the office, or what the sides are labelled with.
        counts: number of changes by status.
        uncertain: number of changes that a person should look at.
    """

    folder: str
    agency: str
    sides: tuple[Words, Words]
    counts: Mapping[str, int]
    uncertain: int
    largest: tuple[LargeChange, ...]

    @classmethod
    def of(cls, folder: str, comparison: Comparison) -> IndexRow:
        """The row of a comparison."""
        agencies = dict.fromkeys(one.agency or one.label for one in (comparison.old, comparison.new))
        return cls(
            folder=folder,
            agency=" → ".join(agencies),
            sides=sides_told(comparison),
            counts=dict(Counter(one.status for one in comparison.changes)),
            uncertain=sum(one.band == "uncertain" for one in comparison.changes),
            largest=tuple(
                LargeChange(number, change.status, called(change), size, bool(change.doubts))
                for number, change, size in largest_changes(comparison, NAMED_IN_INDEX)
            ),
        )

    @classmethod
    def from_told(cls, told: Mapping[str, Any]) -> IndexRow:
        """The row that ``dataclasses.asdict`` made and JSON kept.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        old, new = told["sides"]
        largest = tuple(LargeChange(**one) for one in told["largest"])
        return cls(**{**told, "sides": ((old[0], old[1]), (new[0], new[1])), "largest": largest})


def index_html(rows: Sequence[IndexRow]) -> bytes:
    """The page, UTF-8, by name of the office and year; the same rows give the same bytes."""
    context = {
        "rows": sorted(rows, key=lambda row: (row.agency, row.folder)),
        "offices": len({row.agency for row in rows}),
        "statuses": [(status, words) for status, words in STATUS_WORDS.items() if status != "unchanged"],
        "own_style": inline(("pipeline.compare", "report.css")),
        "base_style": inline(BASE_STYLE),
    }
    return environment(REPORT).get_template("index.html").render(**context).encode()
