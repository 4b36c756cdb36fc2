"""The desk's pages: who may ask for them, what each address shows, and what each form does."""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import HTTPException

from pipeline.errors import WorkplanError
from pipeline.folder.corrections import correctable_fields
from pipeline.review.desk import Desk, PlanOnDesk
from pipeline.review.differences import differences
from pipeline.review.templates import desk_asset, field_told, page
from pipeline.site.model import ItemRow
from pipeline.site.pages import sheets_of
from pipeline.site.pictures import PagePicture, measured, picture_bytes

DESK_HOST: Final = "127.0.0.1"
HOST_NAMES: Final = frozenset((DESK_HOST, "localhost"))
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
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


MOST_BYTES = 1_000_000
"""Of a form; contents of an item are a few thousand characters."""
PICTURES_KEPT = 48
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FORBIDDEN = 403
ANSWERS = {404: "page-gone", 405: "form-wanted", 413: "form-too-long"}
"""What a person reads where a page cannot be given, by HTTP status."""
ITEM_ADDRESS = re.compile(r"items/[A-Za-z0-9._-]+")
_drawing = Lock()
"""The engine that draws pages works for one thread at a time."""


@lru_cache(maxsize=PICTURES_KEPT)
def _picture(pdf: Path, number: int, password: str | None) -> bytes | None:
    with _drawing:
        return picture_bytes(pdf, number, password)


@lru_cache(maxsize=PICTURES_KEPT)
def _sizes(pdf: Path, password: str | None) -> dict[int, PagePicture]:
    with _drawing:
        return measured(pdf, password)


