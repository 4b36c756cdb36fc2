"""Identifiers that stay the same when other items come, go or are renumbered, and from year to year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

from pipeline.normalizers.text import fold
from pipeline.normalizers.years import without_years

HASH_DIGITS = 8
"""32 bits: within one plan of 1,000 items a clash has a probability of about one in 10,000, and gets its own -2."""
DIGIT_RUN = re.compile(r"\d+")


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """Text without numbers, white space, year words and variants of characters.

    >>> key_of("編製 113 年度預算") == key_of("編製112年度 預算")
    True
    """
    return DIGIT_RUN.sub("", fold(without_years(text)))


def hash_of(path: Sequence[str]) -> str:
    """Hash of a path of texts."""
    return sha256("\x1f".join(key_of(text) for text in path).encode()).hexdigest()[:HASH_DIGITS]


class Names:
    """Gives identifiers under one prefix; equal paths get -2, -3 in reading order."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._seen: Counter[str] = Counter()

    def of(self, path: Sequence[str], kind: str = "") -> str:
        """A new identifier for something with this path."""
        base = f"{self.prefix}-{kind}{hash_of(path)}"
        return self.numbered(base)

    def numbered(self, base: str) -> str:
        """A new identifier from a given beginning."""
        self._seen[base] += 1
        count = self._seen[base]
        return base if count == 1 else f"{base}-{count}"

    @property
    def given(self) -> Mapping[str, int]:
        """Beginnings, each with the number of its identifiers."""
        return self._seen

    def has_none_of(self, given: Mapping[str, int]) -> bool:
        """Whether identifiers that were given elsewhere, where there were none before, are the same here."""
        return self._seen.keys().isdisjoint(given)

    def take(self, given: Mapping[str, int]) -> None:
        """Have them given here."""
        self._seen.update(given)
