"""The start page: files come in, are read, and conflicts are decided; it leads to checking and publishing."""

from __future__ import annotations

from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Flask, Request, Response, jsonify, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from pipeline.desk.answers import html
from pipeline.desk.arrivals import listing_of
from pipeline.desk.conflicts import keep_both, keep_one
from pipeline.desk.desk import Desk
from pipeline.desk.intake import MOST_UPLOADED_BYTES, PARTIAL, Intake
from pipeline.desk.reading import BackgroundReading
from pipeline.desk.telling import remedy_of
from pipeline.desk.templates import page
from pipeline.errors import UsageError, WorkplanError
from pipeline.files.remote import READABLE_SUFFIXES
from pipeline.messages.wording import Wording

JSON_TYPE = "application/json"


def add_start(app: Flask, desk: Desk, root: str, reading: BackgroundReading) -> None:
    """Add the start page and what its forms do.

    Args:
        app: the desk.
        desk: what it shows and writes.
        root: that every address begins with.
        reading: reads what comes in.
    """
    app.request_class = _request_class(reading.intake)

    @app.get(root)
    def start() -> Response:
        return start_page(desk, root, reading)

    @app.get(f"{root}list.json")
    def listed() -> Response:
        desk.refresh()
        told = listing_of(desk, reading)
        shown = page("list.html", root=root, desk=desk, listing=told).decode()
        return jsonify(busy=told.reading.is_busy, html=shown)

    @app.post(f"{root}files")
    def uploaded() -> Any:
        errors, more = _taken(reading.intake)
        if not more:
            reading.begin()
        if request.accept_mimetypes.best == JSON_TYPE:
            return jsonify(errors=[_told(one) for one in errors])
        return start_page(desk, root, reading, errors=errors) if errors else redirect(root, 303)

    @app.post(f"{root}read")
    def read() -> Any:
        reading.begin()
        return redirect(root, 303)

    @app.post(f"{root}files/<sha256>/<act>")
    def of_file(sha256: str, act: str) -> Any:
        if act == "again":
            reading.intake.take_up(sha256)
            reading.begin()
        elif act == "remove":
            reading.intake.remove(sha256)
        return redirect(root, 303)

    @app.post(f"{root}conflicts/<plan_id>/<key>/<act>")
    def decided(plan_id: str, key: str, act: str) -> Any:
        try:
            if act == "both":
                keep_both(desk.root, plan_id, key, reading.intake)
            else:
                keep_one(desk.root, plan_id, key, reading.intake)
        except WorkplanError as error:
            return start_page(desk, root, reading, errors=(error,))
        desk.refresh()
        reading.begin()
        return redirect(root, 303)


def start_page(
    desk: Desk,
    root: str,
    reading: BackgroundReading,
    merged: tuple[Wording, ...] = (),
    errors: tuple[WorkplanError, ...] = (),
) -> Response:
    """The start page.

    Args:
        desk: what it shows and writes.
        root: that every address begins with.
        reading: reads what comes in.
        merged: what was taken in of a colleague's copy.
        errors: why a form could not be done.
    """
    desk.refresh()
    return html(
        "start.html",
        root=root,
        desk=desk,
        listing=listing_of(desk, reading),
        merged=merged,
        errors=errors,
        suffixes=READABLE_SUFFIXES,
        most_bytes=MOST_UPLOADED_BYTES,
    )


def _taken(intake: Intake) -> tuple[tuple[WorkplanError, ...], bool]:
    """Keep the files of a form; one that cannot be kept costs no other one.

    Returns:
        What could not be kept, and whether a script sends more files behind this one, with which it is to be read.
    """
    request.max_content_length = MOST_UPLOADED_BYTES
    errors: list[WorkplanError] = []
    try:
        files, more = request.files.getlist("files"), "more" in request.form
    except RequestEntityTooLarge:
        return (UsageError("upload-too-large", megabytes=MOST_UPLOADED_BYTES // 2**20),), False
    with ExitStack() as stack:
        for one in files:
            stack.callback(one.close)
            # A form that is sent without a file has one without a name.
            if one.filename:
                try:
                    intake.take(one.stream, one.filename)
                except WorkplanError as error:
                    errors.append(error)
    if not any(one.filename for one in files):
        errors.append(UsageError("no-file-chosen"))
    return tuple(errors), more


def _told(error: WorkplanError) -> list[str]:
    zh, en = remedy_of(error)
    return [f"{error.cause_zh}{zh}", f"{error.cause_en} {en}"]


def _request_class(intake: Intake) -> type[Request]:
    """Requests whose files go to the disk of the inbox as they come, of which the memory holds a piece at a time."""

    class DeskRequest(Request):
        def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
            return TemporaryFile(dir=intake.made_folder(), prefix=PARTIAL)

    return DeskRequest
