"""The pages of a site, one after the other, as paths and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.compare.charts import Chart, Stack, stacked_bars
from pipeline.compare.report_html import report_context
from pipeline.compare.report_rows import rows_of
from pipeline.compare.report_words import NO_SECTION, ROLE_WORDS
from pipeline.compare.totals import Sums, totals_of
from pipeline.exporters.tables import TABLES
from pipeline.metadata.files import json_bytes
from pipeline.models import Correction
from pipeline.site.boxes import PageBox, boxes_of
from pipeline.site.description import citation_of, dataset_of, item_path, plan_path, sitemap_of
from pipeline.site.environment import SITE_ASSETS, rendered
from pipeline.site.model import ItemRow, Site, SiteComparison, SitePlan
from pipeline.site.pictures import PagePicture
from pipeline.site.search import items_script, plans_script
from pipeline.site.words import told_budget, told_sums
from pipeline.web.environment import asset
from pipeline.web.words import Words

ROWS_A_PAGE = 200
"""With them a plan's first page is about 200 KB; a thousand rows would be a megabyte."""
NEWEST = 8
"""Plans and corrections under "what is new"."""
PICTURES_SHA256_CHARACTERS = 16
"""Characters of a SHA-256 that name the folder of a file's pictures."""
JOIN = "join"
"""Field of a correction that joined another item to this one: that item's address leads here."""
Page = tuple[str, bytes]
Office = tuple[Words, list[SitePlan]]
"""Its name, and its plans by year."""


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


def pages_of(site: Site) -> Iterator[Page]:
    """Yield path and content of every page, script and record; pictures and downloads are copied, not made here."""
    yield from ((f"assets/{name}", asset(package, name)) for package, name in SITE_ASSETS)
    yield "assets/plans.js", plans_script(site)
    known = {row.id: (plan, row) for plan, row in site.items()}
    html = [*_plain_pages(site, known), *(_comparison_page(site, one) for one in site.comparisons)]
    paths = [path for path, _ in html]
    yield from html
    for plan in site.plans:
        for path, content in (*_plan_pages(site, plan), *_item_pages(site, plan, known)):
            paths.append(path)
            yield path, content
        yield f"plans/{plan.id}/items.js", items_script(plan)
    if site.base_url:
        yield "sitemap.xml", sitemap_of(site.base_url, [path for path in paths if path.endswith(".html")])


def picture_folder(plan: SitePlan) -> str:
    """Folder of the pictures of a plan's pages, within the site: named by the file's bytes."""
    return f"pages/{plan.document.source.sha256[:PICTURES_SHA256_CHARACTERS]}"


def sheets_of(plan: SitePlan, row: ItemRow) -> tuple[MarkedPage, ...]:
    """The pages of an item's boxes: those that it stands on itself, then those of what it shares with others."""
    given = boxes_of(row.section, row.item, row.findings)
    own = {number for number, boxes in given.items() if not all(box.shared for box in boxes)} or given.keys()
    return tuple(
        MarkedPage(number, given[number], plan.pictures.get(number), number in own)
        for number in sorted(given, key=lambda number: (number not in own, number))
    )


def _plain_pages(site: Site, known: dict[str, tuple[SitePlan, ItemRow]]) -> Iterator[Page]:
    offices: dict[str, list[SitePlan]] = {}
    for plan in site.plans:
        offices.setdefault(plan.document.plan.agency.id, []).append(plan)
    newest = sorted(site.plans, key=lambda plan: -(plan.document.plan.year or 0))[:NEWEST]
    corrected: list[tuple[ItemRow, Correction]] = [
        (row, one) for _, row in known.values() for one in row.item.corrections
    ]
    corrected.sort(key=lambda one: one[1].date, reverse=True)
    parts = _parts([(plans[0].agency, plans) for plans in offices.values()])
    for number, shown in enumerate(parts, start=1):
        yield (
            f"index{'' if number == 1 else f'-{number}'}.html",
            _page(
                "start.html",
                site,
                "",
                shown=shown,
                offices=len(offices),
                number=number,
                pages=len(parts),
                items=len(known),
                findings=sum(len(plan.document.findings) for plan in site.plans),
                newest=newest,
                corrected=corrected[:NEWEST],
                dataset=dataset_of(site),
            ),
        )
    yield "search.html", _page("search.html", site, "")
    own = tuple(f"{plan.id}/" for plan in site.plans)
    yield (
        "data.html",
        _page(
            "data.html",
            site,
            "",
            files=[file for file in site.files if not file.path.startswith(own)],
            tables=TABLES.values(),
            items=len(known),
            dataset=dataset_of(site),
        ),
    )


