"""Pages after their glyphs were bound to runs."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.lines.note_marks import with_marks
from pipeline.lines.runs import Run, printed, runs_of
from pipeline.readers.page import (
    MIDDLE_EM,
    Aside,
    BBox,
    Fill,
    Layer,
    Page,
    Recognition,
    Remark,
    Rule,
    Straightened,
    Turned,
    Unseen,
)


class Recognised(NamedTuple):
    """A glyph that was recognised on a picture: its middle, what it was set to, and what the recogniser said."""

    x: float
    y: float
    text: str
    said: Recognition


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page after its glyphs were bound to runs; this is what the extractors keep in memory.

    Attributes:
        glyphs: number of printed marks, those of asides and of unseen text among them, white space aside.
        unseen: text that no reader of the page sees, a place each.
        asides: text that is seen but stands apart, a place each.
        remarks: places of which a person should know.
        turned: lines that are set in another direction than the page's.
        recognised: what a recogniser said of glyphs, with each glyph's middle; of pages read from pictures.
        unread: boxes of ink in which it read nothing.
        straightened: leads from its places to the page as shown; None where they are the same.
        layer: what became of the text behind its picture, if it is a searchable scan.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    image_share: float
    glyphs: int
    unseen: tuple[Unseen, ...] = ()
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Remark, ...] = ()
    turned: tuple[Turned, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    unread: tuple[BBox, ...] = ()
    straightened: Straightened = None
    layer: Layer = ""


def bind(page: Page) -> Sheet:
    """Bind a page's glyphs to runs."""
    read = [r.read for r in page.recognised] if any(r.read for r in page.recognised) else ()
    runs = tuple(with_marks(runs_of(page.glyphs, read, page.vertical, exact=not page.recognised)))
    apart = sum(one.glyphs for one in page.asides) + sum(one.glyphs for one in page.unseen)
    return Sheet(
        number=page.number,
        width=page.width,
        height=page.height,
        runs=runs,
        horizontal=page.horizontal,
        vertical=page.vertical,
        fills=page.fills,
        image_share=page.image_share,
        glyphs=sum(printed(r.text) for r in runs) + apart,
        unseen=page.unseen,
        asides=page.asides,
        remarks=page.remarks,
        turned=page.turned,
        recognised=tuple(
            Recognised((g.x0 + g.x1) / 2, g.y - MIDDLE_EM * g.size, g.text, said)
            for g, said in zip(page.glyphs, page.recognised, strict=False)
        ),
        unread=page.unread,
        straightened=page.straightened,
        layer=page.layer,
    )
