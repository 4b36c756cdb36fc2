"""Two years side by side, and the years of a folder in turn."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.api.options import StrPath, checked_password, refuse_year
from pipeline.compare.model import Comparison
from pipeline.extras import need
from pipeline.folder.comparisons import compare_into
from pipeline.folder.series import SeriesReport, compare_folder
from pipeline.folder.sides import documents_of


def compare(
    old: StrPath,
    new: StrPath,
    output: StrPath | None = None,
    *,
    within: StrPath | None = None,
    password: str | None = None,
    max_pages: int | None = None,
) -> Comparison:
    """Compare two years' plans item by item.

    Args:
        old: a PDF file, a plan.json, an output folder, or a data package (its folder or its datapackage.json).
        new: likewise, of the newer year.
        output: folder to write to, whose crosswalk.csv is applied first; nothing is written by default.
        within: instead of ``output``: the folder to write to gets its name from office and years, as those of
            ``compare_years`` do, and stands in this one.
        password: opens PDF files that want one. It is shown and written nowhere.
        max_pages: a PDF file of more pages is refused; None for any number.

    Returns:
        Every change with its items, the score (0 to 1) and the evidence; amounts in New Taiwan dollars.

    Raises:
        CrosswalkError: the crosswalk cannot be used; nothing was written.
        UnreadableError: a side is not there, is damaged or holds no plan.
        UnwritableError: a file cannot be written.
        UsageError: the output is a folder that ``run`` wrote to.
        WorkplanError: a PDF file cannot be read; see ``extract``.
        MissingExtraError: the extra ``compare`` is not installed.
    """
    need("compare", "for-comparing")
    folder = None if output is None else Path(output)
    above = None if within is None else Path(within)
    opens = checked_password(password)
    before, after = (documents_of(Path(side), opens, max_pages) for side in (old, new))
    return compare_into(before, after, folder, above)


def compare_years(
    folder: StrPath, output: StrPath = "comparison", years: Iterable[int] | None = None
) -> SeriesReport:
    """Compare each office's years in an output folder in turn.

    Args:
        folder: that ``run`` wrote to, with plans of several years.
        output: folder to write to; each pair of years has a folder in it, with a crosswalk.csv of its own.
        years: ROC years to compare; all by default.

    Returns:
        Folder of each comparison with what it says in a few lines, and what could not be compared; ``exit_code`` is 0
        where all went well.

    Raises:
        UsageError: a year is none of the ROC calendar, no office has two of the years, or the output is a folder
            that ``run`` wrote to.
        UnreadableError: there is no such folder.
        UnwritableError: a file cannot be written.
        MissingExtraError: the extra ``compare`` is not installed.
    """
    need("compare", "for-comparing")
    wanted = None if years is None else sorted(set(years))
    for year in wanted or ():
        refuse_year(year)
    return compare_folder(Path(folder), Path(output), wanted)
