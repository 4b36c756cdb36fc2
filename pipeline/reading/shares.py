"""The pages of one file, looked at by several processes where that takes less time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pipeline.extractors.pages import Looked, looked_at
from pipeline.forks import FORK_MB, Crew
from pipeline.profiles.profile import Profile
from pipeline.readers.page import BadPage, Page, S
from pipeline.readers.recognition import PictureReader, may_fork

RECOGNISING_MB = 800
"""MiB that a process holds which recognises."""
LEAST_SHARED_PAGES = 40
"""Of fewer pages with a text layer a fork costs as much as it saves."""


class SharedReader:
    """A file whose pages are read, and looked at, by a crew.

    Args:
        reader: reads them.
        crew: does it.
        profile: see ``looked_at``.
        recognised: the same.
    """

    def __init__(
        self,
        reader: PictureReader,
        crew: Crew,
        profile: Profile,
        *,
        recognised: bool,
    ) -> None:
        self._reader, self._crew = reader, crew
        self._looking = partial(looked_at, recognised=recognised, profile=profile)
        self._looked: dict[int, tuple[Looked, ...]] = {}
        self.page_count, self.producer = reader.page_count, reader.producer

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage | Looked]:
        """Yield the pages with these numbers (from 1), looked at already where they were shared."""
        several = self._crew.is_several() and may_fork()
        missing = [number for number in numbers if number not in self._looked]
        if several and len(missing) >= LEAST_SHARED_PAGES:
            self._share(missing, self._look)
        for at, number in enumerate(numbers):
            if several and number not in self._looked and self._reader.looks_at_picture(number):
                left = [one for one in numbers[at:] if one not in self._looked]
                self._share(left, self._look_in_any_way, RECOGNISING_MB)
            if number in self._looked:
                yield from self._taken(number)
            else:
                yield from self._reader.pages((number,))

    def skim(self, look: Callable[[str], S]) -> Iterator[S]:
        """Yield what is thought of the bare text of each page; see ``DocumentReader.skim``."""
        numbers = range(1, self.page_count + 1)
        if not (self._crew.is_several() and may_fork() and self.page_count >= LEAST_SHARED_PAGES):
            yield from self._reader.skim(numbers, look)
            return

        def skimmed(at: int) -> tuple[S, tuple[Looked, ...]]:
            number = numbers[at]
            (thought,) = self._reader.skim((number,), look)
            return thought, self._look(number) if thought else ()

        for number, (thought, looked) in enumerate(self._crew.each(skimmed, len(numbers)), start=1):
            if looked:
                self._looked[number] = looked
            yield thought

    def _look(self, number: int) -> tuple[Looked, ...]:
        """A page, unless its picture is looked at: so many processes as read text may not recognise."""
        return () if self._reader.looks_at_picture(number) else self._look_in_any_way(number)

    def _look_in_any_way(self, number: int) -> tuple[Looked, ...]:
        return tuple(map(self._looking, self._reader.pages((number,))))

    def _share(
        self, numbers: Sequence[int], look: Callable[[int], tuple[Looked, ...]], fork_mb: int = FORK_MB
    ) -> None:
        found = self._crew.each(lambda at: look(numbers[at]), len(numbers), fork_mb)
        self._looked |= {number: looked for number, looked in zip(numbers, found, strict=True) if looked}

    def _taken(self, number: int) -> tuple[Looked, ...]:
        """A page that is known; what was recognised is kept, since it took long."""
        looked = self._looked[number]
        if not any(leaf.recognised or leaf.layer for one in looked for leaf in one.leaves):
            del self._looked[number]
        return looked
