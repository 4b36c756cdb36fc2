"""How well tables are found, beside pdfplumber and Camelot, on the documents of the ICDAR 2013 table competition.

usage: python -m bench.tables FOLDER [--peers] [--python PATH] [--each]

FOLDER holds NAME.pdf with the true tables in gt_NAME.xml and their regions in gt_NAME-reg.xml. The measure is the
competition's own (``bench/adjacency.py``); tables found where there is none count against precision. ``--peers`` runs
the other programs over the same files, with the Python of the environment that has them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.adjacency import BBox, Cell, Count, Figures, Match, Table, counted, f1, figures, matched
from pipeline.readers.engines import opener
from pipeline.readers.page import Page
from pipeline.tables.cells import Grid
from pipeline.tables.pages import read_grids

PEERS = ("pdfplumber", "camelot-lattice", "camelot-stream")
RULED_SHARE = 0.5
"""A true table is ruled if rules lie between this share of its neighbouring rows and of its neighbouring columns."""
ALONG_SHARE = 0.5
"""And a rule lies between two of them if pieces of it cover this share of the table's height or width."""
EDGE_PT = 3.0
"""Rules this close to a table's edge are its frame and part nothing."""
SAME_PT = 4.0
"""Rules closer than this are one: a double rule."""

Finder = Callable[[Path], list[Table]]


@dataclass(frozen=True, slots=True)
class Truth:
    """A document with its true tables.

    Attributes:
        ruled: which of them rules divide in both directions, by their place among them.
    """

    path: Path
    tables: tuple[Table, ...]
    ruled: frozenset[int]


def read_truth(path: Path) -> Truth:
    """The true tables of a PDF file beside which they lie."""
    pages = {page.number: page for page in _pages(path)}
    regions: dict[str, dict[int, BBox]] = {}
    for table in ET.parse(path.with_name(f"gt_{path.stem}-reg.xml")).getroot().iter("table"):  # noqa: S314
        boxes = regions.setdefault(str(table.get("id")), {})
        for region in table.iter("region"):
            box = region.find("bounding-box")
            if box is not None:
                number = int(str(region.get("page")))
                boxes[number] = _from_foot(box.attrib, pages[number].height)
    tables = tuple(
        Table(tuple(_true_cells(table)), regions[str(table.get("id"))])
        for table in ET.parse(path.with_name(f"gt_{path.stem}.xml")).getroot().iter("table")  # noqa: S314
    )
    ruled = frozenset(i for i, table in enumerate(tables) if is_ruled(table, pages))
    return Truth(path, tables, ruled)


def _pages(path: Path) -> Iterable[Page]:
    document = opener("pdfium")(path.read_bytes(), path.name)
    try:
        for page in document.pages(tuple(range(1, document.page_count + 1))):
            if isinstance(page, Page):
                yield page
    finally:
        document.close()


def _from_foot(given: Mapping[str, str], height: float) -> BBox:
    x0, x1 = sorted((float(given["x1"]), float(given["x2"])))
    low, high = sorted((float(given["y1"]), float(given["y2"])))
    return x0, height - high, x1, height - low


def _true_cells(table: ET.Element) -> Iterable[Cell]:
    for region in table.iter("region"):
        right, down = int(region.get("col-increment", 0)), int(region.get("row-increment", 0))
        for cell in region.iter("cell"):
            row, column = int(str(cell.get("start-row"))), int(str(cell.get("start-col")))
            last_row, last_column = int(cell.get("end-row", row)), int(cell.get("end-col", column))
            text = cell.findtext("content") or ""
            yield Cell(row + down, column + right, last_row + down, last_column + right, text)


def is_ruled(table: Table, pages: Mapping[int, Page]) -> bool:
    """Whether rules drawn inside a true table part at least half of its rows and half of its columns."""
    rows = 1 + max(cell.last_row for cell in table.cells) - min(cell.row for cell in table.cells)
    columns = 1 + max(cell.last_column for cell in table.cells) - min(cell.column for cell in table.cells)
    across = along = 0
    for number, (x0, top, x1, bottom) in table.boxes.items():
        page = pages[number]
        across += _parting([(r.y0, r.x0, r.x1) for r in page.horizontal], top, bottom, x0, x1)
        along = max(along, _parting([(r.x0, r.y0, r.y1) for r in page.vertical], x0, x1, top, bottom))
    return across >= max(RULED_SHARE * (rows - 1), 1) and along >= max(RULED_SHARE * (columns - 1), 1)


