"""Comparisons of files and folders, as a person asks for them."""

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

import pipeline
from pipeline import api
from pipeline.compare.comparison import compare_documents
from pipeline.compare.model import Comparison
from pipeline.exporters.disk import PLAN_FILE, write_file
from pipeline.exporters.files import write_plan
from pipeline.exporters.model_json import json_bytes
from pipeline.folder import comparisons, series
from pipeline.folder.sides import documents_of
from pipeline.models import Finding, PlanDocument
from tests.calling import Call, caller
from tests.corrections.cases import document

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PDFS = [ROOT / f"samples/chiayi-west-{year}-open.pdf" for year in (112, 113)]
OFFICE = "chiayi-city-west"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years") / "output"
    assert pipeline.run(PDFS, folder).exit_code == 0
    return folder


@pytest.fixture
def compare(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd, "compare")


def of_year(year: int, **changed: object) -> PlanDocument:
    """A small plan, called as that year's is."""
    made = json.loads(json_bytes(document()).replace(b"a-112", f"a-{year}".encode()))
    made["plan"].update({"year_roc": year, "year": year + 1911} | changed)
    return PlanDocument.model_validate(made)


def of_office(agency_id: str, year: int) -> PlanDocument:
    """The same of another office."""
    agency = {"id": agency_id, "name": "另區公所", "county": None, "code": None}
    content = json_bytes(of_year(year, agency=agency)).replace(
        f"a-{year}".encode(), f"{agency_id}-{year}".encode()
    )
    return PlanDocument.model_validate_json(content)


def small(root: Path, *documents: PlanDocument) -> Path:
    for one in documents:
        write_plan(one, root / one.plan.id)
    return root


def statuses(folder: Path) -> set[str]:
    return {one["status"] for one in json.loads((folder / "changes.json").read_bytes())["changes"]}


def test_every_kind_of_side_gives_the_same_plan(output: Path) -> None:
    plan = output / f"{OFFICE}-112"
    (wanted,) = documents_of(plan)
    assert documents_of(plan / PLAN_FILE) == [wanted]
    assert documents_of(PDFS[0]) == [wanted]
    assert documents_of(output)[0] == wanted
    assert documents_of(output / "datapackage.json")[0] == wanted


def test_a_package_without_plans_is_read_from_its_tables(output: Path, tmp_path: Path) -> None:
    for path in output.glob("*.*"):
        if path.is_file():
            shutil.copy(path, tmp_path)
    for read, wanted in zip(documents_of(tmp_path), documents_of(output), strict=True):
        comparison = compare_documents([wanted], [read])
        assert {one.status for one in comparison.changes} == {"unchanged"}
        for old, new in zip(comparison.old.entries, comparison.new.entries, strict=True):
            assert (old.work_key, old.title_key, old.contents) == (new.work_key, new.title_key, new.contents)
            assert old.pages == new.pages
            assert old.budgets == new.budgets
        assert sure(read) == sure(wanted)


