"""What people wrote beside an output folder's plans, as it holds for the plans as they are read now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.earlier import EarlierReadings
from pipeline.batch.identities import Identities
from pipeline.batch.reading_back import PLANS, read_plan
from pipeline.corrections.applying import uncorrected
from pipeline.corrections.carrying import Carried, CarriedMark, Carrier, Earlier
from pipeline.corrections.reading import Row
from pipeline.corrections.reviewed import Mark
from pipeline.errors import UnreadableError
from pipeline.models import PlanDocument


@dataclass(frozen=True)
class Reread:
    """A file that was read otherwise before.

    Attributes:
        earlier: its earlier readings, oldest first.
        now: its plans as they are read now, without corrections.
    """

    earlier: tuple[Earlier, ...]
    now: tuple[PlanDocument, ...]


@dataclass(frozen=True)
class CarriedFolder:
    """All that people wrote beside an output folder's plans.

    Attributes:
        corrections: what became of each row of corrections.csv, in the file's order.
        marks: the same of reviewed.csv; None where there is none.
    """

    corrections: tuple[Carried, ...]
    marks: tuple[CarriedMark, ...] | None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The corrections as they are applied."""
        return tuple(one.now for one in self.corrections if one.now is not None)

    @property
    def counted(self) -> tuple[Mark, ...] | None:
        """The marks as they count; one whose record is not found stays as it was written."""
        return None if self.marks is None else tuple(one.now or one.mark for one in self.marks)


def carried(root: Path, rows: Sequence[Row], marks: Sequence[Mark] | None) -> CarriedFolder:
    """What people wrote, for the plans as they are read now.

    Args:
        root: the output folder.
        rows: of its corrections.csv.
        marks: of its reviewed.csv; None where there is none.
    """
    names = frozenset((*(row.item_id for row in rows), *(mark.item_id for mark in marks or ())))
    carriers = [Carrier(one.earlier, one.now) for one in reread_files(root, names)]

    def correction(row: Row) -> Carried:
        found = (one for carrier in carriers if (one := carrier.carry(row, rows)) is not None)
        return next(found, Carried(row, row, "own"))

    def mark(one: Mark) -> CarriedMark:
        found = (held for carrier in carriers if (held := carrier.mark(one)) is not None)
        return next(found, CarriedMark(one, one, "own"))

    corrections = tuple(map(correction, rows))
    return CarriedFolder(corrections, None if marks is None else tuple(map(mark, marks)))


def is_reread(root: Path) -> bool:
    """Whether an output folder holds files that were read otherwise before."""
    return bool(EarlierReadings(root).sources())


def reread_files(root: Path, names: Collection[str] | None = None) -> Iterator[Reread]:
    """Yield the files of an output folder that were read otherwise before, by their SHA-256.

    Plans in conflict are passed over, and so are damaged ones, which are told of where they are published.

    Args:
        root: the output folder.
        names: identifiers of items: only files whose plans, then or now, may have one of them; None for all files.
    """
    earlier = EarlierReadings(root)
    sources = earlier.sources() if names is None or names else ()
    if not sources:
        return
    folders: defaultdict[str, list[Path]] = defaultdict(list)
    identities = Identities(root)
    for path in sorted(root.glob(PLANS)):
        with suppress(UnreadableError):
            found = identities.of(path)
            # Folders of other names are a person's own, such as backups.
            if found and found[0] == path.parent.name:
                folders[found[1]].append(path.parent)
    for sha256 in sources:
        plans = {*earlier.plan_ids(sha256), *(folder.name for folder in folders[sha256])}
        prefixes = tuple(f"{plan_id}-" for plan_id in plans)
        if names is not None and not any(name.startswith(prefixes) for name in names):
            continue
        now = []
        for folder in folders[sha256]:
            with suppress(UnreadableError):
                now.append(uncorrected(read_plan(folder)))
        if now:
            yield Reread(earlier.of(sha256), tuple(now))
