"""The second opinion: pdfplumber, an engine that shares no code with pdfium."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, cast

import pdfplumber
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFValueError
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text
from pdfplumber.page import Page as PlumberPage
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.errors import NotAPdfError
from pipeline.readers.limits import Tally
from pipeline.readers.page import BadPage, Glyph, Page
from pipeline.readers.painting import Paint, visible, without_doubles
from pipeline.readers.passwords import locked, spellings

# pdfminer warns about fonts that it reads rightly all the same; who wants that can add a handler of their own.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

INVISIBLE = 3
"""Text render mode that paints nothing."""
RENDER_OPERATOR = re.compile(rb"[1-7]\s+Tr\b")
REFUSALS = (PDFPasswordIncorrect, UnicodeEncodeError, PDFValueError)
"""What pdfminer says of a password: it is another one; it has characters that no older file, or none at all, takes."""
ACTUAL_TEXT = b"/ActualText"
"""Key of the text that marked content stands for (ISO 32000-1, 14.9.4)."""


class PlumberReader:
    """A PDF file read by pdfplumber.

    Args:
        data: the bytes of the file.
        name: its name for messages.
        password: opens the file, if it wants one.

    Raises:
        NotAPdfError: no page can be had from the bytes.
        EncryptedError: the file wants a password, or another one.
    """

    def __init__(self, data: bytes, name: str, password: str | None = None) -> None:
        try:
            self._document = _opened(data, password)
            self.page_count = len(self._document.pages)
        except _WantsPasswordError:
            raise locked(name, password) from None
        except Exception as error:  # pdfminer lets many kinds out of a broken file
            raise _unreadable(name) from error
        if not self.page_count:
            raise _unreadable(name)
        producer = (self._document.metadata or {}).get("Producer")
        self.producer: str | None = producer if isinstance(producer, str) and producer else None

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        """Yield the pages with these numbers (from 1); each is closed before the next is read."""
        for number in numbers:
            found = self._document.pages[number - 1]
            page = _CountedPage(self._document, found.page_obj, number, found.initial_doctop)
            try:
                yield _read_page(page, number)
            except Exception as error:
                yield BadPage(number, f"{type(error).__name__}: {error}")
            finally:
                page.close()


class _WantsPasswordError(Exception):
    """No spelling of the password opens the file."""


def _opened(data: bytes, password: str | None) -> PDF:
    """The file, opened; raises _WantsPasswordError, and many kinds for a broken file."""
    for spelling in spellings(password):
        try:
            return pdfplumber.open(io.BytesIO(data), password=spelling)
        except PdfminerException as error:
            if not isinstance(error.args[0], REFUSALS if password else PDFPasswordIncorrect):
                raise
    raise _WantsPasswordError


def _unreadable(name: str) -> NotAPdfError:
    return NotAPdfError(
        f"{name} is not a PDF that can be read, or it is cut off.", f"{name} 不是可讀取的 PDF，或檔案不完整。"
    )


def _read_page(page: Any, number: int) -> Page:
    frame = _frame(page)
    shown: list[Glyph] = []
    hidden: list[Glyph] = []
    sideways: list[Glyph] = []
    chars = page.chars
    notes = _notes(page)
    for i, char in enumerate(chars):
        note = notes[i] if notes is not None else None
        glyph, upright = _glyph(char, frame, note.actual if note else None)
        invisible = note is not None and note.mode == INVISIBLE
        (sideways if not upright else hidden if invisible else shown).append(glyph)
    paint = Paint()
    _paint(page, frame, paint)
    images = sum(i["width"] * i["height"] for i in page.images)
    return Page(
        number=number,
        width=frame.width,
        height=frame.height,
        glyphs=tuple(without_doubles(shown or hidden)),
        sideways=tuple(sideways),
        horizontal=paint.horizontal(),
        vertical=paint.vertical(),
        fills=paint.fills(),
        image_share=min(1.0, images / (frame.width * frame.height)) if frame.width * frame.height else 0.0,
        hidden=len(hidden) if shown else 0,
    )


class _CountedPage(PlumberPage):
    """A page that is given up where too much is drawn on it."""

    @property
    def layout(self) -> LTPage:
        """All that is drawn; raises TooMuchDrawnError."""
        if not hasattr(self, "_layout"):
            device = _CountingDevice(self.pdf.rsrcmgr, pageno=self.page_number, laparams=None)
            _CountingInterpreter(device.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout


class _CountingDevice(PDFPageAggregatorWithMarkedContent):
    """Counts what is drawn while it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tally = Tally()

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.tally.glyphs(1)
        return super().render_char(*args, **kwargs)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        self.tally.objects(1)
        self.tally.segments(len(path))
        super().paint_path(gstate, stroke, fill, evenodd, path)

    def begin_figure(self, name: Any, bbox: Any, matrix: Any) -> None:
        self.tally.forms(1)
        super().begin_figure(name, bbox, matrix)


class _CountingInterpreter(PDFPageInterpreter):
    """Counts what it is to draw; the device's count, since each form has an interpreter of its own."""

    def render_contents(self, resources: Any, streams: Any, *args: Any, **kwargs: Any) -> None:
        for content in streams:
            stream = resolve1(content)
            if isinstance(stream, PDFStream):
                cast("_CountingDevice", self.device).tally.content(len(stream.get_data()))
        super().render_contents(resources, streams, *args, **kwargs)


