"""What tells, where a page ends, whether a row goes on over it; and that a doubt about it is told."""

from __future__ import annotations

from pipeline.extractors.rows import NO_WITNESS, Neighbours, find_rows
from pipeline.lattice.columns import Column
from pipeline.lattice.measures import Metrics
from pipeline.lattice.tables import Table, Track
from pipeline.lattice.witnesses import breaks_between
from pipeline.lines.lines import Line

MIDDLE = Metrics(pitch=15.0, size=10.0, margin=0.0, middle=True)
FULL, JOINT, LAST, FIRST = 10, 100.0, 90.0, 115.0


def line(v: float, characters: int = FULL) -> Line:
    page = 1 if v < JOINT else 2
    return Line(page, v, 0.0, 10.0 * characters, 10.0, "文" * characters, v, bounds=(0.0, 100.0))


def table(above: Line, below: Line) -> tuple[Table, Track]:
    """A column of ten characters' width, cut at 100, with others whose lines end at 90 and begin at 115."""
    track = Track(Column("plan", "計畫", 0.0, 100.0), (above, below), ())
    return Table((track,), (JOINT,), (), 200.0, (LAST, 190.0), (10.0, FIRST)), track


def ended(above: Line, below: Line) -> bool | None:
    found, track = table(above, below)
    return breaks_between(found, track, MIDDLE, above, below, above).ended


def test_a_full_line_at_the_foot_goes_on_at_the_head_of_the_next_page() -> None:
    assert ended(line(LAST), line(FIRST)) is False


def test_text_in_the_middle_that_left_lines_below_it_has_ended() -> None:
    assert ended(line(LAST - 30), line(FIRST)) is True


def test_text_that_stands_below_the_head_of_its_page_begins_there() -> None:
    assert ended(line(LAST - 15), line(FIRST + 30)) is True


def test_what_is_carried_over_may_be_set_in_the_middle_too() -> None:
    assert ended(line(LAST), line(FIRST + 30)) is None


def rows(above: Line, below: Line) -> list[tuple[int, str | None]]:
    found, track = table(above, below)
    beside = Neighbours((), (), (), (), (), (), (), ())
    return [(len(r.lines), r.doubt) for r in find_rows(found, track, MIDDLE, beside, ruled=True)]


def test_lines_that_are_joined_without_any_witness_keep_the_doubt() -> None:
    # The line above may have been full, and the next one says nothing either.
    assert rows(line(LAST, FULL - 1), line(FIRST)) == [(2, NO_WITNESS)]


def test_rows_that_one_witness_parts_at_a_page_end_both_keep_the_doubt() -> None:
    assert rows(line(LAST - 30), line(FIRST)) == [(1, "ended"), (1, "ended")]
