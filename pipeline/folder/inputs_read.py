"""Where the files lay that an output folder's plans were read from, whichever run read them.

``.workplan/inputs.json`` holds the paths of each file by its SHA-256, seen from the output folder, so that they lead
to it from every working directory and when both are moved together. It is a memory: whoever follows a path compares
the bytes.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePath

from pipeline.exporters.disk import make_folder, write_file
from pipeline.folder.lock import STATE_FOLDER
from pipeline.stored import kept

INPUTS_FILE = "inputs.json"
MOST_PATHS = 8
"""Of one file; the oldest are forgotten."""
HALF_PAIRS = re.compile(r"[\ud800-\udfff]")
"""What Python makes of bytes of a name that are no text."""


def known_inputs(root: Path) -> dict[str, tuple[Path, ...]]:
    """Paths by SHA-256, the latest first; none where nothing is kept that can be read."""

    def paths_of(told: dict[str, list[str | dict[str, str]]]) -> dict[str, tuple[Path, ...]]:
        whole = os.path.realpath(root)
        return {
            sha256: tuple(Path(os.path.normpath(Path(whole, _path_of(path)))) for path in paths)
            for sha256, paths in told.items()
        }

    return kept(root / STATE_FOLDER / INPUTS_FILE, paths_of) or {}


def remember_inputs(root: Path, found: Mapping[str, list[Path]]) -> None:
    """Keep where files lay, beside what is known of earlier runs.

    Args:
        root: the output folder.
        found: paths by SHA-256.

    Raises:
        UnwritableError: it cannot be kept.
    """
    known = {sha256: list(paths) for sha256, paths in known_inputs(root).items()}
    for sha256, paths in found.items():
        latest = [Path(os.path.realpath(path)) for path in paths]
        known[sha256] = [*dict.fromkeys((*latest, *known.get(sha256, ())))][:MOST_PATHS]
    told = {sha256: [_kept(_from(root, path)) for path in paths] for sha256, paths in sorted(known.items())}
    make_folder(root / STATE_FOLDER)
    write_file(root / STATE_FOLDER / INPUTS_FILE, [json.dumps(told, indent=1).encode(), b"\n"])


def _path_of(told: str | dict[str, str]) -> str:
    """A path as it was kept; one that is no text by its bytes."""
    return told if isinstance(told, str) else os.fsdecode(bytes.fromhex(told["hex"]))


def _kept(path: str) -> str | dict[str, str]:
    """A path as it is kept."""
    return {"hex": os.fsencode(path).hex()} if HALF_PAIRS.search(path) else path


def _from(root: Path, path: Path) -> str:
    """A path as seen from the output folder; the whole path where none leads there, as to another drive."""
    try:
        return PurePath(os.path.relpath(path, os.path.realpath(root))).as_posix()
    except ValueError:
        return path.as_posix()
