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
        raise UsageError(f"--engine {name} is none of {names}.", f"--engine {name} 不是 {names} 之一。")
    if name == "local":
        if scheduler is not None:
            raise UsageError("--scheduler is for --engine dask only.", "--scheduler 僅用於 --engine dask。")
        from pipeline.runs.engines.local import LocalEngine  # noqa: PLC0415 - only the engine in use is loaded

        return LocalEngine(jobs)
    if not scheduler:
        raise UsageError(
            "--engine dask needs --scheduler, such as tcp://10.0.0.1:8786.",
            "--engine dask 需要 --scheduler，例如 tcp://10.0.0.1:8786。",
        )
    from pipeline.runs.engines.dask_engine import DaskEngine  # noqa: PLC0415 - only the engine in use is loaded

    return DaskEngine(scheduler)
