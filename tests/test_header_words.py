"""The document of header words says what the profile and the program say."""

from bench.header_words import DOCUMENT, document


def test_the_document_is_what_the_profile_says() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    assert document(text) == text, "run python -m bench.header_words"
