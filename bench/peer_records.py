"""The records of a plan by another program and the script that an analyst would write on it.

usage: python peer_records.py PROGRAM FILE.pdf ... [--setting lines|text]

Prints one JSON object a file: ``version``, ``file``, ``seconds`` of the work (imports not counted), ``peak_mb`` of
the process and of what it started, and ``records``, each work item, plan item, implementation and budget as text;
without ``records`` where the program gave up on the file. Imports nothing of this project, so that the environment
need not hold it; ends with exit code 3 where the program cannot be imported.

The script is the same for all: rows by the table's header, repeated headers left out, work items filled forward,
a row that a page end cuts joined to its first half. ``lines`` takes drawn lines as the ends of rows, ``text`` each
line of text as a row, which is what remains to be tried where rows are not ruled.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

Row = list[str | None]
Table = list[Row]
"""Rows of one table of one page; None is a cell that is part of the one above or left of it."""
NOT_INSTALLED = 3
HEADERS = tuple(
    map(re.compile, ("機關工作項|^工作項目", "計畫項目", "實施內容|執行策略與內容", "預算金額|經費"))
)
HEADER = "機關工作項目重要工作計畫項目實施內容預算金額(單位:千元)"
OUTER = re.compile(r"[一二三四五六七八九十]+、")
LABEL = re.compile(r"\d+\.(?!\d)|\d+-\d+|\([一二三四五六七八九十]+\)")
OTHER = -1
"""The field of a column that the header calls something else, such as a number of rows or an indicator."""
REACH_PT = 60
"""Rows by text end where the text does; lines of the frame that far off still bound them."""


def plain(text: object) -> str:
    """Fold compatibility forms and take out white space, as the comparison does too."""
    # pandas says nan where a cell is empty.
    return "".join(unicodedata.normalize("NFKC", text).split()) if isinstance(text, str) else ""


def records(tables: Iterator[Table], setting: str) -> list[list[str]]:
    """Join the rows of all pages to records of work item, plan item, implementation and budget."""
    found: list[list[str]] = []
    columns: list[int] = []
    for table in tables:
        columns = header_of(table) or columns
        if not columns:
            continue
        rows = list(body(table, columns))
        for number, (work, plan, implementation, budget) in enumerate(rows):
            labelled = LABEL.match(plan)
            begins = labelled or (setting == "lines" and plan and (number or starts_work(work)))
            if begins or not found:
                found.append([work, plan, implementation, budget])
            else:
                for place, text in enumerate((work, plan, implementation, budget)):
                    found[-1][place] += text
    return filled(found)


def starts_work(work: str) -> bool:
    """Whether a work item begins here, as its number tells."""
    return bool(OUTER.match(work) or LABEL.match(work))


def header_of(table: Table) -> list[int]:
    """For each column the field that it belongs to, by the header at or left of it; empty without a header."""
    for row in table:
        texts = [plain(cell) for cell in row]
        starts = [next((n for n, text in enumerate(texts) if name.search(text)), None) for name in HEADERS]
        if starts[1] is None:
            # Where nothing else is called an item of the plan, the work items are what is planned.
            starts[:2] = None, starts[0]
        if starts[1] is None or starts[2] is None:
            continue
        if len(set(starts)) == 1 and len(row) == len(HEADERS):
            # A header without rules is one cell: the columns have their usual order.
            return list(range(len(row)))
        fields, field = [], 0
        for n, text in enumerate(texts):
            begun = [number for number, at in enumerate(starts) if at == n]
            field = max(begun) if begun else OTHER if text and text not in HEADER else field
            fields.append(field)
        return fields
    return []


def body(table: Table, columns: list[int]) -> Iterator[list[str]]:
    """The rows below the header, their cells put together by field."""
    texts = [[plain(cell) for cell in row] for row in table]
    heads = [n for n, row in enumerate(texts) if any(HEADERS[2].search(cell) for cell in row)]
    below_head = bool(heads)
    for row in texts[heads[0] + 1 if heads else 0 :]:
        if not any(row):
            continue
        # A header of several lines goes on in the rows below it, and comes again on each page.
        if below_head and all(cell in HEADER for cell in row):
            continue
        if any(HEADERS[2].search(cell) for cell in row):
            below_head = True
            continue
        below_head = False
        yield ["".join(c for c, f in zip(row, columns, strict=False) if f == field) for field in range(4)]


def filled(found: list[list[str]]) -> list[list[str]]:
    """Fill work items forward; an inner one 「(二)」 gets the outer one 「一、」 that it stands under."""
    outer = work = ""
    for record in found:
        own = record[0]
        if OUTER.match(own):
            outer, work = own.partition("(")[0], own
        elif own:
            work = outer + own
        record[0] = work
    return found


def pdfplumber(path: str, setting: str) -> Iterator[Table]:
    """``extract_tables`` of each page."""
    options = (
        {} if setting == "lines" else {"horizontal_strategy": "text", "intersection_x_tolerance": REACH_PT}
    )
    with import_module("pdfplumber").open(path) as document:
        for page in document.pages:
            yield from page.extract_tables(options)
            page.close()


def pymupdf(path: str, setting: str) -> Iterator[Table]:
    """``find_tables`` of each page."""
    options = (
        {} if setting == "lines" else {"horizontal_strategy": "text", "intersection_x_tolerance": REACH_PT}
    )
    with import_module("pymupdf").open(path) as document:
        for page in document:
            for table in page.find_tables(**options).tables:
                yield table.extract()


def camelot(path: str, flavor: str) -> Iterator[Table]:
    """``read_pdf`` of all pages."""
    for table in import_module("camelot").read_pdf(path, pages="all", flavor=flavor, suppress_stdout=True):
        yield table.df.values.tolist()


def tabula(path: str, setting: str) -> Iterator[Table]:
    """``read_pdf`` of all pages."""
    options: dict[str, Any] = {"header": None}
    lattice = setting == "lines"
    read = import_module("tabula").read_pdf
    found = read(path, pages="all", lattice=lattice, stream=not lattice, pandas_options=options, silent=True)
    for table in found:
        yield table.values.tolist()


def img2table(path: str, setting: str) -> Iterator[Table]:
    """``extract_tables`` of all pages with the text of the file itself; a merged cell is given once."""
    document = import_module("img2table.document").PDF(path, pdf_text_extraction=True)
    pages = document.extract_tables(implicit_rows=setting == "text", borderless_tables=False)
    for tables in pages.values():
        for table in tables:
            above: list[Any] = []
            rows: Table = []
            for row in table.content.values():
                boxes = [cell.bbox for cell in row]
                repeated = [box in above or box in boxes[:n] for n, box in enumerate(boxes)]
                rows.append(
                    [None if again else cell.value for cell, again in zip(row, repeated, strict=True)]
                )
                above = boxes
            yield rows


def tablers(path: str, setting: str) -> Iterator[Table]:
    """``find_tables`` of each page."""
    module = import_module("tablers")
    options: dict[str, Any] = {} if setting == "lines" else {"horizontal_strategy": "text"}
    with module.Document(path) as document:
        for page in document.pages():
            for table in module.find_tables(page, extract_text=True, **options):
                yield [[cell.text for cell in row] for row in table.to_list()]


def cells_only(path: str, setting: str) -> Iterator[Table]:
    """Pdfplumber's ``extract_tables`` and nothing after it: cells of each page, no records."""
    for _ in pdfplumber(path, setting):
        pass
    yield from ()


