"""The templates of the desk, beside those of the site, and the files that its pages load."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pipeline.compare.report_html import REPORT
from pipeline.site.environment import SITE, SITE_ASSETS
from pipeline.web.environment import Templates, asset, environment

if TYPE_CHECKING:
    from jinja2 import Environment

DESK_ASSETS: Final = {
    name: (package, name)
    for package, name in (*SITE_ASSETS, ("pipeline.desk", "desk.css"), ("pipeline.desk", "desk.js"))
}


@cache
def desk_environment() -> Environment:
    """The desk's templates and those of the site, which show a record and its pages."""
    return environment(Templates("pipeline.desk"), SITE, REPORT)


def page(name: str, **context: Any) -> bytes:
    """A template filled in, UTF-8."""
    return desk_environment().get_template(name).render(**context).encode("utf-8", "replace")


def desk_asset(name: str) -> bytes | None:
    """A file that the desk's pages load; None where there is none of that name."""
    return asset(*DESK_ASSETS[name]) if name in DESK_ASSETS else None
