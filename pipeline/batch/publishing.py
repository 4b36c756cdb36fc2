"""The last part of a run: the corrections of people applied, and everything that is published written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.corrected import apply_corrections, corrections_of
from pipeline.batch.fresh import Fresh
from pipeline.batch.publication import Terms, terms_of, write_publication
from pipeline.batch.report import Problem, attempt
from pipeline.batch.reviewing import marks_of
from pipeline.batch.store import Store
from pipeline.corrections.applying import LogRow
from pipeline.corrections.reading import Row
from pipeline.corrections.reviewed import Mark
from pipeline.exporters.csv_form import CsvForm


@dataclass(frozen=True)
class Asked:
    """What people have written about an output folder.

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
    return Asked(corrections_of(output), terms_of(output, form, publisher), marks_of(output))


def publish_all(store: Store, asked: Asked, fresh: Fresh, jobs: int = 1) -> Iterator[Problem]:
    """Apply the corrections, then write everything; yield what could not be read or written.

    Args:
        store: the output folder.
        asked: what people have written about it.
        fresh: is told of it.
        jobs: processes that write.
    """
    refused: list[LogRow] = []
    problems = list(attempt(fresh.begin))
    problems += attempt(lambda: refused.extend(apply_corrections(asked.corrections, store.plans())))
    problems += write_publication(store.root, store.published(), asked.terms, refused, jobs, asked.marks)
    if not problems:
        problems += attempt(fresh.finish)
    yield from problems
