"""The index tells which plans a word is worth looking for in: never too few."""

from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.grams import GRAMS, SHARDS, folded, gram_number, grams_of, index_scripts

CHARACTERS = "里幹事ＡBé１２. \u3000\n"


def has(grams: str, pair: str) -> bool:
    number = gram_number(pair)
    return bool(b64decode(grams)[number >> 3] & (0x80 >> (number & 7)))


@given(st.lists(st.text(CHARACTERS, max_size=12), max_size=3))
def test_whatever_stands_in_a_text_may_be_in_its_plan(texts: list[str]) -> None:
    grams = grams_of(texts)
    for text in map(folded, texts):
        for at in range(len(text) - 1):
            pair = text[at : at + 2]
            if all((one.isascii() and one.isalnum()) or "\u3400" <= one <= "\u9fff" for one in pair):
                assert has(grams, pair)


def test_a_text_has_no_more_numbers_than_pairs() -> None:
    assert sum(byte.bit_count() for byte in b64decode(grams_of(["里幹事"]))) == 2


def test_the_index_has_a_row_for_each_number_with_a_bit_for_each_plan() -> None:
    plans = [grams_of([text]) for text in (*["里幹"] * 9, "鼠害")]
    scripts = dict(index_scripts(plans))
    assert len(scripts) == SHARDS
    number, size = gram_number("鼠害"), GRAMS // SHARDS
    script = scripts[f"assets/grams/{number // size}.js"].decode()
    rows = b64decode(script.split('"')[1])
    assert rows[number % size * 2 :][:2] == bytes([0, 0b01000000])
