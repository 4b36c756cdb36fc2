"""Checks a profile file: all that is wrong in it is told at once, each with its line and what to write instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from pipeline.errors import FileProblem, ProfileError
from pipeline.normalizers.places import Places
from pipeline.normalizers.units import FACTORS, unit_named
from pipeline.normalizers.written_tables import SHOWN_CHARACTERS

DEFAULT = "default"
"""Id of the profile that ships with the package; a file's words are added to it."""
HEADER_ROLES = (
    "work",
    "plan",
    "implementation",
    "budget_current",
    "budget_previous",
    "budget_difference",
    "budget_source",
    "budget_part",
    "extra",
    "ordinal",
)
AGENCIES = ("agency_first", "agency_endings", "agency_last")
"""When an ending of offices' names is tried: each is in one of these lists."""
PROFILE_KEYS: dict[str, tuple[str, ...]] = {
    "headers": (*HEADER_ROLES, "not_a_plan"),
    "header_endings": HEADER_ROLES,
    "titles": (
        "plan_words",
        "ambiguous_plan_words",
        "fillers",
        *AGENCIES,
        "agency_beginnings",
        "section_endings",
        "ambiguous_endings",
    ),
    "headings": ("focus", "table"),
    "totals": ("words", "carried"),
    "marks": ("continued", "footnote", "signature"),
    "budgets": ("nil", "unit"),
    "furniture": ("page_numbers",),
}
"""Keys of each table; each holds a list of words, ``page_numbers`` one of regular expressions."""
UNIT_KEY = "unit"
"""The key that holds the name of a unit, of amounts that print none."""
PATTERNS = "page_numbers"
"""The key whose texts are regular expressions."""
_EXCLUSIVE_KEYS = (
    ("headers", PROFILE_KEYS["headers"]),
    ("header_endings", HEADER_ROLES),
    ("titles", AGENCIES),
)
EXCLUSIVE: dict[tuple[str, str], tuple[str, ...]] = {
    (table, key): tuple(other for other in keys if other != key)
    for table, keys in _EXCLUSIVE_KEYS
    for key in keys
}
"""For a table and key the other keys in which the same word may not stand: a word has one role."""


IDENTIFIER_FORM = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
"""It becomes part of the output, and of commands that people type."""
WORD_LIKENESS = 0.5
"""Likeness above which a name is offered for a wrong one: wrong letters, not another word."""
LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
"""Where the parser says that it stopped."""


def checked(content: bytes, name: str) -> dict[str, Any]:
    """The id and the lists of words of a profile file.

    Args:
        content: of the file.
        name: of the file, for messages.

    Raises:
        ProfileError: it is no TOML in UTF-8, or holds something that a profile may not.
    """
    try:
        # Some editors put a byte-order mark before the text.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProfileError([_not_utf8(content, error, name)]) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError([_not_toml(text, error, name)]) from None
    problems = sorted(_Check(name, Places(text)).problems(data), key=lambda one: one.line or 0)
    if problems:
        raise ProfileError(problems)
    return data


