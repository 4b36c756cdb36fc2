"""Rules about the contracts: datapackage.json against the files and the shipped schemas, and plan.json."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.gate.expected import PLAN_TABLE_NAMES, SchemaTable, shipped_json, tables
from pipeline.gate.folder import CsvFile, Folder
from pipeline.gate.results import CannotJudgeError, Hit

DATA_PACKAGE_FILE = "datapackage.json"
DATA_PACKAGE_PROFILE = re.compile(r"https://datapackage\.org/profiles/2\.\d+/datapackage\.json")
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9._/-]*|[a-z0-9]+(?:_[a-z0-9]+)*")
FIELD_PARTS = ("type", "title", "description", "constraints")
"""Of a field in datapackage.json, what has to be as the shipped schema has it."""


def datapackage_invalid(folder: Folder) -> Iterator[Hit]:
    """What Data Package 2.0 wants of the descriptor and its resources."""
    package = _package(folder)
    if not DATA_PACKAGE_PROFILE.fullmatch(str(package.get("$schema", ""))):
        yield Hit(DATA_PACKAGE_FILE, column="$schema", detail=str(package.get("$schema", ""))[:80])
    if not folder.resources:
        yield Hit(DATA_PACKAGE_FILE, column="resources")
    names = [resource.get("name") for resource in folder.resources]
    for place, resource in enumerate(folder.resources):
        name, path = resource.get("name"), resource.get("path")
        if not isinstance(name, str) or not SAFE_NAME.fullmatch(name) or names.count(name) > 1:
            yield Hit(DATA_PACKAGE_FILE, column=f"resources[{place}].name", detail=str(name))
        safe = isinstance(path, str) and not path.startswith(("/", "~")) and ".." not in path.split("/")
        if not safe or "://" in str(path):
            yield Hit(DATA_PACKAGE_FILE, column=f"resources[{place}].path", detail=str(path))
        yield from _keys(place, resource)


def _keys(place: int, resource: Mapping[str, Any]) -> Iterator[Hit]:
    """Keys of a resource's schema that name no column, or no resource."""
    schema = resource.get("schema")
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        yield Hit(DATA_PACKAGE_FILE, column=f"resources[{place}].schema")
        return
    names = {field.get("name") for field in schema["fields"] if isinstance(field, dict)}
    keys = [*_list(schema.get("primaryKey"))]
    for key in _list(schema.get("foreignKeys")):
        keys += _list(key.get("fields")) if isinstance(key, dict) else [None]
    yield from (
        Hit(DATA_PACKAGE_FILE, column=f"resources[{place}].schema", detail=str(key))
        for key in keys
        if key not in names
    )
    if schema.get("missingValues") != [""]:
        yield Hit(
            DATA_PACKAGE_FILE,
            column=f"resources[{place}].schema.missingValues",
            detail=str(schema.get("missingValues")),
        )


def datapackage_path(folder: Folder) -> Iterator[Hit]:
    """Resources without a file, and tables without a resource."""
    _package(folder)
    paths = {str(resource.get("path")) for resource in folder.resources}
    yield from (
        Hit(DATA_PACKAGE_FILE, column="resources.path", detail=path)
        for path in sorted(paths)
        if not folder.has(path)
    )
    missing = {f"{name}.csv" for name in tables() if folder.has(f"{name}.csv")} - paths
    yield from (Hit(DATA_PACKAGE_FILE, column="resources", detail=path) for path in sorted(missing))


def datapackage_bytes(folder: Folder) -> Iterator[Hit]:
    """Sizes in datapackage.json against the files."""
    for path, resource, content in _files(folder):
        if resource.get("bytes") != len(content):
            yield Hit(
                DATA_PACKAGE_FILE, column="bytes", detail=f"{path}: {resource.get('bytes')} ≠ {len(content)}"
            )


def datapackage_hash(folder: Folder) -> Iterator[Hit]:
    """Hashes in datapackage.json against the files."""
    for path, resource, content in _files(folder):
        if resource.get("hash") != f"sha256:{hashlib.sha256(content).hexdigest()}":
            yield Hit(DATA_PACKAGE_FILE, column="hash", detail=path)


def datapackage_header(file: CsvFile, folder: Folder) -> Iterator[Hit]:
    """Fields of datapackage.json against the header of the file itself."""
    fields = _fields(folder.resource(file.path))
    if fields and [field.get("name") for field in fields] != list(file.header):
        yield Hit(file.path, 1, detail=DATA_PACKAGE_FILE)


