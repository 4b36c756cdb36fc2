"""Plans made at random, several pages each: what no rule was written for must be read rightly too."""

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Reader
from tests import scoring
from tests.making.randomly import example
from tests.making.typeset import typeset
from tests.reading import READERS

pytestmark = pytest.mark.slow

SEEDS = (101, 103, 105, 107, 108, 109, 111, 112, 113, 115, 119, 161)
"""Among them are all kinds of ruling, and tables without any rule."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("reader", READERS)
def test_a_random_plan_is_read_rightly(seed: int, reader: Reader, tmp_path: Path) -> None:
    plan, layout = example(seed)
    path = tmp_path / "plan.pdf"
    path.write_bytes(typeset(plan, layout))
    found = extract(path, reader=reader, verify=True)

    wrong = scoring.difference(scoring.gold_records(plan.gold()), scoring.records(found))
    assert not wrong, wrong
    wrong = scoring.difference(scoring.gold_fronts(plan.gold()), scoring.fronts(found))
    assert not wrong, wrong
    assert found.audit.outside == 0
    assert [finding for finding in found.findings if finding.rule.startswith("verify")] == []


def test_the_seeds_show_every_kind_of_ruling() -> None:
    assert {example(seed)[1].rules for seed in SEEDS} == {
        "all",
        "columns",
        "rows",
        "none",
        "stacked",
        "zebra",
    }
