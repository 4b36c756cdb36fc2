"""The whole way of a clerk: files dropped, ten items checked, published, the folder to upload complete.

What each way takes is printed: docs/desk.md tells it.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pipeline import api
from tests.browser.conftest import SAMPLES, Watched
from tests.browser.test_accessibility import faults
from tests.desk.files import BROKEN, plan_file, scan_file

SAMPLE = "chiayi-west-112-open.pdf"
PLAN = "chiayi-city-west-112"
READ_MS = 180_000
CONTACT = {
    "contact.name": "王小明",
    "contact.phone": "05-2223333#123",
    "contact.email": "data@example.gov.tw",
    "dataset.base_url": "https://www.example.gov.tw/plans/",
}
DROP = """([files]) => {
  const data = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: "application/pdf" }));
  }
  return data;
}"""


@dataclass
class Hand:
    """A person at the desk, whose clicks and keys are counted."""

    page: Page
    clicks: int = 0
    keys: int = 0
    began: float = field(default_factory=time.monotonic)

    def told(self, way: str) -> str:
        seconds = time.monotonic() - self.began
        return f"{way}: {self.clicks} clicks, {self.keys} keys, {seconds:.0f} s"


class Mouse(Hand):
    """Points at everything; keys only where a text is typed."""

    def act(self, selector: str) -> None:
        self.clicks += 1
        self.page.click(selector)

    def write(self, selector: str, text: str) -> None:
        self.act(selector)
        self.page.fill(selector, text)
        self.keys += len(text)

    def choose(self, selector: str, value: str) -> None:
        self.clicks += 2
        self.page.select_option(selector, value)


class Keyboard(Hand):
    """Uses no pointer: goes from one thing to the next by Tab, and presses Enter."""

    def reach(self, selector: str) -> None:
        target = self.page.locator(selector).first
        self.page.evaluate("document.activeElement?.blur()")
        target.evaluate("one => window.wanted = one")
        for _ in range(400):
            if self.page.evaluate("document.activeElement === window.wanted"):
                return
            self.press("Tab")
        pytest.fail(f"no way to {selector} by keyboard")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def act(self, selector: str) -> None:
        self.reach(selector)
        self.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.keys += len(text)

    def choose(self, selector: str, value: str) -> None:
        self.reach(selector)
        values = self.page.eval_on_selector_all(f"{selector} option", "all => all.map((one) => one.value)")
        present = self.page.input_value(selector)
        for _ in range(values.index(value) - values.index(present)):
            self.press("ArrowDown")
        assert self.page.input_value(selector) == value


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A plan, a broken file and a scan."""
    folder = tmp_path / "我的 檔案"
    folder.mkdir()
    contents = {"計畫.pdf": (SAMPLES / SAMPLE).read_bytes(), "壞檔.pdf": BROKEN, "掃描.pdf": scan_file()}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "開放 資料"


@pytest.fixture
def empty_desk(root: Path) -> Iterator[str]:
    """A desk of a folder that does not exist yet."""
    with api.review(root) as (address, server):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield address
        server.shutdown()
        thread.join(timeout=10)


def check_ten(hand: Mouse | Keyboard) -> None:
    """Check ten items; split the first that has two steps, and put the first amount right."""
    page, done, left = hand.page, 0, {"split", "amount"}
    while done < 10 or left:
        steps = page.locator("#split select[name=step] option").count()
        amounts = page.locator("#field option[value^='budget['][value$='.raw']")
        if "split" in left and steps > 1:
            left.remove("split")
            hand.act("details:has(#split) > summary")
            hand.choose("#split select[name=step]", "2")
            hand.write("#split input[name=title]", "2. 另一項目。")
            hand.write("#split input[name=reason]", "分錯項")
            _sent(hand, "#split button")
        elif "amount" in left and amounts.count():
            left.remove("amount")
            hand.choose("#field", str(amounts.first.get_attribute("value")))
            hand.write("#new", "123")
            hand.write("#correct input[name=reason]", "金額")
            _sent(hand, "#correct form > button")
        else:
            done += 1
            _sent(hand, "#accept button")


def _sent(hand: Mouse | Keyboard, selector: str) -> None:
    with hand.page.expect_navigation():
        hand.act(selector)
    assert not hand.page.locator("[role=alert]:visible").count(), hand.page.inner_text("main")


