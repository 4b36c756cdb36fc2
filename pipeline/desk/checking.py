"""The pages on which people check single items: an item beside its page, and what its forms do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from flask import Flask, Response, abort, redirect, request

from pipeline.desk.answers import html, told_of, typed_name
from pipeline.desk.desk import Desk
from pipeline.desk.differences import differences
from pipeline.desk.paper import sizes_of
from pipeline.desk.plan import PlanOnDesk
from pipeline.desk.seen import parted
from pipeline.desk.terms import PRESET_REASONS, field_told, history_of
from pipeline.errors import WorkplanError
from pipeline.folder.corrections import correctable_fields
from pipeline.models import Level
from pipeline.site.model import ItemRow
from pipeline.site.pages import sheets_of

ACTS: Final = ("correct", "split", "join", "move", "budget")


class AskedCorrection(NamedTuple):
    """What a form asks for.

    Attributes:
        seen: hashes of the records, and of the budget cell, that it was made of, by identifier.
    """

    field: str
    new: str
    reason: str
    seen: dict[str, str]


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
        content = desk.view(sha256, number)
        return abort(404) if content is None else Response(content, content_type="image/webp")

    @app.post(f"{root}items/<item_id>/<act>")
    def act(item_id: str, act: str) -> Any:
        desk.who = typed_name() or desk.who
        if act not in {"accept", "withdraw", *ACTS}:
            abort(404)
        if not _is_there(desk, item_id):
            return _gone_page(desk, root, item_id)
        try:
            there = _done(desk, item_id, act)
        except WorkplanError as error:
            return item_page(desk, root, item_id, (error,), act)
        return redirect(root + there, 303)


def _done(desk: Desk, item_id: str, act: str) -> str:
    """Do what a form asks for; where it leads to."""
    if act == "accept":
        desk.accept(item_id, request.form.get("seen", ""))
        ahead = _found(desk, item_id)[0].to_do(item_id)
        return f"items/{ahead}" if ahead else ""
    if act == "withdraw":
        desk.withdraw(item_id, request.form.get("seen", ""))
    else:
        desk.correct(item_id, *_asked(item_id, act))
    return f"items/{item_id}"


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
    shown = _shown(desk, on_desk, row)
    return html("item.html", **shown, **told_of(errors), root=root, given=given)


def _gone_page(desk: Desk, root: str, item_id: str) -> Response:
    """What a form of an item that is not there any more had: nothing typed is lost with it."""
    seen = request.form.get("seen", "")
    changed = desk.shown.changed(None, seen)
    typed = [value for name in ("new", "title", "reason") if (value := request.form.get(name, "").strip())]
    return html(
        "trouble.html",
        404,
        root=root,
        desk=desk,
        errors=[WorkplanError("page-gone")],
        changed=[changed] if changed and changed.fields else [],
        typed=typed,
        stays=desk.joined_to(item_id),
    )


def _asked(item_id: str, act: str) -> AskedCorrection:
    form = request.form
    reason = "：".join(filter(None, (form.get("why", "").strip(), form.get("reason", "").strip())))
    seen = {item_id: form.get("seen", "")}
    if act == "correct":
        new = form.get("new", "").replace("\r\n", "\n").strip()
        return AskedCorrection(form.get("field", ""), new, reason, seen)
    if act == "split":
        return AskedCorrection(f"split[{form.get('step', '')}]", form.get("title", ""), reason, seen)
    if act == "budget":
        cell, sha256 = parted(form.get("cell", ""))
        items = " ".join(form.getlist("items"))
        return AskedCorrection(f"budget[{cell}].applies_to", items, reason, {**seen, cell: sha256})
    other, sha256 = parted(form.get("other", ""))
    where = "before" if form.get("where") == "before" else "after"
    field = "join" if act == "join" else f"move[{where}]"
    return AskedCorrection(field, other, reason, {**seen, other: sha256})


def _chosen(row: ItemRow) -> dict[str, str]:
    """What a form is filled in with where the person has chosen the other reading, or a part of the record."""
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
    sizes = sizes_of(desk.sources.get(source), desk.password)
    return {
        "desk": desk,
        "on_desk": on_desk,
        "plan": on_desk.plan,
        "row": row,
        "review": on_desk.review_of(row.id),
        "seen": desk.shown.remember(row),
        "sheets": sheets_of(replace(on_desk.plan, pictures=sizes), row),
        "source": source,
        "before": on_desk.beside(row.id, -1),
        "behind": on_desk.beside(row.id, 1),
        "doubtful": on_desk.to_do(row.id, finding=True),
        "fields": list(_fields(desk, on_desk, row)),
        "history": history_of(row, on_desk.title_of),
        "alike": on_desk.read_alike(row),
        "around": [other for other in on_desk.plan.rows if other.section.id == row.section.id],
        "differences": differences(row),
        "others": [(other, desk.shown.remember(other)) for other in on_desk.around(row.id)],
        "cells": [(one, desk.shown.remember_cell(one, on_desk.title_of)) for one in row.section.budgets],
        "reasons": PRESET_REASONS,
        "title_of": on_desk.title_of,
    }


def _fields(desk: Desk, on_desk: PlanOnDesk, row: ItemRow) -> Iterator[dict[str, Any]]:
    """The texts and amounts of an item that can be corrected; of those that other items share, how many do."""
    shared = _shares(on_desk, row)
    for name, value in correctable_fields(desk.root, row.id):
        if name.startswith(("split[", "move[")) or name == "join" or name.endswith(".applies_to"):
            continue
        chinese, english = field_told(row.section, name)
        count = shared.get(name.rpartition(".")[0], 1)
        if count > 1:
            chinese, english = (
                f"{chinese}（{count} 項共用，一次更正）",
                f"{english} (of {count} items, all at once)",
            )
        yield {"name": name, "told": (chinese, english), "value": value}


def _shares(on_desk: PlanOnDesk, row: ItemRow) -> dict[str, int]:
    """How many items have a level or budget cell of an item, by the beginning of its fields' names."""
    rows = on_desk.rows_of(row.section.id)
    holders = Counter(level.id for other in rows for level in (*other.item.work_item, *other.item.plan_item))

    def of(name: str, levels: tuple[Level, ...]) -> dict[str, int]:
        return {f"{name}[{place}]": holders[level.id] for place, level in enumerate(levels)}

    cells = {f"budget[{one.id}]": len(one.applies_to) for one in row.section.budgets}
    return of("work_item", row.item.work_item) | of("plan_item", row.item.plan_item) | cells
