"""The pages of a site, one after the other, as paths and bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.compare.charts import Chart, Stack, stacked_bars
from pipeline.compare.files import taken_rows
from pipeline.compare.flat import CHANGE_COLUMNS, numeric_rows
from pipeline.compare.model import Comparison
from pipeline.compare.report_html import report_context
from pipeline.compare.report_rows import rows_of
from pipeline.compare.report_words import NO_SECTION, ROLE_WORDS, same_amounts_told
from pipeline.compare.totals import Sums, totals_of
from pipeline.dataclass import dataclass
from pipeline.exporters.csv_form import csv_text, protected
from pipeline.exporters.tables import TABLES
from pipeline.metadata.files import json_bytes
from pipeline.metadata.release import ReleasedFile
from pipeline.normalizers.text import BYTE_ORDER_MARK
from pipeline.site.addresses import MISSING_FILE, item_path, picture_folder, plan_path
from pipeline.site.boxes import PageBox, boxes_of
from pipeline.site.citations import plan_citation
from pipeline.site.description import dataset_of
from pipeline.site.downloads import download_groups, downloads
from pipeline.site.environment import rendered
from pipeline.site.facts import NEWEST, ComparisonFacts, OfficeFacts, PlanFacts, newest_corrections
from pipeline.site.model import ItemRow, Site, SiteComparison, SitePlan
from pipeline.site.pictures import PagePicture
from pipeline.site.words import told_budget, told_sums
from pipeline.web.environment import BASE_STYLE, inline, script_hash
from pipeline.web.words import Words

ROWS_A_PAGE = 200
"""With them a plan's first page is about 200 KB; a thousand rows would be a megabyte."""
MISSING_SCRIPT = ("pipeline.site", "missing.js")
"""Stands within the page: where that is shown, no address can be relative."""
Page = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page with an item's boxes.

    Attributes:
        picture: None where the file was not at hand.
        own: whether the item itself stands on it, not only what it shares with others, such as its work item.
    """

    number: int
    boxes: tuple[PageBox, ...]
    picture: PagePicture | None
    own: bool = True


def sheets_of(plan: SitePlan, row: ItemRow) -> tuple[MarkedPage, ...]:
    """The pages of an item's boxes: those that it stands on itself, then those of what it shares with others."""
    given = boxes_of(row.section, row.item, row.findings)
    own = {number for number, boxes in given.items() if not all(box.shared for box in boxes)} or given.keys()
    return tuple(
        MarkedPage(number, given[number], plan.pictures.get(number), number in own)
        for number in sorted(given, key=lambda number: (number not in own, number))
    )


def general_pages(site: Site, offices: Sequence[OfficeFacts]) -> Iterator[Page]:
    """Yield path and content of the pages that are of no single office."""
    plans = [plan for office in offices for plan in office.plans]
    general = [file for file in site.files if "/" not in file.path]
    told = {
        "offices": len(offices),
        "plans": len(plans),
        "items": sum(plan.items for plan in plans),
        "findings": sum(plan.findings for plan in plans),
        "reviewed": _reviewed(plans),
        "newest": sorted(plans, key=lambda plan: -(plan.year_roc or 0))[:NEWEST],
        "corrected": newest_corrections([one for plan in plans for one in plan.corrected]),
        "dataset": dataset_of(site, plans, general),
    }
    parts = _parts(offices)
    for number, shown in enumerate(parts, start=1):
        path = f"index{'' if number == 1 else f'-{number}'}.html"
        yield path, _page("start.html", site, "", shown=shown, number=number, pages=len(parts), **told)
    yield "search.html", _page("search.html", site, "", sources=_sources_told(plans))
    yield (
        "data.html",
        _page("data.html", site, "", groups=download_groups(site.files), tables=TABLES.values(), **told),
    )
    yield MISSING_FILE, _missing_page(site)


def _sources_told(plans: Sequence[PlanFacts]) -> Words:
    """What a search is over, for files that are taken away from it; each hit names its own plan."""
    return (
        f"{len(plans):,} 份工作計畫，每列的識別碼與網址指明其計畫",
        f"{len(plans):,} work plans; identifier and address of each row name its plan",
    )


def _missing_page(site: Site) -> bytes:
    script = inline(MISSING_SCRIPT)
    own = {"script": script, "script_hash": script_hash(script), "style": inline(BASE_STYLE)}
    return _page("missing.html", site, "", **own)


def _reviewed(plans: Sequence[PlanFacts]) -> int | None:
    """Number of items that people have checked; None where nobody has begun to."""
    counts = [plan.reviewed for plan in plans if plan.reviewed is not None]
    return sum(counts) if counts else None


def _parts(offices: Sequence[OfficeFacts]) -> list[list[OfficeFacts]]:
    """Offices in parts of at most so many plans, an office never parted."""
    parts: list[list[OfficeFacts]] = [[]]
    held = 0
    for office in offices:
        if parts[-1] and held + len(office.plans) > ROWS_A_PAGE:
            parts.append([])
            held = 0
        parts[-1].append(office)
        held += len(office.plans)
    return parts


