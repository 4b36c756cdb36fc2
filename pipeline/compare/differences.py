"""How one text became another, character by character, so that a person can read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Literal

from pipeline.dataclass import dataclass

TokenKind = Literal["equal", "delete", "insert"]
READABLE_RUN = 2
"""Equal characters in a row, below which they are rewritten with the changes on both sides of them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text that both texts share, or that only one of them has.

    Attributes:
        kind: delete is in the older text only, insert in the newer one.
        text: never empty.
    """

    kind: TokenKind
    text: str


def tokens(old: str, new: str) -> tuple[Token, ...]:
    """The differences of two texts, in reading order, a deletion before the insertion in its place.

    Equal and deleted tokens joined give ``old``, equal and inserted ones ``new``.

    >>> [(token.kind, token.text) for token in tokens("政風業務", "政風室")]
    [('equal', '政風'), ('delete', '業務'), ('insert', '室')]
    """
    return tuple(_written(_coalesced(_raw(old, new))))


def marked_html(differences: Iterable[Token]) -> str:
    """The tokens as HTML, escaped, with ``<del>`` and ``<ins>``.

    >>> marked_html(tokens("a<b>", "a<b>c"))
    'a&lt;b&gt;<ins>c</ins>'
    """
    return "".join(
        text if tag is None else f"<{tag}>{text}</{tag}>"
        for token in differences
        for text, tag in [(escape(token.text), {"delete": "del", "insert": "ins"}.get(token.kind))]
    )


def share_changed(differences: Iterable[Token]) -> float:
    """Deleted and inserted characters as a share of the characters of both texts, 0 to 1.

    >>> share_changed(tokens("政風業務", "政風室"))
    0.42857142857142855
    """
    known = list(differences)
    changed = sum(len(token.text) for token in known if token.kind != "equal")
    both = changed + 2 * sum(len(token.text) for token in known if token.kind == "equal")
    return changed / both if both else 0.0


def _raw(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Stretches of the older and the newer text that stand for one another, equal ones as they come."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - late

    for code in Indel.opcodes(old, new):
        yield old[code.src_start : code.src_end], new[code.dest_start : code.dest_end]


def _coalesced(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Changes joined with what little is equal between them."""
    found: list[tuple[str, str]] = []
    for before, after in pairs:
        equal = before == after
        if equal or not found:
            found.append((before, after))
            continue
        last = found[-1]
        if last[0] != last[1]:
            found[-1] = (last[0] + before, last[1] + after)
        elif len(last[0]) < READABLE_RUN and len(found) > 1:
            found.pop()
            change = found.pop()
            found.append((change[0] + last[0] + before, change[1] + last[1] + after))
        else:
            found.append((before, after))
    return found


def _written(pairs: Iterable[tuple[str, str]]) -> Iterator[Token]:
    for before, after in pairs:
        if before == after:
            yield Token("equal", before)
            continue
        if before:
            yield Token("delete", before)
        if after:
            yield Token("insert", after)
