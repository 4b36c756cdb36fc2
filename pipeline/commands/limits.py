"""Options for what one file may cost, of all commands that read one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.commands.worded import option
from pipeline.limits import Limits, checked_limits

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


def limits_of(options: dict[str, Any]) -> Limits:
    """The limits, taken out of a command's options; 0 stands for none.

    Raises:
        UsageError: one of them is below zero.
    """
    return checked_limits(
        options.pop("timeout") or None, options.pop("memory") or None, options.pop("max_pages") or None
    )
