"""A Dask cluster as an engine, for those who outgrow one machine."""

from __future__ import annotations

import uuid
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import WorkerLostError, WorkplanError
from pipeline.exporters.disk import PRINTED_FILE, make_folder, write_file
from pipeline.extras import need
from pipeline.files.inputs import bytes_of
from pipeline.folder.plan_folders import MOVED_FILES, remove_tree
from pipeline.folder.report import Problem
from pipeline.folder.staged import StagedPlan, Worked, unexpected
from pipeline.runs.engines.cluster import Cluster
from pipeline.runs.engines.dask_worker import HostLostError, Parcel, Reply, SentPlan, versions
from pipeline.runs.engines.interface import RETRIES, Outcome, Task

if TYPE_CHECKING:
    from distributed import Future


class DaskEngine:
    """An engine of Dask workers.

    Args:
        scheduler: address, such as ``tcp://10.0.0.1:8786`` or ``tls://10.0.0.1:8786``.

    Raises:
        MissingExtraError: Dask is not installed.
    """

    def __init__(self, scheduler: str) -> None:
        need("dask", "for-dask")
        self._scheduler = scheduler

    def run(self, tasks: Iterable[Task]) -> Generator[Outcome]:
        """Read files; see ``Engine``.

        Raises:
            SchedulerError: the cluster cannot be used, or is lost on the way.
        """
        coming = iter(tasks)
        with Cluster(self._scheduler, uuid.uuid4().hex) as cluster:
            away = _Away(cluster)
            while True:
                outcomes: list[Outcome] = []
                while not outcomes and away.count < cluster.places():
                    if (task := next(coming, None)) is None:
                        break
                    outcomes += away.send(task)
                if not (away.count or outcomes):
                    return
                yield from outcomes or away.returned()


class _Away:
    """The tasks that are with the cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._running: dict[Future[Reply], tuple[Task, int]] = {}

    @property
    def count(self) -> int:
        return len(self._running)

    def send(self, task: Task, retries: int = 0) -> list[Outcome]:
        """Send a task; gives its outcome where its file cannot be had."""
        try:
            content = bytes_of(task.path)
        except WorkplanError as error:
            return [Outcome(task, Worked(problem=Problem.of(error)), None, retries)]
        parcel = Parcel(
            run=self._cluster.run,
            versions=versions(),
            name=task.path.name,
            content=content,
            file_name=task.file_name,
            options=task.options,
            limits=task.limits,
        )
        self._running[self._cluster.submit(parcel)] = task, retries
        return []

    def returned(self) -> Iterator[Outcome]:
        """Outcomes of those that are back; waits for a moment for the first of them."""
        for future in self._cluster.finished():
            reply = self._cluster.reply(future)
            if reply is None:
                continue
            task, retries = self._running.pop(future)
            if isinstance(reply, HostLostError) and retries < RETRIES:
                yield from self.send(task, retries + 1)
            elif isinstance(reply, Exception):
                yield Outcome(task, Worked(problem=_problem(task, reply)), None, retries)
            else:
                answer, deaths = reply
                yield _outcome(task, answer, retries + deaths + answer.retries)


def _outcome(task: Task, reply: Reply, retries: int) -> Outcome:
    """What came back, with the plans' files in their place on this machine."""
    try:
        remove_tree(task.staging)
        make_folder(task.staging)
        plans = tuple(_unpack(plan, task.staging / str(n)) for n, plan in enumerate(reply.plans, start=1))
    except WorkplanError as error:  # the disk is full, say
        return Outcome(task, Worked(problem=Problem.of(error)), reply.peak_memory_mb, retries)
    return Outcome(task, replace(reply.worked, plans=plans), reply.peak_memory_mb, retries)


def _unpack(plan: SentPlan, folder: Path) -> StagedPlan:
    make_folder(folder)
    files = dict(plan.files)
    for name in MOVED_FILES:
        if name != PRINTED_FILE or name in files:
            write_file(folder / name, [files[name]])
    return StagedPlan(plan.id, folder, plan.sections, plan.items, plan.budgets, plan.findings)


def _problem(task: Task, error: Exception) -> Problem:
    from distributed import KilledWorker  # noqa: PLC0415 - an extra, and slow to load

    name = task.path.name
    if isinstance(error, KilledWorker):
        times = error.allowed_failures + 1
        return Problem.of(WorkerLostError("workers-died", times=times, name=name))
    if isinstance(error, HostLostError):
        times = RETRIES + 1
        return Problem.of(WorkerLostError("process-killed", times=times, name=name))
    return unexpected(name, error)
