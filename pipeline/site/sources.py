"""The PDF files that plans were read from, found by their bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.errors import UnreadableError
from pipeline.files.inputs import file_sha256
from pipeline.files.remote import PDF_SUFFIX
from pipeline.folder.freshness import RUN_FILE


def find_sources(root: Path, folders: Iterable[Path], wanted: Iterable[str]) -> dict[str, Path]:
    """Where the files of some hashes lie.

    Args:
        root: an output folder; the paths of its run.json are tried first, as they were named then.
        folders: searched with all that is below them; a file may be named too.
        wanted: SHA-256 of the files, hexadecimal.

    Returns:
        Path by SHA-256. A file with the right name and other bytes is none of them.

    Raises:
        UnreadableError: one of the folders is not there.
    """
    missing = set(wanted)
    found: dict[str, Path] = {}
    for path in _candidates(root, list(folders), frozenset(missing)):
        if not missing:
            break
        with suppress(UnreadableError):
            sha256 = file_sha256(path)
            if sha256 in missing:
                missing.discard(sha256)
                found[sha256] = path
    return found


def _candidates(root: Path, folders: list[Path], wanted: frozenset[str]) -> Iterator[Path]:
    for named in folders:
        if not named.exists():
            raise UnreadableError("no-folder", folder=named)
    # Of thousands of files those come first that were the right ones when the last run read them.
    last = sorted(_of_last_run(root), key=lambda one: one[1] not in wanted)
    yield from (path for path, _ in last if path.is_file())
    for named in folders:
        if named.is_file():
            yield named
        else:
            yield from sorted(path for path in named.rglob("*") if path.suffix.lower() == PDF_SUFFIX)


def _of_last_run(root: Path) -> list[tuple[Path, str]]:
    """Paths of the last run's inputs with their hashes; none where it says nothing that can be read."""
    try:
        report = json.loads((root / RUN_FILE).read_bytes())
        return [(Path(one["path"]), one["sha256"]) for one in report["inputs"] if one.get("sha256")]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
