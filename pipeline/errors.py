"""Errors that stop work on one input: each with an exit code, a cause and a remedy in both languages.

Problems *inside* a document are never errors but findings (see ``pipeline.audit``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pipeline.messages.catalogue import PlacedProblem, error_kinds
from pipeline.messages.wording import Wording

STOPPED_EXIT_CODE = 130
"""Of a run that a person stopped."""


def install_command(extra: str) -> str:
    """What a person types to have an extra.

    >>> install_command("ocr")
    'pip install "workplan[ocr]"'
    """
    return f'pip install "workplan[{extra}]"'


class WorkplanError(Exception):
    """Base of all errors that a user may see; what they say stands in ``messages/errors.toml``.

    Args:
        cause: its id in the table of the error's class.
        values: what its texts want; a ``Wording`` where it is told otherwise in each language.

    Attributes:
        id: of the cause.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, cause: str, /, **values: Wording | object) -> None:
        super().__init__(cause)
        self.id = cause
        # Errors go from one process to another, which a driver's own values need not.
        self.values = {
            name: one if isinstance(one, Wording | int | float) else str(one) for name, one in values.items()
        }

    def __str__(self) -> str:
        """The cause in English, as Python shows it."""
        return self.cause_en

    @property
    def problem(self) -> PlacedProblem:
        """What is said, in both languages."""
        return error_kinds()[type(self).__name__].causes[self.id].problem(**self.values)

    @property
    def cause_en(self) -> str:
        """What went wrong, one sentence."""
        return self.problem.text.en

    @property
    def cause_zh(self) -> str:
        """The same in Traditional Chinese."""
        return self.problem.text.zh

    @property
    def remedy_en(self) -> str:
        """What to do about it."""
        return self.problem.remedy.en

    @property
    def remedy_zh(self) -> str:
        """The same in Traditional Chinese."""
        return self.problem.remedy.zh

    def line(self) -> Wording:
        """The one line that a person reads: cause and remedy."""
        return self.problem.line()

    def lines(self) -> tuple[Wording, ...]:
        """What a person reads, a line for each problem."""
        return (self.line(),)


class NotAPdfError(WorkplanError):
    """The file does not hold a PDF, or is empty or cut off so that no page can be had."""

    exit_code = 3


class EncryptedError(WorkplanError):
    """The PDF wants a password."""

    exit_code = 4


class WrongPasswordError(EncryptedError):
    """The password that was given does not open the PDF."""


class CertificateError(WorkplanError):
    """The PDF is protected by a certificate, or in another way that no password opens."""

    exit_code = 4


class NoTextError(WorkplanError):
    """No page has a text layer: the file is a scan."""

    exit_code = 5


class NoPlanError(WorkplanError):
    """No table of the file has the headers of a plan."""

    exit_code = 6


class UnreadableError(WorkplanError):
    """A file or folder cannot be read."""

    exit_code = 7


class ReadingGoneError(UnreadableError):
    """A plan was corrected, and how it was read is not in the output folder any more."""


class UnwritableError(WorkplanError):
    """An output cannot be written."""

    exit_code = 8


class ConflictError(WorkplanError):
    """Two different files hold the same plan."""

    exit_code = 9


class PartialReadError(WorkplanError):
    """A run ended with unread inputs or conflicts among others that went well."""

    exit_code = 10


class TimeLimitError(WorkplanError):
    """A file took longer than it may."""

    exit_code = 11


class MemoryLimitError(WorkplanError):
    """A file needs more memory than it may have."""

    exit_code = 12


class PageLimitError(WorkplanError):
    """A file has more pages than it may."""

    exit_code = 13


class WorkerLostError(WorkplanError):
    """The process that read a file crashed, or was killed more often than the file is tried."""

    exit_code = 14


class FolderBusyError(WorkplanError):
    """Another run is writing to the output folder."""

    exit_code = 15


class UnreadableTextError(WorkplanError):
    """The text layer stands for other characters than are printed."""

    exit_code = 16


class SchedulerError(WorkplanError):
    """The Dask cluster cannot be used, or was lost on the way."""

    exit_code = 17


class FindingsError(WorkplanError):
    """All was read, with findings for which the run was told to fail."""

    exit_code = 18


class EditedError(WorkplanError):
    """A published table is not as it was published: a person has changed it."""

    exit_code = 19


class UsageError(WorkplanError):
    """An option has a value that cannot be used."""

    exit_code = 2


class MissingExtraError(UsageError):
    """What was asked for needs packages that only some need, and they are not installed."""

    def __str__(self) -> str:
        """Cause and remedy in English: Python shows no remedy of its own."""
        return f"{self.cause_en} {self.remedy_en}"


class MissingPrinterError(UsageError):
    """A Word or ODT file is to be read, and LibreOffice, which prints it, is not installed."""


class WrittenFileError(WorkplanError):
    """A file that a person writes cannot be used; see the subclasses.

    Args:
        problems: all that is wrong in it, at least one.
    """

    exit_code = 2

    def __init__(self, problems: Sequence[PlacedProblem]) -> None:
        super().__init__("file-unusable")
        self.args = (tuple(problems),)
        self.problems = tuple(problems)

    @property
    def problem(self) -> PlacedProblem:
        """All that is wrong, as one problem."""
        text = Wording(
            zh="".join(f"{one.place}：{one.text.zh}{one.remedy.zh}" for one in self.problems),
            en=" ".join(f"{one.place}: {one.text.en} {one.remedy.en}" for one in self.problems),
        )
        return PlacedProblem(self.id, "error", text, error_kinds()[type(self).__name__].remedy)

    def lines(self) -> tuple[Wording, ...]:
        """A line for each problem."""
        return tuple(one.line() for one in self.problems)


class ProfileError(WrittenFileError):
    """A profile file cannot be used."""


class PublisherError(WrittenFileError):
    """A publisher.toml cannot be used: what it must say is wrong or missing."""


class SettingsError(WrittenFileError):
    """A workplan.toml cannot be used; nothing was done."""


class CorrectionsError(WrittenFileError):
    """The table of corrections cannot be used; nothing was read."""


class ReviewedError(WrittenFileError):
    """The table of what was checked cannot be used; nothing was read."""


class CrosswalkError(WrittenFileError):
    """A crosswalk.csv cannot be used; nothing was compared with it."""


class PopulationsError(WrittenFileError):
    """A table of populations cannot be used; nothing was built."""
