"""Plans that have many traits at once, from several producers: made rightly, and read rightly."""

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Reader
from tests.making import by_html, by_typst, by_writer, cross, cross_words
from tests.making.cross_plan import SPICES
from tests.making.crossing import ALL_TRAITS, CLASHES, LEAST, NEEDS, ONLY, PRODUCERS, Producer
from tests.making.judging import Judged, judged
from tests.making.printed import Cell, Para, Printed, Sheet, Table, bare
from tests.making.proof import beyond_page, unprinted
from tests.making.typeset import compile_pdf
from tests.reading import READERS, ROOT

pytestmark = pytest.mark.slow

SEED = 1
HOW_MANY: dict[Producer, int] = {"typst": 6, "writer": 2, "browser": 2}
"""A small part of what bench.layouts reads: the other producers take seconds to start."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Producer], list[tuple[Path, cross.Document]]]:
    """The first documents of a producer, made when they are asked for first."""
    out = tmp_path_factory.mktemp("cross")
    kept: dict[Producer, list[tuple[Path, cross.Document]]] = {}

    def documents_of(producer: Producer) -> list[tuple[Path, cross.Document]]:
        if producer not in cross.installed():
            pytest.skip(f"{producer} is not installed")
        if producer not in kept:
            chosen = cross.documents(SEED, cross.COUNT, (producer,))[: HOW_MANY[producer]]
            written = cross.write(chosen, out)
            kept[producer] = [(out / f"{one.name}.pdf", one) for one in written]
        return kept[producer]

    return documents_of


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("producer", "number"), [(producer, n) for producer in PRODUCERS for n in range(HOW_MANY[producer])]
)
def test_every_record_is_read(
    made: Callable[[Producer], list[tuple[Path, cross.Document]]],
    producer: Producer,
    number: int,
    reader: Reader,
) -> None:
    path, document = made(producer)[number]

    result = judged(document.crossed.gold, extract(path, reader=reader))
    told = "\n".join((" ".join(sorted(document.traits)), *result.differences))
    assert result.records_right, told


@pytest.mark.parametrize("producer", PRODUCERS)
def test_the_whole_truth_is_printed_on_the_pages(
    made: Callable[[Producer], list[tuple[Path, cross.Document]]], producer: Producer
) -> None:
    for path, document in made(producer):
        assert not unprinted(path, document.crossed.gold)
        assert beyond_page(path) == 0


def test_text_beyond_the_page_is_seen() -> None:
    high = "#set page(height: 100pt)\n#block(breakable: false)[" + "a #linebreak()" * 20 + "]"

    assert beyond_page(compile_pdf(high)) > 0
    assert beyond_page(compile_pdf("a")) == 0


def test_rows_of_a_merged_cell_are_parted_where_none_of_them_is_cut() -> None:
    rows = [(Cell((Para("甲"),), rows=40), Cell((Para("乙"),)))] + [(None, Cell((Para("乙"),)))] * 39
    table = Table((50.0, 50.0), ((Cell(), Cell()),), tuple(rows), whole=True)
    printed = Printed(Sheet((200.0, 300.0)), (table,))

    assert beyond_page(by_typst.to_pdf(printed)) == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_every_trait_comes_up(seed: int) -> None:
    seen = Counter(trait for one in cross.documents(seed, cross.COUNT) for trait in one.traits)

    assert {trait: seen[trait] for trait in ALL_TRAITS if seen[trait] < LEAST} == {}


def test_no_document_has_traits_that_shut_each_other_out() -> None:
    for document in cross.documents(SEED, cross.COUNT):
        for trait in document.traits:
            assert not document.traits & set(CLASHES.get(trait, ()))
            assert not NEEDS.get(trait) or document.traits & set(NEEDS[trait])
            assert document.producer in ONLY.get(trait, PRODUCERS)


def test_every_trait_has_a_plain_document_of_its_own() -> None:
    alone = {one.name: one for one in cross.documents_alone(SEED)}

    assert list(alone) == list(ALL_TRAITS)
    assert all(name in one.traits for name, one in alone.items())


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (cross.documents(SEED, 9, ("typst",)) for _ in range(2))

    assert [cross.typst_pdf(one) for one in first] == [cross.typst_pdf(one) for one in second]


def test_a_document_is_the_same_whichever_producers_are_asked_for() -> None:
    together = {one.name: one for one in cross.documents(SEED, 12)}

    for producer in PRODUCERS:
        for one in cross.documents(SEED, 12, (producer,)):
            assert (one.traits, one.seed) == (together[one.name].traits, together[one.name].seed)


def test_every_producer_is_given_the_same_words() -> None:
    printed = cross.documents(SEED, 1)[0].crossed.printed

    sources = (by_typst.source(printed), by_html.source(printed), by_writer.source(printed))
    agency = cross.documents(SEED, 1)[0].crossed.gold["agency"]
    assert all(agency in source for source in sources)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_header_word_and_number_of_columns_comes_up(seed: int) -> None:
    tables = [
        table
        for one in cross.documents(seed, cross.COUNT)
        for table in one.crossed.printed.blocks
        if isinstance(table, Table)
    ]
    seen = {_header_word(cell) for table in tables for row in table.head for cell in row if cell}

    assert {word for words in cross_words.KNOWN.values() for word in words} <= seen
    assert {3, 4, 5, 6, 7} <= {len(table.widths) for table in tables}


def _header_word(cell: Cell) -> str:
    """Give what a header cell says, without the spaces and the line end in it and the unit behind it."""
    return cell.paras[0].text.replace(" ", "").replace("\n", "").partition("（")[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_special_text_comes_up(seed: int) -> None:
    plans = [json.dumps(one.crossed.gold, ensure_ascii=False) for one in cross.documents(seed, cross.COUNT)]
    texts = [bare(text) for some in SPICES.values() for text in some]

    assert [
        text for text in (*texts, *cross_words.LIKE_TOTALS) if not any(text in one for one in plans)
    ] == []


def test_headers_that_are_to_be_unknown_stand_in_no_list() -> None:
    data = tomllib.loads((ROOT / "pipeline" / "profiles" / "default.toml").read_text(encoding="utf-8"))
    listed = {word for words in data["headers"].values() for word in words}

    assert {word for words in cross_words.UNKNOWN.values() for word in words} & listed == set()
    assert {word for words in cross_words.KNOWN.values() for word in words} <= listed


def test_a_wrong_reading_is_judged_so() -> None:
    one = Judged(4, 4, 3, told=1)

    assert one.f1 == 0.75
    assert not one.perfect
    assert Judged(4, 4, 4).perfect
