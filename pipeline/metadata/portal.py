"""What Taiwan's portal wants to know, as its JSON and as a sheet to copy into its form; the mapping is portal.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from pipeline.dataclass import dataclass
from pipeline.metadata.datapackage import header_of
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.release import Release, ReleasedFile, ReleasedTable, reviewed_words
from pipeline.metadata.vocabulary import LICENCES, Format, format_of

Facts = dict[str, Any]

SEPARATOR = "、"
PORTAL_FORM_FILE = "portal-form.zh-TW.md"
SHEET_PART = re.compile(r"^## ([^\n]+)$|^### ([^\n]+)$|^(`{3,})text\n(.*?)\n\3$", re.MULTILINE | re.DOTALL)
"""A field of the sheet, a file within it, a value with its fence."""
FIXED = "="
"""Begins a text of the mapping that is always the same."""


def portal_json(release: Release, publisher: Publisher) -> dict[str, Any]:
    """The data set in the fields of data.gov.tw; a fact that nobody told is an empty text, as the portal has it."""
    mapping, facts = _mapping(), facts_of(release, publisher)
    return {
        **{field: _value(wanted, facts) for field, wanted in mapping["dataset"].items()},
        "distribution": [
            {field: _value(wanted, one) for field, wanted in mapping["distribution"].items()}
            for one in files_of(release, publisher)
        ],
    }


def portal_form(release: Release, publisher: Publisher) -> str:
    """The sheet: each field of the form in its order, each value in a block of its own to be copied."""
    facts, rows = facts_of(release, publisher), files_of(release, publisher)
    parts = [
        "# 政府資料開放平臺填表單",
        "依平臺表單順序排列；請將各框內文字複製貼上。檔案須先放到下載網址，平臺只登錄連結。",
    ]
    for number, entry in enumerate(_mapping()["form"], 1):
        parts.append(f"## {number}. {entry['label']}")
        if "value" in entry:
            parts.append(_block(_value(entry["value"], facts)))
            continue
        for one in rows:
            value = _value(entry["files"], one)
            if value != "":
                parts += [f"### {one['file.path']}", _block(value)]
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class PortalField:
    """One field of the portal's form, ready to be copied.

    Attributes:
        label: of the field.
        values: the file that a value is of, or "", and the value.
    """

    label: str
    values: tuple[tuple[str, str], ...]


def portal_fields(sheet: str) -> tuple[PortalField, ...]:
    """The fields of a sheet that ``portal_form`` made."""
    fields: list[PortalField] = []
    file = ""
    for label, path, _, value in SHEET_PART.findall(sheet):
        if label:
            fields.append(PortalField(label, ()))
            file = ""
        elif path:
            file = path
        elif fields:
            fields[-1] = replace(fields[-1], values=(*fields[-1].values, (file, value)))
    return tuple(fields)


def facts_of(release: Release, publisher: Publisher) -> Facts:
    """Facts about the whole, by the names that portal.toml uses."""
    mapping, licence = _mapping(), LICENCES[publisher.license.name]
    dataset, years = publisher.dataset, release.years
    frequency = mapping["frequencies"][dataset.update_frequency]
    office = publisher.publisher
    told = {
        f"{part}.{key}": value
        for part, content in publisher.model_dump(mode="json").items()
        for key, value in content.items()
    }
    return told | {
        "dataset.keyword_list": SEPARATOR.join(dataset.keywords),
        "publisher.portal_oid": f"{office.oid}|{office.name}" if office.oid else None,
        "license.code": mapping["licences"][licence.name],
        "license.title": licence.title_zh,
        "license.url": licence.url,
        "notes": "\n".join(_notes(release, publisher)),
        "cost.label": mapping["costs"][dataset.cost],
        "frequency.label": frequency["label"],
        "frequency.portal": frequency["portal"],
        "coverage.start": f"{years[0]:04}-01-01" if years else None,
        "coverage.end": f"{years[-1]:04}-12-31" if years else None,
    }


def _notes(release: Release, publisher: Publisher) -> Iterator[str]:
    yield f"授權說明網址：{LICENCES[publisher.license.name].url}"
    yield publisher.license.attribution.strip()
    reviewed = reviewed_words(release.plans)
    if reviewed:
        yield reviewed[0]


def files_of(release: Release, publisher: Publisher) -> list[Facts]:
    """Facts about each file over all plans, by the names that portal.toml uses.

    The CSV files come first, in the order of the tables, and the others by path.
    """
    csv = [table.path for table in release.tables]
    listed = [(file, kind) for file in release.combined() if (kind := format_of(file.path)) is not None]
    listed.sort(key=lambda pair: (csv.index(pair[0].path) if pair[0].path in csv else len(csv), pair[0].path))
    return [_facts_of_file(release, publisher, file, kind) for file, kind in listed]


def _facts_of_file(release: Release, publisher: Publisher, file: ReleasedFile, kind: Format) -> Facts:
    table = release.table_of(file.path)
    fields = _fields(release, file, table) if table else []
    title = table.table.title_zh if table else "全部資料表"
    about = table.table.chinese if table else SEPARATOR.join(one.table.title_zh for one in release.tables)
    return {
        "file.path": file.path,
        "file.description": f"{title}：{about}",
        "file.fields": fields,
        "file.field_names": SEPARATOR.join(f"{one['name']}（{one['description']}）" for one in fields),
        "file.format": kind.label,
        # Inside, the spreadsheets, Parquet and SQLite hold their texts in UTF-8 too.
        "file.encoding": "UTF-8",
        "file.url": publisher.dataset.base_url + quote(file.path),
        "file.rows": str(table.rows) if table else None,
        "file.notes": f"SHA-256：{file.sha256}",
    }


def _fields(release: Release, file: ReleasedFile, table: ReleasedTable) -> list[dict[str, str]]:
    """Each column as it is named in this very file, and what it holds."""
    chinese = file.path == table.path and release.form.header == "zh-TW"
    return [
        {
            "name": header_of(column, release.form) if chinese else column.name,
            "description": column.name if chinese else column.title_zh,
        }
        for column in table.table.columns
    ]


def _value(wanted: str, facts: Facts) -> Any:
    if wanted.startswith(FIXED):
        return wanted.removeprefix(FIXED)
    value = facts[wanted]
    return "" if value is None else value


def _block(value: str) -> str:
    """A value as a code block, whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", value)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{value.strip()}\n{fence}"


@cache
def _mapping() -> dict[str, Any]:
    return tomllib.loads((files("pipeline.metadata") / "portal.toml").read_text(encoding="utf-8"))
