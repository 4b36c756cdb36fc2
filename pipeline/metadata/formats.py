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
"""By the ending of a file's name; files of other endings are not distributions of the data."""
