"""The desk's templates: its own, beside those of the site."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.site.rendering import ASSETS
from pipeline.site.rendering import asset as site_asset
from pipeline.site.templating import environment as site_environment

if TYPE_CHECKING:
    from jinja2 import Environment

OWN_ASSETS = ("desk.css", "desk.js")


@cache
def environment() -> Environment:
    """Jinja over the desk's templates and the site's."""
    from jinja2 import ChoiceLoader, PackageLoader  # noqa: PLC0415 - late

    site = site_environment()
    assert site.loader is not None  # noqa: S101 - given there
    return site.overlay(loader=ChoiceLoader([PackageLoader("pipeline.review"), site.loader]))


def page(name: str, **context: Any) -> bytes:
    """A template filled in, UTF-8."""
    return environment().get_template(name).render(**context).encode("utf-8", "replace")


def asset(name: str) -> bytes | None:
    """A file that the desk's pages load; None where there is none of that name."""
    if name in OWN_ASSETS:
        return (files("pipeline.review") / "assets" / name).read_bytes()
    return site_asset(name) if name in ASSETS else None
