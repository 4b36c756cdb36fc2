"""Tries a profile file on documents: what is found with it, and which of its words were of use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import WorkplanError
from pipeline.extractors.pages import headers_of
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.layouts.pages import sheets_of_file
from pipeline.layouts.uses import Printed, is_used, printed_in
from pipeline.models import Extraction, Reader
from pipeline.profiles.loading import Profile, load_profile_file, own_words
from pipeline.reading.options import Options
from pipeline.reading.plans import extract_file


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
    profile: Path, paths: Iterable[Path], reader: Reader = "pdfium", password: str | None = None
) -> Check:
    """Validate a profile file and try it on documents; the password opens those that want one.

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
    return Check(loaded, words, tuple(_trial(path, loaded, words, options) for path in paths))


def _trial(path: Path, profile: Profile, words: Sequence[OwnWord], options: Options) -> Trial:
    headers: list[Header] = []
    try:
        sheets = sheets_of_file(path, options.reader, options.password)
        for found in headers_of(sheets, profile).values():
            headers += found
        extraction = extract_file(path, options)
    except WorkplanError as error:
        return Trial(path, _headings(headers), problem=error, used=_used(words, printed_in(headers), profile))
    return Trial(
        path, _headings(headers), extraction, used=_used(words, printed_in(headers, extraction), profile)
    )


def _used(words: Iterable[OwnWord], printed: Printed, profile: Profile) -> frozenset[OwnWord]:
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
