"""Makes documents with their truth: NAME.pdf, NAME.truth.json and NAME.lines.json."""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from tests.making.wide import by_calc, by_chromium, by_reportlab, by_typst, by_writer, office
from tests.making.wide.clashes import DRAWN_BY, drawn, producers
from tests.making.wide.composing import Composed, Design, composed
from tests.making.wide.layout import Document
from tests.making.wide.traits import FAMILIES, Producer, Trait
from tests.making.wide.truth import line_truth, lines, record_truth

COUNT = 40
SHOWN = 4
"""Traits in a document's name."""
Drawings = Mapping[str, Document]
SINGLES: dict[Producer, Callable[[Document, Path], None]] = {
    Producer.REPORTLAB: by_reportlab.to_pdf,
    Producer.TYPST: by_typst.to_pdf,
}
SETS: dict[Producer, Callable[[Drawings, Path], None]] = {
    Producer.CHROMIUM: by_chromium.to_pdfs,
    Producer.WRITER: by_writer.to_pdfs,
    Producer.CALC: by_calc.to_pdfs,
}
"""Those that are started once for many documents."""


def designs(
    seed: int, count: int, able: Sequence[Producer], family: str | None = None, without: str | None = None
) -> list[Design]:
    """Draw documents at random; the producers take turns where the traits leave the choice.

    Args:
        seed: other numbers give other documents.
        count: how many.
        able: the producers that there are.
        family: each document has a trait of this family at least.
        without: no document has a trait of this family.
    """
    assert family is None or family != without, "documents with a family and without it"
    random = Random(f"wide {seed}")  # noqa: S311 - not for secrets
    made: list[Design] = []
    while len(made) < count:
        traits = drawn(random, family, without)
        fit = [producer for producer in producers(traits) if producer in able]
        if not fit or not traits:
            continue
        rarest = min(fit, key=lambda one: (sum(design.producer is one for design in made), one))
        made.append(_design(len(made) + 1, traits, rarest, seed))
    return made


def alone(seed: int, able: Sequence[Producer]) -> list[Design]:
    """Give one document for each trait by itself, and one without any."""
    made = [_design(0, frozenset(), able[0], seed)]
    for number, trait in enumerate((one for family in FAMILIES.values() for one in family), start=1):
        fit = [producer for producer in able if producer in DRAWN_BY.get(trait, able)]
        if fit:
            made.append(_design(number, frozenset({trait}), fit[number % len(fit)], seed))
    return made


def _design(number: int, traits: frozenset[Trait], producer: Producer, seed: int) -> Design:
    shown = "+".join(sorted(traits)[:SHOWN]) or "plain"
    return Design(f"{number:03}-{shown}-{producer}", traits, producer, f"{seed} {number} {producer}")


def make(wanted: Sequence[Design], out: Path) -> Iterator[Composed]:
    """Draw the documents and write their truth."""
    by_producer: dict[Producer, list[Composed]] = defaultdict(list)
    for design in wanted:
        by_producer[design.producer].append(composed(design))
    with tempfile.TemporaryDirectory() as folder:
        for producer, some in by_producer.items():
            drawings = {one.design.name: one.document for one in some}
            draw(producer, drawings, out)
            tints = {name: replace(document, tinted=True) for name, document in drawings.items()}
            draw(producer, tints, Path(folder))
        for one in (one for some in by_producer.values() for one in some):
            name = f"{one.design.name}.pdf"
            found = lines(one.document, out / name, Path(folder) / name)
            _write(out / f"{one.design.name}.lines.json", line_truth(found))
            about = {"producer": one.design.producer, "traits": sorted(one.design.traits)}
            _write(
                out / f"{one.design.name}.truth.json", record_truth(one.plan, one.totals) | {"made": about}
            )
            yield one


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def draw(producer: Producer, drawings: Drawings, out: Path) -> None:
    """Let a producer write the PDF of each document under its name."""
    if producer in SETS:
        SETS[producer](drawings, out)
        return
    for name, document in drawings.items():
        SINGLES[producer](document, out / f"{name}.pdf")


def installed() -> list[Producer]:
    """List the producers that this machine has."""
    able = [Producer.REPORTLAB, Producer.TYPST]
    able += [Producer.CHROMIUM] if by_chromium.program() else []
    return able + ([Producer.WRITER, Producer.CALC] if office.program() else [])


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the documents that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.making.wide", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--alone", action="store_true", help="one document for each trait instead")
    parser.add_argument("--family", choices=FAMILIES, help="only documents with a trait of this family")
    parser.add_argument("--without", choices=FAMILIES, help="only documents without any trait of this family")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    if chosen.family and chosen.family == chosen.without:
        parser.error("no document is with a family and without it")
    chosen.out.mkdir(parents=True, exist_ok=True)
    able = installed()
    if chosen.alone:
        wanted = alone(chosen.seed, able)
    else:
        wanted = designs(chosen.seed, chosen.count, able, chosen.family, chosen.without)
    for _ in make(wanted, chosen.out):
        pass
    return 0
