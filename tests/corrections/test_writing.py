"""A row more, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.rows import CORRECTION_COLUMNS, CorrectionRow, parse_corrections
from pipeline.corrections.written_rows import appended
from pipeline.normalizers.text import BYTE_ORDER_MARK
from pipeline.written.problems import without_unseen

ROW = CorrectionRow(0, "a-112-2", "extra[備註]", "", '含,與"', "漏字", "王小明", "2026-03-05")
FIRST = "a-112-1,extra[備註],舊,新,漏字,王小明,115/3/5"
HEADER = ",".join(CORRECTION_COLUMNS)


def test_a_new_file_has_a_byte_order_mark_and_the_columns() -> None:
    content = appended(b"", ROW)
    assert content.startswith(BYTE_ORDER_MARK + HEADER.encode() + b"\n")
    assert [one.item_id for one in parse_corrections(content)] == ["a-112-2"]


def test_other_rows_stay_byte_for_byte() -> None:
    for before in (f"{HEADER}\n{FIRST}\n", f"\ufeff{HEADER}\r\n{FIRST}\r\n"):
        after = appended(before.encode(), ROW)
        assert after.startswith(before.encode())
        assert after.removeprefix(before.encode()).endswith(b"\r\n") == ("\r\n" in before)


def test_a_last_line_without_an_end_gets_one() -> None:
    after = appended(f"{HEADER}\r\n{FIRST}".encode(), ROW)
    assert [one.line for one in parse_corrections(after)] == [2, 3]
    assert after.count(b"\r\n") == after.count(b"\n") == 3


def test_the_cells_stand_in_the_files_own_order() -> None:
    after = appended(f"{','.join(reversed(CORRECTION_COLUMNS))},\n".encode(), ROW).decode()
    assert after.splitlines()[1].startswith("2026-03-05,王小明,漏字,")


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=9).filter(
    lambda text: without_unseen(text) == text
)


@given(CELL, CELL)
def test_what_is_written_is_what_is_read(old: str, new: str) -> None:
    row = CorrectionRow(
        2, "a-112-1", "extra[備註]", old, new + "。" * (old == new), "漏字", "王小明", "2026-03-05"
    )
    assert parse_corrections(appended(b"", row)) == (row,)
