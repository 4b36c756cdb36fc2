"""What every page of the desk is sent as, and where its forms may lead back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Response, has_request_context, request

from pipeline.desk.desk import person_name
from pipeline.desk.seen import ChangedError
from pipeline.desk.templates import page
from pipeline.errors import WorkplanError

OWN_ADDRESS = re.compile(r"(?:items|plans)/[A-Za-z0-9._-]+(?:/(?:items|pages(?:/[1-9][0-9]{0,5})?))?")


def within(at: str) -> str:
    """Where a form was sent from: an item or page of the desk, or its start page where it says anything else."""
    return at if OWN_ADDRESS.fullmatch(at) else ""


def typed_name() -> str:
    """The name in a form: whoever has typed one need not press a button for it first.

    Raises:
        UsageError: it is longer than any name.
    """
    return person_name(request.form.get("who", ""))


def told_of(errors: Sequence[WorkplanError]) -> dict[str, Any]:
    """What a page is sent with where its form could not be done: records as they are by now come with 409."""
    changed = [one for error in errors if isinstance(error, ChangedError) for one in error.records]
    return {"code": 409 if changed else 200, "errors": errors, "changed": changed}


def html(name: str, code: int = 200, **context: Any) -> Response:
    """A page.

    Args:
        name: of its template.
        code: HTTP status.
        context: what the template is filled in with.
    """
    # What is chosen on the page itself is kept by the browser, and comes before this.
    english = has_request_context() and request.accept_languages.best_match(("zh", "en"), "zh") == "en"
    return Response(page(name, **context, english=english), code, content_type="text/html; charset=utf-8")
