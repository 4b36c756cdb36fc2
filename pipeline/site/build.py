"""A site written to a folder: pages, pictures and downloads, and what an earlier build left taken away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import MissingExtraError, UsageError
from pipeline.exporters.disk import PLAN_FILE, make_folder, remove_file, write_changed, write_file
from pipeline.files.inputs import file_sha256, unreadable
from pipeline.folder.publication import PUBLISHER_FILE
from pipeline.limits import UNLIMITED, Limits
from pipeline.messages.wording import Wording
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import read_publisher
from pipeline.metadata.release import ReleasedFile
from pipeline.processes import Follow, followed, nobody_follows, side_by_side
from pipeline.site.addresses import FORMER_FOLDER, MISSING_FILE, plan_id_of, within
from pipeline.site.description import sitemap_of
from pipeline.site.drawing import Pictures, draw_pages
from pipeline.site.environment import PAGE_ASSETS, SITE_ASSETS
from pipeline.site.facts import OfficeFacts, PlanFacts, WorksFacts
from pipeline.site.grams import PLANS_AT_ONCE, index_scripts
from pipeline.site.inputs import OfficeInput, find_offices, no_plans, released_files
from pipeline.site.model import Site
from pipeline.site.offices import OfficeTask, write_office
from pipeline.site.pages import Page, general_pages
from pipeline.site.populations import Populations, read_populations
from pipeline.site.record import Built, is_whole, pictures_of, read_built, write_built
from pipeline.site.scripts import plans_script, words_script
from pipeline.site.sources import find_sources
from pipeline.site.works_pages import works_start
from pipeline.site.years import write_years
from pipeline.web.environment import asset

DOWNLOADS = "data/"
"""Folder of the published files within the site."""
WRITING_OFFICES = Wording(zh="各機關的頁面", en="pages of the offices")
CHUNK_BYTES = 1 << 20
NAMED_FILES = 20
"""Files that a message names; of more it tells the number."""


@dataclass(frozen=True)
class SiteReport:
    """What was built.

    Attributes:
        items: number of items that are shown.
        pictures: number of page pictures.
        without_pdf: names of the PDF files that were not found or could not be drawn: their pages have no pictures.
        locked: names of those that want a password, or another one.
        uncompared: number of pairs of years whose comparison is left out, because the extra ``compare`` is missing.
        unpopulated: plans that the table of populations has no row for, where there is one.
        unused: offices and years that it has a row for and the site no plan of.
        base_url: address that the sitemap gives; None where it is not known and there is no sitemap.
    """

    plans: int
    items: int
    pictures: int
    without_pdf: tuple[str, ...]
    base_url: str | None
    locked: tuple[str, ...] = ()
    uncompared: int = 0
    unpopulated: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def build_site(
    root: Path,
    out: Path,
    pdfs: Sequence[Path] = (),
    comparisons: Path | None = None,
    base_url: str | None = None,
    jobs: int = 1,
    limits: Limits = UNLIMITED,
    password: str | None = None,
    populations: Path | None = None,
    follow: Follow = nobody_follows,
) -> SiteReport:
    """Write the site of an output folder; files that hold the same as before are not touched.

    An office is the unit of work: where nothing of it has changed since the last build, its pages are not made again.

    Args:
        root: the output folder.
        out: the site's folder, made where it is missing.
        pdfs: folders that are searched for the plans' PDF files, beside the paths of the last run.
        comparisons: folder of ``compare --in``, whose crosswalks are followed.
        base_url: address that the site will have; by default the publisher's address of the files, where these lie
            in the site's ``data/``.
        jobs: processes that write pages and draw pictures.
        limits: what drawing the pages of a file may cost.
        password: opens PDF files that want one.
        populations: table of people and villages by office and year; without it no page tells of any.
        follow: is told of each file whose pages are drawn and of each office.

    Raises:
        UsageError: the site's folder holds something else, or is the output folder or within it.
        UnreadableError: the output folder cannot be read or holds no plan; a folder of ``pdfs`` is not there.
        UnwritableError: the site's folder cannot be written.
        WorkplanError: publisher.toml, reviewed.csv, a crosswalk or the table of populations cannot be used.
    """
    before = _earlier(root, out)
    people = None if populations is None else read_populations(populations)
    files = tuple(released_files(root))
    site = _site(root, files, base_url)
    inputs = find_offices(root, site, files, comparisons, before.plans)
    if not inputs:
        raise no_plans(root)
    kept = {one.id: before.offices[one.id] for one in inputs if _is_kept(one, before, out)}
    found = find_sources(root, pdfs, _wanted(inputs, kept))
    changed = [one for one in inputs if one.id not in kept or _is_to_be_drawn(kept[one.id], found)]
    pictures = draw_pages(root, out, changed, found, before.plans.values(), jobs, limits, password, follow)
    tasks = list(_tasks(root, out, site, comparisons, changed, pictures, before.former))
    written = _written(tasks, jobs, follow)
    offices = {one.id: written.get(one.id) or kept[one.id] for one in inputs}
    years = write_years(out, site, offices.values(), people, before.works, follow)
    others = _write_others(root, out, site, files, list(offices.values()), years)
    _finish(out, before, Built(offices, years, tuple(sorted(others)), before.former))
    return _report(list(offices.values()), site, people)


def _earlier(root: Path, out: Path) -> Built:
    """What an earlier build wrote; the folder is refused where it is not a site's."""
    if not root.is_dir():
        raise no_plans(root)
    if out.resolve() == root.resolve() or root.resolve() in out.resolve().parents:
        raise UsageError("site-within-output", folder=out)
    return read_built(out)


