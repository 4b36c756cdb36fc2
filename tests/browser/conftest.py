"""A real browser over the site and the desk of the sample plans, and of a plan that was made to break out."""

import html
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import pipeline
from pipeline import api
from pipeline.site.addresses import ITEM_ID_PATTERN
from tests.making.by_html import SETTINGS, program
from tests.making.plan import Item, Plan, Unit
from tests.making.reportlab_plan import reportlab_plan

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
EVIL = (
    "<script>window.broken=1</script>",
    '"><img src=x onerror="window.broken=1">',
    "</script><svg onload=window.broken=1>",
    "<a href=javascript:window.broken=1>{{7*7}}</a>",
)
"""What a plan prints to become markup: none of it may."""


@dataclass
class Watched:
    """A page whose console and requests are kept."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def evil_plan() -> bytes:
    """A plan of an office of its own, whose every text is markup."""
    texts = [html.escape(text) for text in EVIL]
    items = tuple(
        Item((f"一、{texts[0]}",), (f"{n}. {text}",), ((1, f"(1) {text}"),), str(n))
        for n, text in enumerate(texts, start=1)
    )
    unit = Unit("民政課", "花蓮縣瑞穗鄉公所民政課 112 年度重要工作計畫", items)
    return reportlab_plan(Plan("花蓮縣瑞穗鄉公所", 112, (unit,)), page=(640.0, 800.0))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    markers = [pytest.mark.browser]
    if program() is None:
        markers.append(pytest.mark.skip(reason="no browser is installed: 未安裝瀏覽器，略過網頁測試"))
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for marker in markers:
                item.add_marker(marker)


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browsed")
    evil = folder / "evil.pdf"
    evil.write_bytes(evil_plan())
    plans = [SAMPLES / "chiayi-west-112-open.pdf", SAMPLES / "chiayi-west-113-open.pdf", evil]
    assert pipeline.run(plans, folder / "output", jobs=1).exit_code == 0
    return folder / "output"


@pytest.fixture(scope="session")
def site(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A folder below the root of whatever serves it, with a name that addresses have to escape.
    folder = tmp_path_factory.mktemp("網站 a#b") / "站"
    report = pipeline.build_site(output, folder, base_url="https://data.example.tw/plans/", jobs=1)
    assert not report.without_pdf
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = program()
    assert path is not None
    with sync_playwright() as playwright:
        settings = [one for one in SETTINGS if not one.startswith("--no-pdf")]
        started = playwright.chromium.launch(executable_path=path, args=settings)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-TW")
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext) -> Iterator[Watched]:
    """A page that may not complain, nor ask anything of another place than this machine."""
    found = Watched(context.new_page())
    found.page.on("console", lambda said: found.errors.append(said.text) if said.type == "error" else None)
    found.page.on("pageerror", lambda error: found.errors.append(str(error)))

    def ask(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"file", "data"} and parts.hostname != "127.0.0.1":
            found.outside.append(address)

    found.page.on("request", lambda request: ask(request.url))
    yield found
    assert found.errors == []
    assert found.outside == []


@pytest.fixture
def go(watched: Watched, site: Path) -> Callable[[str], Page]:
    """Open a page of the site from the disk, and wait until it is whole."""

    def opened(path: str) -> Page:
        name, mark, rest = re.split("([?#]|$)", path, maxsplit=1)
        # A page that is shown already would only be scrolled.
        watched.page.goto("about:blank")
        watched.page.goto((site / name).as_uri() + mark + rest)
        watched.page.wait_for_load_state("load")
        if ITEM_ID_PATTERN.fullmatch(rest):
            watched.page.wait_for_selector("#item h1")
        return watched.page

    return opened


@pytest.fixture
def copy(output: Path, tmp_path: Path) -> Path:
    """The output folder for a test that writes to it."""
    return Path(shutil.copytree(output, tmp_path / "output"))


@pytest.fixture
def desk(copy: Path) -> Iterator[str]:
    """Address of a desk of its own."""
    with api.review(copy, who="王小明", pdfs=[SAMPLES, copy.parent]) as (address, server):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield address
        server.shutdown()
        thread.join(timeout=10)
