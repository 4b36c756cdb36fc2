"""Words for an index of unspaced Chinese: SQLite's tokenizers take a run of characters for one word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST_WORD = 6
"""Characters of the longest word in the index; longer ones are found by the query ``search`` of datasette.json."""
RUN = re.compile(r"[^\W_]+")


def searched_words(texts: Iterable[str]) -> Iterator[str]:
    """Yield everything that a reader may look for: runs of letters and digits, and every part of them.

    Args:
        texts: of one record.

    Yields:
        Each whole run once, and each part of it with 2 to ``LONGEST_WORD`` characters; single characters are
        words only where they stand alone.

    >>> sorted(searched_words(["里幹事，1"]))
    ['1', '幹事', '里幹', '里幹事']
    """
    found: dict[str, None] = {}
    for run in (run for text in texts for run in RUN.findall(text)):
        found[run] = None
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + LONGEST_WORD, len(run)) + 1):
                found[run[start:end]] = None
    yield from found
