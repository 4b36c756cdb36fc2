"""Reads and writes the values that stand in the objects of a PDF: names, numbers, arrays, dictionaries."""

import re
from collections.abc import Iterator

Value = bytes | list["Value"] | dict[str, "Value"]
"""A dictionary by name without its stroke, an array, or anything else as it is written."""

TOKEN = re.compile(
    rb"<<|>>|\[|\]|/[^\s<>\[\]()/]*|\d+ \d+ R|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|[^\s<>\[\]()/]+",
    re.DOTALL,
)
REFERENCE = re.compile(rb"\b(\d+) 0 R\b")


def parsed(text: bytes) -> Value:
    """Read one value."""
    tokens = iter(TOKEN.findall(text))
    return _value(next(tokens), tokens)


def dictionary(text: bytes) -> dict[str, Value]:
    """Read one dictionary."""
    found = parsed(text)
    assert isinstance(found, dict)
    return found


def _value(token: bytes, behind: Iterator[bytes]) -> Value:
    if token == b"[":
        return list(_until(behind, b"]"))
    if token == b"<<":
        inside = list(_until(behind, b">>"))
        names, values = inside[::2], inside[1::2]
        return {bytes(name)[1:].decode(): value for name, value in zip(names, values, strict=True)}  # type: ignore[arg-type]
    return token


def _until(tokens: Iterator[bytes], end: bytes) -> Iterator[Value]:
    for token in tokens:
        if token == end:
            return
        yield _value(token, tokens)


def written(value: Value) -> bytes:
    """Write one value."""
    if isinstance(value, dict):
        return (
            b"<<" + b"".join(b"/" + name.encode() + _parted(written(v)) for name, v in value.items()) + b">>"
        )
    if isinstance(value, list):
        return b"[" + b" ".join(map(written, value)) + b"]"
    return value


def _parted(value: bytes) -> bytes:
    """Part a value from the name before it where it needs that, as typst does; retouching looks for such text."""
    return value if value.startswith((b"[", b"<", b"/", b"(")) else b" " + value


def renumbered(body: bytes, by: int) -> bytes:
    """Move the numbers of the objects to which an object refers; what a stream holds stays."""
    head, mark, stream = body.partition(b"stream\n")
    return REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + by), head) + mark + stream
