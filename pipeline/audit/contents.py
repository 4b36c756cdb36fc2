"""Rules about items and sections: something that is missing, or there twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.audit.bare_findings import BareFinding, DocumentPlace, name_of, place_of, sections, short
from pipeline.models import Extraction, Item, Level, Section
from pipeline.normalizers.text import fold
from pipeline.normalizers.years import without_years


def item_without_content(extraction: Extraction) -> Iterator[BareFinding]:
    """Items with a plan text and no contents beside it, though with a budget or another text."""
    for _, section in sections(extraction):
        for item in section.items:
            bare = _is_bare(item) and not all(map(_is_bare, section.items))
            if not item.implementation and _has_text(item.plan_item) and not bare:
                place = place_of(item.provenance, _innermost(item))
                yield BareFinding("item-without-content", place, {"item": name_of(item)}, item.id)


def item_bare(extraction: Extraction) -> Iterator[BareFinding]:
    """Items with a plan text alone where others have contents and budgets; and those that it may be the heading of."""
    for _, section in sections(extraction):
        if all(_is_bare(item) for item in section.items):
            continue
        heading: Item | None = None
        for item in section.items:
            if _is_bare(item):
                heading = item
            elif heading is not None and item.work_item != heading.work_item:
                heading = None
            if heading is not None:
                place = place_of(item.provenance, _innermost(item))
                yield BareFinding("item-bare", place, {"item": name_of(heading)}, item.id)


def _is_bare(item: Item) -> bool:
    return _has_text(item.plan_item) and not (item.implementation or item.budget_ids or item.extra)


def item_without_plan_text(extraction: Extraction) -> Iterator[BareFinding]:
    """Contents or a budget with no plan item beside them."""
    for _, section in sections(extraction):
        for item in section.items:
            if not _has_text(item.plan_item[-1:]):
                work = short("".join((lv.label or "") + lv.text for lv in item.work_item[-1:])) or "－"
                place = place_of(item.provenance, "implementation")
                yield BareFinding("item-without-plan-text", place, {"item": work}, item.id)


def duplicate_path(extraction: Extraction) -> Iterator[BareFinding]:
    """Items of one plan whose paths are equal but for numbers, white space and years."""
    for plan in extraction.plans:
        seen: dict[tuple[object, ...], str] = {}
        for section in plan.sections:
            for item in section.items:
                if not _has_text(item.plan_item):
                    continue
                first = seen.setdefault(_path(section, item), item.id)
                if first != item.id:
                    place = place_of(item.provenance, _innermost(item))
                    values = {"item": name_of(item), "other": first}
                    yield BareFinding("duplicate-path", place, values, item.id)


def section_without_items(extraction: Extraction) -> Iterator[BareFinding]:
    """Sections with a title and perhaps focuses, but no items."""
    for _, section in sections(extraction):
        if not section.items:
            name = short(section.name or section.title or section.id)
            yield BareFinding("section-without-items", DocumentPlace(section.pages[0]), {"section": name})


def _innermost(item: Item) -> str:
    return f"plan_item[{len(item.plan_item) - 1}]"


def _has_text(levels: Iterable[Level]) -> bool:
    return any(level.text.strip() for level in levels)


def _path(section: Section, item: Item) -> tuple[object, ...]:
    return fold(section.name or ""), _texts(item.work_item), _texts(item.plan_item)


def _texts(levels: Iterable[Level]) -> tuple[str, ...]:
    return tuple(fold(without_years(level.text)) for level in levels)
