"""Where things are within a site: a plan's pages, its items, and items at the addresses that they had before.

An item's address is its place on its plan's page, which stands there without a script too. Earlier versions gave each
item a page of its own: what was given out then still leads to the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from pipeline.errors import UsageError

FORMER_FOLDER = "items"
"""Where earlier versions had a page and a record for each item."""
MISSING_FILE = "404.html"
"""What web hosts show where there is no page of an address."""
WORKS_START = "works/index.html"
"""What leads to the years that have offices side by side."""
ITEM_ID_PATTERN = re.compile(r"(?P<plan>.+)-[0-9a-f]{8}(-\d+)?")
"""An item's identifier begins with its plan's; equal paths are counted."""
PICTURES_SHA256_CHARACTERS = 16
"""Characters of a SHA-256 that name the folder of a file's pictures."""


def plan_path(plan_id: str, part: int = 1) -> str:
    """Path of a part of a plan's page within the site."""
    return f"plans/{plan_id}/index{'' if part == 1 else f'-{part}'}.html"


def item_path(plan_id: str, item_id: str) -> str:
    """Path of an item within the site; the same for ever."""
    return f"{plan_path(plan_id)}#{item_id}"


def office_path(office_id: str, part: int = 1) -> str:
    """Path of a part of an office's page within the site."""
    return f"offices/{office_id}{'' if part == 1 else f'.{part}'}.html"


def works_path(year_roc: int, part: int = 1) -> str:
    """Path of a part of the page of a year that has offices side by side."""
    return f"works/{year_roc}{'' if part == 1 else f'-{part}'}.html"


def kept_works_path(plan_id: str) -> str:
    """Path of a plan's kinds of work, of which the pages of its year are made."""
    return f"plans/{plan_id}/works.json"


def picture_folder(source_sha256: str) -> str:
    """Folder of the pictures of a file's pages, within the site: named by the file's bytes."""
    return f"pages/{source_sha256[:PICTURES_SHA256_CHARACTERS]}"


def plan_id_of(item_id: str) -> str | None:
    """The plan that an item is of, by its identifier.

    >>> plan_id_of("chiayi-city-west-112-0b33fc12-2")
    'chiayi-city-west-112'
    """
    found = ITEM_ID_PATTERN.fullmatch(item_id)
    return found["plan"] if found else None


def former_items(paths: Iterable[str]) -> frozenset[str]:
    """Items that had a page of their own, of all paths that an earlier build wrote."""
    found = (PurePosixPath(path) for path in paths)
    return frozenset(
        path.stem for path in found if path.parent.name == FORMER_FOLDER and path.suffix == ".html"
    )


def former_page(plan_id: str, item_id: str) -> bytes:
    """A page that leads to an item from the address that it had before; it needs no script."""
    target = escape(f"../plans/{quote(plan_id)}/index.html#{quote(item_id)}")
    return (
        '<!doctype html>\n<html lang="zh-TW">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n<title>{escape(item_id)}</title>\n'
        f'<a href="{target}">{escape(item_id)}</a>\n</html>\n'
    ).encode()


def within(out: Path, path: str) -> Path:
    """A file of the site.

    Raises:
        UsageError: a damaged list or identifier leads out of it.
    """
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts:
        raise UsageError("path-leaves-site", path=path)
    return out.joinpath(*parts)
