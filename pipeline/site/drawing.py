"""The pictures of pages that a build needs: drawn where their PDF file is at hand, else those of an earlier build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import EncryptedError, WorkplanError
from pipeline.folder.plans import read_plan
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
    password: str | None = field(repr=False)


DRAWING = Wording(zh="頁面圖", en="pictures of pages")


def draw_pages(
    root: Path,
    out: Path,
    offices: Iterable[OfficeInput],
    found: Mapping[str, Path],
    before: Iterable[PlanFacts],
    jobs: int,
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
        _Drawing(tuple(own), found[sha256], within(out, picture_folder(sha256)), password)
        for sha256, own in sorted(plans.items())
    ]
    drawn: Sequence[dict[int, PagePicture] | None] = ()
    if tasks:
        results = side_by_side(_draw, tasks, min(jobs, len(tasks)))
        drawn = list(followed(DRAWING, results, len(tasks), follow))
    return _there(out, before, plans.keys()) | dict(zip(sorted(plans), drawn, strict=True))


def _draw(task: _Drawing) -> dict[int, PagePicture] | None:
    """Its pictures, none where it cannot be drawn; None where the file is locked."""
    try:
        rows = [row for plan in task.plans for row in site_plan(read_plan(plan)).rows]
        pages = {page for row in rows for page in boxes_of(row.section, row.item, row.findings)}
        return write_pictures(task.pdf, pages, task.folder, task.password)
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
