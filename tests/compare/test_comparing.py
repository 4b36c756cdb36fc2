"""Two years of a plan compared: against the truth of the samples and under random edits."""

import json
from collections import Counter
from itertools import permutations

import pytest

from bench.comparing import found_in, measured
from pipeline.compare.comparison import compare_documents, compare_sides
from pipeline.compare.crosswalk import parse_crosswalk, rulings_of
from pipeline.compare.entries import side_of
from pipeline.compare.model import Change, Ruling, Side
from pipeline.models import PlanDocument
from tests.compare.editing import edited
from tests.reading import GOLD, LAYOUTS, NEXT_YEAR, read
from tests.scoring import plain


def plans(name: str) -> list[PlanDocument]:
    return list(read(NEXT_YEAR if name == "113" else LAYOUTS[name], "pdfium").documents())


def side(name: str) -> Side:
    return side_of(plans(name), name)


def told(change: Change) -> tuple[object, ...]:
    sides = (
        frozenset((e.section, plain(e.plan_item[-1])) for e in entries)
        for entries in (change.old, change.new)
    )
    return change.status, change.changes, *sides


def test_every_change_between_112_and_113_is_right() -> None:
    truth = json.loads((GOLD / "chiayi-west-112-113.changes.json").read_text(encoding="utf-8"))
    wanted = Counter(
        (
            change["status"],
            tuple(change["changes"]),
            *(frozenset((i["unit"], plain(i["plan"][-1])) for i in change[at]) for at in ("old", "new")),
        )
        for change in truth
    )

    comparison = compare_documents(plans("open"), plans("113"))

    assert Counter(map(told, comparison.changes)) == wanted
    assert comparison.renamed_sections == (("政風業務", "政風室"),)


@pytest.mark.parametrize(("one", "other"), list(permutations(LAYOUTS, 2)))
def test_layouts_of_one_plan_differ_in_nothing(one: str, other: str) -> None:
    statuses = Counter(change.status for change in compare_sides(side(one), side(other)).changes)

    assert statuses == {"unchanged": 180}


def test_a_plan_beside_none_is_all_added_or_all_removed() -> None:
    plan = plans("open")

    assert {c.status for c in compare_documents([], plan).changes} == {"added"}
    assert {c.status for c in compare_documents(plan, []).changes} == {"removed"}
    assert compare_documents([], []).changes == ()


def test_years_swapped_turn_split_and_merge_added_and_removed_round() -> None:
    forth = Counter(c.status for c in compare_sides(side("open"), side("113")).changes)
    back = Counter(c.status for c in compare_sides(side("113"), side("open")).changes)

    assert (back["split"], back["merged"]) == (forth["merged"], forth["split"])
    assert (back["added"], back["removed"]) == (forth["removed"], forth["added"])
    assert (back["changed"], back["unchanged"]) == (forth["changed"], forth["unchanged"])


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_are_found(seed: int) -> None:
    old = side("open")
    new, truth = edited(old, seed)

    missed = set(truth) - set(found_in(compare_sides(old, new)))

    assert len(missed) <= 0.02 * len(truth), missed


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    return measured(side("open"), range(200), most_changed=0.25)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "least"),
    [
        ("unchanged", 0.98),
        ("changed", 0.98),
        ("added", 0.98),
        ("removed", 0.98),
        ("split", 0.9),
        ("merged", 0.9),
    ],
)
def test_two_hundred_random_plans_are_told_right(counts: Counter[str], status: str, least: float) -> None:
    right = counts[f"right {status}"]

    assert right >= least * counts[f"true {status}"] > 0
    assert right >= least * counts[f"found {status}"]


@pytest.mark.slow
def test_what_is_certain_is_right_and_is_nearly_all(counts: Counter[str]) -> None:
    assert counts["certain"] >= 5_000
    assert counts["certain right"] >= 0.999 * counts["certain"]
    assert counts["certain right"] >= 0.95 * counts["pairs"]


def test_a_rejected_match_is_not_made_again() -> None:
    old, new = side("open"), side("113")
    renamed = next(c for c in compare_sides(old, new).changes if c.changes == ("renamed",))
    ids = (renamed.old[0].id,), (renamed.new[0].id,)

    comparison = compare_sides(old, new, [Ruling(2, "reject", *ids)])

    assert ids not in [(tuple(e.id for e in c.old), tuple(e.id for e in c.new)) for c in comparison.changes]
    assert comparison.unapplied == ()


def test_a_link_comes_before_all_passes() -> None:
    old, new = side("open"), side("113")
    ids = (old.entries[0].id,), (new.entries[1].id,)

    first = compare_sides(old, new, [Ruling(2, "link", *ids)]).changes

    linked = next(c for c in first if c.evidence == ("ruling link",))
    assert ((linked.old[0].id,), (linked.new[0].id,)) == ids


def test_a_ruling_on_an_item_that_is_gone_is_handed_back() -> None:
    ruling = Ruling(2, "link", ("gone",), (side("113").entries[0].id,))

    (unapplied,) = compare_sides(side("open"), side("113"), [ruling]).unapplied

    assert unapplied[0] == ruling
    assert "gone" in unapplied[1].en


def test_a_ruling_on_items_of_the_wrong_side_says_so() -> None:
    old, new = side("open"), side("113")
    ruling = Ruling(2, "link", (new.entries[0].id,), (old.entries[0].id,))

    (unapplied,) = compare_sides(old, new, [ruling]).unapplied

    assert "of the other year" in unapplied[1].en


def test_a_rejection_that_does_not_fit_is_told_in_its_own_row_only() -> None:
    old, new = side("open"), side("113")
    rows = f"old_id,new_id,verdict\n{old.entries[0].id},{new.entries[0].id},reject\n"
    rows += f"gone,{new.entries[0].id},reject\n"

    unapplied = compare_sides(old, new, rulings_of(parse_crosswalk(rows.encode()))).unapplied

    assert [one.line for one, *_ in unapplied] == [3]
