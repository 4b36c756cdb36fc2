"""Random plans with random objects: what nobody sees is published nowhere, what somebody sees is not missing.

Each office has two years. On the pages of the first stand only objects that add nothing to the records: they must be
those of the plan alone. On the pages of the second stand objects of all kinds. In both, a name and an amount of the
plan's own text are covered.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import pipeline
from pipeline.gate import report as telling
from pipeline.models import Extraction, Reader
from tests import published, scoring
from tests.making.composing import Manner, compose
from tests.making.hidden_words import UNSEEN
from tests.making.laid import CHARACTERS, Laid, LaidOver
from tests.making.laid_over import KINDS, laid_over
from tests.making.layout import Column, Layout
from tests.making.plan import Item, Plan
from tests.making.redaction import NAMES, covered
from tests.making.typeset import compile_pdf, document
from tests.making.words_apart import OVERLAYS
from tests.reading import READERS

pytestmark = pytest.mark.slow

OFFICES = ("花蓮縣壽豐鄉公所", "彰化縣二水鄉公所", "苗栗縣大湖鄉公所")
YEARS = (113, 114)
QUIET = sorted({*UNSEEN, *OVERLAYS, "struck_alone"} - {"covered_and_retyped", "half_covered", "ruby"})
"""Kinds that add nothing to a record."""
COLUMNS = (
    Column("work", "機關工作項目", 1.3),
    Column("plan", "重要工作計畫項目", 2.0),
    Column("implementation", "實施內容", 3.2),
    Column("budget", "預算金額", 1.2),
)
OLD, NEW, GONE = "96,413", "87,026", "93,817"
"""Amounts: one that is covered and typed over by the next, and one that is covered."""
FORMS = {".csv", ".json", ".jsonl", ".xlsx", ".ods", ".sqlite", ".parquet", ".html", ".js", ".md"}


@dataclass(frozen=True)
class Made:
    """A plan's file with its truth.

    Attributes:
        truth: the plan as a reader of its pages sees it.
        name: the name that is covered in its text.
        page: the page that the objects stand on.
    """

    file: str
    pdf: bytes
    truth: Plan
    name: str
    page: LaidOver

    @property
    def hidden(self) -> list[str]:
        """All that nobody sees."""
        return [self.name, OLD, GONE, *(one.words for one in self.page.objects if not one.seen)]


def layout(rng: random.Random) -> Layout:
    return Layout(
        columns=COLUMNS,
        page=rng.choice(((595.0, 842.0), (640.0, 720.0))),
        font_size=rng.choice((10.0, 11.0, 12.0)),
        pitch=rng.choice((1.4, 1.6)),
        rule_width=rng.choice((0.5, 1.0)),
        cell_pad=(rng.uniform(4, 6), rng.uniform(3, 6)),
        break_border=True,
        page_number=rng.choice(("", "- 1 -")),
        budget_align=rng.choice(("left", "right")),
        indent="none",
    )


@cache
def made(office: str, year: int) -> Made:
    number = OFFICES.index(office) * 2 + YEARS.index(year)
    # Both years hold the same items, and each its own objects.
    plan, chosen = _plan(random.Random(OFFICES.index(office)), office, year)  # noqa: S311
    rng = random.Random(100 + number)  # noqa: S311
    name = NAMES[number % len(NAMES)]
    printed, truth = _with_secrets(rng, plan, name)
    pdf = compile_pdf(document(printed, chosen), plain=True)
    pdf = covered(pdf, name)
    pdf = covered(pdf, GONE)
    pdf = covered(pdf, OLD, fill="white", retyped=NEW)
    kinds = QUIET if year == YEARS[0] else sorted(KINDS)
    page = laid_over(pdf, number, rng.sample(kinds, 9))
    return Made(f"{number}.pdf", page.pdf(), truth, name, page)


def _plan(rng: random.Random, office: str, year: int) -> tuple[Plan, Layout]:
    manner = Manner(unnumbered=False, front=False, items=(7, 9), long=40)
    unit = compose(rng, manner).units[0]
    heading = f"{office}{unit.name} {year} 年度施政計畫"
    return Plan(office, year, (replace(unit, title=heading),)), layout(rng)


def _with_secrets(rng: random.Random, plan: Plan, name: str) -> tuple[Plan, Plan]:
    """Give the plan with a name and amounts that are going to be covered, and what is left of it then."""
    unit = plan.units[0]
    named = rng.choice([n for n, item in enumerate(unit.items) if item.implementation])
    old, gone = rng.sample(range(len(unit.items)), 2)
    changes: dict[str, Callable[[int, Item], Item]] = {
        "printed": lambda n, item: _item(item, name if n == named else "", {old: OLD, gone: GONE}.get(n)),
        "seen": lambda n, item: _item(item, "", {old: NEW, gone: ""}.get(n)),
    }
    printed, seen = (
        replace(plan, units=(replace(unit, items=tuple(change(n, i) for n, i in enumerate(unit.items))),))
        for change in changes.values()
    )
    return printed, seen


def _item(item: Item, name: str, budget: str | None) -> Item:
    """Give an item with a name in the last step of its contents, before the last character, and with a budget."""
    steps = item.implementation
    if name:
        depth, text = steps[-1]
        steps = (*steps[:-1], (depth, text[:-1] + name + text[-1]))
    return replace(item, implementation=steps, budget=item.budget if budget is None else budget)


EVERY = [(office, year) for office in OFFICES for year in YEARS]
each_plan = pytest.mark.parametrize(("office", "year"), EVERY)
each_reader = pytest.mark.parametrize("reader", READERS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that can be published of them."""
    root = tmp_path_factory.mktemp("hidden")
    (root / "in").mkdir()
    for office, year in EVERY:
        (root / "in" / made(office, year).file).write_bytes(made(office, year).pdf)
    report = pipeline.run([root / "in"], root / "output", jobs=1)
    assert report.exit_code == 0, report.messages
    pipeline.api.compare_years(root / "output", root / "comparison")
    pipeline.build_site(root / "output", root / "site", comparison=root / "comparison", jobs=1)
    checked = pipeline.api.check(root / "output")
    (root / "check").mkdir()
    (root / "check" / "check.txt").write_text(
        telling.text_of(checked) + telling.json_of(checked), encoding="utf-8"
    )
    return root


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int, Reader], Extraction]:
    root = tmp_path_factory.mktemp("read")

    @cache
    def extract(office: str, year: int, reader: Reader) -> Extraction:
        path = root / made(office, year).file
        path.write_bytes(made(office, year).pdf)
        return pipeline.extract(path, reader=reader)

    return extract


