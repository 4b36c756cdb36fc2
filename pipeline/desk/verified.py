"""Whether the text of a plan was read by a second engine, as the last run says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.folder.freshness import RUN_FILE
from pipeline.stored import kept


def was_verified(root: Path, source: str) -> bool:
    """Whether the last run into a folder had all text of a file read by a second engine.

    Args:
        root: the output folder.
        source: SHA-256 of the file.

    Returns:
        False where the last run says nothing of the file, or had only what was doubtful read twice.
    """

    def verified(report: dict[str, Any]) -> bool:
        read = {one["sha256"] for one in report["inputs"] if one.get("plans")}
        return report["options"]["verify"] is True and source in read

    return bool(kept(root / RUN_FILE, verified))
