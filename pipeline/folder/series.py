"""Each office's years in turn: one office at a time is in memory, and none is compared again that has not changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from pipeline.compare.files import CHANGES_CSV, CHANGES_JSON, combined_csv
from pipeline.compare.index import INDEX_FILE, IndexRow, index_html
from pipeline.compare.lineages import LINEAGES_FILE, LineageRow, lineage_rows, lineages_csv
from pipeline.compare.model import Comparison
from pipeline.compare.remarks import FINDINGS_FILE, ComparisonFinding, findings_csv, remarks_of
from pipeline.compare.same_year import SAME_YEAR_FILE, same_year_csv
from pipeline.compare.summary import summary_lines
from pipeline.dataclass import dataclass
from pipeline.errors import PartialReadError, UsageError, WorkplanError
from pipeline.exporters.disk import GrowingFile, write_changed
from pipeline.folder.compared import ComparisonMemory, Head, Office
from pipeline.folder.comparisons import (
    PAIR_FILES,
    SERIES_FILES,
    compare_into,
    refuse_published,
    take_away,
)
from pipeline.folder.packages import PACKAGE_FILE, documents_of_package
from pipeline.folder.plans import read_plan
from pipeline.folder.report import Problem
from pipeline.folder.series_remarks import about_years, broken_off, in_conflict, left_over, without_year
from pipeline.folder.sides import plan_paths
from pipeline.messages.wording import Wording
from pipeline.models import Agency, PlanDocument


@dataclass(frozen=True)
class SeriesReport:
    """What was done with a folder of many offices and years.

    Attributes:
        comparisons: by office and year: the folder that each was written to, and what it says in a few lines.
        remarks: findings about all of them, and years and plans that could not be compared.
        problems: plans that cannot be read and crosswalks that cannot be used.
    """

    comparisons: tuple[tuple[Path, tuple[Wording, ...]], ...]
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


def compare_folder(root: Path, output: Path, years: Sequence[int] | None = None) -> SeriesReport:
    """Compare each office's years in turn, and write combined tables.

    Args:
        root: an output folder with plans of several years.
        output: gets ``<agency id>-<year>-<year>/`` for each pair of years that follow each other, and changes.csv,
            same-year.csv, lineages.csv and findings.csv over all, and index.html, which leads to them.
        years: ROC years to compare; all by default. Years that an office lacks are passed over and told.

    Raises:
        UnreadableError: there is no such folder.
        UsageError: no office has two of the years, or the output is a folder of ``run``.
        UnwritableError: a file cannot be written.
    """
    refuse_published(output)
    paths = plan_paths(root)
    with ExitStack() as stack:
        if paths or not (root / PACKAGE_FILE).is_file():
            memory = stack.enter_context(ComparisonMemory(root, output, years))
            offices = _offices(memory, paths, output, years)
        else:
            offices = _of_documents(documents_of_package(root), output, years)
        tables = _Tables(output, stack)
        done = [tables.add(office) for office in offices]
        problems = [problem for one in done for problem in one.problems]
        if not any(one.tried for one in done) and not problems:
            raise UsageError("nothing-to-compare", folder=root)
        tables.put()
    written = [output / name for one in done for name, _ in one.pairs]
    remarks = (
        *sorted((remark for one in done for remark in one.unknown), key=lambda one: one.old),
        *in_conflict(root),
        *(remark for one in done for remark in one.about),
        *(remark for one in done for remark in one.told),
        *left_over(output, set(written)),
    )
    write_changed(output / FINDINGS_FILE, findings_csv(remarks))
    write_changed(output / INDEX_FILE, index_html([row for one in done for row in one.index]))
    take_away(output, set(PAIR_FILES) - set(SERIES_FILES), CHANGES_JSON)
    summaries = tuple((output / name, lines) for one in done for name, lines in one.pairs)
    return SeriesReport(summaries, remarks, tuple(problems))


class _Tables:
    """The combined tables on their way."""

    def __init__(self, output: Path, stack: ExitStack) -> None:
        self._changes = stack.enter_context(GrowingFile(output / CHANGES_CSV))
        self._same_year = stack.enter_context(GrowingFile(output / SAME_YEAR_FILE))
        self._lineages = stack.enter_context(GrowingFile(output / LINEAGES_FILE))
        self._changes.write(combined_csv(()))
        self._same_year.write(same_year_csv(()))
        self._lineages.write(lineages_csv(()))

    def add(self, office: Office) -> Office:
        """Add an office's rows; what is given back has none, so that they are not held."""
        self._changes.write(office.changes)
        self._same_year.write(office.same_year)
        self._lineages.write(office.lineages)
        return office.without_rows()

    def put(self) -> None:
        self._changes.put()
        self._same_year.put()
        self._lineages.put()


