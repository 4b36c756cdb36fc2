"""What an output folder has been given already, and by which program: no file is read twice for the same result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.dataclass import dataclass
from pipeline.errors import NoPlanError, NotAPdfError, NoTextError, UnreadableTextError
from pipeline.exporters.disk import make_folder, remove_file, write_file
from pipeline.folder.earlier import EarlierReadings
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.report import Problem
from pipeline.folder.staged import StagedPlan, Worked
from pipeline.folder.store import Store, numbered
from pipeline.messages.wording import Wording
from pipeline.profiles.profile import load_profile
from pipeline.readers.recognition import recognises
from pipeline.reading.options import Options
from pipeline.stored import sealed, unsealed

AFTER_READING = frozenset(
    (
        "corrections", "exporters", "metadata", "gate", "compare", "folder", "runs", "layouts", "site", "desk", "api",
        "commands", "cli.py",
    )
)  # fmt: skip
"""Parts of the package that decide nothing about what is read. A part that is not named here does."""
SUFFIXES = frozenset((".py", ".toml"))
"""Of files that decide it: code and words."""


@cache
def reading_sha256() -> str:
    """SHA-256 over the version and the package's files that decide what is read.

    Between two releases the version stays the same while the reading changes; a file that an earlier state of the
    program has read must be read again all the same.
    """
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(__version__.encode())
    parts = sorted(one for one in root.iterdir() if one.name not in AFTER_READING)
    for part in parts:
        for path in sorted(part.rglob("*")) if part.is_dir() else (part,):
            if path.suffix in SUFFIXES:
                digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


DONE_FOLDER = "done"
LASTING = frozenset(
    error.exit_code for error in (NotAPdfError, NoTextError, UnreadableTextError, NoPlanError)
)
"""Exit codes of refusals that follow from a file's bytes; limits, crashes and full disks may end another way, and so
may a file that is locked: its password is kept nowhere, nor is anything that is made of it."""


@dataclass(frozen=True)
class Record:
    """What came of a file.

    Attributes:
        key: of what it was made with, see ``key_of``.
        file_name: what the file's records call it.
        worked: what it gave; its plans' folders are left out.
        reading: of the program that read it, see ``reading_sha256``; empty where it was one that did not say.
    """

    key: str
    file_name: str
    worked: Worked
    reading: str = ""


class Done:
    """The records of an output folder.

    Args:
        root: the output folder.
        options: how files are read now.
        force: whether to read everything again.
    """

    def __init__(self, root: Path, options: Options, *, force: bool = False) -> None:
        self._folder = root / STATE_FOLDER / DONE_FOLDER
        self._root = root
        self._earlier = EarlierReadings(root)
        self._key = key_of(options)
        self._force = force

    def recall(self, sha256: str, file_name: str, store: Store) -> Worked | None:
        """What a file gave when it was read in the same way.

        Args:
            sha256: of the file.
            file_name: what its records are to call it.
            store: the output folder, which may have lost its plans since.

        Returns:
            The same as reading it again would, but for the seconds; None where it has to be read.
        """
        if self._force:
            return None
        record = self._read(sha256)
        if record is None or (record.key, record.file_name) != (self._key, file_name):
            return None
        worked = record.worked
        # A refused file has no plan of its own; what it gave under other options stays as it is.
        if not worked.problem and numbered(sha256, worked.plans).keys() != store.copies(sha256):
            return None
        return replace(worked, seconds=0.0)

    def put_in(self, store: Store, sha256: str, file_name: str, worked: Worked) -> None:
        """Put a file's plans in place and keep what it gave; nothing is kept of failures that may not last.

        Raises:
            UsageError: see ``Store.replace``.
            UnwritableError: the plans or the record cannot be written.
            WorkplanError: what the file gave before cannot be kept, see ``EarlierReadings.keep``; it stays in place.
        """
        if not worked.problem:
            before = self._read(sha256)
            older = [self._root / store.folder(copy) for copy in sorted(store.copies(sha256))]
            same = before is not None and before.reading == reading_sha256()
            self._earlier.keep(sha256, older, [plan.folder for plan in worked.plans], same_program=same)
            # A record of other options must not outlive the plans that it is about.
            remove_file(self._path(sha256))
            store.replace(sha256, file_name, worked.plans)
        elif worked.problem.exit_code not in LASTING:
            return
        plans = tuple(replace(plan, folder=Path()) for plan in worked.plans)
        record = Record(self._key, file_name, replace(worked, plans=plans), reading_sha256())
        make_folder(self._folder)
        write_file(self._path(sha256), [sealed(asdict(record))])

    def _read(self, sha256: str) -> Record | None:
        return _kept(self._path(sha256))

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.json"


def refusal_of(root: Path, sha256: str) -> Problem | None:
    """Why an earlier run had nothing from a file; None where it had, or has not read it, or may have had luck since.

    Args:
        root: the output folder.
        sha256: of the file.
    """
    record = _kept(root / STATE_FOLDER / DONE_FOLDER / f"{sha256}.json")
    return record.worked.problem if record else None


def _kept(path: Path) -> Record | None:
    return unsealed(path, _record_of)


def key_of(options: Options) -> str:
    """SHA-256 over all that decides what a file gives, its bytes aside.

    >>> key_of(Options()) == key_of(Options(year=112))
    False
    """
    profile = options.profile or load_profile()
    decides = asdict(replace(options, profile=None, pictures=None, prints=None, password=None)) | {
        "profile": [profile.name, profile.fingerprint],
        "reading": reading_sha256(),
        # A scan that was refused is read once the extra is installed.
        "recognises": recognises(options.ocr),
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def _record_of(told: dict[str, Any]) -> Record:
    """A record from its plain values; another version's has others."""
    worked = told["worked"]
    worked["plans"] = tuple(StagedPlan(**plan | {"folder": Path()}) for plan in worked["plans"])
    worked["unread_pages"] = tuple(worked["unread_pages"])
    for counts in ("rules", "severities"):
        worked[counts] = tuple((str(name), int(count)) for name, count in worked[counts])
    problem = worked["problem"]
    worked["problem"] = Problem(problem["exit_code"], Wording(**problem["message"])) if problem else None
    return Record(told["key"], told["file_name"], Worked(**worked), told.get("reading", ""))
