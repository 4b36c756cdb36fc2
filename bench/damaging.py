"""Damages files of text: bytes, lines, encodings, and the values of JSON; each damage told by a seed."""

from __future__ import annotations

import codecs
import gzip
import json
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from bench.mutating import cut, flipped, truncated, zeroed

DEPTH = 100_000
"""Brackets within each other; no parser of Python's follows so far."""
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
BREAKS = re.compile(rb"[,;:={}\[\]\n]")
GZIP = b"\x1f\x8b"
HUGE = b"9" * 400
LONGER = b"9" * 5_000
"""More digits than Python makes a number of."""
ODD_TEXTS = (
    rb"\ud800",
    rb"\udfff\ud800",
    rb"\u0000",
    "\u202e".encode(),
    b"\xff",
    b"\xed\xa0\x80",
    b"\0",
    b"\x1b[2J",
)
ODD_NUMBERS = (
    b"-1",
    b"0",
    HUGE,
    LONGER,
    b"1e999",
    b"-1e999",
    b"NaN",
    b"1.5",
    b"9223372036854775808",
    b"null",
)
ODD_VALUES: tuple[Any, ...] = (
    None, True, [], {}, [None], {"": None}, "", "x", "../../x", "/", "\0", "\ud800", "\x1b[2J", "9" * 400,
    "龘" * 10_000, -1, 0, 1.5, 10**18, 10**400, -(10**400), float("nan"), float("inf"),
)  # fmt: skip
GONE = object()


def lines_doubled(data: bytes, random: Random) -> bytes:
    """Some lines twice."""
    lines = data.splitlines(keepends=True)
    for _ in range(random.choice((1, 3))):
        place = random.randrange(len(lines))
        lines.insert(place, lines[place])
    return b"".join(lines)


def lines_lost(data: bytes, random: Random) -> bytes:
    """A line missing."""
    lines = data.splitlines(keepends=True)
    del lines[random.randrange(len(lines))]
    return b"".join(lines)


def nested(data: bytes, random: Random) -> bytes:
    """Brackets within each other, more than anybody follows."""
    open_, close = random.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"(", b")"), (b'"', b'"')))
    place = _break(data, random)
    return data[:place] + open_ * DEPTH + random.choice((b"", b"1" + close * DEPTH)) + data[place:]


def renumbered(data: bytes, random: Random) -> bytes:
    """A number that no program thinks of."""
    found = list(NUMBER.finditer(data))
    if not found:
        return flipped(data, random)
    one = random.choice(found)
    return data[: one.start()] + random.choice(ODD_NUMBERS) + data[one.end() :]


def reworded(data: bytes, random: Random) -> bytes:
    """Characters that are none, or that no text has, put in anywhere."""
    place = random.randrange(len(data))
    return data[:place] + random.choice(ODD_TEXTS) + data[place:]


def recoded(data: bytes, random: Random) -> bytes:
    """Another encoding, or the mark of one."""
    text = data.decode("utf-8-sig", errors="replace")
    kind = random.choice(("utf-16", "utf-16-be", "utf-32", "big5", "bom", "bom twice"))
    if kind.startswith("bom"):
        return codecs.BOM_UTF8 * (1 + kind.count("twice")) + data
    return text.encode(kind, errors="replace")


def replaced(_: bytes, random: Random) -> bytes:
    """Something else altogether."""
    others = (
        b"",
        b"\n",
        b"null",
        b"[]",
        b"{}",
        b'""',
        b"0",
        b"NaN",
        LONGER,
        b"[" * DEPTH,
        b"\0" * 100,
        b"%PDF-1.7\n",
    )
    return random.choice(others)


def revalued(data: bytes, random: Random) -> bytes:
    """A value of JSON of another kind, or gone; of other files a number."""
    try:
        told = json.loads(data)
        places = list(_places(told))
    except ValueError:
        return renumbered(data, random)
    if not places:
        return replaced(data, random)
    # As likely a value near the top as one of the many below it.
    depth = random.choice(sorted({depth for depth, _, _ in places}))
    _, owner, key = random.choice([one for one in places if one[0] == depth])
    value = random.choice((*ODD_VALUES, GONE))
    if value is GONE:
        del owner[key]
    else:
        owner[key] = value
    return json.dumps(told, ensure_ascii=random.random() < 0.5).encode(errors="surrogatepass")


def _places(value: Any, depth: int = 0) -> Iterator[tuple[int, Any, Any]]:
    """Every value within another one: how deep it lies, what holds it, and its key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield depth, value, key
        yield from _places(value[key], depth + 1)


def _break(data: bytes, random: Random) -> int:
    """Behind a character that parts values."""
    found = [one.end() for one in BREAKS.finditer(data)]
    return random.choice(found) if found else 0


DAMAGES: dict[str, Callable[[bytes, Random], bytes]] = {
    damage.__name__: damage
    for damage in (
        flipped, truncated, cut, zeroed, lines_doubled, lines_lost, nested, renumbered, reworded, recoded, replaced,
        revalued,
    )
}  # fmt: skip


def damaged(data: bytes, damage: str, seed: object) -> bytes:
    """A file with one kind of damage; the same seed gives the same bytes. What is packed is damaged within."""
    random = Random(f"{damage} {seed}")  # noqa: S311 - no secret
    if not data:
        return replaced(data, random)
    if data.startswith(GZIP):
        return gzip.compress(DAMAGES[damage](gzip.decompress(data), random), mtime=0)
    return DAMAGES[damage](data, random)
