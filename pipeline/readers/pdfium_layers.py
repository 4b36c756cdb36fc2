"""Layers that are switched off (optional content, ISO 32000-1, 8.11): pdfium tells of them only while it paints."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Collection, Iterator
from typing import Any

from pypdfium2 import raw

from pipeline.readers.damage import STREAM_BEGIN, STREAM_END
from pipeline.readers.pdfium_calls import P, form_object, handle_of, kind_of, page_object

LAYERS_KEY = b"/OCProperties"
"""Key of the catalogue under which a file lists its layers."""
PACKED = re.compile(rb"/Type\s*/ObjStm")
STREAM_WITHIN = 1024
"""Bytes between an object's dictionary and its stream."""
MOST_CATALOGUE_BYTES = 1 << 24
"""Bytes of one packed stream; a catalogue stands in a smaller one."""
LONGEST_LAYER_NAME = 256
"""Characters of a layer's name, or of a mark's, that are looked at."""
GLANCE_SCALE = 1.0
"""Pixels per point at which one sees whether anything of a layer is painted."""
GLANCE_GROUND = (255, 0, 254, 255)
"""White ink is seen on it too."""


def has_layers(data: bytes) -> bool:
    """Whether the file lists layers; its catalogue may stand in a packed stream of objects.

    An encrypted file, whose streams cannot be looked into, is taken to have some.
    """
    if LAYERS_KEY in data:
        return True
    packed = list(PACKED.finditer(data))
    if packed and b"/Encrypt" in data:
        return True
    return any(LAYERS_KEY in _inflated(data, one.end()) for one in packed)


def _inflated(data: bytes, place: int) -> bytes:
    begin = data.find(STREAM_BEGIN, place, place + STREAM_WITHIN)
    if begin < 0:
        return b""
    begin += len(STREAM_BEGIN)
    start = begin + (2 if data[begin : begin + 2] == b"\r\n" else 1)
    end = data.find(STREAM_END, start)
    try:
        return zlib.decompressobj().decompress(
            data[start : end if end >= 0 else len(data)], MOST_CATALOGUE_BYTES
        )
    except zlib.error:
        return b""


def layers_off(page: Any) -> frozenset[int]:
    """Objects of the page that belong to layers of which nothing is painted.

    pdfium tells the name of a layer but not whether it is on; it knows when it paints. So each layer is painted alone.
    """
    above = dict(_all_objects(page, None))
    groups: dict[str, set[int]] = {}
    for address in above:
        if key := _layer_of(handle_of(address)):
            groups.setdefault(key, set()).add(address)
    if not groups:
        return frozenset()
    off: set[int] = set()
    blank = _glance(page, above, set())
    for items in groups.values():
        shown = {address for address in above if _ancestry(address, above) & items}
        shown |= {one for address in items for one in _ancestry(address, above)}
        if _glance(page, above, shown) == blank:
            off |= items
    return frozenset(off)


def _ancestry(address: int | None, above: dict[int, int | None]) -> set[int]:
    """An object and the forms that it belongs to."""
    found: set[int] = set()
    while address is not None:
        found.add(address)
        address = above[address]
    return found


def _all_objects(page: Any, form: int | None) -> Iterator[tuple[int, int | None]]:
    """Objects of a page, or of one of its forms, and of the forms within, each with the form that it belongs to."""
    if form is None:
        count, get, holder = raw.FPDFPage_CountObjects(page.raw), page_object, ctypes.cast(page.raw, P)
    else:
        count, get, holder = raw.FPDFFormObj_CountObjects(handle_of(form)), form_object, P(form)
    for i in range(count):
        address = get(holder, i)
        yield address, form
        if kind_of(P(address)) == raw.FPDF_PAGEOBJ_FORM:
            yield from _all_objects(page, address)


def _layer_of(item: Any) -> str:
    """What tells an object's layer from others; "" for an object of none."""
    if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
        # A form names its layer where no call can see it: each is looked at.
        return f"form {ctypes.cast(item, P).value}"
    for i in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, i)
        if _text_of(raw.FPDFPageObjMark_GetName, mark) == "OC":
            return f"layer {_text_of(raw.FPDFPageObjMark_GetParamStringValue, mark, b'Name')}"
    return ""


def _text_of(get: Any, mark: Any, *key: bytes) -> str:
    buffer, size = (raw.FPDF_WCHAR * LONGEST_LAYER_NAME)(), ctypes.c_ulong()
    holder = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    if not get(mark, *key, holder, ctypes.sizeof(buffer), size):
        return ""
    return bytes(buffer)[: max(0, size.value - 2)].decode("utf-16-le", errors="replace")


def _glance(page: Any, above: Collection[int], shown: Collection[int]) -> bytes:
    """A small picture of the page with some of its objects alone, on a ground that no ink is like."""
    try:
        for address in above:
            raw.FPDFPageObj_SetIsActive(handle_of(address), address in shown)
        bitmap = page.render(scale=GLANCE_SCALE, may_draw_forms=False, fill_color=GLANCE_GROUND)
    finally:
        for address in above:
            raw.FPDFPageObj_SetIsActive(handle_of(address), True)
    try:
        return bytes(bitmap.buffer)
    finally:
        bitmap.close()
