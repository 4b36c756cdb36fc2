"""What is published: the facts that all metadata files are made from. Nothing here knows a folder or a clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from pipeline.dataclass import dataclass
from pipeline.exporters.columns import FlatTable, TableName
from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm
from pipeline.exporters.fitness import Unfit
from pipeline.exporters.tables import TABLES
from pipeline.models import PlanDocument


@dataclass(frozen=True)
class ReleasedPlan:
    """One plan of the publication.

    Attributes:
        id: also the name of the folder that its own files are in.
        county: that the office belongs to; None for the central government.
        year_roc: year of the ROC calendar; None where the document does not say it.
        year: Gregorian year.
        sections: number of sections.
        items: number of plan items.
        reviewed: number of items that people have checked as they are published; None where nobody reviews.
    """

    id: str
    agency_id: str
    agency: str | None
    county: str | None
    year_roc: int | None
    year: int | None
    sections: int
    items: int
    reviewed: int | None = None


@dataclass(frozen=True)
class ReleasedTable:
    """One table over all plans.

    Attributes:
        table: its columns and keys.
        rows: number of rows.
    """

    table: FlatTable
    rows: int

    @property
    def name(self) -> str:
        """Machine name of the table."""
        return self.table.name

    @property
    def path(self) -> str:
        """Path of its CSV in the folder."""
        return self.table.file_name


@dataclass(frozen=True)
class ReleasedFile:
    """One published file.

    Attributes:
        path: in the folder, with "/".
        bytes: size.
        sha256: of the content, hexadecimal.
        media_type: such as text/csv.
    """

    path: str
    bytes: int
    sha256: str
    media_type: str


@dataclass(frozen=True)
class ReleasedSource:
    """One PDF file that the plans were read from."""

    file_name: str
    sha256: str
    pages: int


@dataclass(frozen=True)
class Release:
    """All that is published at once.

    Attributes:
        files: data files only, by path; the metadata files are made from this.
        unfit: plans that a format cannot hold.
    """

    plans: tuple[ReleasedPlan, ...]
    tables: tuple[ReleasedTable, ...]
    files: tuple[ReleasedFile, ...]
    sources: tuple[ReleasedSource, ...]
    form: CsvForm = DEFAULT_FORM
    unfit: tuple[Unfit, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """Gregorian years of the plans, ascending, each once; plans without a year are left out."""
        return tuple(sorted({plan.year for plan in self.plans if plan.year is not None}))

    @property
    def items(self) -> int:
        """Number of plan items."""
        return sum(plan.items for plan in self.plans)

    @property
    def reviewed(self) -> int | None:
        """Number of items that people have checked as they are published; None where nobody reviews."""
        counts = [plan.reviewed for plan in self.plans if plan.reviewed is not None]
        return sum(counts) if counts else None

    def file(self, path: str) -> ReleasedFile | None:
        """The file of a path, where it is published."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, ReleasedFile]:
        return {file.path: file for file in self.files}

    def table_of(self, path: str) -> ReleasedTable | None:
        """The table over all plans that a CSV, JSON Lines or Parquet file holds alone."""
        for table in self.tables:
            if path in {table.path, f"jsonl/{table.name}.jsonl", f"parquet/{table.name}.parquet"}:
                return table
        return None

    def combined(self) -> tuple[ReleasedFile, ...]:
        """Files over all plans, by path."""
        folders = {plan.id for plan in self.plans}
        return tuple(file for file in self.files if file.path.partition("/")[0] not in folders)

    def of_year(self, year: int) -> tuple[ReleasedFile, ...]:
        """Files of the plans of a year alone, by path."""
        folders = {plan.id for plan in self.plans if plan.year == year}
        return tuple(file for file in self.files if file.path.partition("/")[0] in folders)


Part = tuple[ReleasedPlan, ReleasedSource]
"""What a release says of one plan."""


def release_of(
    parts: Iterable[Part],
    rows: Mapping[TableName, int],
    files: Iterable[ReleasedFile],
    form: CsvForm = DEFAULT_FORM,
    reviewed: Mapping[str, int] | None = None,
) -> Release:
    """The facts of a release.

    Args:
        parts: of all plans that are published, see ``part_of``.
        rows: number of rows of each table over all plans; tables that are not named are not published.
        files: data files.
        form: of the CSV files.
        reviewed: number of checked items by plan id; None where nobody reviews.
    """
    given = list(parts)
    counts = None if reviewed is None else {plan.id: reviewed.get(plan.id, 0) for plan, _ in given}
    plans = [replace(plan, reviewed=None if counts is None else counts[plan.id]) for plan, _ in given]
    sources = {source.sha256: source for _, source in given}
    return Release(
        plans=tuple(sorted(plans, key=lambda one: one.id)),
        tables=tuple(ReleasedTable(table, rows[name]) for name, table in TABLES.items() if name in rows),
        files=tuple(sorted(files, key=lambda file: file.path)),
        sources=tuple(sorted(sources.values(), key=lambda source: (source.file_name, source.sha256))),
        form=form,
    )


def part_of(document: PlanDocument) -> Part:
    """What a release says of a plan."""
    plan, source = document.plan, document.source
    told = ReleasedPlan(
        id=plan.id,
        agency_id=plan.agency.id,
        agency=plan.agency.name,
        county=plan.agency.county,
        year_roc=plan.year_roc,
        year=plan.year,
        sections=len(plan.sections),
        items=sum(len(section.items) for section in plan.sections),
    )
    return told, ReleasedSource(source.file_name, source.sha256, source.pages)


def reviewed_words(plans: Iterable[ReleasedPlan]) -> tuple[str, str] | None:
    """How much of some plans people have checked, in Chinese and English; None where nobody reviews.

    >>> plan = ReleasedPlan("a-112", "a", None, None, 112, 2023, sections=1, items=180, reviewed=152)
    >>> reviewed_words([plan])[1]
    '152 of 180 items were checked against the document by people and have not changed since.'
    """
    counted = [(plan.items, plan.reviewed) for plan in plans if plan.reviewed is not None]
    if not counted:
        return None
    items, checked = sum(one for one, _ in counted), sum(one for _, one in counted)
    return (
        f"{items} 個項目中有 {checked} 個經人工與原件核對，且核對後未再變動。",
        f"{checked} of {items} items were checked against the document by people and have not changed since.",
    )
