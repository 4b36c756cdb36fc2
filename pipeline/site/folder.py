"""An output folder as a site: its plans, comparisons, downloads, and the PDF files that it was read from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from pipeline.compare.comparison import compare_documents
from pipeline.compare.crosswalk import CROSSWALK_FILE, rulings_of
from pipeline.compare.entries import side_of
from pipeline.compare.lineages import lineage_rows
from pipeline.corrections.progress import review_progress
from pipeline.corrections.reviewed import Mark
from pipeline.errors import UnreadableError
from pipeline.extras import is_installed
from pipeline.files.inputs import file_sha256
from pipeline.files.remote import PDF_SUFFIX
from pipeline.folder.comparisons import read_crosswalk
from pipeline.folder.freshness import RUN_FILE
from pipeline.folder.marks import marks_of
from pipeline.folder.plans import read_plan
from pipeline.folder.publication import PUBLISHER_FILE
from pipeline.folder.sides import plan_paths
from pipeline.metadata.files import MANIFEST_FILE, described
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import read_publisher
from pipeline.metadata.release import ReleasedFile
from pipeline.models import PlanDocument
from pipeline.site.model import ChangeMark, Site, SiteComparison, SitePlan


def find_sources(root: Path, folders: Iterable[Path], wanted: Iterable[str]) -> dict[str, Path]:
    """Where the files of some hashes lie.

    Args:
        root: an output folder; the paths of its run.json are tried first, as they were named then.
        folders: searched with all that is below them; a file may be named too.
        wanted: SHA-256 of the files, hexadecimal.

    Returns:
        Path by SHA-256. A file with the right name and other bytes is none of them.

    Raises:
        UnreadableError: one of the folders is not there.
    """
    missing = set(wanted)
    found: dict[str, Path] = {}
    for path in _candidates(root, list(folders)):
        if not missing:
            break
        with suppress(UnreadableError):
            sha256 = file_sha256(path)
            if sha256 in missing:
                missing.discard(sha256)
                found[sha256] = path
    return found


def _candidates(root: Path, folders: list[Path]) -> Iterator[Path]:
    for named in folders:
        if not named.exists():
            raise UnreadableError("no-folder", folder=named)
    yield from (path for path in _of_last_run(root) if path.is_file())
    for named in folders:
        if named.is_file():
            yield named
        else:
            yield from sorted(path for path in named.rglob("*") if path.suffix.lower() == PDF_SUFFIX)


def _of_last_run(root: Path) -> list[Path]:
    """Paths of the last run's inputs; none where it says nothing that can be read."""
    try:
        report = json.loads((root / RUN_FILE).read_bytes())
        return [Path(one["path"]) for one in report["inputs"] if one.get("sha256")]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


DOWNLOADS = "data/"
"""Folder of the published files within the site."""
Lines = dict[str, tuple[tuple[int | None, str], ...]]
Pair = tuple[str, tuple[SitePlan, ...], tuple[SitePlan, ...]]
"""Name of a comparison, plans of its older and of its newer year."""


def read_site(root: Path, comparisons: Path | None = None, base_url: str | None = None) -> Site:
    """What a site of an output folder shows; pictures aside.

    Args:
        root: that ``run`` wrote to.
        comparisons: that ``compare --in`` wrote to; rulings of its crosswalks are followed.
        base_url: of the site; by default the publisher's address of the files, where these lie in the site's ``data/``.

    Raises:
        UnreadableError: there is no such folder, it holds no plan, or a file of it is damaged.
        CrosswalkError: a crosswalk cannot be used.
        PublisherError: publisher.toml cannot be used.
        ReviewedError: reviewed.csv cannot be used.
    """
    documents = [read_plan(path.parent) for path in plan_paths(root)]
    if not documents:
        raise no_plans(root)
    marks = marks_of(root)
    plans = sorted((_plan(document, marks) for document in documents), key=_order)
    pairs = list(_pairs(plans))
    compared = list(_compared(pairs, comparisons)) if is_installed("compare") else []
    publisher = read_publisher(root / PUBLISHER_FILE) if (root / PUBLISHER_FILE).exists() else None
    return Site(
        plans=tuple(plans),
        comparisons=tuple(compared),
        lines=_lines(compared),
        marks=_marks(compared),
        files=tuple(_files(root)),
        data=root,
        publisher=publisher,
        base_url=base_url or (_address_of(publisher) if publisher else None),
        uncompared=len(pairs) - len(compared),
    )