def go_on(hand: Mouse | Keyboard, root: Path) -> None:
    """From files that were sent to the folder to upload."""
    page = hand.page
    page.wait_for_selector("#list[data-busy=no] #plans", timeout=READ_MS)
    assert {"壞檔.pdf", "掃描.pdf"} <= set(page.locator("#waiting th[scope=row]").all_inner_texts())
    hand.write("#who", "王小明")
    _sent(hand, "form.me button")
    with page.expect_navigation():
        hand.act("#next-step")
    check_ten(hand)
    with page.expect_navigation():
        hand.act("header nav a[href$=publish]")
    with page.expect_navigation():
        hand.act("#publisher")
    for name, text in CONTACT.items():
        hand.write(f'[name="{name}"]', text)
    with page.expect_navigation():
        hand.act("#save")
    with page.expect_navigation(timeout=READ_MS):
        hand.act("#publish")
    assert page.locator("#result .passed").is_visible()
    assert page.inner_text("#upload-folder") == str(root.with_name(f"{root.name}-upload"))
    assert "✓" in page.inner_text("main")


def refuse_incomplete(upload: Path) -> None:
    listed = json.loads((upload / "manifest.json").read_bytes())["files"]
    here = {path.relative_to(upload).as_posix() for path in upload.rglob("*") if path.is_file()}
    assert here == {one["path"] for one in listed} | {"manifest.json"}
    for one in listed:
        assert hashlib.sha256((upload / one["path"]).read_bytes()).hexdigest() == one["sha256"]
    items = (upload / "items.csv").read_text(encoding="utf-8-sig")
    assert "2. 另一項目。" in items
    assert ",123," in items


def test_the_whole_way_by_mouse(
    watched: Watched, empty_desk: str, files: list[Path], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = watched.page
    page.goto(empty_desk)
    hand = Mouse(page)
    sent = [[path.name, base64.b64encode(path.read_bytes()).decode()] for path in files]
    dropped = page.evaluate_handle(DROP, [sent])
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    hand.clicks += 1
    go_on(hand, root)
    refuse_incomplete(root.with_name(f"{root.name}-upload"))
    with page.expect_navigation():
        hand.act("#end")
    page.wait_for_load_state("networkidle")
    assert "核對桌已結束" in page.inner_text("h1")
    with capsys.disabled():
        print("\n" + hand.told("by mouse"))  # noqa: T201 - what was measured


def test_the_whole_way_by_keyboard(
    watched: Watched, empty_desk: str, files: list[Path], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = watched.page
    page.goto(empty_desk)
    hand = Keyboard(page)
    # The system's own window for files is outside of the page; Enter opens it, and what it gives is set.
    with page.expect_file_chooser() as chooser:
        hand.act("#files")
    chooser.value.set_files(files)
    hand.act("#add button")
    go_on(hand, root)
    refuse_incomplete(root.with_name(f"{root.name}-upload"))
    assert hand.clicks == 0
    with capsys.disabled():
        print("\n" + hand.told("by keyboard"))  # noqa: T201 - what was measured


@pytest.fixture
def conflict(watched: Watched, empty_desk: str, tmp_path: Path) -> Page:
    """A start page with everything that it can show: a conflict, a plan, a broken file."""
    made = {
        "一.pdf": plan_file(),
        "二.pdf": plan_file("另一"),
        "三.pdf": plan_file(year=113),
        "壞.pdf": BROKEN,
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    watched.page.goto(empty_desk)
    watched.page.set_input_files("#files", [tmp_path / name for name in made])
    watched.page.click("#add button")
    watched.page.wait_for_selector("#list[data-busy=no] #conflicts", timeout=READ_MS)
    return watched.page


def test_no_page_of_the_way_has_a_serious_fault_or_scrolls_sideways(conflict: Page, empty_desk: str) -> None:
    conflict.set_viewport_size({"width": 360, "height": 800})
    for language, scheme in (("zh", "dark"), ("en", "light")):
        conflict.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for path in ("", "publish", "publisher"):
            conflict.goto(empty_desk + path)
            conflict.check(f"#show-{language}", force=True)
            assert faults(conflict) == []
            assert conflict.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_conflict_is_decided_with_one_click(conflict: Page) -> None:
    conflict.click("[id^=both-]")
    conflict.wait_for_selector("#list[data-busy=no] #plans", timeout=READ_MS)
    assert not conflict.locator("#conflicts").count()
    assert conflict.locator("#plans tbody tr").count() == 3


def test_the_browsers_language_decides_at_first(watched: Watched, empty_desk: str) -> None:
    browser = watched.page.context.browser
    assert browser is not None
    page = browser.new_page(locale="en-US")
    page.goto(empty_desk)
    assert page.inner_text("h1") == "Work plans: from PDF to open data"
    page.close()
    watched.page.goto(empty_desk)
    assert watched.page.inner_text("h1") == "工作計畫：由 PDF 到開放資料"
