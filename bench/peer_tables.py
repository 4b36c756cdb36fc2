"""The tables of one PDF file as another program finds them, as JSON; run in an environment that has it.

usage: python peer_tables.py {pdfplumber,camelot-lattice,camelot-stream} FILE.pdf

Prints a list of tables: ``page``, ``box`` (x0, top, x1, bottom from the page's top left) and ``cells``
(first row, first column, last row, last column, text). Merged cells get the span that the program's own cell boxes
and edges tell. Imports nothing of this project, so that the environment need not hold it.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from importlib import import_module
from typing import Any

SAME_PT = 1.0
"""Cell edges closer than this are one grid line."""


def pdfplumber_tables(path: str) -> list[dict[str, Any]]:
    """``find_tables`` with the default settings, page by page; cells with their boxes."""
    import pdfplumber  # noqa: PLC0415 - each program is installed where it is asked for only

    found = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.find_tables():
                texts = table.extract()
                lefts, tops = _starts(c[0] for c in table.cells), _starts(c[1] for c in table.cells)
                cells = []
                for row, line in zip(table.rows, texts, strict=True):
                    for box, text in zip(row.cells, line, strict=True):
                        if box is not None:
                            first, top = _at(tops, box[1]), _at(lefts, box[0])
                            last = max(_at(tops, box[3]) - 1, first)
                            cells.append((first, top, last, max(_at(lefts, box[2]) - 1, top), text or ""))
                found.append({"page": page.page_number, "box": table.bbox, "cells": cells})
            page.close()
    return found


def _starts(values: Any) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > SAME_PT:
            kept.append(value)
    return kept


def _at(starts: list[float], value: float) -> int:
    return bisect_left(starts, value - SAME_PT)


def camelot_tables(path: str, flavor: str) -> list[dict[str, Any]]:
    """``read_pdf`` of all pages with the default settings."""
    import pdfplumber  # noqa: PLC0415 - as above

    camelot: Any = import_module("camelot")

    with pdfplumber.open(path) as document:
        heights = [float(page.height) for page in document.pages]
    found = []
    for table in camelot.read_pdf(path, pages="all", flavor=flavor, suppress_stdout=True):
        height = heights[table.page - 1]
        rows = table.cells
        x0, x1 = rows[0][0].x1, rows[0][-1].x2
        top, bottom = height - max(c.y2 for c in rows[0]), height - min(c.y1 for c in rows[-1])
        cells = _merged(rows) if flavor == "lattice" else _plain(rows)
        found.append({"page": table.page, "box": (x0, top, x1, bottom), "cells": cells})
    return found


def _plain(rows: Any) -> list[tuple[int, int, int, int, str]]:
    return [(r, c, r, c, cell.text) for r, line in enumerate(rows) for c, cell in enumerate(line)]


def _merged(rows: Any) -> list[tuple[int, int, int, int, str]]:
    """Cells without an edge between them are one, where together they are a rectangle."""
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    leader: dict[tuple[int, int], tuple[int, int]] = {}
    for r, line in enumerate(rows):
        for c, cell in enumerate(line):
            found = {leader[r, c - 1]} if c and not cell.left and not line[c - 1].right else set()
            if r and not cell.top and not rows[r - 1][c].bottom:
                found.add(leader[r - 1, c])
            first = min(found, default=(r, c))
            groups.setdefault(first, []).append((r, c))
            leader[r, c] = first
            for other in found - {first}:
                for place in groups.pop(other):
                    leader[place] = first
                    groups[first].append(place)
    cells = []
    for places in groups.values():
        r0, c0 = min(r for r, _ in places), min(c for _, c in places)
        r1, c1 = max(r for r, _ in places), max(c for _, c in places)
        if len(places) == (r1 - r0 + 1) * (c1 - c0 + 1):
            text = " ".join(rows[r][c].text for r, c in sorted(places) if rows[r][c].text)
            cells.append((r0, c0, r1, c1, text))
        else:
            cells += [(r, c, r, c, rows[r][c].text) for r, c in places]
    return cells


def main() -> int:
    """Print the tables; 1 and the reason where the program cannot be used."""
    name, path = sys.argv[1:]
    try:
        if name == "pdfplumber":
            tables = pdfplumber_tables(path)
        else:
            tables = camelot_tables(path, name.removeprefix("camelot-"))
    except ImportError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    json.dump(tables, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
