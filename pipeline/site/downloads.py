"""The files for download by what they are for, each told in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final

from pipeline.dataclass import dataclass
from pipeline.exporters.tables import TABLES
from pipeline.metadata.release import ReleasedFile
from pipeline.web.words import Words

FORMAT_WORDS: Final[dict[str, Words]] = {
    "xlsx": ("Excel 活頁簿，每個資料表一頁", "Excel workbook, a sheet for each table"),
    "ods": (
        "OpenDocument 活頁簿（LibreOffice），每個資料表一頁",
        "OpenDocument workbook (LibreOffice), a sheet for each table",
    ),
    "csv": ("CSV，可用試算表開啟", "CSV, opens in a spreadsheet"),
    "sqlite": ("SQLite 資料庫，含全部資料表", "SQLite database with all tables"),
    "parquet": ("Parquet，供 DuckDB、pandas 使用", "Parquet, for DuckDB and pandas"),
    "jsonl": ("JSON Lines，每列一個 JSON 物件", "JSON Lines, a JSON object on each line"),
}
"""By the ending of a file's name."""
FILE_WORDS: Final[dict[str, Words]] = {
    "datapackage.json": (
        "各 CSV 的欄位、鍵、編碼與雜湊（Data Package）",
        "columns, keys, encoding and hashes of the CSV files (Data Package)",
    ),
    "dcat.jsonld": ("供其他資料入口網使用的描述（DCAT-AP）", "description for other data portals (DCAT-AP)"),
    "manifest.json": (
        "全部檔案的大小與 SHA-256，供核對副本是否完整",
        "size and SHA-256 of every file, to prove a copy whole",
    ),
    "datasette.json": (
        "以 Datasette 開啟 SQLite 資料庫的設定",
        "settings for opening the SQLite database in Datasette",
    ),
    "plan.json": (
        "計畫的完整紀錄，含位置與檢核發現（JSON）",
        "the plan's whole record with places and findings (JSON)",
    ),
    "printed.pdf": ("讀取時所用的 PDF（由文書檔轉出）", "the PDF that was read, printed from the document"),
}
"""By name."""
GROUPS: Final[tuple[tuple[str, Words, Words, frozenset[str]], ...]] = (
    (
        "sheets",
        ("用 Excel 或試算表開啟", "For Excel and other spreadsheets"),
        (
            "不寫程式就能篩選、加總。活頁簿含全部資料表；CSV 每檔一表，編碼為 UTF-8。",
            "To filter and sum without programming. A workbook holds all tables; each CSV file is one table, in UTF-8.",
        ),
        frozenset({"xlsx", "ods", "csv"}),
    ),
    (
        "programs",
        ("用程式分析", "For programs"),
        ("資料型別已標明，適合大量資料。", "Types are given; made for large data."),
        frozenset({"sqlite", "parquet", "jsonl", "datasette.json"}),
    ),
    (
        "about",
        ("關於資料", "About the data"),
        ("欄位說明、授權與完整性，供機器讀取。", "Columns, licence and integrity, for machines."),
        frozenset({"datapackage.json", "dcat.jsonld", "manifest.json"}),
    ),
)
"""Name, title, description, and the endings or names of its files."""
OFFICE_FILES: Final = frozenset({"portal-form.zh-TW.md", "data-gov-tw.json"})
"""Published, so that a copy can be proved whole, but of use to nobody but the office that registers its data."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file for download.

    Attributes:
        words: what it holds and for what.
    """

    file: ReleasedFile
    words: Words


@dataclass(frozen=True, slots=True)
class DownloadGroup:
    """Files for one purpose.

    Attributes:
        name: of its section within the page.
    """

    name: str
    title: Words
    about: Words
    downloads: tuple[Download, ...]


def download_groups(files: Iterable[ReleasedFile]) -> list[DownloadGroup]:
    """Files over all plans by what they are for; groups without files are left out, what fits none is told last."""
    left = [file for file in files if PurePosixPath(file.path).name not in OFFICE_FILES]
    groups = []
    for name, title, about, kinds in GROUPS:
        own = [file for file in left if _kinds(file) & kinds]
        left = [file for file in left if file not in own]
        groups.append(DownloadGroup(name, title, about, downloads(own)))
    rest = ("其他", "Others"), ("", "")
    groups.append(DownloadGroup("others", *rest, downloads(left)))
    return [group for group in groups if group.downloads]


def downloads(files: Sequence[ReleasedFile]) -> tuple[Download, ...]:
    """Files in the order of their kinds and of the tables, each told in words."""
    return tuple(Download(file, _words(file)) for file in sorted(files, key=_place))


def _kinds(file: ReleasedFile) -> set[str]:
    path = PurePosixPath(file.path)
    return {path.name, path.suffix.removeprefix(".")}


def _place(file: ReleasedFile) -> tuple[int, int, str]:
    path = PurePosixPath(file.path)
    formats, tables = list(FORMAT_WORDS), list(map(str, TABLES))
    ending = path.suffix.removeprefix(".")
    return (
        formats.index(ending) if ending in formats else len(formats),
        tables.index(path.stem) if path.stem in tables else -1,
        file.path,
    )


def _words(file: ReleasedFile) -> Words:
    path = PurePosixPath(file.path)
    if path.name in FILE_WORDS:
        return FILE_WORDS[path.name]
    how = FORMAT_WORDS.get(path.suffix.removeprefix("."), ("", ""))
    table = next((one for name, one in TABLES.items() if name == path.stem), None)
    if table is None:
        return how
    return f"{table.title_zh}：{table.chinese}（{how[0]}）", f"{table.english} ({how[1]})"
