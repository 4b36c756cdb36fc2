"""How well several items together account for one: by what each takes of its title and of its contents.

Evidence for the constants: other values were tried one at a time in 48 comparisons by random edits (two sample plans,
12 seeds each, up to 25 and 40 % of characters changed). Named are those that made matches wrong; where none is named,
the values tried on both sides changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from pipeline.compare.assignment import ratio
from pipeline.compare.model import Entry, EntryBudget
from pipeline.dataclass import dataclass

TITLE_PART = 0.75
"""Share of a part's title that must be in the title of the whole, in order."""
CONTENTS_PART = 0.65
"""The same of contents; fewer characters than of a title, for they are longer and so less often alike by chance:
0.5 and 0.6 do as well, 0.75 makes 3 matches wrong and 0.9 131."""
TITLE_COVERED, CONTENTS_COVERED = 0.8, 0.7
"""Share of the whole's title and of its contents that its parts must cover together: contents at 0.9 make 61 wrong."""
OWN_SHARE = 0.4
"""Share of what a part takes that no other part may take too; a part that is wholly in the title needs one character
(里、鄰長: 里長 and 鄰長)."""
LEAST_TEXT = 8
"""Characters below which contents say nothing about where they come from, unless the title says it: 3 wrong
with 5, 6 with 12, 54 with 16."""
COUNTED_RUN = 2
"""Characters in a row that count in contents: single ones are in any long text. 5 wrong with 3."""
STEM = 0.9
"""Share of the whole's title that must be in each part's where all keep it (道路養護第一期, 道路養護第二期)."""
STEM_MARK_CHARACTERS = 6
"""Characters that such a part may have besides."""
COPY = 0.7
"""Likeness of contents that each of those parts keeps: 18 wrong with 0.85."""
SAME_PART, SAME_COVERED = 0.5, 0.6
"""Shares of titles where all parts keep the contents, instead of ``TITLE_PART`` and ``TITLE_COVERED``."""
KEPT_WITHOUT_TEXT = 0.75
"""The same where there are none to tell."""
STEM_TEXT, STEM_COVERED = 0.5, 0.65
"""Share of contents where all parts keep the title, instead of ``CONTENTS_PART`` and ``CONTENTS_COVERED``."""
WINDOW = 1.2
"""Length of the stretch of the whole that a part is looked for in first, in lengths of the part: 3 wrong without."""
WINDOW_SHARE = 0.9
"""Share of what a part takes that must be in that stretch; else it is taken from all of the whole."""
FOREIGN, FOREIGN_PART = 0.3, 0.9
"""Share of contents below which a part's are of something else, and what must then be of its title."""
CONTENTS_OF_PARTS, SHARED_WORDS = "contents of parts", "shared words"
BY_CONTENTS = frozenset((CONTENTS_OF_PARTS, SHARED_WORDS))
"""Evidence of splits that is of contents alone."""
FEWEST_PARTS = 2
"""Parts with amounts that can add up."""
JOINING = frozenset("及暨與和")
"""What stands between titles and need not be covered."""
LISTING = JOINING | frozenset("或並等")
"""The same in contents, and behind the last of what is listed."""
SHARED_PART, SHARED_COVERED = 0.9, 0.9
"""Shares of contents where what all parts have in common is in each of them (公告及公示送達 of one kind became 公告 of
that kind and 公示送達 of it), instead of ``CONTENTS_PART`` and ``CONTENTS_COVERED``."""
SHARED_LEFT_OUT = 0.15
"""Share of the whole's contents that each of those parts must leave to the others: else it is a copy."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a part takes of a whole.

    Attributes:
        title: positions in the whole's title, as bits.
        title_inside: share of the part's title that is in the whole's, 0 to 1.
        contents: positions in the whole's contents, as bits.
        telling: whether both have contents long enough to tell; else ``contents`` is 0.
        contents_inside: share of the part's contents, 0 to 1.
        kept: whether the whole's title is in the part's.
        same_text: whether the part keeps the contents of the whole.
        copied: likeness where the part keeps both title and contents of the whole, else 0.
    """

    title: int
    title_inside: float
    contents: int
    telling: bool
    contents_inside: float
    kept: bool
    copied: float
    same_text: bool


