"""The plans of an output folder, read back."""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.identities import damaged
from pipeline.exporters.disk import PLAN_FILE
from pipeline.models import PlanDocument


def read_plan(folder: Path) -> PlanDocument:
    """The plan that lies in a folder.

    Raises:
        UnreadableError: its plan.json is damaged.
    """
    return plan_of_bytes(plan_bytes(folder), folder)


def plan_bytes(folder: Path) -> bytes:
    """The bytes of a folder's plan.json.

    Raises:
        UnreadableError: they cannot be had.
    """
    try:
        return (folder / PLAN_FILE).read_bytes()
    except OSError as error:
        raise damaged(folder / PLAN_FILE) from error


def plan_of_bytes(content: bytes, folder: Path) -> PlanDocument:
    """The plan of a plan.json's bytes.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        return PlanDocument.model_validate_json(content)
    except ValueError as error:
        raise damaged(folder / PLAN_FILE) from error
