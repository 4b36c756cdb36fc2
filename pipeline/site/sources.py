"""The PDF files that plans were read from, found by their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.errors import UnreadableError
from pipeline.exporters.disk import PRINTED_FILE
from pipeline.files.inputs import file_sha256
from pipeline.files.remote import PDF_SUFFIX
from pipeline.folder.inputs_read import known_inputs


def find_sources(root: Path, folders: Iterable[Path], wanted: Iterable[str]) -> dict[str, Path]:
    """Where the files of some hashes lie.

    Args:
        root: an output folder. What was printed lies beside its plans; where its runs found their files is tried
            next, those of the hashes first.
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
    yield from sorted(root.glob(f"*/{PRINTED_FILE}"))
    # Of thousands of files those come first that were the right ones when they were read.
    known = sorted(known_inputs(root).items(), key=lambda one: one[0] not in wanted)
    yield from (path for _, paths in known for path in paths if path.is_file())
    for named in folders:
        if named.is_file():
            yield named
        else:
            yield from sorted(path for path in named.rglob("*") if path.suffix.lower() == PDF_SUFFIX)
