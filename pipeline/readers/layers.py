"""Whether a file has layers that can be switched off (optional content, ISO 32000-1, 8.11)."""

from __future__ import annotations

import re
import zlib

MARK = b"/OCProperties"
"""Key of the catalogue under which a file lists its layers."""
PACKED = re.compile(rb"/Type\s*/ObjStm\b")
BEGIN, END = b"stream", b"endstream"
LONGEST_HEAD = 1024
"""Bytes between an object's dictionary and its stream."""
MOST_INFLATED = 1 << 24
"""Bytes of one packed stream; a catalogue stands in a smaller one."""


def has_layers(data: bytes) -> bool:
    """Whether the file lists layers; its catalogue may stand in a packed stream of objects.

    An encrypted file, whose streams cannot be looked into, is taken to have some.
    """
    if MARK in data:
        return True
    packed = list(PACKED.finditer(data))
    if packed and b"/Encrypt" in data:
        return True
    return any(MARK in _inflated(data, one.end()) for one in packed)


def _inflated(data: bytes, place: int) -> bytes:
    begin = data.find(BEGIN, place, place + LONGEST_HEAD)
    if begin < 0:
        return b""
    begin += len(BEGIN)
    start = begin + (2 if data[begin : begin + 2] == b"\r\n" else 1)
    end = data.find(END, start)
    try:
        return zlib.decompressobj().decompress(data[start : end if end >= 0 else len(data)], MOST_INFLATED)
    except zlib.error:
        return b""
