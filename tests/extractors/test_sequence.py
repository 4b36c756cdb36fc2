import pytest

from pipeline.extractors.sequence import MAX_SKIP, Numbering, Verdict, accepted
from pipeline.normalizers.labels import Label, as_figure, find_label


def label(text: str) -> Label:
    found = find_label(text)
    assert found is not None
    return found


def depths(*labels: str) -> list[int]:
    numbering = Numbering()
    return [numbering.take(label(text)) for text in labels]


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ("一、 (一) 1. (1) (2) 2. (二) 二、 (一)", [0, 1, 2, 3, 3, 2, 1, 0, 1]),
        # Another section's order of styles: what counts is where a style was met first.
        ("(一) 1. 2. (二) 1.", [0, 1, 1, 0, 1]),
        ("1. (1) (2) 2. (1) 3.", [0, 1, 1, 0, 1, 0]),
        # Numbers left out.
        ("1. 2. 5. (1) (3)", [0, 0, 0, 1, 1]),
        # The same label again: the levels below it stay open.
        ("一、 (一) 一、 (二)", [0, 1, 0, 1]),
    ],
)
def test_levels_follow_from_the_sequence(labels: str, wanted: list[int]) -> None:
    assert depths(*labels.split()) == wanted


@pytest.mark.parametrize(
    ("before", "then", "verdict"),
    [
        ("", "1.", "first"),
        ("", "3.", "odd"),
        ("1.", "2.", "next"),
        ("1. 2.", "2.", "again"),
        ("1. 2.", "1.", "restart"),
        ("1.", f"{2 + MAX_SKIP}.", "skip"),
        ("1.", f"{3 + MAX_SKIP}.", "odd"),
        ("1. 2. 3.", "2.", "odd"),
        ("1.", "(1)", "first"),
        ("1. (1) (2)", "2.", "next"),
        ("1. (1) (2)", "(3)", "next"),
    ],
)
def test_how_a_label_goes_on_with_those_before(before: str, then: str, verdict: Verdict) -> None:
    numbering = Numbering()
    for text in before.split():
        numbering.take(label(text))

    assert numbering.judge(label(then))[0] == verdict


def test_a_new_parent_begins_anew() -> None:
    numbering = Numbering()
    numbering.take(label("1."))
    numbering.take(label("2."))
    numbering.clear()

    assert numbering.judge(label("1.")) == ("first", 0)


@pytest.mark.parametrize("verdict", ["next", "first", "restart", "again", "skip"])
def test_a_sure_label_needs_no_other_witness(verdict: Verdict) -> None:
    assert accepted(verdict, label("1. 辦理"), begun=False)


def test_a_label_out_of_sequence_is_none() -> None:
    assert not accepted("odd", label("7. 辦理"), begun=True)


def test_a_doubtful_label_must_fit_exactly() -> None:
    doubtful = label("4、5歲幼兒")

    assert accepted("next", doubtful, begun=False)
    assert not accepted("skip", doubtful, begun=False)
    assert accepted("skip", doubtful, begun=True)


def test_a_decimal_needs_sequence_and_place() -> None:
    decimal = label("3.5 公噸")

    assert not accepted("next", decimal, begun=False)
    assert accepted("next", decimal, begun=True)
    assert not accepted("skip", decimal, begun=True)


def test_a_letter_that_looks_like_a_figure_is_a_letter_where_its_list_runs_on() -> None:
    numbering = Numbering()
    for text in ("j.文", "k.文"):
        numbering.take(label(text))

    assert numbering.judge(as_figure(label("l.文"))) == ("next", 0)
    assert Numbering().judge(as_figure(label("l.文"))) == ("first", 0)
