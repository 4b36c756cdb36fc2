"""Every finding of the catalogue is provoked through the command line; a rule without an entry fails."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.corrections.rows import CORRECTION_COLUMNS
from pipeline.extras import is_installed
from pipeline.messages.catalogue import catalogue
from tests.calling import Call, caller
from tests.catalogue.findings import PROVOKING, Provoking
from tests.catalogue.misreadings import MISREADINGS, misread
from tests.catalogue.pages import HEAD, page, pdf, table

PLAIN = page(table())
CORRECTING = ("correction-refused", "correction-unknown", "correction-not-carried")
UNCHECKED = ("fonts-unchecked",)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


def extracted(call: Call, path: Path, *options: str) -> set[str]:
    """Rules of what ``extract`` finds."""
    result = call("extract", path, *options)
    assert result.code == 0, result.err
    return {one["rule"] for one in json.loads(result.out)["findings"]}


def test_every_rule_has_an_entry() -> None:
    entries = [
        *(rule for one in PROVOKING.values() for rule in one.rules),
        *MISREADINGS,
        *CORRECTING,
        *UNCHECKED,
    ]
    assert sorted(entries) == sorted(set(entries))
    assert set(entries) == set(catalogue("findings"))


def provoking() -> Iterator[object]:
    for name, one in PROVOKING.items():
        missing = (one.needs == "ocr" and not is_installed("ocr")) or (
            one.needs == "soffice" and not shutil.which("soffice")
        )
        marks = [pytest.mark.skipif(missing, reason=f"it needs {one.needs}")]
        yield pytest.param(one, id=name, marks=[*marks, *([pytest.mark.ocr] if one.needs == "ocr" else [])])


@pytest.mark.parametrize("one", list(provoking()))
def test_a_file_provokes_its_findings(one: Provoking, call: Call, tmp_path: Path) -> None:
    path = tmp_path / f"plan{one.ending}"
    path.write_bytes(one.make())
    assert set(one.rules) <= extracted(call, path, *one.options)


def test_a_plain_page_provokes_none_but_that_its_office_is_not_listed(call: Call, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(pdf(PLAIN))
    assert extracted(call, tmp_path / "plan.pdf") == {"agency-unknown"}


@pytest.mark.parametrize("rule", MISREADINGS)
def test_an_error_of_the_reading_is_told(
    rule: str, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.pdf").write_bytes(pdf(PLAIN))
    misread(monkeypatch, rule)
    assert rule in extracted(call, tmp_path / "plan.pdf")


def test_fonts_that_the_format_does_not_tell_are_told_of(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("soffice"):
        pytest.skip("it needs LibreOffice")
    word = next(one for one in PROVOKING.values() if "office-printed" in one.rules)
    (tmp_path / f"plan{word.ending}").write_bytes(word.make())
    monkeypatch.setattr("pipeline.files.office.missing_fonts", lambda _: None)
    assert set(UNCHECKED) <= extracted(call, tmp_path / f"plan{word.ending}")


def corrections(folder: Path, *rows: tuple[str, str, str, str]) -> None:
    """Write rows of item, field, old and new value."""
    with (folder / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CORRECTION_COLUMNS)
        writer.writerows([*row, "誤植", "王小明", "2026-01-01"] for row in rows)


def found(folder: Path) -> set[str]:
    """Rules in the table of findings."""
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["rule"] for row in csv.DictReader(file)}


def test_corrections_that_fit_nothing_are_told(call: Call, tmp_path: Path) -> None:
    source, out = tmp_path / "plan.pdf", tmp_path / "out"
    source.write_bytes(pdf(page(table(head=(*HEAD[:3], "匡列數")))))
    assert call("run", source, "-o", out, "--jobs", "1").code == 0
    with (out / "items.csv").open(encoding="utf-8-sig", newline="") as file:
        item = next(csv.DictReader(file))["item_id"]
    unknown = f"{item.rpartition('-')[0]}-00000000"
    extra = (item, "extra[匡列數]", "120", "121")
    corrections(
        out, (item, "plan_item[0].text", "別的文字", "改名"), (unknown, "implementation", "甲", "乙"), extra
    )
    call("publish", out)
    assert set(CORRECTING[:2]) <= found(out)

    profile = tmp_path / "mine.toml"
    profile.write_text('id = "mine"\n[headers]\nbudget_current = ["匡列數"]\n', encoding="utf-8")
    corrections(out, extra)
    call("run", source, "-o", out, "--jobs", "1", "--profile", profile, "--unit", "千元")
    assert CORRECTING[2] in found(out)
