"""The fitted weights: for each named feature what it adds to each choice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from pipeline.dataclass import dataclass

ROW_CHOICES = ("on", "item", "deeper", "category", "total", "note", "mark", "again")
"""What a strip may be: the open row goes on; an item begins; one of a deeper plan level; a row that names a work item,
a sum, a remark, a mark of continuation; a row that is taken up again behind one of these or is printed again."""
LINE_CHOICES = ("on", "new", "deeper", "again")
"""What a line of a work column may be: its text goes on; another entry; one of a deeper level; the same once more."""

WEIGHTS_SHA256 = "d4eef5ee4bf75f2b963392b0307e7cbd67142ad29869e878b4e268f6b0e35cfd"
"""Of ``weights.json``, as ``python -m bench.fitting`` printed it; the file names the seeds that it was fitted on."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of all features.

    Attributes:
        rows: for strips: by feature what it adds to each of ``ROW_CHOICES``.
        lines: for lines: by feature what it adds to each of ``LINE_CHOICES``.
        drawn: for tables, whether their drawn cells are rows: by feature one weight.
    """

    rows: Mapping[str, Sequence[float]]
    lines: Mapping[str, Sequence[float]]
    drawn: Mapping[str, float]

    def row(self, features: Iterable[str], allowed: Sequence[int]) -> int:
        """The best of the allowed choices of a strip."""
        return _best(self.rows, features, allowed)

    def line(self, features: Iterable[str], allowed: Sequence[int]) -> int:
        """The best of the allowed choices of a line."""
        return _best(self.lines, features, allowed)

    def is_drawn(self, features: Iterable[str]) -> bool:
        """Whether a table's drawn cells are its rows."""
        return sum(self.drawn.get(name, 0.0) for name in features) > 0


def _best(weights: Mapping[str, Sequence[float]], features: Iterable[str], allowed: Sequence[int]) -> int:
    known = [row for row in map(weights.get, features) if row]
    if not known:
        return allowed[0]
    scores = [sum(column) for column in zip(*known, strict=True)]
    return max(allowed, key=scores.__getitem__)


def weights_from(text: str) -> Weights:
    """Weights from the text of their file."""
    data = json.loads(text)
    return Weights(data["rows"], data["lines"], data["drawn"])


@lru_cache(maxsize=1)
def fitted_weights() -> Weights:
    """The weights that ship with the package; ``python -m bench.fitting`` makes them."""
    return weights_from(files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
