"""Tables that people write: whatever the file holds, rows or problems with their lines come of it."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.crosswalk import CROSSWALK_FORM
from pipeline.corrections.reviewed import MARK_FORM
from pipeline.corrections.rows import CORRECTION_FORM
from pipeline.messages.catalogue import PlacedProblem, ProblemPlace
from pipeline.written.cells import DAY_CELL, QUOTED_CELL, one_of
from pipeline.written.csv import WrittenColumn, WrittenForm, written_rows
from pipeline.written.problems import without_unseen
from tests.written.texts import DIRECTION_CHARACTERS

FORM = WrittenForm(
    {
        "id": WrittenColumn(filled=True),
        "day": WrittenColumn(DAY_CELL, needed=False),
        "word": WrittenColumn(one_of(("accept",), "verdict-unknown"), needed=False),
        "old": WrittenColumn(QUOTED_CELL, needed=False),
        "note": WrittenColumn(needed=False),
    }
)
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=9)
FORMS = pytest.mark.parametrize("form", [CORRECTION_FORM, MARK_FORM, CROSSWALK_FORM])


def problems(text: str, form: WrittenForm = FORM) -> list[PlacedProblem]:
    return written_rows(text.encode(), "a.csv", form)[1]


@given(st.binary(max_size=60))
def test_bytes_give_rows_or_problems(content: bytes) -> None:
    rows, found = written_rows(content, "a.csv", FORM)
    assert rows or found or content.strip().startswith((b"id", b"\xef\xbb\xbfid"))
    assert all(one.place.line for one in found)


@FORMS
@given(st.binary(max_size=60))
def test_bytes_below_a_header_give_rows_or_problems(form: WrittenForm, content: bytes) -> None:
    header = ",".join(form.columns).encode() + b"\n"
    rows, found = written_rows(header + content, "a.csv", form)
    assert rows or found or not content.translate(None, b'\n\r\t\v\f ,"\x1c\x1d\x1e\x1f').strip()
    assert all(one.place.line for one in found)


@given(st.lists(st.tuples(CELL.filter(str.strip), CELL), max_size=4))
def test_cells_are_given_back_as_they_were_written(cells: list[tuple[str, str]]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    text = "id,note\n" + "".join(",".join(map(quoted, row)) + "\n" for row in cells)
    rows, found = written_rows(text.encode("utf-8-sig"), "a.csv", FORM)
    assert bool(found) == any(without_unseen(cell) != cell for row in cells for cell in row)
    assert [(row.cells["id"], row.cells["note"]) for row in rows] == cells


@pytest.mark.parametrize(("mark", "called"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_named(mark: str, called: str) -> None:
    (problem,) = problems(f'"id"{mark}note\n1{mark}"a{mark}b"\n')
    assert (problem.place.line, called in problem.text.en) == (1, True)


def test_a_header_that_is_none_is_told_once() -> None:
    assert [one.text.en for one in problems("1,a,b,c\n")] == ["The first row lacks the columns id."]


def test_a_misspelt_column_is_told_with_the_one_that_is_meant() -> None:
    (problem,) = problems("id,nots\n")
    assert problem.remedy.en.startswith('Did you mean "note"?')


def test_a_column_that_is_there_is_not_offered_for_another() -> None:
    (problem,) = problems("id,note,nots\n")
    assert problem.remedy.en == "Delete the column."


def test_remarks_are_sent_to_their_column() -> None:
    (problem,) = problems("old_id,new_id,verdict,who\n", CROSSWALK_FORM)
    assert "column note" in problem.remedy.en


def test_a_file_without_rows_is_a_table_where_it_may_be() -> None:
    assert problems("", CROSSWALK_FORM) == []
    assert [one.id for one in problems("")] == ["columns-missing"]


def test_a_cell_that_has_to_be_filled_is_missed() -> None:
    (problem,) = problems("id,note\n ,a\n")
    assert (problem.id, problem.place) == ("cell-empty", ProblemPlace("a.csv", 2, "id"))


@pytest.mark.parametrize(("text", "wrong"), [("字" * 32_767, []), ("𠮷" * 16_384, ["text-too-long"])])
def test_no_cell_is_longer_than_a_spreadsheets(text: str, wrong: list[str]) -> None:
    assert [one.id for one in problems(f"id,note\na,{text}\n")] == wrong


def test_a_cell_that_repeats_a_document_may_be_as_long_as_that() -> None:
    assert problems("id,old\na," + "字" * 40_000) == []


def test_a_cell_beyond_what_a_parser_takes_is_told_in_words() -> None:
    # What reads published tables lets them be longer, for the whole process.
    limit = csv.field_size_limit(131_072)
    try:
        assert [one.id for one in problems('id,note\na,"' + "字" * 200_000)] == ["cell-endless"]
    finally:
        csv.field_size_limit(limit)


@pytest.mark.parametrize("form", [CORRECTION_FORM, MARK_FORM])
def test_a_name_is_no_longer_than_any_name(form: WrittenForm) -> None:
    header, name = ",".join(form.columns), "王" * 201
    row = ",".join(name if column == "who" else "" for column in form.columns)
    assert "text-too-long" in {one.id for one in problems(f"{header}\n{row}\n", form)}


def test_an_empty_cell_of_a_kind_is_none() -> None:
    assert problems("id,day,word\na,,\n") == []


def test_a_cell_that_is_none_of_its_kind_is_told_in_the_kinds_words() -> None:
    assert [one.id for one in problems("id,day,word\na,soon,maybe\n")] == ["not-a-day", "verdict-unknown"]


@pytest.mark.parametrize("character", DIRECTION_CHARACTERS, ids=ascii)
def test_a_character_that_turns_the_writing_is_refused(character: str) -> None:
    (problem,) = problems(f"id,note\na,b\nc,d{character}e\n")
    assert (problem.id, problem.place) == ("direction-character", ProblemPlace("a.csv", 3, "note"))
    assert f"U+{ord(character):04X}" in problem.text.en
    assert character not in problem.line().both


@pytest.mark.parametrize("character", "\0\x07\x0b\x1b\x7f\x85\x9f", ids=ascii)
def test_a_control_character_is_refused(character: str) -> None:
    (problem,) = problems(f"id,note\na,b{character}\n")
    assert (problem.id, problem.place.line) == ("control-character", 2)


def test_tabs_and_line_ends_within_a_cell_do_no_harm() -> None:
    assert problems('id,note\r\na,"b\tc\r\nd"\r\n') == []


def test_a_cell_that_quotes_a_document_may_hold_anything() -> None:
    assert problems("id,old\na,b\u202e\x0bc\n") == []


@FORMS
def test_what_people_write_is_refused_with_such_characters_in_every_column(form: WrittenForm) -> None:
    for name, column in form.columns.items():
        row = ",".join("a\u202eb" if one == name else "" for one in form.columns)
        found = {one.id for one in problems(f"{','.join(form.columns)}\n{row}\n", form)}
        assert ("direction-character" in found) != column.kind.quoted, name


def test_all_problems_are_told_at_once() -> None:
    found = problems("id,day\n,x\na,2026-03-05,b\nc,y\n")
    assert [one.place.line for one in found] == [2, 2, 3, 4]
