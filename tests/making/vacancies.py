"""Where a page has room: places without print, found in its picture."""

import random
from dataclasses import dataclass, field

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from tests.making.overlay import Box

LONG = 30
"""Ink that runs further than this many points in one direction is a rule, not print."""
LETTERS = 6
"""Ink of so many points, up and down and across, is a line of print."""
MARGIN = 2
INSIDE = 4
"""So far within a box runs a rule that it lies across."""


@dataclass
class Vacancies:
    """The room that is left on a page, one cell of the grids per point.

    Attributes:
        print: where there is print.
        rules: where there are rules.
        taken: places that something was laid on.
        shaded: places where the paper is no longer white.
    """

    print: NDArray[np.bool_]
    rules: NDArray[np.bool_]
    taken: list[Box] = field(default_factory=list)
    shaded: list[Box] = field(default_factory=list)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page."""
        return float(self.print.shape[1]), float(self.print.shape[0])

    def take(
        self,
        rng: random.Random,
        width: float,
        height: float,
        *,
        across_rules: bool = False,
        unshaded: bool = False,
        before_edge: float = 0.0,
    ) -> Box:
        """Take a place of a size that is free of print.

        Args:
            rng: what chooses among the places.
            width: its width.
            height: its height.
            across_rules: it is to lie across a rule; else it touches none.
            unshaded: the paper is to be white there.
            before_edge: how far it is at least from the right edge of the page.
        """
        wide, high = round(width + 0.5), round(height + 0.5)
        ink = self.print | self._within(self.taken + self.shaded * unshaded)
        free = _sums(ink if across_rules else ink | self.rules, wide + 2 * MARGIN, high + 2 * MARGIN) == 0
        if across_rules:
            inside = _sums(self.rules, wide - 2 * INSIDE, high - 2 * INSIDE) > 0
            free &= inside[MARGIN + INSIDE :, MARGIN + INSIDE :][: free.shape[0], : free.shape[1]]
        rows, columns = np.nonzero(free[:, : round(free.shape[1] - before_edge)])
        assert len(rows), f"no room for {wide} x {high} points is left"
        # Half of the places are sought in the table, where less room is.
        within = np.flatnonzero(self._in_table(rows))
        chosen = rng.choice(within) if len(within) and rng.random() < 0.7 else rng.randrange(len(rows))
        x, y = float(columns[chosen]) + MARGIN, float(rows[chosen]) + MARGIN
        box = (x, y, x + width, y + height)
        self.taken.append(box)
        return box

    def anywhere(self, rng: random.Random, width: float, height: float) -> Box:
        """Choose a place on the page, whatever stands there."""
        x, y = (
            rng.uniform(4, all_ - part - 4) for all_, part in zip(self.size, (width, height), strict=True)
        )
        return (x, y, x + width, y + height)

    def over_print(self, rng: random.Random, width: float, height: float) -> Box:
        """Choose a place over the table."""
        left, top, right, bottom = self.table
        x = rng.uniform(left, max(left, right - width))
        y = rng.uniform(top, max(top, bottom - height))
        return (x, y, x + width, y + height)

    def through_print(self, rng: random.Random, width: float) -> tuple[float, float]:
        """Choose a place in the table from where a level line runs through the middle of print; give x and y."""
        left, top, right, bottom = self.table
        while True:
            x = rng.uniform(left, right - width)
            ink = self.print[int(top) : int(bottom), int(x) : int(x + width)].sum(axis=1) >= LETTERS
            edges = np.flatnonzero(np.diff(np.concatenate(([False], ink, [False])).astype(np.int8)))
            lines = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= LETTERS]
            if lines:
                start, end = rng.choice(lines)
                return x, float(top + (start + end) / 2)

    @property
    def table(self) -> Box:
        """The box around all rules."""
        rows, columns = np.nonzero(self.rules)
        return float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max())

    def _within(self, boxes: list[Box]) -> NDArray[np.bool_]:
        ink = np.zeros_like(self.print)
        for x0, top, x1, bottom in boxes:
            ink[max(0, int(top)) : int(bottom) + 1, max(0, int(x0)) : int(x1) + 1] = True
        return ink

    def _in_table(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        _, top, _, bottom = self.table
        found: NDArray[np.bool_] = (rows > top) & (rows < bottom)
        return found


def vacancies(data: bytes, number: int = 1) -> Vacancies:
    """Look for the room on a page."""
    document = pypdfium2.PdfDocument(data)
    page = document[number - 1]
    width, height = (int(length) for length in page.get_size())
    grey = page.render(scale=2, grayscale=True).to_numpy()[: 2 * height, : 2 * width]
    document.close()
    ink = (grey < 250).reshape(height, 2, width, 2).any(axis=(1, 3))
    rules = _runs(ink) | _runs(ink.T).T
    return Vacancies(ink & ~rules, rules)


def _runs(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep the ink that runs on along its row."""
    kept = np.zeros_like(ink)
    for line, out in zip(ink, kept, strict=True):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], line, [False])).astype(np.int8)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start > LONG:
                out[start:end] = True
    return kept


def _sums(ink: NDArray[np.bool_], width: int, height: int) -> NDArray[np.int64]:
    """Count the ink in each place of a size."""
    total = np.zeros((ink.shape[0] + 1, ink.shape[1] + 1), np.int64)
    total[1:, 1:] = ink.cumsum(0).cumsum(1)
    found: NDArray[np.int64] = (
        total[height:, width:] - total[:-height, width:] - total[height:, :-width] + total[:-height, :-width]
    )
    return found
