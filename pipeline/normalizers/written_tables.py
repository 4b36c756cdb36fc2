"""Tables that people write as CSV: bytes to cells, with all that is wrong in the form of the file told at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.errors import FileProblem

SHOWN_CHARACTERS = 40
"""Characters of a wrong value that a message shows."""
SEPARATORS = {";": ("semicolons", "分號"), "\t": ("tabs", "定位字元（Tab）")}
"""Marks that spreadsheets put between cells in some settings, and what they are called."""


@dataclass(frozen=True, slots=True)
class TableForm:
    """What the header row of a table may hold.

    Attributes:
        columns: names that are known.
        needed: those that must be there.
        missing_remedy: what to do about a header that lacks some, in English and Chinese.
        unknown_remedy: what to do about another column, likewise.
        may_be_empty: whether a file without any row is a table without rows.
    """

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    missing_remedy: tuple[str, str]
    unknown_remedy: tuple[str, str]
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row that is not empty.

    Attributes:
        line: on which it begins, from 1; 0 where it stands in no file.
        cells: by column, all that are known; "" where there is none.
    """

    line: int
    cells: dict[str, str]


def written_rows(content: bytes, name: str, form: TableForm) -> tuple[list[WrittenRow], list[FileProblem]]:
    """The rows of a file's bytes, in the file's order, and what is wrong in its form.

    Args:
        content: UTF-8 with or without byte-order mark, comma-separated, any line ends, trailing empty columns
            and all; one of the files that Excel saves as "CSV UTF-8".
        name: of the file, for messages.
        form: of the header row.

    Returns:
        The rows that can be read, none where the file or its header cannot be, and the problems.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [_not_utf8(name, content[: error.start].count(b"\n") + 1)]
    separator = _other_separator(text, form)
    if separator:
        return [], [_not_by_commas(name, *separator)]
    try:
        records = list(_records(text))
    except csv.Error as error:
        return [], [_not_csv(name, max(1, len(text.splitlines())), str(error))]
    if not records:
        return [], [] if form.may_be_empty else [_columns_missing(name, 1, form.columns, form)]
    (first, header), *body = records
    found = list(_header_problems(header, name, first, form))
    if found:
        return [], found
    rows: list[WrittenRow] = []
    for line, cells in body:
        if any(cell.strip() for cell in cells[len(header) :]):
            found.append(_too_many_cells(name, line))
            continue
        given = dict(zip(header, cells, strict=False))
        rows.append(WrittenRow(line, {column: given.get(column, "") for column in form.columns}))
    return rows, found


def shown(text: str) -> str:
    """A wrong value as a message shows it: on one line, and not too much of it."""
    joined = " ".join(text.split())
    return joined if len(joined) <= SHOWN_CHARACTERS else f"{joined[:SHOWN_CHARACTERS]}…"


def by_line(problems: Iterable[FileProblem]) -> list[FileProblem]:
    """Problems in the order in which a person meets them in the file."""
    return sorted(problems, key=lambda one: one.line or 0)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """First line and cells of every record that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _header_problems(header: list[str], name: str, line: int, form: TableForm) -> Iterator[FileProblem]:
    header[:] = [cell.strip() for cell in header]
    while header and not header[-1]:
        header.pop()
    missing = [column for column in form.needed if column not in header]
    if missing:
        yield _columns_missing(name, line, missing, form)
    if len(missing) == len(form.needed):
        # This is no header at all: each of its cells would be told as a column that is not known.
        return
    named = [cell for cell in header if cell]
    for cell in dict.fromkeys(named):
        if cell not in form.columns:
            causes = (f"There is no column “{shown(cell)}”.", f"沒有「{shown(cell)}」這個欄位。")
            yield FileProblem(name, line, *causes, *form.unknown_remedy)
        elif named.count(cell) > 1:
            causes = (f"The column “{cell}” is there twice.", f"欄位「{cell}」重複。")
            yield FileProblem(name, line, *causes, "Keep one of them.", "請只保留一欄。")


def _other_separator(text: str, form: TableForm) -> tuple[str, str] | None:
    """Name, in English and Chinese, of another mark than the comma that the header is separated by."""
    header = next((line for line in text.splitlines() if line.strip()), "").replace('"', "")
    for mark, names in SEPARATORS.items():
        if mark in header and set(form.needed) <= {cell.strip() for cell in header.split(mark)}:
            return names
    return None


def _columns_missing(name: str, line: int, columns: Iterable[str], form: TableForm) -> FileProblem:
    listed = ", ".join(columns)
    causes = (f"The first row lacks the columns {listed}.", f"首列缺少欄位 {listed}。")
    return FileProblem(name, line, *causes, *form.missing_remedy)


def _not_utf8(name: str, line: int) -> FileProblem:
    """Such as the bytes of Excel's plain CSV."""
    return FileProblem(
        name,
        line,
        "The file is not coded in UTF-8.",
        "檔案不是 UTF-8 編碼。",
        "In Excel, save it as “CSV UTF-8”; in LibreOffice, choose Unicode (UTF-8) when you save.",
        "在 Excel 請另存為「CSV UTF-8（逗號分隔）」；在 LibreOffice 儲存時，字元集請選 Unicode (UTF-8)。",
    )


def _not_by_commas(name: str, mark_en: str, mark_zh: str) -> FileProblem:
    """Cells with something else between them."""
    return FileProblem(
        name,
        1,
        f"The columns are separated by {mark_en}, not by commas.",
        f"欄位以{mark_zh}分隔，而非逗號。",
        "In Excel, save it as “CSV UTF-8”; in LibreOffice, choose the comma as field delimiter when you save.",
        "在 Excel 請另存為「CSV UTF-8（逗號分隔）」；在 LibreOffice 儲存時，欄位分隔符號請選逗號。",
    )


def _not_csv(name: str, line: int, reason: str) -> FileProblem:
    """Quotes that do not close."""
    return FileProblem(
        name,
        line,
        f"This is not CSV: {reason}.",
        f"不是 CSV 格式：{reason}。",
        "A quotation mark may be missing; one within a cell is written twice.",
        "可能少了引號；儲存格內的引號須重複一次。",
    )


def _too_many_cells(name: str, line: int) -> FileProblem:
    """Text behind the last column."""
    return FileProblem(
        name,
        line,
        "The row has more cells than the first row.",
        "此列的儲存格比首列多。",
        "Put a value that holds a comma in quotation marks.",
        "含逗號的值請加上引號。",
    )
