"""The program that made a file, as its metadata name it: whatever they hold costs nothing."""

import pytest

from pipeline.models import Reader
from pipeline.readers.engines import opener
from tests.hostile.making import TEXT, page
from tests.reading import READERS


def producer(reader: Reader, value: bytes) -> str | None:
    data = page(TEXT, more=(b"<< /Producer %b >>" % value,)).replace(b"/Root", b"/Info 6 0 R /Root")
    document = opener(reader)(data, "plan.pdf")
    try:
        return document.producer
    finally:
        document.close()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"(Word)", "Word"),
        (b"<FEFF5C0F4F5C5BB6>", "小作家"),
        (b"()", None),
        (b"null", None),
        (b"( \\t )", None),
        (b"<FEFF200B>", None),
        (b"<FEFF006100070062>", "a\ufffdb"),
        (b"<FEFF0041FFFF0042>", "A\ufffdB"),
    ],
)
def test_a_producer_is_text_that_can_be_shown(reader: Reader, value: bytes, name: str | None) -> None:
    assert producer(reader, value) == name


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "value", [b"<FEFFD8000041>", b"<FEFFDC00>", b"<FEFF00>", b"<FEFFD840>", b"12", b"[1 2]"]
)
def test_one_that_cannot_be_decoded_costs_nothing(reader: Reader, value: bytes) -> None:
    found = producer(reader, value)
    assert found is None or found.isprintable()
