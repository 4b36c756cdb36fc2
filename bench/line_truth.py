"""What each line of a table is, from the truth of the generators: for fitting the second reading."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.extractors.bars import plan_table
from pipeline.extractors.fitted.strips import Sheaf, sheaf_of
from pipeline.extractors.outline import Outline, first_outline
from pipeline.extractors.pages import headers_of, sheets_of
from pipeline.extractors.plan_words import PlanWording
from pipeline.extractors.works import WorkPath
from pipeline.lattice.lattice import lattice_of
from pipeline.lattice.measures import measure
from pipeline.lattice.tables import Table
from pipeline.lines.lines import Line
from pipeline.normalizers.text import squeeze
from pipeline.profiles.profile import Profile
from pipeline.readers.engines import opener

SAME_BASELINE_PT = 2.5
"""Baselines of the finished file and of the reading differ by rounding, and by what a set-right page is askew."""
KINDS = {
    "item": "item", "inner": "item", "heading": "item", "again": "item",
    "category": "category", "total": "total", "mark": "mark",
}  # fmt: skip
"""What the kinds of the truth are for the second reading; all others are remarks."""

SUMMED = frozenset({"label", "budget", "before"})
"""Columns of a row that sums."""

Key = tuple[int, float, float]


@dataclass(frozen=True)
class LineTruth:
    """What a line is.

    Attributes:
        kind: "item", "category", "total", "mark" or "note".
        row: what tells its row from others; None where only its band is known.
        begins: "plan", "heading", "work", "inner" (work), "again" (work) or "" where it goes on.
        parent: row of the plan level above, where it begins a plan text.
    """

    kind: str
    row: object
    begins: str = ""
    parent: object = None


Truth = Mapping[Key, LineTruth]


def key_of(line: Line) -> Key:
    """What tells a line from others, whatever was joined to it."""
    return line.page, round(line.y, 2), round(line.bounds[0], 1)


@dataclass(frozen=True)
class Read:
    """A document up to the tables of its lattice.

    Attributes:
        sheaves: its tables for the second reading.
        outlines: its tables by the first reading.
        numbers: the file's page numbers of leaves that have others.
    """

    sheaves: tuple[Sheaf, ...]
    outlines: tuple[Outline, ...]
    numbers: Mapping[int, int]


def read(path: Path, profile: Profile) -> Read:
    """Read a document's tables by both ways, from the lattice on."""
    reader = opener("pdfium")(path.read_bytes(), path.name, None)
    try:
        sheets, _, numbers = sheets_of(
            reader.pages(tuple(range(1, reader.page_count + 1))), path.name, recognised=False
        )
        headers = headers_of(sheets, profile)
        lattice = lattice_of(sheets, headers, PlanWording(profile), numbers)
    finally:
        reader.close()
    tables = [piece for piece in lattice.pieces if isinstance(piece, Table)]
    raw = measure(tables)
    plans = [plan_table(table, profile) for table in tables]
    metrics = measure(plans)
    return Read(
        tuple(sheaf_of(table, raw, profile) for table in tables),
        tuple(first_outline(plan, metrics) for plan in plans),
        numbers,
    )


def outline_truth(outline: Outline) -> dict[Key, LineTruth]:
    """The first reading's word for each line of a table, for documents that it reads rightly in all."""
    found: dict[Key, LineTruth] = {}

    def add(lines: Iterable[Line], truth: LineTruth) -> None:
        for line in lines:
            found.setdefault(key_of(line), truth)

    for at, draft in enumerate(outline.drafts):
        parent: object = None
        for level in draft.plan[:-1]:
            row = key_of(level.lines[0])
            add(level.lines[:1], LineTruth("item", row, "heading", parent))
            add(level.lines[1:], LineTruth("item", row))
            parent = row
        own: object = at
        if draft.plan:
            lines = draft.plan[-1].lines
            own = key_of(lines[0])
            add(lines[:1], LineTruth("item", own, "plan", parent))
            add(lines[1:], LineTruth("item", own))
        for paragraph in draft.contents:
            add(paragraph.lines, LineTruth("item", own))
        for _, lines in draft.extras:
            add(lines, LineTruth("item", own))
        for cell in outline.cells:
            if at in cell.drafts[:1]:
                add(cell.lines, LineTruth("item", own))
    path = WorkPath.empty()
    for entry in outline.works:
        kind = "item" if entry.column else "category"
        named = key_of(entry.lines[0]) if not entry.column else None
        begins = ("inner" if entry.chained else "work") if path.take(entry) else "again"
        add(entry.lines[:1], LineTruth(kind, named, begins))
        add(entry.lines[1:], LineTruth(kind, named))
    for bar in outline.table.bars:
        kind = {"category": "category", "total": "total", "mark": "mark"}.get(bar.kind, "note")
        row = key_of(bar.lines[0])
        add(bar.lines, LineTruth(kind, row))
        add((line for _, line in bar.amounts), LineTruth(kind, row))
    return found