def _address_of(publisher: Publisher) -> str | None:
    """The site's address, where the published files lie in its folder for downloads."""
    files = publisher.dataset.base_url
    return files.removesuffix(DOWNLOADS) if files.endswith(f"/{DOWNLOADS}") else None


def no_plans(root: Path) -> UnreadableError:
    """A folder is none of a run's outputs, or is not there."""
    return UnreadableError("folder-without-plans" if root.is_dir() else "no-output-folder", folder=root)


def _plan(document: PlanDocument, marks: Sequence[Mark] | None) -> SitePlan:
    entries = side_of([document], document.source.file_name).entries
    reviewed = None if marks is None else review_progress([document], marks).checked
    return SitePlan(document, entries, reviewed=reviewed)


def _order(plan: SitePlan) -> tuple[str, str, int, str]:
    told = plan.document.plan
    return told.agency.county or "", told.agency.id, told.year_roc or 0, told.id


def _pairs(plans: Iterable[SitePlan]) -> Iterator[Pair]:
    """Each office's years in turn, several editions of a year together."""
    offices: dict[str, dict[int, list[SitePlan]]] = defaultdict(lambda: defaultdict(list))
    for plan in plans:
        if plan.document.plan.year_roc is not None:
            offices[plan.document.plan.agency.id][plan.document.plan.year_roc].append(plan)
    for agency_id, years in sorted(offices.items()):
        for old, new in pairwise(sorted(years)):
            yield f"{agency_id}-{old}-{new}", tuple(years[old]), tuple(years[new])


def _compared(pairs: Iterable[Pair], folder: Path | None) -> Iterator[SiteComparison]:
    for name, old, new in pairs:
        rows = read_crosswalk(folder / name / CROSSWALK_FILE) if folder else ()
        comparison = compare_documents(
            [plan.document for plan in old], [plan.document for plan in new], rulings_of(rows)
        )
        yield SiteComparison(name, comparison, old, new)


def _lines(compared: Sequence[SiteComparison]) -> Lines:
    """Of each item, all items of the lines that it is in, by year."""
    series: dict[str, list[SiteComparison]] = defaultdict(list)
    for one in compared:
        series[one.old[0].document.plan.agency.id].append(one)
    found: dict[str, dict[tuple[int | None, str], None]] = defaultdict(dict)
    for comparisons in series.values():
        lines: dict[str, list[tuple[int | None, str]]] = defaultdict(list)
        for line_id, year, item_id in lineage_rows([one.comparison for one in comparisons]):
            lines[line_id].append((year, item_id))
        for line in lines.values():
            for _, item_id in line:
                found[item_id].update(dict.fromkeys(line))
    return {item_id: tuple(sorted(line, key=lambda one: one[0] or 0)) for item_id, line in found.items()}


def _marks(compared: Iterable[SiteComparison]) -> Mapping[str, tuple[ChangeMark, ...]]:
    found: dict[str, list[ChangeMark]] = defaultdict(list)
    for one in compared:
        for number, change in enumerate(one.comparison.changes, start=1):
            for entry in (*change.old, *change.new):
                found[entry.id].append(ChangeMark(one, number, change.status))
    return {item_id: tuple(marks) for item_id, marks in found.items()}


def _files(root: Path) -> Iterator[ReleasedFile]:
    """The files of manifest.json that are there, and itself; none where it cannot be read."""
    try:
        content = (root / MANIFEST_FILE).read_bytes()
        listed = [ReleasedFile(**one) for one in json.loads(content)["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return
    yield from (file for file in listed if (root / file.path).is_file())
    yield described(MANIFEST_FILE, content)
