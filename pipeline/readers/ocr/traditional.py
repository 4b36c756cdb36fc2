"""Simplified forms that a recogniser mixes into a traditional page, set right by what the page itself shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.readers.legible import LEVEL_1

if TYPE_CHECKING:
    from pipeline.readers.ocr.decoder import Character

TRADITIONAL_SHARE = 3.0
"""A page is traditional where it has so many times more characters that only traditional text has."""


def is_traditional(characters: Iterable[Character]) -> bool:
    """Whether a page is printed in traditional characters, whatever simplified ones were seen among them."""
    traditional = simplified = 0
    for c in characters:
        if candidates(c.text):
            simplified += 1
        elif _simpler(c.text):
            traditional += 1
    return traditional > 0 and traditional >= TRADITIONAL_SHARE * simplified


def traditional(character: Character) -> Character:
    """The character, or the traditional one for a simplified form.

    Of several traditional characters the recogniser's own next guess decides; without one the first, and the
    confidence says that it was not seen.

    >>> from pipeline.readers.ocr.decoder import Character
    >>> traditional(Character("单", 0.5, 0.9, (("單", 0.1),))).text, traditional(Character("里", 0.5, 0.9)).text
    ('單', '里')
    """
    forms = candidates(character.text)
    if not forms:
        return character
    seen = {text: odds for text, odds in character.guesses if text in forms}
    if seen:
        best = max(seen, key=lambda text: seen[text])
        return character._replace(text=best, confidence=min(1.0, character.confidence + seen[best]))
    confidence = character.confidence if len(forms) == 1 else 0.0
    return character._replace(text=forms[0], confidence=confidence)


@cache
def candidates(text: str) -> tuple[str, ...]:
    """Traditional characters in common use that a simplified form may stand for; none for a character that is one.

    >>> candidates("发"), candidates("里"), candidates("后"), candidates("台")
    (('發', '髮'), (), (), ())
    """
    if len(text) != 1 or not "\u4e00" <= text <= "\u9fff" or common(text):
        return ()
    return tuple(form for form in _forms().get(text, ()) if form != text and common(form))


@cache
def common(text: str) -> bool:
    """Whether a character is of Big5's first level: those in common use in Taiwan."""
    code = text.encode("big5", errors="ignore")
    return LEVEL_1[0] <= code <= LEVEL_1[1]


@cache
def simplest(text: str) -> str:
    """The form that simplified text writes a character in, whatever form it has here.

    >>> simplest("臺"), simplest("台"), simplest("一")
    ('台', '台', '一')
    """
    return next(iter(_simplified().get(text, ())), text)


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """OpenCC's traditional forms of each simplified character."""
    found: dict[str, Sequence[str]] = {}
    for line in _dictionary("STCharacters.txt"):
        simplified, _, forms = line.partition("\t")
        found[simplified] = forms.split()
    standard = dict(line.split("\t", 1) for line in _dictionary("TWVariants.txt") if "\t" in line)
    return {
        text: tuple(dict.fromkeys(standard.get(form, form).split()[0] for form in forms))
        for text, forms in found.items()
    }


@cache
def _simpler(text: str) -> bool:
    """Whether simplified text writes this character in another way."""
    return any(line for line in _simplified().get(text, ()) if line != text)


@cache
def _simplified() -> dict[str, tuple[str, ...]]:
    found = {}
    for line in _dictionary("TSCharacters.txt"):
        text, _, forms = line.partition("\t")
        found[text] = tuple(forms.split())
    return found


def _dictionary(name: str) -> list[str]:
    place = files("opencc") / "dictionary" / name
    return [line for line in place.read_text(encoding="utf-8").splitlines() if line.strip()]
