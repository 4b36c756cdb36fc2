"""Plans read back from the tables of a published data package, where no plan.json lies beside them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline import __version__
from pipeline.corrections.steps import reread
from pipeline.errors import UnreadableError
from pipeline.exporters.columns import LEVEL_COLUMNS, PATH_SEPARATOR
from pipeline.exporters.csv_form import restored
from pipeline.models import (
    Agency,
    Budget,
    Generator,
    Item,
    Level,
    Plan,
    PlanDocument,
    Provenance,
    Section,
    Source,
)
from pipeline.normalizers.labels import find_label
from pipeline.stored import UNFIT, json_of

PACKAGE_FILE = "datapackage.json"
NO_PLACE = (0.0, 0.0, 0.0, 0.0)
"""The tables tell pages and no places on them."""
MOST_PAGES = 100_000
"""Of a file; a page takes its place in the records."""
Record = dict[str, str]


def documents_of_package(folder: Path) -> list[PlanDocument]:
    """The plans of a data package, by the tables ``items``, ``budgets`` and ``sources`` that it names.

    What the tables do not tell is left out: titles, preambles and focuses of sections, places on the pages, single
    amounts of a cell, findings.

    Raises:
        UnreadableError: a table is missing or is not what the package says.
    """
    path = folder / PACKAGE_FILE
    try:
        package = json_of(path.read_bytes())
        tables = {one["name"]: one for one in package["resources"] if isinstance(one.get("path"), str)}
        rows = {name: _records(folder, tables[name]) for name in ("items", "budgets", "sources")}
        cells: dict[str, list[Record]] = defaultdict(list)
        for row in rows["budgets"]:
            cells[row["section_id"]].append(row)
        plans: dict[str, list[Record]] = {row["plan_id"]: [] for row in rows["sources"]}
        for row in rows["items"]:
            plans[row["plan_id"]].append(row)
        return [_document(row, plans[row["plan_id"]], cells) for row in rows["sources"]]
    except (*UNFIT, csv.Error) as error:
        raise UnreadableError("package-unreadable", path=path) from error


def _records(folder: Path, resource: dict[str, Any]) -> list[Record]:
    """Rows of a table by machine names, whatever the language of its header."""
    path = PurePosixPath(resource["path"])
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{path} is outside the package")
    text = (folder / path).read_bytes().decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    fields = resource["schema"]["fields"]
    names = [field["name"] for field in fields]
    safe = [bool(resource.get("csvSafe")) and field["type"] == "string" for field in fields]
    return [
        {
            name: restored(cell) if escaped else cell
            for name, cell, escaped in zip(names, row, safe, strict=True)
        }
        for row in rows
    ]


def _document(source: Record, items: list[Record], cells: dict[str, list[Record]]) -> PlanDocument:
    # A plan without any item has no row that would tell its office.
    first = items[0] if items else defaultdict(str)
    by_section: dict[str, list[Record]] = defaultdict(list)
    for row in items:
        by_section[row["section_id"]].append(row)
    plan = Plan(
        id=source["plan_id"],
        agency=Agency(id=first["agency_id"], name=first["agency"] or None, county=None, code=None),
        title=None,
        year_roc=_number(first["year_roc"]),
        year=_number(first["year"]),
        sections=tuple(_section(id_, rows, cells[id_]) for id_, rows in by_section.items()),
    )
    return PlanDocument(
        generator=Generator.model_validate(
            {"version": __version__, "reader": source["reader"], "profile": source["profile"]}
        ),
        source=Source(
            file_name=source["file_name"],
            sha256=source["source_sha256"],
            pages=int(source["pages"]),
            producer=source["producer"] or None,
        ),
        plan=plan,
        findings=(),
    )


def _section(section_id: str, items: list[Record], cells: list[Record]) -> Section:
    pages = [page for row in items for page in _pages(row)] or [1]
    return Section(
        id=section_id,
        name=items[0]["section"] or None,
        title=None,
        preamble=None,
        focus=(),
        work_items=(),
        items=tuple(_item(row) for row in items),
        budgets=tuple(_budget(row) for row in cells),
        totals=(),
        pages=(min(pages), max(pages)),
    )


def _item(row: Record) -> Item:
    work = [row[f"work_item_{number}"] for number in range(1, LEVEL_COLUMNS + 1)]
    if row["work_item"].count(PATH_SEPARATOR) >= LEVEL_COLUMNS:
        work = row["work_item"].split(PATH_SEPARATOR)
    return Item(
        id=row["item_id"],
        work_item=tuple(_level(text, row["item_id"]) for text in work if text),
        plan_item=tuple(
            _level(text, row["item_id"]) for text in row["plan_item"].split(PATH_SEPARATOR) if text
        ),
        implementation=reread(row["implementation"]),
        budget_ids=tuple(row["budget_ids"].split()),
        provenance=tuple(_at("plan_item[0]", page) for page in _pages(row)),
        **_confidence(row),
    )


def _confidence(row: Record) -> dict[str, Any]:
    """What the table says; nothing where an earlier version wrote it."""
    return {"confidence": row["confidence"]} if row.get("confidence") else {}


def _level(text: str, item_id: str) -> Level:
    label = find_label(text)
    if label is None or label.decimal:
        return Level(id=item_id, label=None, number=None, text=text)
    return Level(id=item_id, label=label.printed, number=label.number, text=label.rest)


def _budget(row: Record) -> Budget:
    return Budget.model_validate(
        {
            "id": row["budget_id"],
            "raw": row["raw"],
            "header": row["header"],
            "role": row["role"],
            "printed_unit": row["printed_unit"] or None,
            "given_unit": row.get("given_unit") or None,
            "kind": row["kind"],
            "amount_twd": _number(row["amount_twd"]),
            "amounts": (),
            "note": row["note"] or None,
            "applies_to": tuple(row["item_ids"].split()),
            "basis": row["basis"],
            "part_of": row.get("part_of") or None,
            "provenance": tuple(_at("raw", page) for page in _pages(row)),
        }
    )


def _pages(row: Record) -> range:
    """All pages from the first to the last."""
    first, last = _number(row["first_page"]), _number(row["last_page"])
    if first is None or last is None:
        return range(0)
    if not 0 < first <= last <= MOST_PAGES:
        raise ValueError(f"no plan has the pages {first} to {last}")
    return range(first, last + 1)


def _at(field: str, page: int) -> Provenance:
    return Provenance(field=field, page=page, bbox=NO_PLACE)


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
