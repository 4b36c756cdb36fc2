"""What each office's part of a site is made of, and a hash of it that tells whether anything has changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter

from pipeline.compare.crosswalk import CROSSWALK_FILE
from pipeline.corrections.reviewed import Mark
from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError
from pipeline.extras import is_installed
from pipeline.folder.marks import marks_of
from pipeline.folder.plans import PLAN_FILES_PATTERN, content_of, plan_bytes, plan_of_bytes
from pipeline.gate.folder import CONFLICTS_FOLDER, UNPUBLISHED
from pipeline.metadata.files import MANIFEST_FILE, described
from pipeline.metadata.release import ReleasedFile
from pipeline.site.addresses import plan_id_of
from pipeline.site.facts import PlanFacts
from pipeline.site.model import Site
from pipeline.stored import UNFIT, json_of

_RELEASED = TypeAdapter(list[ReleasedFile])
CODE_SUFFIXES = {".py", ".html", ".css", ".js", ".svg"}


@dataclass(frozen=True)
class PlanInput:
    """One plan as it lies in the output folder.

    Attributes:
        sha256: of its plan.json.
        files: for download.
        marks: of its items; None where nobody reviews.
    """

    id: str
    sha256: str
    agency_id: str
    county: str
    year_roc: int | None
    source_name: str
    source_sha256: str
    files: tuple[ReleasedFile, ...] = ()
    marks: tuple[Mark, ...] | None = None


@dataclass(frozen=True)
class OfficeInput:
    """All plans of one office, by year.

    Attributes:
        key: hash of all that its pages are made of, the pictures of pages aside.
    """

    id: str
    plans: tuple[PlanInput, ...]
    key: str = ""

    def pairs(self) -> list[tuple[str, tuple[PlanInput, ...], tuple[PlanInput, ...]]]:
        """Its years in turn, several editions of a year together, with the name of their comparison."""
        years: dict[int, list[PlanInput]] = defaultdict(list)
        for plan in self.plans:
            if plan.year_roc is not None:
                years[plan.year_roc].append(plan)
        return [
            (f"{self.id}-{old}-{new}", tuple(years[old]), tuple(years[new]))
            for old, new in pairwise(sorted(years))
        ]


def find_offices(
    root: Path,
    site: Site,
    files: Iterable[ReleasedFile],
    crosswalks: Path | None,
    known: Mapping[str, PlanFacts],
) -> list[OfficeInput]:
    """The plans of an output folder by office, by county and office.

    Args:
        root: the output folder.
        site: what every page tells.
        files: published, of all plans.
        crosswalks: folder of ``compare --in``.
        known: plans of an earlier build, by identifier; those that have not changed since are not read again.

    Raises:
        UnreadableError: a plan is damaged, or a file cannot be read.
        ReviewedError: reviewed.csv cannot be used.
        CorrectionsError: corrections.csv cannot be used.
    """
    downloads = _by_plan(files)
    marks = marks_of(root)
    marked: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks or ():
        marked[plan_id_of(mark.item_id) or ""].append(mark)
    offices: dict[str, list[PlanInput]] = defaultdict(list)
    for plan in _plans(root, known):
        own = None if marks is None else tuple(marked[plan.id])
        offices[plan.agency_id].append(replace(plan, files=tuple(downloads[plan.id]), marks=own))
    told = pages_key(site)
    found = (
        OfficeInput(agency_id, tuple(sorted(plans, key=lambda one: (one.year_roc or 0, one.id))))
        for agency_id, plans in offices.items()
    )
    keyed = [replace(one, key=_key(one, told, crosswalks)) for one in found]
    return sorted(keyed, key=lambda one: (min(plan.county for plan in one.plans), one.id))


def no_plans(root: Path) -> UnreadableError:
    """A folder is none of a run's outputs, or is not there."""
    return UnreadableError("folder-without-plans" if root.is_dir() else "no-output-folder", folder=root)


def released_files(root: Path) -> Iterator[ReleasedFile]:
    """The files of manifest.json that are there, and itself; none where it cannot be read."""
    try:
        content = (root / MANIFEST_FILE).read_bytes()
        listed = _RELEASED.validate_python(json_of(content)["files"])
    except UNFIT:
        return
    yield from (file for file in listed if _is_public(file.path) and (root / file.path).is_file())
    yield described(MANIFEST_FILE, content)


def pages_key(site: Site) -> list[Any]:
    """What every page is made of beside its own data: the program, and what all pages tell."""
    publisher = None if site.publisher is None else site.publisher.model_dump(mode="json")
    described_by = [site.has("dcat.jsonld"), site.has("datapackage.json")]
    return [_code_sha256(), publisher, site.base_url, described_by, is_installed("compare")]


def _is_public(path: str) -> bool:
    """Whether a file may be published, whatever a manifest says that somebody wrote by hand."""
    parts = PurePosixPath(path).parts
    kept = parts[-1] in UNPUBLISHED or CONFLICTS_FOLDER in parts[:-1]
    return not kept and not any(part.startswith(".") for part in parts)


def _by_plan(files: Iterable[ReleasedFile]) -> dict[str, list[ReleasedFile]]:
    found: dict[str, list[ReleasedFile]] = defaultdict(list)
    for file in files:
        folder, slash, _ = file.path.partition("/")
        if slash:
            found[folder].append(file)
    return found


def _plans(root: Path, known: Mapping[str, PlanFacts]) -> Iterator[PlanInput]:
    """Every plan in a folder of its name; folders that are a person's own are passed over."""
    for path in sorted(root.glob(PLAN_FILES_PATTERN)):
        content = plan_bytes(path.parent)
        sha256 = hashlib.sha256(content).hexdigest()
        facts = known.get(path.parent.name)
        if facts is not None and facts.sha256 == sha256:
            yield _of_facts(facts)
        elif (plan := _of_json(path, sha256, content)) is not None:
            yield plan


def _of_facts(facts: PlanFacts) -> PlanInput:
    return PlanInput(
        facts.id,
        facts.sha256,
        facts.agency_id,
        facts.county or "",
        facts.year_roc,
        facts.source_name,
        facts.source_sha256,
    )


def _of_json(path: Path, sha256: str, content: bytes) -> PlanInput | None:
    """A plan by the little that decides where it belongs; None where it is of another name than its folder."""
    try:
        if json_of(content)["plan"]["id"] != path.parent.name:
            return None
    except (ValueError, KeyError, TypeError):
        pass
    told = plan_of_bytes(content, path.parent)
    agency, source = told.plan.agency, told.source
    return PlanInput(
        told.plan.id,
        sha256,
        agency.id,
        agency.county or "",
        told.plan.year_roc,
        source.file_name,
        source.pages_sha256,
    )


def _key(office: OfficeInput, site: Any, crosswalks: Path | None) -> str:
    names = [name for name, _, _ in office.pairs()] if crosswalks else []
    rulings = [content_of(crosswalks / name / CROSSWALK_FILE).hex() for name in names if crosswalks]
    told = json.dumps([site, list(map(asdict, office.plans)), rulings], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _code_sha256() -> str:
    """Hash of the program: other code may write other pages."""
    digest = hashlib.sha256()
    folder = Path(__file__).parents[1]
    for path in sorted(folder.rglob("*")):
        if path.suffix in CODE_SUFFIXES:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
