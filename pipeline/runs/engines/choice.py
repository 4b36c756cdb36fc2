"""Which engine reads the files."""

from __future__ import annotations

from pipeline.errors import UsageError
from pipeline.runs.engines.interface import Engine

ENGINES = ("local", "dask")


def engine_of(name: str, jobs: int, scheduler: str | None) -> Engine:
    """An engine.

    Args:
        name: one of ``ENGINES``.
        jobs: how many files are read at the same time on this machine; a cluster reads as many as it can.
        scheduler: address of the cluster's scheduler, for ``dask`` only.

    Raises:
        UsageError: no engine has this name; the scheduler is missing, or of no use; what the engine needs is not
            installed.
    """
    if name not in ENGINES:
        names = ", ".join(ENGINES)
        raise UsageError("engine-unknown", engine=name, names=names)
    if name == "local":
        if scheduler is not None:
            raise UsageError("scheduler-without-dask")
        from pipeline.runs.engines.local import LocalEngine  # noqa: PLC0415 - only the engine in use is loaded

        return LocalEngine(jobs)
    if not scheduler:
        raise UsageError("dask-without-scheduler")
    from pipeline.runs.engines.dask_engine import DaskEngine  # noqa: PLC0415 - only the engine in use is loaded

    return DaskEngine(scheduler)
