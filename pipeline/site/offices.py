"""All pages of one office: its years compared in turn, then its plans, each read and forgotten again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path

from pipeline.corrections.progress import review_progress
from pipeline.dataclass import dataclass
from pipeline.exporters.disk import write_changed
from pipeline.extras import is_installed
from pipeline.folder.plans import read_plan
from pipeline.site.addresses import former_page, kept_works_path, within
from pipeline.site.facts import ComparisonFacts, OfficeFacts
from pipeline.site.history import History, history_of
from pipeline.site.inputs import OfficeInput, PlanInput
from pipeline.site.model import Site, SiteComparison, SitePlan, site_plan
from pipeline.site.office_page import office_pages
from pipeline.site.office_years import OfficePlan, office_plan
from pipeline.site.pages import Page, comparison_pages, item_record, plan_pages
from pipeline.site.pictures import PagePicture
from pipeline.site.scripts import items_script, plan_script
from pipeline.site.works import works_json, works_of


@dataclass(frozen=True)
class OfficeTask:
    """An office whose pages are to be written.

    Attributes:
        root: the output folder.
        out: the site's folder.
        crosswalks: folder of ``compare --in``, whose crosswalks are followed.
        pictures: of the pages of each PDF file, by its SHA-256; None for one that is locked.
        former: its items that had pages of their own in an earlier version.
    """

    root: Path
    out: Path
    site: Site
    office: OfficeInput
    crosswalks: Path | None = None
    pictures: Mapping[str, Mapping[int, PagePicture] | None] = field(default_factory=dict)
    former: frozenset[str] = frozenset()


def write_office(task: OfficeTask) -> OfficeFacts:
    """Write all pages of an office; files that hold the same as before are not touched.

    Raises:
        UnreadableError: a plan is damaged, or a crosswalk cannot be read.
        CrosswalkError: a crosswalk cannot be used.
        UnwritableError: a file cannot be written.
    """
    files: dict[str, str] = {}

    def write(pages: Iterable[Page]) -> None:
        for path, content in pages:
            write_changed(within(task.out, path), content, lasting=False)
            files[path] = hashlib.sha256(content).hexdigest()

    facts: list[ComparisonFacts] = []

    def compared(one: SiteComparison) -> None:
        write(comparison_pages(task.site, one))
        facts.append(one.facts)

    def read(given: PlanInput) -> SitePlan:
        return _plan(task, given)

    history = History()
    if is_installed("compare"):
        history = history_of(task.office, read, task.crosswalks, compared)
    plans: list[OfficePlan] = []
    for given in task.office.plans:
        plan = read(given)
        told = plan.facts(given.sha256)
        own = [one for one in facts if plan.id in (*one.old_ids, *one.new_ids)]
        write(plan_pages(task.site, plan, told, own, given.files))
        write([(f"plans/{plan.id}/items.js", items_script(plan))])
        write([(f"plans/{plan.id}/plan.js", plan_script(plan, task.site, own, history))])
        write([(kept_works_path(plan.id), works_json(plan.id, works_of(plan)))])
        write(_former_pages(task, plan))
        plans.append(office_plan(plan, told))
    write(office_pages(task.site, task.office.id, plans, facts, history))
    return OfficeFacts(
        key=task.office.key,
        plans=tuple(plan.facts for plan in plans),
        comparisons=tuple(facts),
        uncompared=len(task.office.pairs()) - len(facts),
        files=files,
        locked=tuple(sorted(sha256 for sha256, one in task.pictures.items() if one is None)),
    )


def _plan(task: OfficeTask, given: PlanInput) -> SitePlan:
    document = read_plan(task.root / given.id)
    reviewed = None if given.marks is None else review_progress([document], given.marks).checked
    return replace(site_plan(document, reviewed), pictures=task.pictures.get(given.source_sha256) or {})


def _former_pages(task: OfficeTask, plan: SitePlan) -> Iterator[Page]:
    """What stands where earlier versions had an item's page and record."""
    for row in plan.rows:
        if row.id in task.former:
            yield f"items/{row.id}.html", former_page(plan.id, row.id)
            yield f"items/{row.id}.json", item_record(plan, row)
        for gone in row.joined:
            if gone in task.former:
                yield f"items/{gone}.html", former_page(plan.id, gone)
