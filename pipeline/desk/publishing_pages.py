"""Pages of publishing: who publishes, the check's result, the folder to upload, the portal's form."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

import click
from flask import Flask, Response, redirect, request

from pipeline.desk.answers import html
from pipeline.desk.desk import Desk
from pipeline.desk.publisher_form import FORM_FIELDS, given_values, save
from pipeline.desk.publishing import Publication, items_of, publish, published_plans
from pipeline.errors import PublisherError, UnreadableError, WorkplanError
from pipeline.folder.publication import PUBLISHER_FILE
from pipeline.folder.upload import upload_folder
from pipeline.gate.report import verdict
from pipeline.metadata.portal import PORTAL_FORM_FILE, portal_fields
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import read_publisher

PLACES_SHOWN = 20
"""Of each rule."""


def add_publishing(app: Flask, desk: Desk, root: str) -> None:
    """Add the pages of publishing to the desk.

    Args:
        app: the desk.
        desk: what it shows and writes.
        root: that every address begins with.
    """
    last: list[Publication] = []

    @app.get(f"{root}publish")
    def publishing() -> Response:
        return _publishing_page(desk, root, last[-1] if last else None)

    @app.post(f"{root}publish")
    def published() -> Any:
        last.clear()
        try:
            last.append(publish(desk.root, require_reviewed="require_reviewed" in request.form))
        except WorkplanError as error:
            return _publishing_page(desk, root, None, (error,))
        return redirect(f"{root}publish#result", 303)

    @app.post(f"{root}publish/open")
    def opened() -> Any:
        folder = upload_folder(desk.root)
        if folder.is_dir():
            click.launch(str(folder))
        return redirect(f"{root}publish#upload", 303)

    @app.get(f"{root}publisher")
    def publisher() -> Response:
        return _publisher_page(desk, root, given_values(desk.root, _offices(desk), date.today()))

    @app.post(f"{root}publisher")
    def saved() -> Any:
        values = {one.name: request.form.get(one.name, "") for one in FORM_FIELDS}
        problems = save(desk.root, values)
        if problems:
            return _publisher_page(desk, root, values, problems)
        return redirect(f"{root}publish", 303)


def _publisher_page(desk: Desk, root: str, values: dict[str, str], problems: Any = None) -> Response:
    return html(
        "publisher.html",
        root=root,
        desk=desk,
        errors=(),
        fields=FORM_FIELDS,
        values=values,
        problems=problems or {},
        exists=(desk.root / PUBLISHER_FILE).is_file(),
    )


def _publishing_page(
    desk: Desk, root: str, publication: Publication | None, errors: tuple[WorkplanError, ...] = ()
) -> Response:
    desk.refresh()
    plans = desk.plans()
    publisher, wrong = _publisher(desk)
    report = publication.report if publication else None
    place = upload_folder(desk.root)
    ready = bool(published_plans(desk.root))
    return html(
        "publish.html",
        root=root,
        desk=desk,
        errors=(*errors, *wrong),
        plans=plans,
        checked=sum(one.review.checked for one in plans),
        items=sum(len(one.review.items) for one in plans),
        publisher=publisher,
        publication=publication,
        report=report,
        verdict=verdict(report) if report else None,
        groups=[(rule, list(group)) for rule, group in groupby(report.results, key=attrgetter("id"))]
        if report
        else [],
        items_named=_on_desk(desk, items_of(desk.root, report.results)) if report else {},
        places_shown=PLACES_SHOWN,
        upload=place if ready else None,
        upload_name=place,
        portal=_portal(desk) if ready else (),
    )


def _publisher(desk: Desk) -> tuple[Publisher | None, tuple[WorkplanError, ...]]:
    """Who publishes, or what is wrong in the file; neither where there is none."""
    path = desk.root / PUBLISHER_FILE
    if not path.exists():
        return None, ()
    try:
        return read_publisher(path), ()
    except (PublisherError, UnreadableError) as error:
        return None, (error,)


def _portal(desk: Desk) -> Any:
    with suppress(OSError, ValueError):
        return portal_fields((upload_folder(desk.root) / PORTAL_FORM_FILE).read_text(encoding="utf-8"))
    return ()


def _on_desk(desk: Desk, named: dict[tuple[str, int], str]) -> dict[tuple[str, int], str]:
    """Items that results name and the desk has."""
    there = {row.id for one in desk.plans() for row in one.plan.rows}
    return {place: item_id for place, item_id in named.items() if item_id in there}


def _offices(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Identifier and name of each office that has plans."""
    agencies = {one.plan.document.plan.agency for one in desk.plans()}
    return tuple(sorted((one.id, one.name or "") for one in agencies))
