"""Which plans are left out of which published files, because their format cannot hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.exporters.columns import Row
from pipeline.exporters.fitness import Misfit, Unfit, log_misfits
from pipeline.folder.published import Published
from pipeline.folder.volumes import Volume

Misfits = Mapping[str, Mapping[str, Misfit]]
"""By format and plan id; no id for rows that belong to no plan. Rows are counted over all plans."""


def misfits_over_all(published: Published, log: Sequence[Row]) -> Misfits:
    """What keeps plans out of formats.

    Args:
        published: with an entry for each plan.
        log: rows of correction_log.
    """
    found: dict[str, dict[str, Misfit]] = {}
    starts: Counter[str] = Counter()
    for plan_id, misfit in (*_of_plans(published, starts), *log_misfits(log)):
        found.setdefault(misfit.format, {}).setdefault(plan_id, misfit)
    return found


def _of_plans(published: Published, starts: Counter[str]) -> Iterator[tuple[str, Misfit]]:
    for entry in published.plans.values():
        for misfit in entry.misfits:
            yield str(entry.plan["id"]), misfit._replace(row=misfit.row + starts[misfit.table])
        starts.update({name: piece.rows for name, piece in entry.pieces.items()})


def unfit_of(volumes: Iterable[Volume], misfits: Misfits) -> tuple[Unfit, ...]:
    """The plans that are left out of some files, each once for a folder with a file for each table.

    Args:
        volumes: all that are published.
        misfits: what the volumes were made with.
    """
    found: dict[tuple[str, str], Unfit] = {}
    for volume in volumes:
        path = volume.path if volume.table is None else f"{volume.format}/"
        for plan_id in volume.left_out:
            found[path, plan_id] = Unfit.of(misfits[volume.format][plan_id], plan_id, path)
    return tuple(found.values())
