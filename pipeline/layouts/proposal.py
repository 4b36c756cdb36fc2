"""Proposes a profile file for a document: a role for each unknown header word, and lines that may be a title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from pipeline.errors import NoPlanError
from pipeline.extractors.pages import UNREAD_RULES, headers_of, page_list
from pipeline.extractors.section_names import SENTENCE_MARK
from pipeline.extractors.title_words import has_plan_word
from pipeline.lattice.heads import Header
from pipeline.layouts.guesses import KNOWN_REASON, READING_REASON, Guess, guesses, is_plan
from pipeline.layouts.headers import HeaderColumn, SeenTable, tables_seen
from pipeline.layouts.trial import bound_pages, pages_of_file
from pipeline.lines.lines import Line, lines_of
from pipeline.lines.sheets import Sheet
from pipeline.models import Reader
from pipeline.normalizers.text import squeeze
from pipeline.normalizers.years import roc_year_of_title
from pipeline.profiles.checks import DEFAULT, HEADER_ROLES
from pipeline.profiles.profile import Profile, load_profile
from pipeline.terminal import printable

MAX_PROPOSED_TITLE = 40
"""A longer line is no title."""
MIN_PROPOSED_TITLE = 4
"""A shorter one names no office and no year."""
CANDIDATES = 3
"""As many are shown."""
TITLE_WORD = 4
"""Most words that end titles have four characters: 工作計畫, 施政計畫."""
YEAR_WORD = "年度"


def title_candidates(sheets: Sequence[Sheet], page: int, top: float, profile: Profile) -> list[str]:
    """Lines that look most like a title, best first; none where a line has a known word.

    Args:
        sheets: the pages.
        page: on which the first table begins; titles stand on it or before it.
        top: of that table, in points.
        profile: the words that are known.
    """
    lines = [line for sheet in sheets for line in lines_of(sheet.runs, sheet.number)]
    titles = [line for line in lines if (line.page, line.y) < (page, top) and _may_be(line)]
    if any(has_plan_word(squeeze(line.text), profile) for line in titles):
        return []
    largest = max((line.size for line in titles), default=0.0)
    ranked = sorted(titles, key=lambda line: (-_weight(line, largest), line.page, line.y))
    return list(dict.fromkeys(squeeze(line.text) for line in ranked if _weight(line, largest)))[:CANDIDATES]


def title_word(title: str) -> str:
    """The end of a title that other plans' titles may have too.

    >>> title_word("雲海縣觀光處114年度推動方案"), title_word("觀光處重要業務推動方案")
    ('推動方案', '推動方案')
    """
    _, _, behind = title.rpartition(YEAR_WORD)
    return behind if TITLE_WORD <= len(behind) <= 2 * TITLE_WORD else title[-TITLE_WORD:]


def _may_be(line: Line) -> bool:
    text = squeeze(line.text)
    return MIN_PROPOSED_TITLE <= len(text) <= MAX_PROPOSED_TITLE and not SENTENCE_MARK.search(text)


def _weight(line: Line, largest: float) -> int:
    """How much speaks for a line: a year, and being set larger than all others."""
    return 2 * (roc_year_of_title(line.text) is not None) + (line.size >= largest)


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
    columns = tuple(HeaderColumn(cell.text) for cell in first.cells)
    columns = tuple(HeaderColumn(c.text, (), examples.get(c.word, ())) for c in columns)
    pages = tuple(sorted({header.page for header in headers}))
    guesses = tuple(
        Guess(column, cell.role, KNOWN_REASON if cell.listed else READING_REASON, known=cell.listed)
        for column, cell in zip(columns, first.cells, strict=True)
    )
    return SeenTable(pages, first.top, columns), guesses


EXAMPLE_CHARACTERS = 20
"""Characters of a cell that show what its column holds."""
UNNAMED = "new-layout"
"""Id where no file's name gives one."""

Found = tuple[SeenTable, tuple[Guess, ...]]


def propose(
    path: Path,
    name: str | None = None,
    reader: Reader = "pdfium",
    password: str | None = None,
    max_pages: int | None = None,
) -> str:
    """The text of a profile file that a person edits; it can be loaded as it is.

    Args:
        path: the document.
        name: where the id comes from; the document's name by default.
        reader: engine that reads the glyphs.
        password: opens the document, if it wants one.
        max_pages: a document of more pages is refused; None for any number.

    Raises:
        NoPlanError: the document shows no table with a header.
        WorkplanError: it cannot be read; see ``bound_pages``.
    """
    profile = load_profile()
    sheets, doubts, of_file = bound_pages(path, reader, password, max_pages)
    pages = pages_of_file(path, reader, password)
    tables = [(table, guesses(table, profile)) for table in tables_seen(pages)]
    # What is read already is read rightly more often than a grid is guessed, and tables beside it are no plans.
    plans = headers_read(sheets, profile, [table for table, _ in tables])
    tables = [one for one in tables if not any(_same(one[0], table) for table, _ in plans)]
    if not tables and not plans:
        raise _no_table(path.name)
    plans = plans or [one for one in tables if is_plan(one[1])]
    unread = [of_file.get(one.page, one.page) for one in doubts if one.page and one.rule in UNREAD_RULES]
    lines = [*_head(path.name, name or path.stem, unread), *_headers(plans)]
    lines += [line for one in tables if one not in plans for line in _other(one)]
    first, _ = (plans or tables)[0]
    lines += _titles(title_candidates(sheets, first.pages[0], first.top, profile))
    return "\n".join(lines) + "\n"


