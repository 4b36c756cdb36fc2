"""Contents that a person wrote anew, read back into steps: what is unchanged keeps its step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.models import Step
from pipeline.normalizers.labels import Label, bare_label, find_bullet, find_label, without_bullet
from pipeline.normalizers.records import labelled, walk


class _Node:
    """A step while its tree grows."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.children: list[_Node] = []


def reread(text: str, old: Sequence[Step] = ()) -> tuple[Step, ...]:
    r"""The steps of a text with one step per line.

    A line that is an old step, label and all, keeps that step with its ``raw`` and its depth. Other lines are read
    anew: one without a label stands at the outermost level, one with a label beside the steps whose labels are of
    its kind, or else below the step before it.

    Args:
        text: contents as in items.csv.
        old: the steps that the item has.

    >>> [step.label for step in reread("1. 宣導。\n2. 訪視。")]
    ['1.', '2.']
    >>> [inner.text for inner in reread("1. 訪視。\n(1)每月一次。\n(2)隨時。")[0].steps]
    ['每月一次。', '隨時。']
    """
    kept: dict[str, list[tuple[int, Step]]] = {}
    depths: dict[str, int] = {}
    for path, step in walk(old):
        kept.setdefault(labelled(step), []).append((len(path) - 1, step))
        if style := _style(step.label):
            depths.setdefault(style, len(path) - 1)
    root = _Node(Step(label=None, number=None, text=""))
    stack = [root]
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if kept.get(line):
            depth, step = kept[line].pop(0)
        else:
            label = label_in(line, depths)
            step = step_of(line, label)
            depth = 0 if label is None else depths.get(label.style, len(stack) - 1)
        del stack[min(depth, len(stack) - 1) + 1 :]
        if style := _style(step.label):
            depths.setdefault(style, len(stack) - 1)
        node = _Node(step)
        stack[-1].children.append(node)
        if step.label is None or find_bullet(step.label):
            # Unnumbered text stands beside the numbers and holds none of them.
            del stack[1:]
        else:
            stack.append(node)
    return _steps(root.children)


def step_of(line: str, label: Label | None) -> Step:
    """A step of one line."""
    if label is None:
        bullet, text = without_bullet(line)
        return Step(label=bullet, number=None, text=text)
    return Step(label=label.printed, number=label.number, text=label.rest)


def number_of(label: str) -> int | None:
    """What a label counts.

    >>> number_of("(二)"), number_of("3"), number_of("附")
    (2, 3, None)
    """
    found = find_label(label)
    if found is None or found.rest:
        found = bare_label(label, "")
    return found.number if found else None


def same_contents(one: str, other: str) -> bool:
    """Whether two texts are the same contents: a space behind a number and blank lines make no difference.

    >>> same_contents("1.宣導。", "1. 宣導。 ")
    True
    """
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> list[str]:
    lines = filter(None, (line.strip() for line in text.split("\n")))
    return [labelled(step_of(line, label_in(line, ()))) for line in lines]


def label_in(line: str, styles: Iterable[str]) -> Label | None:
    """The label that a line begins with; ``styles`` are those that labels around it have."""
    found = find_label(line)
    # 「4、5歲」 is a label only where others of its kind are.
    return found if found and not found.decimal and (found.sure or found.style in styles) else None


def _style(label: str | None) -> str | None:
    found = find_label(label) if label else None
    return found.style if found else None


def _steps(nodes: Sequence[_Node]) -> tuple[Step, ...]:
    return tuple(node.step.model_copy(update={"steps": _steps(node.children)}) for node in nodes)
