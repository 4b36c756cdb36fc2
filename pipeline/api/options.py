"""Options of the functions: checked, and made into what the stages below take."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pipeline.errors import UsageError
from pipeline.forks import cores
from pipeline.normalizers.text import unprintable
from pipeline.normalizers.units import FACTORS, unit_named
from pipeline.profiles.profile import load_profile_file
from pipeline.readers.recognition import MODES, Ocr
from pipeline.reading.options import READERS, VERIFY_DOUBTFUL, Options, Verify
from pipeline.written.problems import shown

if TYPE_CHECKING:
    from pipeline.exporters.columns import HeaderLanguage
    from pipeline.exporters.csv_form import CsvForm
    from pipeline.folder.report import FailOn
    from pipeline.models import Confidence, Reader

MOST_EDITION = 40
"""Characters: it ends the name of a folder, which systems limit to 255 bytes."""
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
        raise UsageError("reader-unknown", reader=reader, names=names)
    if ocr not in MODES:
        names = ", ".join(MODES)
        raise UsageError("ocr-unknown", ocr=ocr, names=names)
    if not isinstance(verify, bool) and verify != VERIFY_DOUBTFUL:
        raise UsageError("verify-unknown", verify=verify, names=VERIFY_DOUBTFUL)
    if year is not None:
        refuse_year(year)
    if edition is not None and not (EDITION_NAME.fullmatch(edition) and len(edition) <= MOST_EDITION):
        raise UsageError("edition-unfit", edition=shown(edition), most=MOST_EDITION)
    if agency is not None and not agency.strip():
        raise UsageError("agency-blank")
    if agency is not None and unprintable(agency):
        raise UsageError("agency-unprintable")
    unit_of_amounts = unit_named(unit) if unit is not None else None
    if unit is not None and unit_of_amounts is None:
        names = ", ".join(FACTORS)
        raise UsageError("unit-unknown", unit=unit, names=names)
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
        raise UsageError("password-impossible")
    return password


def refuse_year(year: int) -> None:
    """Refuse what is no year of the ROC calendar.

    Raises:
        UsageError: it is none.
    """
    if not 1 <= year <= LAST_ROC_YEAR:
        if year > ROC_EPOCH:
            raise UsageError("year-not-roc-but", year=year, roc=year - ROC_EPOCH)
        raise UsageError("year-not-roc", year=year)


def checked_form(*, bom: bool, header: HeaderLanguage, csv_safe: bool) -> CsvForm:
    """The form of CSV files.

    Raises:
        UsageError: there is no such header language.
    """
    from pipeline.exporters.csv_form import HEADER_LANGUAGES, CsvForm  # noqa: PLC0415 - for CSV only

    if header not in HEADER_LANGUAGES:
        names = ", ".join(HEADER_LANGUAGES)
        raise UsageError("header-unknown", header=header, names=names)
    return CsvForm(bom, header, csv_safe)


def checked_confidence(least: Confidence | None) -> Confidence | None:
    """How sure every item must be.

    Raises:
        UsageError: there is no such confidence, or any would do.
    """
    if least is not None and least not in LEAST_CONFIDENCES:
        names = ", ".join(LEAST_CONFIDENCES)
        raise UsageError("confidence-unknown", confidence=least, names=names)
    return least


def checked_pages(pages: tuple[int, int] | None) -> tuple[int, int] | None:
    """First and last page, from 1; None for all.

    Raises:
        UsageError: they are no range.
    """
    if pages is not None and not 1 <= pages[0] <= pages[1]:
        raise UsageError("pages-no-range", first=pages[0], last=pages[1])
    return pages


def checked_jobs(jobs: int | None) -> int:
    """Number of files that are read at the same time; as many as this process has cores where none is named.

    Raises:
        UsageError: it is below one.
    """
    if jobs is None:
        return cores()
    if jobs < 1:
        raise UsageError("jobs-unfit", jobs=jobs)
    return jobs


def checked_fail_on(severity: FailOn | None) -> FailOn | None:
    """The least severity of findings for which a run counts as failed.

    Raises:
        UsageError: there is no such severity.
    """
    from pipeline.folder.report import FailOn  # noqa: PLC0415 - of runs only

    if severity is not None and severity not in get_args(FailOn):
        names = ", ".join(get_args(FailOn))
        raise UsageError("fail-on-unknown", severity=severity, names=names)
    return severity
