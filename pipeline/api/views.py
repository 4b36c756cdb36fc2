"""The functions that make a site and open the desk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.api.options import StrPath, checked_jobs, checked_password
from pipeline.errors import UsageError
from pipeline.extras import need
from pipeline.limits import checked_limits
from pipeline.processes import Follow, nobody_follows

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

    from pipeline.site.build import SiteReport

BASE_URL = re.compile(r"https?://[^\s<>\"?#]+")


def build_site(
    folder: StrPath,
    output: StrPath = "site",
    *,
    pdfs: Iterable[StrPath] = (),
    comparison: StrPath | None = None,
    base_url: str | None = None,
    jobs: int | None = None,
    password: str | None = None,
    populations: StrPath | None = None,
    follow: Follow | None = None,
    timeout_seconds: float | None = None,
    memory_mb: int | None = None,
    max_pages: int | None = None,
) -> SiteReport:
    """Make a static site of an output folder; it needs no server and asks nothing of any other place.

    Args:
        folder: that ``run`` wrote to.
        output: folder of the site; what an earlier build wrote there is brought up to date.
        pdfs: folders, or files, that are searched for the plans' PDF files beside the paths of the last run.
        comparison: folder of ``compare_years``, whose crosswalks are followed.
        base_url: address that the site will have, for sitemap.xml and citations; by default the publisher's address of
            the files, where it ends in ``/data/``.
        jobs: processes that write pages and draw pictures; one per core by default.
        password: opens PDF files that want one. It is shown and written nowhere.
        populations: a CSV file of people and villages by office and year, see docs/site.md; without it no page
            tells of any.
        follow: is told of each file whose pages are drawn and of each office.
        timeout_seconds: wall time after which the pages of a file are drawn no further, on Linux; None for any.
        memory_mb: memory in MiB likewise; None for any.
        max_pages: of a file with more pages none is drawn; None for any number.

    Returns:
        What was built and what it lacks.

    Raises:
        UsageError: the site's folder holds something else or lies within the output folder; an option is wrong.
        UnreadableError: the output folder cannot be read or holds no plan; a folder of ``pdfs`` is not there.
        UnwritableError: the site cannot be written.
        WorkplanError: publisher.toml, a crosswalk or the table of populations cannot be used.
        MissingExtraError: the extra ``site`` is not installed.
    """
    need("site", "for-site")
    from pipeline.site import build as building  # noqa: PLC0415 - only this function needs it

    if base_url is not None and not BASE_URL.fullmatch(base_url):
        raise UsageError("base-url-unfit", url=base_url)
    address = None if base_url is None else base_url.rstrip("/") + "/"
    named = None if comparison is None else Path(comparison)
    return building.build_site(
        Path(folder),
        Path(output),
        list(map(Path, pdfs)),
        named,
        address,
        checked_jobs(jobs),
        checked_limits(timeout_seconds, memory_mb, max_pages),
        checked_password(password),
        None if populations is None else Path(populations),
        follow or nobody_follows,
    )


@contextmanager
def review(
    folder: StrPath,
    *,
    who: str = "",
    pdfs: Iterable[StrPath] = (),
    port: int = 0,
    password: str | None = None,
    worded_reasons: bool = False,
) -> Iterator[tuple[str, BaseWSGIServer]]:
    """The desk of an output folder, listening on 127.0.0.1 within the block.

    Args:
        folder: made where it is missing, as soon as a file comes in; what people decide is written to it at once.
        who: name of the person at the desk; asked for there by default.
        pdfs: folders, or files, that are searched for the plans' PDF files beside the paths of the last run.
        port: of this machine; any that is free by default.
        password: see ``build_site``.
        worded_reasons: whether corrections need a reason in words, beside the one that is chosen.

    Yields:
        Address with the token that lets in, and the server; ``serve_forever`` of it serves until ``shutdown``.

    Raises:
        UsageError: the port is taken.
        UnreadableError: the folder cannot be read; a folder of ``pdfs`` is not there.
        CorrectionsError: corrections.csv cannot be used.
        ReviewedError: reviewed.csv cannot be used.
        MissingExtraError: the extra ``site`` is not installed.
    """
    need("site", "for-desk")
    from pipeline.desk.desk import Desk  # noqa: PLC0415 - only this function needs it
    from pipeline.desk.server import served  # noqa: PLC0415 - the same

    desk = Desk(
        Path(folder), list(map(Path, pdfs)), who, checked_password(password), worded_reasons=worded_reasons
    )
    with served(desk, port) as found:
        yield found
