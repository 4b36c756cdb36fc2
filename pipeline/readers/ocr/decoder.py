"""What the recogniser's odds say: characters with their places, confidence and the next best guesses."""

from __future__ import annotations

import unicodedata
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

GUESSES = 5
"""Likeliest characters that are kept of each place."""
ONE_PLACE_STEPS = 2.0
"""A wide and a narrow form of one mark this close to each other are one mark, of which the recogniser is not sure."""


class Character(NamedTuple):
    """A character that was recognised.

    Attributes:
        text: the character.
        at: where its middle stands, as a share of the line's width.
        confidence: the recogniser's, 0 to 1.
        guesses: other characters with their odds, the likeliest first.
    """

    text: str
    at: float
    confidence: float
    guesses: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Alphabet:
    """The characters that a model knows; the class before them is none, the one behind them a space.

    Attributes:
        characters: as the model lists them.
    """

    characters: tuple[str, ...]
    places: dict[str, int] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self.places.update({char: i for i, char in enumerate(self.characters, 1)})

    def text(self, place: int) -> str:
        """The character of a class; "" for none."""
        if place == 0:
            return ""
        return self.characters[place - 1] if place <= len(self.characters) else " "

    def decoded(self, odds: NDArray[np.float32], width: float) -> list[Character]:
        """Characters of one line.

        Args:
            odds: a row for each step along the line, a column for each class.
            width: steps that the line takes; those behind are padding.
        """
        best = odds.argmax(axis=1)
        found: list[Character] = []
        step = 0
        while step < len(best):
            end = step + 1
            while end < len(best) and best[end] == best[step]:
                end += 1
            if best[step] != 0:
                # The same class again is the same character; its surest step tells of it.
                surest = step + int(odds[step:end, best[step]].argmax())
                middle = (step + end) / 2
                text = self.text(int(best[step]))
                guesses = self._guesses(odds[surest], int(best[step]))
                # Whether a mark is wide or narrow is no doubt of what it says.
                sure = float(odds[surest, best[step]]) + sum(p for c, p in guesses if _is_same_mark(c, text))
                read = Character(text, min(middle / width, 1.0), round(min(sure, 1.0), 4), guesses)
                if found and _is_said_twice(found[-1], read, width):
                    found[-1] = max(found[-1], read, key=lambda c: c.confidence)
                else:
                    found.append(read)
            step = end
        return found

    def _guesses(self, row: NDArray[np.float32], taken: int) -> tuple[tuple[str, float], ...]:
        count = min(GUESSES, len(row))
        likeliest = np.argpartition(row, -count)[-count:]
        ordered = sorted((int(i) for i in likeliest if i not in {0, taken}), key=lambda i: -row[i])
        return tuple((self.text(i), round(float(row[i]), 4)) for i in ordered)


def _is_said_twice(before: Character, read: Character, width: float) -> bool:
    """Whether two characters are one mark, read in its wide form and in its narrow one."""
    return (read.at - before.at) * width <= ONE_PLACE_STEPS and _is_same_mark(before.text, read.text)


def _is_same_mark(one: str, other: str) -> bool:
    """Whether two characters are the wide and the narrow form of one."""
    return one != other and unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)
