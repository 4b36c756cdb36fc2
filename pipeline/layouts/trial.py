"""Tries a profile file on documents: what is found with it, and which of its words were of use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.errors import WorkplanError
from pipeline.extractors.pages import Sheets, headers_of, sheets_of
from pipeline.extractors.words import BRACKETED, UNIT_NOTE
from pipeline.files.document import document_at
from pipeline.files.inputs import refuse_long
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lines.sheets import Sheet
from pipeline.models import BlockKind, Extraction, Reader
from pipeline.normalizers.text import squeeze
from pipeline.profiles.profile import Profile, load_profile_file, own_words
from pipeline.readers.engines import opener
from pipeline.readers.page import BadPage, Page
from pipeline.readers.recognition import recognises, with_pictures
from pipeline.reading.options import Options
from pipeline.reading.plans import extract_file


def sheets_of_file(
    path: Path, reader: Reader, password: str | None = None, max_pages: int | None = None
) -> list[Sheet]:
    """The text of all pages of a file and the rules on them; see ``bound_pages``."""
    return bound_pages(path, reader, password, max_pages).sheets


def bound_pages(
    path: Path, reader: Reader, password: str | None = None, max_pages: int | None = None
) -> Sheets:
    """All pages of a file with their text bound to runs, and which of them could not be read.

    Args:
        path: the file.
        reader: engine that reads the glyphs.
        password: opens it, if it wants one.
        max_pages: a file of more pages is refused; None for any number.

    Raises:
        PageLimitError: the file has more pages.
        UnreadableError: the file cannot be opened.
        NotAPdfError: it is empty or no PDF, or no page of it can be had.
        EncryptedError: it wants a password, or another one.
        NoTextError: it is a scan.
    """
    pages = pages_of_file(path, reader, password, max_pages)
    return sheets_of(pages, path.name, recognised=recognises("auto"))


def pages_of_file(
    path: Path, reader: Reader, password: str | None = None, max_pages: int | None = None
) -> Iterator[Page | BadPage]:
    """All pages of a file, one after another; it is closed behind the last. Arguments as above.

    Raises:
        PageLimitError: the file has more pages.
        UnreadableError: the file cannot be opened.
        NotAPdfError: it is empty or no PDF.
        EncryptedError: it wants a password, or another one.
    """
    data = document_at(path).pdf
    text = opener(reader)(data, path.name, password)
    opened = with_pictures(text, data, "auto", password=password)
    try:
        refuse_long(path.name, opened.page_count, max_pages)
        yield from opened.pages(tuple(range(1, opened.page_count + 1)))
    finally:
        opened.close()


NOTE_BLOCKS: tuple[BlockKind, ...] = ("footnote", "note", "text")
"""Blocks in which words that open notes may stand."""


@dataclass(frozen=True)
class TrialTexts:
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


def printed_in(headers: Iterable[Header], extraction: Extraction | None = None) -> TrialTexts:
    """The texts of a document; its headers alone where nothing else was read."""
    cells = [(cell, header.plan) for header in headers for cell in header.cells]
    listed = [cell.text for cell, plan in cells if cell.listed or not plan]
    unlisted = [bare(cell.text) for cell, _ in cells if not cell.listed]
    words = tuple(dict.fromkeys((*listed, *map(bare, listed))))
    if extraction is None:
        return TrialTexts(words, tuple(unlisted))
    sections = [section for plan in extraction.plans for section in plan.sections]
    headings, furniture = _blocks(extraction, "heading"), _blocks(extraction, "furniture")
    titles = [plan.title for plan in extraction.plans] + [section.title for section in sections]
    return TrialTexts(
        headers=words,
        unlisted=tuple(unlisted),
        titles=(*(squeeze(title) for title in titles if title), *headings, *furniture),
        headings=headings,
        totals=tuple(squeeze(total.label) for section in sections for total in section.totals),
        nil=tuple(squeeze(b.raw) for section in sections for b in section.budgets if b.kind == "nil"),
        furniture=(*furniture, *headings, *_blocks(extraction, "continuation"), *_blocks(extraction, "text")),
        footnotes=tuple(text for kind in NOTE_BLOCKS for text in _blocks(extraction, kind)),
        signatures=_blocks(extraction, "signature"),
    )


def bare(text: str) -> str:
    """A header text without the note behind it.

    >>> bare("所需款項(千元)")
    '所需款項'
    """
    return UNIT_NOTE.sub("", BRACKETED.sub("", text)).rstrip(":：")


def is_used(table: str, key: str, word: str, printed: TrialTexts, profile: Profile) -> bool:
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


class OwnWord(NamedTuple):
    """A word of a profile file and the list in which it stands."""

    table: str
    key: str
    word: str


@dataclass(frozen=True)
class Heading:
    """A header as it is printed and read on one or several pages.

    Attributes:
        pages: that have it, from 1.
        columns: left to right.
        plan: False for a table of results, which is not read.
    """

    pages: tuple[int, ...]
    columns: tuple[HeaderCell, ...]
    plan: bool


@dataclass(frozen=True)
class Trial:
    """What a profile found in one file.

    Attributes:
        path: of the file.
        headings: its different headers in reading order.
        extraction: what was read; None where nothing was.
        problem: why nothing was read.
        used: words of the profile file that were of use.
    """

    path: Path
    headings: tuple[Heading, ...] = ()
    extraction: Extraction | None = None
    problem: WorkplanError | None = None
    used: frozenset[OwnWord] = frozenset()


@dataclass(frozen=True)
class Check:
    """A profile file, valid, and the files that it was tried on.

    Attributes:
        profile: the file's words and the default ones.
        words: that the file adds, in its order.
        trials: one for each file, in their order.
    """

    profile: Profile
    words: tuple[OwnWord, ...]
    trials: tuple[Trial, ...]

    @property
    def unused(self) -> tuple[OwnWord, ...]:
        """Words that were of no use in any of the files."""
        used = frozenset[OwnWord]().union(*(trial.used for trial in self.trials))
        return tuple(word for word in self.words if word not in used)

    @property
    def exit_code(self) -> int:
        """0 where every file yields a plan, else the greatest code of a failure."""
        return max((trial.problem.exit_code for trial in self.trials if trial.problem), default=0)


def check(
    profile: Path,
    paths: Iterable[Path],
    reader: Reader = "pdfium",
    password: str | None = None,
    max_pages: int | None = None,
) -> Check:
    """Validate a profile file and try it on documents; the password opens those that want one.

    A document of more than ``max_pages`` pages is refused; None for any number.

    Raises:
        UnreadableError: the profile cannot be read.
        ProfileError: the profile cannot be used.
    """
    loaded = load_profile_file(profile)
    _, lists = own_words(profile)
    words = tuple(
        OwnWord(table, key, word)
        for table, keys in lists.items()
        for key, listed in keys.items()
        for word in dict.fromkeys(listed)
    )
    options = Options(reader=reader, profile=loaded, password=password)
    return Check(loaded, words, tuple(_trial(path, loaded, words, options, max_pages) for path in paths))


def _trial(
    path: Path, profile: Profile, words: Sequence[OwnWord], options: Options, max_pages: int | None
) -> Trial:
    headers: list[Header] = []
    try:
        sheets = sheets_of_file(path, options.reader, options.password, max_pages)
        for found in headers_of(sheets, profile).values():
            headers += found
        extraction = extract_file(path, options, max_pages)
    except WorkplanError as error:
        return Trial(path, _headings(headers), problem=error, used=_used(words, printed_in(headers), profile))
    return Trial(
        path, _headings(headers), extraction, used=_used(words, printed_in(headers, extraction), profile)
    )


def _used(words: Iterable[OwnWord], printed: TrialTexts, profile: Profile) -> frozenset[OwnWord]:
    return frozenset(word for word in words if is_used(*word, printed, profile))


def _headings(headers: Iterable[Header]) -> tuple[Heading, ...]:
    """Headers that read alike as one, with their pages."""
    pages: dict[tuple[tuple[tuple[str, str], ...], bool], list[Header]] = {}
    for header in headers:
        words = tuple((cell.text, cell.role) for cell in header.cells)
        pages.setdefault((words, header.plan), []).append(header)
    return tuple(
        Heading(tuple(dict.fromkeys(one.page for one in alike)), alike[0].cells, alike[0].plan)
        for alike in pages.values()
    )


def findings_by_rule(extraction: Extraction) -> Iterator[tuple[str, int]]:
    """Rules that found something, with the number of their findings, most first."""
    counts = Counter(finding.rule for finding in extraction.findings)
    yield from sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