def plan_pages(
    site: Site,
    plan: SitePlan,
    facts: PlanFacts,
    compared: Sequence[ComparisonFacts],
    files: Sequence[ReleasedFile],
) -> Iterator[Page]:
    """Yield path and content of the parts of a plan's page.

    Args:
        site: what every page tells.
        plan: the plan.
        facts: what lists tell of it.
        compared: the comparisons that it is in.
        files: its own, for download.
    """
    parts = max(1, -(-len(plan.rows) // ROWS_A_PAGE))
    for number in range(1, parts + 1):
        first = (number - 1) * ROWS_A_PAGE
        yield (
            plan_path(plan.id, number),
            _page(
                "plan.html",
                site,
                "../../",
                plan=plan,
                number=number,
                pages=parts,
                rows=plan.rows[first : first + ROWS_A_PAGE],
                elsewhere=_elsewhere(plan) if number == 1 else [],
                compared=compared,
                charts=list(_charts(plan)) if number == 1 else [],
                files=downloads(files),
                dataset=dataset_of(site, [facts], files, facts),
                pictures=picture_folder(plan.document.source.pages_sha256),
                citation=plan_citation(site, [plan], plan_path(plan.id)),
            ),
        )


def _elsewhere(plan: SitePlan) -> list[tuple[int, ItemRow]]:
    """Items that stand on a further part of the plan's page, each with the number of that part."""
    rows = enumerate(plan.rows[ROWS_A_PAGE:], start=ROWS_A_PAGE)
    return [(place // ROWS_A_PAGE + 1, row) for place, row in rows]


def comparison_pages(site: Site, one: SiteComparison) -> Iterator[Page]:
    """Yield path and content of the page of a comparison and of all its changes as CSV."""
    yield f"compare/{one.name}.csv", _changes_file(one.comparison)
    path = f"compare/{one.name}.html"
    rows = rows_of(one.comparison)
    # A thousand items that did not change would be most of the page, and each is shown with its plan.
    shown = [row for row in rows if row.change.status != "unchanged"]
    taken = taken_rows(one.comparison, shown)
    context = report_context(one.comparison, rows, totals_of(one.comparison), taken)
    context["rows"] = shown
    old, new = one.old[0].year, one.new[0].year
    what = f"{old[0]}與 {new[0]}工作計畫差異", f"changes of the work plan from {old[1]} to {new[1]}"
    citation = plan_citation(site, (*one.old, *one.new), path, what)
    left_out = len(rows) - len(shown)
    yield (
        path,
        rendered(
            "compared.html",
            site=site,
            root="../",
            one=one,
            left_out=left_out,
            citation=citation,
            address_of=lambda entry: f"../{item_path(entry.plan_id, entry.id)}",
            **context,
        ),
    )


def _changes_file(comparison: Comparison) -> bytes:
    """All changes as changes.csv tells them, for people with a spreadsheet: no cell is run or changed by it."""
    cells = (
        [protected(cell) if isinstance(cell, str) else cell for cell in row]
        for row in numeric_rows(comparison)
    )
    return BYTE_ORDER_MARK + csv_text([CHANGE_COLUMNS, *cells]).encode()


def item_record(plan: SitePlan, row: ItemRow) -> bytes:
    """An item with all that is needed to use it alone, as JSON."""
    told = plan.document.plan
    cells = [cell for cell in row.section.budgets if cell.id in row.item.budget_ids]
    return json_bytes(
        {
            "schema_version": plan.document.schema_version,
            "plan": {
                "id": told.id,
                "agency": told.agency.model_dump(mode="json"),
                "year_roc": told.year_roc,
                "year": told.year,
            },
            "source": plan.document.source.model_dump(mode="json"),
            "section": {"id": row.section.id, "name": row.section.name},
            "item": row.item.model_dump(mode="json"),
            "budgets": [cell.model_dump(mode="json") for cell in cells],
            "findings": [one.model_dump(mode="json") for one in row.findings],
        }
    )


def thousands(sums: Sums) -> str:
    """A sum in thousands; a dash where no cell is an amount, which is not the same as nought."""
    if not sums.amounts:
        return "—"
    thousands = sums.amount_twd / 1000
    return f"{thousands:,.0f}" if thousands.is_integer() else f"{thousands:,.3f}"


def _charts(plan: SitePlan) -> Iterator[tuple[Words, Chart]]:
    """Sums by section for each role that has amounts, and the kinds of the year's cells by section."""
    for role in plan.roles:
        sums = [(one.name or NO_SECTION[0], one.by_role[role]) for one in plan.sections]
        given = [Stack(name, ((role, abs(one.amount_twd) / 1000),), thousands(one)) for name, one in sums]
        if any(one.amount_twd for _, one in sums):
            words = (
                f"各課室{ROLE_WORDS[role][0]}（千元）",
                f"{ROLE_WORDS[role][1]} by section (NT$ thousand)",
            )
            yield words, stacked_bars(given, " ".join(words))
    kinds = [
        (one.name or NO_SECTION[0], (cells.amounts, cells.texts, cells.nils))
        for one in plan.sections
        if (cells := one.by_role.get("current")) is not None
    ]
    if any(any(counts) for _, counts in kinds):
        words = ("各課室的預算格：金額＋文字＋無（格）", "Budget cells by section: amounts + words + none")
        parts = ("amount", "text", "nil")
        stacks = [
            Stack(name, tuple(zip(parts, counts, strict=True)), " + ".join(map(str, counts)))
            for name, counts in kinds
        ]
        yield words, stacked_bars(stacks, " ".join(words))


def _page(name: str, site: Site, root: str, **context: Any) -> bytes:
    known = {"told_sums": told_sums, "told_budget": told_budget, "same_amounts_told": same_amounts_told}
    return rendered(name, site=site, root=root, **known, **context)
