"""A Dask cluster as the engine sees it: places, parcels that are away, replies; every failure in one line."""

from __future__ import annotations

import logging
import time
from asyncio import CancelledError as AsyncCancelledError
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from pipeline.errors import SchedulerError
from pipeline.runs.engines.dask_worker import Parcel, Reply, VersionError, Versions, end, read, versions
from pipeline.runs.engines.interface import TICK_SECONDS

if TYPE_CHECKING:
    from distributed import Future

CONNECT_SECONDS = 15.0
WORKERS_SECONDS = 60.0
"""How long a cluster may be without any worker: a nanny needs a few seconds to start another."""
ANSWER_SECONDS = 120.0
"""How long a reply may be on its way; a worker that is lost with it reads the file again."""
ENDING_SECONDS = 5.0
AHEAD = 2
"""Parcels for each thread of a worker: one that is read, one that is there when it is done."""
SETTINGS = {
    # Dask warns of tasks with much data in them; here the data is the file to read, and is let go of with it.
    "distributed.admin.large-graph-warning-threshold": "1GiB",
    # Dask keeps its last 1,000 messages of up to 1 MB for those who look for its bugs; they would be PDF files.
    "distributed.admin.low-level-log-length": 10,
}

NO_CERTIFICATE = "distributed.comm.tls.ca-file, client.cert and client.key must be set for TLS"
LOST = "lost"


class Cluster:
    """A connection for one run; a context that ends all work of the run when it is left.

    Args:
        address: of the scheduler.
        run: identifier of the run, unlike all others; also an attribute.
    """

    def __init__(self, address: str, run: str) -> None:
        self._address = address
        self.run = run
        self._away: set[Future[Reply]] = set()
        self._seen = time.monotonic()
        self._client: Any = None

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            SchedulerError: the scheduler cannot be reached, no worker comes, or versions differ.
        """
        import dask.config  # noqa: PLC0415 - an extra

        distributed = _distributed()  # brings the settings that are changed below
        # What is to be said is said in one line; Dask tells of each attempt to connect.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        with self._told("unreached"), dask.config.set(SETTINGS):
            self._need_certificate()
            self._client = distributed.Client(self._address, timeout=CONNECT_SECONDS, set_as_default=False)
        try:
            self._await_workers()
            self._compare_versions()
        except BaseException:
            self._client.close(timeout=ENDING_SECONDS)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of all that is not done."""
        with suppress(Exception):  # the cluster may be gone, and nothing is wanted of it
            if self._away:
                self._client.cancel(list(self._away), force=True)
            self._client.run(end, self.run, wait=True, on_error="ignore")
        self._away.clear()
        self._client.close(timeout=ENDING_SECONDS)

    def places(self) -> int:
        """How many parcels may be away.

        Raises:
            SchedulerError: there has been no worker for long.
        """
        count = self._threads()
        now = time.monotonic()
        if count:
            self._seen = now
        elif now - self._seen > WORKERS_SECONDS:
            raise self._no_workers()
        return max(1, AHEAD * count)

    def submit(self, parcel: Parcel) -> Future[Reply]:
        """Send a parcel."""
        import dask.config  # noqa: PLC0415 - an extra

        with self._told(LOST), dask.config.set(SETTINGS):
            future: Future[Reply] = self._client.submit(read, parcel, pure=False)
        self._away.add(future)
        return future

    def finished(self) -> list[Future[Reply]]:
        """Those parcels that are through; waits for a moment for the first of them."""
        with self._told(LOST), suppress(TimeoutError), self._client.as_current():
            _distributed().wait(list(self._away), TICK_SECONDS, "FIRST_COMPLETED")
        return [one for one in self._away if one.status in {"finished", "error", "cancelled"}]

    def reply(self, future: Future[Reply]) -> tuple[Reply, int] | Exception | None:
        """The reply to a parcel that is through.

        Returns:
            The reply and how many workers died over it; what went wrong instead; None where the worker that had
            the reply was lost with it, so that it has to be waited for again.

        Raises:
            SchedulerError: the cluster is lost, or a worker came that would read the file in another way.
        """
        answer = self._result(future)
        if answer is None:
            return None
        self._away.discard(future)
        if isinstance(answer, VersionError):
            raise self._differs("a worker", answer.args[0])
        if isinstance(answer, ImportError):
            raise self._differs("a worker", ())
        if not isinstance(answer, Reply):
            return answer
        with self._told(LOST):
            deaths: int = self._client.run_on_scheduler(_deaths, key=future.key)
            future.release()  # type: ignore[no-untyped-call]  # Dask leaves it so
            return answer, deaths

    def _result(self, future: Future[Reply]) -> Reply | Exception | None:
        with self._told(LOST):
            try:
                return future.result(timeout=ANSWER_SECONDS)
            except TimeoutError:
                return None
            except Exception as error:
                if future.status != "error":
                    raise
                return error

    def _need_certificate(self) -> None:
        """See that there is a certificate where one is needed: without one Dask waits half a minute for itself."""
        security = _distributed().Security()
        if self._address.startswith("tls:") and not security.get_connection_args("client")["ssl_context"]:
            raise ValueError(NO_CERTIFICATE)

    def _await_workers(self) -> None:
        try:
            with self._told(LOST, but=TimeoutError):
                self._client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        except TimeoutError:
            raise self._no_workers() from None

    def _compare_versions(self) -> None:
        """See that all machines read a file in the same way."""
        with self._told("unasked"):
            try:
                told = {"the scheduler": self._client.run_on_scheduler(versions)}
            except ImportError as error:
                told = {"the scheduler": error}
            told |= self._client.run(versions, on_error="return")
        for where, found in told.items():
            # A worker that is gone by now says nothing; one that lacks the program cannot load the question.
            if found != versions() and (not isinstance(found, Exception) or isinstance(found, ImportError)):
                raise self._differs(where, () if isinstance(found, Exception) else found)

    def _threads(self) -> int:
        with self._told(LOST):
            return sum(self._client.nthreads().values())

    @contextmanager
    def _told(self, reason: str, but: type[Exception] | tuple[()] = ()) -> Iterator[None]:
        """Turn whatever a connection may do into one line."""
        try:
            yield
        except but:
            raise
        except (OSError, RuntimeError, ValueError, TypeError, CancelledError, AsyncCancelledError) as error:
            cause = str(error).partition("\n")[0][:200]
            what = f"{type(error).__name__}: {cause}".rstrip(": ")
            raise SchedulerError(
                "scheduler-fails", address=self._address, reason=reason, error=what
            ) from error

    def _no_workers(self) -> SchedulerError:
        return SchedulerError("no-workers", address=self._address, seconds=WORKERS_SECONDS)

    def _differs(self, where: str, found: Versions) -> SchedulerError:
        theirs = ", ".join(map(" ".join, found)) or "no workplan"
        ours = ", ".join(map(" ".join, versions()))
        return SchedulerError("versions-differ", address=self._address, where=where, theirs=theirs, ours=ours)


def _distributed() -> Any:
    """The package, which has types for some of its functions only."""
    import distributed  # noqa: PLC0415 - an extra, and slow to load

    return distributed


def _deaths(key: str, dask_scheduler: Any = None) -> int:
    """How many workers died while they had a task; runs in the scheduler."""
    task = dask_scheduler.tasks.get(key)
    return task.suspicious if task else 0