def _site(root: Path, files: Sequence[ReleasedFile], base_url: str | None) -> Site:
    path = root / PUBLISHER_FILE
    publisher = read_publisher(path) if path.exists() else None
    folders = {file.path.partition("/")[0] for file in files if "/" in file.path}
    plans = tuple(f"{folder}/" for folder in folders if (root / folder / PLAN_FILE).is_file())
    general = tuple(file for file in files if not file.path.startswith(plans))
    return Site(general, publisher, base_url or (_address_of(publisher) if publisher else None))


def _address_of(publisher: Publisher) -> str | None:
    """The site's address, where the published files lie in its folder for downloads."""
    files = publisher.dataset.base_url
    return files.removesuffix(DOWNLOADS) if files.endswith(f"/{DOWNLOADS}") else None


def _is_kept(office: OfficeInput, before: Built, out: Path) -> bool:
    """Whether an office's pages are as they would be now; what is locked may be opened by another password."""
    earlier = before.offices.get(office.id)
    return earlier is not None and earlier.key == office.key and not earlier.locked and is_whole(out, earlier)


def _wanted(inputs: Iterable[OfficeInput], kept: Mapping[str, OfficeFacts]) -> set[str]:
    """PDF files to look for: those of plans that are written again, and those that no picture is of yet."""
    drawn = {plan.source_sha256 for office in kept.values() for plan in office.plans if plan.pictures}
    return {plan.source_sha256 for office in inputs for plan in office.plans} - drawn


def _is_to_be_drawn(office: OfficeFacts, found: Mapping[str, Path]) -> bool:
    """Whether a file that was missing has been found."""
    return any(plan.source_sha256 in found and not plan.pictures for plan in office.plans)


def _tasks(
    root: Path,
    out: Path,
    site: Site,
    crosswalks: Path | None,
    offices: Iterable[OfficeInput],
    pictures: Pictures,
    former: Iterable[str],
) -> Iterator[OfficeTask]:
    by_plan: dict[str, list[str]] = defaultdict(list)
    for item_id in former:
        by_plan[plan_id_of(item_id) or ""].append(item_id)
    for office in offices:
        sources = {plan.source_sha256 for plan in office.plans} & pictures.keys()
        items = frozenset(item_id for plan in office.plans for item_id in by_plan.get(plan.id, ()))
        own = {sha256: pictures[sha256] for sha256 in sorted(sources)}
        yield OfficeTask(root, out, site, office, crosswalks, own, items)


def _written(tasks: Sequence[OfficeTask], jobs: int, follow: Follow) -> dict[str, OfficeFacts]:
    results = side_by_side(write_office, tasks, min(jobs, len(tasks))) if tasks else ()
    found = followed(WRITING_OFFICES, results, len(tasks), follow)
    return {task.office.id: one for task, one in zip(tasks, found, strict=True)}


def _write_others(
    root: Path,
    out: Path,
    site: Site,
    files: Sequence[ReleasedFile],
    offices: Sequence[OfficeFacts],
    years: Sequence[WorksFacts],
) -> list[str]:
    """Write what is of no single office; its paths."""
    made: list[Page] = [
        (f"assets/{name}", asset(package, name)) for package, name in (*SITE_ASSETS, *PAGE_ASSETS)
    ]
    made += [("assets/words.js", words_script()), ("assets/plans.js", plans_script(offices))]
    made += general_pages(site, offices)
    made.append(works_start(site, years))
    grams = [plan.grams for office in offices for plan in office.plans]
    if len(grams) > PLANS_AT_ONCE:
        made += index_scripts(grams)
    if site.base_url:
        pages = [
            path for office in offices for path in office.files if not path.startswith(f"{FORMER_FOLDER}/")
        ]
        pages += [path for year in years for path in year.files]
        pages += [path for path, _ in made if path != MISSING_FILE]
        html = [path for path in pages if path.endswith(".html")]
        made.append(("sitemap.xml", sitemap_of(site.base_url, html)))
    for path, content in made:
        write_changed(within(out, path), content, lasting=False)
    for file in files:
        _copy(root / file.path, within(out, DOWNLOADS + file.path), file.sha256)
    return [*(path for path, _ in made), *(DOWNLOADS + file.path for file in files)]