def _offices(
    memory: ComparisonMemory, paths: Iterable[Path], output: Path, years: Sequence[int] | None
) -> Iterator[Office]:
    """Compare the offices of a folder whose plans have changed, and take what is there of the others."""
    heads: dict[str, list[Head]] = defaultdict(list)
    for path in paths:
        head = memory.head(path)
        heads[head.agency_id].append(head)
    for agency_id, own in sorted(heads.items()):
        office = memory.recall(agency_id, own)
        if office is None:
            office = _read_and_compared(own, output, years)
            memory.keep(agency_id, own, office)
        yield office


def _read_and_compared(heads: Iterable[Head], output: Path, years: Sequence[int] | None) -> Office:
    documents: list[PlanDocument] = []
    problems: list[Problem] = []
    for head in heads:
        try:
            documents.append(read_plan(head.path.parent))
        except WorkplanError as error:
            problems.append(Problem.of(error))
    return _compared(documents, output, years, problems)


def _of_documents(
    documents: Iterable[PlanDocument], output: Path, years: Sequence[int] | None
) -> Iterator[Office]:
    by_office: dict[str, list[PlanDocument]] = defaultdict(list)
    for document in documents:
        by_office[document.plan.agency.id].append(document)
    yield from (_compared(own, output, years, []) for _, own in sorted(by_office.items()))


def _compared(
    documents: Iterable[PlanDocument], output: Path, years: Sequence[int] | None, problems: list[Problem]
) -> Office:
    """Compare the years of one office; several editions of one year are one side."""
    by_year: dict[int, list[PlanDocument]] = defaultdict(list)
    unknown: list[ComparisonFinding] = []
    for document in documents:
        plan = document.plan
        if plan.year_roc is None:
            unknown.append(without_year(plan.id))
        elif years is None or plan.year_roc in years:
            by_year[plan.year_roc].append(document)
    office = Office(unknown=tuple(unknown), problems=tuple(problems))
    agency = next((one.plan.agency for own in by_year.values() for one in own), None)
    return office if agency is None else _in_turn(agency, by_year, output, years, office)


def _in_turn(
    agency: Agency,
    by_year: dict[int, list[PlanDocument]],
    output: Path,
    years: Sequence[int] | None,
    office: Office,
) -> Office:
    about = list(about_years(agency, by_year, years))
    problems = list(office.problems)
    done: list[tuple[str, Comparison]] = []
    lineages: list[LineageRow] = []
    series: list[Comparison] = []
    for old, new in pairwise(sorted(by_year)):
        name = f"{agency.id}-{old}-{new}"
        try:
            comparison = compare_into(by_year[old], by_year[new], output / name)
        except WorkplanError as error:
            take_away(output / name, PAIR_FILES, CHANGES_JSON)
            told = f"{agency.name or agency.id} {name}"
            problems += [Problem(error.exit_code, _of_pair(told, line)) for line in error.lines()]
            about.append(broken_off(agency, old, new))
            lineages += lineage_rows(series)
            series = []
            continue
        series.append(comparison)
        done.append((name, comparison))
    lineages += lineage_rows(series)
    return Office(
        pairs=tuple((name, tuple(summary_lines(one))) for name, one in done),
        index=tuple(IndexRow.of(name, one) for name, one in done),
        changes=combined_csv(one for _, one in done).removeprefix(combined_csv(())),
        same_year=same_year_csv(one for _, one in done).removeprefix(same_year_csv(())),
        lineages=lineages_csv(lineages).removeprefix(lineages_csv(())),
        unknown=office.unknown,
        about=tuple(about),
        told=tuple(remark for _, one in done for remark in remarks_of(one)),
        problems=tuple(problems),
        tried=len(by_year) > 1,
    )


def _of_pair(name: str, line: Wording) -> Wording:
    return Wording(zh=f"{name}：{line.zh}", en=f"{name}: {line.en}")
