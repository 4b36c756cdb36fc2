"""A plan document in a quarter of its length: what recurs is told once, the plan's identifier is left out.

``assets/item.js`` takes it apart again; nothing is lost on the way.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

MARK = "~"
"""Stands for the beginning that many identifiers share; a text that begins with it has it twice."""
SHORTEST = 8
"""Characters of what is told once and referred to; a reference has about as many."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Data of JSON in short.

    Attributes:
        shapes: names of the fields of each kind of object.
        shared: values that occur more than once.
        value: an array begins with 0; an object is an array that begins with the number of its shape, counted from 1;
            an array of one negative number stands for the shared value of that number, counted from 1.
    """

    shapes: tuple[tuple[str, ...], ...]
    shared: tuple[Any, ...]
    value: Any


def pack(value: Any, beginning: str) -> Packed:
    """Shorten data of JSON: objects, arrays, texts, numbers.

    Args:
        value: the data.
        beginning: that identifiers share.

    >>> pack([{"id": "a-1", "of": ["b"]}, {"id": "~", "of": []}], "a-")
    Packed(shapes=(('id', 'of'),), shared=(), value=[0, [1, '~1', [0, 'b']], [1, '~~', [0]]])
    >>> pack(["implementation", "implementation"], "a-")
    Packed(shapes=(), shared=('implementation',), value=[0, [-1], [-1]])
    """
    shapes: dict[tuple[str, ...], int] = {}
    plain = _shaped(value, beginning, shapes)
    counts: Counter[Any] = Counter()
    _count(plain, counts)
    often = {
        one
        for one, count in counts.items()
        if count > 1 and len(json.dumps(one, ensure_ascii=False).encode()) >= SHORTEST
    }
    numbers: dict[Any, int] = {}
    shared: list[Any] = []

    def told(one: Any) -> Any:
        inner = [told(part) for part in one] if isinstance(one, tuple) and one not in numbers else one
        if not isinstance(one, str | tuple) or one not in often:
            return inner
        if one not in numbers:
            shared.append(inner)
            numbers[one] = -len(shared)
        return [numbers[one]]

    packed = told(plain)
    return Packed(tuple(shapes), tuple(shared), packed)


def _shaped(one: Any, beginning: str, shapes: dict[tuple[str, ...], int]) -> Any:
    if isinstance(one, dict):
        number = shapes.setdefault(tuple(one), len(shapes) + 1)
        return (number, *(_shaped(inner, beginning, shapes) for inner in one.values()))
    if isinstance(one, list):
        return (0, *(_shaped(inner, beginning, shapes) for inner in one))
    if isinstance(one, str):
        rest = one.removeprefix(beginning)
        # A rest that begins with the mark would be taken for a text that does.
        shortened = rest != one and not rest.startswith(MARK)
        return MARK + rest if shortened or one.startswith(MARK) else one
    return one


def _count(one: Any, counts: Counter[Any]) -> None:
    """Count texts and arrays; what stands in one that was counted already would be told with it."""
    if not isinstance(one, str | tuple):
        return
    counts[one] += 1
    if isinstance(one, tuple) and counts[one] == 1:
        for inner in one:
            _count(inner, counts)
