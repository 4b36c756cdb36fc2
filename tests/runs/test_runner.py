import csv
import errno
import hashlib
import io
import itertools
import json
import shutil
from pathlib import Path

import pytest

from pipeline.errors import ConflictError, UnwritableError
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.report import RunReport
from pipeline.reading.options import Options
from pipeline.runs.progress import Progress
from pipeline.runs.runner import STAGING_FOLDER, Conditions, run_files
from tests.contract import FakeFiles
from tests.here import Here

PLAN_FILES = {"budgets.csv", "items.csv", "mentions.csv", "plan.json", "steps.csv"}
ROOT_FILES = {
    "items.csv", "steps.csv", "budgets.csv", "mentions.csv", "totals.csv", "findings.csv", "sources.csv",
    "correction_log.csv", "jsonl", "parquet", "workplan.xlsx", "workplan.ods", "workplan.sqlite",
    "datasette.json", "datapackage.json", "manifest.json", STATE_FOLDER,
}  # fmt: skip


def run(
    files: FakeFiles,
    output: str,
    *inputs: Path,
    edition: str | None = None,
    force: bool = False,
    discard_edits: bool = False,
) -> RunReport:
    return run_files(
        inputs or [files.folder],
        files.folder.parent / output,
        Options(edition=edition),
        Here(),
        Conditions(force=force, discard_edits=discard_edits),
    )


def content(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder that is published."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STATE_FOLDER not in path.parts
    }


def folders(folder: Path) -> set[str]:
    return {path.parent.relative_to(folder).as_posix() for path in folder.rglob("plan.json")}


def left_over(folder: Path) -> list[Path]:
    """What a run keeps only while it goes on."""
    hidden = [path for path in folder.rglob(".*") if path.name != STATE_FOLDER]
    return [*hidden, *(folder / STATE_FOLDER / STAGING_FOLDER).glob("*")]


