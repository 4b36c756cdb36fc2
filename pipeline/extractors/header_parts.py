"""The tree of a header's money: groups, years, totals and parts, such as 預算金額 over 中央, 縣款, 自籌 and 合計.

What prints the whole is the budget, and its parts are what it comes from. Where no column prints the whole, the
parts are the budget together. Years part a tree: what is last year's is no part of this year's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.extractors.header_cells import GrowingHeaderCell
from pipeline.extractors.header_witness import Witness, column_of_sums
from pipeline.extractors.header_years import (
    CURRENT_ROLE,
    DIFFERENCE_ROLE,
    PREVIOUS_ROLE,
    SOURCE_ROLE,
    is_year,
    without_year,
    year_of,
)
from pipeline.extractors.words import BRACKETED, HeaderWords
from pipeline.normalizers.patterns import late
from pipeline.profiles.profile import BUDGET_ROLES, DETAIL, PART_ROLE

COLUMNS_OF_TOTAL = 3
"""A total beside one column alone may be that of anything."""
IN_NOTE = late(r"[()（）\[\]〔〕﹙﹚【】、，,/／；;：:]")
"""Parts the words of a note: (資本門，單位：千元)."""


class _Whole(NamedTuple):
    """Columns that hold all the money of a tree.

    Attributes:
        places: of these columns.
        printed: whether each of them prints the whole; else they do so together.
    """

    places: tuple[int, ...]
    printed: bool


def money_roles(
    cells: Sequence[GrowingHeaderCell],
    roles: Sequence[str],
    words: HeaderWords,
    below: Sequence[Witness] = (),
) -> list[str]:
    """Roles in which each column of money is told from what it is a part of; other columns are left as they are.

    Args:
        cells: texts of the columns with the words above several of them.
        roles: of each column, as its own words tell.
        words: of headers and of totals.
        below: what stands below each column.
    """
    found = list(roles)
    sides = _sides(cells, roles, words)
    for side in (CURRENT_ROLE, PREVIOUS_ROLE, DIFFERENCE_ROLE):
        places = [place for place, of in sides.items() if of == side]
        if places:
            for place, role in _roles_of_side(cells, places, side, words, below).items():
                found[place] = role
    return found


def is_part(text: str, words: HeaderWords) -> bool:
    """Whether a header text names a part of a budget: 中央, 自籌經費, 預算（資本門）."""
    bare = words.bare(text)
    note = BRACKETED.search(text)
    if words.role(bare) == PART_ROLE or (note and PART_ROLE in map(words.role, IN_NOTE.split(note[0]))):
        return True
    heads = (bare[len(part) :] for part in words.parts if bare.startswith(part))
    return any((words.role(rest) or words.guess(rest)) in BUDGET_ROLES for rest in heads if rest)


def is_total(text: str, words: HeaderWords) -> bool:
    """Whether a header text names a total, perhaps of a year or of an amount: 合計, 115年度合計, 經費合計, 總經費."""
    bare = words.bare(text)
    bare = without_year(bare) or bare
    if words.is_total(bare):
        return True
    rest = [bare[: -len(word)] for word in words.totals if bare.endswith(word)]
    rest += [bare[1:]] if bare.startswith("總") else []
    return any(words.role(text) in BUDGET_ROLES for text in rest)


def _sides(cells: Sequence[GrowingHeaderCell], roles: Sequence[str], words: HeaderWords) -> Mapping[int, str]:
    """Which budget each column of money belongs to: the current one, last year's, or the difference of both."""
    money = {place for place, cell in enumerate(cells) if _is_money(cell, roles[place], words)}
    for place, cell in enumerate(cells):
        if not cell.groups and is_total(cell.text, words) and {place - 1, place + 1} & money:
            money.add(place)
    sides = {place: _side(cells[place], words) for place in sorted(money)}
    years = {place: _year(cells[place]) for place, side in sides.items() if side == CURRENT_ROLE}
    latest = max((year for year in years.values() if year is not None), default=None)
    return sides | {place: PREVIOUS_ROLE for place, year in years.items() if year not in {None, latest}}


