"""Lays objects on a page of a plan at random."""

import random
from collections.abc import Sequence

from tests.making.hidden_words import UNSEEN
from tests.making.laid import Draft, LaidOver
from tests.making.overlay import Way
from tests.making.vacancies import vacancies
from tests.making.words_apart import OVERLAYS, STRUCK
from tests.making.words_in_print import PRINT

KINDS = UNSEEN | STRUCK | OVERLAYS | PRINT
FIRST = (
    *("watermark_slanted", "watermark_level"),
    *("watermark_slanted_transparent", "watermark_level_transparent"),
    *("line_numbers", "stamp_slanted", "stamp_level", "stamp_through_print"),
)
"""They are laid first: hidden words on grey ones would be seen, and the others keep out of margins and frames."""


def laid_over(
    data: bytes,
    seed: int,
    kinds: Sequence[str],
    *,
    number: int = 1,
    ways: tuple[Way, ...] = ("content", "form"),
) -> LaidOver:
    """Lay objects of some kinds on a page of a plan; the same seed gives the same.

    Args:
        data: the plan.
        seed: what decides all that is left open.
        kinds: the kinds of objects.
        number: the page, counted from 1.
        ways: how words may get into the file.
    """
    draft = Draft(random.Random(seed), vacancies(data, number), ways=ways)  # noqa: S311
    for kind in sorted(kinds, key=lambda kind: kind not in FIRST):
        KINDS[kind](draft)
    return LaidOver(data, number, tuple(draft.pieces), tuple(draft.objects))
