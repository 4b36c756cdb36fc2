import io
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import NotAPdfError, UnwritableError, UsageError
from pipeline.exporters.picture import BOX_COLOURS, DRAWN_DOTS_PER_POINT, DrawnBox, draw_page, marks_of
from pipeline.limits import DRAWN_SIDE_PX
from pipeline.models import BlockKind, Source
from tests.contract import SHA256, at, extraction, item, plan, rich_extraction, section
from tests.hostile.making import page as hostile_page

WIDTH, HEIGHT = 400, 300
SCALE = DRAWN_DOTS_PER_POINT


def blank(folder: Path, crop: tuple[int, int, int, int] | None = None) -> Path:
    canvas = Canvas(str(folder / "plan.pdf"), pagesize=(WIDTH, HEIGHT))
    for _ in range(2):
        if crop:
            canvas.setCropBox(crop)
        canvas.showPage()
    canvas.save()
    return folder / "plan.pdf"


def pixels(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes())).convert("RGB")


def test_a_field_is_coloured_where_it_stands_and_nowhere_else(tmp_path: Path) -> None:
    made = extraction(plan("a-112", section("s", (item("i", provenance=(at("plan_item[0]"),)),))))
    draw_page(blank(tmp_path), made, 1, tmp_path / "page.png")
    image = pixels(tmp_path / "page.png")
    assert image.size == (WIDTH * SCALE, HEIGHT * SCALE)
    inside = image.getpixel((int(100 * SCALE), int(106 * SCALE)))
    assert isinstance(inside, tuple)
    assert inside[1] > inside[0]
    assert inside[1] > inside[2]
    for x, y in ((200, 106), (100, 90), (100, 130)):
        assert image.getpixel((int(x * SCALE), int(y * SCALE))) == (255, 255, 255)


def test_boxes_are_moved_with_the_crop_box(tmp_path: Path) -> None:
    made = extraction(plan("a-112", section("s", (item("i", provenance=(at("plan_item[0]", left=60.0),)),))))
    draw_page(blank(tmp_path, crop=(30, 20, 380, 290)), made, 1, tmp_path / "page.png")
    image = pixels(tmp_path / "page.png")
    assert image.size == (350 * SCALE, 270 * SCALE)
    assert image.getpixel((int(105 * SCALE), int(106 * SCALE))) != (255, 255, 255)
    for x, y in ((105, 116), (105, 96), (45, 106), (155, 106)):
        assert image.getpixel((int(x * SCALE), int(y * SCALE))) == (255, 255, 255)


def test_a_page_without_records_is_left_as_it_is(tmp_path: Path) -> None:
    made = extraction(plan("a-112", section("s", (item("i", provenance=(at("plan_item[0]"),)),))))
    draw_page(blank(tmp_path), made, 2, tmp_path / "page.png")
    assert pixels(tmp_path / "page.png").getcolors() == [
        (int(WIDTH * SCALE * HEIGHT * SCALE), (255, 255, 255))
    ]


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        draw_page(blank(tmp_path), rich_extraction(), 1, tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_marks_have_roles_and_running_numbers() -> None:
    marks = list(marks_of(rich_extraction(), 1))
    assert marks[0] == DrawnBox("furniture", (250.0, 800.0, 300.0, 812.0))
    assert {(mark.role, mark.item) for mark in marks} == {
        ("furniture", None),
        ("plan_item", 1),
        ("plan_item", 3),
        ("implementation", 3),
        ("budget", None),
        ("total", None),
        ("finding", None),
    }
    assert [(mark.role, mark.item) for mark in marks_of(rich_extraction(), 2)] == [("implementation", 1)]


def test_an_unknown_field_is_drawn_too() -> None:
    made = extraction(plan("a-112", section("s", (item("i", provenance=(at("novelty.text"),)),))))
    assert [mark.role for mark in marks_of(made, 1)] == ["other"]


def test_every_kind_of_block_has_its_colour() -> None:
    assert set(get_args(BlockKind)) <= set(BOX_COLOURS)
    assert len(set(BOX_COLOURS.values())) == len(BOX_COLOURS)


def test_a_large_page_is_drawn_small_and_its_boxes_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "poster.pdf").write_bytes(hostile_page(b"", "0 0 14400 7200"))
    field = at("plan_item[0]")
    corners = (field.bbox[0] * 20, field.bbox[1] * 20, field.bbox[2] * 20, field.bbox[3] * 20)
    field = field.model_copy(update={"bbox": corners})
    made = extraction(plan("a-112", section("s", (item("i", provenance=(field,)),))))
    draw_page(tmp_path / "poster.pdf", made, 1, tmp_path / "page.png")
    image = pixels(tmp_path / "page.png")
    assert image.size == (DRAWN_SIDE_PX, DRAWN_SIDE_PX // 2)
    scale = DRAWN_SIDE_PX / 14400
    x, y = (corners[0] + corners[2]) / 2 * scale, (corners[1] + corners[3]) / 2 * scale
    assert image.getpixel((round(x), round(y))) != (255, 255, 255)
    assert image.getpixel((round(corners[2] * scale) + 20, round(y))) == (255, 255, 255)


def test_a_page_of_no_size_is_told(tmp_path: Path) -> None:
    (tmp_path / "flat.pdf").write_bytes(hostile_page(b"", "0 0 595 0"))
    with pytest.raises(NotAPdfError, match="no size"):
        draw_page(tmp_path / "flat.pdf", rich_extraction(), 1, tmp_path / "page.png")


@pytest.mark.parametrize("page", [0, -1, 3])
def test_a_page_that_is_not_there(tmp_path: Path, page: int) -> None:
    with pytest.raises(UsageError, match="2 pages"):
        draw_page(blank(tmp_path), rich_extraction(), page, tmp_path / "page.png")


def test_a_picture_of_another_format(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"page\.gif"):
        draw_page(blank(tmp_path), rich_extraction(), 1, tmp_path / "page.gif")


def test_a_picture_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError):
        draw_page(blank(tmp_path), rich_extraction(), 1, tmp_path / "absent" / "page.png")


def test_the_source_tells_how_many_pages_there_are(tmp_path: Path) -> None:
    source = Source(file_name="plan.pdf", sha256=SHA256, pages=1, producer=None)
    with pytest.raises(UsageError, match="1 page"):
        draw_page(blank(tmp_path), extraction(source=source), 2, tmp_path / "page.png")
