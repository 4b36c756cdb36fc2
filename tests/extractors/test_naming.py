"""Whose plan it is where no ending in the title tells an office."""

from pathlib import Path

import pytest

from pipeline.models import Extraction
from tests.extractors.test_section_rows import TWO, extracted, table

GUESSED = "agency-guessed"


def named(folder: Path, title: str, source: str | None = None) -> Extraction:
    return extracted(folder, "pdfium", source or table(*TWO), title=title)


def test_an_office_with_an_unknown_ending_is_named_by_what_the_title_leaves(tmp_path: Path) -> None:
    found = named(tmp_path, "虛構縣立天文臺112年度工作計畫")

    (plan,) = found.plans
    assert (plan.agency.name, plan.year_roc) == ("虛構縣立天文臺", 112)
    (finding,) = (one for one in found.findings if one.rule == GUESSED)
    assert (finding.severity, finding.page) == ("warning", 1)


def test_all_its_sections_are_of_one_plan(tmp_path: Path) -> None:
    source = f"教務處\n{table(*TWO[:2])}\n總務處\n{table(*TWO[2:])}"
    found = named(tmp_path, "虛構縣立天文臺112年度工作計畫", source)

    assert [(plan.agency.name, [one.name for one in plan.sections]) for plan in found.plans] == [
        ("虛構縣立天文臺", ["教務處", "總務處"])
    ]


@pytest.mark.parametrize("title", ["112年度工作計畫", "中華民國112年度重要工作計畫"])
def test_a_title_of_a_year_and_words_of_the_plan_names_nobody(tmp_path: Path, title: str) -> None:
    found = named(tmp_path, title)

    assert [(plan.agency.name, plan.year_roc) for plan in found.plans] == [(None, 112)]
    assert "agency-unknown" in {finding.rule for finding in found.findings}


def test_a_known_ending_gives_no_warning(tmp_path: Path) -> None:
    found = named(tmp_path, "虛構縣立體育場112年度工作計畫")

    assert found.plans[0].agency.name == "虛構縣立體育場"
    assert GUESSED not in {finding.rule for finding in found.findings}


def test_a_division_of_a_listed_office_with_sections_of_its_own_is_not_that_office(tmp_path: Path) -> None:
    found = named(tmp_path, "嘉義市政府建設處市場管理科112年度工作計畫（市場股）")

    (plan,) = found.plans
    assert (plan.agency.name, plan.sections[0].name) == ("嘉義市政府建設處市場管理科", "市場股")
    assert plan.agency.id.startswith("org-")
