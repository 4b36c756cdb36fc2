"""Tables that people write: whatever the file holds, rows or problems with their lines come of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalizers.written_tables import TableForm, written_rows

FORM = TableForm(("id", "note"), ("id",), ("Write id.", "請寫 id。"), ("Delete it.", "請刪除。"))
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=9)


@given(st.binary(max_size=60))
def test_bytes_give_rows_or_problems(content: bytes) -> None:
    rows, problems = written_rows(content, "a.csv", FORM)
    assert rows or problems or content.strip().startswith((b"id", b"\xef\xbb\xbfid"))
    assert all(one.line for one in problems)


@given(st.lists(st.tuples(CELL.filter(str.strip), CELL), max_size=4))
def test_cells_are_given_back_as_they_were_written(cells: list[tuple[str, str]]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    text = "id,note\n" + "".join(",".join(map(quoted, row)) + "\n" for row in cells)
    rows, problems = written_rows(text.encode("utf-8-sig"), "a.csv", FORM)
    assert not problems
    assert [(row.cells["id"], row.cells["note"]) for row in rows] == cells


@pytest.mark.parametrize(("mark", "called"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_named(mark: str, called: str) -> None:
    rows, (problem,) = written_rows(f'"id"{mark}note\n1{mark}"a{mark}b"\n'.encode(), "a.csv", FORM)
    assert rows == []
    assert (problem.line, called in problem.cause_en) == (1, True)


def test_a_header_that_is_none_is_told_once() -> None:
    _, problems = written_rows(b"1,a,b,c\n", "a.csv", FORM)
    assert [one.cause_en for one in problems] == ["The first row lacks the columns id."]
