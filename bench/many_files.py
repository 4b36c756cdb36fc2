"""Makes many PDF files from a seed: plans of distinct offices and years, and among them some that are broken.

usage: python -m bench.many_files --count 2000 --seed 1 FOLDER
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.many_broken import WAYS
from bench.many_plans import offices, plan_pdf

BROKEN_SHARE = 0.05
MOST_PAGES = 60
SHARES = ((20, 1, 1), (20, 2, 2), (22, 3, 3), (22, 4, 4), (12, 5, 8), (3, 9, 20), (1, 21, MOST_PAGES))
"""Of a hundred files so many have from so many to so many pages."""


@dataclass(frozen=True)
class Made:
    """A file that was made.

    Attributes:
        name: of the file.
        broken: the way in which it is broken; None where it is whole.
        pages: of a whole file.
        items: plan items of a whole file.
    """

    name: str
    broken: str | None = None
    pages: int = 0
    items: int = 0

    @property
    def exit_codes(self) -> frozenset[int]:
        """The exit codes that are right for it."""
        return WAYS[self.broken][1] if self.broken else frozenset({0})


def make_files(
    folder: Path, count: int, seed: int, most_pages: int = MOST_PAGES, ways: Sequence[str] = tuple(WAYS)
) -> list[Made]:
    """Write files into a folder, the same for the same seed.

    Args:
        folder: is made where it is missing.
        count: number of files; one of twenty is broken.
        seed: of all that is chosen.
        most_pages: of a file.
        ways: in which files are broken, each in turn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for one, data in _files(count, seed, most_pages, ways):
        (folder / one.name).write_bytes(data)
        made.append(one)
    return made


def _files(count: int, seed: int, most_pages: int, ways: Sequence[str]) -> Iterator[tuple[Made, bytes]]:
    rng = random.Random(seed)  # noqa: S311 - nothing is secret here
    broken = sorted(rng.sample(range(count), round(count * BROKEN_SHARE)))
    way_of = dict(zip(broken, list(ways) * count, strict=False))
    for number, office in enumerate(offices(rng, count)):
        name = f"{number:05}-{office.name}-{office.year_roc}.pdf"
        # Each file has chances of its own: a change of one maker leaves the other files as they are.
        own = random.Random(f"{seed}-{number}")  # noqa: S311 - the same
        if number in way_of:
            yield Made(name, way_of[number]), WAYS[way_of[number]][0](own, office)
        else:
            pages = min(most_pages, _pages(own))
            data, items = plan_pdf(own, office, pages)
            yield Made(name, None, pages, items), data


def _pages(rng: random.Random) -> int:
    _, least, most = rng.choices(SHARES, [share for share, _, _ in SHARES])[0]
    return rng.randint(least, most)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the files and say what there is."""
    parser = argparse.ArgumentParser(prog="python -m bench.many_files", description="Make many PDF files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    made = make_files(chosen.folder, chosen.count, chosen.seed)
    whole = [one for one in made if not one.broken]
    print(f"{len(made)} files, {len(made) - len(whole)} of them broken; the others have "
          f"{sum(one.pages for one in whole)} pages and {sum(one.items for one in whole)} items")  # fmt: skip


if __name__ == "__main__":
    main()
