"""What earlier readings of a file gave, kept where people's corrections and marks may have been written for it.

An identifier is made of what is read, so a version that reads better takes some identifiers away. Before a file's plans
are replaced by others, ``.workplan/earlier/<sha256>/<number>.json.gz`` gets the plans as they were read and the rows
that people had written by then. From these and the present plans alone follows what each row means now, however
often and in whatever order files are read again.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.corrections.carried_rows import Earlier
from pipeline.corrections.reviewed import REVIEWED_FILE, read_marks
from pipeline.corrections.rows import CORRECTIONS_FILE, read_corrections
from pipeline.errors import UnreadableError
from pipeline.exporters.disk import make_folder, remove_file, write_file
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.plans import read_plan
from pipeline.folder.readings import Readings
from pipeline.models import PlanDocument, Section
from pipeline.stored import kept

EARLIER_FOLDER = "earlier"
MOST_REMEMBERED = 100_000
"""Files whose plans the review desk need not look up again at each step."""
EARLIER_VERSION = 1
"""Of these files; another program's are passed over."""


class EarlierReadings:
    """The earlier readings of an output folder.

    Args:
        root: the output folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / STATE_FOLDER / EARLIER_FOLDER

    def sources(self) -> tuple[str, ...]:
        """SHA-256 of the files that were read otherwise before."""
        return tuple(sorted(path.name for path in self._folder.glob("*") if _paths(path)))

    def plan_ids(self, sha256: str) -> frozenset[str]:
        """The plans that earlier readings of a file have."""
        return frozenset(
            name for path in _paths(self._folder / sha256) for name in _plan_ids(*_stamped(path))
        )

    def of(self, sha256: str) -> tuple[Earlier, ...]:
        """The earlier readings of a file, oldest first; damaged ones are passed over."""
        found = (_read(*_stamped(path)) for path in _paths(self._folder / sha256))
        return tuple(one for one in found if one is not None)

    def keep(
        self, sha256: str, older: Iterable[Path], newer: Iterable[Path], *, same_program: bool = False
    ) -> None:
        """Keep what a file gave before its plans are replaced, where the new ones hold other records.

        Args:
            sha256: of the file.
            older: folders of its plans.
            newer: folders of those that replace them.
            same_program: whether the program that read them is the one that reads now, so that only what a person asks
                for is otherwise, such as an edition.

        Raises:
            UnwritableError: it cannot be kept; nothing must be replaced then.
            CorrectionsError: corrections.csv cannot be used.
            ReviewedError: reviewed.csv cannot be used.
            UnreadableError: a new plan or one of the two files cannot be read.
        """
        documents = tuple(_readable(Readings(self._root), older))
        if not documents:
            return
        after = [read_plan(folder) for folder in newer]
        if same_records(documents, after):
            return
        told = not same_program or {one.generator for one in documents} != {one.generator for one in after}
        rows = sorted(row.values for row in read_corrections(self._root / CORRECTIONS_FILE))
        marks = sorted(mark.values for mark in read_marks(self._root / REVIEWED_FILE) or ())
        content = _bytes(documents, rows, marks, told=told)
        folder = self._folder / sha256
        paths = _paths(folder)
        number = int(paths[-1].name.partition(".")[0]) + 1 if paths else 1
        make_folder(folder)
        write_file(folder / f"{number}.json.gz", [content])
        for path in paths:
            # A reading that comes again, as with another profile and back, is the last one and kept once.
            if path.read_bytes() == content:
                remove_file(path)


def same_records(one: Iterable[PlanDocument], other: Iterable[PlanDocument]) -> bool:
    """Whether two readings give the same records under the same identifiers, wherever on the pages they stand."""
    return list(map(_records, one)) == list(map(_records, other))


def _records(document: PlanDocument) -> Any:
    plan = document.plan
    return plan.id, plan.title, plan.year_roc, plan.agency, [_section(section) for section in plan.sections]


def _section(section: Section) -> Any:
    items = [
        (item.id, _levels(item.work_item), _levels(item.plan_item), item.implementation, item.extra)
        for item in section.items
    ]
    cells = [(c.id, c.raw, c.amount_twd, c.role, c.printed_unit, c.applies_to) for c in section.budgets]
    return section.name, items, cells


def _levels(levels: Sequence[Any]) -> list[tuple[str | None, str]]:
    return [(level.label, level.text) for level in levels]


def _readable(readings: Readings, folders: Iterable[Path]) -> Iterable[PlanDocument]:
    for folder in folders:
        try:
            yield readings.of(folder)
        except UnreadableError:  # nothing that people wrote can be followed from it
            continue


def _paths(folder: Path) -> list[Path]:
    """The files of a source, oldest first."""
    found = (path for path in folder.glob("*.json.gz") if path.name.partition(".")[0].isdecimal())
    return sorted(found, key=lambda path: int(path.name.partition(".")[0]))


def _bytes(
    documents: Iterable[PlanDocument],
    rows: Sequence[tuple[str, ...]],
    marks: Sequence[tuple[str, ...]],
    *,
    told: bool,
) -> bytes:
    data = {
        "form": EARLIER_VERSION,
        "told": told,
        "plans": [document.model_dump(mode="json") for document in documents],
        "corrections": rows,
        "marks": marks,
    }
    # Without a time in its header the same reading gives the same bytes.
    return gzip.compress(json.dumps(data, ensure_ascii=False).encode(), mtime=0)


def _stamped(path: Path) -> tuple[Path, int, int]:
    """A file, with what tells that it is another one since."""
    status = path.stat()
    return path, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=MOST_REMEMBERED)
def _plan_ids(path: Path, _size: int, _time_ns: int) -> tuple[str, ...]:
    return kept(path, lambda told: tuple(str(one["plan"]["id"]) for one in told["plans"])) or ()


@lru_cache(maxsize=4)
def _read(path: Path, _size: int, _time_ns: int) -> Earlier | None:
    return kept(path, _earlier)


def _earlier(data: dict[str, Any]) -> Earlier | None:
    """A kept reading; None where it is another version's."""
    if data["form"] != EARLIER_VERSION:
        return None
    documents = tuple(PlanDocument.model_validate(one, strict=False) for one in data["plans"])
    rows, marks = ({tuple(map(str, one)) for one in data[name]} for name in ("corrections", "marks"))
    return Earlier(documents, frozenset(rows), frozenset(marks), told=bool(data.get("told", True)))
