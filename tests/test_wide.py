"""Plans of the wide generator: their truth is what is printed, and the fast producers' are read rightly."""

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.verdicts import Verdict, verdict
from pipeline import extract
from pipeline.models import Reader
from pipeline.readers.engines import opener
from pipeline.readers.page import Page
from tests.making.wide import fonts, making, unlisted
from tests.making.wide.clashes import DRAWN_BY, clash, drawn, producers
from tests.making.wide.composing import Design, composed
from tests.making.wide.layout import Column, Kind
from tests.making.wide.traits import (
    CATEGORIES,
    FAMILIES,
    MONEY_TREES,
    PARTS_ALONE,
    SECTION_FORMS,
    TAKEN_UP,
    Producer,
    Trait,
)
from tests.making.wide.truth import bare
from tests.reading import READERS

pytestmark = pytest.mark.slow

SEED, COUNT = 7, 12
PROFILES = Path(__file__).parent.parent / "pipeline" / "profiles"
PARTED = MONEY_TREES - {Trait.YEARS_TURNED}
"""Words over the parts of a budget."""
FAST = (Producer.REPORTLAB, Producer.TYPST)
FONTS = {Producer.REPORTLAB: fonts.NAMED, Producer.TYPST: fonts.SERVED}
"""Those that every machine has. The first one is only named in the file; pdfplumber takes its glyphs for others."""
READ_BY: dict[Reader, frozenset[Producer]] = {
    "pdfium": frozenset(FAST),
    "pdfplumber": frozenset({Producer.TYPST}),
}
NOT_YET: dict[Trait, str] = {
    Trait.CONTENTS_MARKED: "（接上頁） and the like stay in the contents where they go on within a step",
}
"""Traits that are not read rightly, and why."""
Made = list[tuple[Design, Path]]


def with_font(design: Design) -> Design:
    return replace(design, font=FONTS[design.producer])


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Made:
    out = tmp_path_factory.mktemp("crossed")
    return written(making.designs(SEED, COUNT, FAST), out)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return written(making.alone(SEED, FAST), tmp_path_factory.mktemp("alone"))


def written(designs: list[Design], out: Path) -> Made:
    made = making.make(list(map(with_font, designs)), out)
    return [(one.design, out / f"{one.design.name}.pdf") for one in made]


def data(path: Path, kind: str) -> Any:
    return json.loads(path.with_suffix(f".{kind}.json").read_text(encoding="utf-8"))


def printed(path: Path, record: int, column: str, *kinds: str) -> str:
    """Join the lines that hold a column of a record."""
    lines = data(path, "lines")["lines"]
    return "".join(
        bare(line["text"])
        for line in lines
        if line["records"] == [record] and line["column"] == column and line["kind"] in kinds
    )


def test_records_are_printed(crossed: Made) -> None:
    for _, path in crossed:
        for number, item in enumerate(data(path, "truth")["items"]):
            assert printed(path, number, Column.PLAN, Kind.ITEM) == bare(item["plan_levels"][-1])
            contents = printed(path, number, Column.STEPS, Kind.ITEM, Kind.INNER)
            assert contents == bare("".join(item["impl"]))


def test_headings_stand_over_their_records(crossed: Made) -> None:
    for design, path in crossed:
        printed_over: dict[int, str] = defaultdict(str)
        for line in data(path, "lines")["lines"]:
            if line["kind"] == Kind.HEADING and line["column"] == Column.PLAN:
                for number in line["records"]:
                    printed_over[number] += bare(line["text"])
        for number, item in enumerate(data(path, "truth")["items"]):
            assert printed_over[number] == bare("".join(item["plan_levels"][:-1])), design.name


def test_what_is_printed_again_is_no_other_record(crossed: Made, alone: Made) -> None:
    taken_up = [path for design, path in [*crossed, *alone] if design.traits & TAKEN_UP]
    assert taken_up
    for path in taken_up:
        lines = data(path, "lines")["lines"]
        bands = {line["band"] for line in lines if line["kind"] in {Kind.AGAIN, Kind.MARK}}
        assert bands
        for band in bands:
            pages = {line["page"] for line in lines if line["band"] == band}
            assert len(pages) > 1
            assert {
                tuple(line["records"]) for line in lines if line["band"] == band and line["column"] == "steps"
            }


def test_works_stand_over_their_records(crossed: Made) -> None:
    for design, path in crossed:
        lines = data(path, "lines")["lines"]
        begun = sum(begins == "work" for line in lines for begins in line["begins"])
        paths = [tuple(item["work"]) for item in data(path, "truth")["items"]]
        entries = sum(
            sum(1 for at in range(len(path)) if path[: at + 1] != before[: at + 1])
            for before, path in pairwise([(), *paths])
        )
        wanted = 0 if Trait.NO_WORK in design.traits else entries
        assert begun == wanted, design.name


def test_every_item_begins_once(crossed: Made) -> None:
    for design, path in crossed:
        lines = data(path, "lines")["lines"]
        begun = sum(begins == "plan" for line in lines for begins in line["begins"])
        assert begun == len(data(path, "truth")["items"]), design.name


def test_every_glyph_is_in_one_line(crossed: Made) -> None:
    for design, path in crossed:
        known: dict[int, Counter[str]] = defaultdict(Counter)
        seen: dict[int, Counter[str]] = defaultdict(Counter)
        for line in data(path, "lines")["lines"]:
            known[line["page"]].update(bare(line["text"]))
        for page in opener("pdfium")(path.read_bytes(), path.name).pages(tuple(known)):
            assert isinstance(page, Page)
            for glyph in page.glyphs:
                seen[page.number].update(bare(glyph.text))
        assert known == seen, design.name


