"""What was seen on pictures of pages, kept by their content, so that no picture is recognised twice.

A picture costs seconds, and what is on it does not depend on profiles. Only time is lost where a file here is
missing, damaged or cannot be written; the folder may be deleted at any time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline import __version__
from pipeline.dataclass import dataclass
from pipeline.readers.ocr.decoder import Character
from pipeline.readers.ocr.glyphs import Box, InkedLine
from pipeline.readers.ocr.turned import TurnedLine
from pipeline.readers.page import BBox, Rule, Straightened
from pipeline.stored import kept

if TYPE_CHECKING:
    from pipeline.readers.ocr.picture import Picture

SPEED = 1
"""Of compression: the highest saves little and takes ten times as long."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What the recogniser saw on a page, before anything was set right.

    Attributes:
        width: of the straightened page, in points.
        height: likewise.
        horizontal: horizontal rules, by y.
        vertical: vertical rules, by x.
        lines: lines with their characters, top to bottom.
        unread: ink in which no text was recognised, in points.
        straightened: leads back to the page as shown.
        turned: lines of another direction.
        struck: lines that are struck out.
        hidden: places of lines that something opaque hides.
        overlaid: words of watermarks, with their places.
    """

    width: float
    height: float
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    lines: tuple[InkedLine, ...]
    unread: tuple[BBox, ...]
    straightened: Straightened
    turned: tuple[TurnedLine, ...] = ()
    struck: tuple[InkedLine, ...] = ()
    hidden: tuple[BBox, ...] = ()
    overlaid: tuple[tuple[str, BBox], ...] = ()


class KeptPages:
    """Pages that were recognised before.

    Args:
        folder: holds a file for each; None keeps nothing. It is used only where it is there already: a worker on
            another machine makes no folders of its own.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder if folder and folder.is_dir() else None

    def get(self, key: str) -> tuple[SeenPage, ...] | None:
        """What was seen on the picture with this key, page by page; None where that is not known."""
        if self._folder is None:
            return None
        return kept(self._path(self._folder, key), lambda told: tuple(map(_seen, told)))

    def put(self, key: str, sheet: tuple[SeenPage, ...]) -> None:
        """Keep what was seen on the picture with this key."""
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        content = gzip.compress(
            json.dumps(list(map(_plain, sheet)), ensure_ascii=False).encode(), SPEED, mtime=0
        )
        beside = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            beside.write_bytes(content)
            beside.replace(path)
        except OSError:
            with suppress(OSError):
                beside.unlink()

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / f"{key}.json.gz"


def key_of(picture: Picture) -> str:
    """SHA-256 over the pixels of a page and all that reads them."""
    grey = picture.grey
    about = json.dumps([*_readers(), *grey.shape, picture.scale])
    over = b"" if picture.over is None else picture.over.tobytes()
    return hashlib.sha256(about.encode() + grey.tobytes() + over).hexdigest()


@cache
def _readers() -> tuple[str, ...]:
    names = ("rapidocr", "onnxruntime", "opencv-python-headless")
    return __version__, *(f"{name} {version(name)}" for name in names)


def _plain(seen: SeenPage) -> dict[str, object]:
    return {
        "size": [seen.width, seen.height],
        "horizontal": seen.horizontal,
        "vertical": seen.vertical,
        "unread": seen.unread,
        "straightened": seen.straightened,
        "lines": list(map(_plain_line, seen.lines)),
        "turned": [
            [line.characters, line.size, line.shown, line.cell, line.place, line.longest]
            for line in seen.turned
        ],
        "struck": list(map(_plain_line, seen.struck)),
        "hidden": seen.hidden,
        "overlaid": seen.overlaid,
    }


def _plain_line(line: InkedLine) -> list[object]:
    return [
        [line.box.x0, line.box.y0, line.box.x1, line.box.y1],
        [line.x0, line.x1, line.top, line.bottom, line.scale, line.raised, line.rise],
        line.characters,
    ]


def _seen(told: dict[str, list[list[float]]]) -> SeenPage:
    """What was kept.

    Raises:
        ValueError, TypeError, KeyError, IndexError: it is something else.
    """
    width, height = told["size"]
    return SeenPage(
        width=float(width),  # type: ignore[arg-type]
        height=float(height),  # type: ignore[arg-type]
        horizontal=tuple(Rule(*rule) for rule in told["horizontal"]),
        vertical=tuple(Rule(*rule) for rule in told["vertical"]),
        lines=tuple(_line(*line) for line in told["lines"]),  # type: ignore[arg-type]
        unread=tuple(map(_box, told["unread"])),
        straightened=_matrix(told["straightened"]),  # type: ignore[arg-type]
        turned=tuple(_turned(*line) for line in told["turned"]),  # type: ignore[arg-type]
        struck=tuple(_line(*line) for line in told["struck"]),  # type: ignore[arg-type]
        hidden=tuple(map(_box, told["hidden"])),
        overlaid=tuple((str(text), _box(bbox)) for text, bbox in told["overlaid"]),  # type: ignore[arg-type]
    )


def _matrix(told: list[float] | None) -> Straightened:
    if told is None:
        return None
    a, b, c, d, e, f = told
    return a, b, c, d, e, f


def _line(box: list[int], places: list[float], characters: list[list[object]]) -> InkedLine:
    x0, x1, top, bottom, scale, raised, rise = places
    said = tuple(map(_character, characters))
    return InkedLine(Box(*box), said, x0, x1, top, bottom, scale, raised, rise)


def _turned(
    characters: list[list[object]],
    size: float,
    shown: list[float],
    cell: list[float] | None,
    place: int,
    longest: float,
) -> TurnedLine:
    within = None if cell is None else _box(cell)
    return TurnedLine(tuple(map(_character, characters)), size, _box(shown), within, place, longest)


def _box(told: list[float]) -> BBox:
    x0, y0, x1, y1 = told
    return x0, y0, x1, y1


def _character(told: list[object]) -> Character:
    text, at, confidence, guesses = told
    return Character(text, at, confidence, tuple((c, odds) for c, odds in guesses))  # type: ignore[arg-type,attr-defined]
