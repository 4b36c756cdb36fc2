"""Options of the commands that read many files into an output folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.commands.common import ONE_PER_CORE, OutputPath
from pipeline.commands.worded import option
from pipeline.runs.engines.limits import Limits

OUTPUT_OPTION = option(
    "-o",
    "--output",
    type=OutputPath(),
    default="output",
    show_default=True,
    envvar="WORKPLAN_OUTPUT",
    show_envvar=True,
    zh="輸出資料夾或網址。",
    en="Folder or URL to write to.",
)
JOBS_OPTION = option(
    "--jobs",
    type=int,
    envvar="WORKPLAN_JOBS",
    show_envvar=True,
    default_wording=ONE_PER_CORE,
    zh="同時處理的檔案數。",
    en="Files read at the same time.",
)
_TIMEOUT = option(
    "--timeout",
    type=float,
    default=Limits.seconds,
    show_default=True,
    zh="每檔秒數上限，0 為不限。",
    en="Seconds per file, 0 for any.",
)
_MEMORY = option(
    "--memory",
    type=int,
    default=Limits.memory_mb,
    show_default=True,
    zh="每檔記憶體上限（MB），0 為不限。",
    en="MB per file, 0 for any.",
)
_MAX_PAGES = option(
    "--max-pages",
    type=int,
    default=Limits.pages,
    show_default=True,
    zh="每檔頁數上限，0 為不限。",
    en="Pages per file, 0 for any.",
)


def limit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options for what a file may cost; ``limits_of`` reads them."""
    taken: Callable[..., None] = _TIMEOUT(_MEMORY(_MAX_PAGES(command)))
    return taken


def limits_of(options: dict[str, Any]) -> dict[str, Any]:
    """The limits of each file as ``api.run`` takes them, out of a command's options; 0 stands for none."""
    return {
        "timeout_seconds": options.pop("timeout") or None,
        "memory_mb": options.pop("memory") or None,
        "max_pages": options.pop("max_pages") or None,
    }
