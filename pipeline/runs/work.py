"""One input from file to files; everything here may happen in another process."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.errors import WorkplanError
from pipeline.exporters.disk import PRINTED_FILE, make_folder, write_file
from pipeline.exporters.files import write_plan
from pipeline.files.document import document_at
from pipeline.folder.report import Problem
from pipeline.folder.staged import StagedPlan, Worked, unexpected
from pipeline.limits import too_much_memory
from pipeline.models import Extraction, PlanDocument
from pipeline.reading.options import Options
from pipeline.reading.plans import extract_file


def work(
    path: Path,
    file_name: str,
    options: Options,
    staging: Path,
    max_pages: int | None = None,
    jobs: int = 1,
) -> Worked:
    """Read one file and write each of its plans into a folder of its own.

    Args:
        path: the file.
        file_name: what the records are to call it.
        options: how to read it.
        staging: an empty folder for the results.
        max_pages: a file of more pages is refused; None for any number.
        jobs: processes that read its pages.

    Returns:
        What came of it; whatever goes wrong is said in ``problem``, nothing is raised.
    """
    start = time.monotonic()
    try:
        keeping = _keeping_prints(options, staging)
        extraction = extract_file(path, keeping, max_pages, jobs)
        printed = document_at(path, keeping.prints).pdf if extraction.source.printed_by else None
        done = _stage(extraction, printed, file_name, staging)
    except WorkplanError as error:
        done = Worked(problem=Problem.of(error))
    except MemoryError:
        done = Worked(problem=Problem.of(too_much_memory(path.name, None)))
    except Exception as error:  # a bug that one file uncovers must not cost the others
        done = Worked(problem=unexpected(path.name, error))
    return replace(done, seconds=round(time.monotonic() - start, 3))


def _keeping_prints(options: Options, staging: Path) -> Options:
    """The options with a folder for prints that is there: on a cluster's machine that of the run is not."""
    if options.prints is not None and options.prints.is_dir():
        return options
    folder = staging / "prints"
    make_folder(folder)
    return replace(options, prints=folder)


def _stage(extraction: Extraction, printed: bytes | None, file_name: str, staging: Path) -> Worked:
    if extraction.source.file_name != file_name:
        source = extraction.source.model_copy(update={"file_name": file_name})
        extraction = extraction.model_copy(update={"source": source})
    return Worked(
        plans=tuple(
            _stage_plan(document, printed, staging / str(number))
            for number, document in enumerate(extraction.documents(), start=1)
        ),
        pages=extraction.source.pages,
        unread_pages=extraction.audit.unread_pages,
        findings=len(extraction.findings),
        rules=_counted(finding.rule for finding in extraction.findings),
        severities=_counted(finding.severity for finding in extraction.findings),
    )


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items()))


def _stage_plan(document: PlanDocument, printed: bytes | None, folder: Path) -> StagedPlan:
    write_plan(document, folder)
    if printed is not None:
        write_file(folder / PRINTED_FILE, [printed])
    sections = document.plan.sections
    return StagedPlan(
        id=document.plan.id,
        folder=folder,
        sections=len(sections),
        items=sum(len(section.items) for section in sections),
        budgets=sum(len(section.budgets) for section in sections),
        findings=len(document.findings),
    )
