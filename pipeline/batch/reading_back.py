"""What an output folder already holds, read back: identities of plans, and the plans themselves."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.errors import UnreadableError
from pipeline.exporters.files import PLAN_FILE
from pipeline.models import PlanDocument


def identity_of(path: Path) -> tuple[str, str, str] | None:
    """What a plan.json says it is: plan id, SHA-256 and name of its file; None for another program's.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        document = json.loads(path.read_bytes())
        if not isinstance(document, dict) or "schema_version" not in document:
            return None
        source = document["source"]
        return str(document["plan"]["id"]), str(source["sha256"]), str(source["file_name"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error


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
        raise _damaged(folder / PLAN_FILE) from error


def plan_of_bytes(content: bytes, folder: Path) -> PlanDocument:
    """The plan of a plan.json's bytes.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        return PlanDocument.model_validate_json(content)
    except ValueError as error:
        raise _damaged(folder / PLAN_FILE) from error


def _damaged(path: Path) -> UnreadableError:
    error = UnreadableError(f"{path} is damaged; it is passed over.", f"{path} 已損壞，予以略過。")
    error.remedy_en = "Delete its folder and run its PDF file again."
    error.remedy_zh = "請刪除其資料夾後重新處理該 PDF 檔。"
    return error
