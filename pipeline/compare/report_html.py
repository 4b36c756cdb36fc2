"""The report as one HTML page: nothing from elsewhere, Chinese and English, readable without its script."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pipeline.compare.charts import Bar, diverging_bars
from pipeline.compare.diffing import marked_html
from pipeline.compare.model import Comparison
from pipeline.compare.report_rows import Row, title_of
from pipeline.compare.report_words import (
    BANDS,
    CHANGES,
    NO_SECTION,
    ROLES,
    STATUSES,
    money,
    notices,
    pages_told,
    signed,
)
from pipeline.compare.totals import Totals, budget_changes

if TYPE_CHECKING:
    from jinja2 import Environment

LARGEST = 10
"""Changes in the chart of the largest."""


def html_of(comparison: Comparison, rows: Sequence[Row], totals: Totals) -> str:
    """The report; whatever a plan says is shown as text."""
    environment = _environment()
    script = _source(environment, "filter.js")
    return environment.get_template("report.html").render(
        comparison=comparison,
        totals=totals,
        rows=rows,
        counts=Counter(row.change.status for row in rows),
        kinds=Counter(kind for row in rows for kind in row.change.changes),
        bands=Counter(row.change.band for row in rows),
        sections=tuple(dict.fromkeys(row.section for row in rows)),
        notices=notices(comparison),
        charts=_charts(comparison, totals),
        style=_source(environment, "style.css"),
        script=script,
        script_hash=b64encode(sha256(str(script).encode()).digest()).decode(),
    )


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - late
    from markupsafe import Markup  # noqa: PLC0415 - late

    environment = Environment(
        loader=PackageLoader("pipeline.compare"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "marked": lambda differences: Markup(marked_html(differences)),  # noqa: S704 - escaped there
        "money": money,
        "signed": signed,
        "pages": pages_told,
    }
    environment.globals |= {
        "STATUSES": STATUSES,
        "CHANGES": CHANGES,
        "BANDS": BANDS,
        "ROLES": ROLES,
        "NO_SECTION": NO_SECTION,
        "size_of": _size,
    }
    return environment


def _source(environment: Environment, name: str) -> Any:
    """A file beside the templates as it is, never escaped: our own, and nothing is put into it."""
    from markupsafe import Markup  # noqa: PLC0415 - late

    assert environment.loader is not None  # noqa: S101 - given above
    return Markup(environment.loader.get_source(environment, name)[0])  # noqa: S704


def _size(row: Row) -> str:
    """Size of a change in New Taiwan dollars, for the filter; empty where there is none to compare."""
    return "" if row.difference_twd is None else str(abs(row.difference_twd))


def _charts(comparison: Comparison, totals: Totals) -> list[dict[str, Any]]:
    from markupsafe import Markup  # noqa: PLC0415 - late

    by_section = [
        (total.section or NO_SECTION[0], total)
        for total in totals.by_section
        if total.role == "current" and total.difference_twd
    ]
    largest = [
        (title_of((one.changes[0].new or one.changes[0].old)[0]), one)
        for one in budget_changes(comparison)[:LARGEST]
    ]
    charts = []
    for words, pairs in (
        (("各單位預算增減", "Change of budget by section"), by_section),
        (("增減最多的預算", "Largest changes of budget"), largest),
    ):
        bars = [Bar(name, one.difference_twd or 0) for name, one in pairs]
        svg = Markup(diverging_bars(bars, " ".join(words))) if bars else None  # noqa: S704 - written by the chart library
        charts.append({"words": words, "svg": svg, "pairs": pairs})
    return charts
