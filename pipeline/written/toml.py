"""TOML files that people write: bytes to checked tables, with all that is wrong in their form told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.messages.catalogue import PlacedProblem
from pipeline.messages.wording import Wording
from pipeline.normalizers.text import EXCEL_CELL, cell_units
from pipeline.written.places import Places
from pipeline.written.problems import (
    nearest,
    shown,
    unseen_character,
    wanted,
    written_problem,
)

PARSER_STOP = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
"""Where the parser says that it stopped."""
KIND_WORDINGS: tuple[tuple[type | tuple[type, ...], Wording], ...] = (
    (bool, Wording(zh="真假值", en="true or false")),
    (str, Wording(zh="文字", en="a text")),
    ((int, float), Wording(zh="數字", en="a number")),
    (list, Wording(zh="清單", en="a list")),
    (dict, Wording(zh="表", en="a table")),
    (object, Wording(zh="日期或時間", en="a date or time")),
)
"""What a value is, by its type; the first that fits."""
ANY_TEXT = "text"
"""What is wanted of a key of which nothing more is said."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file that could be parsed.

    Attributes:
        name: for messages.
        text: without byte-order mark.
        data: all tables.
        places: lines of the text.
        wrong_keys: tables and keys of which something has been told already.
    """

    name: str
    text: str
    data: dict[str, Any]
    places: Places
    wrong_keys: frozenset[tuple[str, str]] = frozenset()

    def value(self, table: str, key: str) -> Any:
        """A value of which nothing wrong has been told; None where there is none."""
        keys = self.data.get(table)
        return keys.get(key) if isinstance(keys, dict) and (table, key) not in self.wrong_keys else None

    def problem(self, message: str, line: int | None, /, **values: Wording | object) -> PlacedProblem:
        """A problem on a line."""
        return written_problem(message, self.name, line, **values)


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a key, for the kind that judges it."""

    file: TomlFile
    table: str
    key: str
    found: Any

    @property
    def name(self) -> str:
        """Table and key, such as ``dataset.title``."""
        return f"{self.table}.{self.key}"

    @property
    def line(self) -> int | None:
        """On which the key stands."""
        return self.file.places.key(self.table, self.key)

    def problem(self, message: str, word: str | None = None, /, **values: Wording | object) -> PlacedProblem:
        """A problem on the key's line, or on that of a word of its list."""
        line = self.line if word is None else self.file.places.word(self.table, self.key, word)
        return self.file.problem(message, line, **values)


Kind = Callable[[Value], Iterator[PlacedProblem]]
"""What a value may be: gives what is wrong with one."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table.

    Attributes:
        kind: of its values.
        needed: whether it must be there.
        wanted: what to write, as a reason of the message ``value-wrong``.
    """

    kind: Kind
    needed: bool = False
    wanted: str = ANY_TEXT


@dataclass(frozen=True, slots=True)
class TomlForm:
    """What a file may hold.

    Attributes:
        tables: keys by name, by the name of their table.
        top_keys: keys outside all tables, which the file's own module judges.
        placeholder: begins what an example leaves to be filled in; None where no example does.
    """

    tables: Mapping[str, Mapping[str, Key]]
    top_keys: tuple[str, ...] = field(default=())
    placeholder: str | None = None


def fitting(fits: Callable[[Any], bool], reason: str) -> Kind:
    """Values that fit; of others the message says what is wanted, by its name in the reasons of ``value-wrong``."""

    def judged(value: Value) -> Iterator[PlacedProblem]:
        if not fits(value.found):
            yield value.problem("value-wrong", name=value.name, value=shown_value(value.found), reason=reason)

    return judged


def list_of_texts(each: Callable[[Value, str], Iterator[PlacedProblem]]) -> Kind:
    """Lists of texts, each of which is judged for itself."""

    def judged(value: Value) -> Iterator[PlacedProblem]:
        if not isinstance(value.found, list):
            yield value.problem("not-a-list", name=value.key, kind=kind_of(value.found))
            return
        for one in value.found:
            if isinstance(one, str):
                yield from each(value, one)
            else:
                told = {"value": shown_value(one), "kind": kind_of(one)}
                yield value.problem("not-a-text", name=value.key, **told)

    return judged


def toml_file(content: bytes, name: str, form: TomlForm) -> tuple[TomlFile | None, list[PlacedProblem]]:
    """A file's bytes as tables, and what is wrong in its form.

    Args:
        content: UTF-8 with or without byte-order mark.
        name: of the file, for messages.
        form: of the file.

    Returns:
        The file, None where it cannot be parsed, and the problems in no order.
    """
    try:
        # Some editors put a byte-order mark before the text.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, [written_problem("not-utf8", name, line, reason="toml")]
    found = list(_unseen_in_lines(text, name))
    try:
        data = toml_of(text)
    except ValueError as error:
        stop = _not_toml(text, error, name)
        told_already = any(one.place == stop.place for one in found)
        return None, found if told_already else [*found, stop]
    file = TomlFile(name, text, data, Places(text))
    wrong = list(_wrong(file, form))
    keys = frozenset(where for where, _ in wrong if where is not None)
    found += [problem for _, problem in wrong]
    return TomlFile(name, text, data, file.places, keys), found


