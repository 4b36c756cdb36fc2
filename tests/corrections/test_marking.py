"""A mark more or less, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.reviewed import MARK_COLUMNS, Mark, parse_marks
from pipeline.corrections.written_rows import marked, unmarked
from pipeline.normalizers.text import BYTE_ORDER_MARK
from pipeline.written.problems import one_line, without_unseen

HEADER = ",".join(MARK_COLUMNS)
OLD, NEW = "0" * 64, "f" * 64
WANG = Mark(0, "a-112-1", NEW, "王小明", "2026-03-06")
OTHERS = f'"a-112-2",{OLD},李四,115/3/5\n\n a-112-1 ,{OLD},"李\n四",2026/3/5\n'


def test_a_new_file_has_a_byte_order_mark_and_the_columns() -> None:
    content = marked(b"", WANG)
    assert content.startswith(BYTE_ORDER_MARK + HEADER.encode() + b"\n")
    assert [one.values for one in parse_marks(content)] == [WANG.values]


def test_a_persons_newer_mark_takes_the_place_of_the_older() -> None:
    content = f"{HEADER}\na-112-1,{OLD},王小明,2026-03-05\n{OTHERS}".encode()
    assert marked(content, WANG) == f"{HEADER}\n{OTHERS}{','.join(WANG.values)}\n".encode()


def test_the_same_mark_again_changes_nothing() -> None:
    content = f"{HEADER}\na-112-1,{NEW},王小明,115/3/6\n{OTHERS}".encode()
    assert marked(content, WANG) == content


def test_another_persons_mark_is_a_row_of_its_own() -> None:
    content = f"{HEADER}\n{OTHERS}".encode()
    assert [one.who for one in parse_marks(marked(content, WANG))] == ["李四", "李 四", "王小明"]


def test_a_mark_that_is_taken_back_leaves_the_bytes_of_all_others() -> None:
    for ending in ("\n", "\r\n"):
        before = f"\ufeff{HEADER}\n{OTHERS}".replace("\n", ending).encode()
        assert unmarked(marked(before, WANG), "a-112-1", "王小明") == before


def test_nothing_is_taken_back_of_anothers() -> None:
    content = f"{HEADER}\n{OTHERS}".encode()
    assert unmarked(content, "a-112-1", "王小明") == content


CELL = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=5)
    .map(one_line)
    .filter(lambda text: without_unseen(text) == text)
)
MARKS = st.builds(Mark, st.just(0), CELL, st.sampled_from([OLD, NEW]), CELL, st.just("2026-03-05"))


@given(st.lists(MARKS.filter(lambda one: bool(one.item_id and one.who)), max_size=6))
def test_what_was_marked_last_by_each_person_is_what_is_read(marks: list[Mark]) -> None:
    content = b""
    for one in marks:
        content = marked(content, one)
    last = {(one.item_id, one.who): one.values for one in marks}
    assert {one.values for one in parse_marks(content)} == set(last.values()) if content else not marks