def datapackage_rows(file: CsvFile, folder: Folder) -> Iterator[Hit]:
    """Numbers of rows in datapackage.json against the tables."""
    told = folder.resource(file.path).get("rows")
    if told is not None and told != len(file.rows):
        yield Hit(DATA_PACKAGE_FILE, column="rows", detail=f"{file.path}: {told} ≠ {len(file.rows)}")


def schema_differs(folder: Folder) -> Iterator[Hit]:
    """Schemas in datapackage.json against those that ship with the program."""
    _package(folder)
    for name, table in tables().items():
        resource = folder.resource(f"{name}.csv")
        if resource:
            yield from _schema(resource, table)


def _schema(resource: Mapping[str, Any], table: SchemaTable) -> Iterator[Hit]:
    shipped = {field["name"]: field for field in shipped_json(f"{table.name}.tableschema.json")["fields"]}
    fields = _fields(resource)
    names = [str(field.get("machineName", field.get("name"))) for field in fields]
    if names != list(table.names):
        yield Hit(
            DATA_PACKAGE_FILE, column=table.name, detail=", ".join(sorted({*names} ^ {*table.names})) or "≠"
        )
    for name, field in zip(names, fields, strict=True):
        wanted = shipped.get(name, {})
        for part in FIELD_PARTS if wanted else ():
            # The form that is safe in spreadsheets lets an apostrophe stand before what the constraints allow.
            escaped = part == "constraints" and resource.get("csvSafe") is True and field.get(part)
            if field.get(part) != wanted.get(part) and not escaped:
                yield Hit(DATA_PACKAGE_FILE, column=f"{table.name}.{name}", detail=part)
    schema = resource.get("schema", {})
    title = dict(zip(table.names, table.titles, strict=True))
    key = list(table.primary_key)
    if _list(schema.get("primaryKey")) not in (key, [title[name] for name in key]):
        yield Hit(DATA_PACKAGE_FILE, column=table.name, detail="primaryKey")


def plan_json_invalid(folder: Folder) -> Iterator[Hit]:
    """Plans against the JSON Schema of the contract."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - heavy

    judge = Draft202012Validator(shipped_json("plan.schema.json"))
    for plan in folder.plans:
        path = f"{plan}/plan.json"
        document = folder.load(path)
        for error in judge.iter_errors(document):
            # The message quotes the data; the place and the keyword tell enough.
            yield Hit(path, column=error.json_path[:80], detail=str(error.validator))
        if isinstance(document, dict) and document.get("plan", {}).get("id") != plan:
            yield Hit(path, column="$.plan.id", detail=plan)


def plan_json_differs(folder: Folder) -> Iterator[Hit]:
    """Plans whose items or budgets are not those of their tables."""
    for plan in folder.plans:
        document = folder.load(f"{plan}/plan.json")
        try:
            sections = document["plan"]["sections"]
            ids = {
                "items": [item["id"] for section in sections for item in section["items"]],
                "budgets": [budget["id"] for section in sections for budget in section["budgets"]],
            }
        except (KeyError, TypeError):
            continue  # plan-json-invalid tells it
        for name, wanted in ids.items():
            path = f"{plan}/{name}.csv"
            if name in PLAN_TABLE_NAMES and folder.has(path):
                records = folder.csv(path, tables()[name]).records()
                found = [record.get(f"{name[:-1]}_id") for _, record in records]
                if found != wanted:
                    yield Hit(path, column=f"{name[:-1]}_id", detail=f"{len(found)} / {len(wanted)}")


def _package(folder: Folder) -> Mapping[str, Any]:
    if not folder.has(DATA_PACKAGE_FILE):
        raise CannotJudgeError("no-file", file=DATA_PACKAGE_FILE)
    return folder.package


def _files(folder: Folder) -> Iterator[tuple[str, Mapping[str, Any], bytes]]:
    _package(folder)
    for resource in folder.resources:
        path = str(resource.get("path"))
        content = folder.read(path)
        if content is not None:
            yield path, resource, content


def _fields(resource: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [field for field in _list(fields) if isinstance(field, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


PACKAGE_RULES = {
    "datapackage-invalid": datapackage_invalid,
    "datapackage-path": datapackage_path,
    "datapackage-bytes": datapackage_bytes,
    "datapackage-hash": datapackage_hash,
    "schema-differs": schema_differs,
    "plan-json-invalid": plan_json_invalid,
    "plan-json-differs": plan_json_differs,
}
RESOURCE_RULES = {"datapackage-header": datapackage_header, "datapackage-rows": datapackage_rows}