def app_of(desk: Desk, token: str, port: Callable[[], int]) -> Flask:
    """The desk as a WSGI application.

    Args:
        desk: what it shows and writes.
        token: that every address begins with.
        port: gives the port that it listens on, once it does.
    """
    app = Flask("pipeline.review", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    root = f"/{token}/"
    _guard(app, token, port)
    _answer_errors(app, desk, root)

    def overview(merged: tuple[str, ...] = (), errors: tuple[WorkplanError, ...] = ()) -> Response:
        plans = [desk.plan(plan_id) for plan_id in desk.plan_ids]
        return _html("overview.html", root=root, desk=desk, plans=plans, merged=merged, errors=errors)

    def item_page(item_id: str, errors: tuple[WorkplanError, ...] = (), act: str = "") -> Response:
        on_desk, row = _found(desk, item_id)
        # What a form could not do is said beside the form, which keeps what was typed.
        given = defaultdict(str, {**request.form.to_dict(), "act": act} if errors else _chosen(row))
        return _html("desk.html", **_shown(desk, on_desk, row), root=root, errors=errors, given=given)

    @app.get(root)
    def start() -> Response:
        return overview()

    @app.post(f"{root}merge")
    def merge() -> Response:
        try:
            return overview(desk.merge(request.form.get("other", "")))
        except WorkplanError as error:
            return overview(errors=(error,))

    @app.get(f"{root}items/<item_id>")
    def item(item_id: str) -> Any:
        stays = None if _is_there(desk, item_id) else desk.joined_to(item_id)
        return redirect(f"{root}items/{stays}", 303) if stays else item_page(item_id)

    @app.get(f"{root}items/<item_id>/<act>")
    def of_form(item_id: str, act: str) -> Any:  # noqa: ARG001 - part of the address
        # Who loads a page again that a form has led to wants the item.
        return redirect(f"{root}items/{item_id}", 303)

    @app.get(f"{root}plans/<plan_id>/page")
    def jump(plan_id: str) -> Any:
        number = request.args.get("n", default=1, type=int)
        on_desk = desk.plan(plan_id)
        return redirect(f"{root}items/{on_desk.on_page(number) or on_desk.order[0]}", 303)

    @app.get(f"{root}pages/<sha256>/<int:number>.webp")
    def picture(sha256: str, number: int) -> Response:
        pdf = desk.sources.get(sha256)
        content = None if pdf is None else _picture(pdf, number, desk.password)
        return abort(404) if content is None else Response(content, content_type="image/webp")

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
        desk.who = " ".join(request.form.get("who", "").split())
        return redirect(root + _within(request.form.get("at", "")), 303)

    @app.post(f"{root}undo")
    def undo() -> Any:
        at = _within(request.form.get("at", ""))
        try:
            return redirect(f"{root}items/{desk.undo()}", 303)
        except WorkplanError as error:
            return item_page(at.removeprefix("items/"), (error,)) if at else overview(errors=(error,))

    @app.post(f"{root}items/<item_id>/<act>")
    def act(item_id: str, act: str) -> Any:
        on_desk, _ = _found(desk, item_id)
        # Whoever has typed a name need not press a button for it first.
        desk.who = " ".join(request.form.get("who", "").split()) or desk.who
        there = f"{root}items/{item_id}"
        try:
            if act == "accept":
                desk.accept(item_id, request.form.get("seen", ""))
                ahead = on_desk.to_do(item_id)
                there = f"{root}items/{ahead}" if ahead else root
            elif act == "withdraw":
                desk.withdraw(item_id)
            else:
                desk.correct(item_id, *_asked(act))
        except WorkplanError as error:
            return item_page(item_id, (error,), act)
        return redirect(there, 303)

    return app


def _guard(app: Flask, token: str, port: Callable[[], int]) -> None:
    @app.before_request
    def guard() -> None:
        if not may_pass(request.method, request.path, request.host, dict(request.headers), token, port()):
            abort(403)

    @app.after_request
    def hardened(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response


def _answer_errors(app: Flask, desk: Desk, root: str) -> None:
    @app.errorhandler(WorkplanError)
    def told(error: WorkplanError) -> Response:
        return _html("trouble.html", 409, root=root, errors=[error], desk=desk)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Any:
        # Whoever may not pass learns nothing, not even that there is a desk.
        if error.code == FORBIDDEN or error.code is None:
            return error
        told = WorkplanError(ANSWERS.get(error.code, "desk-failed"))
        return _html("trouble.html", error.code, root=root, errors=[told], desk=desk)


def _asked(act: str) -> tuple[str, str, str]:
    """Field, new value and reason of a form."""
    form, reason = request.form, request.form.get("reason", "")
    if act == "correct":
        return form.get("field", ""), form.get("new", "").replace("\r\n", "\n").strip(), reason
    if act == "split":
        return f"split[{form.get('step', '')}]", form.get("title", ""), reason
    if act == "join":
        return "join", form.get("other", ""), reason
    if act == "move":
        where = "before" if form.get("where") == "before" else "after"
        return f"move[{where}]", form.get("other", ""), reason
    if act == "budget":
        return f"budget[{form.get('cell', '')}].applies_to", " ".join(form.getlist("items")), reason
    return abort(404)


def _chosen(row: ItemRow) -> dict[str, str]:
    """What a form is filled in with where the person has chosen the other reading of a field."""
    chosen = request.args.get("other", type=int)
    found = differences(row)
    return found[chosen].way.given if chosen is not None and 0 <= chosen < len(found) else {}


def _within(at: str) -> str:
    """Where a form was sent from: an item of the desk, or its start page where it says anything else."""
    return at if ITEM_ADDRESS.fullmatch(at) else ""


def _is_there(desk: Desk, item_id: str) -> bool:
    on_desk = desk.plan_with(item_id)
    return on_desk is not None and on_desk.row(item_id) is not None


def _found(desk: Desk, item_id: str) -> tuple[PlanOnDesk, ItemRow]:
    on_desk = desk.plan_with(item_id)
    row = on_desk.row(item_id) if on_desk else None
    if on_desk is None or row is None:
        abort(404)
    return on_desk, row


def _shown(desk: Desk, on_desk: PlanOnDesk, row: ItemRow) -> dict[str, Any]:
    """What the page of an item is filled in with."""
    source = on_desk.plan.document.source.sha256
    pdf = desk.sources.get(source)
    sizes: dict[int, PagePicture] = {}
    # A file that was taken away since costs its pictures only.
    with suppress(WorkplanError):
        sizes = _sizes(pdf, desk.password) if pdf is not None else {}
    named = (
        (name, field_told(row.section, name), value) for name, value in correctable_fields(desk.root, row.id)
    )
    around = [other for other in on_desk.plan.rows if other.section.id == row.section.id]
    return {
        "desk": desk,
        "on_desk": on_desk,
        "plan": on_desk.plan,
        "row": row,
        "review": on_desk.review_of(row.id),
        "sheets": sheets_of(replace(on_desk.plan, pictures=sizes), row),
        "source": source,
        "before": on_desk.beside(row.id, -1),
        "behind": on_desk.beside(row.id, 1),
        "doubtful": on_desk.to_do(row.id, finding=True),
        "fields": [{"name": name, "told": told, "value": value} for name, told, value in named if told],
        "around": around,
        "differences": differences(row),
        "beside": _next_in_reading_order(on_desk, row),
        "rows": on_desk.plan.rows,
        "title_of": {one.id: one.title for one in on_desk.plan.rows}.get,
    }


def _next_in_reading_order(on_desk: PlanOnDesk, row: ItemRow) -> str | None:
    """The item that one is joined to, or moved behind, most often."""
    ids = [one.id for one in on_desk.plan.rows]
    place = ids.index(row.id) + 1
    return ids[place] if place < len(ids) else None


def _html(name: str, code: int = 200, **context: Any) -> Response:
    return Response(page(name, **context), code, content_type="text/html; charset=utf-8")