def _parts(offices: list[Office]) -> list[list[Office]]:
    """Offices in parts of at most so many plans, an office never parted."""
    parts: list[list[Office]] = [[]]
    for office in offices:
        if parts[-1] and sum(len(plans) for _, plans in parts[-1]) + len(office[1]) > ROWS_A_PAGE:
            parts.append([])
        parts[-1].append(office)
    return parts


def _plan_pages(site: Site, plan: SitePlan) -> Iterator[Page]:
    parts = max(1, -(-len(plan.rows) // ROWS_A_PAGE))
    for number in range(1, parts + 1):
        path = plan_path(plan, number)
        yield (
            path,
            _page(
                "plan.html",
                site,
                "../../",
                plan=plan,
                number=number,
                pages=parts,
                rows=plan.rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE],
                compared=[one for one in site.comparisons if plan.id in (*one.old_ids, *one.new_ids)],
                charts=list(_charts(plan)) if number == 1 else [],
                files=[file for file in site.files if file.path.startswith(f"{plan.id}/")],
                dataset=dataset_of(site, plan),
            ),
        )


def _item_pages(site: Site, plan: SitePlan, known: dict[str, tuple[SitePlan, ItemRow]]) -> Iterator[Page]:
    titles = {row.id: row.title for row in plan.rows}
    for place, row in enumerate(plan.rows):
        yield (
            item_path(row.id),
            _page(
                "item.html",
                site,
                "../",
                plan=plan,
                row=row,
                before=plan.rows[place - 1] if place else None,
                behind=plan.rows[place + 1] if place + 1 < len(plan.rows) else None,
                line=[known[one] for _, one in site.lines.get(row.id, ()) if one in known],
                marks=site.marks.get(row.id, ()),
                citation=citation_of(site, plan, row),
                sheets=sheets_of(plan, row),
                pictures=picture_folder(plan),
                title_of=titles.get,
            ),
        )
        yield f"items/{row.id}.json", _record(plan, row)
        for one in row.item.corrections:
            if one.field == JOIN and one.new:
                yield item_path(one.new), _page("gone.html", site, "../", row=row, item_id=one.new)


def _comparison_page(site: Site, one: SiteComparison) -> Page:
    rows = rows_of(one.comparison)
    context = report_context(one.comparison, rows, totals_of(one.comparison))
    # A thousand items that did not change would be most of the page, and each has a page of its own.
    context["rows"] = [row for row in rows if row.change.status != "unchanged"]
    left_out = len(rows) - len(context["rows"])
    return (
        f"compare/{one.name}.html",
        rendered("compared.html", site=site, root="../", one=one, left_out=left_out, **context),
    )


def _record(plan: SitePlan, row: ItemRow) -> bytes:
    """An item with all that is needed to use it alone."""
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


def _charts(plan: SitePlan) -> Iterator[tuple[Words, Chart]]:
    """Sums by section for each role that has amounts, and the kinds of the year's cells by section."""
    for role in plan.roles:
        sums = [(one.name or NO_SECTION[0], one.by_role[role]) for one in plan.sections]
        given = [Stack(name, ((role, abs(one.amount_twd) / 1000),), _thousands(one)) for name, one in sums]
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


def _thousands(sums: Sums) -> str:
    """A sum in thousands; a dash where no cell is an amount, which is not the same as nought."""
    if not sums.amounts:
        return "—"
    thousands = sums.amount_twd / 1000
    return f"{thousands:,.0f}" if thousands.is_integer() else f"{thousands:,.3f}"


def _page(name: str, site: Site, root: str, **context: Any) -> bytes:
    return rendered(name, site=site, root=root, told_sums=told_sums, told_budget=told_budget, **context)
