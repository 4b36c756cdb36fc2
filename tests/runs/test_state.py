"""What a run leaves, another goes on with: nothing is read twice, whatever ended the first one."""

import json
import os
from pathlib import Path

import pytest

from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.report import InputReport, RunReport
from pipeline.limits import Limits
from pipeline.reading.options import Options
from pipeline.runs.runner import Conditions, publish_folder, run_files
from tests.contract import FakeFiles
from tests.here import Here
from tests.runs.test_runner import content

KILLED = 86
PLAIN = Options()


def run(
    files: FakeFiles,
    out: Path,
    options: Options = PLAIN,
    *,
    force: bool = False,
    form: CsvForm = DEFAULT_FORM,
) -> dict[str, InputReport]:
    conditions = Conditions(force=force)
    report = run_files([files.folder], out, options, Here(), conditions, form)
    return {Path(one.path).name: one for one in report.inputs}


def test_a_file_that_is_done_is_not_read_again(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 2})
    first = run(files, tmp_path / "out")["a.pdf"]
    again = run(files, tmp_path / "out")["a.pdf"]
    assert files.read == ["a.pdf"]
    assert (first.resumed, again.resumed) == (False, True)
    assert (again.items, again.findings, again.plans) == (first.items, first.findings, first.plans)
    assert again.findings_by_rule == first.findings_by_rule != {}


def test_a_refused_file_is_remembered_and_still_told(files: FakeFiles, tmp_path: Path) -> None:
    (files.folder / "b.pdf").write_bytes(b"no pdf")
    for _ in range(2):
        assert run(files, tmp_path / "out")["b.pdf"].exit_code == 3
    assert files.read == ["b.pdf"]


def test_a_bug_or_a_limit_is_tried_again(files: FakeFiles, tmp_path: Path) -> None:
    (files.folder / "bug.pdf").write_bytes(b"bug")
    for _ in range(2):
        assert run(files, tmp_path / "out")["bug.pdf"].exit_code == 1
    assert files.read == ["bug.pdf", "bug.pdf"]


def test_what_decides_about_the_result_decides_about_reading(
    files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write("a.pdf", **{"p-112": 2})
    out = tmp_path / "out"
    run(files, out)
    assert not run(files, out, Options(reader="pdfplumber"))["a.pdf"].resumed
    assert not run(files, out, Options(edition="b"))["a.pdf"].resumed
    assert run(files, out, Options(edition="b"))["a.pdf"].resumed
    assert not run(files, out, Options(edition="b"), force=True)["a.pdf"].resumed
    monkeypatch.setattr("pipeline.runs.state.reading_sha256", lambda: "another")
    assert not run(files, out, Options(edition="b"))["a.pdf"].resumed
    files.write("a.pdf", **{"p-112": 3})
    assert not run(files, out, Options(edition="b"))["a.pdf"].resumed


def test_a_plan_that_somebody_took_away_is_read_again(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, tmp_path / "out")
    (tmp_path / "out" / "p-112" / "plan.json").unlink()
    assert not run(files, tmp_path / "out")["a.pdf"].resumed


def test_a_spoilt_record_is_none(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, tmp_path / "out")
    (record,) = (tmp_path / "out" / STATE_FOLDER / "done").iterdir()
    record.write_bytes(record.read_bytes()[:-30])
    assert not run(files, tmp_path / "out")["a.pdf"].resumed
    assert run(files, tmp_path / "out")["a.pdf"].resumed


def written(folder: Path) -> dict[str, int]:
    """When each published file was written."""
    return {name: (folder / name).stat().st_mtime_ns for name in content(folder)}


def test_nothing_is_written_where_nothing_has_changed(
    files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, tmp_path / "out")
    before = written(tmp_path / "out")
    monkeypatch.setattr("pipeline.folder.publication.write_publication", lambda *_: 1 / 0)
    run(files, tmp_path / "out")
    assert written(tmp_path / "out") == before


@pytest.mark.parametrize("name", ["datapackage.json", "manifest.json"])
def test_a_published_file_that_was_changed_is_written_again(
    files: FakeFiles, tmp_path: Path, name: str
) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, tmp_path / "out")
    before = content(tmp_path / "out")
    (tmp_path / "out" / name).write_bytes(b"spoilt")
    run(files, tmp_path / "out")
    assert content(tmp_path / "out") == before


def test_other_terms_are_published(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, tmp_path / "out")
    run(files, tmp_path / "out", form=CsvForm(bom=False))
    assert not (tmp_path / "out" / "items.csv").read_bytes().startswith(b"\xef")


def test_publishing_makes_a_run_publish_in_its_own_form_again(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"p-112": 2})
    run(files, tmp_path / "out")
    before = content(tmp_path / "out")
    publish_folder(tmp_path / "out", CsvForm(bom=False))
    run(files, tmp_path / "out")
    assert content(tmp_path / "out") == before


def test_a_run_that_is_stopped_says_what_is_left_and_the_next_one_does_it(
    files: FakeFiles, tmp_path: Path
) -> None:
    for name in "abc":
        files.write(f"{name}.pdf", **{f"{name}-112": 1})
    stopped = Conditions(stopped=lambda: len(files.read) == 2)
    report: RunReport = run_files([files.folder], tmp_path / "out", Options(), Here(), stopped)
    assert [one.outcome for one in report.inputs] == ["done", "done", "not-begun"]
    assert (report.stopped, report.exit_code) == (True, 130)
    assert json.loads((tmp_path / "out" / ".workplan" / "run.json").read_bytes())["stopped"] is True
    assert (tmp_path / "out" / "items.csv").read_bytes().count(b"-112,") > 0
    after = run(files, tmp_path / "out")
    assert files.read == ["a.pdf", "b.pdf", "c.pdf"]
    assert [one.resumed for one in after.values()] == [True, True, False]
    run(files, tmp_path / "whole")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_a_limit_is_handed_to_the_engine(files: FakeFiles, tmp_path: Path) -> None:
    files.write("a.pdf", **{"a-112": 1})
    seen = []

    class Seeing(Here):
        def run(self, tasks):  # type: ignore[no-untyped-def]
            for task in tasks:
                seen.append(task.limits)
                yield from super().run([task])

    run_files([files.folder], tmp_path / "out", Options(), Seeing(), Conditions(Limits(1, 2, 3)))
    assert seen == [Limits(1, 2, 3)]


def dies_at(step: int, files: FakeFiles, out: Path) -> bool:
    """Run in a process that ends without a word before its step-th renaming; False where it needs fewer."""
    child = os.fork()
    if child == 0:
        left = step
        for name in ("replace", "rename", "unlink"):
            real = getattr(os, name)

            def counted(*args: object, real: object = real, **values: object) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    os._exit(KILLED)
                return real(*args, **values)  # type: ignore[operator]

            setattr(os, name, counted)
        code = 1
        try:
            run(files, out)
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, KILLED}
    return code == KILLED


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
@pytest.mark.parametrize("step", [1, 2, 3, 4, 6, 9, 14, 20, 30])
def test_a_run_killed_at_any_write_is_gone_on_with(files: FakeFiles, tmp_path: Path, step: int) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    files.write("a.pdf", **{"p-112": 1})
    run(files, out)
    run(files, whole)
    files.write("a.pdf", **{"p-112": 2})
    files.write("b.pdf", **{"p-112": 3, "q-112": 1})
    assert dies_at(step, files, out)
    run(files, out)
    run(files, whole)
    assert content(out) == content(whole)
