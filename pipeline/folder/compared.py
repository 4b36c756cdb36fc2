"""What the last comparison of a folder's years gave: offices whose plans have not changed are not compared again.

``.workplan/compared.json`` in the folder of the comparison is a memory and nothing more: with it and without, the same
plans and rulings give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple, Self
from zlib import crc32

from pipeline.compare.files import CHANGES_CSV, combined_csv
from pipeline.compare.index import IndexRow
from pipeline.compare.lineages import LINEAGES_FILE, lineages_csv
from pipeline.compare.remarks import ComparisonFinding
from pipeline.compare.same_year import SAME_YEAR_FILE, same_year_csv
from pipeline.dataclass import dataclass
from pipeline.errors import WorkplanError
from pipeline.exporters.disk import make_folder, write_file
from pipeline.folder.journal import Stamp, stamp_of
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.published import DECIDING, program_sha256
from pipeline.folder.report import Problem
from pipeline.messages import catalogue
from pipeline.messages.wording import Wording
from pipeline.stored import json_of, sealed, unsealed

COMPARED_FILE = "compared.json"
COMPARING_PARTS = (*DECIDING, "compare", "messages", "profiles", "web")
"""Parts of the package that decide what a comparison says."""


class Head(NamedTuple):
    """What a plan.json says of itself; an office without a name where it is damaged."""

    path: Path
    agency_id: str
    sha256: str


@dataclass(frozen=True)
class Office:
    """What came of the years of one office.

    Attributes:
        pairs: name of each comparison's folder, and what it says in a few lines.
        changes: rows of changes.csv.
        same_year: rows of same-year.csv.
        lineages: rows of lineages.csv.
        unknown: about plans without a year.
        about: about its years.
        told: about its comparisons.
        problems: plans that cannot be read and crosswalks that cannot be used.
        tried: whether it has two years to compare.
        index: what the page above all comparisons tells of each.
    """

    pairs: tuple[tuple[str, tuple[Wording, ...]], ...] = ()
    changes: bytes = b""
    same_year: bytes = b""
    lineages: bytes = b""
    unknown: tuple[ComparisonFinding, ...] = ()
    about: tuple[ComparisonFinding, ...] = ()
    told: tuple[ComparisonFinding, ...] = ()
    problems: tuple[Problem, ...] = ()
    tried: bool = False
    index: tuple[IndexRow, ...] = ()

    def without_rows(self) -> Office:
        """The same without its rows."""
        return replace(self, changes=b"", same_year=b"", lineages=b"")


class ComparisonMemory:
    """The memory of a comparison, kept where it goes well.

    Args:
        root: the folder whose plans are compared.
        output: the folder of the comparison.
        years: that are compared; None for all.
    """

    def __init__(self, root: Path, output: Path, years: Sequence[int] | None) -> None:
        self._root = root
        self._output = output
        self._path = output / STATE_FOLDER / COMPARED_FILE
        self._made_by = [program_sha256(COMPARING_PARTS), years]
        self._heads, self._offices = _remembered(self._path, self._made_by)
        self._new: dict[str, Any] = {"made_by": self._made_by, "heads": {}, "offices": {}}
        self._at = len(lineages_csv(()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Keep it; only time is lost where it cannot be written."""
        if kind is None:
            with suppress(WorkplanError):
                make_folder(self._path.parent)
                write_file(self._path, [sealed(self._new)])

    def head(self, path: Path) -> Head:
        """What a plan.json says of itself, read again where its size or its time of change is another."""
        name, stamp = path.relative_to(self._root).as_posix(), stamp_of(path)
        before = self._heads.get(name)
        if before is None or tuple(before[0]) != stamp:
            before = [stamp, *_head(path)]
        self._new["heads"][name] = before
        return Head(path, before[1], before[2])

    def recall(self, agency_id: str, heads: Iterable[Head]) -> Office | None:
        """What is there of an office, where its plans and its files are as they were."""
        try:
            kept = self._offices[agency_id]
            if kept["key"] != _key(heads):
                return None
            if any(stamp_of(self._output / name) != tuple(stamp) for name, stamp in kept["files"].items()):
                return None
            start, size, crc = kept["lineages"]
            with (self._output / LINEAGES_FILE).open("rb") as file:
                file.seek(start)
                lineages = file.read(size)
            pairs = tuple((name, tuple(Wording(**line) for line in lines)) for name, lines in kept["pairs"])
            index = tuple(map(IndexRow.from_told, kept["index"]))
            names = [name for name, _ in pairs]
            changes = self._joined(names, CHANGES_CSV, combined_csv(()))
            same_year = self._joined(names, SAME_YEAR_FILE, same_year_csv(()))
            unknown, about, told = (tuple(map(_remark, kept[name])) for name in ("unknown", "about", "told"))
        except (KeyError, TypeError, ValueError, OSError):
            return None
        if crc32(lineages) != crc or len(lineages) != size:
            return None
        office = Office(
            pairs, changes, same_year, lineages, unknown, about, told, tried=bool(kept["tried"]), index=index
        )
        self._put(agency_id, kept, office)
        return office

    def _joined(self, names: Iterable[str], file: str, head: bytes) -> bytes:
        """Rows of a table of several pairs of years."""
        return b"".join((self._output / name / file).read_bytes().removeprefix(head) for name in names)

    def keep(self, agency_id: str, heads: Iterable[Head], office: Office) -> None:
        """Remember an office; one with problems is tried again the next time."""
        files: dict[str, Stamp | None] = {}
        for name, _ in office.pairs:
            for path in sorted((self._output / name).iterdir()):
                files[f"{name}/{path.name}"] = stamp_of(path)
        kept = {
            "key": "" if office.problems else _key(heads),
            "files": files,
            "pairs": [(name, [asdict(line) for line in lines]) for name, lines in office.pairs],
            "unknown": [one.row for one in office.unknown],
            "about": [one.row for one in office.about],
            "told": [one.row for one in office.told],
            "tried": office.tried,
            "index": [asdict(row) for row in office.index],
        }
        self._put(agency_id, kept, office)

    def _put(self, agency_id: str, kept: dict[str, Any], office: Office) -> None:
        place = self._at, len(office.lineages), crc32(office.lineages)
        self._at += len(office.lineages)
        self._new["offices"][agency_id] = kept | {"lineages": place}


def _key(heads: Iterable[Head]) -> str:
    return hashlib.sha256(
        json.dumps([(head.path.parent.name, head.sha256) for head in heads]).encode()
    ).hexdigest()


def _remark(row: Sequence[Any]) -> ComparisonFinding:
    """A remark from its cells of findings.csv."""
    rule, severity, old, new, chinese, english = row
    remedy = Wording(zh="", en="")
    return ComparisonFinding(
        catalogue.PlacedProblem(rule, severity, Wording(zh=chinese, en=english), remedy), old, new
    )


def _head(path: Path) -> tuple[str, str]:
    """Office and SHA-256 of a plan.json."""
    try:
        content = path.read_bytes()
        return str(json_of(content)["plan"]["agency"]["id"]), hashlib.sha256(content).hexdigest()
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def _remembered(path: Path, made_by: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    told = unsealed(path, dict[str, Any])
    return (told["heads"], told["offices"]) if told and told.get("made_by") == made_by else ({}, {})
