from collections.abc import Sequence

import pytest

from pipeline.extractors.paragraphs import Paragraph
from pipeline.extractors.steps import places, step_tree, wording
from pipeline.lines.lines import Line
from pipeline.models import Step
from pipeline.normalizers.labels import bare_label, find_label


def line(text: str, page: int = 1, y: float = 100.0, ordinal: str = "", raw: str = "") -> Line:
    left = 36.0 if ordinal else 50.0
    return Line(page, y, 50.0, 50.0 + 10.0 * len(text), 10.0, text, y, ordinal, left, raw)


def paragraph(*texts: str, page: int = 1, y: float = 100.0) -> Paragraph:
    lines = tuple(line(text, page, y + 15.0 * n) for n, text in enumerate(texts))
    return Paragraph(lines, find_label(texts[0]), None)


def outline(steps: Sequence[Step]) -> list[object]:
    """Labels, or texts where there are none, nested as the steps are."""
    return [
        (step.label or step.text, outline(step.steps)) if step.steps else (step.label or step.text)
        for step in steps
    ]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["1. 甲", "2. 乙"], ["1.", "2."]),
        (["1. 甲", "(1)乙", "(2)丙", "2. 丁"], [("1.", ["(1)", "(2)"]), "2."]),
        (["(1)甲", "1. 乙", "(2)丙"], [("(1)", ["1."]), "(2)"]),
        # A lead-in line is a sibling of the 1. that follows it.
        (["方式：", "1. 甲", "2. 乙"], ["方式：", "1.", "2."]),
        (["1. 甲", "(1)乙", "結語"], [("1.", ["(1)"]), "結語"]),
        (["一、甲", "(一)乙", "1. 丙", "(1)丁", "二、戊"], [("一、", [("(一)", [("1.", ["(1)"])])]), "二、"]),
        (["甲", "乙"], ["甲", "乙"]),
        (["1. 甲", "●乙", "(1)丙", "➢ 丁"], ["1.", "●", "(1)", "➢"]),
        ([], []),
    ],
)
def test_steps_nest_as_their_labels_say(texts: list[str], wanted: list[object]) -> None:
    steps, _ = step_tree([paragraph(text) for text in texts], "implementation")

    assert outline(steps) == wanted


def test_a_bullet_is_a_label_that_counts_nothing() -> None:
    (marked, within), _ = step_tree([paragraph("● 甲", "及 ■ 乙"), paragraph("甲 ● 乙")], "implementation")

    assert (marked.label, marked.number, marked.text) == ("●", None, "甲及 ■ 乙")
    assert (within.label, within.number, within.text) == (None, None, "甲 ● 乙")


def test_every_step_has_its_places_under_its_own_name() -> None:
    made = [paragraph("1. 甲"), paragraph("(1)乙", y=130.0), paragraph("2. 丙", page=2)]
    _, found = step_tree(made, "focus")

    assert [(place.field, place.page) for place in found] == [
        ("focus[0]", 1),
        ("focus[0].steps[0]", 1),
        ("focus[1]", 2),
    ]


def test_a_text_is_taken_apart_so_that_it_can_be_put_together_again() -> None:
    lines = [line("1. 加強督導里幹事服"), line("勤。")]

    assert wording(lines, find_label("1. 加強")) == ("1.", 1, "加強督導里幹事服勤。", None)
    assert wording(lines, None) == (None, None, "1. 加強督導里幹事服勤。", None)
    assert wording([], None) == (None, None, "", None)


def test_an_ordinal_column_gives_the_label() -> None:
    lines = [line("海域測繪", ordinal="二")]

    assert wording(lines, bare_label("二", "海域測繪")) == ("二", 2, "海域測繪", None)
    assert wording(lines, None) == (None, None, "二海域測繪", None)


def test_raw_text_is_given_only_where_it_was_changed() -> None:
    assert wording([line("1.里民", raw="1.里\u2ea0")], find_label("1.里民")).raw == "1.里\u2ea0"
    assert wording([line("1.里民")], find_label("1.里民")).raw is None


def test_a_field_has_one_box_on_each_of_its_pages() -> None:
    found = places("plan_item[0]", [line("甲乙"), line("丙", y=115.0), line("丁", page=2, y=60.0)])

    assert [(place.page, place.bbox) for place in found] == [
        (1, (50.0, 91.2, 70.0, 116.2)),
        (2, (50.0, 51.2, 60.0, 61.2)),
    ]
