"""How well found tables agree with true ones, by the adjacency relations of their cells.

The measure of the ICDAR 2013 table competition (Göbel, Hassan, Oro, Orsi: A Methodology for Evaluating Algorithms
for Table Understanding in PDF Documents, 2012; ICDAR 2013 Table Competition, 2013): each cell that is not blank is
related to the next one to its right and below it, blank cells between them being skipped and counted. Two relations
are the same if both texts, the direction and that count are the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

BBox = tuple[float, float, float, float]
RIGHT, DOWN = "right", "down"
OTHER_SHARE = 0.5
"""A result that no true table was matched with is another table's if this share of its area lies in that table."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its first and last row and column, both counted."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A true or found table.

    Attributes:
        boxes: by page, x0, top, x1, bottom in points from the page's top left.
    """

    cells: tuple[Cell, ...]
    boxes: Mapping[int, BBox]


@dataclass(frozen=True, slots=True)
class Relation:
    """Two neighbouring cells by their normalised texts.

    Attributes:
        blanks: places of the grid between them that hold no text.
    """

    before: str
    after: str
    direction: str
    blanks: int


@dataclass(frozen=True, slots=True)
class Count:
    """Relations of one document, or of many."""

    right: int = 0
    found: int = 0
    true: int = 0

    def __add__(self, other: Count) -> Count:
        """Both together."""
        return Count(self.right + other.right, self.found + other.found, self.true + other.true)

    @property
    def precision(self) -> float:
        """Share of what was found that is true; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is true that was found."""
        return self.right / self.true if self.true else 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """A true table with the found one that agrees best, or one of them alone."""

    truth: Table | None
    result: Table | None


def normalised(text: str) -> str:
    """White space gone, each special character an underscore, capital letters, as the competition does.

    Special is what is no ASCII letter, digit or underscore.

    >>> normalised("to air (kg/year)")
    'TOAIR_KG_YEAR_'
    """
    return re.sub(r"\W", "_", re.sub(r"\s", "", text), flags=re.ASCII).upper()


def relations(table: Table) -> Counter[Relation]:
    """All adjacency relations of a table; two cells are related once in each direction."""
    texts = [normalised(cell.text) for cell in table.cells]
    places: dict[tuple[int, int], int] = {}
    for i, cell in enumerate(table.cells):
        if texts[i]:
            for row in range(cell.row, cell.last_row + 1):
                for column in range(cell.column, cell.last_column + 1):
                    places[row, column] = i
    pairs: dict[tuple[int, int, str], int] = {}
    rows, columns = sorted({r for r, _ in places}), sorted({c for _, c in places})
    for row in rows:
        _walk([(c, places[row, c]) for c in columns if (row, c) in places], RIGHT, pairs)
    for column in columns:
        _walk([(r, places[r, column]) for r in rows if (r, column) in places], DOWN, pairs)
    return Counter(Relation(texts[a], texts[b], way, blanks) for (a, b, way), blanks in pairs.items())


def _walk(line: Sequence[tuple[int, int]], way: str, pairs: dict[tuple[int, int, str], int]) -> None:
    for (at, cell), (to, following) in pairwise(line):
        if cell != following:
            # Two spanning cells may meet in several rows; the first meeting counts.
            pairs.setdefault((cell, following, way), to - at - 1)


def matched(truths: Sequence[Table], results: Iterable[Table]) -> list[Match]:
    """Give each true table the result on its pages that has most relations right, as the competition's tool does."""
    left = list(results)
    matches: list[Match] = []
    for truth in truths:
        wanted = relations(truth)
        near = [one for one in left if set(one.boxes) & set(truth.boxes)]
        best = max(near, key=lambda one: (relations(one) & wanted).total(), default=None)
        if best is not None:
            left = [one for one in left if one is not best]
        matches.append(Match(truth, best))
    return matches + [Match(None, one) for one in left]


def counted(matches: Iterable[Match], chosen: Collection[int] | None = None) -> Count:
    """Count the relations of a document's matches.

    Args:
        matches: of ``matched``.
        chosen: which true tables count, by their place among them; all by default. Results that were matched
            with another table or lie on one are then left out; those where there is no table still count.
    """
    matches = list(matches)
    truths = [m.truth for m in matches if m.truth is not None]
    others = [t for i, t in enumerate(truths) if chosen is not None and i not in chosen]
    total = Count()
    for i, match in enumerate(matches):
        if match.truth is not None:
            if chosen is None or i in chosen:
                total += _count(match)
        elif match.result is not None and not any(_lies_on(match.result, other) for other in others):
            total += _count(match)
    return total


def _count(match: Match) -> Count:
    true = relations(match.truth) if match.truth else Counter[Relation]()
    found = relations(match.result) if match.result else Counter[Relation]()
    return Count((true & found).total(), found.total(), true.total())


def _lies_on(result: Table, other: Table) -> bool:
    whole = sum(_area(box) for box in result.boxes.values())
    shared = sum(_area(_shared(box, other.boxes[p])) for p, box in result.boxes.items() if p in other.boxes)
    return shared >= OTHER_SHARE * whole


def _shared(a: BBox, b: BBox) -> BBox:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _area(box: BBox) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is printed of one program over a set of documents.

    Attributes:
        precision: mean over the documents, as in the competition.
        recall: the same.
        pooled: all relations of all documents in one count.
    """

    precision: float
    recall: float
    pooled: Count

    @property
    def f1(self) -> float:
        """Harmonic mean of the two means."""
        return f1(self.precision, self.recall)


def figures(counts: Iterable[Count]) -> Figures:
    """Sum up the counts of documents; those without a true table are left out."""
    kept = [c for c in counts if c.true]
    size = max(len(kept), 1)
    pooled = sum(kept, Count())
    return Figures(sum(c.precision for c in kept) / size, sum(c.recall for c in kept) / size, pooled)


def f1(precision: float, recall: float) -> float:
    """Harmonic mean of both; 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def cells_of(texts: Iterable[Iterable[str | None]]) -> Iterator[Cell]:
    """Cells of a plain grid without merged cells."""
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            yield Cell(row, column, row, column, text or "")
