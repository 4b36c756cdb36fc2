"""What the extractors are unsure of, told to the audit without words of any language."""

from __future__ import annotations

from pipeline.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about one place of the document.

    Attributes:
        rule: rule of the audit's catalogue that it falls under.
        page: page number, from 1; None where it is about the whole file.
        bbox: place on the page.
        item_id: item that it is about.
        detail: a text of the document, numbers or names of witnesses.
        reason: which of the reasons that its rule knows; "" where it knows none.
        count: number of places that it stands for.
    """

    rule: str
    page: int | None
    bbox: tuple[float, float, float, float] | None
    item_id: str | None
    detail: str
    reason: str = ""
    count: int = 1
