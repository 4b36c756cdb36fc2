"""Damages the bytes and the objects of a PDF, each damage told by a seed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from random import Random

OBJECT = re.compile(rb"(?<=[\r\n])\d+ 0 obj\b.*?\bendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
NUMBER = re.compile(rb"(?<![\w.#/])-?\d+(?:\.\d+)?(?![\w.])")
REFERENCE = re.compile(rb"\b\d+ 0 R\b")
ODD = (
    b"0",
    b"-1",
    b"1e9",
    b"99999999999999999999",
    b"-2147483648",
    b"0.0000001",
    b"32767.5",
    b"--5",
    b"null",
)
"""Numbers that a program may not have thought of."""
CODE = re.compile(rb"(?<=> )<[0-9A-Fa-f]{4}>")
"""What a character of a font stands for, in its map to Unicode."""
NO_TEXT = (
    b"D800",
    b"DFFF",
    b"DFFFD800",
    b"FFFE",
    b"FFFF",
    b"0000",
    b"001B",
    b"202E",
    b"E000",
    b"FEFF",
    b"0030",
)
"""UTF-16 of halves of pairs, of what is no character, of what a terminal obeys, of marks; and a zero."""
LONGEST_CUT = 2_000
"""Bytes; more leaves little to read."""


def flipped(data: bytes, random: Random) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 5, 50))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def truncated(data: bytes, random: Random) -> bytes:
    """The end missing."""
    return data[: random.randrange(len(data))]


def cut(data: bytes, random: Random) -> bytes:
    """A range taken out."""
    start, end = _range(data, random)
    return data[:start] + data[end:]


def doubled(data: bytes, random: Random) -> bytes:
    """A range twice."""
    start, end = _range(data, random)
    return data[:end] + data[start:]


def zeroed(data: bytes, random: Random) -> bytes:
    """A range of null bytes."""
    start, end = _range(data, random)
    return data[:start] + bytes(end - start) + data[end:]


def swapped(data: bytes, random: Random) -> bytes:
    """Two objects in each other's place, each under the other's number."""
    found = list(OBJECT.finditer(data))
    if len(found) < 2:
        return zeroed(data, random)
    first, second = sorted(random.sample(found, 2), key=lambda one: one.start())
    (a, a_body), (b, b_body) = (one[0].split(b"obj", 1) for one in (first, second))
    between = data[first.end() : second.start()]
    return data[: first.start()] + a + b"obj" + b_body + between + b + b"obj" + a_body + data[second.end() :]


def deleted(data: bytes, random: Random) -> bytes:
    """An object blank."""
    found = list(OBJECT.finditer(data))
    if not found:
        return cut(data, random)
    one = random.choice(found)
    return data[: one.start()] + b" " * len(one[0]) + data[one.end() :]


def misled(data: bytes, random: Random) -> bytes:
    """References that lead to other objects, themselves among them."""
    found = list(REFERENCE.finditer(data))
    for one in random.sample(found, min(len(found), random.choice((1, 3)))):
        other = random.choice(found)[0]
        if len(other) <= len(one[0]):
            data = data[: one.start()] + other.ljust(len(one[0])) + data[one.end() :]
    return data


def renumbered(data: bytes, random: Random) -> bytes:
    """Numbers of an object's dictionary changed."""
    found = list(OBJECT.finditer(data))
    if not found:
        return flipped(data, random)
    one = random.choice(found)
    head, mark, rest = one[0].partition(b"stream")
    name, _, body = head.partition(b"obj")
    return data[: one.start()] + name + b"obj" + _odd(body, random) + mark + rest + data[one.end() :]


def redrawn(data: bytes, random: Random) -> bytes:
    """Numbers in the content of a compressed stream changed: places of glyphs, codes, widths, rules."""
    found = [one for one in STREAM.finditer(data) if one[1][:1] == b"x"]
    random.shuffle(found)
    for one in found:
        try:
            content = zlib.decompress(one[1])
        except zlib.error:
            continue
        if NUMBER.search(content) is None or content.count(b"\0") > len(content) // 10:
            continue
        packed = zlib.compress(_odd(content, random), 9)
        return data[: one.start(1)] + packed.ljust(len(one[1]), b"\0") + data[one.end(1) :]
    return flipped(data, random)


def miscoded(data: bytes, random: Random) -> bytes:
    """Characters of a font's map to Unicode changed to such as no text has."""
    for one in STREAM.finditer(data):
        try:
            content = zlib.decompress(one[1]) if one[1][:1] == b"x" else one[1]
        except zlib.error:
            continue
        codes = list(CODE.finditer(content)) if b"begincmap" in content else []
        if codes:
            for code in sorted(
                random.sample(codes, min(len(codes), random.choice((1, 4, 40)))), key=_start, reverse=True
            ):
                content = (
                    content[: code.start()] + b"<" + random.choice(NO_TEXT) + b">" + content[code.end() :]
                )
            packed = zlib.compress(content, 9) if one[1][:1] == b"x" else content
            return data[: one.start(1)] + packed.ljust(len(one[1]), b"\0") + data[one.end(1) :]
    return retitled(data, random)


def retitled(data: bytes, random: Random) -> bytes:
    """What made it and its title told in characters that no text has."""
    texts = b"".join(random.choice(NO_TEXT) for _ in range(random.choice((1, 3, 300))))
    told = b"<< /Producer <FEFF%b> /Title <FEFF%b> >>" % (texts, texts)
    # The last trailer goes before the others, and its objects before those of the same numbers.
    table = data.rfind(b"startxref")
    root = re.search(rb"/Root\s+\d+\s+0\s+R", data)
    if table < 0 or root is None:
        return redrawn(data, random)
    size = b"9999"
    body = b"\n9998 0 obj\n%b\nendobj\n" % told
    places = b"xref\n9998 1\n%010d 00000 n \n" % (len(data) + 1)
    before = data[table + len(b"startxref") :].split()[:1]
    trailer = b"trailer\n<< /Size %b %b /Info 9998 0 R /Prev %b >>\n" % (size, root[0], b"".join(before))
    return data + body + places + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(body))


def _range(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data))
    return start, min(len(data), start + random.randrange(1, LONGEST_CUT))


def _odd(content: bytes, random: Random) -> bytes:
    found = list(NUMBER.finditer(content))
    for one in sorted(
        random.sample(found, min(len(found), random.choice((1, 4, 40)))), key=_start, reverse=True
    ):
        number = random.choice((*ODD, str(random.randrange(-999, 999)).encode()))
        content = content[: one.start()] + number + content[one.end() :]
    return content


def _start(match: re.Match[bytes]) -> int:
    return match.start()


DAMAGES: dict[str, Callable[[bytes, Random], bytes]] = {
    damage.__name__: damage
    for damage in (
        flipped, truncated, cut, doubled, zeroed, swapped, deleted, misled, renumbered, redrawn,
        miscoded, retitled,
    )
}  # fmt: skip


def damaged(data: bytes, damage: str, seed: int) -> bytes:
    """A file with one kind of damage; the same seed gives the same bytes."""
    return DAMAGES[damage](data, Random(f"{damage} {seed}"))  # noqa: S311 - no secret
