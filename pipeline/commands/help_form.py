"""Help of a command as lines: Chinese is two columns wide a character, and has no spaces to be broken at."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width

import click

from pipeline.commands.language import spoken
from pipeline.normalizers.patterns import late

FIRST_COLUMN_MOST = 30
"""Columns of names of options, at most; as click has it."""
HELP_GAP = 2
NARROWEST = 10
HELP_OPENING, HELP_CLOSING = r"「『（《〈\[", r"，。、；：！？）」』》〉\]"
"""Marks that no line may end or begin with."""
WIDE = r"\u2e80-\u9fff\uff00-\uffef"
HELP_PIECE = late(
    rf"\s+|[{HELP_OPENING}]*(?:[{WIDE}]|[^\s{WIDE}{HELP_OPENING}{HELP_CLOSING}]+)[{HELP_CLOSING}]*|."
)
"""What a line is not broken within: a word, or a Chinese character with the marks that belong to it."""
RAW = "\b\n"
"""Begins a paragraph that click leaves as it is."""


class Formatter(click.HelpFormatter):
    """What click writes help with, in either language."""

    def write_heading(self, heading: str) -> None:
        """Write a heading with the colon of its language."""
        self.write(f"{'':>{self.current_indent}}{heading}{'：' if spoken() == 'zh' else ':'}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, which empty lines part."""
        width = self.width - self.current_indent
        super().write_text("\n\n".join(RAW + folded(part, width) for part in text.split("\n\n")))

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = FIRST_COLUMN_MOST,
        col_spacing: int = HELP_GAP,
    ) -> None:
        """Write names and what they mean in two columns."""
        rows = list(rows)
        first = min(max((columns(name) for name, _ in rows), default=0), col_max) + col_spacing
        width = max(self.width - first - 2, NARROWEST)
        super().write_dl(
            [(name, RAW + folded(meaning, width) if meaning else "") for name, meaning in rows],
            col_max,
            col_spacing,
        )


def folded(text: str, width: int) -> str:
    r"""A text in lines of at most so many columns, where its pieces allow it.

    >>> folded("讀取 PDF 檔與資料夾。", 12)
    '讀取 PDF 檔\n與資料夾。'
    """
    lines, line, used = [], "", 0
    for piece in HELP_PIECE.findall(" ".join(text.split())):
        if used + columns(piece.rstrip()) > width and line:
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not piece.isspace():
            line += piece
            used += columns(piece)
    return "\n".join([*lines, line.rstrip()])


def columns(text: str) -> int:
    """Columns that a text takes on a terminal.

    >>> columns("檔a")
    3
    """
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
