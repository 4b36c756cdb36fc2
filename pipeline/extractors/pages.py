"""Pages of a file as the extractors take them: bound to runs, with the table headers that stand on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Literal, NamedTuple

from pipeline.errors import NoPlanError, NotAPdfError, NoTextError, UnreadableTextError
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.header_roles import TELLING
from pipeline.extractors.headers import find_headers, headings_seen, unlisted_words
from pipeline.extractors.title_words import heading_like, names_plan
from pipeline.extractors.words import MAX_GUESSED, HeaderWords, words_of
from pipeline.lattice.heads import Header
from pipeline.lattice.leaves import Numbers, leaves_of
from pipeline.lines.lines import lines_of
from pipeline.lines.sheets import Sheet, bind
from pipeline.profiles.profile import Profile
from pipeline.readers.legible import legible
from pipeline.readers.page import BadPage, Page
from pipeline.readers.recognition import is_scan, shows_text, way_to_recognise

UNREAD_RULES = frozenset({"page-unread", "page-overdrawn", "page-scanned"})
"""Of doubts about pages of which no text was had."""


class Sheets(NamedTuple):
    """Pages with their text bound to runs.

    Attributes:
        sheets: a leaf each, in reading order, no two of a number.
        doubts: what could not be read.
        numbers: the file's number of each leaf that has another one.
    """

    sheets: list[Sheet]
    doubts: list[Doubt]
    numbers: Mapping[int, int]


Headers = dict[int, list[Header]]
"""Headers of leaves by their numbers."""


Kind = Literal["bound", "bad", "overdrawn", "garbled", "scan", "without-text", "blank"]
"""What a page is: one with text, one that the engine cannot read, one of which more is drawn than on any printed page,
one with a text layer that is not legible, a scan, a picture on which no text was recognised, one with nothing on it."""
UNBOUND_RULES: dict[Kind, str] = {
    "bad": "page-unread",
    "overdrawn": "page-overdrawn",
    "garbled": "page-unread",
    "scan": "page-scanned",
    "without-text": "page-without-text",
    "blank": "page-blank",
}
"""What is told of pages that are no pages with text."""


class Looked(NamedTuple):
    """A page after it was looked at: all that is wanted of it, whatever stands on other pages.

    Attributes:
        number: the file's, from 1.
        kind: what it is.
        reason: why it cannot be read; None of others.
        leaves: in reading order, none of a page of which no text is had; each has the page's number.
        headers: of each leaf, by the profile's words alone; empty where nobody has looked for them.
    """

    number: int
    kind: Kind
    reason: str | None = None
    leaves: tuple[Sheet, ...] = ()
    headers: tuple[list[Header], ...] = ()


def looked_at(page: Page | BadPage, *, recognised: bool = False, profile: Profile | None = None) -> Looked:
    """A page with its text bound to runs, what stands beside each other apart.

    Args:
        page: as a reader gives it.
        recognised: whether pages without a usable text layer were read from their pictures.
        profile: words of headers; None where none are looked for.
    """
    if isinstance(page, BadPage):
        return Looked(page.number, "overdrawn" if page.overdrawn else "bad", page.reason)
    if not legible(glyph.text for glyph in page.glyphs):
        return Looked(page.number, "garbled", "the text layer is not legible")
    kind: Kind = "bound"
    if recognised and not shows_text(page):
        # The backs of sheets are scanned too; some let the print of their fronts through.
        kind = "without-text" if page.glyphs or page.unread else "blank"
        page = replace(page, glyphs=(), recognised=())
    elif is_scan(page) and not page.picture:
        return Looked(page.number, "scan")
    leaves = tuple(leaves_of(bind(page)))
    words = words_of(profile) if profile else None
    return Looked(page.number, kind, None, leaves, tuple(find_headers(one, words) for one in leaves if words))


def sheets_of(
    pages: Iterable[Page | BadPage | Looked],
    name: str,
    *,
    recognised: bool = False,
    headers: Headers | None = None,
) -> Sheets:
    """Pages with their text bound to runs, what stands beside each other apart, and what could not be read.

    Args:
        pages: in order; two of a number where a sheet holds two. They may have been looked at already.
        name: of the file, for messages.
        recognised: whether pages without a usable text layer were read from their pictures.
        headers: gets those of the leaves for which somebody has looked already, by the profile's words alone.

    Raises:
        NotAPdfError: no page can be read.
        NoTextError: all pages are scans, or pictures in which no text was recognised.
        UnreadableTextError: no page has legible text, and some have text that is not.
    """
    sheets: list[Sheet] = []
    doubts: list[Doubt] = []
    unbound: dict[Kind, list[int]] = {}
    numbers = Numbers()
    for given in pages:
        looked = given if isinstance(given, Looked) else looked_at(given, recognised=recognised)
        number = numbers.following(looked.number)
        if looked.kind != "bound":
            unbound.setdefault(looked.kind, []).append(number)
            detail = str(number) if looked.reason is None else looked.reason
            doubts.append(Doubt(UNBOUND_RULES[looked.kind], number, None, None, detail))
        for at, leaf in enumerate(looked.leaves):
            leaf_number = numbers.following(looked.number) if at else number
            sheets.append(leaf if leaf.number == leaf_number else replace(leaf, number=leaf_number))
            if headers is not None and looked.headers and leaf.number == leaf_number:
                headers[leaf_number] = looked.headers[at]
    if not any(s.runs for s in sheets):
        _refuse_without_text(unbound, name, recognised=recognised, any_read=bool(sheets))
    return Sheets(sheets, doubts, numbers.of_file)


def _refuse_without_text(
    unbound: Mapping[Kind, Sequence[int]], name: str, *, recognised: bool, any_read: bool
) -> None:
    """Refuse a file without any text; where pages that are none of the kinds were read, it only holds no plan."""
    if garbled := unbound.get("garbled"):
        raise UnreadableTextError(
            "text-garbled", name=name, pages=page_list(garbled), recognise=way_to_recognise()
        )
    scans = [number for kind in ("scan", "without-text", "blank") for number in unbound.get(kind, ())]
    if scans and recognised:
        raise NoTextError("scan-not-recognised", name=name, pages=page_list(scans))
    if scans:
        raise NoTextError("scan", name=name, pages=page_list(scans), recognise=way_to_recognise())
    if not any_read and (overdrawn := unbound.get("overdrawn")):
        raise NotAPdfError("too-much-drawn", name=name, pages=page_list(overdrawn))
    if not any_read:
        raise NotAPdfError("no-page-readable", name=name)


def page_list(pages: Sequence[int]) -> str:
    """Page numbers with runs as ranges.

    >>> page_list([1, 2, 3, 7])
    '1-3, 7'
    """
    ranges: list[list[int]] = []
    for page in sorted(pages):
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)


WHOLE_HEADER_ROLES = {"plan", "implementation", "budget_current"}
"""A row with words for all of these heads a plan's table, also where a list has only one of them."""


