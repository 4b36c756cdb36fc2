"""Budgets that a header gives in parts beside their total, such as 中央, 縣款, 自籌 and 合計 below 預算金額.

The total is the budget; the parts are what it comes from, and are not added to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.header_cells import Cell
from pipeline.extractors.header_years import OTHER, OWN, without_year
from pipeline.extractors.words import Words
from pipeline.profiles.loading import BUDGETS, PART

PARTS_OF_GROUP = 2
"""A total beside one column alone may be that of anything."""


def roles_beside_totals(cells: Sequence[Cell], roles: Sequence[str], words: Words) -> list[str]:
    """Roles in which the columns that a total sums up are its parts; others are left as they are.

    Args:
        cells: texts of the columns with the words above several of them.
        roles: of each column, as its own words tell.
        words: of headers and of totals.
    """
    found = list(roles)
    for at, cell in enumerate(cells):
        if not _is_total(cell.text, words):
            continue
        parts = _parts(cells, found, at, words)
        if len(parts) >= PARTS_OF_GROUP:
            found[at] = OTHER if words.role(cell.group) == OTHER else OWN
            for part in parts:
                found[part] = PART
    return found


def _is_total(text: str, words: Words) -> bool:
    """Whether a header text names a total, perhaps of a year or of an amount: 合計, 115年度合計, 經費合計, 總經費."""
    bare = words.bare(text)
    bare = without_year(bare) or bare
    if words.is_total(bare):
        return True
    rest = [bare[: -len(word)] for word in words.profile.total_words if bare.endswith(word)]
    rest += [bare[1:]] if bare.startswith("總") else []
    return any(words.role(text) in BUDGETS for text in rest)


def _parts(cells: Sequence[Cell], roles: Sequence[str], at: int, words: Words) -> list[int]:
    """Places of what a total sums up: below the same word, else all of the group or the amounts next to it."""
    group = cells[at].group
    if group:
        beside = [i for i, cell in enumerate(cells) if cell.group == group]
        kept = (words.role(group) or words.guess(group)) in BUDGETS
    else:
        beside = _next_to(cells, roles, at, -1) or _next_to(cells, roles, at, 1)
        kept = True
    told = [(i, words.role(cells[i].text)) for i in beside if i != at]
    if not kept or any(_is_total(cells[i].text, words) for i, _ in told):
        return []
    return [i for i, role in told if role in {None, OWN, "budget_source"}]


def _next_to(cells: Sequence[Cell], roles: Sequence[str], at: int, step: int) -> list[int]:
    """Places of amounts that follow each other from a column on, all below one word or below none."""
    found: list[int] = []
    place = at + step
    group = cells[place].group if 0 <= place < len(cells) else ""
    # Below no word 經費來源 names accounts.
    amounts = {OWN, "budget_source"} if group else {OWN}
    while 0 <= place < len(cells) and roles[place] in amounts and cells[place].group == group:
        found.append(place)
        place += step
    return found