def _parting(rules: Sequence[tuple[float, float, float]], low: float, high: float, a: float, b: float) -> int:
    """Number of positions between low and high where rules cover enough of the stretch from a to b."""
    groups: list[tuple[float, float]] = []
    for at, start, end in sorted(rules):
        covered = max(min(end, b) - max(start, a), 0.0)
        if covered and low + EDGE_PT < at < high - EDGE_PT:
            if groups and at - groups[-1][0] <= SAME_PT:
                groups[-1] = (groups[-1][0], groups[-1][1] + covered)
            else:
                groups.append((at, covered))
    return sum(covered >= ALONG_SHARE * (b - a) for _, covered in groups)


def own_tables(path: Path) -> list[Table]:
    """What this program finds."""
    return [as_table(grid) for grid in read_grids(_pages(path))]


def as_table(grid: Grid) -> Table:
    """A grid in the form that is measured."""
    cells = tuple(
        Cell(c.row, c.column, c.row + c.row_span - 1, c.column + c.column_span - 1, c.text)
        for c in grid.cells
    )
    return Table(cells, {box.page: box.bbox for box in grid.boxes})


def peer(name: str, python: str) -> Finder:
    """What another program finds, run in its own environment."""

    def find(path: Path) -> list[Table]:
        script = Path(__file__).with_name("peer_tables.py")
        done = subprocess.run([python, str(script), name, str(path)], capture_output=True, check=True)
        return [
            Table(
                tuple(Cell(r0, c0, r1, c1, text) for r0, c0, r1, c1, text in one["cells"]),
                {one["page"]: tuple(one["box"])},
            )
            for one in json.loads(done.stdout)
        ]

    return find


def usable(name: str, python: str) -> bool:
    """Whether an environment has another program."""
    module = name.partition("-")[0]
    return (
        subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0
    )


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.tables", description="how well tables are found")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", action="store_true", help="measure the other programs too")
    parser.add_argument("--python", default=sys.executable, help="Python of the environment that has them")
    parser.add_argument("--each", action="store_true", help="print every document's figures too")
    given = parser.parse_args()
    truths = [
        read_truth(p) for p in sorted(given.folder.glob("*.pdf")) if p.with_name(f"gt_{p.stem}.xml").exists()
    ]
    if not truths:
        print(f"There is no NAME.pdf with gt_NAME.xml in {given.folder}.")
        return 2
    finders: dict[str, Finder] = {"workplan": own_tables}
    for name in PEERS if given.peers else ():
        if usable(name, given.python):
            finders[name] = peer(name, given.python)
        else:
            print(f"{name} is not installed for {given.python}: left out.")
    print(
        f"{len(truths)} documents, {sum(len(t.tables) for t in truths)} tables, "
        f"{sum(len(t.ruled) for t in truths)} of them ruled"
    )
    print(
        f"{'':<17}{'documents':<10}{'tables':<8}{'P':>7}{'R':>7}{'F1':>7}   {'pooled P':>9}{'R':>7}{'F1':>7}"
    )
    for name, find in finders.items():
        found = {truth.path: matched(truth.tables, find(truth.path)) for truth in truths}
        _report(name, truths, found, each=given.each)
    return 0


def _report(name: str, truths: Sequence[Truth], found: Mapping[Path, list[Match]], *, each: bool) -> None:
    every = {t.path: counted(found[t.path]) for t in truths}
    ruled = {t.path: counted(found[t.path], t.ruled) for t in truths if t.ruled}
    if each:
        for path, count in every.items():
            print(f"  {path.stem:<15}{count.precision:>7.3f}{count.recall:>7.3f}{_f1(count):>7.3f}  {count}")
    _line(name, "all", figures(every.values()), len(every))
    _line(name, "ruled", figures(ruled.values()), len(ruled))


def _f1(count: Count) -> float:
    return f1(count.precision, count.recall)


def _line(name: str, which: str, told: Figures, documents: int) -> None:
    pooled = told.pooled
    print(
        f"{name:<17}{documents:<10}{which:<8}{told.precision:>7.3f}{told.recall:>7.3f}{told.f1:>7.3f}   "
        f"{pooled.precision:>9.3f}{pooled.recall:>7.3f}{_f1(pooled):>7.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