class _Frame(NamedTuple):
    """Where the visible page lies in the two spaces that pdfplumber mixes.

    Character matrices are in pdfminer's space (y upwards from the turned /MediaBox); boxes of characters and
    paths are turned to y downwards and moved by the /MediaBox's own corner.
    """

    left: float
    top: float
    box_left: float
    box_top: float
    media_height: float
    width: float
    height: float


def _frame(page: Any) -> _Frame:
    x0, y0, x1, y1 = (float(resolve1(v)) for v in page.page_obj.mediabox)
    crop = [float(resolve1(v)) for v in page.page_obj.cropbox or (x0, y0, x1, y1)]
    c0, d0, c1, d1 = max(crop[0], x0), max(crop[1], y0), min(crop[2], x1), min(crop[3], y1)
    # The same turns as pdfminer makes; its result starts at 0, 0.
    turned = {
        0: (c0 - x0, d0 - y0, c1 - x0, d1 - y0, y1 - y0),
        90: (d0 - y0, x1 - c1, d1 - y0, x1 - c0, x1 - x0),
        180: (x1 - c1, y1 - d1, x1 - c0, y1 - d0, y1 - y0),
        270: (y1 - d1, c0 - x0, y1 - d0, c1 - x0, x1 - x0),
    }
    left, bottom, right, upper, height = turned[page.rotation % 360]
    top = height - upper
    mediabox = page.mediabox
    return _Frame(left, top, left + mediabox[0], top + mediabox[1], height, right - left, upper - bottom)


def _glyph(char: dict[str, Any], frame: _Frame, actual: str | None) -> tuple[Glyph, bool]:
    a, b, _, _, e, f = char["matrix"]
    size = char["bottom"] - char["top"]
    text = actual or char["text"]
    if not text or text.startswith("(cid:"):
        text = "\ufffd"
    if ord(text[0]) < 0x20:
        # Chromium's fonts call the space glyph by a control character too.
        text = " "
    x0, x1 = e - frame.left, char["x1"] - frame.box_left
    if ord(text[0]) >= 0x2E80 and x1 < x0 + size:
        x1 = x0 + size
    upright = a > 0 and abs(b) < 0.1 * a
    return Glyph(text, x0, max(x1, x0), frame.media_height - f - frame.top, size), upright


@dataclass(slots=True)
class _Note:
    """What pdfplumber does not tell of a character.

    Attributes:
        mode: render mode in force.
        actual: the character that the file says it stands for, where its font has one glyph for several.
    """

    mode: int
    actual: str | None = None


def _notes(page: Any) -> list[_Note] | None:
    """Notes on every character in stream order, or None where all are painted and called the usual way."""
    if not any(RENDER_OPERATOR.search(data) or ACTUAL_TEXT in data for data in _streams(page.page_obj)):
        return None
    device = _NotingDevice(PDFResourceManager())
    PDFPageInterpreter(device.rsrcmgr, device).process_page(page.page_obj)
    return device.notes if len(device.notes) == len(page.chars) else None


def _streams(page: Any) -> Iterator[bytes]:
    """The page's content streams and those of the forms that it names."""
    for content in page.contents or []:
        stream = resolve1(content)
        if isinstance(stream, PDFStream):
            yield stream.get_data()
    resources = resolve1(page.resources)
    objects = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    for item in objects.values() if isinstance(objects, dict) else ():
        form = resolve1(item)
        if isinstance(form, PDFStream) and getattr(form.get("Subtype"), "name", "") == "Form":
            yield form.get_data()


class _NotingDevice(PDFLayoutAnalyzer):
    """Notes the render mode and the replacement text in force at each character."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.notes: list[_Note] = []
        self._mode = 0
        self._spans: list[tuple[str | None, int]] = []

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.notes.append(_Note(self._mode))
        return super().render_char(*args, **kwargs)

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        self._spans.append((_actual_text(props), len(self.notes)))
        super().begin_tag(tag, props)

    def end_tag(self) -> None:
        text, begin = self._spans.pop() if self._spans else (None, 0)
        # A text for several glyphs does not say which of them is which.
        if text is not None and len(text) == 1 and len(self.notes) - begin == 1:
            self.notes[begin].actual = text
        super().end_tag()

    def receive_layout(self, ltpage: Any) -> None:
        """Nothing to keep: only the notes are wanted."""


def _actual_text(props: Any) -> str | None:
    value = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
    if not isinstance(value, bytes):
        return None
    return decode_text(value).replace("\x00", "") or None


def _paint(page: Any, frame: _Frame, paint: Paint) -> None:
    left, top = frame.box_left, frame.box_top
    for shape in page.rects + page.curves + page.lines:
        corners = _corners(shape) if shape["object_type"] == "rect" else shape["pts"]
        points = [(x - left, y - top) for x, y in corners]
        if shape["object_type"] != "line" and shape.get("fill") and _seen(shape.get("non_stroking_color")):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            paint.filled_box(min(xs), min(ys), max(xs), max(ys))
        if shape.get("stroke") and _seen(shape.get("stroking_color")):
            closed = [*points, points[0]] if shape["object_type"] == "rect" else points
            for (x0, y0), (x1, y1) in pairwise(closed):
                paint.stroke(x0, y0, x1, y1)


def _corners(shape: dict[str, Any]) -> list[tuple[float, float]]:
    x0, x1, y0, y1 = shape["x0"], shape["x1"], shape["top"], shape["bottom"]
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _seen(colour: Any) -> bool:
    """Whether a colour of any space can be seen; an unknown one is black, the default of the format."""
    if colour is None:
        return True
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(c, (int, float)) for c in parts):
        return True
    if len(parts) == 4:
        c, m, y, k = parts
        parts = ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    return visible(parts)
