"""An item's contents as text: labelled steps, one per line, as the flat tables and the offsets of mentions mean it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.models import Level, Step


def contents(steps: Sequence[Step]) -> str:
    r"""All steps in reading order with their numbers, one per line.

    >>> contents([Step(label="1.", number=1, text="宣導。", steps=(Step(label=None, number=None, text="函"),))])
    '1. 宣導。\n函'
    """
    return "\n".join(labelled(step) for _, step in walk(steps))


def labelled(part: Level | Step) -> str:
    """A level or step as one line: its number, then its text.

    >>> labelled(Step(label="1.", number=1, text="2歲以上"))
    '1. 2歲以上'
    >>> labelled(Step(label="一、", number=1, text="一般行政"))
    '一、一般行政'
    """
    # Without the space "1." and "5萬元" would read as another number.
    gap = " " if part.label and part.label[-1] in ".．" and part.text else ""
    return f"{part.label or ''}{gap}{part.text}"


def walk(steps: Sequence[Step], above: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Step]]:
    """Yield every step with its position, counted from 1 on each level, in reading order."""
    for position, step in enumerate(steps, start=1):
        path = (*above, position)
        yield path, step
        yield from walk(step.steps, path)
