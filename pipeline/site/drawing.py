"""The pictures of pages that a build needs: drawn where their PDF file is at hand, else those of an earlier build."""

from __future__ import annotations

import os
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import NoReturn, cast

from pipeline.dataclass import dataclass
from pipeline.errors import EncryptedError, WorkplanError
from pipeline.folder.plans import read_plan
from pipeline.limits import UNLIMITED, Limits
from pipeline.messages.wording import Wording
from pipeline.processes import Follow, followed, nobody_follows, side_by_side
from pipeline.site.addresses import picture_folder, within
from pipeline.site.boxes import boxes_of
from pipeline.site.facts import PlanFacts
from pipeline.site.inputs import OfficeInput
from pipeline.site.model import site_plan
from pipeline.site.pictures import PagePicture, write_pictures

Pictures = Mapping[str, Mapping[int, PagePicture] | None]
"""Of the pages of each PDF file, by its SHA-256; None for one that is locked."""


@dataclass(frozen=True)
class _Drawing:
    """Pictures to draw of the pages of a file that the items of its plans stand on."""

    plans: tuple[Path, ...]
    pdf: Path
    folder: Path
    limits: Limits
    password: str | None = field(repr=False)


DRAWING = Wording(zh="頁面圖", en="pictures of pages")


def draw_pages(
    root: Path,
    out: Path,
    offices: Iterable[OfficeInput],
    found: Mapping[str, Path],
    before: Iterable[PlanFacts],
    jobs: int,
    limits: Limits,
    password: str | None,
    follow: Follow = nobody_follows,
) -> Pictures:
    """Draw the pages that the items of some offices stand on; pictures that are there already are not drawn again.

    Args:
        root: the output folder.
        out: the site's folder.
        offices: whose plans these are.
        found: PDF files that are at hand, by SHA-256.
        before: plans of an earlier build.
        jobs: processes.
        limits: what drawing a file's pages may cost, on Linux; a file that is over them has no pictures.
        password: opens PDF files that want one.
        follow: is told of each file.

    Raises:
        UnwritableError: a picture cannot be written.
    """
    plans: dict[str, list[Path]] = defaultdict(list)
    for office in offices:
        for plan in office.plans:
            if plan.source_sha256 in found:
                plans[plan.source_sha256].append(root / plan.id)
    tasks = [
        _Drawing(tuple(own), found[sha256], within(out, picture_folder(sha256)), limits, password)
        for sha256, own in sorted(plans.items())
    ]
    drawn: Sequence[dict[int, PagePicture] | None] = ()
    if tasks:
        # Nothing is forked from a process that a person follows, which has threads.
        drawing = _draw_within if limits != UNLIMITED and sys.platform == "linux" else _draw
        results = side_by_side(drawing, tasks, min(jobs, len(tasks)), apart=drawing is not _draw)
        drawn = list(followed(DRAWING, results, len(tasks), follow))
    return _there(out, before, plans.keys()) | dict(zip(sorted(plans), drawn, strict=True))


def _draw_within(task: _Drawing) -> dict[int, PagePicture] | None:
    """As below, in a child that is kept to its limits."""
    from pipeline.children import forked  # noqa: PLC0415 - Windows has no such processes

    told = os.memfd_create("pictures")
    try:
        child = forked(task.limits.memory_mb)
        if child is None:
            _draw_and_end(task, told)
        end = child.ended(task.pdf.name, task.limits.memory_mb, task.limits.seconds)
        drawn = None if end.code else os.pread(told, os.fstat(told).st_size, 0)
    except WorkplanError:
        drawn = None
    finally:
        os.close(told)
    # What is told is this program's own.
    return {} if drawn is None else cast("dict[int, PagePicture] | None", pickle.loads(drawn))  # noqa: S301


def _draw_and_end(task: _Drawing, told: int) -> NoReturn:
    """Draw, write the pictures' sizes to a file that is open, and end this process whatever comes of it."""
    code = 1
    try:
        os.write(told, pickle.dumps(_draw(task)))
        code = 0
    finally:
        os._exit(code)


def _draw(task: _Drawing) -> dict[int, PagePicture] | None:
    """Its pictures, none where it cannot be drawn; None where the file is locked."""
    try:
        rows = [row for plan in task.plans for row in site_plan(read_plan(plan)).rows]
        pages = {page for row in rows for page in boxes_of(row.section, row.item, row.findings)}
        return write_pictures(task.pdf, pages, task.folder, task.password, task.limits.pages)
    except EncryptedError:
        return None
    except WorkplanError:
        # The plan was read from the file once; what cannot be drawn now is told as missing.
        return {}


def _there(
    out: Path, before: Iterable[PlanFacts], drawn: Iterable[str]
) -> dict[str, Mapping[int, PagePicture] | None]:
    """Pictures that an earlier build has drawn of the other files; a folder bears the hash of its file's bytes."""
    found: dict[str, dict[int, PagePicture]] = defaultdict(dict)
    new = set(drawn)
    for plan in before:
        folder = within(out, picture_folder(plan.source_sha256))
        for one in plan.pictures:
            if plan.source_sha256 not in new and (folder / one.file_name).is_file():
                found[plan.source_sha256][one.page] = one
    return dict(found)