def sheets_with_headers(
    pages: Iterable[Page | BadPage | Looked], name: str, profile: Profile, *, recognised: bool
) -> tuple[Sheets, Headers]:
    """The pages as sheets, and the headers that stand on them; see ``sheets_of`` and ``headers_of``."""
    found: Headers = {}
    sheets = sheets_of(pages, name, recognised=recognised, headers=found)
    return sheets, headers_of(sheets.sheets, profile, found)


def headers_of(sheets: Sequence[Sheet], profile: Profile, before: Headers | None = None) -> Headers:
    """Headers by page; words that boxes show on some pages help to find them on others.

    Headers that are known by their endings in part are looked for where no page has a header with listed words, and
    below titles that no such header follows.

    Args:
        sheets: of a file, in order.
        profile: words of headers.
        before: of leaves for which somebody has looked already, by the profile's words alone.
    """
    found = before or {}
    headers = {
        s.number: found[s.number] if s.number in found else find_headers(s, words_of(profile)) for s in sheets
    }
    guessing = not any(h.plan for found in headers.values() for h in found)
    titled = _titled_pages(sheets, profile) if guessing else frozenset[int]()
    if guessing:
        headers = _headers_with(words_of(profile, guessing=True), sheets, titled)
    else:
        words = words_of(profile, guessing=True, anchored=False)
        headers = {s.number: _with_guessed(s, headers[s.number], words) for s in sheets}
    seen = unlisted_words(h for found in headers.values() for h in found)
    known = words_of(profile)
    if any(known.role(text) is None for text in seen):
        headers = _headers_with(words_of(profile, seen, guessing=guessing), sheets, titled)
    return _alike(headers)


