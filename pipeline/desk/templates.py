"""The templates of the desk, beside those of the site, and the names of the fields that it corrects."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pipeline.compare.report_html import REPORT
from pipeline.compare.report_words import ROLE_WORDS
from pipeline.desk.telling import at_the_desk, remedy_of
from pipeline.models import Section
from pipeline.site.environment import SITE, SITE_ASSETS
from pipeline.site.words import FIELD_WORDS
from pipeline.web.environment import Templates, asset, environment
from pipeline.web.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

PART_WORDS: Final[dict[str, Words]] = {
    "text": ("文字", "text"),
    "label": ("編號", "number"),
    "raw": ("原件文字", "as printed"),
    "amount_twd": ("金額（元）", "amount in NT$"),
}
_FIELD = re.compile(r"(work_item|plan_item|implementation|extra|budget)(?:\[(.+)\])?(?:\.(\w+))?", re.DOTALL)


def field_told(section: Section, name: str) -> Words | None:
    """The name of a field of texts or amounts for people; None where it is of another kind.

    Args:
        section: holds the item, and its budget cells.
        name: as in corrections.csv, such as ``implementation[2.1].text``.
    """
    match = _FIELD.fullmatch(name)
    if match is None:
        return None
    kind, key, part = match.groups()
    chinese, english = FIELD_WORDS[kind]
    if kind == "implementation" and key is None:
        return f"{chinese}（全部，一行一步驟）", f"{english} (all of it, one step per line)"
    if part is not None and part not in PART_WORDS:
        return None
    which: Words = (key or "", key or "")
    if kind in {"work_item", "plan_item"}:
        which = (f"第 {int(key) + 1} 層", f"level {int(key) + 1}")
    if kind == "budget":
        cell = next((one for one in section.budgets if one.id == key), None)
        which = (
            (f"{ROLE_WORDS[cell.role][0]} {cell.raw}", f"{ROLE_WORDS[cell.role][1]} {cell.raw}")
            if cell
            else which
        )
    told = PART_WORDS[part] if part else ("", "")
    return " ".join(filter(None, (chinese, which[0], told[0]))), " ".join(
        filter(None, (english, which[1], told[1]))
    )


DESK_ASSETS: Final = {
    name: (package, name)
    for package, name in (
        *SITE_ASSETS,
        *(("pipeline.desk", name) for name in ("desk.css", "desk.js", "start.css", "start.js")),
    )
}


@cache
def desk_environment() -> Environment:
    """The desk's templates and those of the site, which show a record and its pages."""
    own = Templates("pipeline.desk", {"at_the_desk": at_the_desk, "remedy": remedy_of})
    return environment(own, SITE, REPORT)


def page(name: str, **context: Any) -> bytes:
    """A template filled in, UTF-8."""
    return desk_environment().get_template(name).render(**context).encode("utf-8", "replace")


def desk_asset(name: str) -> bytes | None:
    """A file that the desk's pages load; None where there is none of that name."""
    return asset(*DESK_ASSETS[name]) if name in DESK_ASSETS else None
