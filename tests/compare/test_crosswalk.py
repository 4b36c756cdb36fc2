"""crosswalk.csv: what is asked, what a person answers, what is wrong in it."""

import pytest

from pipeline.compare.crosswalk import crosswalk_csv, parse_crosswalk, rulings_of
from pipeline.compare.model import Band, Change, Comparison, Ruling
from pipeline.errors import CrosswalkError
from tests.compare.comparisons import compared, entry

HEADER = "old_id,new_id,verdict\n"


def ruled(*lines: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    rulings = rulings_of(parse_crosswalk((HEADER + "\n".join(lines)).encode()))
    return [(one.verdict, one.old_ids, one.new_ids) for one in rulings]


def refused(content: bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(CrosswalkError) as error:
        rulings_of(parse_crosswalk(content))
    return [(one.place.line, one.text.en) for one in error.value.problems]


def uncertain(old: str, new: str, band: Band = "uncertain") -> Comparison:
    return compared(
        Change(
            "changed",
            ("renamed",),
            band,
            0.7,
            ("similar 0.70",),
            (entry(old, "宣導"),),
            (entry(new, "講習"),),
        )
    )


def test_an_uncertain_match_is_asked_about() -> None:
    (row,) = parse_crosswalk(crosswalk_csv(uncertain("a", "b")))
    assert (row.old_id, row.new_id, row.verdict) == ("a", "b", "")
    assert (row.cells["old_plan_item"], row.cells["score"]) == ("1. 宣導", "0.7000")


def test_a_certain_match_is_not() -> None:
    assert parse_crosswalk(crosswalk_csv(uncertain("a", "b", "certain"))) == ()


def test_rows_of_a_person_stay_and_new_ones_are_added() -> None:
    before = parse_crosswalk((HEADER + "x,y,reject\np,q,\n").encode())
    after = parse_crosswalk(crosswalk_csv(uncertain("a", "b"), before))
    assert [(row.old_id, row.new_id, row.verdict) for row in after] == [("x", "y", "reject"), ("a", "b", "")]


def test_a_judged_pair_is_not_asked_about_again() -> None:
    before = parse_crosswalk((HEADER + "a,b,accept\n").encode())
    assert len(parse_crosswalk(crosswalk_csv(uncertain("a", "b"), before))) == 1


def test_verdicts_may_be_chinese() -> None:
    assert ruled("a,b,接受") == [("accept", ("a",), ("b",))]


def test_a_verdict_of_full_width_or_in_capitals_is_the_same() -> None:
    assert ruled("a,b, ＡＣＣＥＰＴ ", "c,d,Reject") == [
        ("accept", ("a",), ("b",)),
        ("reject", ("c",), ("d",)),
    ]


def test_no_spreadsheet_runs_the_words_of_a_plan() -> None:
    old, new = entry("a", "宣導", section="=1+1"), entry("b", "宣導")
    change = Change("changed", ("moved",), "uncertain", 0.7, (), (old,), (new,))
    (row,) = parse_crosswalk(crosswalk_csv(compared(change)))
    assert row.cells["old_section"] == "'=1+1"


def test_rows_with_one_old_item_are_a_split() -> None:
    assert ruled("a,b,split", "a,c,split") == [("split", ("a",), ("b", "c"))]
    assert ruled("a,b,accept", "a,c,accept") == [("split", ("a",), ("b", "c"))]


def test_rows_with_one_new_item_are_a_merge() -> None:
    assert ruled("a,c,merge", "b,c,merge") == [("merge", ("a", "b"), ("c",))]


def test_a_rejected_split_is_rejected_whole_and_pair_by_pair() -> None:
    assert set(ruled("a,b,reject", "a,c,reject")) == {
        ("reject", ("a",), ("b",)),
        ("reject", ("a",), ("c",)),
        ("reject", ("a",), ("b", "c")),
    }


def test_an_item_may_be_said_to_have_no_counterpart() -> None:
    assert ruled("a,,accept", "b,,accept") == [("accept", ("a",), ()), ("accept", ("b",), ())]


def test_lines_are_those_of_the_file() -> None:
    content = b"\xef\xbb\xbf" + (HEADER + "a,b,\n\nc,d,link\n").replace("\n", "\r\n").encode()
    assert rulings_of(parse_crosswalk(content)) == (Ruling(4, "link", ("c",), ("d",)),)


def test_every_problem_is_told_with_its_line() -> None:
    found = refused((HEADER + "a,b,perhaps\nc,,link\nd,e,accept\nd,e,reject\n").encode())
    assert [line for line, _ in found] == [2, 3, 5]


@pytest.mark.parametrize(
    ("content", "line", "cause"),
    [
        ("接受".encode("big5"), 1, "UTF-8"),
        (b"old_id,new_id\n", 1, "verdict"),
        (b"old_id,new_id,verdict,who\n", 1, "who"),
        (HEADER.encode() + b'"a,b,link\n', 2, "not CSV"),
        (HEADER.encode() + b"a,b,link,more\n", 2, "more cells"),
        (HEADER.encode() + b"a,b,split\n", 2, "split needs"),
        (HEADER.encode() + b"a,b,merge\n", 2, "merge needs"),
        (HEADER.encode() + b"a,c,link\na,d,link\nb,d,link\n", 2, "several"),
    ],
)
def test_a_broken_file_says_what_is_wrong(content: bytes, line: int, cause: str) -> None:
    ((found, told),) = refused(content)
    assert found == line
    assert cause in told
