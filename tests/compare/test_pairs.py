"""Pairs of plans made by hand, the truth first: every change is told right, and what is certain is right."""

import pytest

from pipeline.compare.comparison import compare_documents
from tests.compare.written import names, pair_of, told


@pytest.mark.parametrize("name", names())
def test_every_change_of_a_pair_made_by_hand_is_right(name: str) -> None:
    pair = pair_of(name)
    assert set(told(compare_documents([pair.old], [pair.new]).changes)) == pair.truth


@pytest.mark.parametrize("name", names())
def test_a_year_later_the_same_plan_is_unchanged(name: str) -> None:
    new = pair_of(name).new
    assert {one.status for one in compare_documents([new], [new]).changes} == {"unchanged"}


@pytest.mark.parametrize("name", [name for name in names() if pair_of(name).uncertain])
def test_what_a_person_has_to_judge_is_uncertain(name: str) -> None:
    pair = pair_of(name)
    found = told(compare_documents([pair.old], [pair.new]).changes)
    assert {found[one].band for one in pair.uncertain} == {"uncertain"}
