"""A text layer that is not what is printed is told from text in any language."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.readers.characters import printed_text
from pipeline.readers.legible import FEW_CHARACTERS, legible

PLAN = "中華民國113年度施政計畫：辦理民政業務、社會福利、道路養護及環境清潔等工作。" * 2
LANGUAGES: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def windows(text: str, length: int) -> Iterator[str]:
    for start in range(0, max(1, len(text) - length), 5):
        yield text[start : start + length]


def is_legible(text: str) -> bool:
    """As of a page whose glyphs a reader has set right."""
    return legible(map(printed_text, text))


@each_language
def test_text_of_any_language_is_legible(language: str) -> None:
    assert is_legible(LANGUAGES[language])


@each_language
@pytest.mark.parametrize("length", [25, 60])
def test_so_is_any_part_of_it(language: str, length: int) -> None:
    assert [part for part in windows(LANGUAGES[language], length) if not is_legible(part)] == []


def wrong(right: str, table: str) -> Callable[[str], str]:
    return lambda text: text.encode(right, errors="ignore").decode(table, errors="replace")


def glyph_numbers(text: str) -> str:
    """The number that each character's glyph has in a font of only those that the text needs."""
    numbers: dict[str, int] = {}
    return "".join(chr(numbers.setdefault(char, len(numbers) + 1)) for char in text)


def other_numbers(text: str) -> str:
    """The same of a whole font's numbers."""
    numbers: dict[str, int] = {}
    return "".join(chr(600 + 37 * numbers.setdefault(char, len(numbers))) for char in text)


CHINESE, ACCENTED = ("traditional", "simplified"), ("french", "vietnamese", "czech", "russian", "greek")
MOJIBAKE: dict[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "utf-8 as latin-1": ((*CHINESE, "japanese", *ACCENTED), wrong("utf-8", "latin-1")),
    "utf-8 as windows": ((*CHINESE, "japanese", *ACCENTED), wrong("utf-8", "cp1252")),
    "utf-8 as gbk": ((*CHINESE, "japanese"), wrong("utf-8", "gbk")),
    "utf-8 as big5": ((*CHINESE, "japanese"), wrong("utf-8", "big5")),
    "big5 as latin-1": (("traditional", "names"), wrong("big5", "latin-1")),
    "big5 as windows": (("traditional", "names"), wrong("big5", "cp1252")),
    "big5 as gbk": (("traditional", "names"), wrong("big5", "gbk")),
    "gbk as big5": (("simplified",), wrong("gbk", "big5")),
    "gbk as latin-1": (("simplified",), wrong("gbk", "latin-1")),
    "shift-jis as gbk": (("japanese", "kanji"), wrong("cp932", "gbk")),
    "bytes swapped": ((*CHINESE, "japanese", "english"), wrong("utf-16-le", "utf-16-be")),
    "glyph numbers": ((*CHINESE, "japanese", "english"), glyph_numbers),
    "numbers of a whole font": ((*CHINESE, "japanese"), other_numbers),
    "private use": (CHINESE, lambda text: "".join(chr(0xE000 + ord(c) % 4096) for c in text)),
    "unassigned": (CHINESE, lambda text: "".join(chr(0x2FE0 + ord(c) % 16) for c in text)),
    "no unicode": (CHINESE, lambda text: "\ufffd" * len(text)),
    "wrong han": (CHINESE, lambda text: "".join(chr(0x4E00 + (ord(c) * 7919) % 20902) for c in text)),
}
each_mojibake = pytest.mark.parametrize(
    ("kind", "language"), [(kind, name) for kind, (names, _) in MOJIBAKE.items() for name in names]
)


@each_mojibake
def test_mojibake_is_not_legible(kind: str, language: str) -> None:
    assert not is_legible(MOJIBAKE[kind][1](LANGUAGES[language]))


def test_few_parts_of_it_pass() -> None:
    parts = [
        part
        for names, made in MOJIBAKE.values()
        for name in names
        if name not in ACCENTED
        for part in windows(made(LANGUAGES[name]), 80)
    ]
    missed = [part for part in parts if is_legible(part)]
    assert len(missed) <= 0.03 * len(parts), len(missed) / len(parts)


@pytest.mark.parametrize(
    "text",
    [PLAN, "1,234,567 " * 20, "Plan of work, 2024. " * 5, "\ue123" + PLAN, "\ufffd" * 5, "", "－" * 30],
)
def test_text_of_plans_is_legible(text: str) -> None:
    assert legible(text)


def test_a_few_characters_say_nothing() -> None:
    assert legible("\ufffd" * (FEW_CHARACTERS - 1))
    assert not legible("\ufffd" * FEW_CHARACTERS)
