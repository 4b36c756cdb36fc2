"""What several commands share: options, and how a password is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.commands.language import say, told
from pipeline.commands.worded import WordedCommand, option
from pipeline.errors import EncryptedError, UsageError
from pipeline.messages.wording import Wording
from pipeline.reading.options import VERIFY_DOUBTFUL

Done = TypeVar("Done")


class NamedPath(click.Path):
    """A path as it is named.

    click would refuse the whole command line with 2 where one path may not be read; what reads it tells that as
    error 7, and a run goes on with its other inputs.
    """

    def __init__(self, path_type: type[Path] | None = None) -> None:
        super().__init__(readable=False, path_type=path_type)


class OutputPath(NamedPath):
    """A path to write to, which must name something."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty path, which would stand for the present folder."""
        if value == "":
            self.fail("An empty path names nothing.", param, ctx)
        return super().convert(value, param, ctx)


DISCARD_OPTION = option(
    "--discard-edits",
    is_flag=True,
    zh="覆寫經人更動的已發布表格。",
    en="Write over published tables that people have changed.",
)
READER_OPTION = option(
    "--reader",
    type=click.Choice(["pdfium", "pdfplumber"]),
    default="pdfium",
    show_default=True,
    zh="讀取文字的引擎。",
    en="Engine that reads the glyphs.",
)
OCR_OPTION = option(
    "--ocr",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    zh="以文字辨識讀取的頁面：無可用文字層者、全部、無。",
    en="Pages to recognise as pictures: those without a usable text layer, all, none.",
)
PASSWORD_OPTION = option(
    "--password",
    envvar="WORKPLAN_PASSWORD",
    show_envvar=True,
    metavar="TEXT",
    zh="開啟有密碼保護的檔案；未指定時於終端機詢問。",
    en="Opens files that want one; asked for on a terminal.",
)
ATTEMPTS = 3
"""How often a person is asked."""
ASKED = Wording(zh="密碼（不輸入即略過）", en="Password (nothing to go on without)")
VERIFY_NAME, VERIFY_ALL = "--verify", "all"
VERIFY_EXTENTS = (VERIFY_ALL, VERIFY_DOUBTFUL)
VERIFY_OPTION = option(
    VERIFY_NAME,
    type=click.Choice(VERIFY_EXTENTS),
    callback=lambda _, __, value: {None: False, VERIFY_ALL: True}.get(value, value),
    zh="以另一引擎再讀一次並比對：全部頁面，或僅有疑義的紀錄所在的頁面。",
    en="Read again with the other engine and compare, all pages or those of doubtful records only.",
)
SINGLE_OPTION = option(
    "--single",
    is_flag=True,
    zh="表格只讀取一次而非兩次，以求快速；紀錄的可信程度最高為大致可信。",
    en="Read tables once instead of twice, for speed; no record is then certain.",
)
PROFILE_OPTION = option(
    "--profile",
    type=NamedPath(Path),
    metavar="TOML",
    envvar="WORKPLAN_PROFILE",
    show_envvar=True,
    zh="新版面的用語設定檔。",
    en="Words of a layout that is not known yet.",
)
AGENCY_OPTION = option(
    "--agency",
    metavar="NAME",
    zh="機關名稱，文件未載明時使用。",
    en="Office, where the document does not say it.",
)
YEAR_OPTION = option(
    "--year",
    type=int,
    metavar="ROC",
    zh="民國年度，文件未載明時使用。",
    en="ROC year, where the document does not say it.",
)
UNIT_OPTION = option(
    "--unit",
    metavar="UNIT",
    zh="原件未印出時的金額單位（元、千元、萬元、百萬元、億元）。",
    en="Unit of amounts that print none, such as 千元.",
)
EDITION_OPTION = option(
    "--edition",
    metavar="NAME",
    zh="版本名稱，用以區分同一計畫的各版；限英文字母、數字與連字號。",
    en="ASCII name that tells editions of a plan apart.",
)
BOM_OPTION = option(
    "--bom/--no-bom",
    default=True,
    show_default=True,
    zh="CSV 的位元組順序記號；Excel 讀取中文 CSV 時需要。",
    en="Byte-order mark in CSV, which Excel needs for Chinese.",
)
HEADER_OPTION = option(
    "--header",
    type=click.Choice(["en", "zh-TW"]),
    default="en",
    show_default=True,
    zh="CSV 的欄名：機器用名稱或中文名稱。",
    en="Header row of CSV: machine names or Chinese titles.",
)
CSV_SAFE_OPTION = option(
    "--csv-safe",
    is_flag=True,
    zh="試算表會執行或改變的 CSV 儲存格前加撇號。",
    en="Apostrophe before CSV cells that a spreadsheet would run or change.",
)
PUBLISHER_OPTION = option(
    "--publisher",
    type=NamedPath(Path),
    metavar="TOML",
    zh="發布機關設定檔；預設為輸出資料夾中的 publisher.toml。",
    en="Who publishes; by default publisher.toml in the output folder.",
)
PDFS_OPTION = option(
    "--pdf",
    "pdfs",
    multiple=True,
    type=NamedPath(Path),
    metavar="FOLDER",
    zh="各計畫 PDF 檔所在的資料夾，除最近一次執行的路徑外另行尋找。",
    en="Where the plans' PDF files lie, beside the paths of the last run.",
)
ONE_PER_CORE = Wording(zh="每個核心一個", en="one per core")


