"""Each trait alone in a plain plan: where one of these fails, the trait is the cause and no meeting of several."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract
from pipeline.models import Reader
from tests.making import cross
from tests.making.cross_plan import SPICES
from tests.making.cross_words import KNOWN
from tests.making.crossing import ALL_TRAITS, Producer
from tests.making.judging import judged
from tests.making.printed import Table, bare
from tests.making.proof import folded, page_texts
from tests.reading import READERS

pytestmark = pytest.mark.slow

SEED = 1
DOCUMENTS = {trait: cross.brief_alone(SEED, trait) for trait in ALL_TRAITS}
DOCUMENTS |= {one.name: one for one in cross.brief_words(SEED)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, cross.Document]]:
    """The document of a name; all of a producer are made when the first of them is asked for."""
    out = tmp_path_factory.mktemp("alone")
    kept: dict[Producer, dict[str, cross.Document]] = {}

    def document_of(name: str) -> tuple[Path, cross.Document]:
        producer = DOCUMENTS[name].producer
        if producer not in cross.installed():
            pytest.skip(f"{producer} is not installed")
        if producer not in kept:
            wanted = [one for one in DOCUMENTS.values() if one.producer == producer]
            kept[producer] = {one.name: one for one in cross.write(wanted, out)}
        return out / f"{name}.pdf", kept[producer][name]

    return document_of


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_record_is_read(
    made: Callable[[str], tuple[Path, cross.Document]], name: str, reader: Reader
) -> None:
    path, document = made(name)

    result = judged(document.crossed.gold, extract(path, reader=reader))
    assert result.records_right, "\n".join(result.differences)


@pytest.mark.parametrize("trait", [trait for trait in ALL_TRAITS if trait.startswith("cut-")])
def test_a_page_end_cuts_a_cell_of_the_column(
    made: Callable[[str], tuple[Path, cross.Document]], trait: str
) -> None:
    path, document = made(trait)

    pages = page_texts(path)
    texts = _texts(document, trait.removeprefix("cut-"))
    assert any(not any(folded(text) in page for page in pages) for text in texts)


@pytest.mark.parametrize("trait", SPICES)
def test_every_special_text_stands_in_its_document(
    made: Callable[[str], tuple[Path, cross.Document]], trait: str
) -> None:
    gold = json.dumps(made(trait)[1].crossed.gold, ensure_ascii=False)

    assert [text for text in map(bare, SPICES[trait]) if text not in gold] == []


def test_every_header_word_stands_in_a_document() -> None:
    tables = [
        table
        for one in cross.brief_words(SEED)
        for table in one.crossed.printed.blocks
        if isinstance(table, Table)
    ]
    headers = {cell.paras[0].text.partition("\n")[0] for table in tables for cell in table.head[0] if cell}

    assert {word for words in KNOWN.values() for word in words} <= headers


def _texts(document: cross.Document, column: str) -> list[str]:
    """List the texts of a column in the truth."""
    items = [item for unit in document.crossed.gold["units"] for item in unit["items"]]
    of_column: dict[str, Callable[[dict[str, Any]], list[str]]] = {
        "work": lambda item: item["work"][-1:],
        "plan": lambda item: item["plan"],
        "implementation": lambda item: ["".join(text for _, text in item["implementation"])],
        "budget": lambda item: [item["budget"]],
        "extra": lambda item: [text for _, text in item["extra"]],
    }
    return [text for item in items for text in of_column[column](item)]
