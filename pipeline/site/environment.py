"""The templates of the site, which the review desk shows too."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pipeline.compare.report_html import REPORT
from pipeline.site import words
from pipeline.site.addresses import item_path, office_path, plan_id_of
from pipeline.site.mentions import marked_steps
from pipeline.web.environment import BASE_STYLE, Templates, environment

if TYPE_CHECKING:
    from jinja2 import Environment

SITE: Final = Templates(
    "pipeline.site",
    {"labelled": words.told_level},
    {
        "FIELD_WORDS": words.FIELD_WORDS,
        "BUDGET_WORDS": words.BUDGET_WORDS,
        "BASIS_WORDS": words.BASIS_WORDS,
        "CONFIDENCE_WORDS": words.CONFIDENCE_WORDS,
        "WHY_SO_SURE": words.WHY_SO_SURE,
        "MENTION_WORDS": words.MENTION_WORDS,
        "marked_steps": marked_steps,
        "item_path": item_path,
        "office_path": office_path,
        "plan_id_of": plan_id_of,
    },
)
"""Beside those of the comparison's report."""
SITE_ASSETS: Final = (
    BASE_STYLE,
    ("pipeline.site", "site.css"),
    ("pipeline.web", "page.js"),
    *(("pipeline.site", name) for name in ("site.js", "icon.svg")),
)
"""Package and name of the files that every page loads, those of the review desk too."""
PAGE_ASSETS: Final = (
    *(("pipeline.web", name) for name in ("take.js", "table.js", "chart.js")),
    *(("pipeline.site", name) for name in ("search.js", "hits.js", "item.js", "narrow.js")),
    *(("pipeline.compare", name) for name in ("filter.js", "cite.js")),
)
"""What single pages of the site load beside them."""


@cache
def site_environment() -> Environment:
    """The site's templates and those that they extend."""
    return environment(SITE, REPORT)


def rendered(name: str, **context: Any) -> bytes:
    """A template filled in, UTF-8."""
    return site_environment().get_template(name).render(**context).encode("utf-8", "replace")
