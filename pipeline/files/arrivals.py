"""Files that come into a folder, given once they are complete, and again where they have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.files.inputs import find_inputs


class _Stamp(NamedTuple):
    """What tells whether a file is still being written."""

    size_bytes: int
    modified_ns: int


class Arrivals:
    """The files of a folder that are new or changed, look by look.

    A file is complete where two looks in a row find it the same: whoever copies or scans into a folder writes on
    between them. An empty file is one that somebody has only begun.

    Args:
        folder: and all below it, see ``find_inputs``.
        but: a folder whose files are not meant, such as that of the results.
    """

    def __init__(self, folder: Path, but: Path | None = None) -> None:
        self._folder = folder
        self._but = but.resolve() if but is not None else None
        self._seen: dict[Path, _Stamp] = {}
        self._given: dict[Path, _Stamp] = {}

    def look(self) -> list[Path]:
        """The files that have become complete since they were given last, by path."""
        now = dict(self._files())
        complete = [
            path
            for path, stamp in now.items()
            if stamp.size_bytes and self._seen.get(path) == stamp and self._given.get(path) != stamp
        ]
        self._seen = now
        self._given = {path: stamp for path, stamp in self._given.items() if path in now}
        self._given |= {path: now[path] for path in complete}
        return sorted(complete)

    def again(self, paths: Iterable[Path]) -> None:
        """Give some files once more, because nothing could be done with them now."""
        for path in paths:
            self._given.pop(path, None)

    def _files(self) -> Iterator[tuple[Path, _Stamp]]:
        for entry in find_inputs([self._folder]):
            try:
                told = entry.path.stat()
            except OSError:  # gone since it was listed
                continue
            if entry.error is None and not self._is_but(entry.path):
                yield entry.path, _Stamp(told.st_size, told.st_mtime_ns)

    def _is_but(self, path: Path) -> bool:
        return self._but is not None and path.resolve().is_relative_to(self._but)


def arriving(
    arrivals: Arrivals, wait: Callable[[], None], stopped: Callable[[], bool]
) -> Iterator[list[Path]]:
    """Yield files as they become complete, until it is stopped.

    Args:
        arrivals: of the folder.
        wait: is called between two looks.
        stopped: is asked before each look.
    """
    while not stopped():
        if found := arrivals.look():
            yield found
        else:
            wait()
