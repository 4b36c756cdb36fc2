"""Publishing from the desk: everything written again, checked, and copied for the upload where the check is passed."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pipeline.corrections.reviewed import REVIEWED_FILE
from pipeline.corrections.rows import CORRECTIONS_FILE
from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError
from pipeline.exporters.csv_form import DEFAULT_FORM
from pipeline.exporters.disk import PLAN_FILE, write_file
from pipeline.extras import need
from pipeline.files.inputs import file_sha256
from pipeline.folder.lock import STATE_FOLDER, alone_in
from pipeline.folder.publication import PUBLISHER_FILE
from pipeline.folder.report import Problem
from pipeline.folder.upload import Upload, listed_files, make_upload, upload_folder
from pipeline.gate.results import CheckReport
from pipeline.messages.catalogue import PlacedProblem
from pipeline.metadata.files import MANIFEST_FILE
from pipeline.runs.runner import publish_folder
from pipeline.stored import kept

UPLOAD_STATE_FILE = "upload.json"
ITEM_COLUMNS = ("item_id", "項目識別碼", "item_ids", "適用項目識別碼")
"""Of tables whose rows are about items, in either language of their headers."""


@dataclass(frozen=True)
class Publication:
    """What came of one publication.

    Attributes:
        problems: what could not be read or written; nothing was checked then.
        report: of the check; None where there are problems.
        upload: the folder to upload; None where the check was not passed.
    """

    problems: tuple[Problem, ...] = ()
    report: CheckReport | None = None
    upload: Upload | None = None


@dataclass(frozen=True)
class UploadState:
    """What the folder for the upload was made from.

    Attributes:
        manifest: SHA-256 of its manifest.
        corrections: SHA-256 of corrections.csv; empty where there was none.
        reviewed: the same of reviewed.csv.
        publisher: the same of publisher.toml.
    """

    manifest: str
    corrections: str
    reviewed: str
    publisher: str


def publish(root: Path, *, require_reviewed: bool = False) -> Publication:
    """Write all that is published, check it, and make the folder for the upload where it may be published.

    Args:
        root: the output folder.
        require_reviewed: whether every item must have been checked by a person.

    Raises:
        MissingExtraError: what a check needs is not installed.
        WorkplanError: a file that people write cannot be used, a published table was changed, the folder cannot be
            written, or another one writes to it.
    """
    need("publish", "for-checking")
    from pipeline.gate.check import check_folder  # noqa: PLC0415 - it comes with the extra

    with alone_in(root, "workplan desk"):
        problems = publish_folder(root, DEFAULT_FORM)
        if problems:
            return Publication(problems)
        report = check_folder(root, require_reviewed=require_reviewed)
        if not report.passed:
            return Publication(report=report)
        upload = make_upload(root)
        state = _state_now(root, file_sha256(upload.folder / MANIFEST_FILE))
        write_file(root / STATE_FOLDER / UPLOAD_STATE_FILE, [json.dumps(asdict(state)).encode()])
    return Publication(report=report, upload=upload)


def published_plans(root: Path) -> frozenset[str]:
    """Plans whose folder for the upload holds them as they are now, with all that people have decided.

    Args:
        root: the output folder.
    """
    place = upload_folder(root)
    with suppress(OSError, UnreadableError):
        manifest = (place / MANIFEST_FILE).read_bytes()
        before = kept(root / STATE_FOLDER / UPLOAD_STATE_FILE, lambda told: UploadState(**told))
        if before != _state_now(root, hashlib.sha256(manifest).hexdigest()):
            return frozenset()
        listed = dict(listed_files(manifest, place / MANIFEST_FILE))
        return frozenset(
            path.removesuffix(f"/{PLAN_FILE}")
            for path, sha256 in listed.items()
            if path.endswith(f"/{PLAN_FILE}") and path.count("/") == 1 and _sha256(root / path) == sha256
        )
    return frozenset()


def items_of(root: Path, results: Iterable[PlacedProblem]) -> dict[tuple[str, int], str]:
    """The items that results of a check are about, by file and row; of several the first.

    Args:
        root: the output folder.
        results: of its check.
    """
    rows: dict[str, set[int]] = {}
    for one in results:
        if one.place.line is not None and one.place.file.endswith(".csv"):
            rows.setdefault(one.place.file, set()).add(one.place.line)
    return {
        (name, line): item_id for name, lines in rows.items() for line, item_id in _named(root / name, lines)
    }


def _named(path: Path, lines: set[int]) -> Iterator[tuple[int, str]]:
    """Row and item of some rows of a table; a row is counted as a spreadsheet does, the header being the first."""
    with suppress(OSError, ValueError, csv.Error), path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, [])
        column = next((header.index(name) for name in ITEM_COLUMNS if name in header), None)
        for number, row in enumerate(rows, start=2):
            if number > max(lines) or column is None:
                return
            if number in lines and column < len(row):
                yield number, row[column].removeprefix("'").partition(" ")[0]


def _state_now(root: Path, manifest: str) -> UploadState:
    written = (CORRECTIONS_FILE, REVIEWED_FILE, PUBLISHER_FILE)
    return UploadState(manifest, *(_sha256(root / name) for name in written))


def _sha256(path: Path) -> str:
    """Of a file; empty where it is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
