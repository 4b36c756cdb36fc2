"""Which pages of a long file are read: those where a plan's header may stand, and those around them.

A budget book of hundreds of pages may hold a plan on six of them. The choice is made from each page's bare text and
errs on the side of reading: what is left out shows no header words at all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.extractors.words import MAX_GUESSED, TRADITIONAL_FORMS, UNIT_NOTE
from pipeline.models import Audit
from pipeline.normalizers.text import clean
from pipeline.profiles.profile import HIERARCHY, Profile

LONG_FILE_PAGES = 60
"""Files of fewer pages are read whole: a second at most could be saved."""
SHORTEST_GAP_PAGES = 20
"""Fewer pages than this between two that are read are read too: they may belong to one plan."""
COVER_PAGES = 2
"""The first pages name the office and the year."""
PAGES_BEFORE = 5
"""Titles, preambles and focuses stand at most so far before their table."""
PAGES_AFTER = 2
"""Pages below the last header that are read at once; more are read while the table goes on."""
DISTINCT_WORD_CHARACTERS = 4
"""A word at least this long within running text is taken for a header; a shorter one must stand alone."""
BLANK_CHARACTERS = 8
"""A page with so little text may be a scan, and that is to be said."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Words of one kind of columns: those known within running text, those known alone, endings of unlisted ones."""

    distinct: tuple[str, ...]
    alone: frozenset[str]
    endings: tuple[str, ...]

    def in_text(self, whole: str, tokens: set[str]) -> bool:
        return (
            any(word in whole for word in self.distinct)
            or not self.alone.isdisjoint(tokens)
            or any(token.endswith(self.endings) and len(token) <= MAX_GUESSED for token in tokens)
        )


class _HeaderWords(NamedTuple):
    contents: _Kind
    hierarchy: _Kind


def _kind(profile: Profile, roles: frozenset[str]) -> _Kind:
    words = frozenset(
        word.translate(TRADITIONAL_FORMS) for word, role in profile.roles.items() if role in roles
    )
    endings = tuple(end.translate(TRADITIONAL_FORMS) for end, role in profile.endings if role in roles)
    return _Kind(tuple(word for word in words if len(word) >= DISTINCT_WORD_CHARACTERS), words, endings)


def header_test(profile: Profile) -> Callable[[str], bool | None]:
    """What tells of a page's bare text whether it holds words of a plan's header; None where it holds next to nothing.

    Args:
        profile: header words and endings.
    """
    words = _HeaderWords(_kind(profile, frozenset(("implementation",))), _kind(profile, HIERARCHY))
    return partial(_shows_header, words=words)


def pages_to_read(shows: Iterable[bool | None]) -> Iterator[int]:
    """Numbers of the pages to read, from 1, in order, each as soon as it is known; none where none shows a header.

    Args:
        shows: of each page what ``header_test`` tells.
    """
    wanted: deque[int] = deque(range(1, COVER_PAGES + 1))
    last, seen, any_shown = 0, 0, False
    for seen, shown in enumerate(shows, start=1):
        if shown:
            any_shown = True
            _want(wanted, last, range(seen - PAGES_BEFORE, seen + PAGES_AFTER + 1))
        elif shown is None:
            _want(wanted, last, (seen,))
        # What a later page may still put before it waits, as what is not seen yet does.
        while any_shown and wanted and wanted[0] <= (seen if wanted[0] == last + 1 else seen - PAGES_BEFORE):
            yield from _without_gap(last, wanted[0])
            last = wanted.popleft()
    if not any_shown:
        return
    for number in wanted:
        if number <= seen:
            yield from _without_gap(last, number)
            last = number
    if seen + 1 - last <= SHORTEST_GAP_PAGES:
        yield from range(last + 1, seen + 1)


def _want(wanted: deque[int], last: int, numbers: Iterable[int]) -> None:
    """Add pages behind the last one that was given; they are kept in order."""
    more = sorted({*wanted, *(n for n in numbers if n > last)})
    wanted.clear()
    wanted.extend(more)


def _without_gap(last: int, number: int) -> range:
    """A page, and those between it and the one before where they are few."""
    return range(last + 1 if number - last <= SHORTEST_GAP_PAGES else number, number + 1)


def pages_running_on(numbers: Sequence[int], audit: Audit, count: int, step: int) -> tuple[int, ...] | None:
    """The pages with those added on which a plan that ends where reading ended may go on; None where none does.

    Args:
        numbers: pages that were read.
        audit: tells which of them hold records.
        count: pages of the file.
        step: how many pages to add at each end.
    """
    known = set(numbers)
    ends = [p.page for p in audit.pages if p.in_fields and p.page < count and p.page + 1 not in known]
    if not ends:
        return None
    return _without_gaps(known.union(n for end in ends for n in range(end + 1, end + step + 1)), count)


def pages_left_out(numbers: Collection[int], count: int) -> list[int]:
    """Pages that were not read."""
    return [n for n in range(1, count + 1) if n not in numbers]


def _without_gaps(wanted: set[int], count: int) -> tuple[int, ...]:
    pages = sorted(n for n in wanted if 1 <= n <= count)
    ends = [0, *pages, count + 1]
    filled = set(pages)
    for before, after in pairwise(ends):
        if after - before <= SHORTEST_GAP_PAGES:
            filled.update(range(before + 1, after))
    return tuple(sorted(filled))


def _shows_header(text: str, words: _HeaderWords) -> bool | None:
    pieces = clean(text).translate(TRADITIONAL_FORMS).split()
    whole = "".join(pieces)
    if len(whole) <= BLANK_CHARACTERS:
        return None
    tokens = {_bare(token) for token in (*pieces, *_spaced_out(pieces))}
    return all(kind.in_text(whole, tokens) for kind in (words.contents, words.hierarchy))


def _bare(token: str) -> str:
    """A header word without the unit behind it."""
    return UNIT_NOTE.sub("", token) if token.endswith(("元", ")", "）")) else token


def _spaced_out(pieces: Sequence[str]) -> Iterator[str]:
    """Words whose letters are set apart, with every piece that one of them may end at."""
    for single, group in groupby(pieces, key=lambda piece: len(piece) == 1):
        joined = "".join(group) if single else ""
        yield from (joined[max(0, n - MAX_GUESSED) : n] for n in range(2, len(joined) + 1))
