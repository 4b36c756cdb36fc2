"""How much may be drawn on a page: one with more is told as unread, whichever engine reads it.

The largest of 577 pages of samples and collected files has 3,500 glyphs, 1,200 objects, 30,000 path segments and
450,000 bytes of drawing commands.
"""

from __future__ import annotations

MAX_GLYPHS = 200_000
"""A page full of the smallest print that can be read holds some tens of thousands."""
MAX_OBJECTS = 100_000
"""Paths, texts, pictures and forms, those within forms too; each dash of a dotted border may be one."""
MAX_FORMS = 10_000
"""Pieces of drawing that are used by name, each time counted: no page at hand has more than one."""
MAX_SEGMENTS = 200_000
"""Straight and curved pieces of paths: letters drawn as outlines take thirty each."""
MAX_CONTENT_BYTES = 4_000_000
"""Drawing commands, unpacked, a form's as often as it is drawn; for an engine of Python a minute's work."""


class TooMuchDrawnError(Exception):
    """A page holds more than any printed page does. No user sees it: readers tell it as an unread page."""


class Tally:
    """Counts what is drawn on one page."""

    def __init__(self) -> None:
        self._objects = 0
        self._forms = 0
        self._segments = 0
        self._glyphs = 0
        self._content = 0

    def objects(self, more: int) -> None:
        """Count objects.

        Raises:
            TooMuchDrawnError: there are too many by now.
        """
        self._objects += more
        _check(self._objects, MAX_OBJECTS, "objects")

    def forms(self, more: int) -> None:
        """Count forms; raises as above."""
        self._forms += more
        _check(self._forms, MAX_FORMS, "forms")

    def segments(self, more: int) -> None:
        """Count pieces of paths; raises as above."""
        self._segments += more
        _check(self._segments, MAX_SEGMENTS, "path segments")

    def glyphs(self, more: int) -> None:
        """Count glyphs; raises as above."""
        self._glyphs += more
        _check(self._glyphs, MAX_GLYPHS, "glyphs")

    def content(self, more: int) -> None:
        """Count bytes of drawing commands; raises as above."""
        self._content += more
        _check(self._content, MAX_CONTENT_BYTES, "bytes of drawing commands")


def _check(count: int, most: int, what: str) -> None:
    if count > most:
        raise TooMuchDrawnError(f"more than {most:,} {what} on the page")
