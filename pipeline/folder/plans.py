"""The plans of an output folder, and what people wrote beside them, read back."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.audit.confidence import completed
from pipeline.errors import UnreadableError
from pipeline.exporters.disk import PLAN_FILE
from pipeline.folder.identities import damaged
from pipeline.models import PlanDocument

PLAN_FILES_PATTERN = f"[!.]*/{PLAN_FILE}"
"""Where the plans of an output folder lie, those in conflict aside."""
ESCAPED = re.compile(rb"\\(?:[bfr]|u00(?:[0189][0-9A-Fa-f]|7[Ff])|u[Ff]{3}[EeFf])")
"""A control character or noncharacter as JSON escapes it, unless the backslash is itself escaped."""
UPPER_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
UNESCAPED_BYTES = (b"\x7f", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""UTF-8 of those that need no escape."""


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
    """The plan of a plan.json's bytes, as the present version of the contract has it.

    Raises:
        UnreadableError: it is damaged.
    """
    if _holds_controls(content):
        raise damaged(folder / PLAN_FILE)
    try:
        return completed(PlanDocument.model_validate_json(content))
    except ValueError as error:
        raise damaged(folder / PLAN_FILE) from error


def _holds_controls(content: bytes) -> bool:
    """Whether a text in JSON holds what no reader gives and not every format takes."""
    return (
        any(bare in content for bare in UNESCAPED_BYTES)
        or UPPER_CONTROL.search(content) is not None
        or any(not _is_escaped(content, match.start()) for match in ESCAPED.finditer(content))
    )


def _is_escaped(content: bytes, place: int) -> bool:
    """Whether the number of backslashes before a place is odd."""
    before = place
    while content[before - 1 : before] == b"\\":
        before -= 1
    return (place - before) % 2 == 1


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
        raise UnreadableError("file-unreadable", path=path) from error
