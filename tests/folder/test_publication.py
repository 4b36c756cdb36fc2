"""What lies in an output folder, published in every format."""

import contextlib
import csv
import hashlib
import io
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import api
from pipeline.errors import UnreadableError, UsageError
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.files import write_plan
from pipeline.exporters.tables import TABLES
from pipeline.folder.lock import STATE_FOLDER
from pipeline.metadata.release import Release, ReleasedFile
from pipeline.runs.runner import publish_folder
from tests.contract import FakeFiles, budget, extraction, item, level, plan, section, step
from tests.contract import finding as found
from tests.corrections.cases import document as rich_document

OF_TABLES = {
    *(f"{name}.csv" for name in TABLES),
    *(f"jsonl/{name}.jsonl" for name in TABLES),
    *(f"parquet/{name}.parquet" for name in TABLES),
    "datapackage.json",
    "manifest.json",
    "workplan.xlsx",
    "workplan.ods",
    "workplan.sqlite",
    "datasette.json",
}


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STATE_FOLDER not in path.parts
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An output folder with two plans and nothing else."""
    pests = item("b-113-1", implementation=(step("1.", "辦理農田鼠害防治。", number=1),), budget_ids=("b1",))
    other = plan("b-113", section("s1", (pests,), (budget("b1", "b-113-1"),)), year_roc=113, year=2024)
    for document in (rich_document(), *extraction(other, findings=(found("f1"),)).documents()):
        write_plan(document, tmp_path / "out" / document.plan.id)
    return tmp_path / "out"


def test_everything_is_there(folder: Path) -> None:
    assert api.publish(folder) == ()
    assert {name for name in content(folder) if not name.startswith(("a-112/", "b-113/"))} == OF_TABLES
    assert (folder / "items.csv").read_bytes().count(b"\n") > 4


def test_two_processes_write_the_same_bytes(folder: Path) -> None:
    api.publish(folder, csv_safe=True, header="zh-TW")
    before = content(folder)
    for name in OF_TABLES:
        (folder / name).unlink()
    code = "import sys; from pipeline import publish; publish(sys.argv[1], csv_safe=True, header='zh-TW')"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Taipei"}
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, folder], check=True, env=environment, cwd=Path(__file__).parents[2]
    )
    after = content(folder)
    assert {name for name in before | after if before.get(name) != after.get(name)} == set()


def test_files_that_stay_the_same_are_not_written_again(folder: Path) -> None:
    api.publish(folder)
    for name in content(folder):
        os.utime(folder / name, ns=(1, 1))
    api.publish(folder)
    assert {(folder / name).stat().st_mtime_ns for name in content(folder)} == {1}
    api.publish(folder, bom=False)
    touched = {name for name in content(folder) if (folder / name).stat().st_mtime_ns != 1}
    described = {"datapackage.json", "manifest.json"}
    assert touched == {name for name in content(folder) if name.endswith(".csv")} | described


def test_the_form_holds_for_all_csv_files(folder: Path) -> None:
    api.publish(folder, bom=False, header="zh-TW", csv_safe=True)
    for path in ("steps.csv", "a-112/steps.csv"):
        lines = (folder / path).read_text(encoding="utf-8").split("\n")
        assert lines[0].startswith("計畫識別碼,項目識別碼,")
        assert ",'(1)," in lines[3]
    assert (
        json.loads((folder / "jsonl" / "steps.jsonl").read_text(encoding="utf-8").split("\n")[2])["label"]
        == "(1)"
    )


def test_a_run_writes_the_form_asked_for(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 1})
    assert api.run(files.folder, tmp_path / "out", bom=False, header="zh-TW", csv_safe=True).exit_code == 0
    for path in ("items.csv", "p-112/items.csv"):
        assert (tmp_path / "out" / path).read_bytes().startswith("項目識別碼,".encode())


def test_publishing_after_a_run_changes_nothing(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 1, "q-112": 2})
    files.write("b.pdf", **{"q-112": 1})
    api.run(files.folder, tmp_path / "out")
    before = content(tmp_path / "out")
    assert api.publish(tmp_path / "out") == ()
    assert content(tmp_path / "out") == before
    assert b"q-112" not in before["jsonl/items.jsonl"]


def test_a_damaged_plan_is_told_and_the_others_are_published(folder: Path) -> None:
    data = json.loads((folder / "a-112" / "plan.json").read_bytes())
    del data["plan"]["title"]
    (folder / "a-112" / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    (problem,) = api.publish(folder)
    assert problem.exit_code == UnreadableError.exit_code
    assert "a-112" in problem.message.both
    assert b"b-113-1" in (folder / "items.csv").read_bytes()


@pytest.mark.parametrize("text", ["a\x07b", "a\rb", "a\x85b", "a\x7fb", "a\uffffb", "\\\x1b"], ids=ascii)
@pytest.mark.parametrize("escaped", [True, False])
def test_a_plan_with_what_no_reader_gives_is_damaged(folder: Path, text: str, escaped: bool) -> None:
    data = json.loads((folder / "a-112" / "plan.json").read_bytes())
    data["plan"]["title"] = text
    (folder / "a-112" / "plan.json").write_text(json.dumps(data, ensure_ascii=escaped), encoding="utf-8")
    (problem,) = api.publish(folder)
    assert problem.exit_code == UnreadableError.exit_code
    assert "a-112" in problem.message.both
    assert set(content(folder)) >= OF_TABLES


@pytest.mark.parametrize("text", ["\\u0007", "a\\b", "a\nb\tc", "\ufffd", "😀é¿"], ids=ascii)
@pytest.mark.parametrize("escaped", [True, False])
def test_a_plan_with_backslashes_is_not(folder: Path, text: str, escaped: bool) -> None:
    data = json.loads((folder / "a-112" / "plan.json").read_bytes())
    data["plan"]["title"] = text
    (folder / "a-112" / "plan.json").write_text(json.dumps(data, ensure_ascii=escaped), encoding="utf-8")
    assert api.publish(folder) == ()


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        api.publish(tmp_path / "absent")
    with pytest.raises(UsageError, match="header 'de'"):
        api.publish(tmp_path, header="de")  # type: ignore[arg-type]


def test_files_that_describe_the_data_are_made_last_and_know_all_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ReleasedFile] = []

    def described(release: Release, _: object) -> dict[str, bytes]:
        seen.extend(release.files)
        return {"about.json": b"{}\n"}

    monkeypatch.setattr("pipeline.folder.publication.metadata_files", described)
    publish_folder(folder, CsvForm())
    assert {file.path: (file.bytes, file.sha256) for file in seen} == {
        name: (len(made), hashlib.sha256(made).hexdigest())
        for name, made in content(folder).items()
        if name != "about.json"
    }
    assert all(file.media_type for file in seen)


@pytest.mark.parametrize("name", ["jsonl", "parquet", "conflicts"])
def test_no_plan_takes_the_folder_of_something_else(files: FakeFiles, tmp_path: Path, name: str) -> None:
    files.write("a.pdf", **{name: 1})
    assert [one.outcome for one in api.run(files.folder, tmp_path / "out").inputs] == ["failed"]


def test_the_search_finds_words_of_two_characters_and_longer(folder: Path) -> None:
    api.publish(folder)
    search = json.loads((folder / "datasette.json").read_bytes())["databases"]["workplan"]["queries"][
        "search"
    ]
    indexed = (
        "SELECT item_id FROM items WHERE rowid IN (SELECT rowid FROM items_search WHERE items_search MATCH ?)"
    )
    with contextlib.closing(sqlite3.connect(folder / "workplan.sqlite")) as database:
        for words, item_ids in {
            "鼠害": ["b-113-1"],
            "農田鼠害防治": ["b-113-1"],
            "里幹": ["a-112-2", "a-112-3", "b-113-1"],
            "幹事工作會報": ["a-112-2", "a-112-3", "b-113-1"],
            "幹會": [],
        }.items():
            by_index = sorted(row[0] for row in database.execute(indexed, [f'"{words}"']))
            by_query = [row[0] for row in database.execute(search["sql"], {"words": words})]
            assert by_index == by_query == item_ids, words
        assert [row[0] for row in database.execute(search["sql"], {"words": "辦理農田鼠害防治。"})] == [
            "b-113-1"
        ]
        assert [row[0] for row in database.execute(search["sql"], {"words": "鼠"})] == ["b-113-1"]
        assert database.execute(search["sql"], {"words": ""}).fetchall() == []


@pytest.fixture
def datasette(folder: Path) -> Iterator[str]:
    """Address of a Datasette that serves the folder's database on the loopback interface."""
    api.publish(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "datasette", "serve", "-i", str(folder / "workplan.sqlite"))
    served = subprocess.Popen(  # noqa: S603 - a package of the environment
        [*command, "-m", str(folder / "datasette.json"), "-h", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"{address}/-/versions.json", timeout=5).close()  # noqa: S310 - loopback
                break
            assert served.poll() is None, "Datasette has ended"
            time.sleep(0.1)
        yield address
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(timeout=30)


def got(address: str, **query: str) -> Any:
    with urllib.request.urlopen(f"{address}?{urllib.parse.urlencode(query)}", timeout=30) as answer:  # noqa: S310
        return json.loads(answer.read())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_datasette_serves_the_database_and_finds_two_characters(datasette: str) -> None:
    box = got(f"{datasette}/workplan/items.json", _search="鼠害", _shape="objects")
    assert [row["item_id"] for row in box["rows"]] == ["b-113-1"]
    assert got(f"{datasette}/workplan/items.json", _search="里幹")["filtered_table_rows_count"] == 3
    assert got(f"{datasette}/workplan/items.json", _search="16,000")["filtered_table_rows_count"] == 0
    query = got(f"{datasette}/workplan/search.json", words="鼠害防治。", _shape="objects")
    assert [row["item_id"] for row in query["rows"]] == ["b-113-1"]
    totals = got(f"{datasette}/workplan/plan_totals.json", plan_id="b-113", _shape="objects")
    assert [(row["role"], row["amount_twd"]) for row in totals["rows"]] == [("current", 40_000)]
    with urllib.request.urlopen(f"{datasette}/workplan/items", timeout=30) as page:  # noqa: S310 - loopback
        assert b'name="_search"' in page.read()
    described = got(f"{datasette}/-/metadata.json")["databases"]["workplan"]["tables"]["items"]
    assert "item_id" in described["columns"]


def test_level_texts_are_searched_too(tmp_path: Path) -> None:
    one = item("c-112-1", plan_item=(level("1.", "登革熱防治", 1),), implementation=())
    write_plan(next(extraction(plan("c-112", section("s", (one,)))).documents()), tmp_path / "c-112")
    api.publish(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "workplan.sqlite")) as database:
        sql = "SELECT count(*) FROM items_search WHERE items_search MATCH '\"登革熱\"'"
        assert database.execute(sql).fetchone() == (1,)


def test_what_is_listed_for_the_web_holds_no_path_and_nothing_that_people_wrote(
    files: FakeFiles, tmp_path: Path
) -> None:
    files.write("a.pdf", **{"p-112": 1})
    out = tmp_path / "out"
    api.run(files.folder, out)
    first = next(csv.DictReader(io.StringIO((out / "items.csv").read_text("utf-8-sig"), newline="")))
    api.correct(out, first["item_id"], "plan_item[0].text", "召開會報", "漏字", "王小明", "2026-03-05")
    api.run(files.folder, out)
    listed = {one["path"] for one in json.loads((out / "manifest.json").read_bytes())["files"]}
    assert not listed & {"publisher.toml", "corrections.csv", "reviewed.csv"}
    assert not {one for one in listed if one.startswith((".workplan", "conflicts"))}
    assert not [one for one in listed if str(tmp_path).encode() in (out / one).read_bytes()]