class GivenFile(NamedPath):
    """A file to read; ``-`` is what comes by standard input, as a file that lasts as long as the command."""

    def __init__(self) -> None:
        super().__init__(Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the path of the file."""
        if value == "-" and ctx is not None and not ctx.resilient_parsing:
            from tempfile import TemporaryDirectory  # noqa: PLC0415 - --help must not load it

            from pipeline.files.standard_input import file_given  # noqa: PLC0415 - the same

            return file_given(sys.stdin.buffer, Path(ctx.with_resource(TemporaryDirectory())))
        return super().convert(value, param, ctx)


FILE_ARGUMENT = click.argument("file", type=GivenFile())


@contextmanager
def given_inputs(names: Iterable[str]) -> Iterator[list[str]]:
    """The inputs of a run; ``-`` is what comes by standard input: a PDF, or a list with an input a line."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - as above

    from pipeline.files.standard_input import inputs_given  # noqa: PLC0415 - as above

    with TemporaryDirectory() as folder:
        yield list(inputs_given(names, sys.stdin.buffer, Path(folder)))


class VerifyingCommand(WordedCommand):
    """A command that takes ``--verify`` bare too, whatever stands behind it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give a bare option its value: click would take the name of a file behind it for that."""
        return super().parse_args(ctx, list(_with_value(args)))


def _with_value(args: Iterable[str]) -> Iterator[str]:
    """The arguments, with what a bare option stands for.

    >>> list(_with_value(["--verify", "a.pdf"])), list(_with_value(["--verify", "doubtful", "a.pdf"]))
    (['--verify=all', 'a.pdf'], ['--verify', 'doubtful', 'a.pdf'])
    >>> list(_with_value(["a.pdf", "--verify"])), list(_with_value(["--", "--verify"]))
    (['a.pdf', '--verify=all'], ['--', '--verify'])
    """
    waiting, options = False, True
    for arg in args:
        if waiting:
            yield VERIFY_NAME if arg in VERIFY_EXTENTS else f"{VERIFY_NAME}={VERIFY_ALL}"
        waiting = options and arg == VERIFY_NAME
        options = options and arg != "--"
        if not waiting:
            yield arg
    if waiting:
        yield f"{VERIFY_NAME}={VERIFY_ALL}"


def page_range(text: str | None) -> tuple[int, int] | None:
    """First and last page of an option such as 3-9 or 3.

    Raises:
        UsageError: it is no range.
    """
    if text is None:
        return None
    first, dash, last = text.partition("-")
    if not first.strip().isdecimal() or (dash and not last.strip().isdecimal()):
        raise UsageError("pages-unfit", text=text)
    return int(first), int(last if dash else first)


def on_terminal() -> bool:
    """Whether a person is watching, and no program reads what is printed."""
    return sys.stdout.isatty() and sys.stderr.isatty()


def at_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def with_password(
    work: Callable[[str | None], Done], password: str | None, locked: Callable[[Done], bool] = lambda _: False
) -> Done:
    """Do some work; where files want a password that was not given, ask for it on a terminal and do it again.

    Args:
        work: takes the password.
        password: as given; then nobody is asked.
        locked: whether files wanted one, as the work's result tells it.

    Raises:
        EncryptedError: the work raised it, and nobody knew the password.
    """
    asks = ATTEMPTS if not password and at_terminal() else 0
    while True:
        try:
            done = work(password)
        except EncryptedError as error:
            if not asks:
                raise
            say(error.problem.text, err=True)
            password = _asked()
            if not password:
                raise
        else:
            if not (asks and locked(done)) or not (password := _asked()):
                return done
        asks -= 1


def _asked() -> str:
    answer: str = click.prompt(told(ASKED), default="", show_default=False, hide_input=True, err=True)
    return answer
