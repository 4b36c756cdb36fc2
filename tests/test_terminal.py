"""What of a text reaches a terminal."""

import pytest

from pipeline.terminal import printable


@pytest.mark.parametrize(
    "text", ["里民大會（每月）：40,000 元", "a b", "𠀀", "😀", "é", "附件　一", "1\u00a0000"]
)
def test_print_and_the_spaces_between_words_stay(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("mark", "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_mark_of_direction_turns_a_name_around(mark: str) -> None:
    assert printable(f"a{mark}fdp.exe") == "a\ufffdfdp.exe"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("\x9b2J", "\ufffd2J"),
        ("a\x08\x7f", "a\ufffd\ufffd"),
    ],
    ids=ascii,
)
def test_no_sequence_of_commands_is_left_whole(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("half", [0xD800, 0xD840, 0xDC0B, 0xDFFF], ids=hex)
def test_half_a_surrogate_pair_can_be_encoded_afterwards(half: int) -> None:
    assert printable(chr(half)).encode() == "\ufffd".encode()


@pytest.mark.parametrize("end", "\n\r\x0b\x0c\x85\u2028\u2029", ids=ascii)
def test_a_text_is_one_line(end: str) -> None:
    assert printable(f"a{end}b") == "a\ufffdb"


@pytest.mark.parametrize("char", "\x00\t\u200b\ufeff\xad\ue000\u0378\U0010ffff", ids=ascii)
def test_what_shows_nothing_is_seen(char: str) -> None:
    assert printable(char) == "\ufffd"


def test_what_is_asked_for_stays_and_nothing_else() -> None:
    assert printable("a\nb\tc\x1b", keep="\n\t") == "a\nb\tc\ufffd"
