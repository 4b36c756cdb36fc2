"""What the commands call, usable without them: typed, and no click needed."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import get_args

from pipeline.batch.comparing import SeriesReport, compare_folder, compare_into
from pipeline.batch.correcting import AddedCorrection, add_correction, correctable_fields
from pipeline.batch.one import Options, extract_file
from pipeline.batch.report import InputReport, PlanReport, Problem, RunReport
from pipeline.batch.runner import Progress, Watch, publish_folder, run_files
from pipeline.batch.sides import documents_of
from pipeline.batch.tables import tables_of_file
from pipeline.compare.model import Comparison
from pipeline.errors import UsageError
from pipeline.exporters import schemas
from pipeline.exporters.csv_form import HEADER_LANGUAGES, CsvForm, HeaderLanguage
from pipeline.exporters.files import write_file
from pipeline.gate.check import check_folder
from pipeline.gate.results import CheckReport
from pipeline.grids.cells import Grid, GridCell, Tables
from pipeline.metadata import publisher_file
from pipeline.metadata.publisher import Publisher
from pipeline.models import Extraction, Reader
from pipeline.profiles.loading import load_profile_file

__all__ = [
    "AddedCorrection",
    "CheckReport",
    "Comparison",
    "Extraction",
    "Grid",
    "GridCell",
    "HeaderLanguage",
    "InputReport",
    "PlanReport",
    "Problem",
    "Progress",
    "Publisher",
    "Reader",
    "RunReport",
    "SeriesReport",
    "Tables",
    "Watch",
    "check",
    "compare",
    "compare_years",
    "correct",
    "correctable",
    "extract",
    "inspect",
    "outdated_schemas",
    "publish",
    "read_publisher",
    "run",
    "tables",
    "write_publisher_example",
    "write_schemas",
]

EDITION = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
"""It becomes the end of identifiers and of folder names."""
LAST_ROC_YEAR = 999
"""A greater year was meant as a Gregorian one."""
ROC_EPOCH = 1911

StrPath = str | os.PathLike[str]


def extract(
    path: StrPath,
    *,
    reader: Reader = "pdfium",
    pages: tuple[int, int] | None = None,
    verify: bool = False,
    agency: str | None = None,
    year: int | None = None,
    edition: str | None = None,
    profile: StrPath | None = None,
) -> Extraction:
    """Read the plans of one PDF file.

    Args:
        path: the PDF file.
        reader: engine that reads the glyphs, ``pdfium`` or ``pdfplumber``.
        pages: first and last page to read, from 1; all by default.
        verify: read the file a second time with the other engine and report every difference as a finding.
        agency: name of the office, where the document does not say it rightly.
        year: year of the ROC calendar (112 is 2023), where the document does not say it rightly.
        edition: ASCII name that tells two editions of the same plan apart; it ends the plan's id.
        profile: a profile file, whose words are added to those that ship with the package.

    Returns:
        All that was read: plans with sections, items and budgets (amounts in New Taiwan dollars), the text
        around them, the account of all glyphs, findings. Boxes are in PDF points from the page's top left.
        ``to_frames()`` gives pandas frames, ``documents()`` each plan with its findings.

    Raises:
        UsageError: an option has a value that cannot be used.
        ProfileError: the profile cannot be used.
        UnreadableError: the file or the profile cannot be read.
        NotAPdfError: it is no PDF, or cut off.
        EncryptedError: it wants a password.
        NoTextError: it is a scan.
        NoPlanError: none of its tables is a plan's.
    """
    options = _options(reader=reader, agency=agency, year=year, edition=edition, profile=profile)
    return extract_file(Path(path), replace(options, pages=_pages(pages), verify=verify))


def run(
    inputs: StrPath | Iterable[StrPath],
    output: StrPath = "output",
    *,
    reader: Reader = "pdfium",
    agency: str | None = None,
    year: int | None = None,
    edition: str | None = None,
    profile: StrPath | None = None,
    watch: Watch | None = None,
    bom: bool = True,
    header: HeaderLanguage = "en",
    csv_safe: bool = False,
    publisher: StrPath | None = None,
) -> RunReport:
    """Read many files and write their plans into one folder that can be published as it is.

    For each plan ``<plan id>/`` with plan.json, items.csv, steps.csv, budgets.csv and mentions.csv; over all
    plans what ``publish`` writes; and run.json. Plans of earlier runs in the folder stay and are published
    too. Corrections in the folder's ``corrections.csv`` are applied to all its plans. Two different files with
    the same plan are a conflict: each of them goes to ``conflicts/<plan id>-<first 8 of its SHA-256>/`` and is
    not published.

    Args:
        inputs: PDF files, and folders to be searched with all that is below them.
        output: folder to write to; made where it is missing.
        reader: see ``extract``.
        agency: see ``extract``; for all inputs.
        year: see ``extract``; for all inputs.
        edition: see ``extract``; for all inputs.
        profile: see ``extract``; for all inputs.
        watch: called with the progress before each input and at the end.
        bom: see ``publish``.
        header: see ``publish``.
        csv_safe: see ``publish``.
        publisher: see ``publish``.

    Returns:
        What was done with each input; ``exit_code`` is 0 where all went well, ``messages`` says what did not.

    Raises:
        UsageError: an option has a value that cannot be used.
        ProfileError: the profile cannot be used.
        CorrectionsError: the output folder's corrections.csv cannot be used; nothing was read.
        PublisherError: the publisher's file cannot be used; nothing was read.
        CorrectionsError: the folder's corrections.csv cannot be used; nothing was read.
        UnwritableError: nothing can be written into the output folder.
    """
    options = _options(reader=reader, agency=agency, year=year, edition=edition, profile=profile)
    paths = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
    form = _form(bom=bom, header=header, csv_safe=csv_safe)
    named = Path(publisher) if publisher is not None else None
    return run_files([Path(path) for path in paths], Path(output), options, watch, form, named)


def publish(
    folder: StrPath = "output",
    *,
    bom: bool = True,
    header: HeaderLanguage = "en",
    csv_safe: bool = False,
    publisher: StrPath | None = None,
) -> tuple[Problem, ...]:
    """Write everything that is published of an output folder again, without reading a PDF file.

    Corrections in the folder's ``corrections.csv`` are applied first. Over all plans that are not in conflict:
    each table as CSV, in ``jsonl/`` and in ``parquet/``; workplan.xlsx, workplan.ods, workplan.sqlite,
    datasette.json; datapackage.json, manifest.json and, where a publisher is known, dcat.jsonld, data-gov-tw.json
    and portal-form.zh-TW.md; and each plan's own CSV files.

    Args:
        folder: that ``run`` wrote to.
        bom: whether CSV files begin with a byte-order mark, without which Excel shows Chinese wrongly.
        header: language of their header rows: ``en`` for machine names, ``zh-TW`` for Chinese titles.
        csv_safe: whether cells of CSV files that a spreadsheet would run as formulas or turn into other values
            begin with an apostrophe.
        publisher: the publisher's file; the folder's publisher.toml by default, where there is one.

    Returns:
        What could not be read or written; empty where all went well.

    Raises:
        UsageError: an option has a value that cannot be used.
        CorrectionsError: corrections.csv cannot be used.
        PublisherError: the publisher's file cannot be used.
        UnreadableError: there is no such folder, or a file that a person wrote cannot be read.
        UnwritableError: nothing can be written into it.
    """
    named = Path(publisher) if publisher is not None else None
    return publish_folder(Path(folder), _form(bom=bom, header=header, csv_safe=csv_safe), named)


def correct(
    folder: StrPath,
    item_id: str,
    field: str,
    new: str,
    reason: str,
    who: str,
    date: str | datetime.date,
    old: str | None = None,
) -> AddedCorrection:
    """Add a correction to the ``corrections.csv`` of an output folder; the next ``run`` applies it.

    Args:
        folder: output folder of a run.
        item_id: identifier of the item, from items.csv.
        field: name of the field, such as ``plan_item[0].text``; ``correctable`` lists them.
        new: its new value; empty for none.
        reason: why it is corrected.
        who: name of the person who corrects it.
        date: day of the correction.
        old: value that the field must have now; not compared where None.

    Returns:
        The row that was added, with the old value and all items that it holds for.

    Raises:
        UsageError: the item or the field is not there, or has another value, or the new one already.
        CorrectionsError: the row cannot stand in the file, or another row of it is wrong.
        UnreadableError: the plan or the file cannot be read.
        UnwritableError: the file cannot be written.
    """
    return add_correction(Path(folder), item_id, field, new, reason, who, str(date), old)


def correctable(folder: StrPath, item_id: str) -> tuple[tuple[str, str], ...]:
    """Name and present value of every field of an item that can be corrected.

    Args:
        folder: output folder of a run.
        item_id: identifier of the item, from items.csv.

    Raises:
        UsageError: no plan of the folder has the item.
        CorrectionsError: something is wrong in corrections.csv.
        UnreadableError: the plan or the file cannot be read.
    """
    return correctable_fields(Path(folder), item_id)


def check(folder: StrPath, previous: StrPath | None = None) -> CheckReport:
    """Judge a published folder by the rules of ``docs/checking.md``, without the code that wrote it.

    Args:
        folder: as ``run`` and ``publish`` write it.
        previous: the folder of the release before it; its rules are not judged without it.

    Returns:
        All that does not hold, with places and remedies in both languages; ``passed`` unless there are errors,
        ``exit_code`` 0 or 1.

    Raises:
        UnreadableError: one of the folders is none.
    """
    return check_folder(Path(folder), None if previous is None else Path(previous))


def compare(old: StrPath, new: StrPath, output: StrPath | None = None) -> Comparison:
    """Compare two years' plans item by item.

    Args:
        old: a PDF file, a plan.json, an output folder, or a data package (its folder or its datapackage.json).
        new: likewise, of the newer year.
        output: folder to write to, whose crosswalk.csv is applied first; nothing is written by default.

    Returns:
        Every change with its items, the score (0 to 1) and the evidence; amounts in New Taiwan dollars.

    Raises:
        CrosswalkError: the crosswalk cannot be used; nothing was written.
        UnreadableError: a side is not there, is damaged or holds no plan.
        UnwritableError: a file cannot be written.
        WorkplanError: a PDF file cannot be read; see ``extract``.
    """
    folder = None if output is None else Path(output)
    return compare_into(documents_of(Path(old)), documents_of(Path(new)), folder)


def compare_years(
    folder: StrPath, output: StrPath = "comparison", years: Iterable[int] | None = None
) -> SeriesReport:
    """Compare each office's years in an output folder in turn.

    Args:
        folder: that ``run`` wrote to, with plans of several years.
        output: folder to write to; each pair of years has a folder in it, with a crosswalk.csv of its own.
        years: ROC years to compare; all by default.

    Returns:
        The comparisons and what could not be compared; ``exit_code`` is 0 where all went well.

    Raises:
        UsageError: a year is none of the ROC calendar, or no office has two of the years.
        UnreadableError: there is no such folder.
        UnwritableError: a file cannot be written.
    """
    wanted = None if years is None else sorted(set(years))
    for year in wanted or ():
        _refuse_year(year)
    return compare_folder(Path(folder), Path(output), wanted)


def inspect(
    path: StrPath,
    page: int,
    out: StrPath,
    *,
    reader: Reader = "pdfium",
    agency: str | None = None,
    year: int | None = None,
    profile: StrPath | None = None,
) -> Path:
    """Draw a page with columns, rows, fields and item numbers over it.

    Args:
        path: the PDF file; all its pages are read, because rows run over page ends.
        page: page number, from 1.
        out: the picture, ending in .png.
        reader: see ``extract``.
        agency: see ``extract``.
        year: see ``extract``.
        profile: see ``extract``.

    Returns:
        The picture's path.

    Raises:
        UsageError: there is no such page, or the picture's ending is another.
        UnwritableError: the picture cannot be written.
        WorkplanError: the file or the profile cannot be read; see ``extract``.
    """
    from pipeline.exporters.picture import draw_page  # noqa: PLC0415 - loads pdfplumber and Pillow

    extraction = extract(path, reader=reader, agency=agency, year=year, profile=profile)
    draw_page(Path(path), extraction, page, Path(out))
    return Path(out)


def tables(path: StrPath, *, reader: Reader = "pdfium", pages: tuple[int, int] | None = None) -> Tables:
    """Read every table of one PDF file, whatever its headers say.

    Args:
        path: the PDF file.
        reader: see ``extract``.
        pages: first and last page to read, from 1; all by default.

    Returns:
        The tables in reading order, each over all its pages, with cells, spans and places. Boxes are in PDF points
        from the page's top left. ``tables`` is empty where the file holds none.

    Raises:
        UsageError: an option has a value that cannot be used.
        UnreadableError: the file cannot be read.
        NotAPdfError: it is no PDF, or cut off.
        EncryptedError: it wants a password.
        NoTextError: it is a scan.
    """
    options = _options(reader=reader, agency=None, year=None, edition=None, profile=None)
    return tables_of_file(Path(path), options.reader, _pages(pages))


def write_schemas(folder: StrPath = "schemas") -> tuple[Path, ...]:
    """Write JSON Schemas, Table Schemas and the data dictionary, all generated from the models.

    Args:
        folder: where to; made where it is missing.

    Returns:
        The files written.

    Raises:
        UnwritableError: the folder or a file cannot be written.
    """
    return schemas.write_schemas(Path(folder))


def outdated_schemas(folder: StrPath = "schemas") -> tuple[str, ...]:
    """Names of the files in a folder that differ from what ``write_schemas`` would write there."""
    return schemas.outdated_schemas(Path(folder))


def read_publisher(path: StrPath) -> Publisher:
    """Read who publishes, under which licence and when.

    Args:
        path: a publisher.toml.

    Returns:
        Everything that it says, checked.

    Raises:
        UnreadableError: the file cannot be read.
        PublisherError: something is wrong or missing; ``problems`` names all of it with lines.
    """
    return publisher_file.read_publisher(Path(path))


def write_publisher_example(path: StrPath = "publisher.toml") -> Path:
    """Write a commented publisher.toml, which has to be filled in before it can be used.

    Args:
        path: the file; one that is there already is never written over.

    Returns:
        The file written.

    Raises:
        UsageError: there is a file of that name.
        UnwritableError: it cannot be written.
    """
    publisher_file.refuse_existing(Path(path))
    write_file(Path(path), [publisher_file.example_bytes()])
    return Path(path)


def _options(
    *,
    reader: Reader,
    agency: str | None,
    year: int | None,
    edition: str | None,
    profile: StrPath | None,
) -> Options:
    if reader not in get_args(Reader):
        names = ", ".join(get_args(Reader))
        raise UsageError(
            f"There is no reader {reader!r}, only {names}.", f"沒有 {reader!r} 讀取器，只有 {names}。"
        )
    if year is not None:
        _refuse_year(year)
    if edition is not None and not EDITION.fullmatch(edition):
        raise UsageError(
            f"The edition {edition!r} may hold only letters A to Z, digits and hyphens between them.",
            f"版本名稱 {edition!r} 只能用英文字母、數字，中間可用連字號。",
        )
    if agency is not None and not agency.strip():
        raise UsageError("The agency has no name.", "機關名稱是空白。")
    words = load_profile_file(Path(profile)) if profile is not None else None
    return Options(reader=reader, agency=agency, year=year, edition=edition, profile=words)


def _refuse_year(year: int) -> None:
    if not 1 <= year <= LAST_ROC_YEAR:
        roc = f" ({year - ROC_EPOCH}?)" if year > ROC_EPOCH else ""
        raise UsageError(f"{year} is not a year of the ROC calendar{roc}.", f"{year} 不是民國年{roc}。")


def _form(*, bom: bool, header: HeaderLanguage, csv_safe: bool) -> CsvForm:
    if header not in HEADER_LANGUAGES:
        names = ", ".join(HEADER_LANGUAGES)
        raise UsageError(
            f"There is no header {header!r}, only {names}.", f"沒有 {header!r} 欄名，只有 {names}。"
        )
    return CsvForm(bom, header, csv_safe)


def _pages(pages: tuple[int, int] | None) -> tuple[int, int] | None:
    if pages is not None and not 1 <= pages[0] <= pages[1]:
        raise UsageError(
            f"{pages[0]}-{pages[1]} is not a range of pages.", f"{pages[0]}-{pages[1]} 不是頁碼範圍。"
        )
    return pages
