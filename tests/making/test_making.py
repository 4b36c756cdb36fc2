"""Shows that the made plans print their whole truth, and only where a page has room for it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest

from tests.making.layout import Role
from tests.making.randomly import example
from tests.making.traits import TRAITS, cut
from tests.making.typeset import typeset

SEEDS = range(20)


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return texts


def cells(gold: dict[str, Any]) -> Iterator[str]:
    """Give every text of the table that is surely printed once for each item."""
    for unit in gold["units"]:
        yield from (unit["title"], unit["preamble"], *unit["focus"])
        for item in unit["items"]:
            yield from (item["plan"][-1], item["budget"], *(text for _, text in item["implementation"]))
            yield from (text for _, text in item.get("extra", []))


def missing(data: bytes, gold: dict[str, Any]) -> Counter[str]:
    wanted: Counter[str] = Counter()
    for text in cells(gold):
        wanted.update("".join(text.split()))
    # pdfium gives a hyphen at a line's end as a sign of its own.
    del wanted["-"]
    return wanted - Counter("".join(pages(data)))


@pytest.mark.parametrize("seed", SEEDS)
def test_prints_the_whole_truth(seed: int) -> None:
    plan, layout = example(seed)

    assert not missing(typeset(plan, layout), plan.gold())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_budget_cell_shared_with_the_item_above_holds_nothing_of_its_own(seed: int) -> None:
    plan, _ = example(seed)

    items = [item for unit in plan.units for item in unit.items]
    assert not [item for item in items if item.covered and item.budget]
    assert not [unit for unit in plan.units if unit.items[0].covered]


def test_the_same_seed_gives_the_same_file() -> None:
    assert typeset(*example(3)) == typeset(*example(3))


@pytest.mark.parametrize("name", sorted(TRAITS))
def test_trait_prints_the_whole_truth(name: str) -> None:
    data, gold = TRAITS[name]()

    # Copies that are not shown, or lie on the glyphs they double, only add to what is there.
    assert not missing(data, gold)


@pytest.mark.parametrize("role", ["work", "plan", "implementation", "budget"])
def test_a_cut_runs_through_the_named_column_alone(role: Role) -> None:
    data, gold = cut(role)
    first, second = pages(data)
    item = gold["units"][0]["items"][1]
    texts = {
        "work": item["work"][0],
        "plan": item["plan"][0],
        "implementation": item["implementation"][0][1],
        "budget": item["budget"],
    }

    ends = {name: "".join(text.split())[-4:] for name, text in texts.items()}
    assert {name for name, end in ends.items() if end not in first} == {role}
    assert ends[role] in second


def test_a_word_and_a_number_are_cut_by_the_page_end() -> None:
    word, number = pages(TRAITS["cut_in_latin_word"]()[0]), pages(TRAITS["cut_in_number"]()[0])

    assert "Face" in word[0]
    assert "book" in word[1]
    assert "12,3" in number[0]
    assert "45元" in number[1]
