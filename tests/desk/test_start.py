"""The way of a file: added, read, decided about, told in the list."""

import io
import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk import start_pages
from pipeline.desk.app import app_of
from pipeline.desk.arrivals import listing_of
from pipeline.desk.desk import Desk
from pipeline.desk.reading import BackgroundReading
from pipeline.desk.server import served
from pipeline.folder.lock import alone_in
from tests.desk.files import BROKEN, PLAN_ID, plan_file, scan_file

ORIGIN = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"}


class Way:
    """A desk of a folder that does not exist yet, asked without a browser."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.desk = Desk(root, who="王小明")
        self.reading = BackgroundReading(root, self.desk.refresh)
        self.client = app_of(self.desk, "t", lambda: 8000, self.reading).test_client()

    def get(self, path: str = "") -> Any:
        return self.client.get(f"/t/{path}", headers=ORIGIN)

    def post(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> Any:
        answer = self.client.post(f"/t/{path}", data=form or {}, headers=ORIGIN | headers)
        self.reading.wait()
        return answer

    def add(self, *files: tuple[str, bytes], **headers: str) -> Any:
        return self.post(
            "files", {"files": [(io.BytesIO(content), name) for name, content in files]}, **headers
        )

    @property
    def states(self) -> dict[str, str]:
        """State of each file without a plan."""
        return {one.arrival.path.name: one.state for one in listing_of(self.desk, self.reading).files}


@pytest.fixture
def way(tmp_path: Path) -> Way:
    return Way(tmp_path / "我的 資料夾" / "輸出")


def test_a_folder_that_does_not_exist_asks_for_files_and_is_not_made(way: Way) -> None:
    page = way.get()
    assert page.status_code == 200
    assert "選擇檔案" in page.text
    assert not way.root.exists()


def test_one_bad_file_does_not_stop_the_others(way: Way) -> None:
    way.add(("計畫.pdf", plan_file()), ("壞檔.pdf", BROKEN), ("掃描.pdf", scan_file()))
    assert way.desk.plan_ids == (PLAN_ID,)
    assert way.states == {"壞檔.pdf": "refused", "掃描.pdf": "refused"}
    page = way.get().text
    assert "檔案損壞" in page
    assert "開始核對" in page


def test_pages_of_what_was_added_are_found(way: Way) -> None:
    way.add(("計畫.pdf", plan_file()))
    sha256 = way.desk.plan(PLAN_ID).plan.document.source.sha256
    assert way.get(f"pages/{sha256}/1.webp").content_type == "image/webp"
    again = Way(way.root)
    assert again.get(f"pages/{sha256}/1.webp").content_type == "image/webp"


def test_why_a_file_could_not_be_read_is_still_told_by_the_next_desk(way: Way) -> None:
    way.add(("壞檔.pdf", BROKEN))
    assert Way(way.root).states == {"壞檔.pdf": "refused"}


def test_what_is_no_pdf_is_told_and_the_others_are_read(way: Way) -> None:
    answer = way.add(("甲.xlsx", b"x"), ("計畫.pdf", plan_file()))
    assert 'role="alert"' in answer.text
    assert way.desk.plan_ids == (PLAN_ID,)


def test_a_script_is_told_what_could_not_be_added_as_json(way: Way) -> None:
    answer = way.add(("甲.xlsx", b"x"), Accept="application/json")
    assert len(answer.json["errors"]) == 1


def test_a_form_without_a_file_is_told(way: Way) -> None:
    assert "沒有選擇檔案" in way.post("files", {"files": (io.BytesIO(b""), "")}).text


def test_more_than_an_upload_may_have_is_told(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_pages, "MOST_UPLOADED_BYTES", 2**18)
    assert "一次加入的檔案超過" in way.add(("大.pdf", b"x" * 400_000)).text
    assert way.states == {}


def test_other_forms_keep_their_small_limit(way: Way) -> None:
    assert way.post("merge", {"other": "x" * 2_000_000}).status_code == 413


def test_a_name_cannot_lead_out_of_the_inbox(way: Way, tmp_path: Path) -> None:
    way.add(("../../../計畫.pdf", plan_file()))
    assert [path.parent.name for path in tmp_path.rglob("計畫*.pdf")] == ["inbox"]


@pytest.fixture
def conflict(way: Way) -> Way:
    way.add(("舊.pdf", plan_file()))
    way.add(("新.pdf", plan_file("召開村里民大會。")))
    assert way.desk.plan_ids == ()
    return way


def keys(way: Way) -> list[str]:
    (one,) = listing_of(way.desk, way.reading).conflicts
    return [rival.key for rival in one.rivals]


def held(way: Way) -> dict[str, str]:
    return {row.on_desk.plan.id: row.file_name for row in listing_of(way.desk, way.reading).plans}


def test_a_conflict_is_shown_with_its_files(conflict: Way) -> None:
    page = conflict.get().text
    assert "舊.pdf" in page
    assert "新.pdf" in page
    assert listing_of(conflict.desk, conflict.reading).next_step == "decide"


@pytest.mark.parametrize(("place", "kept", "aside"), [(0, "舊.pdf", "新.pdf"), (1, "新.pdf", "舊.pdf")])
def test_one_click_keeps_one_of_them_and_sets_the_other_aside(
    conflict: Way, place: int, kept: str, aside: str
) -> None:
    conflict.post(f"conflicts/{PLAN_ID}/{keys(conflict)[place]}/keep")
    assert held(conflict) == {PLAN_ID: kept}
    assert conflict.states == {aside: "aside"}
    conflict.post("read")
    assert held(conflict) == {PLAN_ID: kept}


def test_one_click_keeps_both_as_editions(conflict: Way) -> None:
    conflict.post(f"conflicts/{PLAN_ID}/{keys(conflict)[1]}/both")
    assert held(conflict) == {PLAN_ID: "舊.pdf", f"{PLAN_ID}-2": "新.pdf"}
    conflict.post("read")
    assert held(conflict) == {PLAN_ID: "舊.pdf", f"{PLAN_ID}-2": "新.pdf"}


def test_what_was_set_aside_can_be_read_again(conflict: Way) -> None:
    conflict.post(f"conflicts/{PLAN_ID}/{keys(conflict)[0]}/keep")
    (aside,) = [one for one in conflict.reading.intake.arrivals() if one.is_aside]
    conflict.post(f"files/{aside.sha256}/again")
    assert len(keys(conflict)) == 2


def test_a_conflict_that_was_decided_elsewhere_is_told(conflict: Way) -> None:
    old = keys(conflict)
    conflict.post(f"conflicts/{PLAN_ID}/{old[0]}/keep")
    assert "已沒有待決定" in conflict.post(f"conflicts/{PLAN_ID}/{old[1]}/keep").text
    assert held(conflict) == {PLAN_ID: "舊.pdf"}


def test_marks_and_corrections_stay_where_the_new_file_takes_the_place(way: Way) -> None:
    way.add(("舊.pdf", plan_file()))
    (first, *_) = way.desk.plan(PLAN_ID).order
    way.desk.correct(first, "implementation[1].text", "依規定辦理會報。", "測試")
    way.add(("新.pdf", plan_file() + b"\n%"))
    way.post(f"conflicts/{PLAN_ID}/{keys(way)[1]}/keep")
    assert held(way) == {PLAN_ID: "新.pdf"}
    row = way.desk.plan(PLAN_ID).row(first)
    assert row is not None
    assert "依規定辦理會報。" in [step.text for step in row.item.implementation]


def test_a_removed_file_is_gone_from_the_list(way: Way) -> None:
    way.add(("壞檔.pdf", BROKEN))
    (arrival,) = way.reading.intake.arrivals()
    way.post(f"files/{arrival.sha256}/remove")
    assert way.states == {}


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_reading_waits_for_whoever_writes_to_the_folder(way: Way) -> None:
    way.root.mkdir(parents=True)
    with alone_in(way.root, "workplan run"):
        way.client.post("/t/files", data={"files": (io.BytesIO(plan_file()), "計畫.pdf")}, headers=ORIGIN)
        until(lambda: way.reading.state.waits)
        assert "另一視窗或程式正在寫入" in way.get().text
    way.reading.wait()
    assert way.desk.plan_ids == (PLAN_ID,)


def test_the_list_follows_the_reading_as_json(way: Way) -> None:
    way.root.mkdir(parents=True)
    with alone_in(way.root, "workplan run"):
        way.client.post("/t/files", data={"files": (io.BytesIO(plan_file()), "計畫.pdf")}, headers=ORIGIN)
        told = way.get("list.json").json
        assert told["busy"]
        assert "待讀取" in told["html"]
        assert '<meta http-equiv="refresh"' in way.get().text
    way.reading.wait()
    told = way.get("list.json").json
    assert not told["busy"]
    assert "已讀取" in told["html"]


def test_a_mistake_in_a_file_that_people_write_is_told_and_can_be_tried_again(way: Way) -> None:
    way.root.mkdir(parents=True)
    (way.root / "corrections.csv").write_text("nothing\n", encoding="utf-8")
    way.add(("計畫.pdf", plan_file()))
    page = way.get().text
    assert 'role="alert"' in page
    assert "再試一次" in page
    (way.root / "corrections.csv").unlink()
    way.post("read")
    assert way.desk.plan_ids == (PLAN_ID,)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[str, threading.Thread, Path]]:
    root = tmp_path / "輸出"
    with served(Desk(root)) as (address, server):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield address, thread, root
        server.shutdown()
        thread.join(timeout=10)


def asked(address: str, path: str) -> str:
    origin = address.split("/", 3)
    request = urllib.request.Request(address + path, b"", {"Origin": f"http://{origin[2]}"}, method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - of this machine
        return str(answer.read().decode())


def test_the_button_ends_the_server(running: tuple[str, threading.Thread, Path]) -> None:
    address, thread, _ = running
    assert "核對桌已結束" in asked(address, "end")
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_desk_that_ends_while_it_reads_leaves_the_folder_whole_and_the_next_goes_on(tmp_path: Path) -> None:
    root = tmp_path / "輸出"
    samples = Path(__file__).parents[2] / "samples"
    reading = BackgroundReading(root)
    with (samples / "chiayi-west-112-open.pdf").open("rb") as file:
        reading.intake.take(file, "計畫.pdf")
    reading.begin()
    until(lambda: bool(reading.state.at_work))
    reading.end()
    desk = Desk(root)
    assert desk.plan_ids in {(), ("chiayi-city-west-112",)}
    with served(desk):
        until((root / "manifest.json").is_file)
        until(lambda: desk.plan_ids == ("chiayi-city-west-112",))
    assert json.loads((root / "manifest.json").read_bytes())["files"]
