"""Pictures of pages that were recognised once are not recognised again."""

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.profiles.profile import load_profile
from pipeline.readers.ocr import page as reading
from pipeline.readers.ocr.decoder import Character
from pipeline.readers.ocr.glyphs import Box, InkedLine
from pipeline.readers.ocr.kept import KeptPages, SeenPage, key_of
from pipeline.readers.ocr.picture import Picture
from pipeline.readers.ocr.turned import TurnedLine
from pipeline.readers.page import Rule
from pipeline.reading.options import Options
from pipeline.runs.runner import PICTURES_FOLDER, run_files
from tests.here import Here
from tests.readers.ocr.drawing import SCALE, paper, ruled
from tests.readers.ocr.test_scan import file_of
from tests.reading import SCAN

NUMBERS = st.floats(0, 2000)
PIXELS = st.integers(0, 9999)
CHARACTERS = st.builds(
    Character,
    text=st.characters(codec="utf-8"),
    at=st.floats(0, 1),
    confidence=st.floats(0, 1),
    guesses=st.lists(st.tuples(st.characters(codec="utf-8"), st.floats(0, 1)), max_size=2).map(tuple),
)
LINES = st.builds(
    InkedLine,
    box=st.builds(Box, PIXELS, PIXELS, PIXELS, PIXELS),
    characters=st.lists(CHARACTERS, max_size=3).map(tuple),
    x0=NUMBERS,
    x1=NUMBERS,
    top=NUMBERS,
    bottom=NUMBERS,
    scale=NUMBERS,
    raised=NUMBERS,
    rise=NUMBERS,
)
BOXES = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
TURNED = st.builds(
    TurnedLine,
    characters=st.lists(CHARACTERS, max_size=3).map(tuple),
    size=NUMBERS,
    shown=BOXES,
    cell=st.none() | BOXES,
    place=st.integers(0, 3),
    longest=NUMBERS,
)
RULES = st.lists(st.builds(Rule, NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=2).map(tuple)
SEEN = st.builds(
    SeenPage,
    width=NUMBERS,
    height=NUMBERS,
    horizontal=RULES,
    vertical=RULES,
    lines=st.lists(LINES, max_size=3).map(tuple),
    unread=st.lists(BOXES, max_size=2).map(tuple),
    straightened=st.none() | st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    turned=st.lists(TURNED, max_size=2).map(tuple),
    struck=st.lists(LINES, max_size=2).map(tuple),
    hidden=st.lists(BOXES, max_size=2).map(tuple),
    overlaid=st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=4), BOXES), max_size=2).map(
        tuple
    ),
)
EMPTY = SeenPage(595.0, 842.0, (), (), (), (), None)


@given(SEEN)
def test_what_is_kept_is_what_was_seen(tmp_path_factory: pytest.TempPathFactory, seen: SeenPage) -> None:
    kept = KeptPages(tmp_path_factory.mktemp("kept"))
    kept.put("key", (seen, seen))

    assert kept.get("key") == (seen, seen)


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    kept = KeptPages(tmp_path)
    kept.put("key", (EMPTY,))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-6])

    assert kept.get("key") is None


def test_no_folder_is_made(tmp_path: Path) -> None:
    kept = KeptPages(tmp_path / "missing")
    kept.put("key", (EMPTY,))

    assert kept.get("key") is None
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_known_by_what_is_on_it() -> None:
    blank, drawn = Picture(paper(), SCALE), Picture(ruled(paper(), (50, 50, 300, 50)), SCALE)

    assert key_of(blank) == key_of(Picture(paper(), SCALE))
    assert len({key_of(blank), key_of(drawn), key_of(replace(blank, scale=2 * SCALE))}) == 3


def test_a_run_with_another_profile_reads_no_picture_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, out = file_of({SCAN: [0]}, tmp_path / "scan.pdf"), tmp_path / "out"
    assert run_files([scan], out, Options(), Here()).exit_code == 0
    (before,) = (out / ".workplan" / PICTURES_FOLDER).iterdir()
    told = next(out.glob("*/plan.json")).read_bytes()

    def refused() -> NoReturn:
        raise AssertionError("a picture is recognised again")

    monkeypatch.setattr(reading, "recogniser", refused)
    other = replace(load_profile(), id="other")
    again = run_files([scan], out, Options(profile=other), Here())

    assert again.exit_code == 0
    assert not any(one.resumed for one in again.inputs)
    assert list((out / ".workplan" / PICTURES_FOLDER).iterdir()) == [before]
    assert next(out.glob("*/plan.json")).read_bytes() == told.replace(b"default", other.name.encode())