def test_a_package_of_an_older_version_says_nothing_of_confidence(output: Path, tmp_path: Path) -> None:
    for name in ("items.csv", "budgets.csv", "sources.csv"):
        shutil.copy(output / name, tmp_path)
    package = json.loads((output / "datapackage.json").read_bytes())
    (table,) = (one for one in package["resources"] if one["name"] == "items")
    assert table["schema"]["fields"].pop()["name"] == "confidence"
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    rows = list(csv.reader(io.StringIO((output / "items.csv").read_text(encoding="utf-8-sig"), newline="")))
    with (tmp_path / "items.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(row[:-1] for row in rows)
    assert {word for read in documents_of(tmp_path) for word in sure(read)} == {"likely"}


def sure(document: PlanDocument) -> list[str]:
    return [item.confidence for section in document.plan.sections for item in section.items]


@pytest.mark.parametrize("name", ["missing", "empty", "other.json", "datapackage.json"])
def test_what_is_no_side_is_said(tmp_path: Path, compare: Call, name: str) -> None:
    (tmp_path / "empty").mkdir()
    write_file(tmp_path / "other.json", [b"{}"])
    write_file(tmp_path / "datapackage.json", [b"{}"])
    result = compare(tmp_path / name, PDFS[0], "-o", tmp_path / "out")
    assert result.code == 7
    assert len(result.err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_two_years_are_summed_up(tmp_path: Path, output: Path, compare: Call) -> None:
    result = compare(output / f"{OFFICE}-112", output / f"{OFFICE}-113", "-o", tmp_path)
    assert result.code == 0
    assert "112 → 113  180 → 180" in result.out
    assert "+74,390,000" in result.out
    assert result.err == ""


def test_the_same_again_writes_the_same_bytes(tmp_path: Path, output: Path) -> None:
    before, after = (
        {
            path.name: path.read_bytes()
            for path in (
                pipeline.compare(output / f"{OFFICE}-112", output / f"{OFFICE}-113", tmp_path / name),
                *(tmp_path / name).iterdir(),
            )
            if isinstance(path, Path)
        }
        for name in ("one", "two")
    )
    assert before == after


def test_no_process_and_no_time_zone_changes_a_byte(tmp_path: Path, output: Path) -> None:
    call = "import sys, pipeline; pipeline.compare(*sys.argv[1:])"
    sides = output / f"{OFFICE}-112", output / f"{OFFICE}-113"
    made = []
    for seed, zone in (("1", "Asia/Taipei"), ("77", "America/New_York")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", call, *sides, tmp_path / seed], env=environment, check=True
        )
        made.append({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()})
    assert made[0] == made[1]
    assert {"changes.json", "changes.csv", "report.html"} <= set(made[0])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (of_year(112), of_year(112), "same plan"),
        (of_year(113), of_year(112), "years are swapped"),
        (of_year(112), of_year(113, sections=[]), "no items"),
    ],
)
def test_what_is_odd_is_told_and_not_refused(
    tmp_path: Path, compare: Call, old: PlanDocument, new: PlanDocument, told: str
) -> None:
    sides = [small(tmp_path / name, one) for name, one in (("old", old), ("new", new))]
    result = compare(*sides, "-o", tmp_path / "out")
    assert result.code == 0
    assert told in result.err
    assert statuses(tmp_path / "out") == ({"removed"} if told == "no items" else {"unchanged"})


def test_different_agencies_are_told(tmp_path: Path, compare: Call) -> None:
    other = of_year(113, agency={"id": "b", "name": "乙區公所", "county": None, "code": None})
    small(tmp_path / "old", of_year(112))
    small(tmp_path / "new", other)
    result = compare(tmp_path / "old", tmp_path / "new", "-o", tmp_path / "out")
    assert result.code == 0
    assert "different agencies" in result.err


def test_a_crosswalk_is_applied_and_what_does_not_fit_is_told(tmp_path: Path, compare: Call) -> None:
    small(tmp_path, of_year(112), of_year(113))
    rows = "old_id,new_id,verdict\na-112-1,a-113-1,reject\nnobody,a-113-1,link\n"
    write_file(tmp_path / "crosswalk.csv", [rows.encode()])
    result = compare(tmp_path / "a-112", tmp_path / "a-113", "-o", tmp_path)
    assert result.code == 0
    assert "Line 3 of crosswalk.csv (nobody → a-113-1, link) was not applied" in result.err
    assert "crosswalk-unapplied" in (tmp_path / "findings.csv").read_text(encoding="utf-8-sig")
    made = json.loads((tmp_path / "changes.json").read_bytes())["changes"]
    assert not any("a-112-1" in str(one["old"]) and "a-113-1" in str(one["new"]) for one in made)
    assert "nobody" in (tmp_path / "crosswalk.csv").read_text(encoding="utf-8-sig")


def test_a_broken_crosswalk_stops_the_comparison(tmp_path: Path, compare: Call) -> None:
    small(tmp_path, of_year(112), of_year(113))
    write_file(tmp_path / "crosswalk.csv", [b"old_id,new_id,verdict\na,b,perhaps\nc,,link\n"])
    result = compare(tmp_path / "a-112", tmp_path / "a-113", "-o", tmp_path)
    assert result.code == 2
    assert [line.split(": ")[0] for line in result.err.splitlines()] == ["crosswalk.csv:2", "crosswalk.csv:3"]
    assert not (tmp_path / "changes.json").exists()


def test_missing_years_are_passed_over_and_told(tmp_path: Path, compare: Call) -> None:
    root = small(tmp_path / "in", of_year(111), of_year(113), of_year(114))
    result = compare("--in", root, "--years", "111,112,113", "-o", tmp_path / "out")
    assert result.code == 0
    assert "no plan of 112" in result.err
    pairs = sorted(path.name for path in (tmp_path / "out").glob("[!.]*") if path.is_dir())
    assert [name[-7:] for name in pairs] == ["111-113"]


