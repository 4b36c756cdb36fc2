"""Roles of a header's columns, listed ones first, then what endings and places tell; and the header that they make."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extractors.header_cells import GrowingHeaderCell
from pipeline.extractors.header_parts import money_roles
from pipeline.extractors.header_witness import Witness, witnesses
from pipeline.extractors.header_years import CURRENT_ROLE, is_year, two_years
from pipeline.extractors.words import BRACKETED, HEADER_SENTENCE, MAX_GUESSED, HeaderWords
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lines.runs import Run
from pipeline.lines.sheets import Sheet
from pipeline.normalizers.units import unit_of
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY
from pipeline.readers.page import ASCENT_EM, DESCENT_EM, Rule

MAX_CELL = 40
"""A longer text between rules is no header cell."""
MAX_TAIL = 6
"""A wrapped header's next line is at most this long; a first row is mostly longer."""
HEADER_PITCH_EM = 1.8
"""Lines of one header text are closer than this; padding parts them from the first row."""
ROW_EM = 0.3
"""Baselines closer than this are one row of a header."""
FULL_SHARE = 0.8
"""The rule under a header is at least this share of the rule above it."""
OVERHANG_PT = 6.0
"""Full-width brackets of a centred header text may reach this far over its column's rule."""
TELLING = HIERARCHY | {"implementation"}
"""Roles whose words tell a plan; those for amounts, accounts and remarks stand over tables of every kind."""
DISTINCT_HEADER_CHARACTERS = 3
"""Shorter words (項目, 內容, 業務) head tables of every kind."""


def made_header(
    sheet: Sheet,
    cells: list[GrowingHeaderCell],
    runs: list[Run],
    words: HeaderWords,
    bottom: float | None = None,
    *,
    told: bool = False,
) -> Header | None:
    """The header of these cells, if all their texts are complete and it is a plan's.

    ``bottom`` is the rule under it, where one is drawn; ``told`` says that a part of it is known to be a plan's.
    """
    if len(cells) < 2 or any(len(c.text) > MAX_CELL for c in cells):
        return None
    if _titles_above(cells, words):
        return None
    results = any(words.is_other_form(text) for cell in cells for text in (cell.text, *cell.groups))
    listed = [_listed(c, words) for c in cells]
    guesses = [words.guess(c.text) or _money_above(c, words) or _work_begun(c, words) for c in cells]
    if not BUDGET_ROLES & {*listed, *guesses}:
        # What two years in a row stand over, with no other column for amounts, is the budgets of these years.
        guesses = [
            CURRENT_ROLE if i in two_years([c.text for c in cells]) else g for i, g in enumerate(guesses)
        ]
    told_cells = list(zip(cells, listed, guesses, strict=True))
    if bottom is None and any(begun(words, *one) or note_open(one[0].text) for one in told_cells):
        return None
    if words.guessing and any(is_running_text(c.text) for c, role, _ in told_cells if role is None):
        return None
    last = max(r.y + DESCENT_EM * r.size for r in runs)
    top = min(r.y - ASCENT_EM * r.size for r in runs)
    end = last if bottom is None else bottom
    bounds = _bounds(sheet, cells, top, last)
    asked = [_is_asked(cell, role, listed) for cell, role in zip(cells, listed, strict=True)]
    below = witnesses(sheet, cells, bounds, end, asked)
    guesses = [
        guess or _money_told(cell, one, words) for cell, guess, one in zip(cells, guesses, below, strict=True)
    ]
    guesses = _with_contents(words, cells, listed, guesses, below)
    roles = roles_of(listed, guesses, [one.numbered for one in below])
    if not HIERARCHY & set(roles) or ("implementation" not in roles and not results):
        return None
    if not told and not is_enough(words, cells, listed, guesses, results=results, boxed=bottom is not None):
        return None
    made = _named(cells, money_roles(cells, ranked(roles), words, below), words, below)
    return Header(sheet.number, top, end, bounds, made, not results, tuple(runs))


def _titles_above(cells: Sequence[GrowingHeaderCell], words: HeaderWords) -> bool:
    """Whether what stands above columns is no group's word: a text over all of them, or a sentence."""
    whole = bool(cells[0].groups) and all(cell.groups[:1] == cells[0].groups[:1] for cell in cells)
    return whole or any(
        len(group) > MAX_CELL or HEADER_SENTENCE.search(words.bare(group))
        for cell in cells
        for group in cell.groups
    )


def _listed(cell: GrowingHeaderCell, words: HeaderWords) -> str | None:
    """Role that a list gives a column: by its own words, else by those above it, the nearest first."""
    texts = (cell.text, cell.header, *reversed(cell.groups), cell.group)
    return next((role for role in map(words.role, texts) if role), None)


