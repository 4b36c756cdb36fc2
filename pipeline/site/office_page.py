"""The page of an office: its budgets and its items through all of its years."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from pipeline.compare.charts import Chart, Stack, stacked_bars
from pipeline.compare.report_words import BANDS, NO_SECTION, same_amounts_told
from pipeline.compare.totals import Sums
from pipeline.dataclass import dataclass
from pipeline.site.addresses import office_path, plan_path
from pipeline.site.citations import Citation, CitedSource, citation_of
from pipeline.site.environment import rendered
from pipeline.site.facts import ComparisonFacts
from pipeline.site.history import History
from pipeline.site.model import Site
from pipeline.site.office_years import (
    SKIPPED,
    OfficePlan,
    SectionLine,
    amount_of,
    kinds_of_office,
    lines_of_office,
    sections_of_office,
    words_of_office,
)
from pipeline.site.pages import Page, thousands
from pipeline.site.words import LINE_WORDS, told_sums
from pipeline.web.words import Words

CELLS_A_PAGE = 1500
"""Of the table of lines: a row has one for each plan, and with them the page is about 250 KB."""
LEAST_LINES_A_PAGE = 100
BARS_A_CHART = 60
"""A longer chart is no help; the years before are in the table."""
UNEVEN = 30
"""Times the smallest amount that the largest is, above which a logarithmic scale is offered too."""


@dataclass(frozen=True, slots=True)
class OfficeChart:
    """A chart of amounts.

    Attributes:
        even: bars as long as their amounts.
        logarithmic: the same where they differ much; None where they do not.
        left_out: whether earlier years are not in it.
    """

    words: Words
    even: Chart
    logarithmic: Chart | None
    left_out: bool = False


def office_pages(
    site: Site,
    office_id: str,
    plans: Sequence[OfficePlan],
    compared: Sequence[ComparisonFacts],
    history: History,
) -> Iterator[Page]:
    """Yield path and content of the parts of an office's page.

    Args:
        site: what every page tells.
        office_id: identifier of the office.
        plans: all of its plans, by year.
        compared: comparisons of its years.
        history: what they tell of its items.
    """
    lines = lines_of_office(plans, history)
    size = max(LEAST_LINES_A_PAGE, CELLS_A_PAGE // len(plans))
    parts = max(1, -(-len(lines) // size))
    sections = sections_of_office(plans, history)
    years = dict(zip([one.facts.id for one in plans], year_labels(office_id, plans), strict=True))
    told = {
        "plans": [one.facts for one in plans],
        "years": years,
        "compared": {one.name: one for one in compared},
        "sections": sections,
        "section_names": {name: one.name for one in sections for name in (one.name, *one.former)},
        "kinds": kinds_of_office(plans),
        "wordings": words_of_office(plans),
        "pages": parts,
    }
    for number in range(1, parts + 1):
        content = rendered(
            "office.html",
            site=site,
            root="../",
            office_id=office_id,
            number=number,
            citation=_citation(site, plans, office_path(office_id, number)),
            lines=lines[(number - 1) * size : number * size],
            charts=_charts(plans, sections, years) if number == 1 else (),
            told_sums=told_sums,
            same_amounts_told=same_amounts_told,
            amount_of=amount_of,
            pair_years=_pair_years,
            plan_path=plan_path,
            BANDS=BANDS,
            LINE_WORDS=LINE_WORDS,
            SKIPPED=SKIPPED,
            **told,
        )
        yield office_path(office_id, number), content


def _citation(site: Site, plans: Sequence[OfficePlan], path: str) -> Citation:
    facts = [one.facts for one in plans]
    sources = (CitedSource(one.source_name, one.source_sha256) for one in facts)
    what = "歷年預算與項目", "budgets and items through the years"
    return citation_of(site, facts[-1].agency, sources, path, what)


def year_labels(office_id: str, plans: Sequence[OfficePlan]) -> list[Words]:
    """The years of an office's plans; with the edition where there are several plans of a year."""
    years = [one.facts.year_roc for one in plans]
    found = []
    for one in plans:
        edition = one.facts.id.removeprefix(f"{office_id}-{one.facts.year_roc}").removeprefix("-")
        told = f" {edition}" if edition and years.count(one.facts.year_roc) > 1 else ""
        found.append((one.facts.year[0] + told, one.facts.year[1] + told))
    return found


def _pair_years(one: ComparisonFacts) -> str:
    """The years of a comparison, as its name ends."""
    return "→".join(one.name.rsplit("-", 2)[1:])


def _charts(
    plans: Sequence[OfficePlan], sections: Sequence[SectionLine], years: dict[str, Words]
) -> tuple[OfficeChart, ...]:
    """Budgets of the years in all, and by section."""
    whole = [(years[one.facts.id][0], one.facts.sums) for one in plans]
    shown = plans[-max(1, BARS_A_CHART // max(1, len(sections))) :]
    bars = [
        (
            f"{_short(section.name or NO_SECTION[0])} {one.facts.year_roc or ''}".strip(),
            section.by_plan[one.facts.id],
        )
        for section in sections
        for one in shown
        if one.facts.id in section.by_plan
    ]
    given = (
        (("各年度預算（千元）", "Budget by year (NT$ thousand)"), whole, False),
        (
            ("各課室各年度預算（千元）", "Budget by section and year (NT$ thousand)"),
            bars,
            len(shown) < len(plans),
        ),
    )
    return tuple(
        OfficeChart(words, *_drawn(words, found), left_out)
        for words, found, left_out in given
        if any(sums.amount_twd for _, sums in found)
    )


def _short(name: str) -> str:
    """A name that leaves room for the year beside it."""
    room = 7
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _drawn(words: Words, bars: Sequence[tuple[str, Sums]]) -> tuple[Chart, Chart | None]:
    """Bars on an even scale, and on a logarithmic one where the short ones could hardly be seen."""
    title = " ".join(words)
    sizes = [abs(sums.amount_twd) / 1000 for _, sums in bars]
    smallest = min(size for size in sizes if size)

    def drawn(scale: Callable[[float], float]) -> Chart:
        stacks = [
            Stack(name, (("current", scale(size)),), thousands(sums))
            for (name, sums), size in zip(bars, sizes, strict=True)
        ]
        return stacked_bars(stacks, title)

    uneven = max(sizes) > UNEVEN * smallest
    return drawn(lambda size: size), drawn(lambda size: math.log1p(size / smallest)) if uneven else None
