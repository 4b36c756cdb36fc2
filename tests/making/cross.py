"""A cross of traits: generated plans that have many traits at once, from several producers, each with its truth.

usage: python -m tests.making.cross --seed 1 --count 60 --out FOLDER
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from tests.making import by_html, by_typst, by_writer, retouch
from tests.making.cross_pages import Crossed, crossed
from tests.making.cross_words import KNOWN
from tests.making.crossing import ALL_TRAITS, BASE, ONLY, PRODUCERS, Producer, Traits, alone, draw
from tests.making.proof import beyond_page, unprinted

COUNT = 60
"""Documents in which every trait comes up several times."""
ATTEMPTS = 6
"""How often other texts are tried: a word processor now and then loses rows at a page end, whatever they say, and a
row that is never cut may be higher than its page."""
APART = 10_000
"""Between the seeds of two runs, so that neighbouring ones share no plan."""
FURTHER = 1_000
"""Between the seeds of two attempts; all of them lie between those of two runs."""
WORDY: Traits = BASE | {"ordinal-column", "amounts-compared", "source-column", "extra-column"}
"""A plain plan with a column for every kind of header."""


@dataclass(frozen=True)
class Document:
    """One document that is to be made."""

    name: str
    producer: Producer
    traits: Traits
    seed: int
    turn: int
    """Its place among those of its producer."""
    brief: bool = False
    """It has few items on low pages."""

    @cached_property
    def crossed(self) -> Crossed:
        """The plan with its looks and its truth."""
        rng = random.Random(self.seed)  # noqa: S311 - plans, not secrets
        return crossed(rng, self.traits, self.producer, self.turn, brief=self.brief)


def documents(seed: int, count: int, producers: Sequence[Producer] = PRODUCERS) -> list[Document]:
    """Make the documents of a seed; the producers take turns.

    The same seed and count give the same, whichever producers are asked for: the others' are left out.
    """
    drawn = enumerate(_drawn(seed, count))
    return [
        Document(f"{n:03}", *one, seed * APART + n, n // len(PRODUCERS))
        for n, one in drawn
        if one[0] in producers
    ]


@cache
def _drawn(seed: int, count: int) -> tuple[tuple[Producer, Traits], ...]:
    """Draw what each document of a seed is to have; a second call costs nothing."""
    turns = tuple(PRODUCERS[n % len(PRODUCERS)] for n in range(count))
    return tuple(zip(turns, draw(random.Random(seed), turns), strict=True))  # noqa: S311 - plans, not secrets


def documents_alone(seed: int, producers: Sequence[Producer] = PRODUCERS) -> list[Document]:
    """Make a plain document for each trait, which has that one alone: where it fails, the trait is the cause."""
    drawn = enumerate(map(alone, ALL_TRAITS))
    return [Document(ALL_TRAITS[n], *one, seed * APART + n, n) for n, one in drawn if one[0] in producers]


def brief_alone(seed: int, trait: str) -> Document:
    """Make a brief document that has one trait alone, for typst where it can have it."""
    able = ONLY.get(trait, PRODUCERS)
    number = ALL_TRAITS.index(trait)
    return Document(trait, able[0], alone(trait)[1], seed * APART + number, number, brief=True)


def brief_words(seed: int) -> list[Document]:
    """Make brief documents with every kind of column, in which each known header word comes up."""
    turns = range(max(map(len, KNOWN.values())))
    return [
        Document(f"words-{turn}", "typst", WORDY, seed * APART + turn, turn, brief=True) for turn in turns
    ]


def installed() -> tuple[Producer, ...]:
    """List the producers that can be used on this machine."""
    found: Mapping[Producer, object] = {
        "typst": True, "writer": by_writer.program(), "browser": by_html.program(),
    }  # fmt: skip
    return tuple(producer for producer in PRODUCERS if found[producer])


def typst_pdf(document: Document) -> bytes:
    """Make the PDF of a document of typst's."""
    if "pages-turned" in document.traits:
        return retouch.rotated(by_typst.to_pdf(document.crossed.printed, plain=True))
    return by_typst.to_pdf(document.crossed.printed)


def write(made: Sequence[Document], out: Path) -> list[Document]:
    """Write the documents with their truth and their traits; give them as they came out."""
    out.mkdir(parents=True, exist_ok=True)
    done: dict[str, Document] = {}
    left = list(made)
    for _ in range(ATTEMPTS):
        _write_pdfs(left, out)
        for document in left:
            path = out / f"{document.name}.pdf"
            if not unprinted(path, document.crossed.gold) and not beyond_page(path):
                _write_records(document, out)
                done[document.name] = document
        left = [replace(one, seed=one.seed + FURTHER) for one in left if one.name not in done]
        if not left:
            return [done[one.name] for one in made]
    raise RuntimeError(f"not wholly printed: {[one.name for one in left]}")


def _write_pdfs(made: Sequence[Document], out: Path) -> None:
    for document in made:
        if document.producer == "typst":
            (out / f"{document.name}.pdf").write_bytes(typst_pdf(document))
    for producer, to_pdfs in (("writer", by_writer.to_pdfs), ("browser", by_html.to_pdfs)):
        mine = {one.name: one.crossed.printed for one in made if one.producer == producer}
        if mine:
            to_pdfs(mine, out)


def _write_records(document: Document, out: Path) -> None:
    records: Mapping[str, object] = {
        "gold": document.crossed.gold,
        "cross": {"producer": document.producer, "seed": document.seed, "traits": sorted(document.traits)},
    }
    for kind, record in records.items():
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        (out / f"{document.name}.{kind}.json").write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the documents."""
    parser = argparse.ArgumentParser(description="Write plans with many traits at once, each with its truth.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--producer", choices=PRODUCERS, action="append", help="all that are installed by default"
    )
    parser.add_argument("--alone", action="store_true", help="one plain document for each trait instead")
    chosen = parser.parse_args(arguments)
    usable = installed()
    wanted: tuple[Producer, ...] = tuple(chosen.producer or PRODUCERS)
    for missing in sorted(set(wanted) - set(usable)):
        print(f"{missing} is not installed: its documents are left out")  # noqa: T201 - a command's answer
    used = tuple(one for one in wanted if one in usable)
    made = documents_alone(chosen.seed, used) if chosen.alone else documents(chosen.seed, chosen.count, used)
    write(made, chosen.out)


if __name__ == "__main__":
    main()
