"""Compounds that a line's end parts at their own hyphen, told from hyphenated words by the rest of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeVar

from pipeline.contract import Contract
from pipeline.normalizers.text import parted_word

Worded = TypeVar("Worded")
_LATIN_WORD = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]+(?:-[a-z]+)*(?![A-Za-z-])")


def compounds_of(texts: Iterable[str]) -> dict[str, str]:
    """Words that lines part at a hyphen which they have elsewhere too, by the form in which they were joined.

    A word that is printed without its hyphen as well stays without.

    Args:
        texts: all that is printed, what stands on one line in one text.

    >>> compounds_of(["well-", "known", "a well-known plan", "develop-", "ment", "development"])
    {'wellknown': 'well-known'}
    """
    lines = [text.strip() for text in texts]
    words = set(chain.from_iterable(_LATIN_WORD.findall(line) for line in lines))
    hyphened = {word.replace("-", ""): word for word in words if word.count("-") == 1}
    parted = [line for line in lines if line.endswith("-")]
    found = {}
    for joined, word in hyphened.items():
        first, _, rest = word.partition("-")
        ends = any(line.endswith(f"{first}-") for line in parted)
        if ends and joined not in words and parted_word(f"{first}-", rest) == joined:
            found[joined] = word
    return found


def with_compounds(record: Worded, compounds: Mapping[str, str]) -> Worded:
    """A record with the hyphens in all of its texts that joining lines took for a line's end only."""
    if not compounds:
        return record
    pattern = re.compile(rf"(?<![A-Za-z0-9-])(?:{'|'.join(map(re.escape, compounds))})(?![A-Za-z-])")
    return _with(record, pattern, compounds)


def _with(value: Worded, pattern: re.Pattern[str], compounds: Mapping[str, str]) -> Worded:
    """The same of any value in a record."""
    changed: object = value
    if isinstance(value, str):
        changed = pattern.sub(lambda match: compounds[match[0]], value)
    elif isinstance(value, tuple):
        changed = tuple(_with(one, pattern, compounds) for one in value)
    elif isinstance(value, Contract):
        fields = {name: _with(getattr(value, name), pattern, compounds) for name in type(value).model_fields}
        changed = value.model_copy(update=fields)
    return changed  # type: ignore[return-value]
