"""How a run goes about its files, checked and in the form that the stages below take."""

from __future__ import annotations

import os
from typing import get_args

from pipeline.errors import UsageError
from pipeline.folder.report import FailOn
from pipeline.runs.engines.limits import Limits


def checked_jobs(jobs: int | None) -> int:
    """Number of files that are read at the same time; as many as this process has cores where none is named.

    Raises:
        UsageError: it is below one.
    """
    if jobs is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if jobs < 1:
        raise UsageError(f"{jobs} files cannot be read at the same time.", f"同時處理檔案數不能是 {jobs}。")
    return jobs


def checked_limits(seconds: float | None, memory_mb: int | None, pages: int | None) -> Limits:
    """What a file may cost.

    Raises:
        UsageError: one of the limits is not above zero.
    """
    limits = Limits(seconds, memory_mb, pages)
    if any(limit is not None and limit <= 0 for limit in (seconds, memory_mb, pages)):
        raise UsageError("A limit must be above zero.", "上限須大於零。")
    return limits


def checked_fail_on(severity: FailOn | None) -> FailOn | None:
    """The least severity of findings for which a run counts as failed.

    Raises:
        UsageError: there is no such severity.
    """
    if severity is not None and severity not in get_args(FailOn):
        names = ", ".join(get_args(FailOn))
        raise UsageError(
            f"A run cannot fail on {severity!r}, only on {names}.",
            f"不能以 {severity!r} 判定失敗，只能用 {names}。",
        )
    return severity
