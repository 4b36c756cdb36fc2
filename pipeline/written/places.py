"""On which line of a TOML text a table, a key or a word stands; the parser of the standard library does not tell."""

from __future__ import annotations

import re


class Places:
    """Lines of a text.

    Args:
        text: TOML that could be parsed.
    """

    def __init__(self, text: str) -> None:
        # Of the marks that split lines elsewhere, TOML knows this one only.
        self._lines = text.split("\n")

    def table(self, table: str) -> int | None:
        """Line of a table's header, from 1; of its name as a key where it has none; None where it has neither."""
        return self._first(rf"\s*\[{{1,2}}\s*{_name(table)}\s*[\].]") or self._first(
            rf"\s*{_name(table)}\s*[=.]"
        )

    def key(self, table: str, key: str) -> int | None:
        """Line of a key, from 1; its table's where it cannot be told."""
        start = self.table(table)
        if start is None:
            return None
        for number, line in enumerate(self._lines[start - 1 :], start):
            if re.match(rf"\s*(?:{_name(table)}\s*\.\s*)?{_name(key)}\s*=", line):
                return number
            if number > start and re.match(r"\s*\[[^\[\],=]+\]\s*(?:#.*)?$", line):
                break
        return start

    def word(self, table: str, key: str, word: str) -> int | None:
        """Line of a word in the list of a key, from 1; the key's where it cannot be told."""
        start = self.key(table, key)
        if start is None:
            return None
        for number, line in enumerate(self._lines[start - 1 :], start):
            if number > start and re.match(r"\s*(?:\[[^\[\],=]+\]|[\w.\"'-]+\s*=)", line):
                break
            if f'"{word}"' in line or f"'{word}'" in line:
                return number
        return start

    def top(self, key: str) -> int | None:
        """Line of a key outside all tables, from 1."""
        return self._first(rf"\s*{_name(key)}\s*=")

    def _first(self, pattern: str) -> int | None:
        return next((number for number, line in enumerate(self._lines, 1) if re.match(pattern, line)), None)


def _name(name: str) -> str:
    """Pattern of a key, bare or in quotation marks."""
    return rf"[\"']?{re.escape(name)}[\"']?"
