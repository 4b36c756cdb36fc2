"""The templates of the desk, beside those of the site, and the files that its pages load."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pipeline.compare.report_html import REPORT
from pipeline.desk.telling import at_the_desk, remedy_of
from pipeline.site.environment import SITE, SITE_ASSETS
from pipeline.web.environment import Templates, asset, environment

if TYPE_CHECKING:
    from jinja2 import Environment

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
