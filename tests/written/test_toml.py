"""TOML that people write: whatever the file holds, tables or problems with their lines come of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.messages.catalogue import PlacedProblem
from pipeline.written.problems import by_line
from pipeline.written.toml import Key, TomlForm, Value, fitting, list_of_texts, toml_file
from tests.written.texts import DIRECTION_CHARACTERS, TOML_LIKE


def short(value: Any) -> bool:
    return isinstance(value, str) and len(value) < 9


def any_word(_: Value, __: str) -> Iterator[PlacedProblem]:
    yield from ()


FORM = TomlForm(
    {
        "dataset": {
            "title": Key(fitting(short, "dataset.title"), needed=True, wanted="dataset.title"),
            "spatial": Key(fitting(short, "text")),
            "words": Key(list_of_texts(any_word)),
        },
        "contact": {"spatial": Key(fitting(short, "text"))},
    },
    top_keys=("id",),
    placeholder="〈",
)
GOOD = '[dataset]\ntitle = "甲"\n'


def problems(text: str) -> list[PlacedProblem]:
    return by_line(toml_file(text.encode(), "a.toml", FORM)[1])


def told(text: str) -> list[tuple[str, int | None]]:
    return [(one.id, one.place.line) for one in problems(text)]


@given(st.one_of(st.binary(max_size=60), TOML_LIKE.map(str.encode)))
def test_bytes_give_tables_or_problems(content: bytes) -> None:
    file, found = toml_file(content, "a.toml", FORM)
    assert file is not None or found
    assert all("\n" not in one.line().both for one in found)


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "9" * 5_000, "a" + ".a" * 3_000 + " = 1"])
def test_what_the_parser_gives_up_on_is_told(text: str) -> None:
    assert told(text)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert told(f"\ufeff{GOOD}") == []


def test_another_coding_is_told_with_its_line() -> None:
    _, (problem,) = toml_file("[dataset]\ntitle = '甲'\n".encode("big5"), "a.toml", FORM)
    assert (problem.id, problem.place.line) == ("not-utf8", 2)


def test_where_the_parser_stops_is_told() -> None:
    assert told("[dataset]\ntitle = \n") == [("not-toml", 2)]


def test_a_file_that_ends_too_early_is_told_on_its_last_line() -> None:
    assert told('[dataset]\ntitle = ["甲"\n') == [("not-toml", 2)]


def test_a_table_that_is_none_is_told() -> None:
    assert told(f"contact = 3\n{GOOD}") == [("not-a-table", 1)]


def test_a_key_outside_its_table_is_sent_to_all_that_have_it() -> None:
    (problem,) = problems(f"spatial = '甲'\n{GOOD}")
    assert problem.remedy.en == "Write it below [dataset] or [contact]."


def test_a_key_above_all_tables_is_left_to_the_files_own_module() -> None:
    assert told(f"id = 3\n{GOOD}") == []


@pytest.mark.parametrize(("written", "meant"), [("titel", "title"), ("TITLE", "title"), ("spat", "spatial")])
def test_a_misspelt_key_is_told_with_the_one_that_is_meant(written: str, meant: str) -> None:
    (problem,) = problems(f"{GOOD}{written} = '甲'\n")
    assert (problem.text.en, problem.place.line) == (f"There is no dataset.{written}.", 3)
    assert problem.remedy.en.startswith(f'Did you mean "{meant}"?')


def test_a_name_that_is_like_no_other_is_told_with_all_that_are_known() -> None:
    (problem,) = problems(f"{GOOD}[zzz]\n")
    assert (problem.text.en, problem.remedy.en) == ("There is no [zzz].", "Known are dataset, contact.")


def test_a_key_that_is_missing_is_asked_for_where_its_table_stands() -> None:
    (problem,) = problems("\n[dataset]\n")
    assert (problem.text.en, problem.place.line) == ("dataset.title is missing.", 2)
    assert problem.remedy.en == "Write the name of the data set in Chinese."


def test_a_placeholder_is_told_and_nothing_else_of_its_value() -> None:
    assert told('[dataset]\ntitle = "〈請填 甲乙丙丁戊己〉"\n') == [("placeholder-left", 2)]


def test_a_value_that_does_not_fit_is_shown_in_short() -> None:
    (problem,) = problems(f'[dataset]\ntitle = "{"甲" * 99}"\n')
    assert problem.text.en == f'dataset.title cannot be "{"甲" * 40}…".'


def test_a_list_that_is_none_is_told() -> None:
    assert told(f"{GOOD}words = 'a'\n") == [("not-a-list", 3)]


def test_what_is_no_text_in_a_list_is_told() -> None:
    assert told(f"{GOOD}words = ['a', 3]\n") == [("not-a-text", 3)]


@pytest.mark.parametrize("character", DIRECTION_CHARACTERS, ids=ascii)
def test_a_character_that_turns_the_writing_is_refused_on_its_line(character: str) -> None:
    assert told(f"{GOOD}words = [\n'a',\n'b{character}']\n") == [("direction-character", 5)]


@pytest.mark.parametrize("character", "\0\x07\x0b\x1b\x7f\x85\x9f", ids=ascii)
def test_a_control_character_is_refused_on_its_line(character: str) -> None:
    assert told(f"{GOOD}spatial = '{character}'\n") == [("control-character", 3)]


def test_such_a_character_misleads_in_a_comment_too() -> None:
    assert told(f"{GOOD}# a\u202eb\n") == [("direction-character", 3)]


@pytest.mark.parametrize(
    ("escape", "message"), [("\\u202e", "direction-character"), ("\\u0007", "control-character")]
)
def test_such_a_character_is_refused_behind_an_escape(escape: str, message: str) -> None:
    assert told(f'{GOOD}words = ["a{escape}b"]\n') == [(message, 3)]


def test_lines_are_those_of_the_parser_whatever_a_text_holds() -> None:
    assert told(f"# \u2028\n{GOOD}words = 3\n") == [("not-a-list", 4)]


def test_all_problems_are_told_at_once() -> None:
    found = told("[dataset]\nspatial = 3\nwords = 4\n[zzz]\n")
    assert found == [("key-missing", 1), ("value-wrong", 2), ("not-a-list", 3), ("name-unknown", 4)]


def test_what_is_wrong_is_no_value_for_rules_over_several_keys() -> None:
    file, _ = toml_file(b"[dataset]\ntitle = 3\nspatial = 'a'\n", "a.toml", FORM)
    assert file is not None
    assert (file.value("dataset", "title"), file.value("dataset", "spatial")) == (None, "a")


def test_no_text_is_longer_than_a_spreadsheets_cell() -> None:
    assert told(f'[dataset]\ntitle = "甲"\nspatial = "{"字" * 32_768}"\n') == [("text-too-long", 3)]