def _money_above(cell: GrowingHeaderCell, words: HeaderWords) -> str | None:
    """Role of a column below a word for money that no list has."""
    told = (words.guess(group) for group in reversed(cell.groups))
    return next((role for role in told if role in BUDGET_ROLES), None)


def _work_begun(cell: GrowingHeaderCell, words: HeaderWords) -> str | None:
    """Role of a column whose header begins as those of works do."""
    return "work" if words.begins_as_work(cell.text) else None


def _is_asked(cell: GrowingHeaderCell, role: str | None, listed: Sequence[str | None]) -> bool:
    """Whether what stands below a column is to bear witness of it: the words do not tell its role, or not alone."""
    return role is None or bool(cell.groups) or (role == "extra" and not BUDGET_ROLES & set(listed))


def _money_told(cell: GrowingHeaderCell, below: Witness, words: HeaderWords) -> str | None:
    """Role of a column of amounts below a word for money, or below one with a unit of money, whatever its ending."""
    if below.amounts is None:
        return None
    bare = words.bare(cell.header)
    money = any(end in bare for end, role in words.endings if role == CURRENT_ROLE)
    return CURRENT_ROLE if money or unit_of(cell.header) else None


def _with_contents(
    words: HeaderWords,
    cells: Sequence[GrowingHeaderCell],
    listed: Sequence[str | None],
    guesses: Sequence[str | None],
    below: Sequence[Witness],
) -> list[str | None]:
    """The guesses, with the only column of sentences right of listed levels as contents where no word tells them.

    Without a listed word for money, or with levels that head tables of every kind, the table may be of anything.
    """
    found = list(guesses)
    levels = [at for at, role in enumerate(listed) if role in HIERARCHY]
    distinct = any(len(words.bare(cells[at].text)) >= DISTINCT_HEADER_CHARACTERS for at in levels)
    if distinct and BUDGET_ROLES & set(listed) and "implementation" not in {*listed, *guesses}:
        untold = (
            at for at in range(levels[-1] + 1, len(below)) if listed[at] is None and guesses[at] is None
        )
        prose = [at for at in untold if below[at].prose]
        if len(prose) == 1:
            found[prose[0]] = "implementation"
    return found


def _named(
    cells: Sequence[GrowingHeaderCell], roles: Sequence[str], words: HeaderWords, below: Sequence[Witness]
) -> tuple[HeaderCell, ...]:
    """The cells with their roles; what a list says of a group of columns names those that are the group's alone."""
    return tuple(
        HeaderCell(
            role,
            cell.header,
            cell.x0,
            cell.x1,
            words.role(cell.text) is not None or _is_told_above(cell, role, words),
            bool(cell.groups),
            one.amounts is not None,
        )
        for role, cell, one in zip(roles, cells, below, strict=True)
    )


def note_open(text: str) -> bool:
    """Whether a bracket is still open: the header goes on."""
    return sum(map(text.count, "(（[〔【")) > sum(map(text.count, ")）]〕】"))


def _is_told_above(cell: GrowingHeaderCell, role: str, words: HeaderWords) -> bool:
    """Whether a list tells a column's role by the words above it; what stands beside amounts is none of them."""
    told = _listed(cell, words)
    return told == role or (told is not None and role != "extra")


def _bounds(sheet: Sheet, cells: Sequence[GrowingHeaderCell], top: float, bottom: float) -> tuple[float, ...]:
    """X of the vertical rules around and between the cells; () where any is missing between two.

    Rules that cross the header go before those that begin below it: the latter may part an ordinal sub-column.
    """
    size = (bottom - top) / 2
    crossing = sorted({r.x0 for r in sheet.vertical if r.y0 <= bottom - 2 and r.y1 >= top + 2})
    near = sorted({r.x0 for r in sheet.vertical if r.y0 <= bottom + size and r.y1 >= top})
    between: list[float] = []
    for a, b in pairwise(cells):
        for xs in (crossing, near):
            found = [x for x in xs if a.x1 - OVERHANG_PT <= x <= b.x0 + OVERHANG_PT]
            if found:
                between.append(found[-1])
                break
        else:
            return ()
    left = [x for x in crossing if x <= cells[0].x0 + 2][-1:] or [cells[0].x0 - 1e4]
    right = [x for x in crossing if x >= cells[-1].x1 - 2][:1] or [cells[-1].x1 + 1e4]
    return (*left, *between, *right)


def rule_length(horizontal: Sequence[Rule], y: float) -> float:
    """Length in points of all rules at a height."""
    return sum(r.x1 - r.x0 for r in horizontal if abs(r.y0 - y) <= 1.0)


def near_rows(above: list[Run], below: list[Run]) -> bool:
    """Whether two rows stand as close as lines of one header text."""
    return below[0].y - above[0].y <= HEADER_PITCH_EM * below[0].size


