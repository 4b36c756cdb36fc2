"""Roles of a header's columns: listed ones first, then what endings and places tell."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.header_cells import Cell
from pipeline.extractors.words import BRACKETED, MAX_GUESSED, SENTENCE, Words
from pipeline.profiles.loading import BUDGETS, HIERARCHY


def is_enough(
    words: Words,
    texts: Sequence[str],
    listed: Sequence[str | None],
    guesses: Sequence[str | None],
    *,
    results: bool,
    boxed: bool,
) -> bool:
    """Whether so many columns have a role that they make a header: two listed ones, or nearly all by their endings.

    An amount beside the contents and what they belong to makes a plan's table whatever stands beside them.
    """
    if sum(role is not None for role in listed) + results >= 2 or all(text in words.seen for text in texts):
        return True
    known = [role or guess for role, guess in zip(listed, guesses, strict=True) if role or guess]
    if boxed and any(listed) and len(known) >= max(3, len(listed) - 1):
        return True
    return (
        words.guessing and len(known) >= 2 and (len(known) >= len(listed) - 1 or bool(BUDGETS & set(known)))
    )


def is_running_text(text: str) -> bool:
    """Whether a text is too long for a header word or holds the punctuation of running text."""
    bare = BRACKETED.sub("", text)
    return len(bare) > MAX_GUESSED or bool(SENTENCE.search(bare))


def begun(words: Words, cell: Cell, listed: str | None, guess: str | None) -> bool:
    """Whether a cell's text is the beginning of a header word and no header yet."""
    if listed is not None or cell.text in words.seen or (words.guessing and guess is not None):
        return False
    return cell.viable


def roles_of(listed: Sequence[str | None], guesses: Sequence[str | None]) -> list[str]:
    """A role for every column: the listed one, else by the ending of its words and its side of the contents.

    Left of the contents stands what the contents belong to; right of them, amounts and remarks.
    """
    contents = [i for i, role in enumerate(listed) if role == "implementation"]
    contents = contents or [i for i, guess in enumerate(guesses) if guess == "implementation"][-1:]
    at = contents[0] if contents else len(listed)
    roles: list[str] = []
    for i, (role, guess) in enumerate(zip(listed, guesses, strict=True)):
        by_place = "plan" if i < at else "extra"
        told = guess
        if guess == "implementation" or (guess in HIERARCHY and i > at):
            told = guess if i == at else None
        roles.append(role or told or by_place)
    return roles


def ranked(roles: list[str]) -> list[str]:
    """Roles with the hierarchy set by place: the innermost of its columns is the plan's, the outer ones work's."""
    inner = [i for i, r in enumerate(roles) if r in HIERARCHY]
    contents = [i for i, r in enumerate(roles) if r == "implementation"]
    ranked = [("work" if i in inner else r) for i, r in enumerate(roles)]
    ranked[inner[-1]] = "plan"
    for i in contents[1:]:
        ranked[i] = "extra"
    return ranked
