"""Both reports of a comparison, as files."""

from __future__ import annotations

from pipeline.compare.model import Comparison
from pipeline.compare.report_html import html_of
from pipeline.compare.report_md import markdown_of


def reports_of(comparison: Comparison) -> dict[str, bytes]:
    """Contents of report.html and report.md by file name, UTF-8; the same comparison gives the same bytes."""
    return {
        "report.html": html_of(comparison).encode(),
        "report.md": markdown_of(comparison).encode(),
    }
