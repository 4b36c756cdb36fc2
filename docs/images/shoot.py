"""Takes the screenshots of site and review desk in the READMEs; needs Chromium and the packages for tests.

usage: .venv/bin/python docs/images/shoot.py
"""

import io
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
sys.path.insert(0, str(ROOT))

import pipeline  # noqa: E402 - found by the line above
from pipeline import api  # noqa: E402 - the same
from tests.making.by_html import SETTINGS, program  # noqa: E402 - the same

PLAN = "chiayi-city-west-112"
ITEM = f"{PLAN}-8adc368a"
SITE = {
    "start": "index.html",
    "plan": f"plans/{PLAN}/index.html",
    "item": f"plans/{PLAN}/index.html#{ITEM}",
    "search": "search.html?q=里幹",
    "compare": f"compare/{PLAN}-113.html",
    "data": "data.html",
}
PUBLISHER = {
    "contact.name": "民政課承辦人",
    "contact.phone": "05-2223333#123",
    "contact.email": "data@example.gov.tw",
    "dataset.base_url": "https://www.example.gov.tw/plans/",
}
READ_MS = 180_000
WIDTH, HEIGHT = 1100, 760
COLOURS = 192
"""Enough for text and boxes; a screenshot is then well below 150 KB."""


def shot(page: Page, name: str) -> None:
    """Keep what is seen of a page, once its pictures are there; those that are not seen are never loaded."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


def main() -> None:
    """Build the site of the samples and walk through it and the desk."""
    plans = [ROOT / "samples" / f"chiayi-west-{year}-open.pdf" for year in (112, 113)]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output, site = Path(folder) / "output", Path(folder) / "site"
        pipeline.run(plans, output)
        pipeline.build_site(output, site)
        settings = [one for one in SETTINGS if not one.startswith("--no-pdf")]
        browser = playwright.chromium.launch(executable_path=program(), args=settings)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-TW")
        for name, path in SITE.items():
            page.goto("about:blank")
            page.goto(f"{site.as_uri()}/{path}")
            shot(page, f"site-{name}")
        page.set_viewport_size({"width": 360, "height": 640})
        page.goto(f"{site.as_uri()}/{SITE['item']}")
        shot(page, "site-narrow")
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        # The page tells where the folder is.
        shown = Path(tempfile.gettempdir(), "開放資料")
        shoot_desk(page, shown, plans)
        shutil.rmtree(shown)
        shutil.rmtree(f"{shown}-upload")
        browser.close()


def shoot_desk(page: Page, output: Path, plans: list[Path]) -> None:
    """Go the way of a clerk: add files, look at an item, publish."""
    with api.review(output, who="王小明") as (address, server):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        page.goto(address)
        page.set_input_files("#files", plans)
        page.click("#add button")
        page.wait_for_selector("#list[data-busy=no] #plans", timeout=READ_MS)
        shot(page, "desk-start")
        page.goto(f"{address}items/{ITEM}")
        shot(page, "desk")
        page.goto(f"{address}plans/{PLAN}/pages/5")
        shot(page, "desk-page")
        page.goto(f"{address}publisher")
        for name, text in PUBLISHER.items():
            page.fill(f'[name="{name}"]', text)
        page.click("#save")
        page.click("#publish")
        page.wait_for_selector("#result")
        page.evaluate("scrollTo(0, 0)")
        shot(page, "desk-publish")
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    main()
