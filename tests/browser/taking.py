"""What a page gives to take away, as tests read it."""

import csv
import io
from pathlib import Path

from playwright.sync_api import Download, Page


def taken(page: Page, selector: str) -> Download:
    with page.expect_download() as asked:
        page.locator(selector).first.click()
    return asked.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def table(download: Download) -> tuple[str, list[dict[str, str]]]:
    """Where the rows were taken from, and the rows by the titles of their columns."""
    raw = content(download)
    assert raw.startswith(b"\xef\xbb\xbf")
    names, *lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert raw.count(b"\r\n") == len(lines) + 1
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    (whence,) = {row.pop(names[-1]) for row in rows} or {""}
    return whence, rows


def column(page: Page, table_id: str, place: int) -> list[str]:
    return page.locator(f"#{table_id} tbody tr > :nth-child({place})").all_inner_texts()


def found(page: Page) -> int:
    page.wait_for_selector("#count[data-found]", state="attached")
    return int(page.get_attribute("#count", "data-found") or -1)
