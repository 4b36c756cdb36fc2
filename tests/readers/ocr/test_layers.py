"""Text on or beneath the picture of its page is used where it says what the picture does, else the picture is read."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline import extract
from pipeline.models import Reader
from pipeline.readers.ocr.layers import plain
from tests.readers.ocr.plans import drawn, plan, read, rules, wanted
from tests.reading import READERS
from tests.scoring import records

FONT = "MSung-Light"
SAMPLE = Path(__file__).parents[3] / "samples" / "chiayi-west-112-open.pdf"


def layered(change: Callable[[str], str] = str, *, down: float = 0.0, beneath: bool = False) -> bytes:
    """The plan's picture with its text as invisible letters on it, or as visible ones beneath it.

    Args:
        change: what becomes of each character.
        down: points by which the text lies too low.
        beneath: which of both.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    document = pypdfium2.PdfDocument(plan())
    page = document[0]
    width, height = page.get_size()
    text_page = page.get_textpage()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1)
    picture = ImageReader(drawn(plan()))
    if not beneath:
        canvas.drawImage(picture, 0, 0, width, height)
    text = canvas.beginText()
    text.setTextRenderMode(0 if beneath else 3)
    text.setFont(FONT, 12)
    for i in range(text_page.count_chars()):
        character = text_page.get_text_range(i, 1)
        if character.strip():
            left, bottom, _, _ = text_page.get_charbox(i, loose=True)
            text.setTextOrigin(left, bottom + 1.5 - down)
            text.textOut(change(character))
    canvas.drawText(text)
    if beneath:
        canvas.drawImage(picture, 0, 0, width, height)
    document.close()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("beneath", [False, True], ids=["invisible", "beneath"])
def test_a_layer_that_agrees_is_used(beneath: bool, tmp_path: Path) -> None:
    found = read(layered(beneath=beneath), tmp_path)

    assert records(found) == wanted(tmp_path)
    assert "text-layer-used" in rules(found)
    assert "text-recognised" not in rules(found)


@pytest.mark.parametrize(
    "made",
    [
        lambda: layered(lambda c: {"3": "8", "5": "6"}.get(c, c)),
        lambda: layered(lambda c: c if ord(c) % 4 else "的"),
        lambda: layered(down=40),
    ],
    ids=["other digits", "misread characters", "elsewhere"],
)
def test_a_layer_that_differs_is_replaced(made: Callable[[], bytes], tmp_path: Path) -> None:
    found = read(made(), tmp_path)

    assert records(found) == wanted(tmp_path)
    assert {"text-layer-replaced", "text-recognised"} <= rules(found)


@pytest.mark.parametrize("reader", READERS)
def test_a_plan_under_its_own_picture_gives_its_records(reader: Reader, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    source = pypdfium2.PdfDocument(SAMPLE)
    document.import_pages(source, pages=[0, 1])
    source.close()
    bare = io.BytesIO()
    document.save(bare)
    for page in document:
        file = io.BytesIO()
        page.render(scale=150 / 72).to_pil().convert("RGB").save(file, "JPEG", quality=80)
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(file, pages=[page], inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(*page.get_size()))
        page.insert_obj(image)
        page.gen_content()
    covered = tmp_path / "covered.pdf"
    document.save(covered)
    document.close()
    found = extract(covered, reader=reader)

    assert records(found) == records(read(bare.getvalue(), tmp_path))
    assert "text-layer-used" in rules(found)


def test_forms_and_punctuation_are_no_difference() -> None:
    assert plain("（一）社會救助，臺南。") == plain("(一) 社会救助、台南")
