"""Inputs and outputs behind URLs, in memory and over real servers on loopback."""

import functools
import http.server
import json
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]
import pytest

from pipeline import api, cli
from pipeline.errors import FolderBusyError, UnreadableError, UnwritableError, UsageError
from pipeline.files.inputs import at_hand, find_inputs
from pipeline.folder.remote import REMOTE_LOCK, remote_output
from tests.contract import FakeFiles

pytestmark = pytest.mark.slow


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web(files: FakeFiles) -> Iterator[str]:
    """A web server of the folder of files."""
    handler = functools.partial(Quiet, directory=str(files.folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def webdav(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that a WebDAV server keeps; ``webdav://`` leads to it."""
    pytest.importorskip("webdav4")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from cheroot.wsgi import Server
        from wsgidav.wsgidav_app import WsgiDAVApp  # type: ignore[import-untyped]

        folder = tmp_path / "dav"
        folder.mkdir()
        app = WsgiDAVApp(
            {
                "provider_mapping": {"/": str(folder)},
                "simple_dc": {"user_mapping": {"*": True}},
                "verbose": 0,
                "logging": {"enable": False},
            }
        )
    server = Server(("127.0.0.1", 0), app, numthreads=2)
    server.prepare()
    serving = threading.Thread(target=server.serve, daemon=True)
    serving.start()
    base = f"http://127.0.0.1:{server.bind_addr[1]}"
    monkeypatch.setitem(fsspec.config.conf, "webdav", {"base_url": base})
    yield folder
    server.stop()
    serving.join()


def shown(url: str) -> list[str]:
    return [entry.shown for entry in find_inputs([url]) if not entry.error]


def refused(url: str) -> str:
    (entry,) = find_inputs([url])
    assert entry.error
    return entry.error.line().both


def published(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".workplan" not in path.parts
    }


def test_a_remote_folder_is_searched_like_a_local_one(memory: Any) -> None:
    for name in ("/in/b.pdf", "/in/deep/A.PDF", "/in/notes.txt", "/in/.hidden/c.pdf"):
        memory.pipe_file(name, b"x")
    assert shown("memory://in/") == ["memory:///in/deep/A.PDF", "memory:///in/b.pdf"]
    assert shown("memory://in/*.pdf") == ["memory:///in/b.pdf"]
    assert shown("memory://in/b.pdf") == ["memory://in/b.pdf"]


def test_a_remote_file_is_here_only_while_it_is_needed(memory: Any) -> None:
    memory.pipe_file("/in/b.pdf", b"bytes")
    (entry,) = find_inputs(["memory://in/b.pdf"])
    with at_hand(entry) as local:
        assert (local.name, local.read_bytes()) == ("b.pdf", b"bytes")
    assert not local.parent.exists()


def test_what_is_not_there_is_told_in_one_line(memory: Any) -> None:
    memory.pipe_file("/empty/notes.txt", b"")
    assert "it does not exist" in refused("memory://absent.pdf")
    assert "holds no PDF, Word or ODT file" in refused("memory://empty")
    assert "protocol" in refused("nonsense://a/b.pdf")


@pytest.mark.parametrize("url", ["http://me:secret@host/plan.pdf", "simplecache::ftp://me:secret@host/a.pdf"])
def test_a_password_in_a_url_is_refused_and_never_told(url: str, files: FakeFiles, tmp_path: Path) -> None:
    report = api.run(url, tmp_path / "out")
    assert report.exit_code == UsageError.exit_code
    assert "secret" not in (tmp_path / "out" / ".workplan" / "run.json").read_text()
    assert "secret" not in report.messages[0].both
    with pytest.raises(UsageError) as told:
        api.run(files.folder, url)
    assert "secret" not in told.value.line().both


def test_without_the_extra_a_url_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert 'pip install "workplan[remote]"' in refused("http://127.0.0.1/plan.pdf")


def test_a_remote_output_is_fetched_changed_and_sent_back(memory: Any) -> None:
    for name in ("/out/old.csv", "/out/same.csv", "/out/a/plan.json"):
        memory.pipe_file(name, b"old")
    with remote_output("memory://out") as folder:
        assert (folder / "a" / "plan.json").read_bytes() == b"old"
        assert memory.exists(f"/out/{REMOTE_LOCK}")
        (folder / "old.csv").unlink()
        (folder / "a" / "plan.json").write_bytes(b"new")
    assert memory.find("/out") == ["/out/a/plan.json", "/out/same.csv"]
    assert memory.cat_file("/out/a/plan.json") == b"new"
    assert not folder.exists()


def test_files_are_sent_in_an_order_that_a_kill_cannot_harm(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    put = type(memory).put_file

    def noting(system: object, local: str, remote: str) -> None:
        sent.append(remote)
        put(system, local, remote)

    monkeypatch.setattr(type(memory), "put_file", noting)
    with remote_output("memory://out") as folder:
        names = ["a/plan.json", "a/items.csv", "manifest.json", "z.csv", ".workplan/done/x.json"]
        for name in (*names, ".workplan/readings/y.json"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
    names = [name.partition("/out/")[2] for name in sent]
    assert names == [
        ".workplan/readings/y.json", "a/items.csv", "z.csv", "a/plan.json", ".workplan/done/x.json", "manifest.json",
    ]  # fmt: skip


def test_a_second_writer_is_refused_and_told_how_to_free_a_dead_one(memory: Any, files: FakeFiles) -> None:
    with remote_output("memory://out", "workplan run"):
        with pytest.raises(FolderBusyError) as busy:
            api.run(files.folder, "memory://out")
        assert "workplan run (process" in busy.value.line().both
        assert f"delete memory://out/{REMOTE_LOCK}" in busy.value.line().both
    assert not memory.exists(f"/out/{REMOTE_LOCK}")


def test_publishing_needs_a_remote_folder_that_is_there(memory: Any) -> None:
    with pytest.raises(UnreadableError, match="no folder memory://absent"):
        api.publish("memory://absent")
    assert memory.find("/absent") == []


def test_from_a_web_server_to_a_webdav_server(
    files: FakeFiles, tmp_path: Path, web: str, webdav: Path
) -> None:
    files.write("a.pdf", **{"p-112": 2})
    files.write("b 1.pdf", **{"q-112": 1})
    api.run(files.folder, tmp_path / "local")
    report = api.run([f"{web}/a.pdf", f"{web}/b%201.pdf?token=secret", f"{web}/absent.pdf"], "webdav://out")
    assert [(one.path, one.exit_code) for one in report.inputs] == [
        (f"{web}/a.pdf", 0), (f"{web}/absent.pdf", 7), (f"{web}/b%201.pdf?…", 0),
    ]  # fmt: skip
    assert published(webdav / "out") == published(tmp_path / "local")
    again = api.run([f"{web}/a.pdf", f"{web}/b%201.pdf"], "webdav://out")
    assert [one.resumed for one in again.inputs] == [True, True]
    assert published(webdav / "out") == published(tmp_path / "local")
    assert b"secret" not in (webdav / "out" / ".workplan" / "run.json").read_bytes()
    assert json.loads((webdav / "out" / ".workplan" / "run.json").read_bytes())["exit_code"] == 0
    assert api.publish("webdav://out") == ()


def test_a_server_that_is_not_there(
    files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("webdav4")
    monkeypatch.setitem(fsspec.config.conf, "webdav", {"base_url": "http://127.0.0.1:9"})
    files.write("a.pdf", **{"p-112": 2})
    with pytest.raises(SystemExit) as ended:
        cli.main(["run", str(files.folder), "-o", "webdav://out"])
    assert ended.value.code in {UnreadableError.exit_code, UnwritableError.exit_code}
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(SystemExit) as ended:
        cli.main(["run", "http://127.0.0.1:9/a.pdf", "-o", str(tmp_path / "out")])
    assert ended.value.code == UnreadableError.exit_code
    assert capsys.readouterr().err.count("\n") == 1


def test_a_page_of_links_is_a_folder(files: FakeFiles, web: str) -> None:
    files.write("a.pdf", **{"p-112": 2})
    (files.folder / "notes.txt").touch()
    assert shown(f"{web}/") == [f"{web}/a.pdf"]


def test_urls_that_differ_in_what_is_not_shown_are_two_inputs(web: str) -> None:
    assert shown(f"{web}/get.pdf?id=1") == [f"{web}/get.pdf?…"]
    assert len(find_inputs([f"{web}/get.pdf?id=1", f"{web}/get.pdf?id=2", f"{web}/get.pdf?id=1"])) == 2


@pytest.mark.parametrize("last", ["..", "%2e%2e", "%2e%2e%2fa.pdf", "計" * 300 + ".pdf", "a%00b"])
def test_no_url_names_a_file_elsewhere(last: str) -> None:
    (entry,) = find_inputs([f"http://127.0.0.1:9/{last}"])
    assert entry.path.parent == Path()
    assert entry.path.name not in {"", ".", ".."}
    assert len(str(entry.path).encode()) <= 255


def test_a_bucket_that_is_not_there(memory: Any, files: FakeFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object) -> None:
        raise FileNotFoundError("no such bucket, asked by AKIASECRET")

    monkeypatch.setattr(type(memory), "pipe_file", refusing)
    with pytest.raises(UnwritableError, match="it does not exist") as told:
        api.run(files.folder, "memory://absent/out")
    assert "SECRET" not in told.value.line().both


def test_a_web_server_is_no_output(files: FakeFiles, web: str) -> None:
    with pytest.raises(UsageError, match="read only"):
        api.run(files.folder, f"{web}/out")


def write_and_stop() -> None:
    with remote_output("memory://out") as folder:
        (folder / "a.csv").touch()
        raise KeyboardInterrupt


def test_a_run_that_is_stopped_sends_what_it_has(memory: Any) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_and_stop()
    assert memory.find("/out") == ["/out/a.csv"]
