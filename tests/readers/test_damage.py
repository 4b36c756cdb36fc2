from pathlib import Path
from time import process_time

import pytest

from pipeline.models import Reader
from pipeline.readers.damage import Damage, damages_of
from pipeline.reading.options import Options
from pipeline.reading.plans import extract_file
from tests.hostile.making import GOOD, TEXT, page
from tests.making.traits import LAYOUT, PLAIN, made
from tests.reading import READERS

ROOT = Path(__file__).parents[2]
SMALL = page(TEXT)
CONTENT = SMALL.index(b"stream\n") + len(b"stream\n")


def with_byte(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_whole_files_have_no_damage() -> None:
    files = [path.read_bytes() for path in sorted((ROOT / "samples").rglob("*.pdf"))]
    for data in (SMALL, GOOD, *files):
        assert damages_of(data) == ()


@pytest.mark.parametrize("place", range(2, SMALL.index(b"\nendstream") - CONTENT))
def test_a_byte_of_a_page_s_content_that_is_another_is_told_with_the_page(place: int) -> None:
    assert damages_of(with_byte(SMALL, CONTENT + place)) == (Damage(4, (1,)),)


def test_an_object_that_is_not_where_the_table_says_is_told() -> None:
    moved = SMALL.replace(b"5 0 obj", b" 5 0obj")
    assert damages_of(moved) == (Damage(5, ()),)


def test_streams_of_encrypted_files_are_not_looked_into() -> None:
    assert damages_of(with_byte(SMALL, CONTENT + 4) + b"/Encrypt") == ()


@pytest.mark.parametrize("reader", READERS)
def test_a_plan_of_which_a_content_is_damaged_is_said_to_be(tmp_path: Path, reader: Reader) -> None:
    data = GOOD
    damaged_page = None
    for place in range(data.index(b"stream"), len(data), 997):
        changed = with_byte(data, place)
        told = damages_of(changed)
        if told and told[0].pages == (2,):
            damaged_page = changed
            break
    assert damaged_page is not None
    path = tmp_path / "plan.pdf"
    path.write_bytes(damaged_page)
    findings = extract_file(path, Options(reader=reader)).findings
    assert [(one.rule, one.page) for one in findings if one.rule == "file-damaged"] == [("file-damaged", 2)]


def test_a_plan_that_is_whole_is_not(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(made(LAYOUT, *PLAIN)[0])
    assert [one for one in extract_file(path).findings if one.rule == "file-damaged"] == []


def test_the_word_stream_again_and_again_costs_no_more_than_its_bytes() -> None:
    """A search for an end behind each of them would take most of an hour."""
    began = process_time()
    assert damages_of(SMALL + b"stream\n" * 300_000) == ()
    assert process_time() - began < 30
