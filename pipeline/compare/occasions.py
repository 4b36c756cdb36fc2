"""Items of every year whose occasion is another one each time: an election, a festival, a meeting that is counted.

第16任總統副總統選舉選務工作 and 111年地方公職人員選舉選務工作 share too little to be alike, yet are one item: in the
same work item, both named by an occasion, both ending in the same work, and nothing else there could be meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.compare.coverage import title_of
from pipeline.compare.model import Entry
from pipeline.compare.pool import Pool
from pipeline.compare.sections import Path, path_of

_NUMBER = "[0-9０-９一二三四五六七八九十百零〇]+"
RETURNING = re.compile(f"第{_NUMBER}(?:屆|任|回|次|案)|{_NUMBER}週?周?年(?:慶|紀念)")
"""What names one occasion of several without a doubt: only what returns is counted."""
OCCASION = re.compile(f"{RETURNING.pattern}|{_NUMBER}年")
"""The same, and a year, which any title may bear."""
ANOTHER_OCCASION = "another occasion"
"""Evidence of such a match."""
LEAST_KIND = 5
"""Characters that both titles must end with: 選務工作事宜 is one kind of work, 整修工程 is of any kind."""
KIND_SHARE = 0.3
"""Share of the shorter title that these must be."""


def recurring(pool: Pool) -> None:
    """Match what is left of occasions, where a work item has one candidate of a kind on either side."""
    olds: defaultdict[Path, list[Entry]] = defaultdict(list)
    news: defaultdict[Path, list[Entry]] = defaultdict(list)
    for entry in filter(_of_occasion, pool.left()):
        olds[path_of(entry)].append(entry)
    for entry in filter(_of_occasion, pool.right()):
        news[pool.groups.work(entry)].append(entry)
    for path, left in olds.items():
        for old, new in _alone(left, news.get(path, [])):
            pool.pair(old, new, "uncertain", _kind_share(old, new), ANOTHER_OCCASION)


def _alone(left: Sequence[Entry], right: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Pairs of which neither side could be matched with anything else there."""
    likely = [(old, new) for old in left for new in right if _same_kind(old, new)]
    return [
        pair
        for pair in likely
        if sum(old is pair[0] for old, _ in likely) == sum(new is pair[1] for _, new in likely) == 1
    ]


def _same_kind(old: Entry, new: Entry) -> bool:
    counted = RETURNING.search(old.plan_item[-1]) or RETURNING.search(new.plan_item[-1])
    return bool(counted) and _kind(old, new) >= LEAST_KIND and _kind_share(old, new) >= KIND_SHARE


def _of_occasion(entry: Entry) -> bool:
    return bool(entry.plan_item and OCCASION.search(entry.plan_item[-1]))


def _kind(old: Entry, new: Entry) -> int:
    """Characters that both titles end with."""
    from rapidfuzz.distance import Postfix  # noqa: PLC0415 - late

    return Postfix.similarity(title_of(old), title_of(new))


def _kind_share(old: Entry, new: Entry) -> float:
    return _kind(old, new) / max(1, min(len(title_of(old)), len(title_of(new))))
