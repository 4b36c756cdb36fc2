"""The desk as an application: what every page has, how errors are answered, and which parts it is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import HTTPException

from pipeline.desk.answers import html, typed_name, within
from pipeline.desk.checking import add_checking, item_page
from pipeline.desk.desk import Desk
from pipeline.desk.guard import HEADERS, may_pass
from pipeline.desk.listing import add_listing
from pipeline.desk.page_checking import add_page_checking
from pipeline.desk.publishing_pages import add_publishing
from pipeline.desk.reading import BackgroundReading
from pipeline.desk.start_pages import add_start, start_page
from pipeline.desk.templates import desk_asset
from pipeline.errors import WorkplanError

MOST_BYTES = 1_000_000
"""Of a form; contents of an item are a few thousand characters."""
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FORBIDDEN = 403
ANSWERS = {404: "page-gone", 405: "form-wanted", 413: "form-too-long"}
"""What a person reads where a page cannot be given, by HTTP status."""


class _DeskApp(Flask):
    """The application, which writes down what went wrong and never where: every address holds the token."""

    def log_exception(self, exc_info: Any) -> None:
        """Log an unexpected error."""
        self.logger.error("The desk failed.", exc_info=exc_info)


def app_of(
    desk: Desk,
    token: str,
    port: Callable[[], int],
    reading: BackgroundReading | None = None,
    end: Callable[[], None] = lambda: None,
) -> Flask:
    """The desk as a WSGI application.

    Args:
        desk: what it shows and writes.
        token: that every address begins with.
        port: gives the port that it listens on, once it does.
        reading: reads what comes in; one that nobody ends by default.
        end: ends the server, as soon as it has answered.
    """
    app = _DeskApp("pipeline.desk", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    root = f"/{token}/"
    _guard(app, token, port)
    _answer_errors(app, desk, root)

    reads = reading or BackgroundReading(desk.root, desk.refresh, desk.password)

    @app.post(f"{root}merge")
    def merge() -> Response:
        try:
            return start_page(desk, root, reads, desk.merge(request.form.get("other", "")))
        except WorkplanError as error:
            return start_page(desk, root, reads, errors=(error,))

    @app.get(f"{root}assets/<name>")
    def given_asset(name: str) -> Response:
        content = desk_asset(name)
        return (
            abort(404)
            if content is None
            else Response(content, content_type=CONTENT_TYPES[Path(name).suffix])
        )

    @app.post(f"{root}who")
    def who() -> Any:
        desk.who = typed_name()
        return redirect(root + within(request.form.get("at", "")), 303)

    @app.post(f"{root}undo")
    def undo() -> Any:
        at = within(request.form.get("at", ""))
        of_item = not at or at.startswith("items/")
        try:
            undone = desk.undo(request.form.get("seen", ""))
        except WorkplanError as error:
            if not of_item:
                return html("trouble.html", 409, root=root, errors=[error], desk=desk, at=at)
            return (
                item_page(desk, root, at.removeprefix("items/"), (error,))
                if at
                else start_page(desk, root, reads, errors=(error,))
            )
        return redirect(f"{root}items/{undone}" if of_item else root + at, 303)

    @app.post(f"{root}end")
    def ended() -> Response:
        end()
        return html("ended.html", root=root, desk=desk, errors=())

    add_start(app, desk, root, reads)
    add_page_checking(app, desk, root)
    add_listing(app, desk, root)
    add_checking(app, desk, root)
    add_publishing(app, desk, root)
    return app


def _guard(app: Flask, token: str, port: Callable[[], int]) -> None:
    @app.before_request
    def guard() -> None:
        # ``request.host`` would stand the server's own name in for a Host that is not there.
        host = request.headers.get("Host", "")
        if not may_pass(request.method, request.path, host, dict(request.headers), token, port()):
            abort(403)

    @app.after_request
    def hardened(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response


def _answer_errors(app: Flask, desk: Desk, root: str) -> None:
    @app.errorhandler(WorkplanError)
    def told(error: WorkplanError) -> Response:
        return html("trouble.html", 409, root=root, errors=[error], desk=desk)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Any:
        # Whoever may not pass learns nothing, not even that there is a desk.
        if error.code == FORBIDDEN or error.code is None:
            return error
        told = WorkplanError(ANSWERS.get(error.code, "desk-failed"))
        return html("trouble.html", error.code, root=root, errors=[told], desk=desk)
