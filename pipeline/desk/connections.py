"""What comes to the desk's port, before it is a request of the desk: bounded, told nothing, and never written down.

Any program of this machine may speak to the port. What it sends costs a thread and a buffer until it has named the
token; of such connections only so many are held, the newest ones, so that nobody keeps a person from their desk.
"""

from __future__ import annotations

import socket
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

from werkzeug.serving import WSGIRequestHandler

SILENCE_SECONDS: Final = 30.0
"""A client that says nothing for so long has gone."""
MOST_STRANGERS: Final = 64
"""Connections that have not named the token; a browser opens six at once."""
FIRST_VERSION_WITH_HEADERS: Final = "HTTP/1.0"


class Strangers:
    """Connections that have not named the token yet, of which the oldest goes where there are too many.

    Args:
        most: how many are held.
    """

    def __init__(self, most: int = MOST_STRANGERS) -> None:
        self._most = most
        self._lock = Lock()
        self._held: OrderedDict[socket.socket, None] = OrderedDict()

    def come(self, connection: socket.socket) -> None:
        """Hold one more."""
        with self._lock:
            self._held[connection] = None
            while len(self._held) > self._most:
                oldest, _ = self._held.popitem(last=False)
                # Its thread reads the end of what is sent, and ends.
                with suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)

    def go(self, connection: socket.socket) -> None:
        """Hold one no more: it has named the token, or is closed."""
        with self._lock:
            self._held.pop(connection, None)

    @contextmanager
    def around(self, connection: socket.socket) -> Iterator[None]:
        """Hold a connection for as long as it is answered."""
        self.come(connection)
        try:
            yield
        finally:
            self.go(connection)


def handler_of(token: str, most: int = MOST_STRANGERS) -> type[WSGIRequestHandler]:
    """What answers connections to a desk.

    Args:
        token: that the address of every page begins with.
        most: connections that are held before they have named it.
    """
    strangers = Strangers(most)

    class Handler(WSGIRequestHandler):
        timeout = SILENCE_SECONDS

        def handle(self) -> None:
            with strangers.around(self.connection):
                super().handle()

        def parse_request(self) -> bool:
            if not super().parse_request():
                return False
            refusal = self._refusal()
            if refusal is not None:
                self.send_error(refusal)
                return False
            if self.path.startswith(f"/{token}/"):
                strangers.go(self.connection)
            return True

        def _refusal(self) -> HTTPStatus | None:
            """Why the application is not asked; without a Host it could not tell whom the client means."""
            if (
                self.request_version < FIRST_VERSION_WITH_HEADERS
                or len(self.headers.get_all("Host", [])) != 1
            ):
                return HTTPStatus.BAD_REQUEST
            try:
                urlsplit(self.path)
            except ValueError:
                return HTTPStatus.BAD_REQUEST
            return None

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - as the base calls it
            """Answer with the status alone: the library's own answer repeats the address, and with it the token."""
            self.request_version = max(self.request_version, FIRST_VERSION_WITH_HEADERS)
            self.send_response(code, HTTPStatus(code).phrase)
            self.send_header("Content-Length", "0")
            self.send_header("Connection", "close")
            self.end_headers()

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Write no line for each request: addresses hold the token, and the terminal is for people."""

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - as the server calls it
            """Write none for what goes wrong in a connection either."""

    return Handler