def title_of(entry: Entry) -> str:
    """Key of the innermost title: outer ones are of several items."""
    return entry.title_key.rsplit("/", 1)[-1]


def claim_of(whole: Entry, part: Entry) -> Claim:
    """What the part takes of the whole."""
    title, own = title_of(whole), title_of(part)
    text, its = whole.contents_key, part.contents_key
    taken = _taken(title, own, 1)
    kept = taken.bit_count() >= STEM * len(title)
    telling = min(len(text), len(its)) >= (COUNTED_RUN if kept else LEAST_TEXT)
    contents = _stretch(text, its) if telling else 0
    likeness = ratio(text, its) if telling else KEPT_WITHOUT_TEXT * (not text and not its)
    copied = likeness if kept and 0 < len(own) - len(title) <= STEM_MARK_CHARACTERS else 0.0
    return Claim(
        title=taken,
        title_inside=taken.bit_count() / max(len(own), 1),
        contents=contents,
        telling=telling,
        contents_inside=contents.bit_count() / max(len(its), 1),
        kept=kept,
        copied=copied if copied >= COPY else 0.0,
        same_text=telling and likeness >= COPY,
    )


def strength(claim: Claim) -> float:
    """How much of the part is the whole's, 0 to 1; a title alone is not all where there are contents too."""
    title = (claim.title_inside + claim.contents_inside) / 2 if claim.telling else claim.title_inside
    return max(title, claim.contents_inside, claim.copied)


def adds_up(whole: Entry, parts: Sequence[Entry]) -> bool:
    """Whether the parts' budgets of the year are the whole's, divided, or its one cell printed over several of them.

    What has no amount says nothing; a cell that other items share tells of those too.
    """
    own, theirs = _amounts([whole]), _amounts(parts)
    having = sum(bool(_amounts([part])) for part in parts)
    shared = any(cell.shared_by > 1 for cell in own.values()) or any(
        cell.shared_by > sum(cell in part.budgets for part in parts) for cell in theirs.values()
    )
    if shared or having < FEWEST_PARTS:
        return False
    return 0 < _sum(own) == _sum(theirs)


def _amounts(entries: Iterable[Entry]) -> dict[str, EntryBudget]:
    return {
        cell.id: cell
        for entry in entries
        for cell in entry.budgets
        if cell.role == "current" and cell.amount_twd
    }


def _sum(cells: dict[str, EntryBudget]) -> int:
    return sum(cell.amount_twd or 0 for cell in cells.values())


def judged(whole: Entry, claims: Sequence[Claim], *, adding_up: bool = False) -> tuple[float, str] | None:
    """Score of the parts as a split of the whole, and what speaks for it; None where it is none.

    Args:
        whole: the one item.
        claims: what each part takes of it.
        adding_up: whether their budgets are the whole's: then less of the texts is enough.
    """
    titles = _titles(title_of(whole), claims, adding_up)
    texts = _texts(whole.contents_key, claims, adding_up)
    copies = min(claim.copied for claim in claims)
    shared = _shared_words(whole.contents_key, claims)
    ways = (
        (titles, "titles of parts"),
        (texts, CONTENTS_OF_PARTS),
        (copies, "title kept in parts"),
        (shared, SHARED_WORDS),
    )
    score, why = max(ways, key=lambda way: way[0])
    return (score, why) if score else None


