from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import NotAPdfError
from pipeline.limits import DRAWN_SIDE_PX
from pipeline.site.pictures import measured, picture_bytes, write_pictures
from tests.hostile.making import page

SAMPLE = Path(__file__).parents[2] / "samples" / "chiayi-west-112-open.pdf"


def test_a_picture_has_the_size_that_is_told_of_it(tmp_path: Path) -> None:
    told = write_pictures(SAMPLE, [2, 1], tmp_path)
    assert list(told) == [1, 2]
    with Image.open(tmp_path / told[1].file_name) as image:
        assert image.size == (told[1].width_px, told[1].height_px)
    assert measured(SAMPLE)[1] == told[1]


def test_a_picture_that_is_there_is_not_drawn_again(tmp_path: Path) -> None:
    (tmp_path / "1.webp").write_bytes(b"drawn before")
    write_pictures(SAMPLE, [1], tmp_path)
    assert (tmp_path / "1.webp").read_bytes() == b"drawn before"


def test_a_page_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert write_pictures(SAMPLE, [99], tmp_path) == {}
    assert picture_bytes(SAMPLE, 99) is None


def test_a_poster_is_drawn_smaller(tmp_path: Path) -> None:
    poster = tmp_path / "poster.pdf"
    poster.write_bytes(page(b"", "0 0 14000 7000"))
    assert (measured(poster)[1].width_px, measured(poster)[1].height_px) == (DRAWN_SIDE_PX, DRAWN_SIDE_PX / 2)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no")
    with pytest.raises(NotAPdfError):
        measured(tmp_path / "a.pdf")
