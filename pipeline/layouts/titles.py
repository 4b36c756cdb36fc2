"""Lines that may be a plan's title although none of its known words ends them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.section_names import SENTENCE
from pipeline.extractors.title_words import has_plan_word
from pipeline.lines.lines import Line, lines_of
from pipeline.lines.sheets import Sheet
from pipeline.normalizers.text import squeeze
from pipeline.normalizers.years import roc_year_of_title
from pipeline.profiles.loading import Profile

MAX_TITLE = 40
"""A longer line is no title."""
MIN_TITLE = 4
"""A shorter one names no office and no year."""
CANDIDATES = 3
"""As many are shown."""
TITLE_WORD = 4
"""Most words that end titles have four characters: 工作計畫, 施政計畫."""
YEAR_WORD = "年度"


def title_candidates(sheets: Sequence[Sheet], page: int, top: float, profile: Profile) -> list[str]:
    """Lines that look most like a title, best first; none where a line has a known word.

    Args:
        sheets: the pages.
        page: on which the first table begins; titles stand on it or before it.
        top: of that table, in points.
        profile: the words that are known.
    """
    lines = [line for sheet in sheets for line in lines_of(sheet.runs, sheet.number)]
    titles = [line for line in lines if (line.page, line.y) < (page, top) and _may_be(line)]
    if any(has_plan_word(squeeze(line.text), profile) for line in titles):
        return []
    largest = max((line.size for line in titles), default=0.0)
    ranked = sorted(titles, key=lambda line: (-_weight(line, largest), line.page, line.y))
    return list(dict.fromkeys(squeeze(line.text) for line in ranked if _weight(line, largest)))[:CANDIDATES]


def title_word(title: str) -> str:
    """The end of a title that other plans' titles may have too.

    >>> title_word("雲海縣觀光處114年度推動方案"), title_word("觀光處重要業務推動方案")
    ('推動方案', '推動方案')
    """
    _, _, behind = title.rpartition(YEAR_WORD)
    return behind if TITLE_WORD <= len(behind) <= 2 * TITLE_WORD else title[-TITLE_WORD:]


def _may_be(line: Line) -> bool:
    text = squeeze(line.text)
    return MIN_TITLE <= len(text) <= MAX_TITLE and not SENTENCE.search(text)


def _weight(line: Line, largest: float) -> int:
    """How much speaks for a line: a year, and being set larger than all others."""
    return 2 * (roc_year_of_title(line.text) is not None) + (line.size >= largest)
