"""Two copies of corrections.csv and reviewed.csv made one: nothing lost, nothing decided for a person."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.merge import MergedCorrections, MergedMarks, merged_corrections, merged_marks
from pipeline.corrections.reviewed import Mark, parse_marks
from pipeline.corrections.rows import CorrectionRow, parse_corrections
from pipeline.corrections.written_rows import appended
from pipeline.errors import CorrectionsError, ReviewedError
from pipeline.written.problems import written_problem

NAMES = ("ours.csv", "theirs.csv")
TEXT, EXTRA = "plan_item[0].text", "extra[備註]"
Values = tuple[str, ...]


def row(old: str, new: str, field: str = TEXT, item_id: str = "a-112-1", **values: str) -> CorrectionRow:
    filled = {"reason": "漏字", "who": "王小明", "date": "2026-03-05"} | values
    return CorrectionRow(0, item_id, field, old, new, filled["reason"], filled["who"], filled["date"])


def table(*rows: CorrectionRow) -> bytes:
    content = b""
    for one in rows:
        content = appended(content, one)
    return content


def merged(ours: bytes, theirs: bytes) -> MergedCorrections:
    return merged_corrections(ours, theirs, NAMES)


def cells(content: bytes) -> list[Values]:
    rows = parse_corrections(content) if content else ()
    return [(one.item_id, one.field, one.old, one.new, one.reason, one.who, one.date) for one in rows]


def change(one: CorrectionRow | None) -> Values:
    assert one is not None
    return one.item_id, one.field, one.old, one.new


def told(one: MergedCorrections) -> list[tuple[str | None, str, int]]:
    return [(each.ours.new if each.ours else None, each.theirs.new, each.left_out) for each in one.conflicts]


def test_what_both_have_is_there_once() -> None:
    assert merged(table(row("甲", "乙")), table(row("甲", "乙"))).content == table(row("甲", "乙"))


def test_rows_of_other_fields_and_items_follow_ours_in_their_order() -> None:
    ours = table(row("甲", "乙"))
    theirs = (row("", "有", EXTRA), row("甲", "丙", item_id="a-112-2"))
    found = merged(ours, table(*theirs))
    assert found.content == table(row("甲", "乙"), *theirs)
    assert [one.item_id for one in found.taken] == ["a-112-1", "a-112-2"]


def test_our_bytes_stay_before_those_that_are_taken() -> None:
    ours = table(row("甲", "乙")).removeprefix(b"\xef\xbb\xbf").replace(b"\n", b"\r\n")
    content = merged(ours, table(row("", "有", EXTRA))).content
    assert content.startswith(ours)
    assert content.endswith(b"\r\n")


def test_a_copy_that_goes_on_from_where_ours_ends_is_followed() -> None:
    both, further = row("甲", "乙"), row("乙", "丙")
    assert merged(table(both), table(both, further)).content == table(both, further)
    assert merged(table(both, further), table(both)).content == table(both, further)


def test_two_values_for_one_are_a_conflict_and_ours_stays() -> None:
    ours = table(row("甲", "乙"))
    found = merged(ours, table(row("甲", "丙", who="李四"), row("丙", "丁")))
    assert found.content == ours
    assert told(found) == [("乙", "丙", 2)]
    assert found.conflicts[0].theirs.who == "李四"


def test_copies_that_part_later_are_a_conflict_from_there_on() -> None:
    both = row("甲", "乙")
    found = merged(table(both, row("乙", "丙")), table(both, row("乙", "丁")))
    assert told(found) == [("丙", "丁", 1)]


def test_a_row_that_begins_from_another_value_is_a_conflict() -> None:
    assert told(merged(table(row("甲", "乙")), table(row("乙", "丙")))) == [("乙", "丙", 1)]


def test_a_conflict_keeps_nothing_else_out() -> None:
    found = merged(table(row("甲", "乙")), table(row("甲", "丙"), row("", "有", EXTRA)))
    assert [one.field for one in found.taken] == [EXTRA]


def test_of_one_change_by_two_people_the_earlier_row_stands() -> None:
    early, late = row("甲", "乙", who="李四", date="2026-03-04"), row("甲", "乙")
    other = row("", "有", EXTRA)
    assert merged(table(late, other), table(early)).content == table(early, other)
    assert merged(table(early, other), table(late)).content == table(early, other)


@pytest.mark.parametrize("ours", [table(), table(row("無", "有", EXTRA))])
def test_rows_that_cannot_stand_behind_ours_are_left_out_and_told(
    ours: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strict(content: bytes, name: str) -> tuple[CorrectionRow, ...]:
        if name == "" and "丙".encode() in content:
            raise CorrectionsError([written_problem("nothing-changed", name, 1)])
        return parse_corrections(content, name)

    monkeypatch.setattr("pipeline.corrections.merge.parse_corrections", strict)
    theirs = table(row("無", "有", EXTRA), row("有", "丙", EXTRA), row("丙", "丁", EXTRA), row("甲", "乙"))
    found = merged(ours, theirs)
    assert found.content == table(row("無", "有", EXTRA), row("甲", "乙"))
    assert told(found) == [("有" if ours else None, "丙", 2)]


def test_a_broken_copy_is_told_by_its_name() -> None:
    with pytest.raises(CorrectionsError, match=r"theirs\.csv:1"):
        merged(b"", b"item_id\n")
    with pytest.raises(ReviewedError, match=r"theirs\.csv:1"):
        merged_marks(b"", b"item_id\n", NAMES)


VALUES = st.sampled_from("甲乙丙丁")
WHO = st.fixed_dictionaries(
    {"who": st.sampled_from(["王小明", "李四"]), "date": st.sampled_from(["2026-03-05", "2026-03-06"])}
)
KEYS = tuple((item_id, field) for item_id in ("a-112-1", "a-112-2") for field in (TEXT, EXTRA))


@st.composite
def paths(draw: st.DrawFn) -> list[str]:
    """The values of a field, one after the other."""
    values = draw(st.lists(VALUES, max_size=4))
    return [one for n, one in enumerate(values) if n == 0 or one != values[n - 1]]


@st.composite
def tables(draw: st.DrawFn, routes: tuple[list[str], ...]) -> bytes:
    """A file that follows these values, one list for each field; its rows stand in any order that the chains allow."""
    chains = [
        [row(old, new, field, item_id, **draw(WHO)) for old, new in pairwise(route)]
        for (item_id, field), route in zip(KEYS, routes, strict=True)
    ]
    rows: list[CorrectionRow] = []
    while any(chains):
        rows.append(draw(st.sampled_from([one for one in chains if one])).pop(0))
    return table(*rows)


@st.composite
def disputing(draw: st.DrawFn) -> tuple[bytes, bytes]:
    ours, theirs = (tuple(draw(paths()) for _ in KEYS) for _ in range(2))
    return draw(tables(ours)), draw(tables(theirs))


@st.composite
def agreeing(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Copies of which each has come along the same values, one farther than the other."""
    routes = tuple(draw(paths()) for _ in KEYS)
    ours, theirs = (tuple(one[: draw(st.integers(0, 4))] for one in routes) for _ in range(2))
    return draw(tables(ours)), draw(tables(theirs))


