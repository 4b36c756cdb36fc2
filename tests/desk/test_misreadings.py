"""Errors of the extractor's own kinds are marked on the page view: at a record, a text or an amount."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bench.misreadings import KINDS, Misreading, found_of, misread
from pipeline.desk.desk import Desk
from pipeline.desk.page_checking import view_of
from tests.desk.conftest import SAMPLES

PLAN = "chiayi-city-west-112"


def put_in(output: Path, seed: int) -> list[Misreading]:
    path = output / PLAN / "plan.json"
    data = json.loads(path.read_bytes())
    errors = misread(data["plan"], seed, 20)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return errors


def marks(desk: Desk, page: int) -> Counter[str]:
    """All that is to catch the eye on a page."""
    view = view_of(desk, desk.plan(PLAN), page)
    assert view is not None
    found = Counter(f"{record.row.id} {zh}" for record in view.records for zh, _ in record.hints)
    found.update(one.text for one in view.loose if not one.framing)
    found.update(one.cell.raw for one in view.amounts if one.astray)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_of_twenty_errors_adds_a_mark_to_its_page(output: Path, seed: int) -> None:
    clean = Desk(output, [SAMPLES])
    before = {page: marks(clean, page) for page in clean.plan(PLAN).page_order}
    errors = put_in(output, seed)
    assert Counter(one.kind for one in errors) == dict.fromkeys(KINDS, 4)
    wrong = Desk(output, [SAMPLES])
    assert [one for one in errors if not marks(wrong, one.page) - before[one.page]] == []


def test_a_seed_gives_the_same_errors_again(output: Path) -> None:
    content = (output / PLAN / "plan.json").read_bytes()
    assert misread(json.loads(content)["plan"], 7, 20) == misread(json.loads(content)["plan"], 7, 20)


def test_a_claim_stands_for_one_error_of_its_page_and_kind() -> None:
    truth = [{"page": 1, "kind": "cut"}, {"page": 1, "kind": "cut"}, {"page": 2, "kind": "level"}]
    found, missed, others = found_of(truth, [(1, "cut"), (2, "amount")])
    assert (len(found), len(missed), others) == (1, 2, 1)
