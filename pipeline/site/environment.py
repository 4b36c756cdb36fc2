"""The templates of the site and of the review desk: whatever a plan says is shown as text."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.compare.report_html import report_environment
from pipeline.compare.report_words import money, pages_told
from pipeline.site import words
from pipeline.site.addresses import item_path, plan_id_of
from pipeline.site.mentions import marked_steps
from pipeline.site.words import told_level

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """Jinja with autoescape over our templates and those of the comparison's report."""
    from jinja2 import ChoiceLoader, PackageLoader  # noqa: PLC0415 - late

    own = PackageLoader("pipeline.site")
    found = report_environment()
    assert found.loader is not None  # noqa: S101 - given there
    found.loader = ChoiceLoader([own, found.loader])
    found.filters |= {"labelled": told_level, "money": money, "pages": pages_told, "told_json": told_json}
    found.globals |= {
        "FIELD_WORDS": words.FIELD_WORDS,
        "BUDGET_WORDS": words.BUDGET_WORDS,
        "BASIS_WORDS": words.BASIS_WORDS,
        "SEVERITY_WORDS": words.SEVERITY_WORDS,
        "CONFIDENCE_WORDS": words.CONFIDENCE_WORDS,
        "WHY_SO_SURE": words.WHY_SO_SURE,
        "MENTION_WORDS": words.MENTION_WORDS,
        "ROLE_WORDS": words.ROLE_WORDS,
        "STATUS_WORDS": words.STATUS_WORDS,
        "marked_steps": marked_steps,
        "item_path": item_path,
        "plan_id_of": plan_id_of,
    }
    return found


def rendered(name: str, **context: Any) -> bytes:
    """A template filled in, UTF-8."""
    return environment().get_template(name).render(**context).encode("utf-8", "replace")


def told_json(value: Any) -> Any:
    """JSON that may stand in a page's script element: nothing in it can end the element."""
    from markupsafe import Markup  # noqa: PLC0415 - late

    return Markup(safe_json(value))  # noqa: S704 - every "<" is escaped there


def safe_json(value: Any) -> str:
    r"""JSON in which no text can become markup or end a line of a script.

    >>> safe_json({"title": "</script><b>"})
    '{"title":"\\u003c/script\\u003e\\u003cb\\u003e"}'
    """
    return safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def safe(text: str) -> str:
    """JSON that is told already, made safe in the same way."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
