"""A run with a profile file: its words reach the records, and a changed file leaves no older ones."""

import json
from pathlib import Path
from typing import Any

import pipeline
from pipeline.profiles.profile import load_profile_file
from tests.layouts.making import written

HEADERS = 'id = "mine"\n[headers]\nwork = ["主軸"]\nplan = ["年度亮點"]\nimplementation = ["具體行動"]\n'


def read_back(output: Path) -> Any:
    (path,) = output.glob("*/plan.json")
    return json.loads(path.read_bytes())


def test_a_changed_profile_changes_the_records(tmp_path: Path) -> None:
    file, _ = written(tmp_path, "columns")
    profile, output = tmp_path / "my.toml", tmp_path / "out"

    profile.write_text(HEADERS, encoding="utf-8")
    report = pipeline.run(file, output, profile=profile)
    first = read_back(output)
    assert report.exit_code == 0
    assert first["generator"]["profile"] == load_profile_file(profile).name
    assert first["plan"]["sections"][0]["budgets"] == []

    profile.write_text(f'{HEADERS}budget_current = ["匡列數"]\n', encoding="utf-8")
    pipeline.run(file, output, profile=profile)
    second = read_back(output)
    assert second["generator"]["profile"] == load_profile_file(profile).name
    assert second["generator"]["profile"] != first["generator"]["profile"]
    assert len(second["plan"]["sections"][0]["budgets"]) > 0

    told = json.loads((output / ".workplan" / "run.json").read_bytes())["options"]
    assert told["profile"] == second["generator"]["profile"]


def test_a_word_for_nothing_counts_in_findings_too(tmp_path: Path) -> None:
    file, _ = written(tmp_path, "ruled")
    profile = tmp_path / "my.toml"
    profile.write_text(f'{HEADERS}budget_current = ["匡列數"]\n[budgets]\nnil = ["120"]\n', encoding="utf-8")
    extraction = pipeline.extract(file, profile=profile)
    kinds = {budget.raw: budget.kind for budget in extraction.plans[0].sections[0].budgets}
    assert kinds["120"] == "nil"
    assert "budget-unclear" not in {finding.rule for finding in extraction.findings}
