"""Whether the text of a plan was read by a second engine, as the last run says."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.folder.freshness import RUN_FILE


def was_verified(root: Path, source: str) -> bool:
    """Whether the last run into a folder had all text of a file read by a second engine.

    Args:
        root: the output folder.
        source: SHA-256 of the file.

    Returns:
        False where the last run says nothing of the file, or had only what was doubtful read twice.
    """
    try:
        report = json.loads((root / RUN_FILE).read_bytes())
        read = {one["sha256"] for one in report["inputs"] if one.get("plans")}
        return report["options"]["verify"] is True and source in read
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
