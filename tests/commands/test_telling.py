"""How much commands tell, and their results as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import api
from pipeline.commands.language import speaking
from pipeline.commands.live import shown_stages
from pipeline.commands.run_told import totals, where_and_next
from pipeline.folder.report import InputReport, PlanReport, RunReport
from pipeline.folder.text_tables import PLANS
from pipeline.folder.volumes import FILES_OVER_ALL
from pipeline.messages.wording import same
from pipeline.processes import Stage
from tests.calling import Call, caller
from tests.contract import FakeFiles

PLAN = PlanReport("p-112", "p-112", 2, 1180, 40, 3)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.fixture
def out(call: Call, files: FakeFiles, tmp_path: Path) -> Path:
    """An output folder with a plan."""
    call("run", files.write("a.pdf", **{"p-112": 2}), "-o", tmp_path / "out")
    return tmp_path / "out"


def shape(value: Any) -> Any:
    """Keys of a document, all levels, and the kinds of what they hold."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def report(*inputs: InputReport) -> RunReport:
    return RunReport("1", {}, inputs)


def test_totals_count_each_file_once() -> None:
    found = {"warning": 2, "info": 1}
    first = InputReport("a.pdf", plans=(PLAN,), findings_by_severity=found)
    twin = InputReport("b.pdf", outcome="duplicate", plans=(PLAN,), findings_by_severity=found)
    told = totals(report(first, twin))
    assert told.en == "In all: plans 1, items 1,180, budgets 40; findings: error 0, warning 2, info 1."
    assert told.zh == "合計：計畫 1、項目 1,180、預算 40；檢核發現：錯誤 0、警告 2、提示 1。"


def test_where_the_files_are_and_what_comes_next() -> None:
    lines = [line.en for line in where_and_next(report(InputReport("a.pdf", plans=(PLAN,))), "my out/")]
    assert "my out:" in lines[0]
    assert 'workplan check "my out"' in lines[1]


def test_nothing_comes_next_where_nothing_was_had() -> None:
    failed = InputReport("a.pdf", outcome="failed", exit_code=3, message=same("m"))
    assert list(where_and_next(report(failed), "out")) == []


