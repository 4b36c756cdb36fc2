"""The same items set by a second producer, whose font one of the engines misreads."""

from pathlib import Path

import pypdfium2
import pytest

from pipeline import extract
from pipeline.errors import UnreadableTextError
from pipeline.models import Reader
from tests import scoring
from tests.making.reportlab_plan import reportlab_plan
from tests.making.traits import LAYOUT, PLAIN, made, plan_of
from tests.reading import READERS

PLAN = plan_of(*PLAIN)


@pytest.fixture(
    params=[(rows, height) for rows in (True, False) for height in (400.0, 300.0, 240.0)],
    ids=lambda given: f"{'rows' if given[0] else 'columns'}-{given[1]:.0f}",
)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The plan with and without ruled rows, its table whole or cut at different places."""
    rows, height = request.param
    made = tmp_path / "plan.pdf"
    made.write_bytes(reportlab_plan(PLAN, page=(540.0, height), rows=rows))
    return made


def test_a_plan_of_another_producer_is_read_rightly(path: Path) -> None:
    found = extract(path)

    wrong = scoring.difference(scoring.gold_records(PLAN.gold()), scoring.records(found))
    assert not wrong, wrong
    wrong = scoring.difference(scoring.gold_fronts(PLAN.gold()), scoring.fronts(found))
    assert not wrong, wrong
    assert found.audit.outside == 0
    assert found.findings == ()


def test_where_the_engines_disagree_every_item_is_told(path: Path) -> None:
    found = extract(path, verify=True)
    told = {finding.item_id for finding in found.findings if finding.rule == "verify-mismatch"}

    assert told == {item.id for item in scoring.items_of(found)}
    assert all(finding.severity == "error" for finding in found.findings)


def test_the_engine_that_misreads_the_font_says_so(path: Path) -> None:
    with pytest.raises(UnreadableTextError):
        extract(path, reader="pdfplumber", ocr="never")


def test_some_of_these_tables_are_cut_by_a_page_end() -> None:
    counts = []
    for height in (400.0, 240.0):
        document = pypdfium2.PdfDocument(reportlab_plan(PLAN, page=(540.0, height)))
        counts.append(len(document))
        document.close()
    assert counts == [1, 2]


@pytest.mark.parametrize("reader", READERS)
def test_what_runs_off_its_page_is_not_seen_and_told(reader: Reader, tmp_path: Path) -> None:
    # As where a row may not break and is higher than the page.
    data, gold = made(LAYOUT, *PLAIN)
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    width, height = page.get_size()
    floor = height - 170
    page.set_mediabox(0, floor, width, height)
    page.set_cropbox(0, floor, width, height)
    path = tmp_path / "plan.pdf"
    document.save(path)
    found = extract(path, reader=reader)

    assert [f.page for f in found.findings if f.rule == "text-hidden"] == [1]
    assert found.audit.not_seen
    assert found.audit.outside == 0
    for whole, seen in zip(scoring.gold_records(gold), scoring.records(found), strict=False):
        assert "".join(whole.plan).startswith("".join(seen.plan))
    cut = scoring.records(found)[-1].implementation[-1][2]
    assert any(cut != whole and whole.startswith(cut) for _, _, whole in _steps(gold))


def _steps(gold: scoring.Gold) -> list[tuple[int, str, str]]:
    return [step for record in scoring.gold_records(gold) for step in record.implementation]
