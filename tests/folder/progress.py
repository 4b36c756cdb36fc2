"""How far the checking of an output folder is."""

from pathlib import Path

from pipeline.corrections.progress import ReviewProgress, review_progress
from pipeline.folder.application import published_plan
from pipeline.folder.corrections import corrections_of
from pipeline.folder.marks import marks_of
from pipeline.folder.plans import PLAN_FILES_PATTERN
from pipeline.models import PlanDocument


def progress_of(folder: Path) -> ReviewProgress:
    """How much of the folder's plans is checked, with corrections.csv applied; plans in order of their ids."""
    return review_progress(corrected_plans(folder), marks_of(folder) or ())


def corrected_plans(folder: Path) -> tuple[PlanDocument, ...]:
    """The plans as the next run will publish them."""
    rows = corrections_of(folder)
    plans = (published_plan(folder, path.parent, rows) for path in folder.glob(PLAN_FILES_PATTERN))
    return tuple(sorted(plans, key=lambda one: one.plan.id))
