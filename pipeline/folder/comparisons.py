"""Comparisons into folders: of two sides, and of each office's years in turn."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.compare.comparison import compare_documents
from pipeline.compare.crosswalk import (
    CROSSWALK_FILE,
    CrosswalkRow,
    crosswalk_csv,
    parse_crosswalk,
    rulings_of,
)
from pipeline.compare.files import CHANGES_CSV, CHANGES_JSON, changes_csv, changes_json, combined_csv
from pipeline.compare.lineages import LINEAGES_FILE, LineageRow, lineage_rows, lineages_csv
from pipeline.compare.model import Comparison
from pipeline.compare.remarks import FINDINGS_FILE, ComparisonFinding, findings_csv, problem, remarks_of
from pipeline.errors import PartialReadError, UsageError, WorkplanError
from pipeline.exporters.disk import PLAN_FILE, write_changed
from pipeline.files.inputs import unreadable
from pipeline.folder.packages import PACKAGE_FILE, documents_of_package
from pipeline.folder.plans import read_plan
from pipeline.folder.report import Problem
from pipeline.folder.sides import plan_paths
from pipeline.folder.store import CONFLICTS
from pipeline.models import PlanDocument

PAIR_FOLDER = re.compile(r".+-\d{1,3}-\d{1,3}")
"""Names of the folders that pairs of years are written to."""


def about_years(
    agency_id: str, by_year: Collection[int], years: Sequence[int] | None
) -> Iterator[ComparisonFinding]:
    """Years that an office lacks, among those asked for or between its own."""
    wanted = years or range(min(by_year), max(by_year) + 1)
    missing = sorted(set(wanted) - set(by_year))
    if missing:
        listed = ", ".join(map(str, missing))
        yield ComparisonFinding(problem("years-missing", agency=agency_id, years=listed), agency_id)
    if len(by_year) == 1:
        (only,) = by_year
        yield ComparisonFinding(problem("one-year-only", agency=agency_id, year=only), agency_id)


def in_conflict(root: Path) -> Iterator[ComparisonFinding]:
    """Plans that two different files hold: neither of them is compared."""
    for path in sorted(root.glob(f"{CONFLICTS}/*/{PLAN_FILE}")):
        yield ComparisonFinding(problem("plan-in-conflict", folder=f"{CONFLICTS}/{path.parent.name}"))


def broken_off(agency_id: str, old: int, new: int) -> ComparisonFinding:
    """Two years that could not be compared; the problem itself is told besides."""
    told = problem("lines-broken-off", agency=agency_id, old=old, new=new, file=LINEAGES_FILE)
    return ComparisonFinding(told, str(old), str(new))


def left_over(output: Path, written: Collection[Path]) -> Iterator[ComparisonFinding]:
    """Folders of pairs that an earlier run wrote and this one did not: they may hold a person's crosswalk."""
    for path in sorted(output.glob(f"*/{CHANGES_JSON}")):
        name = path.parent.name
        if path.parent not in written and PAIR_FOLDER.fullmatch(name):
            yield ComparisonFinding(problem("comparison-left-over", folder=name, file=CROSSWALK_FILE))


