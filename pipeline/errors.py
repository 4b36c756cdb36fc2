"""Errors that stop work on one input: each with an exit code, a cause and a remedy in both languages.

Problems *inside* a document are never errors but findings (see ``pipeline.audit``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

STOPPED_EXIT_CODE = 130
"""Of a run that a person stopped."""


def install_command(extra: str) -> str:
    """What a person types to have an extra.

    >>> install_command("ocr")
    'pip install "workplan[ocr]"'
    """
    return f'pip install "workplan[{extra}]"'


class WorkplanError(Exception):
    """Base of all errors that a user may see.

    Args:
        cause_en: what went wrong, one sentence.
        cause_zh: the same in Traditional Chinese.
    """

    exit_code: ClassVar[int] = 1
    remedy_en: str = "Report this with the file that shows it."
    remedy_zh: str = "請附上檔案回報此問題。"

    def __init__(self, cause_en: str, cause_zh: str) -> None:
        super().__init__(cause_en)
        self.cause_en = cause_en
        self.cause_zh = cause_zh

    def line(self) -> str:
        """The one line that a person reads: cause and remedy in both languages."""
        told = f"{self.cause_zh} {self.remedy_zh} | {self.cause_en} {self.remedy_en}"
        # A cause may quote a document or a file's name, and either may hold commands to a terminal.
        return "".join(char if char.isprintable() else "\ufffd" for char in told)

    def lines(self) -> tuple[str, ...]:
        """What a person reads, a line for each problem."""
        return (self.line(),)


class NotAPdfError(WorkplanError):
    """The file does not hold a PDF, or is empty or cut off so that no page can be had."""

    exit_code = 3
    remedy_en = "Download or export the file again."
    remedy_zh = "請重新下載或匯出檔案。"


class EncryptedError(WorkplanError):
    """The PDF wants a password."""

    exit_code = 4
    remedy_en = (
        "Give it with --password or in WORKPLAN_PASSWORD, or save a copy without a password and run again."
    )
    remedy_zh = "請以 --password 或環境變數 WORKPLAN_PASSWORD 提供密碼，或另存無密碼的副本後再執行。"


class WrongPasswordError(EncryptedError):
    """The password that was given does not open the PDF."""

    remedy_en = "Check the password, capitals too, or save a copy without one and run again."
    remedy_zh = "請確認密碼（含大小寫），或另存無密碼的副本後再執行。"


class NoTextError(WorkplanError):
    """No page has a text layer: the file is a scan."""

    exit_code = 5
    remedy_en = f"Use text recognition: {install_command('ocr')}, then run again with --ocr auto."
    remedy_zh = f"請安裝文字辨識套件：{install_command('ocr')}，再以 --ocr auto 重新執行。"


class NoPlanError(WorkplanError):
    """No table of the file has the headers of a plan."""

    exit_code = 6
    remedy_en = "If one of the headers is a plan's, make a profile with workplan profile new (docs/adding-a-layout.md)."
    remedy_zh = "若其中確有計畫表頭，請以 workplan profile new 擬定設定檔（docs/adding-a-layout.md）。"


class UnreadableError(WorkplanError):
    """A file or folder cannot be read."""

    exit_code = 7
    remedy_en = "Check the name and the rights of the file or folder."
    remedy_zh = "請檢查檔案或資料夾的名稱與權限。"


class ReadingGoneError(UnreadableError):
    """A plan was corrected, and how it was read is not in the output folder any more."""

    remedy_en = (
        "Run its PDF file again with --force, or bring the folder .workplan from where this one was copied."
    )
    remedy_zh = "請以 --force 重新處理其 PDF 檔，或自原輸出資料夾一併複製 .workplan 資料夾。"


class UnwritableError(WorkplanError):
    """An output cannot be written."""

    exit_code = 8
    remedy_en = "Close programs such as Excel that hold the file open, or choose another folder with -o."
    remedy_zh = "請關閉開啟該檔的程式（如 Excel），或以 -o 指定其他資料夾。"


class ConflictError(WorkplanError):
    """Two different files hold the same plan."""

    exit_code = 9
    remedy_en = (
        "Give one of them --edition NAME, leave one out of a new output folder, or delete the wrong one's "
        "folder under conflicts/ and run again without it."
    )
    remedy_zh = (
        "請對其中一份加上 --edition 名稱；或略去其一並輸出至新資料夾；"
        "或刪除 conflicts/ 下不要的資料夾，再執行一次且不含該檔。"
    )


class PartialReadError(WorkplanError):
    """A run ended with unread inputs or conflicts among others that went well."""

    exit_code = 10
    remedy_en = "See the lines above and run.json."
    remedy_zh = "請見上方訊息與 run.json。"


class TimeLimitError(WorkplanError):
    """A file took longer than it may."""

    exit_code = 11
    remedy_en = "Allow more with --timeout SECONDS, or split the file."
    remedy_zh = "請以 --timeout 秒數 放寬，或分割檔案。"


class MemoryLimitError(WorkplanError):
    """A file needs more memory than it may have."""

    exit_code = 12
    remedy_en = "Allow more with --memory MB, or split the file."
    remedy_zh = "請以 --memory MB 放寬，或分割檔案。"


class PageLimitError(WorkplanError):
    """A file has more pages than it may."""

    exit_code = 13
    remedy_en = "Allow more with --max-pages N, or split the file."
    remedy_zh = "請以 --max-pages 頁數 放寬，或分割檔案。"


class WorkerLostError(WorkplanError):
    """The process that read a file crashed, or was killed more often than the file is tried."""

    exit_code = 14
    remedy_en = "Run again; where it happens again, try --reader pdfplumber or export the file anew."
    remedy_zh = "請再執行一次；若再次發生，請改用 --reader pdfplumber，或重新匯出檔案。"


class FolderBusyError(WorkplanError):
    """Another run is writing to the output folder."""

    exit_code = 15
    remedy_en = "Wait until it has ended, stop it, or choose another folder with -o."
    remedy_zh = "請等候其結束或將其中止，或以 -o 指定其他資料夾。"


class UnreadableTextError(WorkplanError):
    """The text layer stands for other characters than are printed."""

    exit_code = 16
    remedy_en = f"Use text recognition: {install_command('ocr')}, then run again with --ocr auto."
    remedy_zh = f"請安裝文字辨識套件：{install_command('ocr')}，再以 --ocr auto 重新執行。"


class SchedulerError(WorkplanError):
    """The Dask cluster cannot be used, or was lost on the way."""

    exit_code = 17
    remedy_en = "See docs/cluster.md; run again when it is mended: what is done stays done."
    remedy_zh = "請見 docs/cluster.md；修復後再執行一次即可，已完成的部分不會重做。"


class FindingsError(WorkplanError):
    """All was read, with findings for which the run was told to fail."""

    exit_code = 18
    remedy_en = "See findings.csv, put right what is wrong, or run without --fail-on."
    remedy_zh = "請見 findings.csv 並更正，或不加 --fail-on 執行。"


class EditedError(WorkplanError):
    """A published table is not as it was published: a person has changed it."""

    exit_code = 19
    remedy_en = (
        "workplan correct FOLDER --from FILE shows what was changed and, with --who and --reason, makes corrections of "
        "it; --discard-edits writes over it."
    )
    remedy_zh = (
        "請以 workplan correct 資料夾 --from 檔案 檢視更動，並以 --who、--reason 寫成更正；"
        "如不需保留，請加 --discard-edits 覆寫。"
    )


class UsageError(WorkplanError):
    """An option has a value that cannot be used."""

    exit_code = 2
    remedy_en = "See workplan --help."
    remedy_zh = "請見 workplan --help。"


class MissingExtraError(UsageError):
    """What was asked for needs packages that only some need, and they are not installed.

    Args:
        extra: of pyproject.toml.
        what_en: what needs it, the beginning of a sentence.
        what_zh: the same in Traditional Chinese.
    """

    remedy_en = 'The command that installs them, such as: pip install "workplan[site]".'
    remedy_zh = '請執行安裝指令，例如：pip install "workplan[site]"。'

    def __init__(self, extra: str, what_en: str, what_zh: str) -> None:
        super().__init__(
            f"{what_en} needs the extra “{extra}”, which is not installed.",
            f"{what_zh}需要附加套件 {extra}，尚未安裝。",
        )
        self.remedy_en = f"Install it: {install_command(extra)}."
        self.remedy_zh = f"請安裝：{install_command(extra)}。"
        self.args = (f"{self.cause_en} {self.remedy_en}",)  # Python shows no remedy of its own


class FileProblem(NamedTuple):
    """One thing that is wrong in a file that a person writes.

    Attributes:
        file: as it was named.
        line: from 1; None where it cannot be told.
        cause_en: what is wrong, one sentence.
        cause_zh: the same in Traditional Chinese.
        remedy_en: what to write instead.
        remedy_zh: the same in Traditional Chinese.
    """

    file: str
    line: int | None
    cause_en: str
    cause_zh: str
    remedy_en: str
    remedy_zh: str

    @property
    def place(self) -> str:
        """File and line, such as ``my.toml:12``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def told(self) -> str:
        """The problem in one line: place, cause and remedy in both languages."""
        return (
            f"{self.place}：{self.cause_zh}{self.remedy_zh} | {self.place}: {self.cause_en} {self.remedy_en}"
        )


