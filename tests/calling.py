"""The command line in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline import cli


class Result(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Result]


def caller(capfd: pytest.CaptureFixture[str], *before: str) -> Call:
    """What runs the command line with its arguments behind some that are given; it ends with its exit code."""

    def run(*arguments: str | Path) -> Result:
        code: Any = 0
        try:
            cli.main([*before, *(str(part) for part in arguments)])
        except SystemExit as end:
            code = end.code or 0
        return Result(code, *capfd.readouterr())

    return run
