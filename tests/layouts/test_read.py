"""A proposed profile says of tables that are read without one what they are read as."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.layouts.proposal import propose
from tests import scoring
from tests.making.layout import Rules
from tests.making.traits import LAYOUT, PLAIN, made

HEADERS = ("業務綱要", "推動重點", "執行步驟", "所需費用")


@pytest.mark.parametrize("rules", ["all", "none", "zebra"])
def test_a_proposed_profile_reads_what_is_read_without_one(rules: Rules, tmp_path: Path) -> None:
    named = zip(LAYOUT.columns, HEADERS, strict=True)
    layout = replace(LAYOUT, columns=tuple(replace(c, header=h) for c, h in named), rules=rules)
    data, gold = made(layout, *PLAIN)
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    profile = tmp_path / "plan.toml"
    profile.write_text(propose(path), encoding="utf-8")
    found = extract(path, profile=profile)

    wrong = scoring.difference(scoring.gold_records(gold), scoring.records(found))
    assert not wrong, wrong
    assert not [f for f in found.findings if f.rule == "header-role-guessed"]
