"""Items through three and more years."""

from pipeline.compare.lineages import lineage_rows
from pipeline.compare.model import Change, Comparison, Status
from tests.compare.comparisons import entry, side


def year(old: int, *changes: tuple[str, str]) -> Comparison:
    """Changes such as ("a1", "b1+b2"), items of both sides; a and a' have one title."""

    def entries(names: str) -> list[str]:
        return [name for name in names.split("+") if name]

    def made(olds: str, news: str) -> Change:
        status: Status = "unchanged" if olds and news else "added" if news else "removed"
        before, after = (tuple(entry(n, n.rstrip("'")) for n in entries(names)) for names in (olds, news))
        return Change(status, (), "certain", 1.0, (), before, after)

    made_changes = tuple(made(*one) for one in changes)
    return Comparison(
        side(str(old), *(e for change in made_changes for e in change.old)),
        side(str(old + 1), *(e for change in made_changes for e in change.new)),
        made_changes,
    )


def test_a_line_bears_the_name_of_its_first_item() -> None:
    series = [year(111, ("a", "b"), ("", "x")), year(112, ("b", "c"), ("x", ""))]
    assert lineage_rows(series) == [("a", 111, "a"), ("a", 112, "b"), ("a", 113, "c"), ("x", 112, "x")]


def test_a_split_goes_on_in_all_its_items() -> None:
    assert lineage_rows([year(111, ("a", "b+c"))]) == [("a", 111, "a"), ("a", 112, "b"), ("a", 112, "c")]


def test_what_was_merged_goes_on_in_every_line() -> None:
    rows = lineage_rows([year(111, ("a+b", "c"))])
    assert rows == [("a", 111, "a"), ("a", 112, "c"), ("b", 111, "b"), ("b", 112, "c")]


def test_a_later_year_changes_no_row() -> None:
    first, second = year(111, ("a", "b"), ("z", "y")), year(112, ("b+y", "c"))
    assert set(lineage_rows([first])) < set(lineage_rows([first, second]))


def test_an_item_that_skips_a_year_goes_on_where_it_is_back() -> None:
    series = [year(111, ("選舉", ""), ("b", "b")), year(112, ("b", "b"), ("", "選舉"))]
    assert [row[1:] for row in lineage_rows(series) if row[0] == "選舉"] == [(111, "選舉"), (113, "選舉")]


def test_what_a_person_has_told_apart_within_a_year_stays_apart() -> None:
    assert lineage_rows([year(111, ("a", ""), ("", "a'"))]) == [("a", 111, "a"), ("a'", 112, "a'")]


def test_one_of_two_items_of_a_title_is_not_guessed_at() -> None:
    series = [year(111, ("a", ""), ("a'", "")), year(112, ("", "a''"))]
    assert ("a''", 113, "a''") in lineage_rows(series)


def test_a_later_year_changes_no_row_where_items_come_back() -> None:
    series = [
        year(111, ("a", ""), ("b", "b1+b2")),
        year(112, ("b1+b2", "c"), ("", "a'")),
        year(113, ("a'", "d")),
    ]
    for count in (1, 2):
        assert set(lineage_rows(series[:count])) < set(lineage_rows(series[: count + 1]))
