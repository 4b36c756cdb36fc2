"""What the finders of mentions share: a find with its place, and numbers as digits or words."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.models import MentionKind
from pipeline.normalizers.numerals import chinese_number, digits_value


class Sighting(NamedTuple):
    """A mention at its place in one line.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
    """

    kind: MentionKind
    start: int
    end: int
    value: str
    unit: str | None


HAN_NUMBER = "[〇零一二三四五六七八九十廿卅百兩]"
COUNT = rf"(?:[0-9]{{1,4}}|{HAN_NUMBER}{{1,5}})"
"""A small whole number, as digits or in words."""


def count(text: str) -> int | None:
    """Value of a small number; None where it is not certainly one.

    >>> count("15"), count("十五"), count("兩"), count("十十")
    (15, 15, 2, None)
    """
    if text == "兩":
        return 2
    digits = digits_value(text)
    return digits if digits is not None else chinese_number(text)