def test_a_terminal_is_told_totals_place_and_next_command(
    call: Call, files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.commands.run.on_terminal", lambda: True)
    found = call("run", files.write("a.pdf", **{"p-112": 1}), "-o", tmp_path / "out")
    assert "In all: plans 1, items 1" in found.out
    assert f"The files are in {tmp_path / 'out'}" in found.out
    assert "Next: workplan" in found.out


def test_quiet_tells_problems_only(
    call: Call, files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.commands.run.on_terminal", lambda: True)
    files.write("a.pdf", **{"p-112": 1})
    (files.folder / "notes.txt").write_text("x")
    (files.folder / "bad.pdf").write_bytes(b"no pdf")
    found = call("run", "-q", files.folder, "-o", tmp_path / "out")
    assert found.out == ""
    assert len(found.err.splitlines()) == 1
    assert "bad.pdf" in found.err


def test_verbose_tells_each_file_wherever_it_goes(call: Call, files: FakeFiles, tmp_path: Path) -> None:
    found = call("run", "-v", files.write("a.pdf", **{"p-112": 1}), "-o", tmp_path / "out")
    assert "a.pdf: done" in found.out
    assert "In all:" in found.out


@pytest.mark.parametrize("command", ["run x", "publish x", "check x", "compare a b"])
def test_less_and_more_do_not_go_together(call: Call, command: str) -> None:
    found = call(*command.split(), "-q", "-v")
    assert found.code == 2
    assert "-q and -v" in found.err


def test_files_that_are_passed_over_are_counted_and_named(
    call: Call, files: FakeFiles, tmp_path: Path
) -> None:
    files.write("a.pdf", **{"p-112": 1})
    for name in ("b.txt", "below/c.csv", ".hidden", "results/.workplan/x", "results/items.csv"):
        path = files.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found = call("run", files.folder, "-o", tmp_path / "out")
    assert found.code == 0
    (line,) = found.err.splitlines()
    assert line.startswith("Passed over 2 files")
    assert "b.txt" in line
    assert "c.csv" in line


def test_each_conflict_is_one_short_line_and_the_remedy_is_told_once(
    call: Call, files: FakeFiles, tmp_path: Path
) -> None:
    files.write("a.pdf", **{"p-112": 1, "q-112": 1})
    files.write("b.pdf", **{"p-112": 2, "q-112": 2})
    found = call("run", files.folder, "-o", tmp_path / "out")
    lines = found.err.splitlines()
    assert [line.startswith("Conflict: ") for line in lines] == [True, True, False]
    assert sum("--edition" in line for line in lines) == 1


RUN_SHAPE = {
    "version": "str",
    "options": {
        "reader": "str",
        "ocr": "str",
        "verify": "bool",
        "single": "bool",
        "agency": "NoneType",
        "year": "NoneType",
        "edition": "NoneType",
        "unit": "NoneType",
        "profile": "NoneType",
    },
    "exit_code": "int",
    "stopped": "bool",
    "fail_on": "NoneType",
    "inputs": [
        {
            "path": "str",
            "sha256": "str",
            "outcome": "str",
            "exit_code": "int",
            "message": {"zh": "str", "en": "str"},
            "same_as": "NoneType",
            "pages": "NoneType",
            "unread_pages": [],
            "plans": [],
            "items": "int",
            "findings": "int",
            "findings_by_rule": {},
            "findings_by_severity": {},
            "seconds": "float",
            "peak_memory_mb": "NoneType",
            "retries": "int",
            "resumed": "bool",
        }
    ],
    "conflicts": [],
    "problems": [],
    "passed_over": [],
}


def test_a_run_as_json(call: Call, files: FakeFiles, tmp_path: Path) -> None:
    (files.folder / "bad.pdf").write_bytes(b"no pdf")
    found = call("run", "--json", files.folder, "-o", tmp_path / "out")
    told = json.loads(found.out)
    told["inputs"][0]["peak_memory_mb"] = None  # known or not, by what the process is watched with
    assert shape(told) == RUN_SHAPE
    assert found.code == told["exit_code"] == 3
    assert found.out.encode() == (tmp_path / "out" / ".workplan" / "run.json").read_bytes()


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_json_is_the_same_in_every_language(call: Call, out: Path, language: str) -> None:
    found = call("publish", out, "--json", "--lang", language)
    assert json.loads(found.out) == {"folder": str(out), "exit_code": 0, "problems": [], "notes": []}


def test_a_check_as_json(call: Call, out: Path) -> None:
    found = call("check", out, "--json")
    told = json.loads(found.out)
    assert list(told) == [
        "folder", "passed", "exit_code", "counts", "rule_counts", "results", "judged", "unjudged",
    ]  # fmt: skip
    assert found.code == told["exit_code"]
    assert call("check", out, "--format", "json").out == found.out


def test_json_and_another_form_do_not_go_together(call: Call, out: Path) -> None:
    assert call("check", out, "--json", "--format", "text").code == 2


def test_a_quiet_check_tells_no_sums_and_a_verbose_one_the_rules_that_hold(call: Call, out: Path) -> None:
    quiet, normal, verbose = (call("check", out, *more).out for more in (("-q",), (), ("-v",)))
    assert "rules judged" not in quiet
    assert "[info]" not in quiet
    assert "rules judged" in normal
    assert "[holds]" in verbose


COMPARISON_SHAPE = {
    "output": "str",
    "exit_code": "int",
    "comparisons": [
        {
            "folder": "str",
            "old": {
                "label": "str",
                "plan_ids": ["str"],
                "agency": "str",
                "year_roc": "int",
                "source": "str",
                "items": "int",
            },
            "new": {
                "label": "str",
                "plan_ids": ["str"],
                "agency": "str",
                "year_roc": "int",
                "source": "str",
                "items": "int",
            },
            "counts": {"unchanged": "int"},
            "uncertain": "int",
        }
    ],
    "findings": [
        {
            "rule": "str",
            "severity": "str",
            "old": "str",
            "new": "str",
            "message": {"zh": "str", "en": "str"},
        }
    ],
    "problems": [],
}


def test_a_comparison_as_json(call: Call, out: Path, tmp_path: Path) -> None:
    plan = out / "p-112" / "plan.json"
    found = call("compare", plan, plan, "-o", tmp_path / "c", "--json")
    told = json.loads(found.out)
    assert shape(told) == COMPARISON_SHAPE
    assert told["findings"][0]["rule"] == "same-plan"
    assert call("compare", plan, plan, "-o", tmp_path / "c", "-q").out == ""


def test_a_publication_is_followed_part_by_part(out: Path) -> None:
    seen: list[Stage] = []
    assert api.publish(out, header="zh-TW", follow=seen.append) == ()
    plans = [one for one in seen if one.doing == PLANS]
    assert [(one.done, one.total) for one in plans] == [(0, 1), (1, 1)]
    books = [one for one in seen if one.doing == FILES_OVER_ALL]
    assert [one.done for one in books] == list(range(books[0].total + 1))


def test_a_terminal_shows_the_stage_in_its_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipeline.commands.live.on_terminal", lambda: True)
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    with speaking("zh"), shown_stages() as follow:
        follow(Stage(PLANS, 1, 2))
    shown = capsys.readouterr().err
    assert PLANS.zh in shown
    assert "1/2" in shown
