"""``workplan site``: a static site of an output folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    ONE_PER_CORE,
    PASSWORD_OPTION,
    PDFS_OPTION,
    NamedPath,
    OutputPath,
    with_password,
)
from pipeline.commands.language import say
from pipeline.commands.limits import limit_options, limits_of
from pipeline.commands.listing import COMMANDS
from pipeline.commands.live import shown_stages
from pipeline.commands.worded import command, option
from pipeline.messages.wording import Wording

if TYPE_CHECKING:
    from pipeline.site.build import SiteReport


@command(COMMANDS["site"])
@click.argument("folder", type=NamedPath(Path))
@option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    default=Path("site"),
    show_default=True,
    metavar="DIR",
    zh="網站資料夾；不存在時建立。",
    en="Folder of the site, made where it is missing.",
)
@PDFS_OPTION
@option(
    "--comparison",
    type=NamedPath(Path),
    metavar="DIR",
    zh="workplan compare --in 的資料夾，依其中的 crosswalk.csv 對應。",
    en="Folder of workplan compare --in, whose crosswalks are followed.",
)
@option(
    "--populations",
    type=NamedPath(Path),
    metavar="FILE",
    zh="各機關各年度人口與里數的 CSV，供計算每人、每里金額。",
    en="CSV of people and villages by office and year, for amounts per head.",
)
@option(
    "--base-url",
    metavar="URL",
    zh="網站將使用的網址，供 sitemap.xml 使用。",
    en="Address that the site will have, for sitemap.xml.",
)
@option(
    "--jobs",
    type=int,
    envvar="WORKPLAN_JOBS",
    show_envvar=True,
    zh="製作頁面的程序數。",
    en="Processes that write and draw pages.",
    default_wording=ONE_PER_CORE,
)
@PASSWORD_OPTION
@limit_options
def site(
    folder: Path,
    output: Path,
    pdfs: tuple[Path, ...],
    comparison: Path | None,
    populations: Path | None,
    base_url: str | None,
    jobs: int | None,
    password: str | None,
    **options: Any,
) -> None:
    """Make a static site of an output FOLDER: offices, plans, items with their pages, comparisons, downloads."""
    limits = limits_of(options)
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.site.build import missing_told  # noqa: PLC0415 - the same

    def build(given: str | None) -> SiteReport:
        with shown_stages() as follow:
            return api.build_site(
                folder,
                output,
                pdfs=pdfs,
                comparison=comparison,
                populations=populations,
                base_url=base_url,
                jobs=jobs,
                password=given,
                follow=follow,
                timeout_seconds=limits.seconds,
                memory_mb=limits.memory_mb,
                max_pages=limits.pages,
            )

    report = with_password(build, password, lambda built: bool(built.locked))
    for line in missing_told(report):
        say(line, err=True)
    start = output / "index.html"
    say(
        Wording(
            zh=f"{report.plans} 份計畫、{report.items} 項、{report.pictures} 頁圖，已寫入 {start}",
            en=f"{report.plans} plans, {report.items} items, {report.pictures} pictures of pages, written to {start}",
        )
    )
