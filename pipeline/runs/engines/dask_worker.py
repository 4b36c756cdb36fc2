"""What happens on a Dask worker: a PDF comes as bytes, its plans' files go back as bytes."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from threading import Lock

from pipeline import __version__
from pipeline.dataclass import dataclass
from pipeline.folder.staged import StagedPlan, Worked
from pipeline.limits import Limits
from pipeline.reading.options import Options
from pipeline.runs.engines.interface import Outcome, Task

READER_PACKAGES = ("pypdfium2", "pdfplumber")
"""Packages whose version decides which glyphs are read."""
READING_HOST_MODULE = "pipeline.runs.engines.reading_host"

Versions = tuple[tuple[str, str], ...]
"""Names and versions of what decides the result."""


@dataclass(frozen=True)
class Parcel:
    """One file to read, whole: machines need not share folders.

    Attributes:
        run: identifier of the run.
        versions: of the machine that wants the result.
        name: of the file.
        content: its bytes.
        file_name: what the records are to call it.
        options: how to read it.
        limits: what it may cost.
    """

    run: str
    versions: Versions
    name: str
    content: bytes
    file_name: str
    options: Options
    limits: Limits


@dataclass(frozen=True)
class SentPlan:
    """A plan and its files, by name."""

    id: str
    sections: int
    items: int
    budgets: int
    findings: int
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Reply:
    """What came of a parcel.

    Attributes:
        worked: the result without its plans.
        plans: the plans, in the order of the file.
        peak_memory_mb: as in ``Outcome``.
        retries: how often this worker began the file again.
    """

    worked: Worked
    plans: tuple[SentPlan, ...]
    peak_memory_mb: float | None
    retries: int


class VersionError(Exception):
    """This worker has other versions than the machine that wants the result; they are its argument."""


class HostLostError(Exception):
    """The process that had the file was killed from outside."""


def versions() -> Versions:
    """Versions on this machine of what decides the result."""
    return (("workplan", __version__), *((name, metadata.version(name)) for name in READER_PACKAGES))


def read(parcel: Parcel) -> Reply:
    """Read a file.

    Raises:
        VersionError: this worker would read it in another way.
        HostLostError: the process that had it was killed; it may be tried again.
    """
    if parcel.versions != versions():
        raise VersionError(versions())
    from distributed import get_worker  # noqa: PLC0415 - only a Dask worker runs this

    # Dask removes this folder with the worker, and what a killed one leaves when the next one starts.
    where = Path(get_worker().local_directory)
    with tempfile.TemporaryDirectory(dir=where, ignore_cleanup_errors=True) as folder:
        path = _unpacked(parcel, Path(folder))
        staging = Path(folder) / "staging"
        task = Task(0, path, "", parcel.file_name, parcel.options, parcel.limits, staging)
        with _lent(parcel.run) as host:
            outcome = host.ask(task)
        return Reply(
            replace(outcome.worked, plans=()),
            tuple(map(_sent, outcome.worked.plans)),
            outcome.peak_memory_mb,
            outcome.retries,
        )


def _unpacked(parcel: Parcel, folder: Path) -> Path:
    """The file on this machine, under its own name where the system allows it: findings and errors tell it."""
    for name in (parcel.name, "file.pdf"):
        path = folder / "input" / name
        path.parent.mkdir(exist_ok=True)
        with suppress(OSError, ValueError):
            path.write_bytes(parcel.content)
            return path
    # The disk is full, say; the second attempt tells why.
    path.write_bytes(parcel.content)
    return path


def _sent(plan: StagedPlan) -> SentPlan:
    files = tuple((path.name, path.read_bytes()) for path in sorted(plan.folder.iterdir()))
    return SentPlan(plan.id, plan.sections, plan.items, plan.budgets, plan.findings, files)


class Host:
    """A process that reads files, see ``reading_host``."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", READING_HOST_MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    @property
    def lives(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, task: Task) -> Outcome:
        """Let it read a file.

        Raises:
            HostLostError: it was killed.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise HostLostError
        try:
            pickle.dump(task, stdin)
            stdin.flush()
            answer: Outcome = pickle.load(stdout)  # noqa: S301 - our own program wrote it
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.end()
            raise HostLostError(str(error)) from None
        return answer

    def dismiss(self) -> None:
        """Let it end by itself; it has nothing to do."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def end(self) -> None:
        """Kill it; the process in which it reads notices."""
        self._process.kill()
        self._process.wait()


_lock = Lock()
_hosts: dict[str, list[Host]] = {}
"""All hosts of a run on this worker."""
_idle: dict[str, list[Host]] = {}
"""Those that read nothing now."""
_ended: set[str] = set()
"""Runs of which nothing more is wanted; a parcel may still come."""


@contextmanager
def _lent(run: str) -> Iterator[Host]:
    """A host for one file, kept for the next one."""
    host = None
    with _lock:
        if run in _ended:
            raise HostLostError
        while _idle.get(run) and host is None:
            one = _idle[run].pop()
            host = one if one.lives else None
        if host is None:
            host = Host()
            _hosts[run] = [*(one for one in _hosts.get(run, ()) if one.lives), host]
    try:
        yield host
    finally:
        with _lock:
            if run not in _ended and host.lives:
                _idle.setdefault(run, []).append(host)


def end(run: str) -> None:
    """End at once all that this worker does for a run."""
    with _lock:
        _ended.add(run)
        idle = _idle.pop(run, [])
        for host in _hosts.pop(run, ()):
            if host in idle:
                host.dismiss()
            else:
                host.end()
