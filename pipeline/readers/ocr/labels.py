"""Labels that break the sequence of those above and below them, set right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_COUNTING_LABEL = re.compile(r"^([(（]?)(\d{1,2}|[一二三四五六七八九十])([.．、)）])(?!\d)")
_LABEL_NUMERALS = "一二三四五六七八九十"
SAME_LEFT_PT = 6.0
"""Labels of one list begin so close to each other."""


@dataclass(frozen=True, slots=True)
class _Label:
    line: int
    start: int
    number: int
    width: int
    style: tuple[str, str, bool]
    left: float


def sequenced(texts: Sequence[str], lefts: Sequence[float]) -> dict[int, tuple[int, str]]:
    """What the labels should be that stand between two others of their list and do not fit.

    Only a label whose neighbours leave one number free is touched: 3., 8., 5. can only be 3., 4., 5.

    Args:
        texts: lines of a page, top to bottom.
        lefts: where each begins, in points.

    Returns:
        For a line, at which of its characters the number begins and what it is; of the same length as before.

    >>> sequenced(["3.辦理", "8.召開", "5.推動"], [100.0, 101.0, 100.5])
    {1: (0, '4')}
    >>> sequenced(["(一)辦理", "(一)召開", "(三)推動"], [100.0, 100.0, 100.0])
    {1: (1, '二')}
    """
    lists: list[list[_Label]] = []
    for i, (text, left) in enumerate(zip(texts, lefts, strict=True)):
        label = _label(i, text, left)
        if label is None:
            continue
        for found in lists:
            if found[-1].style == label.style and abs(found[-1].left - left) <= SAME_LEFT_PT:
                found.append(label)
                break
        else:
            lists.append([label])
    wrong: dict[int, tuple[int, str]] = {}
    for found in lists:
        for before, label, after in zip(found, found[1:], found[2:], strict=False):
            if after.number == before.number + 2 and label.number != before.number + 1:
                printed = _printed(before.number + 1, chinese=label.style[2])
                if len(printed) == label.width:
                    wrong[label.line] = label.start, printed
    return wrong


def _label(line: int, text: str, left: float) -> _Label | None:
    match = _COUNTING_LABEL.match(text)
    if match is None:
        return None
    chinese = match[2] in _LABEL_NUMERALS
    number = _LABEL_NUMERALS.index(match[2]) + 1 if chinese else int(match[2])
    # A recogniser takes the brackets of one list for wide ones here and for narrow ones there.
    before, behind = (unicodedata.normalize("NFKC", mark) for mark in (match[1], match[3]))
    return _Label(line, match.start(2), number, len(match[2]), (before, behind, chinese), left)


def _printed(number: int, *, chinese: bool) -> str:
    if not chinese:
        return str(number)
    return _LABEL_NUMERALS[number - 1] if number <= len(_LABEL_NUMERALS) else ""
