"""The collector of unreachable objects, held back while a file is read.

What is read are trees of small tuples without circles. The collector would go through them again and again and find
nothing, which takes a fourteenth of an extraction's time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

COLLECTED_AFTER = 200_000
"""New objects after which unreachable circles are looked for: more than loading the program and reading a page make.
A plan of 1,000 pages leaves 20,000 objects in circles."""
_LOCK = Lock()
_THRESHOLDS_FOUND: list[tuple[int, int, int]] = []
"""The thresholds that each thread within found; the first one's are the program's own."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for unreachable circles seldom within the block; the program's own thresholds come back behind it.

    Threads may be within it at the same time: the last of them to leave brings the thresholds back.
    """
    with _LOCK:
        _THRESHOLDS_FOUND.append(gc.get_threshold())
        first, *others = _THRESHOLDS_FOUND[0]
        if first:  # 0 means never
            gc.set_threshold(max(first, COLLECTED_AFTER), *others)
    try:
        yield
    finally:
        with _LOCK:
            own = _THRESHOLDS_FOUND[0]
            _THRESHOLDS_FOUND.pop()
            if not _THRESHOLDS_FOUND:
                gc.set_threshold(*own)
