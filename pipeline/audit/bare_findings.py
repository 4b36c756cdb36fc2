"""What a rule gives, where on the pages it is, and how it is put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.messages.catalogue import catalogue
from pipeline.messages.wording import Wording
from pipeline.models import BBox, Budget, Extraction, Finding, Item, Plan, Provenance, Section
from pipeline.readers.recognition import way_to_recognise

REPEATED_CHARACTERS = 30
"""Characters of the document that a message repeats at most."""


class DocumentPlace(NamedTuple):
    """A place of the document; the whole file where both are None."""

    page: int | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class BareFinding:
    """One finding before it is put into words.

    Attributes:
        rule: id of a message of ``messages/findings.toml``.
        values: what its text wants besides the page.
    """

    rule: str
    place: DocumentPlace
    values: Mapping[str, str]
    item_id: str | None = None


RECOGNISE = "recognise"
"""The value that stands in a remedy for how pages come to be read from their pictures on this machine."""


def worded(found: BareFinding) -> Finding:
    """A finding in both languages, still without its id.

    Raises:
        KeyError: the catalogue lacks its rule or reason, or the rule wants a value that is not given.
    """
    message = catalogue("findings")[found.rule]
    page, bbox = found.place
    values: dict[str, Wording | str] = {"page": "?" if page is None else str(page), **found.values}
    if RECOGNISE in message.remedy.placeholders:
        values[RECOGNISE] = way_to_recognise()
    told = message.problem(**values)
    return Finding(
        id="",
        rule=told.id,
        severity=told.severity,
        message_zh=told.text.zh,
        message_en=told.text.en,
        remedy_zh=told.remedy.zh,
        remedy_en=told.remedy.en,
        page=page,
        bbox=bbox,
        item_id=found.item_id,
    )


def place_of(provenance: Iterable[Provenance], *fields: str) -> DocumentPlace:
    """Where the first of these fields that has a place stands; else the record's first place."""
    places = tuple(provenance)
    for field in fields:
        for place in places:
            if place.field.startswith(field):
                return DocumentPlace(place.page, place.bbox)
    return DocumentPlace(places[0].page, places[0].bbox) if places else DocumentPlace()


def sections(extraction: Extraction) -> Iterator[tuple[Plan, Section]]:
    """All sections with their plans, in reading order."""
    for plan in extraction.plans:
        for section in plan.sections:
            yield plan, section


def budgets(extraction: Extraction) -> Iterator[Budget]:
    """All budget cells, in reading order."""
    for _, section in sections(extraction):
        yield from section.budgets


def short(text: str) -> str:
    """The text, cut where it is too long for a message.

    >>> short("辦理里鄰長聯誼文康活動。" * 4)
    '辦理里鄰長聯誼文康活動。辦理里鄰長聯誼文康活動。辦理里鄰長…'
    """
    joined = " ".join(text.split())
    return joined if len(joined) <= REPEATED_CHARACTERS else joined[: REPEATED_CHARACTERS - 1] + "…"


def name_of(item: Item) -> str:
    """The item as a person would name it: its innermost plan level that has text."""
    for level in reversed(item.plan_item):
        if level.text:
            return short((level.label or "") + level.text)
    return ""
