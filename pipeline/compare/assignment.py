"""How alike texts are, and the one-to-one assignment that makes the sum of likenesses greatest.

rapidfuzz, numpy and scipy are loaded only when something is left to be assigned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


def ratio(a: str, b: str) -> float:
    """Share of the characters of both texts that are in both, in order, 0 to 1."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    return fuzz.ratio(a, b) / 100


def ratios(olds: Sequence[str], news: Sequence[str], cutoff: float = 0.0) -> Matrix:
    """Likeness of every text with every other, 0 to 1.

    Args:
        olds: one text per row.
        news: one text per column.
        cutoff: likeness below which 0 is good enough; the higher, the faster.

    Returns:
        Array of ``len(olds)`` × ``len(news)``.
    """
    import numpy as np  # noqa: PLC0415
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.cdist(olds, news, scorer=fuzz.ratio, score_cutoff=cutoff * 100, dtype=np.float32)
    found /= 100
    return found


def within(wholes: Sequence[str], parts: Sequence[str]) -> Matrix:
    """Share of each part's characters that are in each whole, in order; 0 for an empty part.

    Returns:
        Array of ``len(wholes)`` × ``len(parts)``.
    """
    import numpy as np  # noqa: PLC0415
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415

    found = process.cdist(wholes, parts, scorer=LCSseq.similarity, dtype=np.float32)
    found /= np.maximum([len(part) for part in parts], 1).astype(np.float32)
    return found


def assign(scores: Sequence[Sequence[float]] | Matrix) -> list[tuple[int, int]]:
    """Rows and columns that belong together, each at most once, so that the sum of their scores is greatest."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    rows, columns = linear_sum_assignment(scores, maximize=True)
    return [(int(a), int(b)) for a, b in zip(rows, columns, strict=True)]
