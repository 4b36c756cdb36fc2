"""Paragraphs to text, levels and nested steps, each with its places on the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.extractors.paragraphs import Paragraph
from pipeline.extractors.sequence import Numbering
from pipeline.lines.lines import Line
from pipeline.models import Provenance, Step
from pipeline.normalizers.labels import Label, without_bullet
from pipeline.normalizers.text import join_lines


class StepWording(NamedTuple):
    """A printed text taken apart: ``label + text`` is what is printed."""

    label: str | None
    number: int | None
    text: str
    raw: str | None


def wording(lines: Sequence[Line], label: Label | None) -> StepWording:
    """The text of a paragraph's lines, its label apart."""
    if not lines:
        return StepWording(None, None, "", None)
    first = lines[0]
    text = join_lines([line.text for line in lines])
    coded = any(line.raw for line in lines)
    raw = first.ordinal + join_lines([line.raw or line.text for line in lines]) if coded else None
    if label is None:
        return StepWording(None, None, first.ordinal + text, raw)
    if first.ordinal:
        return StepWording(first.ordinal, label.number, text, raw)
    return StepWording(label.printed, label.number, text[len(label.printed) :].lstrip(), raw)


def places(field: str, lines: Iterable[Line]) -> list[Provenance]:
    """One box per page around the lines of a field."""
    boxes: dict[int, tuple[float, float, float, float]] = {}
    for line in lines:
        x0, top, x1, bottom = line.bbox
        old = boxes.get(line.page)
        boxes[line.page] = (
            (x0, top, x1, bottom)
            if old is None
            else (min(old[0], x0), min(old[1], top), max(old[2], x1), max(old[3], bottom))
        )
    return [Provenance(field=field, page=page, bbox=rounded(box)) for page, box in boxes.items()]


def rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A box to hundredths of a point: finer differences are the engines' arithmetic."""
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


class _Node:
    """A step while its tree grows."""

    def __init__(self, depth: int, paragraph: Paragraph | None) -> None:
        self.depth, self.paragraph = depth, paragraph
        self.children: list[_Node] = []


def step_tree(paragraphs: Sequence[Paragraph], field: str) -> tuple[tuple[Step, ...], list[Provenance]]:
    """Nested steps of one cell, in reading order, with the places of each.

    Args:
        paragraphs: the cell's paragraphs.
        field: name of the model field, such as "implementation".
    """
    root = _Node(-1, None)
    open_nodes = [root]
    numbering = Numbering()
    for paragraph in paragraphs:
        if paragraph.label is None:
            # Unnumbered text stands beside the numbers, a lead-in line as well as a closing one.
            depth, parent = 0, root
            open_nodes = [root]
        else:
            depth = numbering.take(paragraph.label)
            while open_nodes[-1].depth >= depth:
                open_nodes.pop()
            parent = open_nodes[-1]
        node = _Node(depth, paragraph)
        parent.children.append(node)
        if paragraph.label is not None:
            open_nodes.append(node)
    found: list[Provenance] = []
    return _steps(root.children, field, found), found


def _steps(nodes: Sequence[_Node], field: str, found: list[Provenance]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for i, node in enumerate(nodes):
        if node.paragraph is None:
            continue
        path = f"{field}[{i}]"
        lines = node.paragraph.lines
        label, number, text, raw = wording(lines, node.paragraph.label)
        if label is None:
            label, text = without_bullet(text)
        found += places(path, lines)
        inner = _steps(node.children, f"{path}.steps", found)
        steps.append(Step(label=label, number=number, text=text, raw=raw, steps=inner))
    return tuple(steps)
