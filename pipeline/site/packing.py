"""A plan document in a quarter of its length: what recurs is told once, the plan's identifier is left out.

``assets/item.js`` takes it apart again; nothing is lost on the way.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import Any

MARK = "~"
"""Stands for the beginning that many identifiers share; a text that begins with it has it twice."""
SHARED_CHARACTERS = 8
"""Characters of what is told once and referred to; a reference has about as many."""
Node = str | tuple[int, ...]
"""JSON of a text or number; else the number of its shape, 0 for an array, and the nodes in it by their numbers."""


def pack(value: Any, beginning: str) -> str:
    """Shorten data of JSON: objects, arrays, texts, numbers.

    Args:
        value: the data.
        beginning: that identifiers share.

    Returns:
        JSON of three things: the names of the fields of each kind of object; values that occur more than once; the
        data. In these an array begins with 0, an object is an array that begins with the number of its kind, counted
        from 1, and an array of one negative number stands for the repeated value of that number, counted from 1.

    >>> pack([{"id": "a-1", "of": ["b"]}, {"id": "~", "of": []}], "a-")
    '[[["id","of"]],[],[0,[1,"~1",[0,"b"]],[1,"~~",[0]]]]'
    >>> pack(["implementation", "implementation"], "a-")
    '[[],["implementation"],[0,[-1],[-1]]]'
    """
    shapes: dict[tuple[str, ...], int] = {}
    numbers: dict[Node, int] = {}
    top = _numbered(value, beginning, shapes, numbers)
    nodes = list(numbers)
    uses = Counter(part for node in nodes if isinstance(node, tuple) for part in node[1:])
    texts: list[str] = []
    shared: list[str] = []
    # What stands in a node comes before it.
    for number, node in enumerate(nodes):
        text = (
            node if isinstance(node, str) else f"[{','.join([str(node[0]), *(texts[n] for n in node[1:])])}]"
        )
        if uses[number] > 1 and len(text) >= SHARED_CHARACTERS and text[0] in '["':
            shared.append(text)
            text = f"[{-len(shared)}]"
        texts.append(text)
    names = json.dumps(list(shapes), ensure_ascii=False, separators=(",", ":"))
    return f"[{names},[{','.join(shared)}],{texts[top]}]"


def _numbered(one: Any, beginning: str, shapes: dict[tuple[str, ...], int], numbers: dict[Node, int]) -> int:
    """The number of a value among all different ones."""
    node: Node
    if isinstance(one, dict):
        kind = shapes.setdefault(tuple(one), len(shapes) + 1)
        node = (kind, *[_numbered(inner, beginning, shapes, numbers) for inner in one.values()])
    elif isinstance(one, list):
        node = (0, *[_numbered(inner, beginning, shapes, numbers) for inner in one])
    elif isinstance(one, str):
        node = _text(_marked(one, beginning))
    else:
        node = _number(one)
    return numbers.setdefault(node, len(numbers))


def _marked(text: str, beginning: str) -> str:
    rest = text.removeprefix(beginning)
    # A rest that begins with the mark would be taken for a text that does.
    shortened = rest != text and not rest.startswith(MARK)
    return MARK + rest if shortened or text.startswith(MARK) else text


_text = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=1 << 14, typed=True)
def _number(value: float | None) -> str:
    return json.dumps(value)