def _titles(whole: str, claims: Sequence[Claim], adding_up: bool) -> float:
    same = adding_up or all(claim.same_text for claim in claims)
    least, cover = (SAME_PART, SAME_COVERED) if same else (TITLE_PART, TITLE_COVERED)
    if not all(_has_title(claims, at, least) for at in range(len(claims))):
        return 0.0
    union = _union(claim.title for claim in claims)
    joining = sum(1 for at, c in enumerate(whole) if c in JOINING and not union >> at & 1)
    covered = union.bit_count() / max(len(whole) - joining, 1)
    return covered * min(claim.title_inside for claim in claims) if covered >= cover else 0.0


def _texts(whole: str, claims: Sequence[Claim], adding_up: bool) -> float:
    """By contents; what is too short to tell may come in by its title."""
    kept = adding_up or all(claim.kept for claim in claims)
    least, cover = (STEM_TEXT, STEM_COVERED) if kept else (CONTENTS_PART, CONTENTS_COVERED)
    for at, claim in enumerate(claims):
        own = claim.contents & ~_union(c.contents for to, c in enumerate(claims) if to != at)
        by_text = claim.contents_inside >= least and own.bit_count() >= OWN_SHARE * claim.contents.bit_count()
        if not by_text and (claim.telling or not _has_title(claims, at)):
            return 0.0
    covered = _union(claim.contents for claim in claims).bit_count() / max(len(whole), 1)
    shares = [claim.contents_inside if claim.telling else claim.title_inside for claim in claims]
    return covered * sum(shares) / len(shares) if covered >= cover else 0.0


def _shared_words(whole: str, claims: Sequence[Claim]) -> float:
    """By contents that are divided but for what all parts have in common, which each of them has."""
    common = _common(claim.contents for claim in claims)
    most = (1 - SHARED_LEFT_OUT) * len(whole)
    for at, claim in enumerate(claims):
        own = claim.contents & ~_union(c.contents for to, c in enumerate(claims) if to != at)
        divided = (claim.contents & ~common).bit_count()
        if claim.contents_inside < SHARED_PART or claim.contents.bit_count() > most:
            return 0.0
        if not own or own.bit_count() < OWN_SHARE * divided:
            return 0.0
    union = _union(claim.contents for claim in claims)
    listing = sum(1 for at, c in enumerate(whole) if c in LISTING and not union >> at & 1)
    covered = union.bit_count() / max(len(whole) - listing, 1)
    return covered * min(c.contents_inside for c in claims) if common and covered >= SHARED_COVERED else 0.0


def _has_title(claims: Sequence[Claim], at: int, share: float = TITLE_PART) -> bool:
    """Whether a part's title is in the whole's and takes something of it that no other one takes."""
    claim = claims[at]
    own = claim.title & ~_union(c.title for to, c in enumerate(claims) if to != at)
    least = 1 if claim.title_inside >= 1 else OWN_SHARE * claim.title.bit_count()
    share = max(share, FOREIGN_PART) if claim.telling and claim.contents_inside < FOREIGN else share
    return claim.title_inside >= share and own.bit_count() >= max(least, 1)


def _common(bits: Iterable[int]) -> int:
    return reduce(and_, bits)


def _union(bits: Iterable[int]) -> int:
    union = 0
    for one in bits:
        union |= one
    return union


def _stretch(whole: str, part: str) -> int:
    """Positions in the whole that a part takes up, all in one stretch of it where that is possible."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    anywhere = _taken(whole, part, COUNTED_RUN)
    found = fuzz.partial_ratio_alignment(part, whole)
    if found is None or len(part) >= len(whole):
        return anywhere
    slack = round((WINDOW - 1) / 2 * len(part))
    start = max(0, found.dest_start - slack)
    there = _taken(whole[start : found.dest_end + slack], part, COUNTED_RUN) << start
    return there if there.bit_count() >= WINDOW_SHARE * anywhere.bit_count() else anywhere


def _taken(whole: str, part: str, run: int) -> int:
    """Positions in the whole that a part takes up in runs of at least so many, as bits."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415

    blocks = LCSseq.opcodes(whole, part).as_matching_blocks()
    return _union(((1 << block.size) - 1) << block.a for block in blocks if block.size >= run)
