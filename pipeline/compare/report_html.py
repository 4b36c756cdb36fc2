"""The report as one HTML page: nothing from elsewhere, Chinese and English, readable without its script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pipeline import __version__
from pipeline.compare.charts import ChartBar, diverging_bars, is_logarithmic
from pipeline.compare.differences import Token, marked_html
from pipeline.compare.model import Band, Comparison, Status
from pipeline.compare.report_rows import ChangeRow, unnumbered
from pipeline.compare.report_words import (
    BAND_RULE,
    BANDS,
    CHANGES,
    DOUBTED,
    NO_SECTION,
    ROLE_WORDS,
    STATUS_WORDS,
    doubt_told,
    evidence_told,
    notices,
    sides_told,
    why_uncertain,
)
from pipeline.compare.same_year import differing, same_year_rows
from pipeline.compare.side_by_side import Piece, columns_of, pieces_html
from pipeline.compare.taken import taken_totals, total_key
from pipeline.compare.totals import BudgetChange, GroupTotal, Totals, budget_changes
from pipeline.dataclass import dataclass
from pipeline.web.environment import BASE_STYLE, Templates, environment, inline, script_hash
from pipeline.web.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

REPORT_SCRIPTS: Final = (
    *(("pipeline.web", name) for name in ("page.js", "take.js", "table.js", "chart.js")),
    *(("pipeline.compare", name) for name in ("filter.js", "cite.js")),
)
"""Package and name of the scripts of a report, each of which goes on with those before it."""
LARGEST = 10
"""Changes in the chart of the largest."""


def html_of(
    comparison: Comparison, rows: Sequence[ChangeRow], totals: Totals, taken: Mapping[str, Any]
) -> str:
    """The report; whatever a plan says is shown as text."""
    context = report_context(comparison, rows, totals, taken)
    return report_environment().get_template("report.html").render(base_style=inline(BASE_STYLE), **context)


def report_context(
    comparison: Comparison, rows: Sequence[ChangeRow], totals: Totals, taken: Mapping[str, Any]
) -> dict[str, Any]:
    """What the report's templates are filled in with; the style that every page takes comes from whoever shows it.

    Args:
        comparison: of two years.
        rows: of its changes.
        totals: of its budgets.
        taken: the changes as rows of changes.csv, see ``taken_changes``.
    """
    script = inline(*REPORT_SCRIPTS)
    same_year = same_year_rows(comparison)
    return {
        "comparison": comparison,
        "same_year": differing(same_year),
        "same_year_total": next((row for row in same_year if row.level == "total"), None),
        "version": __version__,
        "totals": totals,
        "rows": rows,
        "counts": Counter(row.change.status for row in rows),
        "kinds": Counter(kind for row in rows for kind in row.change.changes),
        "bands": Counter(row.change.band for row in rows if row.change.old and row.change.new),
        "uncertain": sum(row.change.band == "uncertain" for row in rows),
        "sections": tuple(dict.fromkeys(row.section for row in rows)),
        "notices": notices(comparison),
        "sides": sides_told(comparison),
        "charts": _charts(comparison, totals),
        "taken": {"changes": taken, "totals": taken_totals(totals)},
        "own_style": inline(("pipeline.compare", "report.css")),
        "script": script,
        "script_hash": script_hash(script),
    }


@cache
def report_environment() -> Environment:
    """The report's templates alone."""
    return environment(REPORT)


def _marked(differences: Iterable[Token]) -> Any:
    from markupsafe import Markup  # noqa: PLC0415 - late

    return Markup(marked_html(differences))  # noqa: S704 - escaped there


def _pieces(pieces: Iterable[Piece], tag: str) -> Any:
    from markupsafe import Markup  # noqa: PLC0415 - late

    return Markup(pieces_html(pieces, tag))  # noqa: S704 - escaped there


def _size(row: ChangeRow) -> str:
    """Size of a change in New Taiwan dollars, for the filter; empty where there is none to compare."""
    return "" if row.difference_twd is None else str(abs(row.difference_twd))


REPORT: Final = Templates(
    "pipeline.compare",
    {
        "marked": _marked,
        "pieces": _pieces,
        "evidence": evidence_told,
        "doubt": doubt_told,
        "why": why_uncertain,
    },
    {
        "STATUS_WORDS": STATUS_WORDS,
        "CHANGES": CHANGES,
        "BANDS": BANDS,
        "BAND_RULE": BAND_RULE,
        "ROLE_WORDS": ROLE_WORDS,
        "DOUBTED": DOUBTED,
        "NO_SECTION": NO_SECTION,
        "size_of": _size,
        "columns_of": columns_of,
        "address_of": None,
        "total_key": total_key,
    },
)
"""The site shows the report too, within its own frame; there ``address_of`` tells where an item is."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar as the table beside its chart tells it.

    Attributes:
        section: of an item; "" where the bar is a section.
        row: number of the change that it is told in; None where it is a section.
        shared: number of changes that the budget applies to.
        band: how sure these are.
        status: of an item, what became of it.
    """

    of: GroupTotal | BudgetChange
    name: str
    section: str = ""
    row: int | None = None
    shared: int = 1
    band: Band = "certain"
    status: Status | None = None


def _charts(comparison: Comparison, totals: Totals) -> list[dict[str, Any]]:
    by_section = [
        Drawn(total, total.section or NO_SECTION[0])
        for total in totals.by_section
        if total.role == "current" and total.difference_twd
    ]
    largest = [_largest(one) for one in budget_changes(comparison)[:LARGEST]]
    return [
        _chart("section-chart", ("各課室預算增減", "Change of budget by section"), by_section),
        _chart("largest-chart", ("增減最多的預算", "Largest changes of budget"), largest),
    ]


def _largest(one: BudgetChange) -> Drawn:
    number, change = one.leading
    # A split is named by what was split, not by one of its parts.
    entry = (change.old if change.status == "split" else change.new or change.old)[0]
    return Drawn(one, unnumbered(entry), entry.section, number, len(one.changes), one.band, change.status)


def _chart(name: str, words: Words, drawn: Sequence[Drawn]) -> dict[str, Any]:
    bars = [ChartBar(one.name, one.of.difference_twd or 0, one.band) for one in drawn]
    return {
        "name": name,
        "words": words,
        "bars": drawn,
        "logarithmic": is_logarithmic(bars),
        "uncertain": any(one.band == "uncertain" for one in drawn),
        "picture": diverging_bars(bars, " ".join(words)),
    }
