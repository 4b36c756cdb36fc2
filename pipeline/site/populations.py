"""A table of populations that a person gives: of each office and year how many people, and how many villages (里)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import PopulationsError, UnreadableError
from pipeline.messages.catalogue import PlacedProblem
from pipeline.written.cells import COUNT_CELL, ROC_YEAR_CELL, counted
from pipeline.written.csv import WrittenColumn, WrittenForm, WrittenRow, written_bytes, written_rows
from pipeline.written.problems import by_line, one_line, written_problem

POPULATIONS_FORM = WrittenForm(
    {
        "agency_id": WrittenColumn(filled=True),
        "year_roc": WrittenColumn(ROC_YEAR_CELL, filled=True),
        "population": WrittenColumn(COUNT_CELL, filled=True),
        "villages": WrittenColumn(COUNT_CELL, needed=False),
        "note": WrittenColumn(needed=False),
    },
    has_remarks=True,
)


@dataclass(frozen=True, slots=True)
class Population:
    """Whom an office is there for in a year.

    Attributes:
        villages: number of 里; None where nobody has said.
    """

    people: int
    villages: int | None


Populations = Mapping[tuple[str, int], Population]
"""By identifier of the office and ROC year."""


def read_populations(path: Path) -> Populations:
    """The table of a file.

    Raises:
        PopulationsError: something is wrong in it; every problem is told.
        UnreadableError: it is not there or cannot be read.
    """
    content = written_bytes(path)
    if content is None:
        raise UnreadableError("no-file", path=path)
    return parse_populations(content, path.name)


def parse_populations(content: bytes, name: str) -> Populations:
    """The table of a file's bytes.

    Args:
        content: as ``written_rows`` takes it.
        name: of the file, for messages.

    Raises:
        PopulationsError: something is wrong in it; every problem is told.
    """
    rows, problems = written_rows(content, name, POPULATIONS_FORM)
    if not problems:
        problems = list(_repeated(rows, name))
    if problems:
        raise PopulationsError(by_line(problems))
    return {_key(row): _population(row) for row in rows}


def _repeated(rows: Iterable[WrittenRow], name: str) -> Iterator[PlacedProblem]:
    lines: dict[tuple[str, int], int] = {}
    for row in rows:
        agency_id, year = key = _key(row)
        if key in lines:
            yield written_problem(
                "population-twice", name, row.line, agency=agency_id, year=year, before=lines[key]
            )
        lines.setdefault(key, row.line)


def _key(row: WrittenRow) -> tuple[str, int]:
    return one_line(row.cells["agency_id"]), int(counted(row.cells["year_roc"]) or 0)


def _population(row: WrittenRow) -> Population:
    villages = counted(row.cells["villages"])
    return Population(int(counted(row.cells["population"]) or 0), int(villages) if villages else None)
