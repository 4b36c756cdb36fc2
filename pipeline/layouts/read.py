"""Plan tables that are read without a profile: their headers with the roles that they were given."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from pipeline.extractors.pages import headers_of
from pipeline.lattice.heads import Header
from pipeline.layouts.guessing import BY_READING, KNOWN, Guess
from pipeline.layouts.seen import Column, SeenTable
from pipeline.lines.sheets import Sheet
from pipeline.profiles.loading import Profile


def headers_read(
    sheets: Sequence[Sheet], profile: Profile, tables: Sequence[SeenTable]
) -> list[tuple[SeenTable, tuple[Guess, ...]]]:
    """The unlike plan headers of a document, in reading order, as tables with a role for every column.

    Args:
        sheets: its pages.
        profile: words that are known.
        tables: what its grids show: examples of what stands in a column of the same header.
    """
    found: dict[tuple[str, ...], list[Header]] = {}
    for header in chain.from_iterable(headers_of(sheets, profile).values()):
        if header.plan:
            found.setdefault(tuple(cell.text for cell in header.cells), []).append(header)
    examples = {column.word: column.cells for table in tables for column in table.columns}
    return [_table(headers, examples) for headers in found.values()]


def _table(
    headers: list[Header], examples: dict[str, tuple[str, ...]]
) -> tuple[SeenTable, tuple[Guess, ...]]:
    first = headers[0]
    columns = tuple(Column(cell.text) for cell in first.cells)
    columns = tuple(Column(c.text, (), examples.get(c.word, ())) for c in columns)
    pages = tuple(sorted({header.page for header in headers}))
    guesses = tuple(
        Guess(column, cell.role, KNOWN if cell.listed else BY_READING, known=cell.listed)
        for column, cell in zip(columns, first.cells, strict=True)
    )
    return SeenTable(pages, first.top, columns), guesses