def _is_money(cell: GrowingHeaderCell, role: str, words: HeaderWords) -> bool:
    own = words.role(cell.text) or words.guess(cell.text)
    if own is not None and own not in BUDGET_ROLES and not is_total(cell.text, words):
        return False
    # Below no word, and below one where it is its own, 經費來源 names accounts.
    if own == SOURCE_ROLE or (role == SOURCE_ROLE and not cell.groups):
        return False
    return role in BUDGET_ROLES or any(_of_group(group, words) in BUDGET_ROLES for group in cell.groups)


def _of_group(text: str, words: HeaderWords) -> str | None:
    return words.role(text) or words.guess(text)


def _year(cell: GrowingHeaderCell) -> int | None:
    """The year that a column's own words name, or the nearest word above it that names one."""
    told = (year_of(text) for text in (cell.text, *reversed(cell.groups)))
    return next((year for year in told if year is not None), None)


def _side(cell: GrowingHeaderCell, words: HeaderWords) -> str:
    told = (_of_group(text, words) for text in (cell.text, *reversed(cell.groups)))
    return next((role for role in told if role in {PREVIOUS_ROLE, DIFFERENCE_ROLE}), CURRENT_ROLE)


def _roles_of_side(
    cells: Sequence[GrowingHeaderCell],
    places: Sequence[int],
    side: str,
    words: HeaderWords,
    below: Sequence[Witness],
) -> Mapping[int, str]:
    """Roles of the columns of one budget: of what holds it, of its parts, and of what is said beside an amount."""
    sources = [p for p in places if any(words.role(group) == SOURCE_ROLE for group in cells[p].groups)]
    others = [p for p in places if p not in sources and not is_total(cells[p].text, words)]
    inner = [p for p in places if p not in sources] if sources and others else list(places)
    whole = _whole(cells, inner, 0, words)
    if below and not whole.printed and len(whole.places) >= COLUMNS_OF_TOTAL:
        at = column_of_sums([below[place] for place in whole.places])
        whole = whole if at is None else _Whole((whole.places[at],), printed=True)
    roles: dict[int, str] = {}
    for place in places:
        cell = cells[place]
        if place in whole.places:
            roles[place] = PART_ROLE if side == CURRENT_ROLE and not whole.printed else side
        elif _is_beside(cell, [cells[p] for p in whole.places], words):
            roles[place] = "extra"
        else:
            roles[place] = PART_ROLE if side == CURRENT_ROLE and whole.printed else DETAIL
    return roles


def _is_beside(cell: GrowingHeaderCell, whole: Sequence[GrowingHeaderCell], words: HeaderWords) -> bool:
    """Whether a text says something of an amount beside it: 用途 by 金額, and no part of it."""
    if is_part(cell.text, words) or is_total(cell.text, words):
        return False
    named = [one for one in whole if one.groups == cell.groups and _own(one, words)]
    return bool(named) and not any(is_total(one.text, words) for one in named)


def _own(cell: GrowingHeaderCell, words: HeaderWords) -> bool:
    """Whether a column's own text, the words above it aside, names a whole budget."""
    if is_part(cell.text, words):
        return False
    return is_year(cell.text) or _of_group(cell.text, words) in {CURRENT_ROLE, PREVIOUS_ROLE, DIFFERENCE_ROLE}


def _whole(
    cells: Sequence[GrowingHeaderCell], places: Sequence[int], depth: int, words: HeaderWords
) -> _Whole:
    """What holds all the money of a tree: its total, what its own words name, or what holds that of each branch."""
    leaves = [place for place in places if len(cells[place].groups) <= depth]
    totals = [place for place in leaves if is_total(cells[place].text, words)]
    if len(totals) == 1 and len(places) >= COLUMNS_OF_TOTAL:
        return _Whole((totals[0],), printed=True)
    named = [place for place in leaves if _own(cells[place], words)]
    listed = [p for p in named if words.role(cells[p].text) is not None or is_year(cells[p].text)]
    if named:
        return _Whole(tuple(listed or named), printed=True)
    found: list[int] = []
    for _, branch in groupby(
        places, key=lambda place: (cells[place].groups[depth : depth + 1], place in leaves)
    ):
        inside = list(branch)
        found += inside if inside[0] in leaves else _whole(cells, inside, depth + 1, words).places
    return _Whole(tuple(found), printed=len(found) == 1)
