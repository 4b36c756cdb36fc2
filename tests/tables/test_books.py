"""Budget books: rows that only figures, codes, white and wording part."""

from collections import Counter
from random import Random
from typing import get_args

import pytest

from pipeline.lines.segments import is_number
from pipeline.models import Reader
from tests.tables.books import LANGUAGES, Book, Code, Frame, bare, read, share
from tests.tables.fixtures import READERS

LEAST = 0.95
"""Share of rows that must be exact in all cells."""
FRAMES: tuple[Frame, ...] = ("box", "open", "columns")

BOOKS = {
    "code above the account": Book(code="above", seed=1),
    "code above, no ordinals": Book(code="above", ordinals=0, language="en", seed=2),
    "code above, five amounts": Book(code="above", amounts=5, ordinals=3, size=7.5, seed=3),
    "code beside the amounts": Book(code="beside", ordinals=4, seed=4),
    "code beside, rows without amounts": Book(code="beside", blank=0.1, seed=5),
    "code beside, no notes": Book(code="beside", notes=False, language="de", seed=6),
    "code before the name": Book(code="before", ordinals=0, language="de", seed=7),
    "code before the name, header once": Book(code="before", headed=False, language="ja", seed=8),
    "no codes": Book(code="none", language="ja", seed=9),
    "no codes, one amount": Book(code="none", amounts=1, language="en", ordinals=1, seed=10),
    "no codes, rows without amounts": Book(code="none", ordinals=0, blank=0.08, gap=1.0, seed=11),
    "open at both sides": Book(frame="open", seed=12),
    "column rules alone": Book(frame="columns", language="en", seed=13),
    "column rules alone, header once": Book(frame="columns", headed=False, code="beside", seed=14),
    "notes set wider than accounts": Book(tight=1.05, leading=1.5, gap=0.4, seed=15),
    "accounts set wider than notes": Book(tight=1.4, leading=1.1, gap=0.4, code="beside", seed=16),
    "hardly any white between rows": Book(gap=0.3, code="beside", seed=17),
    "pages further right, one after the other": Book(shift=14.0, headed=False, seed=18),
    "a form above": Book(form=True, code="before", ordinals=0, language="en", seed=19),
    "a form above, code above": Book(form=True, code="above", ordinals=1, amounts=2, seed=20),
}


@pytest.mark.parametrize("name", BOOKS)
def test_rows_of_budget_books(name: str) -> None:
    assert share(BOOKS[name]) >= LEAST


@pytest.mark.parametrize("reader", READERS)
def test_with_either_reader(reader: Reader) -> None:
    assert share(BOOKS["code above, no ordinals"], reader) == 1.0


def test_a_note_alone_on_a_page_is_the_rest_of_its_row() -> None:
    book = Book(
        "en", 0, 1, code="none", frame="open", headed=False, rows=8, size=10.5, leading=1.5, gap=1.2, seed=2
    )
    (grid,), truth = read(book)

    assert grid.pages == (1, 2)
    assert bare(grid.texts())[1:] == bare(truth)


def drawn_book(seed: int) -> Book:
    """The book of a seed, all of it drawn."""
    random = Random(seed)  # noqa: S311 - not for secrets
    return Book(
        language=random.choice(sorted(LANGUAGES)),
        ordinals=random.randint(0, 4),
        amounts=random.randint(1, 4),
        notes=random.random() < 0.5,
        code=random.choice(get_args(Code)),
        frame=random.choice(FRAMES),
        headed=random.random() < 0.5,
        size=random.choice((7.5, 9.0)),
        tight=random.choice((1.05, 1.2, 1.4)),
        leading=random.choice((1.1, 1.35, 1.5)),
        gap=random.choice((0.5, 0.8, 1.2)),
        rows=random.randint(6, 50),
        seed=seed,
    )


@pytest.mark.parametrize("seed", range(40))
def test_every_figure_stands_alone_and_no_text_is_lost(seed: int) -> None:
    grids, truth = read(drawn_book(seed))
    found = [text for grid in grids for row in bare(grid.texts()) for text in row if text]
    figures = [text for text in found if is_number(text)]
    amounts = [text for row in bare(truth) for text in row if text and is_number(text)]

    assert not Counter(amounts) - Counter(figures)
    assert not Counter("".join(text for row in bare(truth) for text in row)) - Counter("".join(found))
