"""Files, bytes, encodings and characters."""

from pathlib import Path

from tests.gate.breaking import case, change, put, rewrite

PLAN = "chiayi-city-west-112"


@case("file-missing", "steps.csv")
def _(folder: Path) -> None:
    (folder / "steps.csv").unlink()


@case("file-missing", "parquet/items.parquet")
def _(folder: Path) -> None:
    (folder / "parquet" / "items.parquet").unlink()


@case("file-unlisted", "notes.txt")
def _(folder: Path) -> None:
    (folder / "notes.txt").write_text("note to self", encoding="utf-8")


@case("manifest-bytes", "items.csv", column="bytes")
def _(folder: Path) -> None:
    (folder / "items.csv").write_bytes((folder / "items.csv").read_bytes() + b"\n")


@case("manifest-hash", "budgets.csv", column="sha256")
def _(folder: Path) -> None:
    rewrite(folder / "budgets.csv", b"amount,", b"amounT,")


@case("manifest-path", "manifest.json", column="path")
def _(folder: Path) -> None:
    change(folder / "manifest.json", lambda m: m["files"].append({**m["files"][0], "path": "../items.csv"}))


@case("print-differs", f"{PLAN}/printed.pdf")
def _(folder: Path) -> None:
    rewrite(folder / PLAN / "plan.json", b'"pdf_sha256": null', b'"pdf_sha256": "' + b"0" * 64 + b'"')


@case("json-malformed", "data-gov-tw.json")
def _(folder: Path) -> None:
    (folder / "data-gov-tw.json").write_bytes((folder / "data-gov-tw.json").read_bytes()[:-3])


@case("json-malformed", "manifest.json")
def _(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"{")


@case("conflict-pending", f"conflicts/{PLAN}-01234567")
def _(folder: Path) -> None:
    (folder / "conflicts" / f"{PLAN}-01234567").mkdir(parents=True)


@case("encoding-not-utf8", "items.csv", row=1)
def _(folder: Path) -> None:
    rewrite(folder / "items.csv", b"item_id", "課".encode("big5"))


@case("encoding-not-utf8", "jsonl/items.jsonl", row=1)
def _(folder: Path) -> None:
    rewrite(folder / "jsonl" / "items.jsonl", "課".encode(), "課".encode("big5"))


@case("bom-differs", "items.csv", row=1)
def _(folder: Path) -> None:
    rewrite(folder / "items.csv", b"\xef\xbb\xbf", b"")


@case("bom-differs", f"{PLAN}/steps.csv", row=1)
def _(folder: Path) -> None:
    rewrite(folder / PLAN / "steps.csv", b"\xef\xbb\xbf", b"")


@case("line-ends", "budgets.csv", row=1)
def _(folder: Path) -> None:
    path = folder / "budgets.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@case("csv-malformed", "items.csv")
def _(folder: Path) -> None:
    path = folder / "items.csv"
    path.write_bytes(path.read_bytes() + b'"never closed')


@case("text-not-nfc", "items.csv", row=2, column="section")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "section", "Cafe\u0301")


@case("replacement-character", "items.csv", row=3, column="plan_item")
def _(folder: Path) -> None:
    put(folder / "items.csv", 3, "plan_item", "里\ufffd")


@case("private-use-character", "steps.csv", row=2, column="text")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "\ue000")


@case("compatibility-radical", "steps.csv", row=2, column="text")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "里\u2ea0")


@case("compatibility-radical", "steps.csv", row=2, column="text")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "\u2f00")


@case("control-character", "budgets.csv", row=2, column="note")
def _(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "note", "a\x0bb")


@case("white-space-around", "items.csv", row=2, column="agency")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "agency", "西區區公所\u3000")


@case("missing-mixed", "items.csv", row=2, column="section")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "section", "無")


@case("missing-mixed", "items.csv", row=2, column="budget_twd")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "budget_twd", "-")
