"""Rules about files: which are there, their bytes, their encoding and line ends."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.gate.expected import PLAN_TABLE_NAMES, tables
from pipeline.gate.folder import CONFLICTS_FOLDER, CsvFile, Folder
from pipeline.gate.results import CannotJudgeError, Hit
from pipeline.normalizers.text import BYTE_ORDER_MARK

SINGLE_FILES = ("datapackage.json", "manifest.json")
BOOK_FILES = ("workplan.ods", "workplan.sqlite", "workplan.xlsx")
"""Hold all tables, where none has more rows than a sheet takes; else each is a folder of volumes."""
PDF_OF_PLAN = "printed.pdf"
"""Beside the plan of an office document."""
TEXT_ENDINGS = (".csv", ".json", ".jsonl", ".jsonld", ".md")


def file_missing(folder: Folder) -> Iterator[Hit]:
    """Files that every publication has, and those that the manifest lists."""
    books = {name for name in BOOK_FILES if not any((folder.root / name.rpartition(".")[2]).glob("*"))}
    wanted = {*SINGLE_FILES, *books, *(str(entry["path"]) for entry in folder.manifest)}
    for name in tables():
        wanted |= {f"{name}.csv", f"jsonl/{name}.jsonl", f"parquet/{name}.parquet"}
    wanted |= {f"{plan}/{name}.csv" for plan in folder.plans for name in PLAN_TABLE_NAMES if name in tables()}
    yield from (Hit(path) for path in sorted(wanted) if not folder.has(path))


def file_unlisted(folder: Folder) -> Iterator[Hit]:
    """Files that are there but not in the manifest."""
    listed = {entry["path"] for entry in _entries(folder)}
    yield from (Hit(path) for path in folder.published if path not in listed)


def manifest_bytes(folder: Folder) -> Iterator[Hit]:
    """Sizes of the manifest against the files."""
    for entry in _entries(folder):
        size = folder.size(str(entry["path"]))
        if size is not None and entry.get("bytes") != size:
            yield Hit(str(entry["path"]), column="bytes", detail=f"{entry.get('bytes')} ≠ {size}")


def manifest_hash(folder: Folder) -> Iterator[Hit]:
    """Hashes of the manifest against the files."""
    for entry in _entries(folder):
        sha256 = folder.sha256(str(entry["path"]))
        if sha256 is not None and entry.get("sha256") != sha256:
            yield Hit(str(entry["path"]), column="sha256")


def manifest_path(folder: Folder) -> Iterator[Hit]:
    """Paths that are listed twice or lead out of the folder."""
    seen: set[str] = set()
    for entry in _entries(folder):
        path = str(entry["path"])
        if path in seen or path.startswith("/") or ".." in path.split("/") or "\\" in path:
            yield Hit("manifest.json", column="path", detail=path)
        seen.add(path)


def print_differs(folder: Folder) -> Iterator[Hit]:
    """Plans of office documents without the PDF whose pages they name."""
    for plan in folder.plans:
        document = folder.load(f"{plan}/plan.json")
        source = document.get("source") if isinstance(document, dict) else None
        wanted = source.get("pdf_sha256") if isinstance(source, dict) else None
        path = f"{plan}/{PDF_OF_PLAN}"
        if wanted is not None and folder.sha256(path) != wanted:
            yield Hit(path, detail=str(wanted))


def encoding_not_utf8(folder: Folder) -> Iterator[Hit]:
    """Text files with bytes that are no UTF-8."""
    for path in folder.published:
        for number, line in enumerate(_lines(folder, path) if path.endswith(TEXT_ENDINGS) else (), 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                yield Hit(path, row=number, detail=f"0x{error.object[error.start]:02X}")
                break


def json_malformed(folder: Folder) -> Iterator[Hit]:
    """Files that say they are JSON and are not."""
    for path in folder.published:
        if path.endswith((".json", ".jsonld")) and folder.load(path) is None:
            yield Hit(path)
    if folder.has("manifest.json") and folder.load("manifest.json") is None:
        yield Hit("manifest.json")


def conflict_pending(folder: Folder) -> Iterator[Hit]:
    """Plans that two different files hold."""
    place = folder.root / CONFLICTS_FOLDER
    if place.is_dir():
        yield from (
            Hit(f"{CONFLICTS_FOLDER}/{path.name}") for path in sorted(place.iterdir()) if path.is_dir()
        )


def bom_differs(file: CsvFile, folder: Folder) -> Iterator[Hit]:
    """A byte-order mark that datapackage.json does not tell of, or none where it does."""
    if file.is_first and next(_lines(folder, file.path), b"").startswith(BYTE_ORDER_MARK) != file.form.bom:
        yield Hit(file.path, row=1, detail="utf-8-sig" if file.form.bom else "utf-8")


def line_ends(file: CsvFile, folder: Folder) -> Iterator[Hit]:
    """Line ends other than LF, and a last line without one."""
    if not file.is_first:
        return
    first, count, number, line = 0, 0, 0, b"\n"
    for number, line in enumerate(_lines(folder, file.path), 1):
        if line.endswith(b"\r\n"):
            first, count = first or number, count + 1
    if count:
        yield Hit(file.path, row=first, detail="CR LF", count=count)
    if not line.endswith(b"\n"):
        yield Hit(file.path, row=number, detail="EOF")


def csv_malformed(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Files that Python's csv module cannot read to their end."""
    if file.problem is not None:
        yield Hit(file.path, detail=file.problem)


def _lines(folder: Folder, path: str) -> Iterator[bytes]:
    """Lines of a file with their ends; none where it cannot be read."""
    try:
        with (folder.root / path).open("rb") as file:
            yield from file
    except OSError:
        return


def _entries(folder: Folder) -> tuple[dict[str, object], ...]:
    if not folder.manifest:
        raise CannotJudgeError("manifest-unusable")
    return tuple(dict(entry) for entry in folder.manifest)


FILE_RULES = {
    "file-missing": file_missing,
    "file-unlisted": file_unlisted,
    "manifest-bytes": manifest_bytes,
    "manifest-hash": manifest_hash,
    "manifest-path": manifest_path,
    "print-differs": print_differs,
    "encoding-not-utf8": encoding_not_utf8,
    "json-malformed": json_malformed,
    "conflict-pending": conflict_pending,
}
CSV_RULES = {"bom-differs": bom_differs, "line-ends": line_ends, "csv-malformed": csv_malformed}
