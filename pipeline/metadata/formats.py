"""What each format of a published file is called: by IANA, by the European Union, and by people."""

from __future__ import annotations

from dataclasses import dataclass

IANA = "https://www.iana.org/assignments/media-types/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        label: as people call it.
        media_type: as IANA registers it; None where it does not.
        file_type: code of the European Union's table of file types; None where it has none.
    """

    label: str
    media_type: str | None
    file_type: str | None


FORMATS: dict[str, Format] = {
    "csv": Format("CSV", "text/csv", "CSV"),
    "json": Format("JSON", "application/json", "JSON"),
    # Neither table knows JSON Lines; calling it JSON would mislead a program that parses the file whole.
    "jsonl": Format("JSON Lines", None, None),
    "ods": Format("ODS", "application/vnd.oasis.opendocument.spreadsheet", "ODS"),
    "parquet": Format("Parquet", "application/vnd.apache.parquet", "PARQUET"),
    "sqlite": Format("SQLite", "application/vnd.sqlite3", None),
    "xlsx": Format("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
}
"""By the ending of a file's name."""
ABOUT_DATA = frozenset(("datasette.json",))
"""Published files that hold no data of their own but tell a program how to show it."""


def format_of(path: str) -> Format | None:
    """The format of a data file; None where a file is no form of the data.

    >>> format_of("jsonl/items.jsonl").label, format_of("datasette.json")
    ('JSON Lines', None)
    """
    name = path.rpartition("/")[2]
    if name in ABOUT_DATA:
        return None
    return FORMATS.get(name.rpartition(".")[2].lower()) if "." in name else None
