"""A compendium: several plans in one file are told apart and read as each alone."""

import json
from pathlib import Path

import pypdfium2
import pytest

from pipeline import extract, run
from pipeline.exporters.model_json import json_bytes
from pipeline.models import Extraction, Reader
from tests import reading, scoring
from tests.reading import LAYOUTS, NEXT_YEAR, READERS

pytestmark = pytest.mark.slow

APART = (LAYOUTS["open"], NEXT_YEAR)


@pytest.fixture(scope="module")
def compendium(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compendium") / "both.pdf"
    whole = pypdfium2.PdfDocument.new()
    for part in APART:
        document = pypdfium2.PdfDocument(part)
        whole.import_pages(document)
        document.close()
    whole.save(path)
    whole.close()
    return path


def shifted(found: Extraction, pages: int) -> dict[str, object]:
    """The only plan of a file as JSON, its pages counted on from another file's."""
    (plan,) = json.loads(json_bytes(found))["plans"]
    for section in plan["sections"]:
        section["pages"] = [page + pages for page in section["pages"]]
        for record in (*section["items"], *section["budgets"], *section["totals"]):
            for place in record["provenance"]:
                place["page"] += pages
        for item in section["items"]:
            # Findings are numbered through the whole file.
            item["finding_ids"] = len(item["finding_ids"])
    assert isinstance(plan, dict)
    return plan


@pytest.mark.parametrize("reader", READERS)
def test_plans_of_one_file_are_the_same_as_apart(compendium: Path, reader: Reader) -> None:
    both = extract(compendium, reader=reader)
    first, second = (reading.read(path, reader) for path in APART)
    plans = [shifted(both.model_copy(update={"plans": (plan,)}), 0) for plan in both.plans]

    assert [plan.id for plan in both.plans] == ["chiayi-city-west-112", "chiayi-city-west-113"]
    wrong = scoring.difference(scoring.records(first) + scoring.records(second), scoring.records(both))
    assert not wrong, wrong
    assert plans == [shifted(first, 0), shifted(second, first.source.pages)]
    assert both.audit.outside == 0
    assert both.audit.glyphs == first.audit.glyphs + second.audit.glyphs


def test_a_run_gives_each_plan_of_a_file_its_own_folder(compendium: Path, tmp_path: Path) -> None:
    report = run(compendium, tmp_path / "both")
    run(APART, tmp_path / "apart")

    assert report.exit_code == 0
    assert [plan.folder for plan in report.plans] == ["chiayi-city-west-112", "chiayi-city-west-113"]
    for name in ("chiayi-city-west-112/steps.csv", "chiayi-city-west-112/items.csv"):
        rows = [
            (tmp_path / folder / name).read_text(encoding="utf-8-sig").count("\n")
            for folder in ("both", "apart")
        ]
        assert rows[0] == rows[1]