PROGRAMS: dict[str, tuple[str, str, Callable[[str, str], Iterator[Table]]]] = {
    "pdfplumber": ("pdfplumber", "pdfplumber", pdfplumber),
    "pdfplumber extract_tables": ("pdfplumber", "pdfplumber", cells_only),
    "Camelot lattice": ("camelot", "camelot-py", lambda path, _: camelot(path, "lattice")),
    "Camelot stream": ("camelot", "camelot-py", lambda path, _: camelot(path, "stream")),
    "tabula-py": ("tabula", "tabula-py", tabula),
    "PyMuPDF": ("pymupdf", "pymupdf", pymupdf),
    "img2table": ("img2table.document", "img2table", img2table),
    "tablers": ("tablers", "tablers", tablers),
}
"""For each what is imported, how the package is called, and how its tables are had."""
ONE_SETTING = {"Camelot lattice": "lines", "Camelot stream": "text", "pdfplumber extract_tables": "lines"}


def peak_mb() -> float:
    """Peak memory of this process and of the largest that it started, in MB (10^6 bytes)."""
    import resource  # noqa: PLC0415 - Windows has none

    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    status = Path("/proc/self/status")
    if not status.exists():
        return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + children / 1024) / 1e6
    # Linux: getrusage would count what the parent held when it started this process.
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
    return (int(line.split()[1]) * 1024 + children) / 1e6


def main() -> int:
    """Read the files and print what was found and what it took."""
    parser = argparse.ArgumentParser(
        prog="peer_records.py", description="records of a plan by another program"
    )
    parser.add_argument("program", choices=PROGRAMS)
    parser.add_argument("files", nargs="*", help="without any only whether the program can be used")
    parser.add_argument("--setting", choices=("lines", "text"), default="lines")
    given = parser.parse_args()
    module, package, tables = PROGRAMS[given.program]
    try:
        import_module(module)
        told: dict[str, Any] = {"version": metadata.version(package)}
    except ImportError as error:
        print(f"{given.program}: {error}", file=sys.stderr)
        return NOT_INSTALLED
    if not given.files:
        print("\n" + json.dumps(told))
    setting = ONE_SETTING.get(given.program, given.setting)
    failed = False
    for file in given.files:
        start = time.perf_counter()
        one = told | {"file": file}
        try:
            one["records"] = records(tables(file, setting), setting)
        except Exception as error:  # what another program throws is anything at all
            failed = True
            print(f"{given.program}: {error!r}", file=sys.stderr)
        one |= {"seconds": time.perf_counter() - start, "peak_mb": peak_mb()}
        print("\n" + json.dumps(one), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
