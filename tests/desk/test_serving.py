"""The desk on a port of this machine."""

import socket
import threading
import urllib.request
from pathlib import Path

import pytest

from pipeline.desk.desk import Desk
from pipeline.desk.server import served
from pipeline.errors import UsageError


def test_the_desk_answers_at_its_address_and_ends(output: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with served(Desk(output)) as (address, server):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - of this machine
            assert "嘉義市西區區公所" in answer.read().decode()
        server.shutdown()
        thread.join(timeout=10)
        assert not thread.is_alive()
    assert capfd.readouterr() == ("", "")


def test_it_listens_to_this_machine_alone(output: Path) -> None:
    with served(Desk(output)) as (_, server):
        assert server.socket.getsockname()[0] == "127.0.0.1"


def test_tokens_are_never_the_same(output: Path) -> None:
    desk = Desk(output)
    with served(desk) as (one, _), served(desk) as (other, _):
        assert one.rsplit("/", 2)[1] != other.rsplit("/", 2)[1]
        assert len(one.rsplit("/", 2)[1]) >= 20


def test_a_port_that_is_taken_is_told_in_one_line(output: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=str(port)), served(Desk(output), port):
            pass
    assert capfd.readouterr() == ("", "")
