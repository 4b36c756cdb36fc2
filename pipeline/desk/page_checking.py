"""The pages of a document on the desk: all records of a page over its picture, accepted together."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, redirect, request

from pipeline.dataclass import dataclass
from pipeline.desk.answers import html, told_of, typed_name
from pipeline.desk.desk import Desk
from pipeline.desk.loose_text import loose_texts
from pipeline.desk.page_view import PageView, page_view, record_boxes
from pipeline.desk.paper import glyphs_of, ink_of, sizes_of
from pipeline.desk.plan import PlanOnDesk, pages_of
from pipeline.desk.seen import carried, parted
from pipeline.errors import WorkplanError
from pipeline.site.model import ItemRow


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A record in the list beside the page.

    Attributes:
        seen: its identifier with the hash that the form carries.
        goes_on: the page on which it ends, where that is a later one.
        unseen: pages that it began on and that have not been in view.
        alike: whether both engines read its text alike.
    """

    number: int
    row: ItemRow
    state: str
    seen: str
    goes_on: int | None
    unseen: tuple[int, ...]
    alike: bool


def add_page_checking(app: Flask, desk: Desk, root: str) -> None:
    """Add the page views to the desk.

    Args:
        app: the desk.
        desk: what it shows and writes.
        root: that every address begins with.
    """

    @app.get(f"{root}plans/<plan_id>/pages/<int:number>")
    def page_of(plan_id: str, number: int) -> Response:
        return checked_page(desk, root, plan_id, number)

    @app.get(f"{root}plans/<plan_id>/pages")
    def first(plan_id: str) -> Any:
        on_desk = desk.plan(plan_id)
        asked = request.args.get("n", type=int)
        number = asked or on_desk.page_to_do() or next(iter(on_desk.page_order), None)
        return redirect(f"{root}plans/{plan_id}/pages/{number}" if number else root, 303)

    @app.post(f"{root}plans/<plan_id>/pages/<int:number>")
    def accept_page(plan_id: str, number: int) -> Any:
        desk.who = typed_name() or desk.who
        seen = dict(map(parted, request.form.getlist("seen")))
        try:
            marked = desk.accept_page(plan_id, number, seen)
        except WorkplanError as error:
            return checked_page(desk, root, plan_id, number, (error,))
        ahead = desk.plan(plan_id).page_to_do(number)
        there = f"plans/{plan_id}/pages/{ahead or number}?marked={marked}&on={number}"
        return redirect(root + there, 303)


def checked_page(
    desk: Desk, root: str, plan_id: str, number: int, errors: tuple[WorkplanError, ...] = ()
) -> Response:
    """The view of a page.

    Args:
        desk: what it shows and writes.
        root: that every address begins with.
        plan_id: of the plan.
        number: of the page.
        errors: why a form could not be done.
    """
    on_desk = desk.plan(plan_id)
    if not 1 <= number <= on_desk.plan.document.source.pages:
        abort(404)
    return html(
        "page_view.html",
        **told_of(errors),
        root=root,
        desk=desk,
        on_desk=on_desk,
        plan=on_desk.plan,
        number=number,
        listed=[_listed(desk, on_desk, number, *one) for one in enumerate(on_desk.rows_on(number), start=1)],
        view=view_of(desk, on_desk, number),
        before=on_desk.page_beside(number, -1),
        behind=on_desk.page_beside(number, 1),
        ahead=on_desk.page_to_do(number),
        marked=request.args.get("marked", type=int),
        marked_on=request.args.get("on", type=int),
    )


def view_of(desk: Desk, on_desk: PlanOnDesk, number: int) -> PageView | None:
    """What is drawn over a page; None where there is no picture of it."""
    source = on_desk.plan.document.source.pages_sha256
    pdf = desk.sources.get(source)
    picture = sizes_of(pdf, desk.password).get(number)
    if pdf is None or picture is None:
        return None
    documents = [one.plan.document for one in desk.plans() if one.plan.document.source.pages_sha256 == source]
    rows = on_desk.rows_on(number)
    shares = ink_of(pdf, number, desk.password) or (0.0, 0.0, 1.0, 1.0)
    width, height = picture.width_pt, picture.height_pt
    ink = (shares[0] * width, shares[1] * height, shares[2] * width, shares[3] * height)

    def print_of(page: int) -> Any:
        return glyphs_of(pdf, page, desk.password)

    loose = loose_texts(number, height, lambda page: record_boxes(page, documents), print_of, documents)
    return page_view(number, picture, ink, rows, _before(on_desk, rows), loose, print_of(number))


def _before(on_desk: PlanOnDesk, rows: tuple[ItemRow, ...]) -> ItemRow | None:
    all_rows = on_desk.plan.rows
    place = all_rows.index(rows[0]) if rows else 0
    return all_rows[place - 1] if place else None


def _listed(desk: Desk, on_desk: PlanOnDesk, page: int, number: int, row: ItemRow) -> ListedRecord:
    last = max(pages_of(row))
    return ListedRecord(
        number,
        row,
        on_desk.review_of(row.id).state,
        carried(row.id, desk.shown.remember(row)),
        last if last > page else None,
        tuple(one for one in desk.unseen(on_desk, row) if one != page),
        on_desk.read_alike(row),
    )
