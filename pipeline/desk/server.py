"""The desk served to this machine alone, until it is stopped."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from werkzeug.serving import BaseWSGIServer, make_server

from pipeline.desk.app import app_of
from pipeline.desk.arrivals import listing_of
from pipeline.desk.connections import handler_of
from pipeline.desk.desk import Desk
from pipeline.desk.guard import DESK_HOST
from pipeline.desk.reading import BackgroundReading
from pipeline.errors import UsageError
from pipeline.metadata.files import MANIFEST_FILE

TOKEN_BYTES = 16
LAST_PAGE_SECONDS = 1.0
"""Between the wish to end and the end: the page that says so still asks for its style."""


@contextmanager
def served(desk: Desk, port: int = 0, token: str | None = None) -> Iterator[tuple[str, BaseWSGIServer]]:
    """A server of the desk that listens already.

    Werkzeug's own server is enough here: it listens on the loopback interface alone, for one person.

    Args:
        desk: what is served.
        port: of this machine; any that is free by default.
        token: made anew by default.

    Yields:
        Its address, and the server: ``serve_forever`` serves until ``shutdown`` is called from another thread.

    Raises:
        UsageError: the port is taken.
    """
    secret = token or secrets.token_urlsafe(TOKEN_BYTES)
    listening: list[int] = []
    running: list[BaseWSGIServer] = []
    reading = BackgroundReading(desk.root, desk.refresh, desk.password)

    def end() -> None:
        # From a thread of its own, as the server ends only when it has nothing to answer any more.
        timer = Timer(LAST_PAGE_SECONDS, running[0].shutdown)
        timer.daemon = True
        timer.start()

    app = app_of(desk, secret, lambda: listening[0], reading, end)
    try:
        # A port that is taken is told here; the server would print lines of its own and end the program.
        bound = socket.create_server((DESK_HOST, port))
    except OSError as error:
        raise UsageError("port-taken", port=port) from error
    with bound:
        server = make_server(
            DESK_HOST, port, app, threaded=True, request_handler=handler_of(secret), fd=bound.fileno()
        )
    listening.append(server.port)
    running.append(server)
    if _is_left(desk, reading):
        reading.begin()
    try:
        yield f"http://{DESK_HOST}:{server.port}/{secret}/", server
    finally:
        server.server_close()
        reading.end()


def _is_left(desk: Desk, reading: BackgroundReading) -> bool:
    """Whether an earlier desk ended before all that came in was read, or before what it read was written out."""
    waiting = any(one.state == "waiting" for one in listing_of(desk, reading).files)
    came_in = bool(reading.intake.arrivals())
    return waiting or (came_in and bool(desk.plan_ids) and not (desk.root / MANIFEST_FILE).exists())
