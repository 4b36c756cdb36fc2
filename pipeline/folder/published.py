"""What an output folder's tables were made of when they were last written: so much of them is not made again.

The tables over all plans are the rows of each plan, one plan after the other. ``.workplan/published.json`` says how
many bytes each plan has in each of them, and what the files were like; whatever is no longer so is made anew. It is
a memory and nothing more: the same plans give the same bytes with it and without.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import __version__
from pipeline.dataclass import dataclass
from pipeline.errors import WorkplanError
from pipeline.exporters.columns import Row, TableName
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.disk import Content, make_folder, write_file
from pipeline.exporters.fitness import Misfit
from pipeline.exporters.formats import JSON_LINES
from pipeline.folder.journal import Stamp, stamp_of
from pipeline.folder.lock import STATE_FOLDER
from pipeline.metadata.release import Part, ReleasedPlan, ReleasedSource
from pipeline.stored import sealed, unsealed

MEMORY_FILE = "published.json"
DECIDING = ("contract.py", "models.py", "exporters", "normalizers", "audit")
"""Parts of the package that decide how a plan.json's tables look."""


class Seen(NamedTuple):
    """A file as it was written.

    Attributes:
        key: of what it was made from; empty where its plans say it.
    """

    size: int
    time_ns: int
    sha256: str
    key: str = ""

    @property
    def content(self) -> Content:
        """What the file holds."""
        return Content(self.size, self.sha256)


class Piece(NamedTuple):
    """The rows of one plan in one table.

    Attributes:
        rows: number of them.
        widths: see ``Stream``.
        texts: size in bytes and CRC-32 of what they are in each text format, by its name.
    """

    rows: int
    widths: tuple[int, ...]
    texts: dict[str, tuple[int, int]]


class PlanEntry(NamedTuple):
    """What one plan gave.

    Attributes:
        stamp: of its plan.json.
        files: of its folder, by name.
        plan: what a release says of it, and ``source`` of its file.
        row: of the database's table of plans, and ``sections`` of that of sections.
        log: rows of correction_log.
        pieces: by table.
        misfits: what keeps it out of formats, with rows counted within the plan.
    """

    stamp: Stamp
    files: dict[str, Seen]
    plan: dict[str, Any]
    source: dict[str, Any]
    row: Row
    sections: list[Row]
    log: list[Row]
    pieces: dict[str, Piece]
    misfits: Sequence[Misfit]

    @property
    def part(self) -> Part:
        """What a release says of it."""
        return ReleasedPlan(**self.plan), ReleasedSource(**self.source)

    @property
    def digest(self) -> str:
        """Of the plan's tables."""
        return self.files["plan.json"].sha256


@dataclass()
class Published:
    """What was made.

    Attributes:
        plans: by the name of its folder, in the order of their rows.
        files: those over all plans, by path.
        aside: JSON Lines over all plans that could not take their place, by the path of that, while other formats are
            made from them.
    """

    plans: dict[str, PlanEntry] = field(default_factory=dict)
    files: dict[str, Seen] = field(default_factory=dict)
    aside: dict[str, Seen] = field(default_factory=dict)

    def lines(self, table: TableName) -> tuple[str, Seen] | None:
        """Where the JSON Lines over all plans are, and what they are like; None where they could not be written."""
        path = JSON_LINES.path(table)
        if path in self.files:
            return path, self.files[path]
        return (aside_of(path), self.aside[path]) if path in self.aside else None

    def rows(self, table: TableName) -> int:
        """Number of rows of a table over all plans, those of the log aside that are no plan's."""
        if table == "correction_log":
            return sum(len(entry.log) for entry in self.plans.values())
        return sum(entry.pieces[table].rows for entry in self.plans.values())


def aside_of(path: str) -> str:
    """Where JSON Lines are kept that could not take their place."""
    return f"{STATE_FOLDER}/{path}"


def seen(path: Path, content: Content, key: str = "") -> Seen | None:
    """A file as it was written just now; None where something else lies there already."""
    stamp = stamp_of(path)
    if stamp is None or stamp[0] != content.bytes:
        return None
    return Seen(*stamp, content.sha256, key)


def unchanged(path: Path, was: Seen | None) -> bool:
    """Whether a file is as it was written."""
    return was is not None and stamp_of(path) == was[:2]


def remembered(root: Path, form: CsvForm) -> Published:
    """What was made when the folder was last published; nothing where it was in another way."""

    def made(told: dict[str, Any]) -> Published | None:
        if told["made_by"] != _made_by(form):
            return None
        plans = {name: _entry(values) for name, values in told["plans"].items()}
        files, aside = (
            {name: Seen(*values) for name, values in told[kind].items()} for kind in ("files", "aside")
        )
        return Published(plans, files, aside)

    return unsealed(root / STATE_FOLDER / MEMORY_FILE, made) or Published()


def remember(root: Path, form: CsvForm, made: Published) -> None:
    """Keep what was made; only time is lost where it cannot be written."""
    told = {"made_by": _made_by(form), "files": made.files, "aside": made.aside, "plans": made.plans}
    path = root / STATE_FOLDER / MEMORY_FILE
    with suppress(WorkplanError):
        make_folder(path.parent)
        write_file(path, [sealed(told)])


def key_of(*parts: object) -> str:
    """SHA-256 over what a file is made from."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _made_by(form: CsvForm) -> str:
    return key_of(program_sha256(DECIDING), asdict(form))


@cache
def program_sha256(parts: tuple[str, ...]) -> str:
    """SHA-256 over the version and some parts of the package: between releases what they give changes."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(__version__.encode())
    for name in parts:
        part = root / name
        for path in sorted(part.rglob("*")) if part.is_dir() else (part,):
            if path.suffix in {".py", ".json", ".toml"}:
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _entry(values: list[Any]) -> PlanEntry:
    entry = PlanEntry(*values)
    pieces: Mapping[str, Any] = entry.pieces
    size, time_ns = entry.stamp
    return entry._replace(
        stamp=(size, time_ns),
        files={name: Seen(*given) for name, given in entry.files.items()},
        misfits=tuple(Misfit(*given) for given in entry.misfits),
        pieces={
            name: Piece(rows, tuple(widths), {one: (size, crc) for one, (size, crc) in texts.items()})
            for name, (rows, widths, texts) in pieces.items()
        },
    )
