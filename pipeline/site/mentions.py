"""An item's contents with its mentions marked where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.dataclass import dataclass
from pipeline.models import Item, Mention, Step
from pipeline.normalizers.records import labelled, walk


@dataclass(frozen=True, slots=True)
class StepPiece:
    """A piece of a step's text, and the mention that it is."""

    text: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class MarkedStep:
    """A step with its text in pieces.

    Attributes:
        path: counted from 1, as in steps.csv.
    """

    path: str
    pieces: tuple[StepPiece, ...]
    steps: tuple[MarkedStep, ...]


def marked_steps(item: Item) -> tuple[MarkedStep, ...]:
    """The steps of an item, nested as they are, with mentions as pieces; offsets are those of its contents."""
    starts: dict[tuple[int, ...], int] = {}
    offset = 0
    for path, step in walk(item.implementation):
        starts[path] = offset
        offset += len(labelled(step)) + 1
    return tuple(_marked(item.implementation, (), starts, item.mentions))


def _marked(
    steps: Sequence[Step],
    above: tuple[int, ...],
    starts: dict[tuple[int, ...], int],
    mentions: Sequence[Mention],
) -> Iterator[MarkedStep]:
    for position, step in enumerate(steps, start=1):
        path = (*above, position)
        inner = tuple(_marked(step.steps, path, starts, mentions))
        yield MarkedStep(
            ".".join(map(str, path)), tuple(_pieces(labelled(step), starts[path], mentions)), inner
        )


def _pieces(line: str, start: int, mentions: Sequence[Mention]) -> Iterator[StepPiece]:
    """The line in pieces; a mention that is not where it says it is stays unmarked."""
    at = 0
    for mention in sorted(mentions, key=lambda one: one.offset):
        begin = mention.offset - start
        if begin < at or line[begin : begin + len(mention.text)] != mention.text:
            continue
        if begin > at:
            yield StepPiece(line[at:begin])
        yield StepPiece(mention.text, mention)
        at = begin + len(mention.text)
    if at < len(line):
        yield StepPiece(line[at:])
