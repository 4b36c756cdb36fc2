"""publisher.toml as a file: all that is wrong or missing is told at once, each with its line and what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pipeline.errors import FileProblem, PublisherError, UnreadableError, UsageError
from pipeline.metadata.publisher import Publisher
from pipeline.normalizers.places import Places
from pipeline.normalizers.text import unprintable
from pipeline.normalizers.written_tables import SHOWN_CHARACTERS

PLACEHOLDER_START = "〈請填"
"""Begins every placeholder of the example, so that nobody publishes one by accident."""
KEY_LIKENESS = 0.6
"""Likeness above which a name is offered for a wrong one."""
PARSER_STOP = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
"""Where the parser says that it stopped."""

Location = tuple[str, ...]
TEXT_REMEDY = ("Write it as a text in quotation marks.", "請以引號括住的文字填寫。")
DATE_REMEDY = (
    "Write a date without quotation marks, such as 2024-01-15.",
    "請寫不加引號的日期，如 2024-01-15。",
)
URL_REMEDY = (
    "Write an address such as https://www.example.gov.tw/plans/, without ? and #.",
    "請寫網址，如 https://www.example.gov.tw/plans/，不含 ? 與 #。",
)
WANTED_REMEDIES: Mapping[str, tuple[str, str]] = {
    "publisher.name": ("Write the full name of the publishing office.", "請寫提供機關全名。"),
    "publisher.oid": (
        'Write the object identifier, such as "2.16.886.101.20003.20082".',
        '請寫物件識別碼，如 "2.16.886.101.20003.20082"。',
    ),
    "publisher.url": URL_REMEDY,
    "contact.name": ("Write who is asked about the data.", "請寫聯絡人姓名或職稱。"),
    "contact.phone": ('Write a number such as "05-2223333#123".', '請寫電話，如 "05-2223333#123"。'),
    "contact.email": (
        'Write an address such as "data@example.gov.tw".',
        '請寫電子郵件，如 "data@example.gov.tw"。',
    ),
    "dataset.name": (
        'Write a short name of letters a to z, digits and hyphens, such as "yongkang-work-plans".',
        '請寫短名，限小寫英文字母、數字與連字號，如 "yongkang-work-plans"。',
    ),
    "dataset.title": ("Write the name of the data set in Chinese.", "請寫資料集的中文名稱。"),
    "dataset.description": ("Say in a sentence or two what the data are.", "請以一兩句話說明資料內容。"),
    "dataset.keywords": ('Write a list such as ["工作計畫", "預算"].', '請寫清單，如 ["工作計畫", "預算"]。'),
    "dataset.keywords_en": ('Write a list such as ["work plan"].', '請寫清單，如 ["work plan"]。'),
    "dataset.theme": (
        'Write a code of the EU data themes; "GOVE" is government and public sector.',
        '請寫歐盟資料主題代碼，"GOVE" 為政府與公部門。',
    ),
    "dataset.update_frequency": (
        'Write "annual", "biannual", "quarterly", "monthly" or "irregular".',
        '請寫 "annual"（年）、"biannual"（半年）、"quarterly"（季）、"monthly"（月）或 "irregular"（不定期）。',
    ),
    "dataset.spatial": ('Write the area, such as "臺南市永康區".', '請寫涵蓋地區，如 "臺南市永康區"。'),
    "dataset.issued": DATE_REMEDY,
    "dataset.modified": DATE_REMEDY,
    "dataset.version": ('Write MAJOR.MINOR.PATCH, such as "1.0.0".', '請寫「主.次.修」版號，如 "1.0.0"。'),
    "dataset.base_url": URL_REMEDY,
    "dataset.cost": ('Write "free": both licences ask no fee.', '請寫 "free"：兩種授權皆免費。'),
    "license.name": ('Write "OGDL-Taiwan-1.0" or "CC-BY-4.0".', '請寫 "OGDL-Taiwan-1.0" 或 "CC-BY-4.0"。'),
    "license.attribution": (
        "Write the words by which users must name the source, with the office's full name in them.",
        "請寫使用者應標示的來源文字，其中須有提供機關全名。",
    ),
}
"""What to write for each key; any other key takes a text."""


UNSEEN = (
    "The line holds a control character or a mark of writing direction, which nobody sees.",
    "此行含有看不見的控制字元或文字方向字元。",
)
UNSEEN_REMEDY = ("Type the line anew, without pasting it.", "請重新輸入此行，勿由其他程式貼上。")


def checked(content: bytes, name: str) -> Publisher:
    """The publisher that a file describes.

    Args:
        content: of the file.
        name: of the file, for messages.

    Raises:
        PublisherError: it is no TOML in UTF-8, or something is wrong or missing.
    """
    try:
        # Some editors put a byte-order mark before the text.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        causes = ("The file is not coded in UTF-8.", "檔案不是 UTF-8 編碼。")
        remedy = ("Save it as UTF-8 in your editor.", "請在編輯器中另存為 UTF-8。")
        raise PublisherError([FileProblem(name, line, *causes, *remedy)]) from None
    if unseen := list(_unseen(text, name)):
        raise PublisherError(unseen)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PublisherError([_not_toml(text, error, name)]) from None
    return _Check(name, Places(text), data).publisher()


class _Check:
    """The rules for one file."""

    def __init__(self, name: str, places: Places, data: dict[str, Any]) -> None:
        self.name = name
        self.places = places
        self.data = data

    def publisher(self) -> Publisher:
        marked = set(_placeholders(self.data))
        problems = [self._placeholder(where) for where in sorted(marked)]
        found: Publisher | None = None
        try:
            found = Publisher.model_validate(self.data)
        except ValidationError as error:
            problems += self._told(error, marked)
        problems += self._together(marked)
        problems += self._escaped()
        if problems or found is None:
            raise PublisherError(sorted(problems, key=lambda one: one.line or 0))
        return found

    def _told(self, error: ValidationError, marked: set[Location]) -> Iterator[FileProblem]:
        for detail in error.errors(include_url=False):
            where = tuple(str(part) for part in detail["loc"])[:2]
            if where in marked:
                continue
            yield from self._of(where, detail)

    def _of(self, where: Location, detail: ErrorDetails) -> Iterator[FileProblem]:
        kind = detail["type"]
        if kind == "missing":
            # A table that is missing is asked for key by key: that is what has to be written.
            keys = [where] if len(where) == 2 else [(where[0], key) for key in _required(where[0])]
            for key in keys:
                yield self._problem(
                    key, f"{_dotted(key)} is missing.", f"缺少 {_dotted(key)}。", _wanted(key)
                )
        elif kind == "extra_forbidden":
            yield self._unknown(where)
        elif len(where) == 1:
            table = (f"Write [{where[0]}] on a line of its own.", f"請將 [{where[0]}] 單獨寫成一行。")
            yield self._problem(where, f"{where[0]} is not a table.", f"{where[0]} 不是表。", table)
        else:
            value = _shown(detail["input"])
            yield self._problem(
                where,
                f"{_dotted(where)} cannot be {value}.",
                f"{_dotted(where)} 不能是 {value}。",
                _wanted(where),
            )

    def _together(self, marked: set[Location]) -> Iterator[FileProblem]:
        """What two values must be to each other, where both can be had."""
        issued, modified = self._value("dataset", "issued"), self._value("dataset", "modified")
        if type(issued) is type(modified) and hasattr(issued, "isoformat") and modified < issued:
            yield self._problem(
                ("dataset", "modified"),
                f"The data were modified on {modified}, before they were issued on {issued}.",
                f"修改日期 {modified} 早於發布日期 {issued}。",
                ("Write the later of the two dates.", "請寫兩者中較晚的日期。"),
            )
        office, words = self._value("publisher", "name"), self._value("license", "attribution")
        known = {("publisher", "name"), ("license", "attribution")} - marked
        if len(known) == 2 and isinstance(office, str) and isinstance(words, str) and office not in words:
            yield self._problem(
                ("license", "attribution"),
                f"The attribution does not name {_one_line(office)}.",
                f"標示文字未載明「{_one_line(office)}」。",
                _wanted(("license", "attribution")),
            )

    def _escaped(self) -> Iterator[FileProblem]:
        """Values with characters that nobody sees, written as escapes."""
        for table, keys in self.data.items():
            for key, value in keys.items() if isinstance(keys, dict) else ():
                texts = value if isinstance(value, list) else [value]
                if any(isinstance(one, str) and unprintable(one) for one in texts):
                    yield self._problem((table, key), *UNSEEN, UNSEEN_REMEDY)

    def _value(self, table: str, key: str) -> Any:
        keys = self.data.get(table)
        return keys.get(key) if isinstance(keys, dict) else None

    def _placeholder(self, where: Location) -> FileProblem:
        return self._problem(
            where,
            f"{_dotted(where)} still holds the example's placeholder.",
            f"{_dotted(where)} 仍是範例的待填文字。",
            _wanted(where),
        )

    def _unknown(self, where: Location) -> FileProblem:
        names = list(Publisher.model_fields) if len(where) == 1 else list(_fields(where[0]))
        near = get_close_matches(where[-1], names, n=1, cutoff=KEY_LIKENESS)
        offered = ", ".join(near or names)
        told = f"[{where[0]}]" if len(where) == 1 else _dotted(where)
        remedy = (f"Known are: {offered}.", f"可用的是：{offered}。")
        if near:
            remedy = (f"Did you mean {near[0]}?", f"是否為 {near[0]}？")
        return self._problem(where, f"There is no {told}.", f"沒有 {told} 這一項。", remedy)

    def _problem(self, where: Location, en: str, zh: str, remedy: tuple[str, str]) -> FileProblem:
        table = where[0]
        line = self.places.table(table) if len(where) == 1 else self.places.key(table, where[1])
        return FileProblem(self.name, line, en, zh, *remedy)


def _unseen(text: str, name: str) -> Iterator[FileProblem]:
    """Lines with characters that nobody sees and that may show them in another order; comments too."""
    for number, line in enumerate(text.split("\n"), start=1):
        if unprintable(line.removesuffix("\r")):
            yield FileProblem(name, number, *UNSEEN, *UNSEEN_REMEDY)


def _placeholders(data: Mapping[str, Any]) -> Iterator[Location]:
    """Keys that still hold a placeholder, alone or within a text or list."""
    for table, keys in data.items():
        if isinstance(keys, dict):
            yield from ((table, key) for key, value in keys.items() if _marked(value))


def _marked(value: Any) -> bool:
    if isinstance(value, list):
        return any(_marked(one) for one in value)
    return isinstance(value, str) and PLACEHOLDER_START in value


def _fields(table: str) -> Mapping[str, Any]:
    part = Publisher.model_fields[table].annotation
    return part.model_fields if isinstance(part, type) and issubclass(part, BaseModel) else {}


def _required(table: str) -> Iterable[str]:
    return (key for key, field in _fields(table).items() if field.is_required())


def _wanted(where: Location) -> tuple[str, str]:
    return WANTED_REMEDIES.get(_dotted(where), TEXT_REMEDY)


def _dotted(where: Location) -> str:
    return ".".join(where)


def _not_toml(text: str, error: tomllib.TOMLDecodeError, name: str) -> FileProblem:
    found = PARSER_STOP.search(str(error))
    line = int(found[1]) if found and found[1] else max(1, len(text.splitlines()))
    what = PARSER_STOP.sub("", str(error)).strip()
    return FileProblem(
        name,
        line,
        f"This is not TOML: {what}.",
        f"不是 TOML 格式：{what}。",
        'Write [table] and key = "…"; a quotation mark or bracket may be missing.',
        '請寫 [表] 與 鍵 = "…"；可能少了引號或括號。',
    )


def _shown(value: Any) -> str:
    """A value in short, as it may stand in the file."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return _one_line(text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…")


def _one_line(text: str) -> str:
    return " ".join(text.split())


EXAMPLE_FILE = "example.toml"


def read_publisher(path: Path) -> Publisher:
    """The publisher of a file.

    Raises:
        UnreadableError: the file cannot be read.
        PublisherError: it cannot be used; all that is wrong or missing is said at once.
    """
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(
            f"The file {path} cannot be read ({reason}).", f"無法讀取 {path}（{reason}）。"
        ) from None
    return checked(content, str(path))


def example_bytes() -> bytes:
    """The commented example: it has to be filled in before it can be used."""
    return (files("pipeline.metadata") / EXAMPLE_FILE).read_bytes()


def refuse_existing(path: Path) -> None:
    """A publisher file that somebody may have filled in is not written over.

    Raises:
        UsageError: there is something of that name.
    """
    if path.exists() or path.is_symlink():
        error = UsageError(f"{path} is there already.", f"{path} 已存在。")
        error.remedy_en = "Choose another name with -o, or delete it first."
        error.remedy_zh = "請以 -o 指定其他檔名，或先刪除該檔。"
        raise error
