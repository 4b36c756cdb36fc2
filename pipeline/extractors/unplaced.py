"""Lines of a table that no record holds: kept among the blocks, and told at the nearest record."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.doubts import Doubt
from pipeline.extractors.sections import Material, lines_used
from pipeline.extractors.steps import rounded
from pipeline.lines.lines import Line
from pipeline.models import Item, Plan


def unplaced_lines(materials: Sequence[Material]) -> list[Line]:
    """Lines of the materials' tables that are in no field of a record and in no row that was told apart."""
    found: list[Line] = []
    for material in materials:
        used = lines_used(material)
        for outline in material.outlines:
            told = {id(line) for bar in outline.table.bars for line in bar.lines}
            told |= {id(line) for line in outline.table.marks}
            lines = (line for track in outline.table.tracks for line in track.lines)
            found += [line for line in lines if id(line) not in used and id(line) not in told]
    return found


def unplaced_doubts(lines: Sequence[Line], plans: Sequence[Plan]) -> list[Doubt]:
    """An error for each line, about the record nearest to it on its page, if there is one."""
    items = [item for plan in plans for section in plan.sections for item in section.items]
    return [
        Doubt("line-unplaced", line.page, rounded(line.bbox), _nearest(line, items), line.ordinal + line.text)
        for line in lines
    ]


def _nearest(line: Line, items: Sequence[Item]) -> str | None:
    away = [
        (max(place.bbox[1] - line.y, line.y - place.bbox[3], 0.0), item.id)
        for item in items
        for place in item.provenance
        if place.page == line.page
    ]
    return min(away, default=(0.0, None), key=lambda one: one[0])[1]
