"""Other formats beside the CSV."""

import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.gate.breaking import case, rewrite, statement


def repack(path: Path, old: str, new: str) -> None:
    """Change a text within the XML parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert any(old.encode() in part for part in parts.values())
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(old.encode(), new.encode(), 1))


@case("roundtrip-jsonl", "jsonl/items.jsonl", row=2, column="year")
def _(folder: Path) -> None:
    rewrite(folder / "jsonl" / "items.jsonl", b"2023", b"2022")


@case("roundtrip-jsonl", "jsonl/items.jsonl", row=2, column="year")
def _(folder: Path) -> None:
    rewrite(folder / "jsonl" / "items.jsonl", b"2023", b'"2023"')


@case("roundtrip-jsonl", "jsonl/steps.jsonl")
def _(folder: Path) -> None:
    lines = (folder / "jsonl" / "steps.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "jsonl" / "steps.jsonl").write_bytes(b"".join(lines[:-1]))


@case("roundtrip-xlsx", "workplan.xlsx")
def _(folder: Path) -> None:
    repack(folder / "workplan.xlsx", "里幹事", "里干事")


@case("roundtrip-xlsx", "workplan.xlsx")
def _(folder: Path) -> None:
    (folder / "workplan.xlsx").write_bytes(b"no workbook")


@case("roundtrip-ods", "workplan.ods")
def _(folder: Path) -> None:
    repack(folder / "workplan.ods", ">(1)<", ">-1<")


@case("roundtrip-parquet", "parquet/items.parquet", row=2, column="section")
def _(folder: Path) -> None:
    path = folder / "parquet" / "items.parquet"
    table = pq.read_table(path)
    place = table.column_names.index("section")
    values = ["他課", *table.column("section").to_pylist()[1:]]
    pq.write_table(table.set_column(place, "section", pa.array(values)), path)


@case("roundtrip-parquet", "parquet/items.parquet")
def _(folder: Path) -> None:
    path = folder / "parquet" / "items.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["section"]), path)


@case("roundtrip-sqlite", "workplan.sqlite", row=2, column="number")
def _(folder: Path) -> None:
    statement(
        folder / "workplan.sqlite",
        "UPDATE steps SET number = 99 WHERE rowid = (SELECT min(rowid) FROM steps)",
    )


@case("plan-left-out", "workplan.xlsx")
def _(folder: Path) -> None:
    data = json.loads((folder / "manifest.json").read_bytes())
    data["left_out"] = [{"path": "workplan.xlsx", "plan_id": "x-112", "reason": "", "reason_zh": ""}]
    (folder / "manifest.json").write_text(json.dumps(data), encoding="utf-8")


@case("sqlite-damaged", "workplan.sqlite")
def _(folder: Path) -> None:
    (folder / "workplan.sqlite").write_bytes(b"no database" * 100)


@case("sqlite-damaged", "workplan.sqlite")
def _(folder: Path) -> None:
    statement(folder / "workplan.sqlite", "UPDATE items SET plan_id = 'nowhere'")
