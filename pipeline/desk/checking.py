"""The pages on which people check items: an item beside its page, and what its forms do."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, Response, abort, redirect, request

from pipeline.desk.answers import html
from pipeline.desk.desk import Desk, PlanOnDesk
from pipeline.desk.differences import differences
from pipeline.desk.templates import field_told
from pipeline.errors import WorkplanError
from pipeline.folder.corrections import correctable_fields
from pipeline.site.model import ItemRow
from pipeline.site.pages import sheets_of
from pipeline.site.pictures import PagePicture, measured, picture_bytes

PICTURES_KEPT = 48
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


def add_checking(app: Flask, desk: Desk, root: str) -> None:
    """Add the pages of items to the desk.

    Args:
        app: the desk.
        desk: what it shows and writes.
        root: that every address begins with.
    """

    @app.get(f"{root}items/<item_id>")
    def item(item_id: str) -> Any:
        stays = None if _is_there(desk, item_id) else desk.joined_to(item_id)
        return redirect(f"{root}items/{stays}", 303) if stays else item_page(desk, root, item_id)

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
            return item_page(desk, root, item_id, (error,), act)
        return redirect(there, 303)


def item_page(
    desk: Desk, root: str, item_id: str, errors: tuple[WorkplanError, ...] = (), act: str = ""
) -> Response:
    """The page of an item.

    Args:
        desk: what it shows and writes.
        root: that every address begins with.
        item_id: of the item.
        errors: why a form could not be done.
        act: which form.
    """
    on_desk, row = _found(desk, item_id)
    # What a form could not do is said beside the form, which keeps what was typed.
    given = defaultdict(str, {**request.form.to_dict(), "act": act} if errors else _chosen(row))
    return html("item.html", **_shown(desk, on_desk, row), root=root, errors=errors, given=given)


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
    source = on_desk.plan.document.source.pages_sha256
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
