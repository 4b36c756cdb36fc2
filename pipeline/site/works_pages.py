"""The pages of a year that show the same kind of work of several offices side by side, in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from urllib.parse import urlencode

from pipeline.compare.report_rows import LEVEL_SEPARATOR
from pipeline.dataclass import dataclass
from pipeline.site.addresses import WORKS_START, item_path, plan_path, works_path
from pipeline.site.environment import rendered
from pipeline.site.facts import PlanFacts, WorksFacts, year_told
from pipeline.site.model import Site
from pipeline.site.pages import Page
from pipeline.site.populations import Population, Populations
from pipeline.site.words import WORK_LEVEL_WORDS
from pipeline.site.works import OFFICES_A_KIND, WorkKind, WorkRow, WorksOfYear

WORKS_A_PAGE = 400
"""Rows, with which a page is about 250 KB."""
CENT = Decimal("0.01")
WHOLE_FROM_TWD = 100
"""Shares from which on they are told in whole dollars."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the table.

    Attributes:
        kind: what it is a row of.
        per_head_twd: None where the amount or the population is not known.
        per_village_twd: the same of villages.
    """

    kind: WorkKind
    row: WorkRow
    population: Population | None

    @property
    def place(self) -> str:
        """Path within the site of what shows all of its items: the item, or those of the plan with its words."""
        work = self.row.work
        if work.items == 1:
            return item_path(self.row.plan.id, work.item_id)
        words = " ".join(work.wording.split(LEVEL_SEPARATOR))
        return f"{plan_path(self.row.plan.id)}#{urlencode({'q': words})}"

    @property
    def per_head_twd(self) -> Decimal | None:
        """Dollars for each person."""
        return _share(self.row.work.amount_twd, self.population.people if self.population else None)

    @property
    def per_village_twd(self) -> Decimal | None:
        """Dollars for each village."""
        return _share(self.row.work.amount_twd, self.population.villages if self.population else None)


def works_pages(
    site: Site, year_roc: int, plans: Sequence[PlanFacts], works: WorksOfYear, populations: Populations | None
) -> Iterator[Page]:
    """Yield path and content of the parts of a year's page.

    Args:
        site: what every page tells.
        year_roc: the year.
        plans: all plans of the year.
        works: what they do.
        populations: that a person gives; None where nobody does, and then no page tells of any.
    """
    parts = _parts(works.kinds)
    known = populations or {}
    for number, kinds in enumerate(parts, start=1):
        rows = [
            ShownRow(kind, row, known.get((row.plan.agency_id, year_roc)))
            for kind in kinds
            for row in kind.rows
        ]
        content = rendered(
            "works.html",
            site=site,
            root="../",
            year=year_told(year_roc),
            year_roc=year_roc,
            offices=len({plan.agency_id for plan in plans}),
            works=works,
            rows=rows,
            number=number,
            pages=len(parts),
            works_path=works_path,
            has_people=any(one.population for one in rows),
            has_villages=any(one.population.villages for one in rows if one.population),
            alone=_without_common(plans, rows) if len(parts) == 1 else (),
            lacking=populations is not None and not any(one.population for one in rows),
            OFFICES_A_KIND=OFFICES_A_KIND,
            WORK_LEVEL_WORDS=WORK_LEVEL_WORDS,
        )
        yield works_path(year_roc, number), content


def _without_common(plans: Sequence[PlanFacts], rows: Sequence[ShownRow]) -> tuple[str, ...]:
    """Names of offices that have no work in the words of another one."""
    shown = {one.row.plan.agency_id for one in rows}
    return tuple(dict.fromkeys(plan.agency[0] for plan in plans if plan.agency_id not in shown))


def works_start(site: Site, years: Sequence[WorksFacts]) -> Page:
    """Path and content of the page that leads to the years."""
    told = [(one, year_told(one.year_roc), works_path(one.year_roc)) for one in reversed(years)]
    return WORKS_START, rendered("works_start.html", site=site, root="../", years=told)


def _parts(kinds: Sequence[WorkKind]) -> list[list[WorkKind]]:
    """Kinds in parts of at most so many rows, a kind never parted."""
    parts: list[list[WorkKind]] = [[]]
    held = 0
    for kind in kinds:
        if parts[-1] and held + len(kind.rows) > WORKS_A_PAGE:
            parts.append([])
            held = 0
        parts[-1].append(kind)
        held += len(kind.rows)
    return parts


def _share(amount_twd: int | None, among: int | None) -> Decimal | None:
    """Dollars for each; cents of what is a hundred or more would claim what no count of people bears out."""
    if amount_twd is None or not among:
        return None
    share = Decimal(amount_twd) / among
    return share.quantize(Decimal(1) if share >= WHOLE_FROM_TWD else CENT)
