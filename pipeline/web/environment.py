"""One environment of templates for every page: the site's, the desk's, the reports of comparisons and of the gate.

Jinja is loaded when the first page is made: it comes with the extras ``publish``, ``compare`` and ``site``.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import field
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from pipeline.dataclass import dataclass
from pipeline.messages.wording import SEVERITY_WORDINGS
from pipeline.web.words import money, pages_told, pair, share_told, signed, size_told

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

ESCAPED_IN_SCRIPTS: Final = "<>&\u2028\u2029"
"""What could end a page's script element, or a line of a script."""


@dataclass(frozen=True, slots=True)
class Templates:
    """What a part of the program has of its own for its pages.

    Attributes:
        package: whose folder ``templates`` is looked through.
        filters: by the names that its templates give them.
        names: everything else that its templates name.
    """

    package: str
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    names: Mapping[str, Any] = field(default_factory=dict)


def environment(*parts: Templates) -> Environment:
    """Jinja over the templates of some parts and those that all have in common; whatever a plan says is shown as text.

    Args:
        parts: a template is looked for in the first of them first; it may extend one of those behind it.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - late

    made = Environment(
        loader=ChoiceLoader([PackageLoader(one.package) for one in (*parts, COMMON)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for one in (COMMON, *reversed(parts)):
        made.filters |= one.filters
        made.globals |= one.names
    return made


def asset(package: str, name: str) -> bytes:
    """A file of a part's folder ``assets``, as it is."""
    return (files(package) / "assets" / name).read_bytes()


def inline(*assets: tuple[str, str]) -> Markup:
    """Our own styles or scripts one after the other, to stand within a page that is one file.

    Args:
        assets: package and name of each.
    """
    from markupsafe import Markup  # noqa: PLC0415 - late

    return Markup("\n".join(asset(*one).decode() for one in assets))  # noqa: S704 - ours; nothing is put into it


def script_hash(script: str) -> str:
    """What a page's policy names a script by that stands within it."""
    return b64encode(sha256(script.encode()).digest()).decode()


def told_json(value: Any) -> Markup:
    """JSON that may stand in a page's script element: nothing in it can end the element."""
    from markupsafe import Markup  # noqa: PLC0415 - late

    return Markup(safe_json(value))  # noqa: S704 - every "<" is escaped there


def safe_json(value: Any) -> str:
    r"""JSON in which no text can become markup or end a line of a script.

    >>> safe_json({"title": "</script><b>"})
    '{"title":"\\u003c/script\\u003e\\u003cb\\u003e"}'
    """
    return safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def safe(text: str) -> str:
    """JSON that is told already, made safe in the same way."""
    for character in ESCAPED_IN_SCRIPTS:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


COMMON: Final = Templates(
    "pipeline.web",
    {
        "money": money,
        "pages": pages_told,
        "pair": pair,
        "share": share_told,
        "size": size_told,
        "signed": signed,
        "told_json": told_json,
    },
    {"SEVERITY_WORDINGS": SEVERITY_WORDINGS},
)
BASE_STYLE: Final = ("pipeline.web", "base.css")
"""That every page takes; each part adds what is its own."""
