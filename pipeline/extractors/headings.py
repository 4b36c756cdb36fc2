"""Lines that are headings by what they say: titles with a year, and parts of the plan by capital numerals."""

from __future__ import annotations

from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze
from pipeline.profiles.loading import Profile

CONTINUED = ("（續）", "(續)")
"""A title that is printed again above the next part of its table ends so."""
CAPITAL_HEADING = late(r"^[壹貳參叁肆伍陸柒捌玖拾]+[、.．]")
"""Capital numerals number the parts of a plan outside its tables."""
TITLE_YEAR = late(r"(?:[\d０-９]{2,4}|[一二三四五六七八九十〇零]{2,5})(?:年|學年)")


def heading_like(text: str, profile: Profile) -> bool:
    """Whether a line's text is a title with a year, or numbered like a part of the plan."""
    text = squeeze(text)
    text = next((text.removesuffix(mark) for mark in CONTINUED if text.endswith(mark)), text)
    return bool(CAPITAL_HEADING.match(text)) or names_plan(text, profile)


def names_plan(text: str, profile: Profile) -> bool:
    """Whether a line's text is the title of a plan of some year."""
    text = squeeze(text)
    return bool(TITLE_YEAR.search(text)) and text.endswith(profile.plan_words)
