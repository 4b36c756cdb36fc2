"""Items of a real plan split, joined, moved and given other budgets: through runs, past the gate, and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.folder.corrections import AddedCorrection, add_correction, correctable_fields
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.plans import read_plan
from pipeline.folder.report import RunReport
from pipeline.gate.check import check_folder
from pipeline.models import Item
from pipeline.reading.options import Options
from pipeline.runs.runner import run_files
from tests.here import Here
from tests.metadata.making import FILLED

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "samples" / "chiayi-west-112-open.pdf"
PLAN = "chiayi-city-west-112"
OLD = f"{PLAN}-8c86ffb2"
"""An item of 人事室 with five steps and no budget, the third of its section."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The sample's output folder, published by an office."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "publisher.toml").write_text(FILLED, encoding="utf-8")
    run(out, SAMPLE)
    return out


def run(out: Path, *inputs: Path) -> RunReport:
    return run_files(list(inputs), out, Options(), Here())


def correct(out: Path, item_id: str, field: str, new: str) -> AddedCorrection:
    return add_correction(out, item_id, field, new, "原件誤讀", "王小明", "2026-03-05")


def written(out: Path) -> dict[str, bytes]:
    files = (
        p
        for p in out.rglob("*")
        if p.is_file() and p.name != "corrections.csv" and STATE_FOLDER not in p.parts
    )
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(files)}


def items(out: Path) -> Iterator[Item]:
    return (item for section in read_plan(out / PLAN).plan.sections for item in section.items)


def told(out: Path) -> set[str]:
    """Rules of the gate that the folder breaks; none of them forbids publishing."""
    report = check_folder(out)
    assert report.passed
    return set(report.rule_counts)


def all_kinds(out: Path) -> str:
    """A row of each kind, written as a person would; gives the identifier of the new item."""
    (new,) = correct(out, OLD, "split[3]", "(三之一)檢討職務說明書。").made
    correct(out, OLD, "plan_item[0].text", "貫徹分層負責授權。")
    correct(out, new, "implementation[1].label", "甲、")
    first, second, *_, last = (one.id for one in read_plan(out / PLAN).plan.sections[0].items)
    correct(out, first, "join", second)
    correct(out, last, "move[before]", first)
    budget = next(one.budget_ids[0] for one in items(out) if one.budget_ids and one.id not in {first, last})
    correct(out, last, f"budget[{budget}].applies_to", first)
    return new


def test_rows_of_each_kind_pass_the_gate_and_leave_no_trace_when_they_are_deleted(out: Path) -> None:
    before, told_before = written(out), told(out)
    new = all_kinds(out)
    run(out)
    assert new in {one.id for one in items(out)}
    assert told(out) == told_before
    once = written(out)
    run(out, SAMPLE)
    assert written(out) == once
    header, *_ = (out / "corrections.csv").read_bytes().splitlines(keepends=True)
    (out / "corrections.csv").write_bytes(header)
    run(out)
    assert written(out) == before


def test_a_split_gives_the_identifier_of_the_new_item_and_the_one_that_it_is_of(out: Path) -> None:
    added = correct(out, OLD, "split[2]", "(四)新項目。")
    assert added.items == (OLD,)
    assert added.made == (read_plan_after(out)[1],)
    assert added.old.startswith("2.")


def read_plan_after(out: Path) -> tuple[str, str]:
    """The split item and the one behind it, once the rows are applied."""
    run(out)
    ids = [one.id for one in items(out)]
    at = ids.index(OLD)
    return ids[at], ids[at + 1]


def test_ways_to_arrange_are_listed_behind_the_texts(out: Path) -> None:
    names = [name for name, _ in correctable_fields(out, OLD)]
    assert names[-8:] == [*(f"split[{n}]" for n in range(1, 6)), "join", "move[after]", "move[before]"]


@pytest.mark.parametrize(
    ("field", "new", "says"),
    [
        ("join", f"{PLAN}-00000000", "no such item"),
        ("split[6]", "二、新項目", "has no split"),
        ("move[after]", f"{PLAN}-9382582f", "stands there already"),
    ],
)
def test_what_cannot_be_arranged_is_told_and_not_written(out: Path, field: str, new: str, says: str) -> None:
    with pytest.raises(UsageError) as raised:
        correct(out, OLD, field, new)
    assert says in str(raised.value)
    assert not (out / "corrections.csv").exists()


def test_an_item_that_is_joined_cannot_be_joined_again(out: Path) -> None:
    correct(out, OLD, "join", f"{PLAN}-9382582f")
    once = (out / "corrections.csv").read_bytes()
    with pytest.raises(UsageError):
        correct(out, OLD, "join", f"{PLAN}-9382582f")
    assert (out / "corrections.csv").read_bytes() == once


def test_a_correction_of_an_item_that_is_joined_stays_in_the_log(out: Path) -> None:
    correct(out, f"{PLAN}-9382582f", "plan_item[0].text", "貫徹考試用人。")
    correct(out, OLD, "join", f"{PLAN}-9382582f")
    run(out)
    log = (out / "correction_log.csv").read_text(encoding="utf-8-sig")
    assert f"{PLAN}-9382582f,plan_item[0].text,貫徹考試用人政策。,貫徹考試用人。" in log
    assert "correction-pending" not in told(out)