def test_lines_go_through_all_years(tmp_path: Path) -> None:
    root = small(tmp_path / "in", of_year(111), of_year(112), of_year(113))
    report = api.compare_years(root, tmp_path / "out")
    assert (report.exit_code, len(report.comparisons)) == (0, 2)
    with (tmp_path / "out" / "lineages.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] == "a-111-1"]
    assert rows == [["a-111-1", str(year), f"a-{year}-1"] for year in (111, 112, 113)]


def everything(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".workplan" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("memory", [None, b"", b"[]", b'{"made_by": 1}'])
def test_offices_that_have_not_changed_are_not_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: bytes | None
) -> None:
    root = small(tmp_path / "in", of_year(111), of_year(112), of_office("b", 111), of_office("b", 112))
    api.compare_years(root, tmp_path / "out")
    small(root, of_year(113))
    compared: list[str] = []
    compare_into = comparisons.compare_into

    def noting(old: Sequence[PlanDocument], new: Sequence[PlanDocument], folder: Path) -> Comparison:
        compared.append(folder.name)
        return compare_into(old, new, folder)

    monkeypatch.setattr(series, "compare_into", noting)
    if memory is not None:
        (tmp_path / "out" / ".workplan" / "compared.json").write_bytes(memory)
    report = api.compare_years(root, tmp_path / "out")
    of_b = [] if memory is None else ["b-111-112"]
    assert compared == ["a-111-112", "a-112-113", *of_b]
    assert [path.name for path, _ in report.comparisons] == ["a-111-112", "a-112-113", "b-111-112"]
    assert everything(tmp_path / "out") == everything_afresh(root, tmp_path / "other")


def everything_afresh(root: Path, output: Path) -> dict[str, bytes]:
    api.compare_years(root, output)
    return everything(output)


def test_a_ruling_is_taken_up_although_the_plans_are_as_they_were(tmp_path: Path) -> None:
    root = small(tmp_path / "in", of_year(111), of_year(112))
    api.compare_years(root, tmp_path / "out")
    crosswalk = tmp_path / "out" / "a-111-112" / "crosswalk.csv"
    crosswalk.write_bytes(b"nonsense\n")
    assert api.compare_years(root, tmp_path / "out").exit_code != 0


def test_a_broken_plan_and_a_broken_crosswalk_leave_the_others(tmp_path: Path, compare: Call) -> None:
    root = small(tmp_path / "in", of_year(111), of_year(112), of_year(113))
    (root / "broken").mkdir()
    write_file(root / "broken" / PLAN_FILE, [b"{"])
    assert compare("--in", root, "-o", tmp_path / "out").code == 10
    last = max(path for path in (tmp_path / "out").iterdir() if path.is_dir())
    write_file(last / "crosswalk.csv", [b"old_id\n"])
    result = compare("--in", root, "-o", tmp_path / "out")
    assert result.code == 10
    assert f"{last.name}: crosswalk.csv:1" in result.err


def test_plans_are_not_written_over(output: Path, compare: Call) -> None:
    before = (output / "findings.csv").read_bytes()
    for arguments in ([PDFS[0], PDFS[1]], ["--in", output]):
        for place in (output, output / f"{OFFICE}-112"):
            result = compare(*arguments, "-o", place)
            assert result.code == 2
            assert "holds plans" in result.err
    assert (output / "findings.csv").read_bytes() == before


def test_a_series_is_read_from_the_tables_of_a_package_too(output: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for path in output.glob("*.*"):
        if path.is_file():
            shutil.copy(path, tmp_path / "in")
    for folder, out in ((output, "plans"), (tmp_path / "in", "tables")):
        api.compare_years(folder, tmp_path / out)
    assert (tmp_path / "tables/changes.csv").read_bytes() == (tmp_path / "plans/changes.csv").read_bytes()


def findings(folder: Path) -> list[tuple[str, str]]:
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(row["rule"], row["message_en"]) for row in csv.DictReader(file)]


def test_a_pair_that_fails_breaks_the_lines_and_that_is_told(tmp_path: Path) -> None:
    root = small(tmp_path / "in", *(of_year(year) for year in (111, 112, 113, 114)))
    agency = of_year(112).plan.agency.id
    (tmp_path / "out" / f"{agency}-112-113").mkdir(parents=True)
    write_file(tmp_path / "out" / f"{agency}-112-113" / "crosswalk.csv", [b"old_id\n"])
    assert api.compare_years(root, tmp_path / "out").exit_code == 10
    lines = (tmp_path / "out" / "lineages.csv").read_text(encoding="utf-8-sig").splitlines()
    assert {"a-111-1,112,a-112-1", "a-113-1,113,a-113-1", "a-113-1,114,a-114-1"} <= set(lines)
    ((rule, message),) = findings(tmp_path / "out")
    assert (rule, "begin anew with 113" in message) == ("lines-broken-off", True)


def test_a_pair_that_an_earlier_run_left_is_told_and_kept(tmp_path: Path, compare: Call) -> None:
    root = small(tmp_path / "in", of_year(111), of_year(113))
    assert compare("--in", root, "-o", tmp_path / "out").code == 0
    (old,) = (path for path in (tmp_path / "out").glob("[!.]*") if path.is_dir())
    small(root, of_year(112))
    result = compare("--in", root, "-o", tmp_path / "out")
    assert result.code == 0
    assert f"{old.name} is of an earlier run" in result.err
    assert [rule for rule, _ in findings(tmp_path / "out")] == ["comparison-left-over"]
    assert (old / "crosswalk.csv").is_file()


def test_plans_in_conflict_are_told(tmp_path: Path) -> None:
    root = small(tmp_path / "in", of_year(111), of_year(112))
    write_plan(of_year(113), root / "conflicts" / "a-113-01234567")
    api.compare_years(root, tmp_path / "out")
    told = "conflicts/a-113-01234567 holds the same plan as another file and was not compared."
    assert findings(tmp_path / "out") == [("plan-in-conflict", told)]


def test_an_empty_plan_among_many_is_named(tmp_path: Path) -> None:
    root = small(tmp_path / "in", of_year(112), of_year(113, sections=[]))
    api.compare_years(root, tmp_path / "out")
    assert ("side-empty", "某區公所 113 has no items.") in findings(tmp_path / "out")


def test_the_combined_table_names_the_offices(tmp_path: Path) -> None:
    root = small(tmp_path / "in", of_year(112), of_year(113))
    api.compare_years(root, tmp_path / "out")
    with (tmp_path / "out" / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        agencies = {(row["old_agency"], row["new_agency"]) for row in csv.DictReader(file)}
    assert agencies == {(of_year(112).plan.agency.name,) * 2}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["one"], "either OLD and NEW"),
        ([], "either OLD and NEW"),
        (["a", "b", "--in", "c"], "either OLD and NEW"),
        (["a", "b", "--years", "112"], "goes with --in"),
        (["--in", "c", "--years", "113-112"], "not a list"),
        (["--in", "c", "--years", "112;113"], "not a list"),
        (["--in", "c", "--years", "2023"], "not a year of the ROC calendar (112?)"),
    ],
)
def test_options_that_make_no_sense_are_refused(compare: Call, arguments: list[str], told: str) -> None:
    result = compare(*arguments)
    assert result.code == 2
    assert told in result.err


