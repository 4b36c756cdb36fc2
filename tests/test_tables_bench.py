"""The measure of tables, on truths small enough to be counted by hand."""

from collections import Counter
from pathlib import Path

import pytest

from bench.adjacency import (
    Cell,
    Count,
    Relation,
    Table,
    cells_of,
    counted,
    figures,
    matched,
    normalised,
    relations,
)
from bench.tables import is_ruled, own_tables, read_truth
from pipeline.readers.page import Page, Rule
from tests.tables.fixtures import page, pdf

BOX = (0.0, 0.0, 100.0, 40.0)


def table(*rows: tuple[str, ...], box: tuple[float, float, float, float] = BOX, number: int = 1) -> Table:
    return Table(tuple(cells_of(rows)), {number: box})


def test_neighbours_are_right_of_and_below() -> None:
    found = relations(table(("a", "b"), ("c", "d")))

    assert found == Counter(
        [
            Relation("A", "B", "right", 0),
            Relation("C", "D", "right", 0),
            Relation("A", "C", "down", 0),
            Relation("B", "D", "down", 0),
        ]
    )


def test_blank_cells_are_skipped_and_counted() -> None:
    assert relations(table(("a", "", "b"))) == Counter([Relation("A", "B", "right", 1)])
    assert relations(table(("a", " \n", "b"))) == relations(table(("a", "", "b")))


def test_a_merged_cell_is_related_once_to_each_neighbour() -> None:
    tall = Table((Cell(0, 0, 1, 0, "x"), Cell(0, 1, 1, 1, "y"), Cell(2, 0, 2, 1, "z")), {1: BOX})

    assert relations(tall) == Counter(
        [Relation("X", "Y", "right", 0), Relation("X", "Z", "down", 0), Relation("Y", "Z", "down", 0)]
    )


def test_equal_texts_are_as_many_relations() -> None:
    assert relations(table(("-", "-", "-")))[Relation("_", "_", "right", 0)] == 2


def test_white_space_special_characters_and_case_do_not_count() -> None:
    assert normalised(" 12.5\n%") == normalised("12,5 €") == "12_5_"
    assert normalised("é") == "_"


def test_a_result_is_matched_with_the_table_that_it_fits_best() -> None:
    first, second = table(("a", "b")), table(("c", "d"))
    near, far = table(("c", "d"), ("e", "f")), table(("a", "b"), number=2)
    matches = matched([second, first], [far, near])

    assert [(m.truth, m.result) for m in matches] == [(second, near), (first, None), (None, far)]
    assert counted(matches) == Count(right=1, found=5, true=2)


def test_results_on_other_tables_do_not_count_where_some_are_chosen() -> None:
    ruled, other = table(("a", "b")), table(("c", "d"), box=(0, 50, 100, 90))
    on_other, nowhere = table(("x", "y"), box=(0, 55, 90, 90)), table(("p", "q"), box=(0, 200, 90, 240))
    matches = matched([ruled, other], [table(("a", "b")), table(("c", "d")), on_other, nowhere])

    assert counted(matches, {0}) == Count(right=1, found=2, true=1)


def test_documents_are_averaged_and_pooled() -> None:
    told = figures([Count(1, 2, 1), Count(0, 0, 3), Count(0, 5, 0)])

    assert (told.precision, told.recall) == (0.25, 0.5)
    assert told.f1 == pytest.approx(1 / 3)
    assert told.pooled == Count(1, 2, 4)


def ruled_page(horizontal: list[float], vertical: list[float]) -> dict[int, Page]:
    across = tuple(Rule(0, y, 100, y) for y in horizontal)
    along = tuple(Rule(x, 0, x, 40) for x in vertical)
    return {1: Page(1, 200, 200, (), across, along, (), 0.0)}


@pytest.mark.parametrize(
    ("horizontal", "vertical", "ruled"),
    [
        ([0, 10, 20, 30, 40], [0, 50, 100], True),
        ([0, 10, 40], [0, 50, 100], False),
        ([0, 10, 20, 30, 40], [0, 100], False),
        ([0, 10, 20, 40], [50], True),
    ],
)
def test_ruled_is_what_rules_part_both_ways(
    horizontal: list[float], vertical: list[float], ruled: bool
) -> None:
    grid = table(*(("a", "b") for _ in range(4)))

    assert is_ruled(grid, ruled_page(horizontal, vertical)) is ruled


def test_a_document_is_read_with_its_truth(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(
        pdf(page("#table(columns: (50pt, 50pt), [a], [b], table.cell(colspan: 2)[c], [d], [e])"))
    )
    box = "<bounding-box x1='40' y1='515' x2='140' y2='560'/>"
    (tmp_path / "gt_one-reg.xml").write_text(
        f"<document><table id='1'><region id='1' page='1'>{box}</region></table></document>"
    )
    (tmp_path / "gt_one.xml").write_text(
        "<document><table id='1'><region page='1' row-increment='0' col-increment='0'>"
        "<cell start-row='0' start-col='0'><content>a</content></cell>"
        "<cell start-row='0' start-col='1'><content>b</content></cell>"
        "<cell start-row='1' start-col='0' end-col='1'><content>c</content></cell>"
        "<cell start-row='2' start-col='0'><content>d</content></cell>"
        "<cell start-row='2' start-col='1'><content>e</content></cell></region></table></document>"
    )
    truth = read_truth(path)
    (only,) = truth.tables

    assert only.boxes == {1: (40.0, 40.0, 140.0, 85.0)}
    assert truth.ruled == {0}
    assert counted(matched(truth.tables, own_tables(path))) == Count(6, 6, 6)
