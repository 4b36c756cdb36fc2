"""How a made plan looks."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["work", "plan", "implementation", "budget", "extra"]
Rules = Literal["all", "columns", "rows", "none", "stacked", "zebra"]


@dataclass(frozen=True)
class Column:
    """One column of the table. A line break in the header is printed as one."""

    role: Role
    header: str
    share: float
    """Part of the table's width."""


@dataclass(frozen=True)
class Layout:
    """How a plan looks. Lengths are points, heights of lines multiples of the font size."""

    columns: tuple[Column, ...]
    page: tuple[float, float] = (595.0, 842.0)
    margins: tuple[float, float, float, float] = (64.0, 56.0, 64.0, 56.0)
    """Top, right, bottom, left."""
    font_size: float = 12.0
    pitch: float = 1.4
    serif: bool = False
    """Latin letters and digits in a serif face, as Word does."""
    rules: Rules = "all"
    rule_width: float = 0.5
    dashed: bool = False
    break_border: bool = True
    """The frame is closed at the foot of every page."""
    header_repeat: bool = True
    header_style: Literal["plain", "spaced", "tracked"] = "plain"
    header_bold: bool = False
    header_fill: bool = False
    work_cells: Literal["merged", "once", "every"] = "once"
    group_row: bool = True
    """A group heading stands in a row of its own, else above its first item in the same cell."""
    centred: bool = False
    """Cells are aligned to the middle of their height; only where every row is ruled."""
    row_gap: float = 0.0
    """White above a row beyond the line pitch, in line pitches."""
    cell_pad: tuple[float, float] = (5.0, 3.0)
    breakable: bool = True
    keep_lines: bool = False
    """No paragraph leaves a single line behind, so that cells of a row may begin on different pages."""
    running_header: str = ""
    page_number: Literal["", "1", "- 1 -", "第 1 頁", "第 1 頁，共 9 頁", "1/9"] = ""
    money_note: Literal["header", "above", "none"] = "header"
    unit_on_new_page: bool = True
    title_split: bool = False
    title_size: float = 1.3
    cut_words: bool = False
    """Latin words and numbers are cut at the line's end where they are full, as some word processors do."""
    indent: Literal["none", "hanging", "first"] = "hanging"
    budget_align: Literal["left", "center", "right"] = "right"

    def width(self, column: Column) -> float:
        """Give a column's width."""
        body = self.page[0] - self.margins[1] - self.margins[3]
        return body * column.share / sum(c.share for c in self.columns)

    @property
    def ruled(self) -> bool:
        """Tell whether each row is seen without its text."""
        return self.rules in {"all", "rows", "zebra"}
