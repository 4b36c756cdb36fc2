"""Guesses what a column holds: from its header, from what stands below it, and from its place in the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import fmean

from pipeline.dataclass import dataclass
from pipeline.extractors.header_parts import is_total
from pipeline.extractors.words import HeaderWords, words_of
from pipeline.layouts.headers import HeaderColumn, SeenTable
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.money import parse_budget
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY, PART_ROLE, Profile

ROLE_SHARE = 0.6
"""A column holds what at least this share of its cells holds; totals, headings and 無 are among them."""
ORDINAL_CHARACTERS = 4
"""Texts that only number rows have at most this many characters: 12., (三)."""
CONTENTS_CHARACTERS = 8
"""Contents have at least this many characters on average; names of desks, dates and places have fewer."""
NUMERAL = re.compile(r"[(（]?[\d０-９一二三四五六七八九十]+[)）]?[.、．]?")
EARLIER_WORDS = ("上年", "前年", "去年", "上期", "前期")
DIFFERENCE_WORDS = ("增減", "比較", "差")

Reason = tuple[str, str]
"""Why a role was guessed, in Chinese and in English."""
KNOWN_REASON: Reason = ("已知用語", "known already")
ENDING_REASON: Reason = ("依字尾", "by its ending")
NUMBERS_REASON: Reason = ("只有序號", "numbers of rows only")
READING_REASON: Reason = ("未設定時即如此讀取", "read so without a profile")
AMOUNTS_REASON: Reason = ("多為金額", "amounts below it")
PREVIOUS_YEAR_REASON: Reason = ("金額，表頭指前一年度", "amounts, and the header names an earlier year")
CHANGE_REASON: Reason = ("金額，表頭指增減", "amounts, and the header names a difference")
PARTS: Reason = ("金額，與其他欄同在一個表頭之下", "amounts, beside others below one word")
MORE_AMOUNTS_REASON: Reason = ("金額，但前面已有預算欄", "amounts, but a budget column stands before it")
LONGEST_REASON: Reason = ("文字最長", "the longest texts")
OUTER_REASON: Reason = ("位於實施內容左側外層", "an outer column left of the contents")
INNER_REASON: Reason = ("緊鄰實施內容左側", "the column next to the contents")
NUMBERED_REASON: Reason = ("有編號，", "numbered, ")
RIGHT_REASON: Reason = ("位於實施內容右側", "right of the contents")


@dataclass(frozen=True)
class Guess:
    """A column with the role that it most likely has.

    Attributes:
        known: whether the profile lists its header.
    """

    column: HeaderColumn
    role: str
    reason: Reason
    known: bool = False


def guesses(table: SeenTable, profile: Profile) -> tuple[Guess, ...]:
    """A role for every column of a table, left to right."""
    words = words_of(profile)
    found: dict[int, Guess] = {}
    for place, column in enumerate(table.columns):
        role = known_role(column, words)
        if role is not None:
            found[place] = Guess(column, role, KNOWN_REASON, known=True)
    _take_numbers(table.columns, found)
    _take_amounts(table.columns, found, words)
    _take_contents(table.columns, found, words)
    _take_the_rest(table.columns, found, words)
    return tuple(found[place] for place in range(len(table.columns)))


def is_plan(found: Sequence[Guess]) -> bool:
    """Whether the columns look like a plan's: numbered items, and contents of some length."""
    contents = [one for one in found if one.role == "implementation"]
    levels = [one for one in found if one.role in HIERARCHY]
    told = any(one.known for one in (*contents, *levels))
    long = any(_length(one.column) >= CONTENTS_CHARACTERS for one in contents)
    numbered = any(_share(one.column, _is_numbered) > 0 for one in (*levels, *contents))
    return bool(contents and levels) and (told or (long and numbered))


def known_role(column: HeaderColumn, words: HeaderWords) -> str | None:
    """The role that the profile gives a column by its header, or by one above it."""
    for text in (column.text, "".join((*column.groups, column.text)), *reversed(column.groups)):
        role = words.role(text)
        if role is not None:
            return role
    return None


def _take_numbers(columns: Sequence[HeaderColumn], found: dict[int, Guess]) -> None:
    """Columns of numbers left of all text."""
    for place, column in enumerate(columns):
        if place in found:
            continue
        if _share(column, _is_number) < ROLE_SHARE or any("," in cell for cell in column.cells):
            break
        found[place] = Guess(column, "ordinal", NUMBERS_REASON)


