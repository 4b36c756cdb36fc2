"""The table of populations that a person gives, and what is wrong in it."""

from pathlib import Path

import pytest

from pipeline.errors import PopulationsError, UnreadableError
from pipeline.site.populations import Population, parse_populations, read_populations

HEADER = "agency_id,year_roc,population,villages\n"


def parsed(text: str) -> dict[tuple[str, int], Population]:
    return dict(parse_populations(text.encode(), "people.csv"))


def test_people_and_villages_by_office_and_year() -> None:
    found = parsed(f'\ufeff{HEADER}chiayi-city-west,113,"145,230",84\nchiayi-city-east,113,120000,\n')
    assert found == {
        ("chiayi-city-west", 113): Population(145_230, 84),
        ("chiayi-city-east", 113): Population(120_000, None),
    }


def test_villages_may_be_left_out() -> None:
    assert parsed("agency_id,year_roc,population\na,113,5\n") == {("a", 113): Population(5, None)}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (HEADER + "a,2024,5,\n", 2, "no year of the ROC calendar"),
        (HEADER + "a,113,0,\n", 2, "no whole number above nought"),
        (HEADER + "a,113,14.5萬,\n", 2, "no whole number above nought"),
        (HEADER + "a,113,5,many\n", 2, "no whole number above nought"),
        (HEADER + ",113,5,\n", 2, "agency_id is empty"),
        (HEADER + "a,113,5,\nb,113,6,\na,113,7,\n", 4, "Line 2 has a in 113 already"),
        ("agency_id,population\na,5\n", 1, "year_roc"),
        ("agency_id,year_roc,people\na,113,5\n", 1, "population"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, told: str) -> None:
    with pytest.raises(PopulationsError) as raised:
        parsed(text)
    problem = raised.value.problems[0]
    assert problem.place.line == line
    assert told in problem.text.en


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(PopulationsError) as raised:
        parsed(HEADER + "a,x,5,\nb,113,y,\n")
    assert [one.place.line for one in raised.value.problems] == [2, 3]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="does not exist"):
        read_populations(tmp_path / "people.csv")
