from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.differences import Token, marked_html, share_changed, tokens

TEXTS = st.text(alphabet="政風室業務<&。1", max_size=30)


@given(TEXTS, TEXTS)
def test_the_tokens_give_both_texts_back(old: str, new: str) -> None:
    found = tokens(old, new)

    assert "".join(token.text for token in found if token.kind != "insert") == old
    assert "".join(token.text for token in found if token.kind != "delete") == new


@given(TEXTS, TEXTS)
def test_no_single_equal_character_stands_between_changes(old: str, new: str) -> None:
    found = tokens(old, new)

    assert all(len(token.text) > 1 for token in found[1:-1] if token.kind == "equal")


def test_equal_texts_are_one_token() -> None:
    assert tokens("政風", "政風") == (Token("equal", "政風"),)
    assert tokens("", "") == ()


def test_nothing_of_a_text_becomes_markup() -> None:
    marked = marked_html(tokens("<b>里民</b>", '<b>鄰里"</b>'))

    assert marked == "&lt;b&gt;<del>里民</del><ins>鄰里&quot;</ins>&lt;/b&gt;"


def test_the_share_is_of_all_characters() -> None:
    assert share_changed(tokens("甲乙丙丁", "甲乙")) == 1 / 3
    assert share_changed(()) == 0
