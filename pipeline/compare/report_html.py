"""The report as one HTML page: nothing from elsewhere, Chinese and English, readable without its script."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pipeline.compare.charts import Bar, diverging_bars, is_logarithmic
from pipeline.compare.differences import marked_html
from pipeline.compare.model import Change, Comparison
from pipeline.compare.report_rows import Row, unnumbered
from pipeline.compare.report_words import (
    BANDS,
    CHANGES,
    NO_SECTION,
    ROLE_WORDS,
    STATUS_WORDS,
    Words,
    evidence_told,
    money,
    notices,
    pages_told,
    share_told,
    sides_told,
    signed,
)
from pipeline.compare.totals import BudgetChange, Total, Totals, budget_changes

if TYPE_CHECKING:
    from jinja2 import Environment

LARGEST = 10
"""Changes in the chart of the largest."""


def html_of(comparison: Comparison, rows: Sequence[Row], totals: Totals) -> str:
    """The report; whatever a plan says is shown as text."""
    environment = report_environment()
    context = report_context(environment, comparison, rows, totals)
    return environment.get_template("report.html").render(**context)


def report_context(
    environment: Environment, comparison: Comparison, rows: Sequence[Row], totals: Totals
) -> dict[str, Any]:
    """What the report's templates are filled in with."""
    script = _source(environment, "filter.js")
    return {
        "comparison": comparison,
        "totals": totals,
        "rows": rows,
        "counts": Counter(row.change.status for row in rows),
        "kinds": Counter(kind for row in rows for kind in row.change.changes),
        "bands": Counter(row.change.band for row in rows),
        "sections": tuple(dict.fromkeys(row.section for row in rows)),
        "notices": notices(comparison),
        "sides": sides_told(comparison),
        "charts": _charts(comparison, rows, totals),
        "style": _source(environment, "style.css"),
        "script": script,
        "script_hash": b64encode(sha256(str(script).encode()).digest()).decode(),
    }


def report_environment() -> Environment:
    """Jinja with autoescape over the report's templates, and with the words that they use."""
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
        "share": share_told,
        "evidence": evidence_told,
    }
    environment.globals |= {
        "STATUS_WORDS": STATUS_WORDS,
        "CHANGES": CHANGES,
        "BANDS": BANDS,
        "ROLE_WORDS": ROLE_WORDS,
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


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar as the table beside its chart tells it.

    Attributes:
        section: of an item; "" where the bar is a section.
        row: number of the change that it is told in; None where it is a section.
        shared: number of changes that the budget applies to.
    """

    of: Total | BudgetChange
    name: str
    section: str = ""
    row: int | None = None
    shared: int = 1


def _charts(comparison: Comparison, rows: Sequence[Row], totals: Totals) -> list[dict[str, Any]]:
    by_section = [
        Drawn(total, total.section or NO_SECTION[0])
        for total in totals.by_section
        if total.role == "current" and total.difference_twd
    ]
    numbers = {row.change: row.number for row in rows}
    largest = [_largest(one, numbers) for one in budget_changes(comparison)[:LARGEST]]
    return [
        _chart(("各單位預算增減", "Change of budget by section"), by_section),
        _chart(("增減最多的預算", "Largest changes of budget"), largest),
    ]


def _largest(one: BudgetChange, numbers: Mapping[Change, int]) -> Drawn:
    change = one.changes[0]
    entry = (change.new or change.old)[0]
    return Drawn(one, unnumbered(entry), entry.section, numbers[change], len(one.changes))


def _chart(words: Words, drawn: Sequence[Drawn]) -> dict[str, Any]:
    bars = [Bar(one.name, one.of.difference_twd or 0) for one in drawn]
    return {
        "words": words,
        "bars": drawn,
        "logarithmic": is_logarithmic(bars),
        "picture": diverging_bars(bars, " ".join(words)),
    }