def _take_amounts(columns: Sequence[HeaderColumn], found: dict[int, Guess], words: HeaderWords) -> None:
    """Columns of amounts, and blank ones whose header ends like a budget's."""
    for place, column in enumerate(columns):
        ending = words.guess(column.text)
        if place in found or ending == "extra":
            continue
        if _has_amounts(column, words.profile) or (ending in BUDGET_ROLES and not column.cells):
            taken = {guess.role for guess in found.values()}
            parts = _is_part_of_group(columns, column, words)
            found[place] = Guess(column, *((PART_ROLE, PARTS) if parts else _budget(column, taken, words)))


def _is_part_of_group(columns: Sequence[HeaderColumn], column: HeaderColumn, words: HeaderWords) -> bool:
    """Whether a column of amounts stands with others below one word, and each is a part of what that word names."""
    below = [one for one in columns if column.groups and one.groups == column.groups]
    amounts = [one for one in below if _has_amounts(one, words.profile) and not is_total(one.text, words)]
    earlier = any(
        word in "".join((*column.groups, column.text)) for word in (*EARLIER_WORDS, *DIFFERENCE_WORDS)
    )
    return len(amounts) > 1 and column in amounts and not earlier


def _budget(column: HeaderColumn, taken: set[str], words: HeaderWords) -> tuple[str, Reason]:
    heads = "".join((*column.groups, column.text))
    if any(word in heads for word in DIFFERENCE_WORDS):
        return "budget_difference", CHANGE_REASON
    if any(word in heads for word in EARLIER_WORDS):
        return "budget_previous", PREVIOUS_YEAR_REASON
    ending = words.guess(column.text)
    if ending == "budget_source":
        return ending, ENDING_REASON
    if "budget_current" in taken:
        return "extra", MORE_AMOUNTS_REASON
    return "budget_current", AMOUNTS_REASON if column.cells else ENDING_REASON


def _take_contents(columns: Sequence[HeaderColumn], found: dict[int, Guess], words: HeaderWords) -> None:
    """The column with the longest texts; one whose header ends like those of contents needs less."""
    if any(guess.role == "implementation" for guess in found.values()):
        return
    left = [p for p in range(len(columns)) if p not in found and words.guess(columns[p].text) != "extra"]
    # The outermost column left is the hierarchy's, however long its texts are.
    if not any(guess.role in HIERARCHY for guess in found.values()):
        left = left[1:]
    if not left:
        return

    def weight(place: int) -> tuple[float, int]:
        column = columns[place]
        return _length(column) * (2 if words.guess(column.text) == "implementation" else 1), place

    best = max(left, key=weight)
    by_ending = words.guess(columns[best].text) == "implementation"
    found[best] = Guess(columns[best], "implementation", ENDING_REASON if by_ending else LONGEST_REASON)


def _take_the_rest(columns: Sequence[HeaderColumn], found: dict[int, Guess], words: HeaderWords) -> None:
    """Left of the contents stands what they belong to, right of them what is said of them."""
    contents = next((p for p, guess in sorted(found.items()) if guess.role == "implementation"), len(columns))
    open_ = [place for place in range(len(columns)) if place not in found]
    levels = [
        p for p in open_ if p < contents and words.guess(columns[p].text) not in {"extra", "budget_source"}
    ]
    for place in open_:
        column = columns[place]
        ending = words.guess(column.text)
        if place not in levels:
            side = ending if ending == "budget_source" else "extra"
            found[place] = Guess(column, side, ENDING_REASON if ending == side else RIGHT_REASON)
            continue
        inner = place == levels[-1] and not any(
            guess.role in HIERARCHY and place < other < contents for other, guess in found.items()
        )
        reason = INNER_REASON if inner else OUTER_REASON
        if _share(column, _is_numbered) >= ROLE_SHARE:
            reason = (NUMBERED_REASON[0] + reason[0], NUMBERED_REASON[1] + reason[1])
        found[place] = Guess(column, "plan" if inner else "work", reason)


def _share(column: HeaderColumn, holds: Callable[[str], bool]) -> float:
    return fmean(map(holds, column.cells)) if column.cells else 0.0


def _length(column: HeaderColumn) -> float:
    """Characters of an average cell."""
    return fmean(len(cell) for cell in column.cells) if column.cells else 0.0


def _is_number(cell: str) -> bool:
    return all(len(part) <= ORDINAL_CHARACTERS and NUMERAL.fullmatch(part) for part in cell.split())


def _is_numbered(cell: str) -> bool:
    return find_label(cell) is not None


def _is_budget(cell: str, profile: Profile) -> bool:
    # Where no rules part the rows, the amounts of several may stand in one cell.
    return any(
        all(parse_budget(part, "元", profile.nil_words).kind != "text" for part in parts)
        for parts in ([cell], cell.split())
    )


def _has_amounts(column: HeaderColumn, profile: Profile) -> bool:
    return _share(column, lambda cell: _is_budget(cell, profile)) >= ROLE_SHARE and any(
        char.isdecimal() for cell in column.cells for char in cell
    )