def _same(table: SeenTable, read: SeenTable) -> bool:
    """Whether two tables have the same headers, as far as a grid without rules shows them."""
    shared = {c.word for c in table.columns} & {c.word for c in read.columns}
    return len(shared) >= min(2, len(table.columns))


def _no_table(name: str) -> NoPlanError:
    return NoPlanError("no-header", name=name)


def _head(file_name: str, name: str, unread: Sequence[int]) -> Iterator[str]:
    yield f"# 依 {_shown(file_name)} 擬定的設定檔；請核對每一用語的角色。"
    yield f"# A profile proposed from {_shown(file_name)}; check the role of each word."
    if unread:
        yield f"# 未能讀取的頁面：{page_list(unread)}。Pages that could not be read: {page_list(unread)}."
    yield f"id = {_quoted(_identifier(name))}"


def _identifier(name: str) -> str:
    """An id made from a file's name.

    >>> _identifier("Tourism plan_114"), _identifier("觀光處")
    ('Tourism-plan-114', 'new-layout')
    """
    made = "-".join(re.findall(r"[A-Za-z0-9]+", name))
    return made if made and made != DEFAULT else UNNAMED


def _headers(plans: Sequence[Found]) -> Iterator[str]:
    """The table of headers: words by role, those that are known as comments."""
    by_role: dict[str, dict[str, tuple[Guess, SeenTable]]] = {}
    taken: set[str] = set()
    known: dict[str, str] = {}
    for table, found in plans:
        for guess in found:
            word = guess.column.word
            if guess.known:
                known.setdefault(guess.column.text, guess.role)
            elif word and word not in taken:
                taken.add(word)
                by_role.setdefault(guess.role, {})[word] = (guess, table)
    if not plans:
        return
    yield ""
    yield "[headers]"
    for word, role in known.items():
        yield f"# {_shown(word)} = {role}: 已知用語 known already"
    for role in HEADER_ROLES:
        if role in by_role:
            yield from _list(role, by_role[role])


def _list(role: str, words: dict[str, tuple[Guess, SeenTable]]) -> Iterator[str]:
    yield f"{role} = ["
    for word, (guess, table) in words.items():
        yield f"    # {_why(guess, table)}"
        yield f"    {_quoted(word)},"
    yield "]"


def _why(guess: Guess, table: SeenTable) -> str:
    """Why a column was given its role, and what it looks like."""
    chinese, english = guess.reason
    pages = f"頁 page {page_list(table.pages)}"
    return f"{chinese} {english}; {pages}; {_example(guess)}"


def _example(guess: Guess) -> str:
    cell = next(iter(guess.column.cells), None)
    return "空白 blank" if cell is None else f"例 e.g. 「{_shown(cell)}」"


def _other(one: Found) -> Iterator[str]:
    """A table that does not look like a plan's, as comments."""
    table, found = one
    yield ""
    yield f"# 頁 page {page_list(table.pages)}: 不像計畫表，未列入 does not look like a plan, left out:"
    for guess in found:
        yield f"#   {_shown(guess.column.text) or '（空白 blank）'} = {guess.role}? {_example(guess)}"


def _titles(candidates: Sequence[str]) -> Iterator[str]:
    """Lines that may be the title, where none ends with a known word."""
    if not candidates:
        return
    yield ""
    yield "# 沒有以已知用語結尾的標題；若標題在下列之中，請留用該行。"
    yield "# No title ends with a known word; if one of these is the title, keep its line."
    yield "# [titles]"
    for title in candidates:
        yield f"# plan_words = [{_quoted(title_word(title))}]  # {_shown(title, whole=True)}"


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def _shown(text: str, *, whole: bool = False) -> str:
    """Text within a comment: one line, nothing that is not printable, and not too much."""
    plain = printable(" ".join(text.split()))
    return plain if whole or len(plain) <= EXAMPLE_CHARACTERS else f"{plain[:EXAMPLE_CHARACTERS]}…"