def short(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def column(path: Path, name: str) -> list[str]:
    return [
        row[name] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    ]


def hold(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file be as one that Excel has open on Windows."""
    opened = Path.open

    def refusing(self: Path, mode: str = "r", *args: object, **values: object) -> object:
        if self == held and "+" in mode:
            raise PermissionError(errno.EACCES, "held by another program", str(self))
        return opened(self, mode, *args, **values)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)


def test_every_plan_has_its_folder_and_the_tables_hold_all(files: FakeFiles, tmp_path: Path) -> None:
    files.write("z.pdf", **{"a-112": 2})
    files.write("deep/y.PDF", **{"c-113": 1, "b-112": 3})
    report = run(files, "out")
    assert report.exit_code == 0
    assert report.messages == ()
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {"a-112", "b-112", "c-113", *ROOT_FILES}
    assert {path.name for path in (out / "a-112").iterdir()} == PLAN_FILES
    plans = ["a-112", "a-112", "b-112", "b-112", "b-112", "c-113"]
    assert column(out / "items.csv", "plan_id") == plans
    assert column(out / "budgets.csv", "plan_id") == plans
    assert (out / "items.csv").read_bytes().count(b"\xef\xbb\xbf") == 1


def test_run_json_says_what_was_done(files: FakeFiles, tmp_path: Path) -> None:
    path = files.write("z.pdf", **{"a-112": 2, "b-112": 1})
    returned = run(files, "out", edition="draft")
    data = json.loads((tmp_path / "out" / ".workplan" / "run.json").read_text(encoding="utf-8"))
    assert data["options"] == {
        "reader": "pdfium",
        "ocr": "auto",
        "verify": False,
        "single": False,
        "agency": None,
        "year": None,
        "edition": "draft",
        "unit": None,
        "profile": None,
    }
    (only,) = data["inputs"]
    assert only["path"] == str(path)
    assert only["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (only["outcome"], only["pages"], only["items"], only["findings"]) == ("done", 2, 3, 1)
    assert only["seconds"] >= 0
    assert [plan["folder"] for plan in only["plans"]] == ["a-112-draft", "b-112-draft"]
    assert [(plan.items, plan.budgets, plan.sections) for plan in returned.plans] == [(2, 2, 1), (1, 1, 1)]


def test_the_same_input_gives_the_same_bytes_in_any_folder(files: FakeFiles, tmp_path: Path) -> None:
    files.write("z.pdf", **{"a-112": 2})
    run(files, "out")
    run(files, "elsewhere/deeper")
    run(files, "out")
    assert content(tmp_path / "out") == content(tmp_path / "elsewhere" / "deeper")
    assert str(tmp_path).encode() not in b"".join(content(tmp_path / "out").values())


def test_identical_files_are_done_once(files: FakeFiles, tmp_path: Path) -> None:
    first = files.write("a.pdf", **{"a-112": 2})
    files.write("b.pdf", **{"a-112": 2})
    report = run(files, "out")
    assert files.read == ["a.pdf"]
    assert [one.outcome for one in report.inputs] == ["done", "duplicate"]
    assert report.inputs[1].same_as == str(first)
    assert report.exit_code == 0
    assert folders(tmp_path / "out") == {"a-112"}


def test_the_name_kept_for_identical_files_does_not_depend_on_the_run(
    files: FakeFiles, tmp_path: Path
) -> None:
    a, b = files.write("a.pdf", **{"a-112": 2}), files.write("b.pdf", **{"a-112": 2})
    for output, order in (("one", [(b, a)]), ("two", [(a,), (b,)]), ("three", [(b,), (a,)])):
        for inputs in order:
            run(files, output, *inputs)
    assert content(tmp_path / "one") == content(tmp_path / "two") == content(tmp_path / "three")
    assert b'"file_name": "a.pdf"' in content(tmp_path / "one")["a-112/plan.json"]


def test_a_failing_duplicate_fails_like_the_first(files: FakeFiles) -> None:
    for name in ("a.pdf", "b.pdf"):
        (files.folder / name).write_bytes(b"no pdf")
    report = run(files, "out")
    assert [one.outcome for one in report.inputs] == ["failed", "failed"]
    assert report.exit_code == 3
    assert len(report.messages) == 1


def test_different_files_with_the_same_plan_are_kept_apart(files: FakeFiles, tmp_path: Path) -> None:
    a = files.write("a.pdf", **{"p1-112": 1, "p2-112": 1})
    b = files.write("b.pdf", **{"p2-112": 2})
    c = files.write("c.pdf", **{"p3-112": 1})
    report = run(files, "out")
    out = tmp_path / "out"
    assert folders(out) == {
        "p1-112", "p3-112", f"conflicts/p2-112-{short(a)}", f"conflicts/p2-112-{short(b)}",
    }  # fmt: skip
    assert {path.name for path in (out / f"conflicts/p2-112-{short(b)}").iterdir()} == PLAN_FILES
    assert column(out / "items.csv", "plan_id") == ["p1-112", "p3-112"]
    assert [one.outcome for one in report.inputs] == ["conflict", "conflict", "done"]
    assert report.exit_code == 10
    (message,) = report.messages
    assert all(part in message.both for part in (str(a), str(b), "p2-112", "--edition"))
    assert str(c) not in message.both
    assert "\n" not in message.both


def test_conflicts_alone_have_their_own_exit_code(files: FakeFiles) -> None:
    files.write("a.pdf", **{"p-112": 1})
    files.write("b.pdf", **{"p-112": 2})
    assert run(files, "out").exit_code == 9


@pytest.mark.slow
def test_the_result_depends_on_the_set_of_inputs_only(files: FakeFiles, tmp_path: Path) -> None:
    inputs = [
        files.write("a.pdf", **{"p1-112": 1, "p2-112": 1}),
        files.write("b.pdf", **{"p2-112": 2}),
        files.write("c.pdf", **{"p2-112": 3, "p3-112": 1}),
        files.write("d.pdf", **{"p4-112": 1}),
    ]
    run(files, "whole", *inputs)
    wanted = content(tmp_path / "whole")
    assert len(folders(tmp_path / "whole")) == 6
    for n, order in enumerate(itertools.permutations(inputs)):
        cut = 1 + n % 3
        run(files, str(n), *order[:cut])
        run(files, str(n), *order[cut:])
        assert content(tmp_path / str(n)) == wanted, (order, cut)
    for path in reversed(inputs):
        run(files, "single", path)
    assert content(tmp_path / "single") == wanted


def test_a_conflict_names_every_way_out() -> None:
    told = ConflictError("plan-in-several-files", files="", plan="", folder="").line()
    assert all(way in told.zh for way in ("--edition", "略去其一", "刪除 conflicts/"))
    assert all(way in told.en for way in ("--edition", "leave one out", "delete", "conflicts/"))


def test_an_edition_ends_the_conflict(files: FakeFiles, tmp_path: Path) -> None:
    a, b = files.write("a.pdf", **{"p-112": 1}), files.write("b.pdf", **{"p-112": 2})
    assert run(files, "out").exit_code == 9
    report = run(files, "out", b, edition="revised")
    assert report.exit_code == 0
    assert folders(tmp_path / "out") == {"p-112", "p-112-revised"}
    run(files, "other", b, edition="revised")
    run(files, "other", a)
    assert content(tmp_path / "out") == content(tmp_path / "other")


def test_leaving_one_out_ends_the_conflict(files: FakeFiles, tmp_path: Path) -> None:
    a, b = files.write("a.pdf", **{"p-112": 1}), files.write("b.pdf", **{"p-112": 2})
    run(files, "out")
    shutil.rmtree(tmp_path / "out" / "conflicts" / f"p-112-{short(a)}")
    assert run(files, "out", b).exit_code == 0
    assert folders(tmp_path / "out") == {"p-112"}
    assert not (tmp_path / "out" / "conflicts").exists()


def test_a_standing_conflict_is_told_by_every_run(files: FakeFiles) -> None:
    files.write("a.pdf", **{"p-112": 1})
    files.write("b.pdf", **{"p-112": 2})
    run(files, "out")
    other = files.write("c.pdf", **{"q-112": 1})
    report = run(files, "out", other)
    assert [one.outcome for one in report.inputs] == ["done"]
    assert report.exit_code == 10
    assert "a.pdf" in report.messages[0].both


def test_a_plan_twice_in_one_file_loses_neither(files: FakeFiles, tmp_path: Path) -> None:
    path = files.write("a.pdf", **{"p-112": 1})
    twice = files.extract(path, Options())
    twice = twice.model_copy(update={"plans": twice.plans * 2})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.runs.work.extract_file", lambda *_: twice)
        for _ in range(2):
            report = run(files, "out")
            assert folders(tmp_path / "out") == {
                f"conflicts/p-112-{short(path)}",
                f"conflicts/p-112-{short(path)}-2",
            }
    assert "2 times" in report.messages[0].both
    assert report.exit_code == 9


def test_another_run_of_a_file_replaces_what_it_gave(files: FakeFiles, tmp_path: Path) -> None:
    path = files.write("a.pdf", **{"p-112": 1, "q-112": 1})
    run_files([path], tmp_path / "out", Options(), Here())
    kept = tmp_path / "out" / "p-112" / "notes.txt"
    kept.write_text("a person's", encoding="utf-8")
    run_files([path], tmp_path / "out", Options(reader="pdfplumber"), Here())
    assert b'"reader": "pdfplumber"' in (tmp_path / "out" / "p-112" / "plan.json").read_bytes()
    assert kept.exists()
    run_files([path], tmp_path / "out", Options(edition="b"), Here())
    assert folders(tmp_path / "out") == {"p-112-b", "q-112-b"}
    assert kept.exists()
    assert not (tmp_path / "out" / "q-112").exists()


def test_bad_inputs_cost_nothing_but_themselves(files: FakeFiles, tmp_path: Path) -> None:
    files.write("good.pdf", **{"p-112": 1})
    (files.folder / "bad.pdf").write_bytes(b"no pdf")
    (files.folder / "bug.pdf").write_bytes(b"bug")
    report = run(files, "out", files.folder, tmp_path / "absent.pdf")
    outcomes = {Path(one.path).name: (one.outcome, one.exit_code) for one in report.inputs}
    assert outcomes == {
        "good.pdf": ("done", 0),
        "bad.pdf": ("failed", 3),
        "bug.pdf": ("failed", 1),
        "absent.pdf": ("failed", 7),
    }
    assert report.exit_code == 10
    assert all("\n" not in message.both and "Traceback" not in message.both for message in report.messages)
    assert any("ZeroDivisionError: division by zero" in message.both for message in report.messages)
    assert folders(tmp_path / "out") == {"p-112"}
    assert left_over(tmp_path / "out") == []


def test_a_failure_keeps_what_the_file_gave_before(files: FakeFiles, tmp_path: Path) -> None:
    path = files.write("a.pdf", **{"p-112": 1})
    run(files, "out")
    before = content(tmp_path / "out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.runs.work.extract_file", lambda *_: 1 / 0)
        assert run(files, "out", path, force=True).exit_code == 1
    assert content(tmp_path / "out") == before


def test_an_open_file_costs_one_plan_and_leaves_nothing_half_done(
    files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write("a.pdf", **{"p-112": 1})
    files.write("b.pdf", **{"q-112": 1})
    run(files, "out")
    before = content(tmp_path / "out")
    hold(tmp_path / "out" / "p-112" / "items.csv", monkeypatch)
    report = run_files([files.folder], tmp_path / "out", Options(reader="pdfplumber"), Here())
    assert [one.exit_code for one in report.inputs] == [8, 0]
    assert report.exit_code == 10
    assert "Excel" in report.messages[0].both
    after = content(tmp_path / "out")
    changed = {name for name in after if after[name] != before[name]}
    assert {name for name in changed if name.startswith(("p-112/", "q-112/"))} == {"q-112/plan.json"}


def test_a_plan_that_cannot_be_taken_away_is_left_whole(
    files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.write("a.pdf", **{"p-112": 1})
    run(files, "out")
    before = content(tmp_path / "out")
    hold(tmp_path / "out" / "p-112" / "items.csv", monkeypatch)
    assert run(files, "out", path, edition="b").exit_code == 8
    assert content(tmp_path / "out") == before


def test_after_a_failure_the_folder_is_believed(
    files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.write("a.pdf", **{"p-112": 1})
    run(files, "out")

    def half_removed(folder: Path) -> None:
        (folder / "plan.json").unlink()
        raise UnwritableError("not-written", path=folder, reason="busy")

    monkeypatch.setattr("pipeline.folder.store.remove_plan", half_removed)
    assert run(files, "out", path, edition="b").exit_code == 8
    assert column(tmp_path / "out" / "items.csv", "plan_id") == []


def test_a_combined_table_that_is_open_is_told_and_the_plans_are_done(
    files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write("a.pdf", **{"p-112": 1})
    replaced = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if Path(target) == tmp_path / "out" / "items.csv":
            raise PermissionError(errno.EACCES, "held by another program", str(target))
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    report = run(files, "out")
    assert report.exit_code == 8
    assert "items.csv" in report.messages[0].both
    assert folders(tmp_path / "out") == {"p-112"}
    assert (
        json.loads((tmp_path / "out" / ".workplan" / "run.json").read_text(encoding="utf-8"))["exit_code"]
        == 8
    )


def test_an_output_folder_that_cannot_be_made(files: FakeFiles, tmp_path: Path) -> None:
    path = files.write("a.pdf", **{"p-112": 1})
    (tmp_path / "out").touch()
    with pytest.raises(UnwritableError):
        run(files, "out", path)
    assert files.read == []


@pytest.mark.parametrize("table", ["items.csv", "budgets.csv"])
def test_a_table_that_a_person_changed_is_made_again_when_that_is_asked_for(
    files: FakeFiles, tmp_path: Path, table: str
) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, "out")
    before = content(tmp_path / "out")[table]
    for spoilt in (b"item_id;plan_id\r\n1;2\r\n", None):
        if spoilt is None:
            (tmp_path / "out" / "p-112" / table).unlink()
        else:
            (tmp_path / "out" / "p-112" / table).write_bytes(spoilt)
        run(files, "out", files.write("b.pdf", **{"q-112": 0}), discard_edits=True)
        assert content(tmp_path / "out")[table] == before


def test_a_damaged_plan_is_told_and_made_again(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, "out")
    before = content(tmp_path / "out")
    (tmp_path / "out" / "p-112" / "plan.json").write_bytes(b'{"schema_version')
    report = run(files, "out", files.write("b.pdf", **{"q-112": 1}))
    assert report.exit_code == 7
    assert "p-112" in report.messages[0].both
    assert run(files, "out", files.folder / "a.pdf").exit_code == 0
    after = content(tmp_path / "out")
    of_plan = [name for name in before if name.startswith("p-112/")]
    assert {name: after[name] for name in of_plan} == {name: before[name] for name in of_plan}


def test_folders_of_other_programs_and_backups_are_left_alone(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, "out")
    out = tmp_path / "out"
    shutil.copytree(out / "p-112", out / "p-112 backup")
    (out / "website").mkdir()
    (out / "website" / "plan.json").write_text('{"pages": []}', encoding="utf-8")
    before = content(out)
    assert run(files, "out").exit_code == 0
    assert content(out) == before
    assert column(out / "items.csv", "plan_id") == ["p-112", "p-112"]


def test_what_a_killed_run_left_is_put_right(files: FakeFiles, tmp_path: Path) -> None:
    a, b = files.write("a.pdf", **{"p-112": 1}), files.write("b.pdf", **{"p-112": 2})
    c = files.write("c.pdf", **{"q-112": 1})
    run(files, "whole", a, b)
    run(files, "out", a)
    out = tmp_path / "out"
    # Killed after b's plan was put aside and before a's was: and again in the middle of a file.
    shutil.copytree(
        tmp_path / "whole" / "conflicts" / f"p-112-{short(b)}", out / "conflicts" / f"p-112-{short(b)}"
    )
    left = out / STATE_FOLDER / STAGING_FOLDER / "abc" / "0" / "1" / ".left.part"
    left.parent.mkdir(parents=True)
    left.touch()
    run(files, "out", a)
    assert content(out) == content(tmp_path / "whole")
    assert left_over(out) == []
    # The same where the next run is about other files.
    shutil.move(out / "conflicts" / f"p-112-{short(a)}", out / "p-112")
    run(files, "out", c)
    assert folders(out) == {*folders(tmp_path / "whole"), "q-112"}


@pytest.mark.parametrize("plan_id", ["../escape", "a/b", "", ".hidden", "conflicts", "a\nb"])
def test_no_plan_id_leads_out_of_the_folder(files: FakeFiles, tmp_path: Path, plan_id: str) -> None:
    files.write("a.pdf", **{plan_id: 1})
    report = run(files, "out")
    assert [one.outcome for one in report.inputs] == ["failed"]
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == ROOT_FILES


def test_progress_is_told_from_start_to_end(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 1})
    (files.folder / "b.pdf").write_bytes(b"no pdf")
    seen: list[Progress] = []
    run_files([files.folder], tmp_path / "out", Options(), Here(), Conditions(watch=seen.append))
    assert [(one.done, one.total, one.pages, one.failed) for one in seen] == [
        (0, 2, 0, 0),
        (1, 2, 2, 0),
        (1, 2, 2, 0),
        (2, 2, 2, 1),
    ]
    assert [Path(one.begun or "").name for one in seen] == ["a.pdf", "", "b.pdf", ""]
    assert [one.last and one.last.outcome for one in seen] == [None, "done", None, "failed"]


def test_no_plan_at_all_gives_tables_with_headers_only(files: FakeFiles, tmp_path: Path) -> None:
    (files.folder / "b.pdf").write_bytes(b"no pdf")
    assert run(files, "out").exit_code == 3
    assert (tmp_path / "out" / "items.csv").read_bytes().count(b"\n") == 1
