"""Who may ask the desk for anything: the browser that knows its token, on this machine, from the desk's own pages."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Final

DESK_HOST: Final = "127.0.0.1"
HOST_NAMES: Final = frozenset((DESK_HOST, "localhost"))
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer. The referrer stays within the desk: without any, a browser would not say where a form is from."""
READING: Final = frozenset(("GET", "HEAD"))


def may_pass(method: str, path: str, host: str, headers: Mapping[str, str], token: str, port: int) -> bool:
    """Whether a request is of the desk's own pages.

    Args:
        method: of the request.
        path: of its address.
        host: its Host header.
        headers: the others.
        token: that the path has to begin with.
        port: that the desk listens on.
    """
    name, _, told_port = host.partition(":")
    if name not in HOST_NAMES or told_port != str(port):
        return False
    first = path.lstrip("/").partition("/")[0]
    if not hmac.compare_digest(first.encode(), token.encode()):
        return False
    if method in READING:
        return True
    if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = headers.get("Origin")
    # Every browser of today says where a form that is posted comes from.
    return origin == f"http://{host}"
