import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from pipeline.exporters.columns import FlatColumn, FlatTable, Row
from pipeline.exporters.csv_form import CsvForm, csv_bytes, protected, restored, spreadsheet_change

TABLE = FlatTable(
    "items",
    "",
    "",
    "",
    (FlatColumn("text", "文字", "", ""), FlatColumn("amount", "金額", "", "", type="integer")),
    ("text",),
)
FORMULAS = ("=1+1", "+886", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "－5", "－依規定")
VALUES = (
    "(1)", "（1）", "1.", "1.10", "007", "1,000", "8,359", "50%", "1E5", "1e-3", "12345678901234567890", ".5",
    "1-2", "1/2", "1 1/2", "113/5/20", "113-05-20", "2024-05-20", "20.05.2024", "1.2.1", "5月20日", "113年5月20日",
    "113年", "9:00", "1:", "上午9:00", "5-Mar", "May 2024", "TRUE", "false", "#N/A", "NT$16,000", "$5", " 12", "１２",
    "40元",
)  # fmt: skip
KEPT = (
    "里幹事", "1. 宣導", "(1)每月一次。", "一、", "(一)", "1", "40", "2.1", "112年度", "每人16,000元", "－", "-",
    "a-112-1", "'", "b1 b4", "市府統籌款", "0", "0.5", "15日內", "社會救助法第12條",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_is_told(text: str) -> None:
    assert spreadsheet_change(text) == "formula"


@pytest.mark.parametrize("text", VALUES)
def test_a_text_that_becomes_another_value_is_told(text: str) -> None:
    assert spreadsheet_change(text) == "value"


@pytest.mark.parametrize("text", [*KEPT, ""])
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


@pytest.mark.parametrize("language", [1028, 1033], ids=["zh-TW", "en-US"])
def test_libreoffice_changes_only_what_is_told_and_nothing_that_is_protected(
    language: int, tmp_path: Path
) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    texts = [text for text in (*FORMULAS, *VALUES, *KEPT) if text.isprintable()]
    told = {text for text in texts if spreadsheet_change(text)}
    lines = "".join(f'"{text}","{protected(text)}"\n' for text in texts)
    (tmp_path / "in.csv").write_text(lines, encoding="utf-8", newline="\n")
    # Comma, quote, UTF-8, from line 1; numbers and dates are looked for, as when a person opens the file.
    options = f"--infilter=CSV:44,34,76,1,,{language},false,true,false"
    command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", options]
    subprocess.run(  # noqa: S603 - a program of the system
        [*command, "--convert-to", "xlsx", "--outdir", tmp_path, tmp_path / "in.csv"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read = load_workbook(tmp_path / "in.xlsx").get_sheet_by_index(0).to_python()
    changed = {text for text, row in zip(texts, read, strict=True) if shown(row[0]) != text}
    assert {"(1)", "1.10", "007", "8,359", "=1+1", "1E5"} <= changed <= told
    assert [shown(row[1]) for row in read] == list(map(protected, texts))


def shown(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
