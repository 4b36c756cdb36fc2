"""Whether people have checked all that is published: asked for with --require-reviewed only."""

from pathlib import Path

import pytest

import pipeline
from pipeline.folder.marks import marks_of
from pipeline.folder.publication import Terms, write_publication
from pipeline.gate.check import check_folder
from pipeline.gate.results import KEPT, CheckReport
from pipeline.models import PlanDocument
from pipeline.normalizers.records import record_sha256
from tests.calling import Call, caller
from tests.gate.breaking import rewrite

PLAN, NEXT = "chiayi-city-west-112", "chiayi-city-west-113"


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.fixture
def rows(documents: list[PlanDocument]) -> list[str]:
    """A row of reviewed.csv for each item of both plans."""
    return [
        f"{item.id},{record_sha256(item, section.budgets)},王小明,2026-03-05"
        for document in documents
        for section in document.plan.sections
        for item in section.items
    ]


def write(folder: Path, rows: list[str], header: str = "item_id,record_sha256,who,date") -> None:
    (folder / "reviewed.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8-sig")


def judged(folder: Path) -> CheckReport:
    return check_folder(folder, rules=["not-reviewed"], require_reviewed=True)


def details(report: CheckReport) -> dict[str, str]:
    return {one.place.file: one.text.en.partition(": ")[2] for one in report.results}


def test_where_all_is_checked_the_rule_holds(folder: Path, rows: list[str]) -> None:
    write(folder, rows)
    assert judged(folder).passed
    assert judged(folder).judged == ("not-reviewed",)


def test_without_the_file_nothing_is_checked(folder: Path, rows: list[str]) -> None:
    report = judged(folder)
    assert report.rule_counts == {"not-reviewed": len(rows)}
    assert [one.place.file for one in report.results] == [f"{PLAN}/plan.json", f"{NEXT}/plan.json"]


def test_each_plan_is_told_with_how_many_of_how_many_and_which(folder: Path, rows: list[str]) -> None:
    (first, second), here = [row.split(",")[0] for row in rows[:2]], sum(PLAN in row for row in rows)
    write(folder, rows[2:])
    report = judged(folder)
    assert details(report) == {f"{PLAN}/plan.json": f"2 / {here}: {first}, {second}"}
    assert report.counts["error"] == 2


def test_an_item_that_has_changed_since_is_told_as_such(folder: Path, rows: list[str]) -> None:
    item_id, _, *rest = rows[0].split(",")
    write(folder, [",".join((item_id, "0" * 64, *rest)), *rows[1:]])
    assert details(judged(folder))[f"{PLAN}/plan.json"].endswith(f": {item_id} ≠")


def test_the_record_counts_as_it_lies_in_the_folder(folder: Path, rows: list[str]) -> None:
    write(folder, rows)
    rewrite(folder / PLAN / "plan.json", b'"label": "1."', b'"label": "7."')
    assert not judged(folder).passed


def test_many_items_are_counted_but_not_all_named(folder: Path, rows: list[str]) -> None:
    told = details(judged(folder))[f"{PLAN}/plan.json"]
    here = sum(PLAN in row for row in rows)
    assert told.count(f"{PLAN}-") == KEPT < here
    assert told.endswith(f", … +{here - KEPT}")


@pytest.mark.parametrize("content", [b"", b"\xff", b"item_id,who\n", b'item_id,record_sha256\n"'], ids=repr)
def test_a_file_that_cannot_be_read_never_passes(folder: Path, content: bytes) -> None:
    (folder / "reviewed.csv").write_bytes(content)
    report = judged(folder)
    assert not report.passed
    assert "reviewed.csv" in details(report)


def test_a_plan_that_cannot_be_read_never_passes(folder: Path, rows: list[str]) -> None:
    write(folder, rows)
    (folder / PLAN / "plan.json").write_bytes(b"{}")
    assert details(judged(folder)) == {f"{PLAN}/plan.json": "plan.json"}


def test_the_rule_is_judged_only_where_it_is_asked_for(folder: Path) -> None:
    report = check_folder(folder, rules=["not-reviewed"])
    assert report.passed
    assert [one.reason.en for one in report.unjudged] == ["Reviewing was not asked for (--require-reviewed)."]


def test_the_command_and_the_function_ask_for_it(call: Call, folder: Path) -> None:
    assert call("check", folder).code == 0
    result = call("check", folder, "--require-reviewed")
    assert result.code == 1
    assert "not-reviewed" in result.out
    assert not pipeline.check(folder, require_reviewed=True).passed


def test_a_folder_that_is_published_with_its_marks_passes(folder: Path, rows: list[str]) -> None:
    write(folder, rows)
    assert check_folder(folder).rule_counts["review-differs"] == 1
    plans = [folder / PLAN, folder / NEXT]
    assert not list(write_publication(folder, plans, Terms(), marks=marks_of(folder)))
    found = check_folder(
        folder, rules=["review-differs", "not-reviewed", "file-unlisted"], require_reviewed=True
    )
    assert found.results == ()
    assert not found.unjudged


def test_a_mark_that_followed_its_record_is_one_of_it(folder: Path, rows: list[str]) -> None:
    item_id, sha256, *who = rows[0].split(",")
    write(folder, [",".join(("earlier-00000000", "0" * 64, *who)), *rows[1:]])
    assert judged(folder).rule_counts == {"not-reviewed": 1}
    header = "file,item_id,record_sha256,item_id_now,record_sha256_now"
    carried = f"{header}\nreviewed.csv,earlier-00000000,{'0' * 64},{item_id},{sha256}\n"
    (folder / "carried.csv").write_text(carried, encoding="utf-8-sig")
    assert judged(folder).passed
    write(folder, rows[1:])  # without the mark itself its place counts for nothing
    assert judged(folder).rule_counts == {"not-reviewed": 1}
