"""Regular expressions that are compiled when they are first used: most files need a part of them only."""

from __future__ import annotations

import re
from typing import cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""A compiled pattern to whoever uses it; compiling the wide ones takes milliseconds each.

    >>> late(r"[0-9]+").findall("112 to 113")
    ['112', '113']
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> object:
        """Asked for once: the methods are then the object's own."""
        compiled = re.compile(*self._given)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)
