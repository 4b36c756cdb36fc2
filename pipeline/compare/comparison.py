"""Two years' plans compared item by item."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compare.changes import changes_of
from pipeline.compare.entries import side_of
from pipeline.compare.model import Comparison, Ruling, Side
from pipeline.compare.occasions import recurring
from pipeline.compare.passes import alike, same_path, same_text, same_title
from pipeline.compare.pool import Pool, ruled
from pipeline.compare.sections import groups_of
from pipeline.compare.splits import splits, splits_anywhere
from pipeline.models import PlanDocument


def compare_documents(
    old: Sequence[PlanDocument], new: Sequence[PlanDocument], rulings: Sequence[Ruling] = ()
) -> Comparison:
    """Compare plans with those of another year; either side may be empty."""
    return compare_sides(*sides_of(old, new), rulings)


def sides_of(old: Sequence[PlanDocument], new: Sequence[PlanDocument]) -> tuple[Side, Side]:
    """Both sides of a comparison, called after their files."""
    return side_of(old, _source(old)), side_of(new, _source(new))


def compare_sides(old: Side, new: Side, rulings: Sequence[Ruling] = ()) -> Comparison:
    """Find what became of each item.

    Args:
        old: the older plans; it may be empty.
        new: the newer ones likewise.
        rulings: a person's word on matches, applied before anything is matched; the first one on an item counts.
    """
    pool = Pool(old, new, groups_of(old, new))
    unapplied = ruled(pool, rulings)
    for step in (same_path, same_title, same_text, splits, alike, splits, splits_anywhere, recurring):
        step(pool)
    return Comparison(
        old=old,
        new=new,
        changes=changes_of(old, new, pool.matches, pool.groups, pool.alone[0] | pool.alone[1]),
        renamed_sections=pool.groups.renamed,
        unapplied=unapplied,
    )


def _source(documents: Sequence[PlanDocument]) -> str:
    return ", ".join(dict.fromkeys(document.source.file_name for document in documents))
