"""A small plan, printed in several ways, as a picture of its page: what is laid over it or set otherwise is known."""

import io
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from pipeline import extract
from pipeline.models import Extraction
from pipeline.readers.recognition import Ocr
from tests.making.typeset import FONT_PACKAGE, compile_pdf
from tests.scoring import Record, records

DPI = 200
SCALE = DPI / 72
NOISE = 2.5
"""Standard deviation of a sensor's noise, in levels of grey."""
RED, BLUE = (200, 30, 40), (40, 60, 170)
BUDGETS = ("340", "58", "12,900")
Cell = Callable[[str], str]


def plan(*, work: Cell = str, budgets: Sequence[str] = BUDGETS, width: str = "1.5fr") -> bytes:
    """The plan as a PDF of one page.

    Args:
        work: typst for the text of a work item.
        budgets: typst for each of the three budgets.
        width: of the column of work items.
    """
    return compile_pdf(f"""
#set page(width: 440pt, height: 360pt, margin: 24pt)
#set text(font: "Noto Sans CJK TC", size: 12pt, lang: "zh", region: "tw")
#set table(stroke: 0.6pt)
#align(center, text(size: 16pt)[高雄市鹽埕區公所112年度重要工作計畫])
經建課
#table(columns: ({width}, 2.1fr, 2.9fr, 1.5fr), inset: 5pt,
  [工作項目], [重要工作計畫項目], [實施內容], [預算金額 (千元)],
  table.cell(rowspan: 2)[{work("一、農業行政")}],
  [1.辦理農情調查。], [(1)調查種植面積。 \\ (2)陳報調查結果。], [{budgets[0]}],
  [2.推廣有機栽培。], [(1)邀集農友辦理講習。 \\ (2)提升種植技術。], [{budgets[1]}],
  [{work("二、公共工程")}],
  [1.維護道路側溝。], [(1)修補路面坑洞。 \\ (2)清疏側溝淤積。 \\ (3)檢驗遊具。], [{budgets[2]}])
""")


def wanted(tmp_path: Path) -> list[Record]:
    """The records of the plan's own text."""
    return records(read(plan(), tmp_path))


def drawn(pdf: bytes) -> Image.Image:
    """The first page as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    image: Image.Image = document[0].render(scale=SCALE).to_pil().convert("RGB")
    document.close()
    return image


def place(pdf: bytes, text: str) -> tuple[float, float]:
    """The middle of a text's first occurrence on the first page, in pixels of its picture."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text_page = page.get_textpage()
    start, count = text_page.search(text).get_next()
    boxes = [text_page.get_charbox(i) for i in range(start, start + count)]
    x = (min(b[0] for b in boxes) + max(b[2] for b in boxes)) / 2
    y = page.get_height() - (min(b[1] for b in boxes) + max(b[3] for b in boxes)) / 2
    document.close()
    return x * SCALE, y * SCALE


def tinted(
    image: Image.Image, mask: Image.Image, colour: tuple[int, int, int], *, opaque: bool
) -> Image.Image:
    """The picture with ink on it, through which print is seen or not."""
    share = (np.asarray(mask, dtype=np.float32) / 255 * 0.9)[..., None]
    page, ink = np.asarray(image, dtype=np.float32), np.array(colour, dtype=np.float32)
    over = np.broadcast_to(ink, page.shape) if opaque else page * ink / 255
    return Image.fromarray(np.clip(page * (1 - share) + over * share, 0, 255).astype(np.uint8))


def ring(image: Image.Image, at: tuple[float, float], radius: float) -> Image.Image:
    """Mask of a round stamp with a line across."""
    mask = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(mask)
    (x, y), r = at, radius
    pen.ellipse((x - r, y - r, x + r, y + r), outline=255, width=7)
    pen.line((x - r, y, x + r, y), fill=255, width=5)
    return mask


def words(
    image: Image.Image, text: str, at: tuple[float, float], size: int, degrees: float = 0
) -> Image.Image:
    """Mask of large words about a point."""
    mask = Image.new("L", image.size, 0)
    font = ImageFont.truetype(str(next(Path(str(files(FONT_PACKAGE))).glob("*.otf"))), size)
    ImageDraw.Draw(mask).text(at, text, fill=255, font=font, anchor="mm", stroke_width=size // 40)
    return mask.rotate(degrees, center=at, resample=Image.Resampling.BICUBIC)


def scanned(image: Image.Image) -> bytes:
    """A PDF of nothing but the picture, as a scanner makes it."""
    page = cv2.GaussianBlur(np.asarray(image, dtype=np.float32), (0, 0), 0.5) * (247 / 255)
    noise = np.random.default_rng(1).normal(0, NOISE, page.shape[:2])[..., None]
    file = io.BytesIO()
    Image.fromarray(np.clip(np.rint(page + noise), 0, 255).astype(np.uint8)).save(
        file, "PDF", resolution=DPI, quality=85
    )
    return file.getvalue()


def read(data: bytes, tmp_path: Path, ocr: Ocr = "auto") -> Extraction:
    """What is extracted from a file."""
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    return extract(path, ocr=ocr)


def rules(extraction: Extraction) -> set[str]:
    """The rules of its findings."""
    return {finding.rule for finding in extraction.findings}


def blocks(extraction: Extraction, kind: str) -> list[str]:
    """The texts of its blocks of a kind."""
    return [block.text for block in extraction.blocks if block.kind == kind]
