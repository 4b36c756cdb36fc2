"""Proposes a profile file for a document: a role for each header word that is not known, with the reason beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import NoPlanError
from pipeline.extractors.pages import page_list
from pipeline.layouts.guessing import Guess, guesses, is_plan
from pipeline.layouts.pages import pages_of_file, sheets_of_file
from pipeline.layouts.read import headers_read
from pipeline.layouts.seen import SeenTable, tables_seen
from pipeline.layouts.titles import title_candidates, title_word
from pipeline.models import Reader
from pipeline.profiles.loading import load_profile
from pipeline.profiles.shape import DEFAULT, ROLES

EXAMPLE = 20
"""Characters of a cell that show what its column holds."""
UNNAMED = "new-layout"
"""Id where no file's name gives one."""

Found = tuple[SeenTable, tuple[Guess, ...]]


def propose(
    path: Path, name: str | None = None, reader: Reader = "pdfium", password: str | None = None
) -> str:
    """The text of a profile file that a person edits; it can be loaded as it is.

    Args:
        path: the document.
        name: where the id comes from; the document's name by default.
        reader: engine that reads the glyphs.
        password: opens the document, if it wants one.

    Raises:
        NoPlanError: the document shows no table with a header.
        WorkplanError: it cannot be read; see ``sheets_of_file``.
    """
    profile = load_profile()
    sheets = sheets_of_file(path, reader, password)
    pages = pages_of_file(path, reader, password)
    tables = [(table, guesses(table, profile)) for table in tables_seen(pages)]
    # What is read already is read rightly more often than a grid is guessed, and tables beside it are no plans.
    plans = headers_read(sheets, profile, [table for table, _ in tables])
    tables = [one for one in tables if not any(_same(one[0], table) for table, _ in plans)]
    if not tables and not plans:
        raise _no_table(path.name)
    plans = plans or [one for one in tables if is_plan(one[1])]
    lines = [*_head(path.name, name or path.stem), *_headers(plans)]
    lines += [line for one in tables if one not in plans for line in _other(one)]
    first, _ = (plans or tables)[0]
    lines += _titles(title_candidates(sheets, first.pages[0], first.top, profile))
    return "\n".join(lines) + "\n"


def _same(table: SeenTable, read: SeenTable) -> bool:
    """Whether two tables have the same headers, as far as a grid without rules shows them."""
    shared = {c.word for c in table.columns} & {c.word for c in read.columns}
    return len(shared) >= min(2, len(table.columns))


def _no_table(name: str) -> NoPlanError:
    error = NoPlanError(f"{name} shows no table with a header.", f"{name} 沒有帶表頭的表格。")
    error.remedy_en = "Look at it with workplan tables."
    error.remedy_zh = "請以 workplan tables 檢視。"
    return error


def _head(file_name: str, name: str) -> Iterator[str]:
    yield f"# 依 {_shown(file_name)} 擬定的設定檔；請核對每一用語的角色。"
    yield f"# A profile proposed from {_shown(file_name)}; check the role of each word."
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
    for role in ROLES:
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
    plain = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return plain if whole or len(plain) <= EXAMPLE else f"{plain[:EXAMPLE]}…"
