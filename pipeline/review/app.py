"""The desk's pages: what each address shows, and what each form does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, Response, abort, redirect, request

from pipeline.batch.correcting import correctable_fields
from pipeline.errors import WorkplanError
from pipeline.review.desk import Desk, PlanOnDesk
from pipeline.review.guarding import HEADERS, may_pass
from pipeline.review.templating import asset, page
from pipeline.review.words import field_told
from pipeline.site.model import ItemRow
from pipeline.site.pictures import PagePicture, measured, picture_bytes
from pipeline.site.rendering import sheets_of

MOST_BYTES = 1_000_000
"""Of a form; contents of an item are a few thousand characters."""
PICTURES_KEPT = 48
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_drawing = Lock()
"""The engine that draws pages works for one thread at a time."""


@lru_cache(maxsize=PICTURES_KEPT)
def _picture(pdf: Path, number: int) -> bytes | None:
    with _drawing:
        return picture_bytes(pdf, number)


@lru_cache(maxsize=PICTURES_KEPT)
def _sizes(pdf: Path) -> dict[int, PagePicture]:
    with _drawing:
        return measured(pdf)


def app_of(desk: Desk, token: str, port: Callable[[], int]) -> Flask:
    """The desk as a WSGI application.

    Args:
        desk: what it shows and writes.
        token: that every address begins with.
        port: gives the port that it listens on, once it does.
    """
    app = Flask("pipeline.review", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    said: list[WorkplanError] = []

    @app.before_request
    def guard() -> None:
        if not may_pass(request.method, request.path, request.host, dict(request.headers), token, port()):
            abort(403)

    @app.after_request
    def hardened(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    @app.errorhandler(WorkplanError)
    def told(error: WorkplanError) -> Response:
        content = page("trouble.html", root=f"/{token}/", errors=[error], desk=desk)
        return Response(content, 409, content_type="text/html; charset=utf-8")

    def shown_plans(merged: tuple[str, ...] = ()) -> Response:
        plans = [desk.plan(plan_id) for plan_id in desk.plan_ids]
        context = {"desk": desk, "plans": plans, "merged": merged, "errors": _taken(said)}
        return _html(page("overview.html", root=f"/{token}/", **context))

    @app.get(f"/{token}/")
    def overview() -> Response:
        return shown_plans()

    @app.post(f"/{token}/merge")
    def merge() -> Any:
        return shown_plans(desk.merge(request.form.get("other", "")))

    @app.get(f"/{token}/items/<item_id>")
    def item(item_id: str) -> Response:
        on_desk, row = _found(desk, item_id)
        return _html(page("desk.html", **_shown(desk, on_desk, row), root="../", errors=_taken(said)))

    @app.get(f"/{token}/plans/<plan_id>/page")
    def jump(plan_id: str) -> Any:
        number = request.args.get("n", default=1, type=int)
        on_desk = desk.plan(plan_id)
        return redirect(f"../../items/{on_desk.on_page(number) or on_desk.order[0]}", 303)

    @app.get(f"/{token}/pages/<sha256>/<int:number>.webp")
    def picture(sha256: str, number: int) -> Response:
        pdf = desk.sources.get(sha256)
        content = None if pdf is None else _picture(pdf, number)
        return abort(404) if content is None else Response(content, content_type="image/webp")

    @app.get(f"/{token}/assets/<name>")
    def given(name: str) -> Response:
        content = asset(name)
        return abort(404) if content is None else Response(content, content_type=KINDS[Path(name).suffix])

    @app.post(f"/{token}/who")
    def who() -> Any:
        desk.who = " ".join(request.form.get("who", "").split())
        return redirect(_back(request.form.get("at", "")), 303)

    @app.post(f"/{token}/undo")
    def undo() -> Any:
        return _attempt(said, desk.undo, lambda item_id: f"items/{item_id}", request.form.get("at", ""))

    @app.post(f"/{token}/items/<item_id>/<act>")
    def act(item_id: str, act: str) -> Any:
        on_desk, _ = _found(desk, item_id)
        here = f"../{item_id}"
        if act == "accept":
            ahead = on_desk.to_do(item_id)
            there = f"../{ahead}" if ahead else "../../"
            seen = request.form.get("seen", "")
            return _attempt(said, lambda: desk.accept(item_id, seen), lambda _: there, here)
        if act == "withdraw":
            return _attempt(said, lambda: desk.withdraw(item_id), lambda _: here, here)
        field, new, reason = _asked(act)
        return _attempt(said, lambda: desk.correct(item_id, field, new, reason), lambda _: here, here)

    return app


def _asked(act: str) -> tuple[str, str, str]:
    """Field, new value and reason of a form."""
    form, reason = request.form, request.form.get("reason", "")
    if act == "correct":
        return form.get("field", ""), form.get("new", "").replace("\r\n", "\n"), reason
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


def _attempt(
    said: list[WorkplanError], act: Callable[[], Any], there: Callable[[Any], str], here: str
) -> Any:
    """Do what a form asks for and go on; what keeps it from being done is said where the person is."""
    try:
        return redirect(there(act()), 303)
    except WorkplanError as error:
        said.append(error)
        return redirect(_back(here), 303)


def _back(at: str) -> str:
    """Where a form was sent from, within the desk."""
    return at if at and ":" not in at and not at.startswith("/") else "./"


def _taken(said: list[WorkplanError]) -> list[WorkplanError]:
    found, said[:] = list(said), []
    return found


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
    sizes = _sizes(pdf) if pdf is not None else {}
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
        "beside": _next_in_reading_order(on_desk, row),
        "rows": on_desk.plan.rows,
        "title_of": {one.id: one.title for one in on_desk.plan.rows}.get,
    }


def _next_in_reading_order(on_desk: PlanOnDesk, row: ItemRow) -> str | None:
    """The item that one is joined to, or moved behind, most often."""
    ids = [one.id for one in on_desk.plan.rows]
    place = ids.index(row.id) + 1
    return ids[place] if place < len(ids) else None


def _html(content: bytes) -> Response:
    return Response(content, content_type="text/html; charset=utf-8")
