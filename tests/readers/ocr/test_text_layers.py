"""A text layer that is not what is printed is recognised as such, and the page is read from its picture."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bench.pictures import counted, truth
from pipeline import extract
from pipeline.errors import WorkplanError
from pipeline.readers.engines import opener
from pipeline.readers.page import Page
from pipeline.readers.recognition import is_unreadable

SAMPLE = Path(__file__).parents[3] / "samples" / "chiayi-west-112-open.pdf"


def without_to_unicode() -> bytes:
    """The sample with fonts that do not say which characters their glyphs are."""
    return SAMPLE.read_bytes().replace(b"/ToUnicode", b"/NoUnicode")


def mojibake() -> bytes:
    """A picture of the sample's first page, over it its text in invisible letters as UTF-8 taken for Latin."""
    document = pypdfium2.PdfDocument(SAMPLE)
    page = document[0]
    width, height = page.get_size()
    picture = page.render(scale=200 / 72, grayscale=True).to_pil()
    lines = page.get_textpage().get_text_range().splitlines()
    document.close()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, width, height)
    text = canvas.beginText(60, height - 60)
    text.setFont("Helvetica", 10)
    text.setTextRenderMode(3)
    for line in lines:
        text.textLine(line.encode().decode("cp1252", errors="ignore"))
    canvas.drawText(text)
    canvas.save()
    return file.getvalue()


LAYERS = pytest.mark.parametrize("made", [without_to_unicode, mojibake])


@LAYERS
def test_it_is_seen_that_the_text_layer_is_not_what_is_printed(made: Callable[[], bytes]) -> None:
    reader = opener("pdfium")(made(), "made.pdf")
    (page,) = reader.pages((1,))
    reader.close()

    assert isinstance(page, Page)
    assert len(page.glyphs) > 100
    assert is_unreadable(page)


@LAYERS
def test_the_page_is_read_from_its_picture(made: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(made())
    with pytest.raises(WorkplanError):
        extract(path, pages=(1, 1), ocr="never")
    found = counted(extract(path, pages=(1, 1), ocr="auto"), truth(SAMPLE, 1))

    assert found.structure == found.items
    assert found.errors <= 0.003 * found.characters
    assert found.silent == 0
