"""What the site says of itself to search engines and to those who cite it: schema.org, sitemap, citations."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from pipeline.metadata.vocabulary import LICENCES
from pipeline.models import Section
from pipeline.site.model import ItemRow, Site, SitePlan
from pipeline.web.words import Words, pages_told

SCHEMA = "https://schema.org/"


def dataset_of(site: Site, plan: SitePlan | None = None) -> dict[str, Any]:
    """A schema.org Dataset: of the whole site, or of one plan as a part of it.

    Addresses are absolute where the site's is known, else relative to the start page.
    """
    base = site.base_url or ""
    # The publisher's word on where the files lie goes before where this site has a copy of them.
    files = site.publisher.dataset.base_url if site.publisher else f"{base}data/"
    name = site.title[0] if plan is None else f"{plan.name[0]}工作計畫"
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Dataset",
        "name": name,
        "description": _description(site, plan),
        "inLanguage": "zh-TW",
        "isAccessibleForFree": True,
        "temporalCoverage": _years(site.plans if plan is None else (plan,)),
        "creator": [
            {"@type": "GovernmentOrganization", "name": agency}
            for agency in dict.fromkeys(one.agency[0] for one in (site.plans if plan is None else (plan,)))
        ],
        "variableMeasured": ["預算金額（新臺幣元）", "工作項目", "實施內容"],
    }
    if base:
        found["url"] = base if plan is None else f"{base}{plan_path(plan)}"
    if site.publisher is not None:
        found["publisher"] = {"@type": "Organization", "name": site.publisher.publisher.name}
        found["license"] = LICENCES[site.publisher.license.name].url
        found["version"] = site.publisher.dataset.version
        found["datePublished"] = site.publisher.dataset.issued.isoformat()
        found["dateModified"] = site.publisher.dataset.modified.isoformat()
        found["keywords"] = [*site.publisher.dataset.keywords, *site.publisher.dataset.keywords_en]
    prefix = "" if plan is None else f"{plan.id}/"
    distribution = [
        {
            "@type": "DataDownload",
            "name": file.path,
            "contentUrl": f"{files}{file.path}",
            "encodingFormat": file.media_type,
            "contentSize": str(file.bytes),
            "sha256": file.sha256,
        }
        for file in site.files
        if (file.path.startswith(prefix) if plan else "/" not in file.path)
    ]
    if distribution:
        found["distribution"] = distribution
    return {key: value for key, value in found.items() if value}


def citation_of(site: Site, plan: SitePlan, row: ItemRow) -> Words:
    """How an item is cited, in Chinese and English."""
    address = f"{site.base_url}{item_path(row.id)}" if site.base_url else ""
    pages = pages_told(row.entry.pages)
    source = plan.document.source
    section = _section_told(row.section)
    chinese = "，".join(
        filter(
            None,
            (
                plan.agency[0],
                f"〈{row.title}〉",
                f"《{plan.year[0]}工作計畫》",
                section,
                f"第 {pages} 頁" if pages else "",
                f"項目 {row.id}",
                f"來源檔 {source.file_name}（SHA-256 {source.sha256}）",
                address,
            ),
        )
    )
    english = ", ".join(
        filter(
            None,
            (
                plan.agency[1],
                f"“{row.title}”",
                f"work plan {plan.year[1]}",
                section,
                f"p. {pages}" if pages else "",
                f"item {row.id}",
                f"source {source.file_name} (SHA-256 {source.sha256})",
                address,
            ),
        )
    )
    return f"{chinese}。", f"{english}."


def sitemap_of(base_url: str, paths: list[str]) -> bytes:
    """``sitemap.xml`` by the protocol of sitemaps.org, which wants absolute addresses."""
    lines = [f"<url><loc>{escape(base_url + path)}</loc></url>" for path in sorted(paths)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (head + "\n".join(lines) + "\n</urlset>\n").encode()


def plan_path(plan: SitePlan, part: int = 1) -> str:
    """Path of a part of a plan's page within the site."""
    return f"plans/{plan.id}/index{'' if part == 1 else f'-{part}'}.html"


def item_path(item_id: str) -> str:
    """Path of an item's page within the site; the same for ever."""
    return f"items/{item_id}.html"


def _section_told(section: Section) -> str:
    return section.name or ""


def _description(site: Site, plan: SitePlan | None) -> str:
    if plan is not None:
        return f"{plan.name[0]}工作計畫的 {len(plan.entries)} 個項目：工作項目、實施內容、預算及其在原件頁面上的位置。"
    if site.publisher is not None:
        return site.publisher.dataset.description
    return "各機關年度工作計畫的逐項資料：工作項目、實施內容、預算及其在原件頁面上的位置。"


def _years(plans: tuple[SitePlan, ...]) -> str:
    years = [plan.document.plan.year for plan in plans if plan.document.plan.year is not None]
    return "/".join(map(str, dict.fromkeys((min(years), max(years))))) if years else ""