def wide_truth(
    path: Path, sheaf: Sheaf, numbers: Mapping[int, int], heights: Mapping[int, float]
) -> dict[Key, LineTruth]:
    """The generator's word for each line of a table.

    Args:
        path: the document's ``.lines.json``.
        sheaf: the table.
        numbers: the file's page numbers of leaves that have others.
        heights: of the pages, in points.
    """
    by_page: dict[int, list[dict[str, Any]]] = {}
    lines = json.loads(path.read_text(encoding="utf-8"))["lines"]
    records = {(one["table"], one["band"]): one["records"][0] for one in lines if _has_own_record(one)}
    begun: dict[tuple[object, object, object], int] = {}
    for one in lines:
        by_page.setdefault(one["page"], []).append(one)
    found: dict[Key, LineTruth] = {}
    headings: dict[object, object] = {}
    tracks = [track.lines for track in sheaf.tracks]
    ordered = sorted(
        (line for some in (*tracks, sheaf.table.over) for line in some), key=lambda x: (x.v, x.x0)
    )
    used: set[int] = set()
    for line in ordered:
        page = numbers.get(line.page, line.page)
        one = _match(line, by_page.get(page, ()), heights[page])
        if one is None:
            continue
        # A mark with an amount carries a sum over the page's end.
        kind = (
            "total" if one["kind"] == "mark" and one["column"] in SUMMED else KINDS.get(one["kind"], "note")
        )
        band = (one["table"], one["band"])
        row: object = records.get(band, band) if kind == "item" else band
        begins = one["begins"][0] if one["begins"] and id(one) not in used else ""
        used.add(id(one))
        if kind == "item" and one["column"] in {"work", "part"}:
            cell = (*band, one["column"])
            if begins == "work" and begun.get(cell):
                begins = "inner"
            begun[cell] = begun.get(cell, 0) + 1
            found[key_of(line)] = LineTruth("item", row, begins)
            continue
        parent = None
        if begins == "heading":
            # One in its first item's cell stands above that item's row.
            row = ("heading", key_of(line)) if band in records else band
            headings[band[0]] = row
        elif begins == "plan":
            parent = headings.pop(band[0], None)
        if one["kind"] == "again":
            begins = "again"
        elif begins not in {"plan", "heading"}:
            begins = ""
        found[key_of(line)] = LineTruth(kind, row, begins, parent)
    return found


def _has_own_record(one: Mapping[str, Any]) -> bool:
    return one["kind"] in {"item", "inner"} and one["column"] not in {"work", "part"} and bool(one["records"])


def _match(line: Line, some: Sequence[dict[str, Any]], height: float) -> dict[str, Any] | None:
    """The line of the truth that a line is, by its place and its text."""
    best, most = None, 0.0
    text = squeeze(line.ordinal + line.text)
    for one in some:
        if abs(height - one["baseline"] - line.y) > SAME_BASELINE_PT:
            continue
        left, _, right, _ = one["bbox"]
        shared = min(right, line.x1) - max(left, line.left)
        near = shared / max(min(right - left, line.x1 - line.left), 1.0)
        bare = squeeze(one["text"])
        alike = 1.0 if bare in text or text in bare else 0.0
        if near + alike > most and near > 0.3:
            best, most = one, near + alike
    return best
