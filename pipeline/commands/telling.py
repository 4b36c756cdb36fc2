"""How much a command tells, and in which form: what several commands have in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal

import click

from pipeline.commands.worded import option
from pipeline.errors import UsageError

Extent = Literal["quiet", "normal", "verbose"]
"""Problems only; what a person wants to know; all there is to know."""
JSON_OPTION = option(
    "--json",
    "as_json",
    is_flag=True,
    zh="以一份 JSON 將結果印至標準輸出；訊息仍在標準錯誤。",
    en="Print the result as one JSON document on standard output; messages stay on standard error.",
)
_QUIET = option("-q", "--quiet", is_flag=True, zh="只顯示問題。", en="Tell problems only.")
_VERBOSE = option("-v", "--verbose", is_flag=True, zh="顯示更多細節。", en="Tell more.")


def extent_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options -q and -v of a command; ``extent_of`` reads them."""
    taken: Callable[..., None] = _QUIET(_VERBOSE(command))
    return taken


def extent_of(quiet: bool, verbose: bool) -> Extent:
    """How much is told.

    Raises:
        UsageError: both less and more is wanted.
    """
    if quiet and verbose:
        raise UsageError("quiet-and-verbose")
    return "quiet" if quiet else "verbose" if verbose else "normal"


def print_json(data: dict[str, Any]) -> None:
    """Print a JSON document as UTF-8, whatever the console's own encoding is."""
    content = (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")
    click.echo(content, nl=False)