def _copy(source: Path, target: Path, sha256: str) -> None:
    """Copy a file unless its copy is there already; whatever its size, little of it is held at a time."""
    if target.is_file() and file_sha256(target) == sha256:
        return
    make_folder(target.parent)
    write_file(target, _chunks(source), lasting=False)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
    except OSError as error:
        raise unreadable(path, error) from error


def _finish(out: Path, before: Built, now: Built) -> None:
    """Take away what the build before wrote and this one did not, and keep what this one wrote."""
    for path in sorted(before.paths() - now.paths()):
        remove_file(within(out, path))
        _remove_empty(within(out, path).parent, out)
    write_built(out, now)


def _remove_empty(folder: Path, out: Path) -> None:
    while folder != out:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _report(offices: Sequence[OfficeFacts], site: Site, people: Populations | None) -> SiteReport:
    plans = [plan for office in offices for plan in office.plans]
    locked = {sha256 for office in offices for sha256 in office.locked}
    return SiteReport(
        plans=len(plans),
        items=sum(plan.items for plan in plans),
        pictures=len({path for plan in plans for path in pictures_of(plan)}),
        without_pdf=_sources(
            plan for plan in plans if not plan.pictures and plan.source_sha256 not in locked
        ),
        base_url=site.base_url,
        locked=_sources(plan for plan in plans if plan.source_sha256 in locked),
        uncompared=sum(office.uncompared for office in offices),
        unpopulated=tuple(plan.id for plan in plans if people is not None and _of(plan) not in people),
        unused=tuple(
            f"{agency} {year}" for agency, year in sorted((people or {}).keys() - set(map(_of, plans)))
        ),
    )


def _of(plan: PlanFacts) -> tuple[str, int]:
    return plan.agency_id, plan.year_roc or 0


def _sources(plans: Iterable[PlanFacts]) -> tuple[str, ...]:
    """Names of the files of some plans, each file once."""
    return tuple(sorted({plan.source_sha256: plan.source_name for plan in plans}.values()))


def missing_told(report: SiteReport) -> Iterable[Wording]:
    """What a site lacks and how it gets it."""
    if report.uncompared:
        yield MissingExtraError("for-left-out-comparisons", extra="compare", count=report.uncompared).line()
    if report.without_pdf:
        names = _listed(report.without_pdf)
        yield Wording(
            zh=f"找不到這些 PDF 檔，或繪製超過上限，其項目沒有頁面圖：{names}。"
            "請以 --pdf 指定資料夾，或放寬 --timeout、--memory。",
            en=f"Not found or too costly, so that their pages have no pictures: {names}."
            " Name the folder of the files with --pdf, or allow more with --timeout or --memory.",
        )
    if report.locked:
        names = _listed(report.locked)
        yield Wording(
            zh=f"這些 PDF 檔有密碼保護，其項目沒有頁面圖：{names}。請以 --password 提供密碼。",
            en=f"Locked by a password, so that their pages have no pictures: {names}. Give it with --password.",
        )
    if report.unpopulated:
        yield Wording(
            zh=f"人口表沒有這些計畫的機關與年度，故無每人金額：{_listed(report.unpopulated)}。",
            en=f"Not in the table of populations, so without amounts per head: {_listed(report.unpopulated)}.",
        )
    if report.unused:
        yield Wording(
            zh=f"人口表有這些機關與年度，但沒有其計畫，請核對 agency_id：{_listed(report.unused)}。",
            en=f"In the table of populations, but without a plan; check agency_id: {_listed(report.unused)}.",
        )
    if report.base_url is None:
        yield Wording(
            zh="不知道網站網址，未產生 sitemap.xml；請以 --base-url 指定。",
            en="The site's address is not known, so there is no sitemap.xml; give it with --base-url.",
        )


def _listed(names: Sequence[str]) -> str:
    more = f" (+{len(names) - NAMED_FILES})" if len(names) > NAMED_FILES else ""
    return ", ".join(names[:NAMED_FILES]) + more
