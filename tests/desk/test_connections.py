"""The desk's port spoken to by any program of the machine: it answers, tells nothing and goes on for its person."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.desk.connections import MOST_STRANGERS
from pipeline.desk.desk import Desk
from pipeline.desk.server import served

TOKEN = "t0ken-that-nobody-may-see"  # noqa: S105 - none that is in use
PLAN = "chiayi-city-west-112"
MANY_DIGITS = b"9" * 5000


@pytest.fixture(scope="module")
def port(_made: Path) -> Iterator[int]:
    with served(Desk(_made), token=TOKEN) as (_, server):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.port
        server.shutdown()
        thread.join(timeout=10)


def answer_to(port: int, request: bytes) -> bytes:
    """All that is sent back until the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def asked(port: int, path: bytes, version: bytes = b"HTTP/1.1", head: bytes | None = None) -> bytes:
    host = b"Host: 127.0.0.1:%d\r\n" % port if head is None else head
    return answer_to(port, b"GET /%b/%b %b\r\n%b\r\n" % (TOKEN.encode(), path, version, host))


def status(answer: bytes) -> int:
    assert answer.startswith(b"HTTP/1.1 "), answer[:80]
    return int(answer[9:12])


TAILS = {
    "null": b"\0",
    "null-escaped": b"%00",
    "lines": b"%0d%0aSet-Cookie:%20a=b",
    "escape": b"\x1b[31m",
    "escape-escaped": b"%1b[31m",
    "no-utf8": b"%ff%fe",
    "no-utf8-raw": b"\xff\xfe",
    "surrogate": b"%ed%a0%80",
    "no-escape": b"%zz",
    "direction": b"%E2%80%AE",
    "upwards": b"../../etc/passwd",
    "long": b"a" * 20_000,
}
PLACES = (b"", b"items/", b"plans/", b"assets/", b"plans/" + PLAN.encode() + b"/", b"pages/x/")


@pytest.mark.parametrize("name", TAILS)
def test_no_page_is_there_for_a_hostile_address(
    port: int, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for place in PLACES:
        answer = asked(port, place + TAILS[name])
        assert status(answer) in {400, 404}
        assert b"Traceback" not in answer
        assert b"\nSet-Cookie" not in answer
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", TAILS)
def test_what_is_searched_for_may_be_anything(
    port: int, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for key in (b"q", b"least", b"section", b"marked", b"state"):
        answer = asked(port, b"plans/%b/items?%b=%b" % (PLAN.encode(), key, TAILS[name]))
        assert status(answer) == 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "path",
    [b"plans/%b/items?least=%b", b"plans/%b/items?marked=%b", b"plans/%b/page?n=%b", b"plans/%b/pages/%b"],
)
def test_numbers_without_end_are_no_error(port: int, path: bytes) -> None:
    assert status(asked(port, path % (PLAN.encode(), MANY_DIGITS))) in {200, 303, 404}


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /%b/ a HTTP/1.1",
        b"GET /%b/ HTTP/9",
        b"GET http://[%b/ HTTP/1.1",
        b"GET /%b/" + b"a" * 70_000 + b" HTTP/1.1",
    ],
    ids=["three-words", "version", "address", "long"],
)
def test_what_is_no_request_is_refused_without_repeating_it(
    port: int, request_line: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = answer_to(port, request_line % TOKEN.encode() + b"\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
    assert b" 400 " in answer[:20] or b" 414 " in answer[:20] or b" 505 " in answer[:20]
    assert TOKEN.encode() not in answer
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("version", "head"),
    [
        (b"HTTP/1.0", b""),
        (b"HTTP/1.1", b""),
        (b"", b""),
        (b"HTTP/1.1", b"Host: 127.0.0.1:%d\r\nHost: evil.example\r\n"),
    ],
    ids=["1.0", "1.1", "0.9", "two"],
)
def test_a_client_that_names_no_one_host_is_refused(port: int, version: bytes, head: bytes) -> None:
    answer = asked(port, b"", version, head % port if head else head)
    assert b" 400 " in answer[:20]
    assert TOKEN.encode() not in answer


def test_headers_without_end_are_refused(port: int) -> None:
    host = b"Host: 127.0.0.1:%d\r\n" % port
    assert status(asked(port, b"", head=host + b"X: " + b"a" * 70_000 + b"\r\n")) == 431
    assert status(asked(port, b"", head=host + b"".join(b"X%d: a\r\n" % n for n in range(300)))) == 431


def test_clients_that_say_nothing_keep_nobody_from_the_desk(port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(2 * MOST_STRANGERS)]
    try:
        silent[-1].sendall(b"GET /")
        assert status(asked(port, b"")) == 200
        # The oldest ones were let go of.
        assert silent[0].recv(1) == b""
    finally:
        for one in silent:
            one.close()


def test_an_unexpected_error_is_written_down_without_its_address(
    output: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(output)
    with served(desk, token=TOKEN) as (_, server):
        monkeypatch.setattr(desk, "plan", lambda _: 1 / 0)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        answer = asked(server.port, f"plans/{PLAN}/items".encode())
        server.shutdown()
        thread.join(timeout=10)
    assert status(answer) == 500
    assert "ZeroDivisionError" in caplog.text
    assert TOKEN not in caplog.text