def test_the_same_seed_gives_the_same_files(crossed: Made, tmp_path: Path) -> None:
    again = written(making.designs(SEED, COUNT, FAST), tmp_path)
    for (_, one), (_, other) in zip(crossed, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert data(one, "lines") == data(other, "lines")


def test_another_seed_gives_other_plans() -> None:
    names = {design.traits for design in making.designs(SEED, COUNT, FAST)}
    assert len(names & {design.traits for design in making.designs(SEED + 1, COUNT, FAST)}) < COUNT / 2
    titles = {composed(replace(design, seed=f"other {design.seed}")).plan for design in making.alone(1, FAST)}
    assert not titles & {composed(design).plan for design in making.alone(1, FAST)}


def test_every_trait_has_one_family() -> None:
    assert Counter(trait for family in FAMILIES.values() for trait in family) == Counter(Trait)


def test_drawn_traits_can_stand_together() -> None:
    random = Random(SEED)  # noqa: S311 - not for secrets
    sets = [drawn(random) for _ in range(1500)]
    assert not any(map(clash, sets))
    assert reduce(frozenset.union, sets) == frozenset(Trait)
    assert all(producers(traits) for traits in sets)


@pytest.mark.parametrize("family", FAMILIES)
def test_sets_are_drawn_with_a_family_and_without_it(family: str) -> None:
    members = set(FAMILIES[family])
    assert all(design.traits & members for design in making.designs(SEED, 15, FAST, family=family))
    assert not any(design.traits & members for design in making.designs(SEED, 15, FAST, without=family))


@pytest.mark.parametrize(
    ("some", "clashing"),
    [
        ({Trait.MIDDLE, Trait.NO_RULES}, True),
        ({Trait.MIDDLE, Trait.BOOK_LINES}, False),
        ({Trait.NO_RULES, Trait.ZEBRA}, True),
        ({Trait.SHIFTED, Trait.TWO_UP}, True),
        (set(CATEGORIES), True),
    ],
)
def test_what_leaves_a_reader_in_doubt_clashes(some: set[Trait], clashing: bool) -> None:
    assert clash(frozenset(some)) is clashing


@pytest.mark.parametrize("reader", READERS)
def test_traits_alone_are_read(alone: Made, reader: Reader) -> None:
    wrong = {}
    for design, path in alone:
        if design.producer in READ_BY[reader] and not design.traits & NOT_YET.keys():
            outcome = verdict(data(path, "truth"), extract(path, reader=reader))
            if not outcome.perfect:
                wrong[design.name] = outcome
    assert not wrong


def test_a_record_that_is_wrong_is_counted(alone: Made) -> None:
    _, path = alone[0]
    truth, found = data(path, "truth"), extract(path, reader="pdfium")
    right = verdict(truth, found)
    assert right.perfect
    truth["items"][0]["budget"] = [1]
    assert verdict(truth, found) == right + Verdict(right=-1, silent=1)
    assert verdict({**truth, "items": truth["items"][1:]}, found) == right + Verdict(
        records=-1, right=-1, silent=1, invented=1
    )


def test_words_stand_in_no_list() -> None:
    profile = tomllib.loads((PROFILES / "default.toml").read_text(encoding="utf-8"))
    listed = {bare(word) for words in profile["headers"].values() for word in words}
    others = {other.word for other in (*unlisted.OTHERS, *unlisted.ENGLISH)}
    headers = {
        *unlisted.GROUPS,
        *unlisted.MONEY,
        *unlisted.WORKS,
        *unlisted.PLANS,
        *unlisted.CONTENTS,
        *others,
    }
    assert not headers & listed
    assert not any(title.endswith(tuple(profile["titles"]["plan_words"])) for title in unlisted.TITLES)
    assert not set(unlisted.TITLES) & set(profile["titles"]["fillers"])
    agencies = (PROFILES / "agencies.toml").read_text(encoding="utf-8")
    assert not [office for office in unlisted.OFFICES if f'"{office}"' in agencies]


def test_parts_of_a_budget_are_cut_out_of_it(alone: Made) -> None:
    trees = [design for design, _ in alone if design.traits & PARTED]
    assert trees
    for design in trees:
        plan = composed(design).plan
        assert all(sum(item.parts) == item.value for item in plan.items if item.parts), design.name
        columns = plan.tree.columns if plan.tree else ()
        printed_total = Column.BUDGET in columns
        assert printed_total is not bool(design.traits & PARTS_ALONE), design.name


def test_without_a_unit_the_truth_is_what_is_printed(alone: Made) -> None:
    design = next(design for design, _ in alone if design.traits == {Trait.UNIT_NONE})
    plan = composed(design).plan
    assert all(item.budget == item.printed for item in plan.items)


def test_sections_are_known_by_their_names_alone(alone: Made) -> None:
    for design, path in alone:
        if design.traits & SECTION_FORMS:
            sections = composed(design).plan.sections
            assert data(path, "truth")["document"]["plans"][0][2] == [section.name for section in sections]
            assert all(section.name and section.name in str(section.printed) for section in sections)


def test_slow_producers_draw_what_the_fast_ones_draw(tmp_path: Path) -> None:
    able: Callable[[Producer], bool] = set(making.installed()).__contains__
    slow = [one for one in Producer if one not in FAST and able(one)]
    designs = [Design(f"one-{one}", frozenset({Trait.SUBTOTALS}), one, "same", fonts.SERVED) for one in slow]
    assert all(one in DRAWN_BY.get(Trait.SUBTOTALS, frozenset(Producer)) for one in slow)
    for one in making.make(designs, tmp_path):
        path = tmp_path / f"{one.design.name}.pdf"
        assert verdict(data(path, "truth"), extract(path, reader="pdfium")).perfect, one.design.name