class _Check:
    """The rules for one file, each yielding problems."""

    def __init__(self, name: str, places: Places) -> None:
        self.name = name
        self.places = places

    def problems(self, data: dict[str, Any]) -> Iterator[FileProblem]:
        yield from self._id(data)
        for table, keys in data.items():
            if table == "id":
                continue
            if table not in PROFILE_KEYS:
                yield self._stray(table, keys)
            elif not isinstance(keys, dict):
                yield self._problem(
                    self.places.table(table),
                    f"{table} is {_kind(keys)[0]}, not a table.",
                    f"{table} 是{_kind(keys)[1]}，不是表。",
                    f"Write [{table}] on a line of its own and the lists below it.",
                    f"請將 [{table}] 單獨寫成一行，清單寫在其下。",
                )
            else:
                yield from self._table(table, keys)

    def _id(self, data: dict[str, Any]) -> Iterator[FileProblem]:
        found = data.get("id")
        line = self.places.top("id")
        if found is None:
            nested = next(
                (table for table, keys in data.items() if isinstance(keys, dict) and "id" in keys), None
            )
            line = self.places.key(nested, "id") if nested else 1
            cause = ("The profile has no id.", "設定檔沒有 id。")
        elif not isinstance(found, str) or not IDENTIFIER_FORM.fullmatch(found):
            cause = (f"The id {_shown(found)} cannot be used.", f"id {_shown(found)} 不能使用。")
        elif found == DEFAULT:
            cause = (f'"{DEFAULT}" is the id of the built-in profile.', f"「{DEFAULT}」是內建設定檔的 id。")
        else:
            return
        yield self._problem(
            line,
            *cause,
            'Write id = "my-office" above all tables: letters A to Z, digits, hyphens between them.',
            '請在所有表之前寫 id = "my-office"：限英文字母、數字，中間可用連字號。',
        )

    def _stray(self, name: str, value: Any) -> FileProblem:
        """What stands at the top and is neither the id nor a table of a profile."""
        line = self.places.table(name)
        home = next((table for table, keys in PROFILE_KEYS.items() if name in keys), None)
        if home is not None and not isinstance(value, dict):
            return self._problem(
                line,
                f"{name} stands in no table.",
                f"{name} 不在任何表中。",
                f"Write it below [{home}].",
                f"請寫在 [{home}] 之下。",
            )
        cause = (f"[{name}] is no table of a profile.", f"設定檔沒有 [{name}] 這個表。")
        return self._unknown(line, cause, name, PROFILE_KEYS)

    def _unknown_key(self, table: str, key: str) -> FileProblem:
        if table in {"headers", "header_endings"}:
            cause = (f'"{key}" is no role.', f"「{key}」不是角色。")
        else:
            cause = (f'[{table}] has no list "{key}".', f"[{table}] 沒有「{key}」這個清單。")
        return self._unknown(self.places.key(table, key), cause, key, PROFILE_KEYS[table])

    def _table(self, table: str, keys: dict[str, Any]) -> Iterator[FileProblem]:
        known = {key: words for key, words in keys.items() if key in PROFILE_KEYS[table]}
        for key in keys:
            # An id below a table's header is told where the id is missed.
            if key not in known and key != "id":
                yield self._unknown_key(table, key)
        for key, words in known.items():
            yield from self._list(table, key, words)
        yield from self._twice(table, known)

    def _list(self, table: str, key: str, words: Any) -> Iterator[FileProblem]:
        if not isinstance(words, list):
            yield self._problem(
                self.places.key(table, key),
                f"{key} is {_kind(words)[0]}, not a list.",
                f"{key} 是{_kind(words)[1]}，不是清單。",
                f'Write {key} = ["…", "…"].',
                f'請寫成 {key} = ["…", "…"]。',
            )
            return
        for word in words:
            yield from self._pattern(table, key, word) if key == PATTERNS else self._word(table, key, word)
        if key == UNIT_KEY:
            yield from self._unit(table, words)

    def _word(self, table: str, key: str, word: Any) -> Iterator[FileProblem]:
        line = self.places.word(table, key, word) if isinstance(word, str) else self.places.key(table, key)
        if not isinstance(word, str):
            yield self._no_text(line, key, word)
        elif not word.strip():
            yield self._problem(
                line,
                f"{key} holds an empty word.",
                f"{key} 中有空白的用語。",
                "Delete it.",
                "請刪除。",
            )
        elif "".join(word.split()) != word:
            bare = "".join(word.split())
            yield self._problem(
                line,
                f'"{_one_line(word)}" in {key} holds white space, and words are compared without it.',
                f"{key} 的「{_one_line(word)}」含有空白，比對時不計空白。",
                f'Write "{bare}".',
                f"請寫成「{bare}」。",
            )

    def _unit(self, table: str, words: list[Any]) -> Iterator[FileProblem]:
        """A list that names no unit, or several of them."""
        strange = [word for word in words if isinstance(word, str) and unit_named(word) is None]
        if not strange and len(words) <= 1:
            return
        told = _shown(strange[0]) if strange else ", ".join(map(_shown, words))
        yield self._problem(
            self.places.key(table, UNIT_KEY),
            f"{UNIT_KEY} holds {told}, which is not one unit of money.",
            f"{UNIT_KEY} 的 {told} 不是一個金額單位。",
            f'Write one of {", ".join(FACTORS)}, such as {UNIT_KEY} = ["千元"].',
            f'請寫 {"、".join(FACTORS)} 之一，如 {UNIT_KEY} = ["千元"]。',
        )

    def _pattern(self, table: str, key: str, pattern: Any) -> Iterator[FileProblem]:
        if not isinstance(pattern, str):
            yield self._no_text(self.places.key(table, key), key, pattern)
            return
        try:
            re.compile(pattern)
        except re.error as error:
            cause = (
                f"{_shown(pattern)} is no regular expression: {error}.",
                f"{_shown(pattern)} 不是正規表示式：{error}。",
            )
        else:
            if re.search(pattern, "") is None:
                return
            cause = (f"{_shown(pattern)} fits an empty line too.", f"{_shown(pattern)} 連空行也符合。")
        yield self._problem(
            self.places.word(table, key, pattern),
            *cause,
            r"Write one that fits the whole line, such as '^第\d{1,4}頁$', in single quotation marks.",
            r"請寫成符合整行的式子，例如 '^第\d{1,4}頁$'，並用單引號。",
        )

    def _twice(self, table: str, known: dict[str, Any]) -> Iterator[FileProblem]:
        """Words that stand in two lists of which only one can hold."""
        seen: dict[str, str] = {}
        for key, words in known.items():
            for word in (
                dict.fromkeys(w for w in words if isinstance(w, str)) if isinstance(words, list) else ()
            ):
                first = seen.setdefault(word, key)
                if first in EXCLUSIVE.get((table, key), ()):
                    yield self._problem(
                        self.places.word(table, key, word),
                        f'"{word}" stands in {first} and in {key}.',
                        f"「{word}」同時列在 {first} 與 {key}。",
                        "Keep one of them.",
                        "請只保留一處。",
                    )

    def _no_text(self, line: int | None, key: str, value: Any) -> FileProblem:
        return self._problem(
            line,
            f"{key} holds {_shown(value)}, which is {_kind(value)[0]}.",
            f"{key} 中的 {_shown(value)} 是{_kind(value)[1]}。",
            "Write each word in quotation marks.",
            "請將每個用語加上引號。",
        )

    def _unknown(
        self, line: int | None, cause: tuple[str, str], name: str, known: Iterable[str]
    ) -> FileProblem:
        """A name that is not known, with the nearest that is."""
        names = list(known)
        near = [one for one in names if one.startswith(name)] or get_close_matches(
            name.casefold(), names, n=1, cutoff=WORD_LIKENESS
        )
        listed = ", ".join(names)
        remedy = (f'Did you mean "{near[0]}"?', f"是否指「{near[0]}」？") if near else ("", "")
        return self._problem(
            line, *cause, f"{remedy[0]} Known are {listed}.".strip(), f"{remedy[1]}可用者：{listed}。"
        )

    def _problem(self, line: int | None, *told: str) -> FileProblem:
        cause_en, cause_zh, remedy_en, remedy_zh = told
        return FileProblem(self.name, line, cause_en, cause_zh, remedy_en, remedy_zh)