def _alike(headers: Mapping[int, list[Header]]) -> dict[int, list[Header]]:
    """Headers of the same words with the roles of the first of them: what stands below it bore witness of it."""
    first: dict[tuple[str, ...], Header] = {}
    for header in chain.from_iterable(headers.values()):
        first.setdefault(tuple(cell.text for cell in header.cells), header)
    return {
        number: [_with_roles(header, first[tuple(cell.text for cell in header.cells)]) for header in found]
        for number, found in headers.items()
    }


def _with_roles(header: Header, first: Header) -> Header:
    cells = zip(header.cells, first.cells, strict=True)
    return replace(header, cells=tuple(replace(cell, role=of.role, listed=of.listed) for cell, of in cells))


def guessed_headers(sheets: Sequence[Sheet], profile: Profile) -> list[Header]:
    """Headers whose roles are told by nothing but the endings of their words: no plan's, unless a profile says so."""
    words = words_of(profile, guessing=True, anchored=False)
    return [header for sheet in sheets for header in find_headers(sheet, words) if header.plan]


def _headers_with(
    words: HeaderWords, sheets: Sequence[Sheet], titled: Collection[int]
) -> dict[int, list[Header]]:
    below = replace(words, titled=True)
    return {s.number: find_headers(s, below if s.number in titled else words) for s in sheets}


def _titled_pages(sheets: Sequence[Sheet], profile: Profile) -> frozenset[int]:
    """Pages with the title of a plan, and those behind them: a cover names what follows."""
    shown = [s.number for s in sheets if any(names_plan(x.text, profile) for x in lines_of(s.runs, s.number))]
    return frozenset(n for number in shown for n in (number, number + 1))


def _with_guessed(sheet: Sheet, headers: list[Header], words: HeaderWords) -> list[Header]:
    """Headers of a page with those that only endings tell: below a title that none follows, or of a whole table."""
    if not any(
        len(run.text) <= MAX_GUESSED
        and words.guess(run.text) == "implementation"
        and not any(h.top < run.y < h.bottom for h in headers)
        for run in sheet.runs
    ):
        return headers
    titles = [line.y for line in lines_of(sheet.runs, sheet.number) if heading_like(line.text, words.profile)]
    open_titles = [
        (title, end)
        for title, end in pairwise([*titles, sheet.height])
        if not any(title < h.bottom <= end for h in headers)
    ]
    guessed = [
        h
        for h in find_headers(sheet, words)
        if h.plan
        and not any(h.top < other.bottom and other.top < h.bottom for other in headers)
        and (_is_whole(h) or any(title < h.top and h.bottom < end for title, end in open_titles))
    ]
    return sorted([*headers, *guessed], key=lambda h: h.top)


def _is_whole(header: Header) -> bool:
    """Whether a header names all that a plan's table has, one of the words that tell it being a listed one."""
    return set(header.roles) >= WHOLE_HEADER_ROLES and any(
        c.listed and c.role in TELLING for c in header.cells
    )


MOST_HEADERS = 5
"""So many headers are named: a budget book has hundreds."""


def no_plan(sheets: Sequence[Sheet], name: str, profile: Profile) -> NoPlanError:
    """The error for a file of which no table has the header of a plan.

    Args:
        sheets: its pages.
        name: of the file.
        profile: words that were looked for.
    """
    seen = list(dict.fromkeys(text for sheet in sheets for text in headings_seen(sheet)))[:MOST_HEADERS]
    headers = "; ".join(seen)
    words = _words_needed(sheets, profile)
    if headers and words:
        return NoPlanError("no-plan-but-words", name=name, headers=headers, words=words)
    if headers:
        return NoPlanError("no-plan", name=name, headers=headers)
    if words:
        return NoPlanError("no-table-but-words", name=name, words=words)
    return NoPlanError("no-table", name=name)


def _words_needed(sheets: Sequence[Sheet], profile: Profile) -> str:
    """Unlisted words of the headers that come nearest to a plan's, each with the role that it would have."""
    headers = guessed_headers(sheets, profile)
    kinds = list(dict.fromkeys(tuple((c.text, c.role) for c in h.cells if not c.listed) for h in headers))
    return "; ".join(
        ", ".join(f"{text} = {role}?" for text, role in words) for words in kinds[:MOST_HEADERS] if words
    ).replace("|", "¦")
