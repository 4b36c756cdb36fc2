"""What is said of a file that holds no plan: the headers seen, and the words that a profile would need."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import NoPlanError
from pipeline.extractors.headers import headings_seen
from pipeline.extractors.pages import guessed_headers
from pipeline.lines.sheets import Sheet
from pipeline.profiles.loading import Profile

MOST_HEADERS = 5
"""So many headers are named: a budget book has hundreds."""


def no_plan(sheets: Sequence[Sheet], name: str, profile: Profile) -> NoPlanError:
    """The error for a file of which no table has the header of a plan.

    Args:
        sheets: its pages.
        name: of the file.
        profile: words that were looked for.
    """
    seen = list(dict.fromkeys(text for sheet in sheets for text in headings_seen(sheet)))[:MOST_HEADERS]
    listed = "; ".join(seen)
    english = f" Table headers seen: {listed}." if listed else " It has no ruled table."
    chinese = f"所見表頭：{listed}。" if listed else "檔中沒有框線表格。"
    words = _words_needed(sheets, profile)
    if words:
        english += f" Words whose roles only their endings tell, for a profile to list: {words}."
        chinese += f"僅能由字尾推定角色、須由設定檔列出的用語：{words}。"
    return NoPlanError(f"{name} holds no plan table.{english}", f"{name} 沒有計畫表。{chinese}")


def _words_needed(sheets: Sequence[Sheet], profile: Profile) -> str:
    """Unlisted words of the headers that come nearest to a plan's, each with the role that it would have."""
    headers = guessed_headers(sheets, profile)
    kinds = list(dict.fromkeys(tuple((c.text, c.role) for c in h.cells if not c.listed) for h in headers))
    return "; ".join(
        ", ".join(f"{text} = {role}?" for text, role in words) for words in kinds[:MOST_HEADERS] if words
    ).replace("|", "¦")
