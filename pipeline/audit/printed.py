"""What a record says is printed in the boxes of a provenance field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.contract import Contract
from pipeline.extractors.timelines import in_its_cells
from pipeline.models import Budget, Extra, Item, Level, Step, Total
from pipeline.normalizers.text import clean, squeeze

_PART = re.compile(r"([a-z_]+)|\[([0-9]+)\]")
_HYPHENS = str.maketrans(dict.fromkeys("\u00ad\u2010\u2011", "-"))
"""At a line's end pdfium gives a plain hyphen for any of these."""
_IN_WORD = re.compile(r"(?<=[a-z])-(?=[a-z])")
"""A word that a line's end parts is whole in its record and has a hyphen on the page."""


def printed_texts(record: Contract, field: str) -> tuple[str, ...]:
    """The texts that may be printed in a field's boxes; more than one where the contract leaves it open.

    Args:
        record: an item, a budget or a total.
        field: path of the field, such as ``implementation[0].steps[1]``; a cell is ``budget`` or ``total``.

    Returns:
        Nothing where the path leads to no text.
    """
    value = _value(record, field)
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Level | Step):
        label = value.label or ""
        return tuple(label + text for text in (value.text, value.raw) if text is not None)
    if isinstance(value, Extra):
        return tuple(dict.fromkeys((value.text, in_its_cells(value.text))))
    if isinstance(value, Budget):
        return (value.raw,)
    if isinstance(value, Total):
        return value.raw, value.label + value.raw
    return ()


def comparable(text: str) -> str:
    """The text as both engines must give it: one form of each character, no white space.

    >>> comparable("里⺠ １１２") == comparable("里民112")
    True
    """
    return _IN_WORD.sub("", squeeze(unicodedata.normalize("NFKC", clean(text)).translate(_HYPHENS)))


def fields_of(record: Item | Budget | Total) -> Iterator[str]:
    """Names of the record's provenance fields, in order, each once."""
    yield from dict.fromkeys(place.field for place in record.provenance)


def _value(record: Contract, field: str) -> object:
    if isinstance(record, Budget | Total) and field == type(record).__name__.lower():
        return record
    value: object = record
    end = 0
    for part in _PART.finditer(field):
        if part.start() != end and field[end : part.start()] != ".":
            return None
        end = part.end()
        value = _step(value, part[1], part[2])
        if value is None:
            return None
    return value if end == len(field) else None


def _step(value: object, name: str | None, index: str | None) -> object:
    if name is not None and isinstance(value, Contract) and name in type(value).model_fields:
        return getattr(value, name)
    if index is not None and isinstance(value, tuple) and int(index) < len(value):
        return value[int(index)]
    return None
