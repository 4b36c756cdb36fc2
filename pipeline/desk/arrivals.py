"""The list on the start page: every file that came in and every plan there is, with its state and what comes next."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.desk.conflicts import Conflict, find_conflicts
from pipeline.desk.desk import Desk
from pipeline.desk.intake import Arrival
from pipeline.desk.plan import PlanOnDesk
from pipeline.desk.publishing import published_plans
from pipeline.desk.reading import BackgroundReading, ReadingState
from pipeline.desk.telling import refused_file
from pipeline.errors import UnreadableError
from pipeline.exporters.disk import PLAN_FILE
from pipeline.folder.identities import Identities
from pipeline.runs.state import refusal_of
from pipeline.web.words import Words

FileStateName = Literal["waiting", "reading", "refused", "aside"]
NextStep = Literal["add", "wait", "decide", "check", "publish", "done"]


@dataclass(frozen=True)
class ListedFile:
    """A file without a plan.

    Attributes:
        arrival: the file.
        state: what is done with it.
        seconds: for how long it has been read.
        cause: why it could not be read.
        remedy: what to do about that.
    """

    arrival: Arrival
    state: FileStateName
    seconds: int = 0
    cause: Words = ("", "")
    remedy: Words = ("", "")


@dataclass(frozen=True)
class ListedPlan:
    """A plan that is read.

    Attributes:
        on_desk: the plan.
        file_name: of the file that it was read from.
        is_published: whether the folder for the upload holds it as it is now.
    """

    on_desk: PlanOnDesk
    file_name: str
    is_published: bool


@dataclass(frozen=True)
class LostPlan:
    """A plan that cannot be read any more.

    Attributes:
        plan_id: name of its folder.
        error: why.
    """

    plan_id: str
    error: UnreadableError


@dataclass(frozen=True)
class ListedFolder:
    """All of the start page's list.

    Attributes:
        files: that have no plan.
        conflicts: plans that wait for a decision.
        plans: that are read, by identifier.
        lost: plans that cannot be read any more.
        reading: how far the reading is.
    """

    files: tuple[ListedFile, ...]
    conflicts: tuple[Conflict, ...]
    plans: tuple[ListedPlan, ...]
    lost: tuple[LostPlan, ...]
    reading: ReadingState

    @property
    def next_step(self) -> NextStep:
        """What a person does next."""
        if self.reading.is_busy:
            return "wait"
        if self.conflicts:
            return "decide"
        if not self.plans:
            return "add"
        if any(row.on_desk.to_do() for row in self.plans):
            return "check"
        return "done" if all(row.is_published for row in self.plans) else "publish"


def listing_of(desk: Desk, reading: BackgroundReading) -> ListedFolder:
    """The list as it is now.

    Raises:
        WorkplanError: a file of the folder cannot be used.
    """
    arrivals = reading.intake.arrivals()
    state = reading.state
    conflicts = find_conflicts(desk.root, arrivals)
    published = published_plans(desk.root)
    identities = Identities(desk.root)
    held: dict[str, list[str]] = defaultdict(list)
    for one in conflicts:
        for rival in one.rivals:
            held[rival.sha256].append(one.plan_id)
    plans: list[ListedPlan] = []
    lost: list[LostPlan] = []
    for plan_id in desk.plan_ids:
        on_desk = desk.plan_or_cause(plan_id)
        try:
            identity = identities.of(desk.root / plan_id / PLAN_FILE)
        except UnreadableError as error:
            on_desk = error
        if isinstance(on_desk, UnreadableError):
            lost.append(LostPlan(plan_id, on_desk))
        elif identity is not None:
            held[identity[1]].append(plan_id)
            plans.append(ListedPlan(on_desk, identity[2], plan_id in published))
    files = tuple(
        _file_row(desk.root, one, state) for one in arrivals if one.is_aside or one.sha256 not in held
    )
    return ListedFolder(files, conflicts, tuple(plans), tuple(lost), state)


def _file_row(root: Path, arrival: Arrival, state: ReadingState) -> ListedFile:
    if arrival.is_aside:
        return ListedFile(arrival, "aside")
    seconds = state.seconds(arrival.path)
    if seconds is not None:
        return ListedFile(arrival, "reading", int(seconds))
    failed = state.failed.get(arrival.sha256)
    problem = None if failed or state.is_busy else refusal_of(root, arrival.sha256)
    exit_code = failed.exit_code if failed else problem.exit_code if problem else None
    if exit_code is None:
        return ListedFile(arrival, "waiting")
    return ListedFile(arrival, "refused", 0, *refused_file(exit_code))
