"""What several commands share: options, exit codes, and how a line is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from pipeline.errors import EncryptedError, UsageError
from pipeline.reading.options import VERIFY_DOUBTFUL
from pipeline.terminal import printable

Done = TypeVar("Done")

EXIT_CODES = """\b
Exit codes 結束代碼:
   0  all went well 全部完成
   1  unexpected error, unlike errors in all inputs, check found errors, or merge left conflicts
      未預期的錯誤、各輸入錯誤不一、檢核有錯誤，或合併後仍有衝突
   2  an option, or a file that a person writes, cannot be used, or an extra is not installed
      選項或由人填寫的檔案有誤，或未安裝附加套件
   3  not a PDF, empty or cut off 不是 PDF、空檔或不完整
   4  protected by a password, or by another one 有密碼保護，或密碼不符
   5  no text layer: a scan 無文字層（掃描檔）
   6  no plan table 沒有計畫表格
   7  input cannot be read 輸入無法讀取
   8  output cannot be written 輸出無法寫入
   9  different files hold the same plan 不同檔案含同一計畫
  10  some inputs went well, others not 部分輸入未完成
  11  a file took longer than --timeout 檔案逾時
  12  a file needs more memory than --memory 檔案所需記憶體超過上限
  13  a file has more pages than --max-pages 檔案頁數超過上限
  14  the process that read a file crashed or was killed 讀取檔案的程序當機或遭強制結束
  15  another run is writing to the folder 另一次執行正在寫入該資料夾
  16  the text layer is not legible 文字層無法辨讀（亂碼）
  17  the Dask cluster cannot be used, or was lost Dask 叢集無法使用或中斷
  18  findings of the severity that --fail-on names 有 --fail-on 所指的檢核發現
 130  stopped by Ctrl-C 使用者中止
"""

READER_OPTION = click.option(
    "--reader",
    type=click.Choice(["pdfium", "pdfplumber"]),
    default="pdfium",
    show_default=True,
    help="Engine that reads the glyphs 讀取引擎.",
)
OCR_OPTION = click.option(
    "--ocr",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Pages to recognise as pictures: those without a usable text layer, all, none 以文字辨識讀取的頁面.",
)
PASSWORD_OPTION = click.option(
    "--password",
    envvar="WORKPLAN_PASSWORD",
    show_envvar=True,
    metavar="TEXT",
    help="Opens files that want one; asked for on a terminal 開啟有密碼的檔案；終端機上會詢問.",
)
ATTEMPTS = 3
"""How often a person is asked."""
ASKED = "密碼（不輸入即略過） | Password (nothing to go on without)"
VERIFY_NAME, VERIFY_ALL = "--verify", "all"
VERIFY_EXTENTS = (VERIFY_ALL, VERIFY_DOUBTFUL)
VERIFY_OPTION = click.option(
    VERIFY_NAME,
    type=click.Choice(VERIFY_EXTENTS),
    callback=lambda _, __, value: {None: False, VERIFY_ALL: True}.get(value, value),
    help="Read again with the other engine and compare, all pages or those of doubtful records only "
    "以另一引擎複核全部頁面，或僅複核有疑義的紀錄所在的頁面.",
)
SINGLE_OPTION = click.option(
    "--single",
    is_flag=True,
    help="Read tables once instead of twice, for speed; no record is then certain "
    "表格只讀取一次以求快速；紀錄的可信程度最高為大致可信.",
)
PROFILE_OPTION = click.option(
    "--profile",
    type=click.Path(path_type=Path),
    metavar="TOML",
    help="Words of a layout that is not known yet 新版面的用語設定檔.",
)
AGENCY_OPTION = click.option(
    "--agency", metavar="NAME", help="Office, where the document does not say it 機關名稱."
)
YEAR_OPTION = click.option(
    "--year", type=int, metavar="ROC", help="ROC year, where the document does not say it 民國年度."
)
UNIT_OPTION = click.option(
    "--unit",
    metavar="UNIT",
    help="Unit of amounts that print none, such as 千元 原件未印出時的金額單位（元|千元|萬元|百萬元|億元）.",
)
EDITION_OPTION = click.option(
    "--edition", metavar="NAME", help="ASCII name that tells editions of a plan apart 版本名稱."
)
BOM_OPTION = click.option(
    "--bom/--no-bom",
    default=True,
    show_default=True,
    help="Byte-order mark in CSV, which Excel needs for Chinese CSV 位元組順序記號（Excel 需要）.",
)
HEADER_OPTION = click.option(
    "--header",
    type=click.Choice(["en", "zh-TW"]),
    default="en",
    show_default=True,
    help="Header row of CSV: machine names or Chinese titles CSV 欄名語言.",
)
CSV_SAFE_OPTION = click.option(
    "--csv-safe",
    is_flag=True,
    help="Apostrophe before CSV cells that a spreadsheet would run or change 試算表會執行或改變的儲存格加撇號.",
)
PUBLISHER_OPTION = click.option(
    "--publisher",
    type=click.Path(path_type=Path),
    metavar="TOML",
    help="Who publishes; by default publisher.toml in the output folder 發布者資料.",
)
PDFS_OPTION = click.option(
    "--pdf",
    "pdfs",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FOLDER",
    help="Where the plans' PDF files lie, beside the paths of the last run PDF 檔所在資料夾.",
)
FILE_ARGUMENT = click.argument("file", type=click.Path(path_type=Path))


class VerifyingCommand(click.Command):
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
            click.echo(printable(f"{error.cause_zh} | {error.cause_en}"), err=True)
            password = _asked()
            if not password:
                raise
        else:
            if not (asks and locked(done)) or not (password := _asked()):
                return done
        asks -= 1


def _asked() -> str:
    answer: str = click.prompt(ASKED, default="", show_default=False, hide_input=True, err=True)
    return answer