def test_years_may_be_a_range(tmp_path: Path, compare: Call) -> None:
    root = small(tmp_path / "in", *(of_year(year) for year in (110, 111, 112, 113)))
    assert compare("--in", root, "-o", tmp_path / "out", "--years", "111-112,113").code == 0
    assert {path.name for path in (tmp_path / "out").glob("a-*")} == {"a-111-112", "a-112-113"}


def test_messages_call_offices_by_name(tmp_path: Path, compare: Call) -> None:
    root = small(tmp_path / "in", of_year(111), of_year(113), of_office("b", 113))
    told = compare("--in", root, "-o", tmp_path / "out").err
    assert "某區公所 has no plan of 112" in told
    assert "另區公所 has a plan of 113 only" in told


def test_two_sides_have_a_folder_of_their_own_called_as_the_series_calls_it(
    tmp_path: Path, compare: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path / "in", of_year(112), of_year(113))
    monkeypatch.chdir(tmp_path)
    result = compare(root / "a-112", root / "a-113")
    assert result.code == 0
    assert (tmp_path / "comparison" / "a-112-113" / "report.html").is_file()
    assert "a-112-113" in result.out
    assert compare("--in", root).code == 0
    assert [path.name for path in (tmp_path / "comparison").glob("a-*")] == ["a-112-113"]


def test_sides_that_are_no_years_of_one_office_are_called_by_their_plans(
    tmp_path: Path, compare: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path / "in", of_year(112), of_office("b", 113))
    monkeypatch.chdir(tmp_path)
    assert compare(root / "a-112", root / "b-113").code == 0
    assert (tmp_path / "comparison" / "a-112--b-113" / "report.html").is_file()


