"""JSON Schema of the contract and Table Schema of each CSV, generated from the models and the columns."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from pipeline.contract import Contract
from pipeline.errors import UsageError
from pipeline.exporters.columns import ENCODING, FlatColumn, FlatTable
from pipeline.exporters.dictionary import dictionary, may_be_omitted, models_in_order
from pipeline.exporters.disk import make_folder, write_file
from pipeline.exporters.tables import TABLES
from pipeline.models import SCHEMA_VERSION, Extraction, PlanDocument

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
WITHOUT_DOCSTRINGS = 2
"""From this level of optimizing Python leaves them out."""
MODELS: dict[str, type[Contract]] = {"extraction": Extraction, "plan": PlanDocument}


def schema_files() -> dict[str, bytes]:
    """Everything that ``workplan schema`` writes: file name to content, UTF-8 with LF.

    Raises:
        UsageError: Python runs without docstrings, which are the descriptions.
    """
    if sys.flags.optimize >= WITHOUT_DOCSTRINGS:
        raise UsageError("descriptions-gone")
    texts = {f"{name}.schema.json": _json(json_schema(name, model)) for name, model in MODELS.items()}
    texts |= {f"{table.name}.tableschema.json": _json(table_schema(table)) for table in TABLES.values()}
    texts |= {"dictionary.md": dictionary("en"), "dictionary.zh-TW.md": dictionary("zh-TW")}
    return {name: text.encode() for name, text in sorted(texts.items())}


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write the schemas and the data dictionary.

    Args:
        folder: where to; made where it is missing.

    Returns:
        The files written, by name.

    Raises:
        UnwritableError: the folder or a file cannot be written.
    """
    files = schema_files()
    make_folder(folder)
    for name, content in files.items():
        write_file(folder / name, [content])
    return tuple(folder / name for name in files)


def outdated_schemas(folder: Path) -> tuple[str, ...]:
    """Names of a folder's files that are missing, differ from the generated ones or are generated no more."""
    wanted = schema_files()
    differing = [name for name, content in wanted.items() if _content(folder / name) != content]
    return tuple(sorted({*differing, *_leftover(folder, wanted)}))


def json_schema(name: str, model: type[Contract]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what the program writes, which is stricter than what it would read.

    Args:
        name: short name for the schema's identifier.
        model: the contract model.
    """
    # The validation form: pydantic cannot see the fields of models that serialise themselves.
    generated = model.model_json_schema(schema_generator=_WithoutTitles)
    parts = {model.__name__: generated, **generated.get("$defs", {})}
    for inner in models_in_order(model):
        fields = parts[inner.__name__]["properties"]
        parts[inner.__name__]["required"] = [field for field in fields if not may_be_omitted(inner, field)]
    return {"$schema": JSON_SCHEMA, "$id": f"urn:workplan:{name}:{SCHEMA_VERSION}", **generated}


def table_schema(table: FlatTable) -> dict[str, Any]:
    """Table Schema (version 2) of one CSV."""
    schema: dict[str, Any] = {
        "$schema": TABLE_SCHEMA,
        "name": table.name,
        "title": table.title_zh,
        "description": table.english,
        "description_zh": table.chinese,
        "encoding": ENCODING,
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.primary_key),
        "missingValues": [""],
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [key.column], "reference": {"resource": key.table, "fields": [key.reference]}}
            for key in table.foreign_keys
        ]
    return schema


class _WithoutTitles(GenerateJsonSchema):
    """Leaves out the titles that pydantic makes from the fields' names: they say nothing new."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False


def _field(column: FlatColumn) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    return {
        "name": column.name,
        "type": column.type,
        "title": column.title_zh,
        "description": column.english,
        "description_zh": column.chinese,
        **({"constraints": constraints} if constraints else {}),
    }


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _content(path: Path) -> bytes | None:
    try:
        # A checkout on Windows may hold the same lines with CR LF.
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        return None


def _leftover(folder: Path, wanted: dict[str, bytes]) -> Iterator[str]:
    for pattern in ("*.schema.json", "*.tableschema.json", "dictionary*.md"):
        yield from (path.name for path in folder.glob(pattern) if path.name not in wanted)
