"""What licences and formats of published files are called: by IANA, by the European Union, and by people."""

from __future__ import annotations

from pipeline.dataclass import dataclass
from pipeline.metadata.publisher import LicenseName


@dataclass(frozen=True)
class Licence:
    """One licence.

    Attributes:
        title_zh: official name in Chinese.
        title_en: official name in English.
        url: of its text.
        authority: its entry in the European Union's table of licences; None where it has none.
    """

    name: LicenseName
    title_zh: str
    title_en: str
    url: str
    authority: str | None


LICENCES: dict[LicenseName, Licence] = {
    licence.name: licence
    for licence in (
        Licence(
            "OGDL-Taiwan-1.0",
            "政府資料開放授權條款－第1版",
            "Open Government Data License, version 1.0",
            "https://data.gov.tw/license",
            None,
        ),
        Licence(
            "CC-BY-4.0",
            "創用 CC 姓名標示 4.0 國際",
            "Creative Commons Attribution 4.0 International",
            "https://creativecommons.org/licenses/by/4.0/",
            "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
        ),
    )
}


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


FILE_FORMATS: dict[str, Format] = {
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
    return FILE_FORMATS.get(name.rpartition(".")[2].lower()) if "." in name else None
