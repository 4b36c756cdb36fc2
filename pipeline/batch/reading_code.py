"""Which program reads: its version, and its own files where they change without one."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pipeline import __version__

AFTER_READING = frozenset(
    (
        "corrections", "exporters", "metadata", "gate", "compare", "batch", "layouts", "site", "review", "api",
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
