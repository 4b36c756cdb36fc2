"""Raised small characters behind a word or a number: marks of notes, never a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import SUPERSCRIPTS

if TYPE_CHECKING:
    from pipeline.lines.runs import Run

MARK_SIZE = 0.8
"""Marks are set smaller than this share of their line's type: Word sets them at 0.65, Writer at 0.58."""
LEAST_RISE_EM, MOST_RISE_EM = 0.18, 0.75
"""How far their baseline stands above the line's, in the line's type: Word raises by 0.35, Writer by 0.33, browsers and
typesetters by up to a half; a line of small type above stands higher."""
MARK_GAP_EM = 0.45
"""They touch what they belong to, or stand behind a thin space."""
MARK_CHARACTERS = 6
"""Characters of a mark, such as 註12 or (註3)."""
MARK_TEXT = late(
    r"[\[(（〔]?(?:[註注](?:[0-9０-９]{1,2}|[一二三四五六七八九十])?|[0-9０-９]{1,3}|[A-Za-z]|[ivx]{1,4}|"
    r"[*＊※†‡§#＃△▲◎★☆]{1,4}|[①-⑳])(?:[,，、][0-9]{1,2})*[\])）〕]?\Z"
)
"""What marks look like."""
LENGTH_UNIT = late(r"(?:^|[^A-Za-z])(?:[kcmd]?m|ft|in|yd)\Z")
"""A raised 2 or 3 behind these is an exponent: square or cubic metres."""


def is_raised(drop: float, gap: float, size: float, host_size: float) -> bool:
    """Whether a glyph stands raised and small right behind another.

    Args:
        drop: how far its baseline is below the other's; negative where it is raised.
        gap: white between them.
        size: its size.
        host_size: the other's.
    """
    return (
        size < MARK_SIZE * host_size
        and -MOST_RISE_EM * host_size <= drop <= -LEAST_RISE_EM * host_size
        and -MARK_GAP_EM * host_size <= gap <= MARK_GAP_EM * host_size
    )


def is_mark(host: str, text: str) -> bool:
    """Whether a raised text is a note's mark, and not an exponent or the ending of an ordinal number.

    >>> is_mark("120", "1"), is_mark("1,000m", "2"), is_mark("1", "st"), is_mark("8,359", "註2")
    (True, False, False, True)
    """
    bare = text.strip()
    if len(bare) > MARK_CHARACTERS or not MARK_TEXT.match(bare):
        return False
    return not (bare in {"2", "3", "²", "³"} and LENGTH_UNIT.search(host))


def with_marks(runs: Iterable[Run]) -> list[Run]:
    """Runs with what is raised set on the baseline of the run before it, and marks of notes told.

    Args:
        runs: of one page, in the order in which they are painted.
    """
    found = list(runs)
    if not found:
        return found
    usual = sorted(run.size for run in found)[len(found) // 2]
    for i, run in enumerate(found):
        if run.size >= MARK_SIZE * usual and (not i or run.size >= MARK_SIZE * found[i - 1].size):
            continue
        host = _host(run, found, i) if len(run.text) <= MARK_CHARACTERS else None
        if host is not None:
            # What begins a line belongs to the end of the one before. An exponent is a part of its text.
            word = host.text if host.x0 < run.x0 or not i else found[i - 1].text
            found[i] = replace(run, note=is_mark(word, run.text), y=host.y)
    return found


def _host(run: Run, runs: Sequence[Run], i: int) -> Run | None:
    """The run that a raised one stands behind: the one painted before it, or any other."""
    before = runs[i - 1] if i else None
    if before is not None and not before.note and _behind(run, before):
        return before
    return next((one for one in runs if not one.note and one is not run and _behind(run, one)), None)


def _behind(run: Run, host: Run) -> bool:
    """Whether a run stands raised behind another; at a line's end its mark goes over to the next, and stands before."""
    gap = run.x0 - host.x1 if run.x0 > host.x0 else host.x0 - run.x1
    return is_raised(run.y - host.y, gap, run.size, host.size)


def raised(text: str) -> str:
    """A mark as Unicode's raised characters, as far as there are such.

    >>> raised("註2")
    '註²'
    """
    return text.translate(SUPERSCRIPTS)
