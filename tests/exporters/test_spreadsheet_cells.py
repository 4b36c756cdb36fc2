import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exporters.columns import Column, Row, Table
from pipeline.exporters.csv_form import CsvForm, csv_bytes, protected, restored
from pipeline.exporters.spreadsheet_cells import spreadsheet_change

TABLE = Table(
    "items",
    "",
    "",
    "",
    (Column("text", "文字", "", ""), Column("amount", "金額", "", "", type="integer")),
    ("text",),
)


@pytest.mark.parametrize(
    "text", ["=1+1", "+886", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "－5", "－依規定"]
)
def test_a_text_that_begins_like_a_formula_is_told(text: str) -> None:
    assert spreadsheet_change(text) == "formula"


@pytest.mark.parametrize(
    "text",
    [
        "(1)", "（1）", "1.", "1.10", "007", "1,000", "8,359", "50%", "1E5", "1e-3", "12345678901234567890", ".5",
        "1-2", "1/2", "1 1/2", "113/5/20", "113-05-20", "2024-05-20", "20.05.2024", "5月20日", "113年5月20日", "113年",
        "9:00", "上午9:00", "5-Mar", "May 2024", "TRUE", "false", "#N/A", "NT$16,000", "$5", " 12", "１２", "40元",
    ],
)  # fmt: skip
def test_a_text_that_becomes_another_value_is_told(text: str) -> None:
    assert spreadsheet_change(text) == "value"


@pytest.mark.parametrize(
    "text",
    [
        "里幹事", "1. 宣導", "(1)每月一次。", "一、", "(一)", "1", "40", "2.1", "1.2.1", "112年度", "每人16,000元",
        "－", "-", "a-112-1", "'", "b1 b4", "市府統籌款", "0", "0.5", "15日內", "社會救助法第12條", "",
    ],
)  # fmt: skip
def test_a_text_that_stays_is_not_told(text: str) -> None:
    assert spreadsheet_change(text) is None


@given(st.text() | st.text("'=+-@\t\r(1)/.0%"))
def test_a_protected_cell_gives_its_text_back(text: str) -> None:
    cell = protected(text)
    assert restored(cell) == text
    assert spreadsheet_change(cell) is None


def test_a_safe_csv_escapes_text_and_leaves_numbers_alone() -> None:
    rows: list[Row] = [{"text": text, "amount": -5} for text in ("=1+1", "'quoted", "(1)", "里幹事", None)]
    content = csv_bytes(TABLE, rows, CsvForm(bom=False, safe=True)).decode()
    assert content == "text,amount\n'=1+1,-5\n''quoted,-5\n'(1),-5\n里幹事,-5\n,-5\n"
    assert csv_bytes(TABLE, rows, CsvForm(bom=False)).decode() == content.replace("'", "", 1).replace(
        "''", "'"
    ).replace("'(", "(")


def test_the_header_may_be_chinese_and_the_mark_left_out() -> None:
    assert csv_bytes(TABLE, [], CsvForm(header="zh-TW")) == b"\xef\xbb\xbf" + "文字,金額\n".encode()
    assert csv_bytes(TABLE, [], CsvForm(bom=False)) == b"text,amount\n"
    assert (CsvForm().encoding, CsvForm(bom=False).encoding) == ("utf-8-sig", "utf-8")
