"""JSON read back from a disk, where anything may have become of it since it was written.

What cannot be used has one error, ``ValueError``, whatever is wrong: no JSON, brackets within each other beyond what
Python follows, more digits than it makes a number of, texts that no encoding has. What the program keeps for itself
has none: it is as good as not there, and made again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

Kept = TypeVar("Kept")
GZIP_SUFFIX = ".gz"
UNFIT = (OSError, EOFError, zlib.error, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What reading a file and making something of its values raises where they are of another kind."""
SEAL, SEALED = b'{"sha256": "', b'", "kept": '
"""Before the hash of what is kept, and before that itself; behind it a brace."""
HASH_CHARS = 64
HALF_ESCAPED = re.compile(r"\\u[Dd][89A-Fa-f]")
"""Half of a pair of UTF-16, which is a character with its other half alone."""


def json_of(content: bytes | str) -> Any:
    """What JSON says.

    Raises:
        ValueError: it is none, or nothing that Python can hold.
    """
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    try:
        told = json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("too many brackets within each other") from None
    if HALF_ESCAPED.search(text):
        json.dumps(told, ensure_ascii=False).encode()
    return told


def kept(path: Path, shape: Callable[[Any], Kept]) -> Kept | None:
    """What the program keeps in a file; None where it is not there, or not of its shape.

    Args:
        path: of the file, packed where it ends in .gz.
        shape: makes of plain values what is wanted, and raises where they are others.
    """
    try:
        content = path.read_bytes()
        return shape(json_of(gzip.decompress(content) if path.suffix == GZIP_SUFFIX else content))
    except UNFIT:
        return None


def shaped(content: bytes, shape: Callable[[Any], Kept]) -> Kept | None:
    """The same of bytes that are at hand."""
    try:
        return shape(json_of(content))
    except UNFIT:
        return None


def sealed(value: object) -> bytes:
    """A value as JSON with its own hash before it, so that no other one is ever taken for it; see ``unsealed``."""
    body = json.dumps(value, default=str).encode()
    return b"".join((SEAL, hashlib.sha256(body).hexdigest().encode(), SEALED, body, b"}\n"))


def unsealed(path: Path, shape: Callable[[Any], Kept]) -> Kept | None:
    """What the program keeps under a seal; None where it is not there, not of its shape, or not as it was written."""
    try:
        content = path.read_bytes()
        start = len(SEAL) + HASH_CHARS + len(SEALED)
        body = content[start:-2]
        seal = b"".join((SEAL, hashlib.sha256(body).hexdigest().encode(), SEALED))
        return shape(json_of(body)) if (content[:start], content[-2:]) == (seal, b"}\n") else None
    except UNFIT:
        return None


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are Python's own."""
    raise ValueError(f"{constant} is no JSON")
