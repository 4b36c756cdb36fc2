"""The years that several offices have a plan of: written anew only where one of their plans has changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.exporters.disk import write_changed
from pipeline.files.inputs import unreadable
from pipeline.messages.wording import Wording
from pipeline.processes import Follow, followed
from pipeline.site.addresses import kept_works_path, within
from pipeline.site.facts import OfficeFacts, PlanFacts, WorksFacts
from pipeline.site.inputs import pages_key
from pipeline.site.model import Site
from pipeline.site.populations import Populations
from pipeline.site.record import are_whole
from pipeline.site.works import LEAST_OFFICES, OfficeWork, works_of_json, works_of_year
from pipeline.site.works_pages import works_pages

WRITING_YEARS = Wording(zh="機關並列的頁面", en="pages of offices side by side")


def write_years(
    out: Path,
    site: Site,
    offices: Iterable[OfficeFacts],
    populations: Populations | None,
    before: Sequence[WorksFacts],
    follow: Follow,
) -> tuple[WorksFacts, ...]:
    """Write the pages of each year that several offices have a plan of.

    Args:
        out: the site's folder, with the pages of the offices.
        site: what every page tells.
        offices: all that were built.
        populations: that a person gives; None where nobody does.
        before: what the build before wrote.
        follow: is told of each year.

    Raises:
        UnreadableError: a plan's kinds of work cannot be read.
        UnwritableError: a page cannot be written.
    """
    known = {one.year_roc: one for one in before}
    years = _years(offices)
    written = (
        _year(out, site, year, plans, populations, known.get(year)) for year, plans in sorted(years.items())
    )
    return tuple(followed(WRITING_YEARS, written, len(years), follow))


def _years(offices: Iterable[OfficeFacts]) -> dict[int, list[PlanFacts]]:
    found: dict[int, list[PlanFacts]] = defaultdict(list)
    for office in offices:
        for plan in office.plans:
            if plan.year_roc is not None:
                found[plan.year_roc].append(plan)
    return {year: plans for year, plans in found.items() if _offices(plans) >= LEAST_OFFICES}


def _offices(plans: Iterable[PlanFacts]) -> int:
    return len({plan.agency_id for plan in plans})


def _year(
    out: Path,
    site: Site,
    year_roc: int,
    plans: Sequence[PlanFacts],
    populations: Populations | None,
    before: WorksFacts | None,
) -> WorksFacts:
    key = _key(site, year_roc, plans, populations)
    if before is not None and before.key == key and are_whole(out, before.files):
        return before
    works = works_of_year(plans, _reader(out))
    files = {}
    for path, content in works_pages(site, year_roc, plans, works, populations):
        write_changed(within(out, path), content, lasting=False)
        files[path] = hashlib.sha256(content).hexdigest()
    return WorksFacts(year_roc, key, _offices(plans), works.found, files)


def _reader(out: Path) -> Callable[[PlanFacts], list[OfficeWork]]:
    def read(plan: PlanFacts) -> list[OfficeWork]:
        path = within(out, kept_works_path(plan.id))
        try:
            return works_of_json(plan.id, path.read_bytes())
        except OSError as error:
            raise unreadable(path, error) from error

    return read


def _key(site: Site, year_roc: int, plans: Iterable[PlanFacts], populations: Populations | None) -> str:
    people: Mapping[str, object] | None = None
    if populations is not None:
        people = {
            agency_id: asdict(one) for (agency_id, year), one in populations.items() if year == year_roc
        }
        people |= {"": any(one.villages for one in populations.values())}
    told = [pages_key(site), [[plan.id, plan.sha256] for plan in plans], people]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
