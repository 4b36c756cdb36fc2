"""The last part of a run: the corrections of people applied, and everything that is published written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.carried_files import write_carried
from pipeline.batch.carrying import carried
from pipeline.batch.corrected import apply_corrections, plan_of, written_corrections
from pipeline.batch.fresh import Fresh
from pipeline.batch.publication import Terms, terms_of, write_publication
from pipeline.batch.report import Problem, attempt
from pipeline.batch.store import Store
from pipeline.corrections.applying import LogRow
from pipeline.corrections.reading import Row
from pipeline.corrections.reviewed import REVIEWED_FILE, Mark, read_marks
from pipeline.exporters.csv_form import CsvForm


@dataclass(frozen=True)
class Asked:
    """What people have written about an output folder, as they wrote it.

    Attributes:
        corrections: of its plans.
        terms: how it is published.
        marks: of what they have checked; None where nobody reviews.
    """

    corrections: Sequence[Row]
    terms: Terms
    marks: Sequence[Mark] | None = None


def asked_of(output: Path, form: CsvForm, publisher: Path | None) -> Asked:
    """What people have written about an output folder.

    Args:
        output: the folder.
        form: of the CSV files.
        publisher: the publisher's file; the output folder's publisher.toml by default, where there is one.

    Raises:
        CorrectionsError: corrections.csv cannot be used.
        ReviewedError: reviewed.csv cannot be used.
        PublisherError: the publisher's file cannot be used.
        UnreadableError: one of them cannot be read.
    """
    marks = read_marks(output / REVIEWED_FILE)
    return Asked(written_corrections(output), terms_of(output, form, publisher), marks)


def publish_all(
    store: Store, asked: Asked, fresh: Fresh, jobs: int = 1, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Problem]:
    """Apply the corrections, then write everything; yield what could not be read or written.

    Args:
        store: the output folder.
        asked: what people have written about it.
        fresh: is told of it.
        jobs: processes that write.
        tell: gets a line, both languages, on what files that were read again read differently, and on what became of
            the corrections and marks that were written before.
    """
    refused: list[LogRow] = []
    problems = list(attempt(fresh.begin))
    given = carried(store.root, asked.corrections, asked.marks)

    def report() -> None:
        for line in write_carried(store.root, given):
            tell(line)

    problems += attempt(lambda: refused.extend(_apply(store, asked, given.rows)))
    problems += attempt(report)
    problems += write_publication(store.root, store.published(), asked.terms, refused, jobs, given.counted)
    if not problems:
        problems += attempt(fresh.finish)
    yield from problems


def _apply(store: Store, asked: Asked, rows: Sequence[Row]) -> list[LogRow]:
    """Apply corrections; to plans in conflict as they were written, because nothing of these is followed."""
    plans = store.plans()
    if tuple(rows) == tuple(asked.corrections):
        return apply_corrections(rows, plans)
    published = set(store.published())
    apart = {folder: name for folder, name in plans.items() if folder not in published}
    names = set(apart.values())
    own = [row for row in asked.corrections if plan_of(row.item_id, plans.values()) in names]
    written = {row.values for row in own}
    log = apply_corrections(rows, {folder: name for folder, name in plans.items() if folder in published})
    return [*(one for one in log if one.values not in written), *apply_corrections(own, apart)]
