"""The account of all glyphs, and the blocks of text outside the plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.extractors.header_types import Header
from pipeline.extractors.lines import Line, Sheet
from pipeline.extractors.steps import rounded
from pipeline.models import Audit, Block, BlockKind, PageAudit
from pipeline.normalizers.text import clean


class Blocks:
    """Collects blocks and counts their glyphs."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self.furniture: Counter[int] = Counter()
        self.other: Counter[int] = Counter()

    def add(self, kind: BlockKind, lines: Iterable[Line]) -> None:
        """Add each line as a block; lines of one kind that follow each other stay apart, as printed."""
        for line in lines:
            text = f"{line.ordinal} {line.text}" if line.ordinal else line.text
            self._blocks.append(Block(kind=kind, text=text, page=line.page, bbox=rounded(line.bbox)))
            (self.furniture if kind == "furniture" else self.other)[line.page] += line.glyphs

    def add_asides(self, sheet: Sheet) -> None:
        """Add text that stands apart from the page's own, such as a stamp's."""
        for one in sheet.asides:
            self._blocks.append(
                Block(kind="text", text=clean(one.text), page=sheet.number, bbox=rounded(one.bbox))
            )
            self.other[sheet.number] += one.glyphs

    def in_order(self) -> tuple[Block, ...]:
        """All blocks in reading order."""
        return tuple(sorted(self._blocks, key=lambda b: (b.page, b.bbox[1], b.bbox[0], b.text)))


def account(
    sheets: Sequence[Sheet],
    headers: dict[int, list[Header]],
    fields: Counter[int],
    blocks: Blocks,
    unread_pages: Sequence[int],
) -> Audit:
    """Where the glyphs of every page went; what nothing accounts for is ``outside``."""
    pages: list[PageAudit] = []
    for sheet in sheets:
        n = sheet.number
        in_headers = sum(h.glyphs for h in headers.get(n, ()))
        known = fields[n] + in_headers + blocks.furniture[n] + blocks.other[n]
        pages.append(
            PageAudit(
                page=n,
                glyphs=sheet.glyphs,
                in_fields=fields[n],
                in_headers=in_headers,
                in_furniture=blocks.furniture[n],
                in_blocks=blocks.other[n],
                outside=sheet.glyphs - known,
            )
        )
    return Audit(
        glyphs=sum(p.glyphs for p in pages),
        in_fields=sum(p.in_fields for p in pages),
        in_headers=sum(p.in_headers for p in pages),
        in_furniture=sum(p.in_furniture for p in pages),
        in_blocks=sum(p.in_blocks for p in pages),
        outside=sum(p.outside for p in pages),
        pages=tuple(pages),
        unread_pages=tuple(sorted(unread_pages)),
    )
