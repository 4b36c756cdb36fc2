"""A site written to a folder: pages, pictures and downloads, and what an earlier build left taken away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from pipeline.errors import EncryptedError, MissingExtraError, UsageError, WorkplanError
from pipeline.exporters.disk import make_folder, remove_file, unwritable, write_changed, write_file
from pipeline.processes import side_by_side
from pipeline.site.boxes import boxes_of
from pipeline.site.folder import find_sources, no_plans, read_site
from pipeline.site.model import Site, SitePlan
from pipeline.site.pages import pages_of, picture_folder
from pipeline.site.pictures import PagePicture, write_pictures

LIST_FILE = ".workplan-site"
"""In the site's folder: the paths of all files that the last build wrote."""


@dataclass(frozen=True)
class SiteReport:
    """What was built.

    Attributes:
        items: number of items with a page.
        pictures: number of page pictures.
        without_pdf: names of the PDF files that were not found, so that their pages have no pictures.
        locked: names of those that want a password, or another one.
        uncompared: number of pairs of years whose comparison is left out, because the extra ``compare`` is missing.
        base_url: address that the sitemap gives; None where it is not known and there is no sitemap.
    """

    plans: int
    items: int
    pictures: int
    without_pdf: tuple[str, ...]
    base_url: str | None
    locked: tuple[str, ...] = ()
    uncompared: int = 0


@dataclass(frozen=True)
class _Task:
    """Pictures to draw of one PDF file."""

    sha256: str
    pdf: Path
    pages: tuple[int, ...]
    folder: Path
    password: str | None = field(repr=False)


def build_site(
    root: Path,
    out: Path,
    pdfs: Sequence[Path] = (),
    comparisons: Path | None = None,
    base_url: str | None = None,
    jobs: int = 1,
    password: str | None = None,
) -> SiteReport:
    """Write the site of an output folder; files that hold the same as before are not touched.

    Args:
        root: the output folder.
        out: the site's folder, made where it is missing.
        pdfs: folders that are searched for the plans' PDF files, beside the paths of the last run.
        comparisons: folder of ``compare --in``, whose crosswalks are followed.
        base_url: address that the site will have.
        jobs: processes that draw pictures.
        password: opens PDF files that want one.

    Raises:
        UsageError: the site's folder holds something else, or is the output folder or within it.
        UnreadableError: the output folder cannot be read or holds no plan; a folder of ``pdfs`` is not there.
        UnwritableError: the site's folder cannot be written.
        WorkplanError: publisher.toml or a crosswalk cannot be used.
    """
    before = _earlier(root, out)
    site = read_site(root, comparisons, base_url)
    sources = {plan.document.source.sha256: plan.document.source.file_name for plan in site.plans}
    found = find_sources(root, pdfs, sources)
    pictures = _pictures(site, found, out, jobs, password)
    site = replace(
        site,
        plans=tuple(
            replace(plan, pictures=pictures.get(plan.document.source.sha256) or {}) for plan in site.plans
        ),
    )
    written = {
        f"{picture_folder(plan)}/{one.file_name}" for plan in site.plans for one in plan.pictures.values()
    }
    count = len(written)
    for path, content in (*_downloads(site), *pages_of(site)):
        write_changed(_within(out, path), content, lasting=False)
        written.add(path)
    for path in sorted(before - written):
        remove_file(_within(out, path))
        _remove_empty(_within(out, path).parent, out)
    write_file(out / LIST_FILE, [(json.dumps(sorted(written), indent=0) + "\n").encode()])
    return SiteReport(
        plans=len(site.plans),
        items=sum(len(plan.entries) for plan in site.plans),
        pictures=count,
        without_pdf=tuple(sorted(name for sha256, name in sources.items() if sha256 not in pictures)),
        base_url=site.base_url,
        locked=tuple(sorted(name for sha256, name in sources.items() if pictures.get(sha256, {}) is None)),
        uncompared=site.uncompared,
    )