@dataclass(frozen=True)
class SeriesReport:
    """What was done with a folder of many offices and years.

    Attributes:
        comparisons: by office and year, with the folder that each was written to.
        remarks: findings about all of them, and years and plans that could not be compared.
        problems: plans that cannot be read and crosswalks that cannot be used.
    """

    comparisons: tuple[tuple[Path, Comparison], ...]
    remarks: tuple[ComparisonFinding, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 where all went well; 10 where some did; else the code of the problems, 1 where they differ."""
        codes = {one.exit_code for one in self.problems}
        if not codes:
            return 0
        if self.comparisons:
            return PartialReadError.exit_code
        return codes.pop() if len(codes) == 1 else WorkplanError.exit_code


def compare_into(old: Sequence[PlanDocument], new: Sequence[PlanDocument], folder: Path | None) -> Comparison:
    """Compare two sides, with what a person has ruled in the folder's crosswalk.csv, and write what comes of it.

    Args:
        old: plans of the older side.
        new: plans of the newer side.
        folder: made where it is missing; None to write nothing.

    Raises:
        CrosswalkError: the crosswalk cannot be used; nothing was written.
        UnreadableError: it cannot be read.
        UnwritableError: a file cannot be written.
        UsageError: the folder is one of ``run``.
    """
    if folder:
        _refuse_published(folder)
    rows = read_crosswalk(folder / CROSSWALK_FILE) if folder else ()
    comparison = compare_documents(old, new, rulings_of(rows))
    if folder:
        for name, content in comparison_files(comparison, rows):
            write_changed(folder / name, content)
    return comparison


def comparison_files(
    comparison: Comparison, rows: Iterable[CrosswalkRow] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file of a comparison; ``rows`` are those of the crosswalk before."""
    yield CHANGES_JSON, changes_json(comparison)
    yield CHANGES_CSV, changes_csv(comparison)
    yield FINDINGS_FILE, findings_csv(remarks_of(comparison))
    # Charts take a second to load, which who reads the comparison in a program does not need.
    from pipeline.compare.files import reports_of  # noqa: PLC0415

    yield from reports_of(comparison).items()
    yield CROSSWALK_FILE, crosswalk_csv(comparison, rows)


def compare_folder(root: Path, output: Path, years: Sequence[int] | None = None) -> SeriesReport:
    """Compare each office's years in turn, and write combined tables.

    Args:
        root: an output folder with plans of several years.
        output: gets ``<agency id>-<year>-<year>/`` for each pair of years that follow each other, and changes.csv,
            lineages.csv and findings.csv over all.
        years: ROC years to compare; all by default. Years that an office lacks are passed over and told.

    Raises:
        UnreadableError: there is no such folder.
        UsageError: no office has two of the years, or the output is a folder of ``run``.
        UnwritableError: a file cannot be written.
    """
    _refuse_published(output)
    documents, problems = _read(root)
    offices, remarks = _by_office(documents, years)
    remarks += in_conflict(root)
    done: list[tuple[Path, Comparison]] = []
    lineages: list[LineageRow] = []
    tried = False
    for agency_id, by_year in sorted(offices.items()):
        remarks += about_years(agency_id, by_year, years)
        series: list[Comparison] = []
        for old, new in pairwise(sorted(by_year)):
            tried = True
            folder = output / f"{agency_id}-{old}-{new}"
            try:
                comparison = compare_into(by_year[old], by_year[new], folder)
            except WorkplanError as error:
                problems += [Problem(error.exit_code, f"{folder.name}: {line}") for line in error.lines()]
                remarks.append(broken_off(agency_id, old, new))
                lineages += lineage_rows(series)
                series = []
                continue
            series.append(comparison)
            done.append((folder, comparison))
        lineages += lineage_rows(series)
    if not tried and not problems:
        raise UsageError("nothing-to-compare", folder=root)
    for _, comparison in done:
        remarks += remarks_of(comparison)
    remarks += left_over(output, {folder for folder, _ in done})
    report = SeriesReport(tuple(done), tuple(remarks), tuple(problems))
    for name, content in (
        (CHANGES_CSV, combined_csv(comparison for _, comparison in done)),
        (LINEAGES_FILE, lineages_csv(lineages)),
        (FINDINGS_FILE, findings_csv(remarks)),
    ):
        write_changed(output / name, content)
    return report


Offices = dict[str, dict[int, list[PlanDocument]]]


def _read(root: Path) -> tuple[list[PlanDocument], list[Problem]]:
    documents: list[PlanDocument] = []
    problems: list[Problem] = []
    paths = plan_paths(root)
    if not paths and (root / PACKAGE_FILE).is_file():
        return documents_of_package(root), []
    for path in paths:
        try:
            documents.append(read_plan(path.parent))
        except WorkplanError as error:
            problems.append(Problem.of(error))
    return documents, problems


def _by_office(
    documents: Iterable[PlanDocument], years: Sequence[int] | None
) -> tuple[Offices, list[ComparisonFinding]]:
    """Plans by office and ROC year, several editions of one year together; plans without a year are told."""
    offices: Offices = defaultdict(lambda: defaultdict(list))
    remarks: list[ComparisonFinding] = []
    for document in documents:
        plan = document.plan
        if plan.year_roc is None:
            remarks.append(ComparisonFinding(problem("year-unknown", plan=plan.id), plan.id))
        elif years is None or plan.year_roc in years:
            offices[plan.agency.id][plan.year_roc].append(document)
    return offices, remarks


def _refuse_published(folder: Path) -> None:
    """Refuse to write where the same names, findings.csv among them, are those of plans."""
    if any((folder / name).exists() for name in (PLAN_FILE, PACKAGE_FILE)):
        raise UsageError("comparison-among-plans", folder=folder)


def read_crosswalk(path: Path) -> tuple[CrosswalkRow, ...]:
    """The rulings of a crosswalk.csv; none where there is no such file.

    Raises:
        CrosswalkError: it cannot be used.
        UnreadableError: it cannot be read.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise unreadable(path, error) from error
    return parse_crosswalk(content)
