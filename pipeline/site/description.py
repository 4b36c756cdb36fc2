"""What the site says of itself to search engines: schema.org and the sitemap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from pipeline.metadata.release import ReleasedFile
from pipeline.metadata.vocabulary import LICENCES
from pipeline.normalizers.years import ROC_OFFSET
from pipeline.site.addresses import plan_path
from pipeline.site.facts import PlanFacts
from pipeline.site.model import Site

SCHEMA = "https://schema.org/"


def dataset_of(
    site: Site, plans: Sequence[PlanFacts], files: Sequence[ReleasedFile], plan: PlanFacts | None = None
) -> dict[str, Any]:
    """A schema.org Dataset: of some plans, or of one of them as a part of the site.

    Addresses are absolute where the site's is known, else relative to the start page.
    """
    base = site.base_url or ""
    # The publisher's word on where the files lie goes before where this site has a copy of them.
    folder = site.publisher.dataset.base_url if site.publisher else f"{base}data/"
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Dataset",
        "name": site.title[0] if plan is None else f"{plan.name[0]}工作計畫",
        "description": _description(site, plan),
        "inLanguage": "zh-TW",
        "isAccessibleForFree": True,
        "temporalCoverage": _years(plans),
        "creator": [
            {"@type": "GovernmentOrganization", "name": agency}
            for agency in dict.fromkeys(one.agency[0] for one in plans)
        ],
        "variableMeasured": ["預算金額（新臺幣元）", "工作項目", "實施內容"],
    }
    if base:
        found["url"] = base if plan is None else f"{base}{plan_path(plan.id)}"
    if site.publisher is not None:
        found["publisher"] = {"@type": "Organization", "name": site.publisher.publisher.name}
        found["license"] = LICENCES[site.publisher.license.name].url
        found["version"] = site.publisher.dataset.version
        found["datePublished"] = site.publisher.dataset.issued.isoformat()
        found["dateModified"] = site.publisher.dataset.modified.isoformat()
        found["keywords"] = [*site.publisher.dataset.keywords, *site.publisher.dataset.keywords_en]
    found["distribution"] = [
        {
            "@type": "DataDownload",
            "name": file.path,
            "contentUrl": f"{folder}{file.path}",
            "encodingFormat": file.media_type,
            "contentSize": str(file.bytes),
            "sha256": file.sha256,
        }
        for file in files
    ]
    return {key: value for key, value in found.items() if value}


def sitemap_of(base_url: str, paths: list[str]) -> bytes:
    """``sitemap.xml`` by the protocol of sitemaps.org, which wants absolute addresses."""
    lines = [f"<url><loc>{escape(base_url + path)}</loc></url>" for path in sorted(paths)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (head + "\n".join(lines) + "\n</urlset>\n").encode()


def _description(site: Site, plan: PlanFacts | None) -> str:
    if plan is not None:
        return (
            f"{plan.name[0]}工作計畫的 {plan.items} 個項目：工作項目、實施內容、預算及其在原件頁面上的位置。"
        )
    if site.publisher is not None:
        return site.publisher.dataset.description
    return "各機關年度工作計畫的逐項資料：工作項目、實施內容、預算及其在原件頁面上的位置。"


def _years(plans: Sequence[PlanFacts]) -> str:
    years = [plan.year_roc + ROC_OFFSET for plan in plans if plan.year_roc is not None]
    return "/".join(map(str, dict.fromkeys((min(years), max(years))))) if years else ""
