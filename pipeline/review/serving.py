"""The desk served to this machine alone, until it is stopped."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.errors import UsageError
from pipeline.review.app import app_of
from pipeline.review.desk import Desk
from pipeline.review.guarding import HOST

THREADS = 4
TOKEN_BYTES = 16


@contextmanager
def served(desk: Desk, port: int = 0, token: str | None = None) -> Iterator[tuple[str, Any]]:
    """A server of the desk that listens already; ``run`` of it serves until ``close``.

    Args:
        desk: what is served.
        port: of this machine; any that is free by default.
        token: made anew by default.

    Yields:
        Its address, and the server.

    Raises:
        UsageError: the port is taken.
    """
    from waitress.server import create_server  # noqa: PLC0415 - late

    secret = token or secrets.token_urlsafe(TOKEN_BYTES)
    listening: list[int] = []
    app = app_of(desk, secret, lambda: listening[0])
    try:
        server: Any = create_server(app, host=HOST, port=port, threads=THREADS, ident=None)
    except OSError as error:
        refused = UsageError(f"Port {port} cannot be listened on.", f"無法使用連接埠 {port}。")
        refused.remedy_en = "Choose another one with --port."
        refused.remedy_zh = "請以 --port 指定其他連接埠。"
        raise refused from error
    # A page asks for its pictures all at once, which the server would warn of on the terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    listening.append(int(server.effective_port))
    try:
        yield f"http://{HOST}:{listening[0]}/{secret}/", server
    finally:
        server.close()