def test_a_page_above_all_pairs_leads_to_them(tmp_path: Path) -> None:
    root = small(tmp_path / "in", of_year(112), of_year(113), of_office("b", 112), of_office("b", 113))
    api.compare_years(root, tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    for name in ("a-112-113", "b-112-113"):
        assert f'href="{name}/report.html"' in page
    assert all(office in page for office in ("某區公所", "另區公所", "2 offices, 2 pairs of years"))


def test_an_old_report_does_not_stay_beside_new_results(tmp_path: Path) -> None:
    root, out = small(tmp_path / "in", of_year(112), of_year(113)), tmp_path / "out"
    api.compare(root / "a-112", root / "a-113", out)
    write_file(out / "notes.txt", [b"mine"])
    api.compare_years(root, out)
    assert not {"report.html", "report.md", "changes.json"} & {path.name for path in out.iterdir()}
    assert {"crosswalk.csv", "notes.txt", "index.html"} <= {path.name for path in out.iterdir()}
    api.compare(root / "a-112", root / "a-113", out)
    assert not {"index.html", "lineages.csv"} & {path.name for path in out.iterdir()}


def test_a_pair_that_fails_leaves_no_old_report_and_keeps_the_crosswalk(tmp_path: Path) -> None:
    root, out = small(tmp_path / "in", of_year(111), of_year(112), of_year(113)), tmp_path / "out"
    api.compare_years(root, out)
    write_file(out / "a-112-113" / "crosswalk.csv", [b"old_id\n"])
    assert api.compare_years(root, out).exit_code == 10
    assert [path.name for path in (out / "a-112-113").iterdir()] == ["crosswalk.csv"]


def test_a_file_of_a_person_with_such_a_name_stays(tmp_path: Path) -> None:
    root, out = small(tmp_path / "in", of_year(112), of_year(113)), tmp_path / "out"
    write_file(out.parent / "report.md", [b"mine"])
    api.compare_years(root, out.parent)
    assert (out.parent / "report.md").read_bytes() == b"mine"


def test_one_year_alone_cannot_be_compared(tmp_path: Path, compare: Call) -> None:
    result = compare("--in", small(tmp_path / "in", of_year(112)), "-o", tmp_path / "out")
    assert result.code == 2
    assert "two years" in result.err


def test_the_function_stays_when_the_stage_is_loaded() -> None:
    assert "pipeline.compare.model" in sys.modules
    from pipeline import compare

    assert callable(compare)


def test_the_scripts_of_the_guide_run(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    api.compare_years(output, tmp_path / "comparison")
    (tmp_path / "output").symlink_to(output, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs/comparing.md").read_text(encoding="utf-8")
    scripts = dict(re.findall(r"<!-- script: (\w+) -->\n```\w+\n(.*?)```", text, re.DOTALL))
    assert list(scripts) == ["trend", "list", "query", "sections", "chart"]
    exec(compile(scripts["trend"], "trend", "exec"), {})  # noqa: S102 - our own example
    assert ["民政課", "44535000", "46872000"] in [
        line.split() for line in capsys.readouterr().out.splitlines()
    ]
    exec(compile(scripts["list"], "list", "exec"), {})  # noqa: S102 - our own example
    listed = capsys.readouterr().out.splitlines()
    assert "- 民政課: 4. 里辦公處資訊設備汰換。" in listed[: listed.index("## Dropped items")]
    assert "- 民政課: 7. 補發租約書影本。" in listed[listed.index("## Dropped items") :]
    with sqlite3.connect("output/workplan.sqlite") as base:
        (first, *_) = base.execute(scripts["query"]).fetchall()
    base.close()
    assert first[1:] == ("2. 辦理西區區政大樓興建工程。", 437910000, 512300000, 74390000)
    with duckdb.connect() as engine:
        risen = engine.execute(scripts["sections"]).fetchall()
    assert ("民政課", 44535000, 46872000, 2337000) in risen
    known = [row[3] for row in risen if row[3] is not None]
    assert known == sorted(known, reverse=True)
    exec(compile(scripts["chart"], "chart", "exec"), {})  # noqa: S102 - our own example
    drawn = Path("largest.html").read_text(encoding="utf-8")
    assert drawn.index("辦理西區區政大樓興建工程") < drawn.index("74,390,000")
    assert "linear-gradient" in drawn


def test_a_plan_read_with_errors_is_told(tmp_path: Path) -> None:
    words = dict.fromkeys(("message_zh", "message_en", "remedy_zh", "remedy_en"), "x")
    found = [("page-unread", "error"), ("page-scanned", "warning")]
    unread = of_year(113).model_copy(
        update={
            "findings": tuple(
                Finding.model_validate({"id": rule, "rule": rule, "severity": severity} | words)
                for rule, severity in found
            )
        }
    )
    api.compare_years(small(tmp_path / "in", of_year(112), unread), tmp_path / "out")
    told = "某區公所 113 was read with errors (page-unread): items that were not read look added or removed."
    assert findings(tmp_path / "out") == [("side-with-errors", told)]