def toml_of(text: str) -> dict[str, Any]:
    """What TOML that a person wrote says.

    Raises:
        ValueError: it is none, or nothing that Python can hold.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("too many brackets within each other") from None


def shown_value(value: Any) -> str:
    """A value in short, as it may stand in the file."""
    return f'"{shown(value)}"' if isinstance(value, str) else shown(value)


def kind_of(value: Any) -> Wording:
    """What a value is."""
    return next(wording for kind, wording in KIND_WORDINGS if isinstance(value, kind))


Told = tuple[tuple[str, str] | None, PlacedProblem]
"""A problem, and table and key that it is about; None where it is about no known one."""


def _wrong(file: TomlFile, form: TomlForm) -> Iterator[Told]:
    for name, value in file.data.items():
        if name in form.tables and not isinstance(value, dict):
            line = file.places.table(name)
            yield None, file.problem("not-a-table", line, name=name, kind=kind_of(value))
        elif name not in form.tables and name not in form.top_keys:
            yield None, _stray(file, form, name, value)
    for name, keys in form.tables.items():
        found = file.data.get(name, {})
        if isinstance(found, dict):
            yield from _wrong_in_table(file, form, name, keys, found)


def _wrong_in_table(
    file: TomlFile, form: TomlForm, name: str, keys: Mapping[str, Key], found: dict[str, Any]
) -> Iterator[Told]:
    for key in found:
        # A key that belongs above all tables is told where it is missed.
        if key not in keys and (key not in form.top_keys or key in file.data):
            yield None, _name_unknown(file, file.places.key(name, key), f"{name}.{key}", key, keys)
    for key, known in keys.items():
        where = name, key
        if key in found:
            value = Value(file, name, key, found[key])
            yield from ((where, problem) for problem in _wrong_value(value, known, form))
        elif known.needed:
            told = {"name": f"{name}.{key}", "wanted": wanted(known.wanted)}
            yield where, file.problem("key-missing", file.places.key(name, key), **told)


def _wrong_value(value: Value, key: Key, form: TomlForm) -> Iterator[PlacedProblem]:
    texts = list(_texts(value.found))
    if form.placeholder is not None and any(form.placeholder in text for text in texts):
        yield value.problem("placeholder-left", name=value.name, wanted=wanted(key.wanted))
        return
    for text in texts:
        if cell_units(text) > EXCEL_CELL:
            yield value.problem("text-too-long", name=value.name, count=cell_units(text), most=EXCEL_CELL)
            return
        # What stands so in a line of the file is told of that line; here are those that an escape stands for.
        escaped = "".join(char for char in text if char not in value.file.text)
        unseen = unseen_character(escaped, value.name, value.file.name, value.line)
        if unseen is not None:
            yield unseen
            return
    yield from key.kind(value)


def _stray(file: TomlFile, form: TomlForm, name: str, value: Any) -> PlacedProblem:
    """What stands at the top and is neither a table that is known nor a key that belongs there."""
    line = file.places.table(name)
    homes = [table for table, keys in form.tables.items() if name in keys]
    if homes and not isinstance(value, dict):
        tables = [f"[{home}]" for home in homes]
        told = Wording(zh="、".join(tables), en=" or ".join(tables))
        return file.problem("key-outside", line, name=name, tables=told)
    return _name_unknown(file, line, f"[{name}]", name, form.tables)


def _name_unknown(
    file: TomlFile, line: int | None, told: str, name: str, known: Mapping[str, Any]
) -> PlacedProblem:
    near, names = nearest(name, known), ", ".join(known)
    if near is None:
        return file.problem("name-unknown", line, name=shown(told), names=names)
    return file.problem("name-misspelt", line, name=shown(told), near=near, names=names)


def _unseen_in_lines(text: str, name: str) -> Iterator[PlacedProblem]:
    """Characters that nobody sees, wherever they stand: in a comment they mislead too."""
    for number, line in enumerate(text.split("\n"), 1):
        called = Wording(zh=f"第 {number} 行", en=f"Line {number}")
        unseen = unseen_character(line, called, name, number)
        if unseen is not None:
            yield unseen


def _texts(value: Any) -> Iterator[str]:
    """All texts of a value, be they within lists or tables."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]


def _not_toml(text: str, error: ValueError, name: str) -> PlacedProblem:
    reason = str(error)
    # Lists within lists without end stop the parser at no line that it could name.
    stop = PARSER_STOP.search(reason)
    line = int(stop[1]) if stop and stop[1] else max(1, text.removesuffix("\n").count("\n") + 1)
    return written_problem("not-toml", name, line, error=PARSER_STOP.sub("", reason).strip())
