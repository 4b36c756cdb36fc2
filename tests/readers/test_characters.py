import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.characters import FAMILIES, PrintedTexts, is_noncharacter, printed_text

ANY = st.text(st.characters(exclude_categories=()), max_size=4)
FONTS = st.sampled_from([None, "Arial", *FAMILIES])
DRAWN_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


def test_text_stays_as_it_is() -> None:
    for text in ("里", "A", "é", "１", "㎡", "�", "ก", "\ue123", "\U000f0001", "😀", "fi", DRAWN_FORMATS):
        assert printed_text(text) == text
        assert printed_text(text, "DFKaiShu-SB-Estd-BF") == text


@pytest.mark.parametrize(
    "code", [0, 0x01, 0x1B, 0x1F, 0x7F, 0x80, 0x9F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0xFDD0, 0x10FFFF], ids=hex
)
def test_what_is_no_character_is_told_by_one_replacement(code: int) -> None:
    assert printed_text(chr(code)) == "\ufffd"
    assert printed_text(f"里{chr(code)}民") == "里\ufffd民"


def test_there_are_66_noncharacters() -> None:
    assert sum(map(is_noncharacter, map(chr, range(sys.maxunicode + 1)))) == 66


def test_halves_of_a_pair_are_one_character_where_they_stand_together() -> None:
    assert printed_text("\ud840\udc0b") == "𠀋"
    assert printed_text("\udc0b\ud840") == "\ufffd\ufffd"
    assert printed_text("\ud840") == "\ufffd"


@pytest.mark.parametrize(
    "text", list("\xa0\u2002\u2009\u202f\u205f\u3000\t\n\v\f\r\u2028\u2029\u2800\u3164"), ids=ascii
)
def test_every_space_is_a_plain_one(text: str) -> None:
    assert printed_text(text) == " "


UNSEEN = [
    *"\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\u061c\u180e\ufeff\ufe0f\ufe00\u034f\u115f\ufff9\U000e0041",
    "\U000e0100",
]


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_what_is_not_seen_is_taken_out(text: str) -> None:
    assert printed_text(text) == ""
    assert printed_text(f"A{text}B") == "AB"


def test_a_selector_behind_an_ideograph_chooses_a_form_of_it() -> None:
    assert printed_text("葛\U000e0100") == "葛\U000e0100"
    assert printed_text("☎\ufe0f") == "☎"


def test_a_font_may_call_its_space_by_a_control() -> None:
    assert printed_text("\x03", control=" ") == " "


@pytest.mark.parametrize(
    ("text", "font", "seen"),
    [
        ("l", "Wingdings", "●"),
        ("\uf06c", "ABCDEF+Wingdings-Regular", "●"),
        ("n", "Wingdings", "■"),
        ("u", "Wingdings", "◆"),
        ("Ø", "Wingdings", "➢"),
        ("ü", "Wingdings,Bold", "✓"),
        ("\uf0fe", "Wingdings", "☑"),
        ("Ÿ", "Wingdings", "•"),
        ("P", "Wingdings2", "✓"),
        ("R", "ABCDEF+Wingdings 2", "☑"),
        ("u", "Wingdings3", "▶"),
        ("a", "Webdings", "✔"),
        ("·", "Symbol", "•"),
        ("a", "SymbolMT", "α"),
        ("\uf0b3", "Symbol", "≥"),
        ("4", "ZapfDingbats", "✔"),
        ("n", "MonotypeSorts", "■"),
        ("L", "MT-Extra", "⋯"),
        ("b", "Marlett", "✓"),
    ],
)
def test_a_glyph_of_a_symbol_font_is_what_it_shows(text: str, font: str, seen: str) -> None:
    assert printed_text(text, font) == seen


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("●", "Wingdings"),
        ("☑", "Wingdings"),
        ("×", "Symbol"),
        ("°", "Symbol"),
        ("α", "Symbol"),
        ("✔", "ZapfDingbats"),
    ],
)
def test_what_a_symbol_font_calls_by_its_right_character_stays(text: str, font: str) -> None:
    assert printed_text(text, font) == text


@pytest.mark.parametrize(
    "font", ["Arial", "SegoeUISymbol", "OpenSymbol", "NotoSansSymbols2", "Symbola", None]
)
def test_letters_of_other_fonts_are_letters(font: str | None) -> None:
    assert printed_text("l", font) == "l"


@pytest.mark.parametrize("font", [None, "CAAAAA+OpenSymbol", "CIDFont+F2"])
def test_common_bullets_are_known_without_their_font(font: str | None) -> None:
    codes = "\uf06c\uf06e\uf071\uf075\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0e8\uf0fc\uf0fe"
    assert "".join(printed_text(code, font) for code in codes) == "●■❑◆❖▪◻•➢➔✓☑"


def test_other_private_characters_may_be_anybodys() -> None:
    assert printed_text("\uf041") == "\uf041"
    assert printed_text("\ue000", "Wingdings") == "\ue000"


def test_texts_of_a_font_are_found_once() -> None:
    texts = PrintedTexts("Wingdings")
    assert [texts["l"], texts["\x07"], texts["l"]] == ["●", "\ufffd", "●"]
    assert dict(texts) == {"l": "●", "\x07": "\ufffd"}


@given(ANY, FONTS, st.sampled_from([" ", "\ufffd"]))
def test_no_result_holds_what_is_not_seen(text: str, font: str | None, control: str) -> None:
    seen = printed_text(text, font, control)
    for i, char in enumerate(seen):
        assert unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        assert char == " " or unicodedata.category(char) != "Zs"
        assert not is_noncharacter(char)
        assert unicodedata.category(char) != "Cf" or char in DRAWN_FORMATS
        assert not ("\ufe00" <= char <= "\ufe0f" or "\U000e0000" <= char <= "\U000e0fff") or (
            i > 0 and unicodedata.name(seen[i - 1]).startswith("CJK")
        )


@given(ANY, FONTS)
def test_what_is_seen_is_seen_again(text: str, font: str | None) -> None:
    seen = printed_text(text, font)
    assert printed_text(seen, font) == seen