@given(agreeing())
def test_without_conflicts_both_ways_come_to_the_same_rows(copies: tuple[bytes, bytes]) -> None:
    ours, theirs = copies
    one, other = merged(ours, theirs), merged(theirs, ours)
    assert not one.conflicts
    assert not other.conflicts
    assert sorted(cells(one.content)) == sorted(cells(other.content))


@given(disputing())
def test_a_conflict_is_one_from_either_side(copies: tuple[bytes, bytes]) -> None:
    ours, theirs = copies
    one, other = merged(ours, theirs), merged(theirs, ours)
    assert {(change(each.ours), change(each.theirs)) for each in one.conflicts} == {
        (change(each.theirs), change(each.ours)) for each in other.conflicts
    }


@given(disputing())
def test_a_second_time_changes_nothing(copies: tuple[bytes, bytes]) -> None:
    ours, theirs = copies
    once = merged(ours, theirs)
    twice = merged(once.content, theirs)
    assert twice.content == once.content
    assert twice.taken == ()
    assert len(twice.conflicts) == len(once.conflicts)


@given(disputing())
def test_our_changes_are_all_there_and_the_file_can_be_read(copies: tuple[bytes, bytes]) -> None:
    ours, theirs = copies
    changes = [one[:4] for one in cells(merged(ours, theirs).content)]
    assert changes[: len(cells(ours))] == [one[:4] for one in cells(ours)]


OLD, NEW = "0" * 64, "f" * 64


def mark(item_id: str = "a-112-1", sha256: str = NEW, who: str = "王小明", date: str = "2026-03-05") -> Mark:
    return Mark(0, item_id, sha256, who, date)


def marks(*given: Mark) -> bytes:
    return b"\n".join(
        [b"item_id,record_sha256,who,date", *(",".join(one.values).encode() for one in given), b""]
    )


def united(ours: bytes, theirs: bytes) -> MergedMarks:
    return merged_marks(ours, theirs, NAMES)


def test_marks_of_both_copies_are_there_once() -> None:
    found = united(marks(mark()), marks(mark(), mark(who="李四"), mark("a-112-2")))
    assert found.content == marks(mark(), mark(who="李四"), mark("a-112-2"))
    assert not found.conflicts


def test_marks_of_different_records_are_kept_and_told() -> None:
    found = united(marks(mark()), marks(mark(sha256=OLD, who="李四")))
    assert found.content == marks(mark(), mark(sha256=OLD, who="李四"))
    (conflict,) = found.conflicts
    assert conflict.item_id == "a-112-1"
    assert [one.who for one in (*conflict.ours, *conflict.theirs)] == ["王小明", "李四"]


def test_different_records_that_the_copies_have_not_between_them_are_no_matter_of_merging() -> None:
    ours = marks(mark(), mark(sha256=OLD, who="李四"))
    assert not united(ours, marks(mark("a-112-2"))).conflicts


@pytest.mark.parametrize("swapped", [False, True])
def test_a_persons_later_mark_takes_the_place_of_the_earlier(swapped: bool) -> None:
    copies = [marks(mark(sha256=OLD)), marks(mark(date="2026-03-06"))]
    found = united(*(reversed(copies) if swapped else copies))
    assert found.content == marks(mark(date="2026-03-06"))
    assert not found.conflicts


MARKS = st.lists(
    st.builds(
        mark,
        st.sampled_from(["a-112-1", "a-112-2"]),
        st.sampled_from([OLD, NEW]),
        st.sampled_from(["王小明", "李四"]),
        st.sampled_from(["2026-03-05", "2026-03-06"]),
    ),
    max_size=6,
).map(lambda given: marks(*given))


def values(content: bytes) -> set[Values]:
    return {one.values for one in parse_marks(content)}


@given(MARKS, MARKS)
def test_marks_come_to_the_same_both_ways_and_a_second_time_changes_nothing(
    ours: bytes, theirs: bytes
) -> None:
    once = united(ours, theirs)
    assert values(once.content) == values(united(theirs, ours).content)
    assert united(once.content, theirs).content == once.content
    assert {one[0] for one in values(once.content)} == {one[0] for one in values(ours) | values(theirs)}
