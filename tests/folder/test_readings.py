"""A plan that was corrected has its reading beside it: whatever was applied before, the rows of today decide."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from pipeline import api
from pipeline.corrections.rows import CorrectionRow
from pipeline.errors import ReadingGoneError, UnwritableError
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.files import write_plan
from pipeline.exporters.model_json import json_bytes
from pipeline.folder.application import apply_corrections
from pipeline.folder.corrections import add_correction, correctable_fields
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.marks import add_mark
from pipeline.folder.merge import merge_copies
from pipeline.folder.plans import read_plan
from pipeline.folder.readings import READINGS_FOLDER, Readings
from pipeline.folder.report import RunReport
from pipeline.reading.options import Options
from pipeline.runs.runner import Conditions, publish_folder, run_files
from tests.contract import FakeFiles
from tests.corrections.arranged import READ, acts
from tests.folder.progress import corrected_plans, progress_of
from tests.here import Here

FIRST, SECOND = "a-112-00000000", "a-112-00000001"
TEXT = "plan_item[0].text"
HEADER = "item_id,field,old_value,new_value,reason,who,date\n"


@pytest.fixture
def out(files: FakeFiles, tmp_path: Path) -> Path:
    """An output folder with a plan of two items."""
    files.write("a.pdf", **{"a-112": 2})
    run(files, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def copy(out: Path, tmp_path: Path) -> Path:
    """The visible files of that folder, once the plan was corrected."""
    correct(out)
    publish(out)
    return Path(shutil.copytree(out, tmp_path / "copy", ignore=shutil.ignore_patterns(STATE_FOLDER)))


def run(files: FakeFiles, out: Path, *, force: bool = False) -> RunReport:

    return run_files([files.folder], out, Options(), Here(), Conditions(force=force))


def publish(out: Path) -> tuple[str, ...]:
    return tuple(one.message.both for one in publish_folder(out, CsvForm()))


def correct(out: Path, new: str = "召開里長會報", item_id: str = FIRST) -> None:
    add_correction(out, item_id, TEXT, new, "漏字", "王小明", "115/3/5")


def plan(out: Path) -> bytes:
    return (out / "a-112" / "plan.json").read_bytes()


def kept(out: Path) -> list[bytes]:
    folder = out / STATE_FOLDER / READINGS_FOLDER
    return [path.read_bytes() for path in sorted(folder.glob("*"))]


def applied(root: Path, rows: Sequence[CorrectionRow]) -> bytes:
    outcome = apply_corrections(root, rows, {root / "a-112": "a-112"})
    assert outcome.gone == ()
    return plan(root)


@settings(max_examples=30)  # each writes a plan six times
@given(acts(), acts())
def test_plan_json_follows_from_the_reading_and_the_rows_alone(
    before: list[CorrectionRow], now: list[CorrectionRow]
) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        for root in map(Path, (one, other)):
            write_plan(READ, root / "a-112")
        applied(Path(one), before)
        assert applied(Path(one), now) == applied(Path(other), now)
        assert applied(Path(one), ()) == json_bytes(READ)


def test_without_corrections_nothing_is_kept(out: Path) -> None:
    assert kept(out) == []


def test_the_reading_is_the_plan_json_before_the_first_correction(out: Path) -> None:
    before = plan(out)
    correct(out)
    publish(out)
    assert kept(out) == [before]
    correct(out, "召開里民大會")
    publish(out)
    assert kept(out) == [before]


def test_where_all_rows_are_taken_away_plan_json_is_the_reading_again(out: Path) -> None:
    before = plan(out)
    correct(out)
    publish(out)
    assert plan(out) != before
    (out / "corrections.csv").write_text(HEADER, encoding="utf-8")
    publish(out)
    assert plan(out) == before
    assert kept(out) == []


def test_a_row_that_was_refused_leaves_a_reading_too(out: Path) -> None:
    before = plan(out)
    row = f"{FIRST},{TEXT},別的,改,漏字,王小明,2026-03-05\n"
    (out / "corrections.csv").write_text(HEADER + row, encoding="utf-8")
    publish(out)
    assert kept(out) == [before]


def test_a_plan_that_goes_into_conflict_and_back_keeps_its_reading(files: FakeFiles, out: Path) -> None:
    before = plan(out)
    correct(out)
    other = files.write("b.pdf", **{"a-112": 3})
    run(files, out)
    assert before in kept(out)
    other.unlink()
    third = next(path for path in (out / "conflicts").glob("*/plan.json") if b"00000002" in path.read_bytes())
    shutil.rmtree(third.parent)
    publish(out)
    assert kept(out) == [before]
    (out / "corrections.csv").write_text(HEADER, encoding="utf-8")
    publish(out)
    assert plan(out) == before


def test_a_plan_that_could_not_be_written_has_its_reading_still(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plan(out)
    correct(out)
    publish(out)
    corrected = plan(out)
    correct(out, "召開里民大會")

    def full(*_: object) -> None:
        raise UnwritableError("disk-full", path="plan.json")

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.folder.application.write_plan", full)
        publish(out)
    assert plan(out) == corrected
    assert json_bytes(Readings(out).of(out / "a-112")) == before


def test_a_file_that_is_read_anew_has_no_reading_of_before(files: FakeFiles, out: Path) -> None:
    correct(out)
    publish(out)
    (before,) = kept(out)
    run(files, out, force=True)
    assert kept(out) == [before]
    shutil.rmtree(out / "a-112")
    publish(out)
    assert kept(out) == []


def test_a_plan_json_that_was_put_back_has_no_reading_of_another(out: Path) -> None:
    correct(out)
    publish(out)
    older = plan(out)
    correct(out, "召開里民大會")
    publish(out)
    (out / "a-112" / "plan.json").write_bytes(older)
    with pytest.raises(ReadingGoneError):
        Readings(out).of(out / "a-112")
    (told,) = publish(out)
    assert "--force" in told
    assert plan(out) == older


def test_a_copy_of_the_visible_files_is_published_as_it_is(copy: Path) -> None:
    before = plan(copy)
    assert publish(copy) == ()
    assert plan(copy) == before


def test_a_copy_of_the_visible_files_is_shown_compared_and_checked(
    out: Path, copy: Path, tmp_path: Path
) -> None:
    assert api.check(copy).rule_counts == api.check(out).rule_counts
    assert api.compare(copy, copy, tmp_path / "compared").changes
    api.build_site(copy, tmp_path / "site")
    pages = (tmp_path / "site").rglob("*.html")
    assert "召開里長會報" in "".join(path.read_text(encoding="utf-8") for path in pages)


def test_a_copy_of_the_visible_files_can_be_reviewed(copy: Path) -> None:
    assert corrected_plans(copy) == (read_plan(copy / "a-112"),)
    add_mark(copy, FIRST, "王小明", "115/3/5")
    assert progress_of(copy).checked == 1


@pytest.mark.parametrize(
    "act",
    [correct, lambda copy: correctable_fields(copy, FIRST), lambda copy: merge_copies(copy, other(copy))],
    ids=["correct", "list the fields", "merge"],
)
def test_correcting_in_a_copy_of_the_visible_files_says_what_is_lacking(
    copy: Path, act: Callable[[Path], object]
) -> None:
    before = (copy / "corrections.csv").read_bytes()
    with pytest.raises(ReadingGoneError) as raised:
        act(copy)
    assert STATE_FOLDER in raised.value.line().both
    assert (copy / "corrections.csv").read_bytes() == before


def other(copy: Path) -> Path:
    """A colleague's row about the second item."""
    path = copy.parent / "theirs.csv"
    row = f"{SECOND},{TEXT},召開里幹事工作會報,改,漏字,李大同,2026-03-05\n"
    path.write_text(HEADER + row, encoding="utf-8")
    return path


def test_rows_that_a_copy_of_the_visible_files_cannot_apply_are_told(copy: Path) -> None:
    before = plan(copy)
    (copy / "corrections.csv").write_text(HEADER, encoding="utf-8")
    (told,) = publish(copy)
    assert "a-112" in told
    assert plan(copy) == before


def test_a_plan_without_corrections_can_be_corrected_in_such_a_copy(files: FakeFiles, copy: Path) -> None:
    files.write("b.pdf", **{"b-112": 1})
    run(files, copy.parent / "out")
    shutil.copytree(copy.parent / "out" / "b-112", copy / "b-112")
    correct(copy, item_id="b-112-00000000")
    publish(copy)
    assert "召開里長會報" in (copy / "b-112" / "items.csv").read_text(encoding="utf-8")


def test_a_run_gives_such_a_copy_its_reading(files: FakeFiles, copy: Path) -> None:
    before = plan(copy)
    run(files, copy)
    assert plan(copy) == before
    assert len(kept(copy)) == 1
