"""Options of the functions: checked, and made into what the stages below take."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pipeline.errors import UsageError
from pipeline.folder.report import FailOn
from pipeline.normalizers.text import unprintable
from pipeline.normalizers.units import FACTORS, unit_named
from pipeline.profiles.profile import load_profile_file
from pipeline.readers.recognition import MODES, Ocr
from pipeline.reading.options import READERS, VERIFY_DOUBTFUL, Options, Verify
from pipeline.runs.engines.limits import Limits

if TYPE_CHECKING:
    from pipeline.exporters.columns import HeaderLanguage
    from pipeline.exporters.csv_form import CsvForm
    from pipeline.models import Confidence, Reader

EDITION_NAME = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
"""It becomes the end of identifiers and of folder names."""
LAST_ROC_YEAR = 999
"""A greater year was meant as a Gregorian one."""
ROC_EPOCH = 1911
LEAST_CONFIDENCES = ("certain", "likely")
"""The third, doubtful, asks for nothing."""

StrPath = str | os.PathLike[str]


def checked_options(
    *,
    reader: Reader,
    agency: str | None,
    year: int | None,
    edition: str | None,
    profile: StrPath | None,
    ocr: Ocr = "auto",
    password: str | None = None,
    verify: Verify = False,
    single: bool = False,
    unit: str | None = None,
) -> Options:
    """How to read, for every command that reads plans.

    Raises:
        UsageError: a value cannot be used.
        ProfileError: the profile cannot be used.
        UnreadableError: the profile cannot be read.
    """
    if reader not in READERS:
        names = ", ".join(READERS)
        raise UsageError(
            f"There is no reader {reader!r}, only {names}.", f"沒有 {reader!r} 讀取器，只有 {names}。"
        )
    if ocr not in MODES:
        names = ", ".join(MODES)
        raise UsageError(f"--ocr knows no {ocr!r}, only {names}.", f"--ocr 沒有 {ocr!r}，只有 {names}。")
    if not isinstance(verify, bool) and verify != VERIFY_DOUBTFUL:
        raise UsageError(
            f"--verify knows no {verify!r}, only {VERIFY_DOUBTFUL}.",
            f"--verify 沒有 {verify!r}，只有 {VERIFY_DOUBTFUL}。",
        )
    if year is not None:
        refuse_year(year)
    if edition is not None and not EDITION_NAME.fullmatch(edition):
        raise UsageError(
            f"The edition {edition!r} may hold only letters A to Z, digits and hyphens between them.",
            f"版本名稱 {edition!r} 只能用英文字母、數字，中間可用連字號。",
        )
    if agency is not None and not agency.strip():
        raise UsageError("The agency has no name.", "機關名稱是空白。")
    if agency is not None and unprintable(agency):
        raise UsageError(
            "The agency's name holds a control character or a mark of writing direction, which nobody sees.",
            "機關名稱含有看不見的控制字元或文字方向字元。",
        )
    unit_of_amounts = unit_named(unit) if unit is not None else None
    if unit is not None and unit_of_amounts is None:
        names = ", ".join(FACTORS)
        raise UsageError(
            f"{unit!r} is no unit, only {names} are.", f"{unit!r} 不是金額單位，只能用 {names}。"
        )
    words = load_profile_file(Path(profile)) if profile is not None else None
    return Options(
        reader=reader,
        agency=agency,
        year=year,
        edition=edition,
        profile=words,
        ocr=ocr,
        password=checked_password(password),
        verify=verify,
        single=single,
        unit=unit_of_amounts,
    )


def checked_password(password: str | None) -> str | None:
    """A password that a file may have; None where there is none.

    Raises:
        UsageError: no file can have it. The error does not tell it.
    """
    if not password:
        return None
    if "\0" in password or any("\ud800" <= char <= "\udfff" for char in password):
        raise UsageError(
            "The password holds what no PDF file's password can: a null character, or bytes that are no text.",
            "密碼含有 PDF 密碼不可能有的內容：空字元，或不是文字的位元組。",
        )
    return password


def refuse_year(year: int) -> None:
    """Refuse what is no year of the ROC calendar.

    Raises:
        UsageError: it is none.
    """
    if not 1 <= year <= LAST_ROC_YEAR:
        roc = f" ({year - ROC_EPOCH}?)" if year > ROC_EPOCH else ""
        raise UsageError(f"{year} is not a year of the ROC calendar{roc}.", f"{year} 不是民國年{roc}。")


def checked_form(*, bom: bool, header: HeaderLanguage, csv_safe: bool) -> CsvForm:
    """The form of CSV files.

    Raises:
        UsageError: there is no such header language.
    """
    from pipeline.exporters.csv_form import HEADER_LANGUAGES, CsvForm  # noqa: PLC0415 - for CSV only

    if header not in HEADER_LANGUAGES:
        names = ", ".join(HEADER_LANGUAGES)
        raise UsageError(
            f"There is no header {header!r}, only {names}.", f"沒有 {header!r} 欄名，只有 {names}。"
        )
    return CsvForm(bom, header, csv_safe)


def checked_confidence(least: Confidence | None) -> Confidence | None:
    """How sure every item must be.

    Raises:
        UsageError: there is no such confidence, or any would do.
    """
    if least is not None and least not in LEAST_CONFIDENCES:
        names = ", ".join(LEAST_CONFIDENCES)
        raise UsageError(
            f"A least confidence cannot be {least!r}, only one of {names}.",
            f"可信程度不能要求 {least!r}，只能是 {names}。",
        )
    return least


def checked_pages(pages: tuple[int, int] | None) -> tuple[int, int] | None:
    """First and last page, from 1; None for all.

    Raises:
        UsageError: they are no range.
    """
    if pages is not None and not 1 <= pages[0] <= pages[1]:
        raise UsageError(
            f"{pages[0]}-{pages[1]} is not a range of pages.", f"{pages[0]}-{pages[1]} 不是頁碼範圍。"
        )
    return pages


def checked_jobs(jobs: int | None) -> int:
    """Number of files that are read at the same time; as many as this process has cores where none is named.

    Raises:
        UsageError: it is below one.
    """
    if jobs is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if jobs < 1:
        raise UsageError(f"{jobs} files cannot be read at the same time.", f"同時處理檔案數不能是 {jobs}。")
    return jobs


def checked_limits(seconds: float | None, memory_mb: int | None, pages: int | None) -> Limits:
    """What a file may cost.

    Raises:
        UsageError: one of the limits is not above zero.
    """
    limits = Limits(seconds, memory_mb, pages)
    if any(limit is not None and limit <= 0 for limit in (seconds, memory_mb, pages)):
        raise UsageError("A limit must be above zero.", "上限須大於零。")
    return limits


def checked_fail_on(severity: FailOn | None) -> FailOn | None:
    """The least severity of findings for which a run counts as failed.

    Raises:
        UsageError: there is no such severity.
    """
    if severity is not None and severity not in get_args(FailOn):
        names = ", ".join(get_args(FailOn))
        raise UsageError(
            f"A run cannot fail on {severity!r}, only on {names}.",
            f"不能以 {severity!r} 判定失敗，只能用 {names}。",
        )
    return severity
