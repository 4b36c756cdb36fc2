from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import Mention, Step
from pipeline.normalizers.records import contents
from pipeline.site.mentions import MarkedStep, marked_steps
from tests.contract import item, step


def mention(text: str, offset: int) -> Mention:
    return Mention(kind="money", text=text, value=None, unit=None, offset=offset)


def lines(steps: tuple[MarkedStep, ...]) -> list[str]:
    found = []
    for one in steps:
        found += ["".join(piece.text for piece in one.pieces), *lines(one.steps)]
    return found


def test_a_mention_is_marked_in_the_nested_step_that_it_stands_in() -> None:
    given_item = item("a", implementation=(step("1.", "訪視。", step("(1)", "補助 5,000 元。")),))
    text = contents(given_item.implementation)
    marked = given_item.model_copy(update={"mentions": (mention("5,000 元", text.index("5,000")),)})
    (outer,) = marked_steps(marked)
    assert [piece.text for piece in outer.steps[0].pieces if piece.mention] == ["5,000 元"]
    assert outer.steps[0].path == "1.1"


def test_a_mention_that_is_not_where_it_says_stays_unmarked() -> None:
    found = item("a", implementation=(step("1.", "訪視。"),), mentions=(mention("元", 1),))
    assert [piece.mention for one in marked_steps(found) for piece in one.pieces] == [None]


TREES: st.SearchStrategy[Step] = st.recursive(
    st.builds(lambda text: step("1.", text), st.text("甲乙丙 元", min_size=1, max_size=8)),
    lambda inner: st.builds(
        lambda text, steps: step("(1)", text, *steps),
        st.text("甲乙", min_size=1),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)


@given(st.lists(TREES, max_size=4), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), max_size=6))
def test_marking_changes_no_character(trees: list[Step], places: list[tuple[int, int]]) -> None:
    text = contents(trees)
    mentions = tuple(mention(text[at : at + length], at) for at, length in places if text[at : at + length])
    found = marked_steps(item("a", implementation=tuple(trees), mentions=mentions))
    assert "\n".join(lines(found)) == text
