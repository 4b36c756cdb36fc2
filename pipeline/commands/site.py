"""``workplan site``: a static site of an output folder."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.common import EXIT_CODES, PASSWORD_OPTION, PDFS_OPTION, OutputPath, with_password
from pipeline.terminal import printable


@click.command(epilog=EXIT_CODES)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=OutputPath(path_type=Path),
    default=Path("site"),
    show_default=True,
    metavar="DIR",
    help="Folder of the site, made where it is missing 網站資料夾.",
)
@PDFS_OPTION
@click.option(
    "--comparison",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of workplan compare --in, whose crosswalks are followed 比對資料夾.",
)
@click.option("--base-url", metavar="URL", help="Address that the site will have, for sitemap.xml 網站網址.")
@click.option(
    "--jobs", type=int, help="Processes that write and draw pages 製作頁面的行程數.  [default: one per core]"
)
@PASSWORD_OPTION
def site(
    folder: Path,
    output: Path,
    pdfs: tuple[Path, ...],
    comparison: Path | None,
    base_url: str | None,
    jobs: int | None,
    password: str | None,
) -> None:
    """Make a static site of an output FOLDER: offices, plans, items with their pages, comparisons, downloads.

    將輸出資料夾製成靜態網站。
    """
    from pipeline import api  # noqa: PLC0415 - --help must not load it
    from pipeline.site.build import missing_told  # noqa: PLC0415 - the same

    report = with_password(
        lambda given: api.build_site(
            folder,
            output,
            pdfs=pdfs,
            comparison=comparison,
            base_url=base_url,
            jobs=jobs,
            password=given,
        ),
        password,
        lambda built: bool(built.locked),
    )
    for chinese, english in missing_told(report):
        click.echo(printable(f"{chinese} | {english}"), err=True)
    told = f"{report.plans} 份計畫、{report.items} 項、{report.pictures} 頁圖"
    click.echo(
        printable(
            f"{told}，已寫入 {output / 'index.html'} | {report.plans} plans, {report.items} items, "
            f"{report.pictures} pictures of pages, written to {output / 'index.html'}"
        )
    )
