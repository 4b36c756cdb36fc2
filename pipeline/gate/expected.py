"""What a table should be, read from the Table Schemas that ship with the program."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass

SCHEMA_SUFFIX = ".tableschema.json"
PLAN_TABLE_NAMES = ("items", "steps", "budgets", "mentions")
"""Tables that lie in each plan's folder too."""


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One column; see the Table Schema standard for its constraints."""

    name: str
    title: str
    type: str
    required: bool
    enum: tuple[str, ...]
    pattern: str | None
    minimum: int | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values are those of a column in another table."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class SchemaTable:
    """One table."""

    name: str
    title: str
    fields: tuple[SchemaField, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Machine names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def titles(self) -> tuple[str, ...]:
        """Chinese names of the columns, in order."""
        return tuple(field.title for field in self.fields)


@cache
def tables() -> dict[str, SchemaTable]:
    """All tables of a publication by their name."""
    found = sorted(path.name for path in _folder().iterdir() if path.name.endswith(SCHEMA_SUFFIX))
    return {table.name: table for table in map(_table, map(shipped_json, found))}


@cache
def shipped_json(name: str) -> dict[str, Any]:
    """A schema file that ships with the program."""
    content: dict[str, Any] = json.loads((_folder() / name).read_text(encoding="utf-8"))
    return content


def _folder() -> Traversable:
    packed = files("pipeline") / "schemas"
    # The wheel holds a copy within the package; a checkout has the one beside it.
    return packed if packed.is_dir() else Path(__file__).parents[2] / "schemas"


def _table(schema: dict[str, Any]) -> SchemaTable:
    return SchemaTable(
        name=schema["name"],
        title=schema["title"],
        fields=tuple(map(_field, schema["fields"])),
        primary_key=tuple(schema["primaryKey"]),
        references=tuple(
            Reference(key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0])
            for key in schema.get("foreignKeys", ())
        ),
    )


def _field(field: dict[str, Any]) -> SchemaField:
    limits = field.get("constraints", {})
    return SchemaField(
        name=field["name"],
        title=field["title"],
        type=field["type"],
        required=limits.get("required", False),
        enum=tuple(limits.get("enum", ())),
        pattern=limits.get("pattern"),
        minimum=limits.get("minimum"),
    )
