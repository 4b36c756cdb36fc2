"""Plans that two different files hold: shown side by side, and decided by a person with one click."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.desk.intake import Arrival, Intake
from pipeline.errors import UsageError
from pipeline.folder.identities import Identities, plan_json_paths
from pipeline.folder.lock import alone_in
from pipeline.folder.plans import read_plan
from pipeline.folder.store import CONFLICTS, Store
from pipeline.site.model import site_plan
from pipeline.web.words import Words

FIRST_EDITION = 2
"""A plan without the name of an edition is the first."""


@dataclass(frozen=True)
class Rival:
    """One of the files that hold the same plan.

    Attributes:
        key: name of its folder below ``conflicts/``; forms name it so.
        file_name: of the file.
        sha256: of the file.
        read: when it was read first, in seconds since the epoch; the later one came to a plan that was there.
        counts: how many sections, items and findings it has.
        came_in: whether the file is kept in the inbox, so that it can be read in another way.
    """

    key: str
    file_name: str
    sha256: str
    read: float
    counts: tuple[int, int, int]
    came_in: bool

    @property
    def told(self) -> Words:
        """What it holds, in words."""
        sections, items, findings = self.counts
        return (
            f"{sections} 課室、{items} 項目、{findings} 項檢核發現",
            f"{sections} sections, {items} items, {findings} findings",
        )


@dataclass(frozen=True)
class Conflict:
    """One plan and the files that hold it.

    Attributes:
        plan_id: of the plan.
        name: office and year.
        rivals: the one that was there first before the others.
    """

    plan_id: str
    name: Words
    rivals: tuple[Rival, ...]

    @property
    def newest(self) -> Rival:
        """The one that came last."""
        return self.rivals[-1]


def find_conflicts(root: Path, arrivals: Sequence[Arrival]) -> tuple[Conflict, ...]:
    """The plans of an output folder that wait for a decision, by plan.

    Args:
        root: the output folder.
        arrivals: files that came in for it.

    Raises:
        UnreadableError: the folder cannot be listed, or a plan in it is damaged.
    """
    came = {one.sha256: one.came for one in arrivals}
    identities = Identities(root)
    found: dict[str, list[tuple[Words, Rival]]] = {}
    for path in plan_json_paths(root / CONFLICTS):
        identity = identities.of(path)
        if identity is not None:
            plan_id, sha256, file_name = identity
            name, counts = _content(path)
            read = came.get(sha256, path.stat().st_mtime)
            rival = Rival(path.parent.name, file_name, sha256, read, counts, sha256 in came)
            found.setdefault(plan_id, []).append((name, rival))
    return tuple(
        Conflict(
            plan_id, told[0][0], tuple(sorted((one for _, one in told), key=lambda one: (one.read, one.key)))
        )
        for plan_id, told in sorted(found.items())
        if len(told) > 1
    )


def keep_one(root: Path, plan_id: str, key: str, intake: Intake) -> None:
    """Keep one file's copy of a plan; the others' copies are removed and their files set aside.

    Args:
        root: the output folder.
        plan_id: of the plan.
        key: of the file that stays, see ``Rival``.
        intake: the files that came in.

    Raises:
        UsageError: there is no such conflict any more.
        WorkplanError: the folder cannot be written, or another one writes to it.
    """
    with alone_in(root, "workplan desk"):
        store = Store(root)
        rivals = store.rivals().get(plan_id, {})
        kept = [copy for copy, held in rivals.items() if held.folder.name == key]
        if not kept:
            raise UsageError("copy-gone", plan=plan_id)
        for copy in rivals:
            if copy not in kept:
                # Aside before it is removed: a desk that ends between the two would read it again.
                intake.set_aside(copy.sha256)
                store.remove(copy)


def keep_both(root: Path, plan_id: str, key: str, intake: Intake) -> str:
    """Have one of the files read as an edition of the plan; both are published then.

    Args:
        root: the output folder.
        plan_id: of the plan.
        key: of the file that becomes an edition, see ``Rival``.
        intake: the files that came in.

    Returns:
        The edition's name, which ends its plan's identifier.

    Raises:
        UsageError: there is no such conflict any more, or the file did not come in here.
        WorkplanError: the folder cannot be written, or another one writes to it.
    """
    with alone_in(root, "workplan desk"):
        rivals = Store(root).rivals().get(plan_id, {})
        chosen = next((copy for copy, held in rivals.items() if held.folder.name == key), None)
        if chosen is None:
            raise UsageError("copy-gone", plan=plan_id)
        edition = next(
            str(number) for number in count(FIRST_EDITION) if not (root / f"{plan_id}-{number}").exists()
        )
        intake.as_edition(chosen.sha256, edition)
    return edition


def _content(path: Path) -> tuple[Words, tuple[int, int, int]]:
    """Name of a plan, and how many sections, items and findings it has.

    Raises:
        UnreadableError: the file is damaged.
    """
    document = read_plan(path.parent)
    plan = site_plan(document)
    return plan.name, (len(document.plan.sections), len(plan.rows), len(document.findings))