def _earlier(root: Path, out: Path) -> set[str]:
    """Paths that an earlier build wrote; the folder is refused where it is not a site's."""
    if not root.is_dir():
        raise no_plans(root)
    if out.resolve() == root.resolve() or root.resolve() in out.resolve().parents:
        raise UsageError("site-within-output", folder=out)
    make_folder(out)
    try:
        listed = json.loads((out / LIST_FILE).read_bytes())
        return {str(path) for path in listed}
    except (OSError, ValueError, TypeError):
        pass
    try:
        if any(out.iterdir()):
            raise UsageError("site-among-files", folder=out)
    except OSError as error:
        raise unwritable(out, error) from error
    # A build that is stopped halfway may be begun again.
    write_file(out / LIST_FILE, [b"[]\n"])
    return set()


def _pictures(
    site: Site, found: Mapping[str, Path], out: Path, jobs: int, password: str | None
) -> dict[str, Mapping[int, PagePicture] | None]:
    """Pictures of all pages that items stand on, by file; None for a locked one, one that cannot be drawn has none."""
    pages: dict[str, set[int]] = {}
    folders: dict[str, Path] = {}
    for plan in site.plans:
        sha256 = plan.document.source.sha256
        pages.setdefault(sha256, set()).update(_pages(plan))
        folders[sha256] = _within(out, picture_folder(plan))
    tasks = [
        _Task(sha256, pdf, tuple(sorted(pages[sha256])), folders[sha256], password)
        for sha256, pdf in sorted(found.items())
        if pages[sha256]
    ]
    drawn = side_by_side(_draw, tasks, min(jobs, len(tasks))) if tasks else ()
    return {task.sha256: one for task, one in zip(tasks, drawn, strict=True) if one != {}}


def _draw(task: _Task) -> dict[int, PagePicture] | None:
    """Its pictures; None where the file is locked."""
    try:
        return write_pictures(task.pdf, task.pages, task.folder, task.password)
    except EncryptedError:
        return None
    except WorkplanError:
        # The plan was read from the file once; what cannot be drawn now is told as missing.
        return {}


def _pages(plan: SitePlan) -> Iterator[int]:
    for row in plan.rows:
        yield from boxes_of(row.section, row.item, row.findings)


def _downloads(site: Site) -> Iterator[tuple[str, bytes]]:
    for file in site.files:
        yield f"data/{file.path}", (site.data / file.path).read_bytes()


def _within(out: Path, path: str) -> Path:
    """A file of the site; what a damaged list or identifier leads elsewhere is refused."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts:
        raise UsageError("path-leaves-site", path=path)
    return out.joinpath(*parts)


def _remove_empty(folder: Path, out: Path) -> None:
    while folder != out:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def missing_told(report: SiteReport) -> Iterable[tuple[str, str]]:
    """What a site lacks and how it gets it, in Chinese and English."""
    if report.uncompared:
        error = MissingExtraError("for-left-out-comparisons", extra="compare", count=report.uncompared)
        yield error.cause_zh + error.remedy_zh, f"{error.cause_en} {error.remedy_en}"
    if report.without_pdf:
        names = ", ".join(report.without_pdf)
        yield (
            f"找不到這些 PDF 檔，其項目沒有頁面圖：{names}。請以 --pdf 指定所在資料夾。",
            f"Not found, so that their pages have no pictures: {names}. Name the folder of the files with --pdf.",
        )
    if report.locked:
        names = ", ".join(report.locked)
        yield (
            f"這些 PDF 檔有密碼保護，其項目沒有頁面圖：{names}。請以 --password 提供密碼。",
            f"Locked by a password, so that their pages have no pictures: {names}. Give it with --password.",
        )
    if report.base_url is None:
        yield (
            "不知道網站網址，未產生 sitemap.xml；請以 --base-url 指定。",
            "The site's address is not known, so there is no sitemap.xml; give it with --base-url.",
        )
