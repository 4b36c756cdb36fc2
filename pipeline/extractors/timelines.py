"""Columns of months or quarters below one word: one field that says what stands in which of them.

辦理期程 over 1月, 2月 … 12月 with marks in two of them is the field 辦理期程 with the text 「1月：●；3月：●」.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.lines.lines import Line
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import join_lines, squeeze

_ORDINAL_OF_PERIOD = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PERIOD_PATTERN = (
    rf"(?:{_ORDINAL_OF_PERIOD}月份?[-~～–—至]{_ORDINAL_OF_PERIOD}月份?|{_ORDINAL_OF_PERIOD}[-~～–—至]{_ORDINAL_OF_PERIOD}月份?|{_ORDINAL_OF_PERIOD}月份?|"
    r"第?[一二三四1-4]季|[Qq][1-4]|[上下]半年)"
)
PERIOD = late(rf"{_PERIOD_PATTERN}$")
"""A month, a quarter or half a year."""
BELOW = late(rf"^(?P<word>.*?[^\d第上下一二三四五六七八九十月\-~～–—至])(?P<period>{_PERIOD_PATTERN})$")
"""A header of which such a word is the last part."""
OF, THEN = "：", "；"
"""Between a month and what stands in it; between months."""
_SAID_OF = late(rf"(?:^|{THEN}){_PERIOD_PATTERN}{OF}")


class ExtraField(NamedTuple):
    """A column without a role, or the columns of a timeline."""

    header: str
    text: str
    lines: tuple[Line, ...]


def is_period(text: str) -> bool:
    """Whether a header text is a month, a quarter or half a year and nothing else.

    >>> [is_period(text) for text in ("1月", "十二月", "第一季", "1-3月", "Q1", "下半年", "月份", "1月底前")]
    [True, True, True, True, True, True, False, False]
    """
    return PERIOD.match(text) is not None


def extra_fields(extras: Iterable[tuple[str, tuple[Line, ...]]]) -> list[ExtraField]:
    """The fields of an item's columns without a role, those of one timeline as one."""
    found: list[ExtraField] = []
    places: dict[str, int] = {}
    for header, lines in extras:
        below = BELOW.match(squeeze(header))
        text = join_lines([line.text for line in lines])
        if below is None:
            found.append(ExtraField(header, text, lines))
            continue
        word, said = below["word"], f"{below['period']}{OF}{text}"
        at = places.setdefault(word, len(found))
        if at == len(found):
            found.append(ExtraField(word, said, lines))
        else:
            found[at] = ExtraField(word, f"{found[at].text}{THEN}{said}", (*found[at].lines, *lines))
    return found


def in_its_cells(text: str) -> str:
    """What is printed in the cells of a timeline, its months left out.

    >>> in_its_cells("1月：●；12月：完成"), in_its_cells("主辦：民政課")
    ('●完成', '主辦：民政課')
    """
    return _SAID_OF.sub("", text)
