"""Texts that look like files that people write, and characters that nobody sees."""

from hypothesis import strategies as st

_WORDS = r"""
    id headers work page_numbers unit publisher dataset name issued keywords [ ] [[ ]] { } " ' , . # \u202e \x 甲 "甲"
    ["甲"] 3 1.5 true 2024-01-15 25:61:00
"""
_PIECES = (*_WORDS.split(), '"' * 3, " = ", "\n", "\r\n", "0x" + "f" * 5000, "9" * 5000, "\u202e", "\0")
TOML_LIKE = st.one_of(
    st.text(max_size=40).filter(lambda text: text.encode(errors="ignore").decode() == text),
    st.lists(st.sampled_from(_PIECES), max_size=25).map("".join),
)
DIRECTION_CHARACTERS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
