"""Whether a word of a profile was of use in a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extractors.words import BRACKETED, UNIT_NOTE
from pipeline.lattice.heads import Header
from pipeline.models import BlockKind, Extraction
from pipeline.normalizers.text import squeeze
from pipeline.profiles.loading import Profile

NOTES: tuple[BlockKind, ...] = ("footnote", "note", "text")
"""Blocks in which words that open notes may stand."""


@dataclass(frozen=True)
class Printed:
    """Texts of a document by the kind of word that may stand in them, without white space.

    Attributes:
        headers: header words that are listed, with and without the notes behind them.
        unlisted: header words whose role follows from their ending.
        titles: titles of plans and sections, headings, running headers.
        headings: headings of focuses and tables.
        totals: labels of totals.
        nil: budget cells that mean none.
        furniture: running headers, page numbers, marks of continued tables.
        footnotes: footnotes and remarks.
        signatures: lines that name those who sign.
    """

    headers: tuple[str, ...]
    unlisted: tuple[str, ...]
    titles: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


def printed_in(headers: Iterable[Header], extraction: Extraction | None = None) -> Printed:
    """The texts of a document; its headers alone where nothing else was read."""
    cells = [(cell, header.plan) for header in headers for cell in header.cells]
    listed = [cell.text for cell, plan in cells if cell.listed or not plan]
    unlisted = [bare(cell.text) for cell, _ in cells if not cell.listed]
    words = tuple(dict.fromkeys((*listed, *map(bare, listed))))
    if extraction is None:
        return Printed(words, tuple(unlisted))
    sections = [section for plan in extraction.plans for section in plan.sections]
    headings, furniture = _blocks(extraction, "heading"), _blocks(extraction, "furniture")
    titles = [plan.title for plan in extraction.plans] + [section.title for section in sections]
    return Printed(
        headers=words,
        unlisted=tuple(unlisted),
        titles=(*(squeeze(title) for title in titles if title), *headings, *furniture),
        headings=headings,
        totals=tuple(squeeze(total.label) for section in sections for total in section.totals),
        nil=tuple(squeeze(b.raw) for section in sections for b in section.budgets if b.kind == "nil"),
        furniture=(*furniture, *headings, *_blocks(extraction, "continuation"), *_blocks(extraction, "text")),
        footnotes=tuple(text for kind in NOTES for text in _blocks(extraction, kind)),
        signatures=_blocks(extraction, "signature"),
    )


def bare(text: str) -> str:
    """A header text without the note behind it.

    >>> bare("所需款項(千元)")
    '所需款項'
    """
    return UNIT_NOTE.sub("", BRACKETED.sub("", text)).rstrip(":：")


def is_used(table: str, key: str, word: str, printed: Printed, profile: Profile) -> bool:
    """Whether a word of that list was of use."""
    if table == "headers":
        # Words of a group stand before those of its columns.
        return any(text == word or text.startswith(word) or text.endswith(word) for text in printed.headers)
    if table == "header_endings":
        return any(_ending(text, profile) == word for text in printed.unlisted)
    if table == "furniture":
        return any(re.search(word, text) for text in printed.furniture)
    marks = {"footnote": printed.footnotes, "signature": printed.signatures}
    texts = {
        "titles": printed.titles,
        "headings": printed.headings,
        "totals": printed.totals,
        "budgets": printed.nil,
        "marks": marks.get(key, printed.furniture),
    }[table]
    return any(word in text for text in texts)


def _ending(text: str, profile: Profile) -> str | None:
    """The ending that gives a header text its role."""
    return next((end for end, _ in profile.endings if text.endswith(end)), None)


def _blocks(extraction: Extraction, kind: BlockKind) -> tuple[str, ...]:
    return tuple(squeeze(block.text) for block in extraction.blocks if block.kind == kind)
