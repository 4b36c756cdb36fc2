"""What an output folder already holds, read back: identities of plans and rows for the combined tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import UnreadableError
from pipeline.exporters.columns import COMBINED_TABLES, Table
from pipeline.exporters.files import PLAN_FILE, csv_bytes, csv_header, write_file
from pipeline.exporters.rows import rows_of
from pipeline.models import PlanDocument


def write_combined(root: Path, folders: list[Path]) -> None:
    """Write the tables over all plans, one plan's rows in memory at a time.

    Args:
        root: where to.
        folders: of the plans, in the order in which their rows are to follow.

    Raises:
        UnwritableError: a table cannot be written.
        UnreadableError: a plan's files cannot be read back.
    """
    for table in COMBINED_TABLES:
        write_file(root / str(table.file_name), _chunks(folders, table))


def identity_of(path: Path) -> tuple[str, str, str] | None:
    """What a plan.json says it is: plan id, SHA-256 and name of its file; None for another program's.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        document = json.loads(path.read_bytes())
        if not isinstance(document, dict) or "schema_version" not in document:
            return None
        source = document["source"]
        return str(document["plan"]["id"]), str(source["sha256"]), str(source["file_name"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> UnreadableError:
    error = UnreadableError(f"{path} is damaged; it is passed over.", f"{path} 已損壞，予以略過。")
    error.remedy_en = "Delete its folder and run its PDF file again."
    error.remedy_zh = "請刪除其資料夾後重新處理該 PDF 檔。"
    return error


def _body(folder: Path, table: Table) -> bytes:
    """The rows of a plan's CSV; from plan.json where a person or an older version gave it another form."""
    header, path = csv_header(table), folder / str(table.file_name)
    try:
        content = path.read_bytes() if path.exists() else b""
        if not content.startswith(header):
            document = PlanDocument.model_validate_json((folder / PLAN_FILE).read_bytes())
            content = csv_bytes(table, rows_of(document, table.name))
    except (OSError, ValueError) as error:
        raise _damaged(folder) from error
    return content.removeprefix(header)


def _chunks(folders: Iterable[Path], table: Table) -> Iterator[bytes]:
    yield csv_header(table)
    for folder in folders:
        yield _body(folder, table)
