"""CSV files in each form that can be asked for."""

from itertools import product
from pathlib import Path

import pytest

from pipeline.exporters.csv_form import CsvForm, HeaderLanguage
from pipeline.gate.check import check_folder
from pipeline.models import PlanDocument
from tests.contract import rich_extraction
from tests.gate.breaking import rewrite
from tests.gate.publishing import publish
from tests.metadata.making import publisher

FORMS = [
    CsvForm(bom, header, safe)
    for bom, header, safe in product([True, False], list[HeaderLanguage](["en", "zh-TW"]), [True, False])
]


@pytest.mark.parametrize(
    "form", FORMS, ids=lambda f: f"{f.encoding}-{f.header}-{'safe' if f.safe else 'plain'}"
)
def test_every_form_of_the_sample_plans_passes(
    form: CsvForm, tmp_path: Path, documents: list[PlanDocument]
) -> None:
    report = check_folder(publish(tmp_path, documents, form, publisher()))

    assert report.passed, report.results
    # What a spreadsheet would change is escaped in the safe form.
    assert set(report.rule_counts) == (set() if form.safe else {"csv-changed"})


@pytest.mark.parametrize("header", ["en", "zh-TW"])
def test_a_file_that_is_called_safe_has_to_be(header: HeaderLanguage, tmp_path: Path) -> None:
    folder = publish(tmp_path, list(rich_extraction().documents()), CsvForm(True, header, True), publisher())
    assert "csv-unsafe" not in check_folder(folder).rule_counts

    rewrite(folder / "steps.csv", b"'(1)", b"(1)")

    (result,) = check_folder(folder, rules=["csv-unsafe"]).results
    assert (result.place.file, result.place.column) == ("steps.csv", "label")


def test_a_form_that_is_not_said_is_seen(tmp_path: Path) -> None:
    form = CsvForm(header="zh-TW")
    folder = publish(tmp_path, list(rich_extraction().documents()), form, publisher())
    rewrite(folder / "datapackage.json", b'"headerLanguage": "zh-TW"', b'"headerLanguage": "en"')

    assert set(check_folder(folder, rules=["header-differs"]).rule_counts) == {"header-differs"}


def test_without_a_publisher_every_missing_fact_is_named(tmp_path: Path) -> None:
    folder = publish(tmp_path, list(rich_extraction().documents()), CsvForm(), None)

    report = check_folder(folder)

    missing = {result.place.column for result in report.results if result.id == "metadata-missing"}
    assert {"name", "title", "description", "keywords", "licenses", "version"} <= missing
    assert {"contributors.publisher.title", "contributors.contact.email"} <= missing
    assert {"dcat-missing", "portal-missing", "portal-sheet-missing"} <= set(report.rule_counts)
    assert report.exit_code == 1
