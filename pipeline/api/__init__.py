"""What the commands call, usable without them: typed, and no click needed.

Each name is loaded from its home when it is first asked for: who reads a plan need not load what compares two.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.api.comparison import compare, compare_years
    from pipeline.api.description import (
        outdated_schemas,
        read_publisher,
        write_publisher_example,
        write_schemas,
    )
    from pipeline.api.publication import check, correct, correctable, merge, publish, run
    from pipeline.api.reading import extract, inspect, tables
    from pipeline.api.views import build_site, review
    from pipeline.compare.model import Comparison
    from pipeline.exporters.csv_form import HeaderLanguage
    from pipeline.exporters.frames import to_frames
    from pipeline.folder.comparisons import SeriesReport
    from pipeline.folder.corrections import AddedCorrection
    from pipeline.folder.merge import MergeReport
    from pipeline.folder.report import InputReport, PlanReport, Problem, RunReport
    from pipeline.gate.results import CheckReport
    from pipeline.metadata.publisher import Publisher
    from pipeline.models import Extraction, Reader
    from pipeline.runs.progress import Progress, Watch
    from pipeline.site.build import SiteReport
    from pipeline.tables.cells import Grid, GridCell, Tables

HOMES = {
    "pipeline.api.comparison": ("compare", "compare_years"),
    "pipeline.api.description": (
        "outdated_schemas",
        "read_publisher",
        "write_publisher_example",
        "write_schemas",
    ),
    "pipeline.api.views": ("build_site", "review"),
    "pipeline.api.publication": ("check", "correct", "correctable", "merge", "publish", "run"),
    "pipeline.api.reading": ("extract", "inspect", "tables"),
    "pipeline.folder.comparisons": ("SeriesReport",),
    "pipeline.folder.corrections": ("AddedCorrection",),
    "pipeline.folder.merge": ("MergeReport",),
    "pipeline.folder.report": ("InputReport", "PlanReport", "Problem", "RunReport"),
    "pipeline.runs.progress": ("Progress", "Watch"),
    "pipeline.compare.model": ("Comparison",),
    "pipeline.exporters.csv_form": ("HeaderLanguage",),
    "pipeline.exporters.frames": ("to_frames",),
    "pipeline.gate.results": ("CheckReport",),
    "pipeline.tables.cells": ("Grid", "GridCell", "Tables"),
    "pipeline.metadata.publisher": ("Publisher",),
    "pipeline.models": ("Extraction", "Reader"),
    "pipeline.site.build": ("SiteReport",),
}
"""Module to the names that it gives."""

__all__ = [
    "AddedCorrection",
    "CheckReport",
    "Comparison",
    "Extraction",
    "Grid",
    "GridCell",
    "HeaderLanguage",
    "InputReport",
    "MergeReport",
    "PlanReport",
    "Problem",
    "Progress",
    "Publisher",
    "Reader",
    "RunReport",
    "SeriesReport",
    "SiteReport",
    "Tables",
    "Watch",
    "build_site",
    "check",
    "compare",
    "compare_years",
    "correct",
    "correctable",
    "extract",
    "inspect",
    "merge",
    "outdated_schemas",
    "publish",
    "read_publisher",
    "review",
    "run",
    "tables",
    "to_frames",
    "write_publisher_example",
    "write_schemas",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the home of a name when it is first asked for."""
        for home, names in HOMES.items():
            if name in names:
                return getattr(import_module(home), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