Read = Callable[[str, int, Reader], Extraction]


def traces(words: str, text: str) -> list[str]:
    """Give what of hidden words stands in a text: two characters of them, or a whole amount."""
    if re.fullmatch(r"[\d,]+", words):
        figure = words.replace(",", ",?")
        return re.findall(rf"(?<![0-9a-fA-F.,]){figure}(?:000)?(?![0-9a-fA-F.,])", text)
    return [pair for pair in map("".join, pairwise(words)) if pair in text]


def parts(extraction: Extraction) -> Iterator[tuple[str, str]]:
    """Give all texts of an extraction, and whether they belong to its plans or its blocks."""
    for plan in extraction.plans:
        yield "plans", plan.model_dump_json()
    for block in extraction.blocks:
        yield block.kind, block.text


def test_all_forms_are_published(folder: Path) -> None:
    assert {path.suffix for path in published.files(folder)} >= FORMS


def test_nothing_that_nobody_sees_is_in_any_published_file(folder: Path) -> None:
    hidden = {words for office, year in EVERY for words in made(office, year).hidden}

    found = [
        (path.relative_to(folder).as_posix(), words)
        for path in published.files(
            folder / "output", folder / "site", folder / "comparison", folder / "check"
        )
        for text in published.texts(path)
        for words in hidden
        if traces(words, text)
    ]
    assert not found


@each_reader
@each_plan
def test_nothing_that_nobody_sees_is_in_an_extraction(
    read: Read, office: str, year: int, reader: Reader
) -> None:
    text = read(office, year, reader).model_dump_json()

    assert not [words for words in made(office, year).hidden if traces(words, text)]


@each_reader
@each_plan
def test_the_place_of_each_redaction_is_told(read: Read, office: str, year: int, reader: Reader) -> None:
    found = read(office, year, reader)

    told = [finding for finding in found.findings if finding.rule == "text-covered" and finding.bbox]
    assert len(told) >= 3


@each_reader
@each_plan
def test_no_seen_word_is_missing(read: Read, office: str, year: int, reader: Reader) -> None:
    found = Counter("".join(scoring.plain(text) for _, text in parts(read(office, year, reader))))

    said = Counter(
        "".join(one.words for one in made(office, year).page.objects if one.seen and plain_text(one))
    )
    for record in scoring.gold_records(made(office, year).truth.gold()):
        said.update(
            "".join((record.plan[-1], *(text for _, _, text in record.implementation), record.budget))
        )
    # Full stops, digits and the like stand in what is written around the texts, too.
    assert not {char: n for char, n in (said - found).items() if char > "一"}


def plain_text(one: Laid) -> bool:
    return set(one.words) <= set(CHARACTERS)


@each_reader
@each_plan
def test_what_stands_apart_is_in_blocks_alone(read: Read, office: str, year: int, reader: Reader) -> None:
    texts = list(parts(read(office, year, reader)))

    for one in made(office, year).page.objects:
        if one.stands in {"struck", "overlay"} and plain_text(one):
            kinds = {kind for kind, text in texts if set(one.words) & set(text)}
            assert kinds == {one.stands}, one


@each_reader
@pytest.mark.parametrize("office", OFFICES)
def test_the_records_are_those_of_the_plan_alone(read: Read, office: str, reader: Reader) -> None:
    year = YEARS[0]
    found = scoring.records(read(office, year, reader))

    assert not scoring.difference(scoring.gold_records(made(office, year).truth.gold()), found)


@each_reader
@each_plan
def test_every_mark_is_accounted_for(read: Read, office: str, year: int, reader: Reader) -> None:
    assert read(office, year, reader).audit.outside == 0