class WrittenFileError(WorkplanError):
    """A file that a person writes cannot be used; see the subclasses.

    Args:
        problems: all that is wrong in it, at least one.
    """

    exit_code = 2

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        super().__init__(
            " ".join(f"{one.place}: {one.cause_en} {one.remedy_en}" for one in problems),
            "".join(f"{one.place}：{one.cause_zh}{one.remedy_zh}" for one in problems),
        )
        self.problems = tuple(problems)

    def lines(self) -> tuple[str, ...]:
        """A line for each problem."""
        return tuple(one.told() for one in self.problems)


class ProfileError(WrittenFileError):
    """A profile file cannot be used."""

    remedy_en = "Change the lines that are named; docs/adding-a-layout.md describes the file."
    remedy_zh = "請修正所指各行；檔案格式見 docs/adding-a-layout.md。"


class PublisherError(WrittenFileError):
    """A publisher.toml cannot be used: what it must say is wrong or missing."""

    remedy_en = "Change the lines that are named; docs/publishing.md describes the file."
    remedy_zh = "請修正所指各行；檔案格式見 docs/publishing.md。"


class CorrectionsError(WrittenFileError):
    """The table of corrections cannot be used; nothing was read."""

    remedy_en = "Change the lines that are named; docs/correcting.md describes the file."
    remedy_zh = "請修正所指各行；檔案格式見 docs/correcting.md。"


class ReviewedError(WrittenFileError):
    """The table of what was checked cannot be used; nothing was read."""

    remedy_en = "Change the lines that are named; docs/reviewing.md describes the file."
    remedy_zh = "請修正所指各行；檔案格式見 docs/reviewing.md。"


class CrosswalkError(WrittenFileError):
    """A crosswalk.csv cannot be used; nothing was compared with it."""

    remedy_en = "Change the lines that are named; docs/comparing.md describes the file."
    remedy_zh = "請修正所指各行；檔案格式見 docs/comparing.md。"
