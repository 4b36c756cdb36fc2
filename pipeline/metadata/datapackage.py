"""The Data Package (version 2) descriptor: each CSV with its schema, dialect, size and hash."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.exporters.columns import FlatColumn, ForeignKey
from pipeline.exporters.csv_form import ESCAPE, CsvForm, protected
from pipeline.exporters.schemas import TABLE_SCHEMA, table_schema
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.release import Release, ReleasedFile, ReleasedTable
from pipeline.metadata.vocabulary import LICENCES

PROFILE_URL = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
DIALECT_PROFILE = "https://datapackage.org/profiles/2.0/tabledialect.json"


def data_package(release: Release, publisher: Publisher | None) -> dict[str, Any]:
    """The descriptor as JSON values.

    Args:
        release: what is published; tables whose CSV is not among the files are left out.
        publisher: without one the technical part alone is given.
    """
    present = {table.name: table for table in release.tables if release.file(table.path) is not None}
    return {
        "$schema": PROFILE_URL,
        **(_told(publisher) if publisher is not None else {}),
        "sources": [
            {"title": source.file_name, "sha256": source.sha256, "pages": source.pages}
            for source in release.sources
        ],
        **_review(release),
        "resources": [
            _resource(table, file, release.form, present)
            for table in present.values()
            if (file := release.file(table.path)) is not None
        ],
    }


def header_of(column: FlatColumn, form: CsvForm) -> str:
    """What stands in the header row above a column."""
    return column.title_zh if form.header == "zh-TW" else column.name


def _told(publisher: Publisher) -> dict[str, Any]:
    """What only a person can say."""
    dataset, licence = publisher.dataset, LICENCES[publisher.license.name]
    office: dict[str, Any] = {"title": publisher.publisher.name}
    if publisher.publisher.url is not None:
        office["path"] = publisher.publisher.url
    contact = {"title": publisher.contact.name, "email": publisher.contact.email}
    return {
        "name": dataset.name,
        "id": f"{dataset.base_url}datapackage.json",
        "title": dataset.title,
        "description": dataset.description,
        "homepage": dataset.base_url,
        "version": dataset.version,
        "created": _midnight(dataset.issued),
        "keywords": [*dataset.keywords, *dataset.keywords_en],
        "licenses": [
            {
                "name": licence.name,
                "path": licence.url,
                "title": licence.title_zh,
                "attribution": publisher.license.attribution,
            }
        ],
        "contributors": [
            {**office, "roles": ["publisher"]},
            {**contact, "organization": publisher.publisher.name, "roles": ["contact"]},
        ],
    }


def _review(release: Release) -> dict[str, Any]:
    """How much people have checked, where they have said it."""
    if release.reviewed is None:
        return {}
    return {"review": {"itemsChecked": release.reviewed, "items": release.items}}


def _midnight(day: date) -> str:
    """The beginning of a day in Taiwan, as RFC 3339 wants a time."""
    return f"{day.isoformat()}T00:00:00+08:00"


def _resource(
    released: ReleasedTable, file: ReleasedFile, form: CsvForm, present: dict[str, ReleasedTable]
) -> dict[str, Any]:
    table = released.table
    return {
        "$schema": RESOURCE_PROFILE,
        "name": table.name,
        "type": "table",
        "title": table.title_zh,
        "description": f"{table.chinese} {table.english}",
        "path": released.path,
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": form.encoding,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "dialect": {
            "$schema": DIALECT_PROFILE,
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": _schema(released, form, present),
        "rows": released.rows,
        "headerLanguage": form.header,
        "csvSafe": form.safe,
    }


def _schema(released: ReleasedTable, form: CsvForm, present: dict[str, ReleasedTable]) -> dict[str, Any]:
    """The table's schema with the names of this header row."""
    table = released.table
    generated = table_schema(table)
    names = {column.name: header_of(column, form) for column in table.columns}
    fields = [_field(described, names, form) for described in generated["fields"]]
    keys = [_foreign(key, names, form, present) for key in table.foreign_keys if key.table in present]
    return {
        "$schema": TABLE_SCHEMA,
        "fields": fields,
        "primaryKey": [names[name] for name in table.primary_key],
        **({"foreignKeys": keys} if keys else {}),
        "missingValues": generated["missingValues"],
    }


def _field(described: dict[str, Any], names: dict[str, str], form: CsvForm) -> dict[str, Any]:
    """A field as it stands in this form of the CSV."""
    found = dict(described)
    if form.header == "zh-TW":
        found |= {"name": names[described["name"]], "machineName": described["name"]}
    if form.safe and described["type"] == "string" and "constraints" in described:
        found["constraints"] = {key: _escaped(key, value) for key, value in described["constraints"].items()}
    return found


def _escaped(constraint: str, value: Any) -> Any:
    """A constraint on texts of which some begin with the apostrophe that keeps spreadsheets from changing them."""
    if constraint == "enum":
        return [protected(one) for one in value]
    if constraint == "pattern":
        return f"^{ESCAPE}?(?:{value})$"
    return value


def _foreign(
    key: ForeignKey, names: dict[str, str], form: CsvForm, present: dict[str, ReleasedTable]
) -> dict[str, Any]:
    columns = {column.name: column for column in present[key.table].table.columns}
    reference = header_of(columns[key.reference], form)
    return {"fields": [names[key.column]], "reference": {"resource": key.table, "fields": [reference]}}
