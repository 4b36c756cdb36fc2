"""What the commands call, usable without them: typed, and no click needed."""

from pipeline.api.comparing import compare, compare_years
from pipeline.api.describing import outdated_schemas, read_publisher, write_publisher_example, write_schemas
from pipeline.api.publishing import check, correct, correctable, publish, run
from pipeline.api.reading import extract, inspect, tables
from pipeline.batch.comparing import SeriesReport
from pipeline.batch.correcting import AddedCorrection
from pipeline.batch.report import InputReport, PlanReport, Problem, RunReport
from pipeline.batch.runner import Progress, Watch
from pipeline.compare.model import Comparison
from pipeline.exporters.csv_form import HeaderLanguage
from pipeline.gate.results import CheckReport
from pipeline.grids.cells import Grid, GridCell, Tables
from pipeline.metadata.publisher import Publisher
from pipeline.models import Extraction, Reader

__all__ = [
    "AddedCorrection",
    "CheckReport",
    "Comparison",
    "Extraction",
    "Grid",
    "GridCell",
    "HeaderLanguage",
    "InputReport",
    "PlanReport",
    "Problem",
    "Progress",
    "Publisher",
    "Reader",
    "RunReport",
    "SeriesReport",
    "Tables",
    "Watch",
    "check",
    "compare",
    "compare_years",
    "correct",
    "correctable",
    "extract",
    "inspect",
    "outdated_schemas",
    "publish",
    "read_publisher",
    "run",
    "tables",
    "write_publisher_example",
    "write_schemas",
]
