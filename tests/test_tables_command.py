"""``workplan tables`` and the function behind it."""

import json
from pathlib import Path

import pytest

import pipeline
from pipeline.commands import tables as command
from pipeline.errors import NotAPdfError, UnreadableError, UsageError
from tests.calling import Call, caller
from tests.tables.fixtures import PROSE, page, pdf

ONE = "#table(columns: 2, [a], [b], [1], [2])\n"


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd, "tables")


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf(page(ONE)))
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.pdf"
    path.write_bytes(pdf(page(ONE + PROSE + "\n#pagebreak()\n" + PROSE + "\n" + ONE.replace("[a]", "[c]"))))
    return path


def test_a_program_gets_json(call: Call, one: Path) -> None:
    found = call(one)

    assert (found.code, found.err) == (0, "")
    assert [cell["text"] for cell in json.loads(found.out)["tables"][0]["cells"]] == ["a", "b", "1", "2"]


def test_a_person_gets_tables(call: Call, one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "on_terminal", lambda: True)
    found = call(one)

    assert "t1  p. 1  2 x 2" in found.out
    assert "│" in found.out


def test_csv_of_one_table(call: Call, one: Path) -> None:
    assert call(one, "--format", "csv").out == "\ufeffa,b\n1,2\n"


def test_csv_of_one_of_several(call: Call, two: Path, tmp_path: Path) -> None:
    target = tmp_path / "second.csv"

    assert call(two, "--table", "2", "-o", target).code == 0
    assert target.read_text(encoding="utf-8-sig").startswith("c,b\n")


def test_csv_of_all_into_a_folder(call: Call, two: Path, tmp_path: Path) -> None:
    assert call(two, "-o", tmp_path / "out").code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["t1.csv", "t2.csv"]


def test_json_into_a_file(call: Call, two: Path, tmp_path: Path) -> None:
    assert call(two, "-o", tmp_path / "all.json").out == ""
    assert len(json.loads((tmp_path / "all.json").read_bytes())["tables"]) == 2


@pytest.mark.parametrize(
    "arguments",
    [["--format", "csv"], ["--table", "3"], ["--pages", "7"], ["--format", "terminal", "-o", "x"]],
)
def test_what_cannot_be_done_is_said_in_one_line(call: Call, two: Path, arguments: list[str]) -> None:
    found = call(two, *arguments)

    assert (found.code, found.out) == (2, "")
    assert found.err.count("\n") == 1
    assert " | " not in found.err


def test_pages_can_be_chosen(call: Call, two: Path) -> None:
    (table,) = json.loads(call(two, "--pages", "2").out)["tables"]

    assert table["pages"] == [2]


def test_both_engines_agree(call: Call, two: Path) -> None:
    first, second = (json.loads(call(two, "--reader", name).out) for name in ("pdfium", "pdfplumber"))

    assert [[cell["text"] for cell in table["cells"]] for table in first["tables"]] == [
        [cell["text"] for cell in table["cells"]] for table in second["tables"]
    ]


@pytest.mark.parametrize("form", ["json", "csv", "terminal"])
def test_a_file_without_tables_is_said_in_one_line(call: Call, tmp_path: Path, form: str) -> None:
    path = tmp_path / "prose.pdf"
    path.write_bytes(pdf(page(PROSE)))
    found = call(path, "--format", form)

    assert found.code == 0
    assert found.err == "prose.pdf holds no table.\n"
    assert (json.loads(found.out)["tables"] if form == "json" else found.out) in ([], "")


def test_errors_are_those_of_the_other_commands(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    assert call(path).code == UnreadableError.exit_code
    path.write_bytes(b"")
    assert call(path).code == NotAPdfError.exit_code


def test_the_function_gives_cells_with_their_places(two: Path) -> None:
    found = pipeline.tables(two)

    assert found.source.pages == 2
    assert [table.id for table in found.tables] == ["t1", "t2"]
    assert found.tables[1].cells[0].spans[0].page == 2
    with pytest.raises(UsageError):
        pipeline.tables(two, pages=(3, 2))
