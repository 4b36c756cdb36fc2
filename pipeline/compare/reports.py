"""Both reports of a comparison, as files."""

from __future__ import annotations

from pipeline.compare.model import Comparison
from pipeline.compare.report_html import html_of
from pipeline.compare.report_md import markdown_of
from pipeline.compare.report_rows import rows_of
from pipeline.compare.totals import totals_of


def reports_of(comparison: Comparison) -> dict[str, bytes]:
    """Contents of report.html and report.md by file name, UTF-8; the same comparison gives the same bytes."""
    rows, totals = rows_of(comparison), totals_of(comparison)
    return {
        "report.html": html_of(comparison, rows, totals).encode(),
        "report.md": markdown_of(comparison, rows, totals).encode(),
    }
