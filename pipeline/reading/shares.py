"""The pages of one file, looked at by several processes where that takes less time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pipeline.extractors.pages import Looked, looked_at
from pipeline.forks import Crew
from pipeline.profiles.profile import Profile
from pipeline.readers.page import BadPage, Page, S
from pipeline.readers.recognition import PictureReader, may_fork

LEAST_SHARED_PAGES = 40
"""Of fewer pages with a text layer a fork costs as much as it saves."""


class SharedReader:
    """A file whose pages are read, and looked at, by a crew.

    Args:
        reader: reads them.
        crew: does it.
        profile: see ``looked_at``.
        recognised: the same.
        shared_pages: from so many pages with a text layer on they are shared; pictures of pages always are.
    """

    def __init__(
        self,
        reader: PictureReader,
        crew: Crew,
        profile: Profile,
        *,
        recognised: bool,
        shared_pages: int = LEAST_SHARED_PAGES,
    ) -> None:
        self._reader, self._crew, self._shared_pages = reader, crew, shared_pages
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
        if several and len(missing) >= self._shared_pages:
            self._share(missing)
        for at, number in enumerate(numbers):
            if several and number not in self._looked and self._reader.looks_at_picture(number):
                self._share([one for one in numbers[at:] if one not in self._looked])
            if number in self._looked:
                yield from self._taken(number)
            else:
                yield from self._reader.pages((number,))

    def skim(self, look: Callable[[str], S]) -> Iterator[S]:
        """Yield what is thought of the bare text of each page; see ``DocumentReader.skim``."""
        numbers = range(1, self.page_count + 1)
        if not (self._crew.is_several() and may_fork() and self.page_count >= self._shared_pages):
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
        return tuple(map(self._looking, self._reader.pages((number,))))

    def _share(self, numbers: Sequence[int]) -> None:
        looked = self._crew.each(lambda at: self._look(numbers[at]), len(numbers))
        self._looked.update(zip(numbers, looked, strict=True))

    def _taken(self, number: int) -> tuple[Looked, ...]:
        """A page that is known; what was recognised is kept, since it took long."""
        looked = self._looked[number]
        if not any(leaf.recognised or leaf.layer for one in looked for leaf in one.leaves):
            del self._looked[number]
        return looked