def is_enough(
    words: HeaderWords,
    cells: Sequence[GrowingHeaderCell],
    listed: Sequence[str | None],
    guesses: Sequence[str | None],
    *,
    results: bool,
    boxed: bool,
) -> bool:
    """Whether so many columns have a role that they make a header: two listed ones, or nearly all by their endings.

    An amount beside the contents and what they belong to makes a plan's table whatever stands beside them.
    """
    texts = [cell.text for cell in cells if not cell.groups]
    seen = bool(texts) and all(text in words.seen for text in texts)
    if seen or (results and any(listed)):
        return True
    if not _is_of_plan(words, cells, listed, guesses):
        return False
    if sum(role is not None for role in listed) >= 2:
        return True
    known = [role or guess for role, guess in zip(listed, guesses, strict=True) if role or guess]
    if boxed and any(listed) and len(known) >= max(3, len(listed) - 1):
        return True
    return (
        words.guessing
        and len(known) >= 2
        and (len(known) >= len(listed) - 1 or bool(BUDGET_ROLES & set(known)))
    )


def _is_of_plan(
    words: HeaderWords,
    cells: Sequence[GrowingHeaderCell],
    listed: Sequence[str | None],
    guesses: Sequence[str | None],
) -> bool:
    """Whether the words are those of plans: lists of prices, forms of budgets and lessons have columns of amounts too.

    A listed word for the contents or for what they belong to tells it, if it is not one that heads tables of every
    kind; else an amount or a title must. Where no such word is listed, a title and another listed word may.
    """
    telling = [cell.text for cell, role in zip(cells, listed, strict=True) if role in TELLING]
    if not telling:
        return not words.anchored or (words.titled and bool(BUDGET_ROLES & set(listed)))
    distinct = any(len(words.bare(text)) >= DISTINCT_HEADER_CHARACTERS for text in telling)
    return distinct or words.titled or bool(BUDGET_ROLES & {*listed, *guesses})


def is_running_text(text: str) -> bool:
    """Whether a text is too long for a header word or holds the punctuation of running text."""
    bare = BRACKETED.sub("", text)
    return len(bare) > MAX_GUESSED or bool(HEADER_SENTENCE.search(bare))


def begun(words: HeaderWords, cell: GrowingHeaderCell, listed: str | None, guess: str | None) -> bool:
    """Whether a cell's text is the beginning of a header word and no header yet."""
    if (
        listed is not None
        or cell.text in words.seen
        or is_year(cell.text)
        or (words.guessing and guess is not None)
    ):
        return False
    return cell.viable


def roles_of(
    listed: Sequence[str | None], guesses: Sequence[str | None], numbered: Sequence[bool] = ()
) -> list[str]:
    """A role for every column: the listed one, else by the ending of its words and its side of the contents.

    Left of the contents stands what the contents belong to; right of them, amounts and remarks. Where a list has the
    word of one level, another column is a level only by the ending of its words or the numbers of its texts.
    """
    contents = [i for i, role in enumerate(listed) if role == "implementation"]
    contents = contents or [i for i, guess in enumerate(guesses) if guess == "implementation"][-1:]
    at = contents[0] if contents else len(listed)
    levels = [i for i, role in enumerate(listed) if role in HIERARCHY]
    roles: list[str] = []
    for i, (role, guess) in enumerate(zip(listed, guesses, strict=True)):
        by_place = "plan" if i < at and not levels else "extra"
        told = guess
        if guess == "implementation" or (guess in HIERARCHY and i > at):
            told = guess if i == at else None
        elif levels and i < at and guess in {None, *HIERARCHY}:
            told = _level_beside(levels, i, guess, listed, numbered=any(numbered[i : i + 1]))
        roles.append(role or told or by_place)
    return roles


def _level_beside(
    levels: Sequence[int], place: int, guess: str | None, listed: Sequence[str | None], *, numbered: bool
) -> str:
    """Role of a column that no list has beside listed levels, by its side of these, its ending and its numbers.

    Left of the innermost one numbered texts are a level. What is nearer to the contents takes their plan items away
    from the listed column, so that its words, too, must be those of a level that no list has here.
    """
    if place < levels[-1]:
        outer = place < levels[0] and guess is not None and not set(listed) >= HIERARCHY
        return "work" if numbered or outer else "extra"
    inner = guess == "plan" or (guess is None and numbered)
    return "plan" if inner and "plan" not in listed else "extra"


def ranked(roles: list[str]) -> list[str]:
    """Roles with the hierarchy set by place: the innermost of its columns is the plan's, the outer ones work's."""
    inner = [i for i, r in enumerate(roles) if r in HIERARCHY]
    contents = [i for i, r in enumerate(roles) if r == "implementation"]
    ranked = [("work" if i in inner else r) for i, r in enumerate(roles)]
    ranked[inner[-1]] = "plan"
    for i in contents[1:]:
        ranked[i] = "extra"
    return ranked
