"""The plans of an output folder, and what people wrote beside them, read back."""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.identities import damaged
from pipeline.errors import UnreadableError
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


def content_of(path: Path) -> bytes:
    """The bytes of a file that people write; none where it is not there.

    Raises:
        UnreadableError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read.", f"無法讀取 {path}。") from error