def _not_utf8(content: bytes, error: UnicodeDecodeError, name: str) -> FileProblem:
    line = content[: error.start].count(b"\n") + 1
    return FileProblem(
        name,
        line,
        "The file is not coded in UTF-8.",
        "檔案不是 UTF-8 編碼。",
        "Save it as UTF-8 in your editor.",
        "請在編輯器中另存為 UTF-8。",
    )


def _not_toml(text: str, error: tomllib.TOMLDecodeError, name: str) -> FileProblem:
    found = LINE.search(str(error))
    line = int(found[1]) if found and found[1] else max(1, len(text.splitlines()))
    what = LINE.sub("", str(error)).strip()
    return FileProblem(
        name,
        line,
        f"This is not TOML: {what}.",
        f"不是 TOML 格式：{what}。",
        'Write id = "…", [table] and key = ["…", "…"] only; a quotation mark, comma or bracket may be missing.',
        '請只用 id = "…"、[表] 與 鍵 = ["…", "…"]；可能少了引號、逗號或括號。',
    )


def _kind(value: Any) -> tuple[str, str]:
    """What a value is, in both languages."""
    if isinstance(value, bool):
        return "true or false", "真假值"
    for kind, told in (
        (str, ("a text", "文字")),
        ((int, float), ("a number", "數字")),
        (list, ("a list", "清單")),
        (dict, ("a table", "表")),
    ):
        if isinstance(value, kind):
            return told
    return "a date or time", "日期或時間"


def _shown(value: Any) -> str:
    """A value in short, as it may stand in the file."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return _one_line(text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…")


def _one_line(text: str) -> str:
    return " ".join(text.split())
