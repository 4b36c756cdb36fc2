"""Charts of horizontal bars, laid out in pixels; ``templates/bars.html`` draws them, for the report and for the site.

Every size is fixed, so that the fonts of a machine move nothing and the same bars give the same bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from pipeline.compare.model import Band
from pipeline.dataclass import dataclass

CHANGE_BARS_PX: Final = 345
"""Of a chart: about that of a small telephone, so that its text is not made smaller there."""
SECTION_NAMES_PX: Final = 130
BAR_STEP_PX: Final = 22
BAR_PX: Final = 13
TOP_PX: Final = 4
GAP_PX: Final = 4
"""Between a bar and its number."""
UNCERTAIN_MARK: Final = "？"
"""Behind the number of an uncertain difference."""
LONGEST_NAME: Final = 11
"""Characters of a name that fit beside its bar."""
ROOM: Final = 1.7
"""Length of half the axis of differences in widest bars, so that the longest has room for its number."""
SHORTEST: Final = 1 / 30
"""Share of the longest bar, below which a bar on an even axis is too short to see: two of some sixty pixels."""
MORE_COLOUR, LESS_COLOUR = "#2166ac", "#b2182b"
COLOURS: Final[dict[str, str]] = {
    "current": "#0b6477",
    "previous": "#7a8b99",
    "difference": "#8a5a00",
    "source": "#5b3a8c",
    "amount": "#0b6477",
    "text": "#b8860b",
    "nil": "#9aa5ad",
}
"""By role of a budget or kind of a cell."""
UNDRAWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]+")
"""What no SVG may hold, and what would turn the words of a chart around."""
Scale = Callable[[float], float]
"""Where a value lies, in pixels from the left edge of a chart."""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A difference to draw.

    Attributes:
        name: as shown; need not be unique.
        difference_twd: newer less older year, in New Taiwan dollars.
        band: how sure it is; an uncertain one is drawn as an outline, which a picture taken from its page keeps.
    """

    name: str
    difference_twd: int
    band: Band = "certain"


@dataclass(frozen=True, slots=True)
class Stack:
    """Sizes to draw end to end, from nought.

    Attributes:
        name: as shown; need not be unique.
        sizes: each with a key of ``COLOURS``; in any unit.
        told: the number beside them.
    """

    name: str
    sizes: tuple[tuple[str, float], ...]
    told: str


@dataclass(frozen=True, slots=True)
class ChartPiece:
    """A coloured part of a line, or its outline."""

    x_px: float
    width_px: float
    colour: str
    outlined: bool = False


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A bar as drawn, with its name to the left and its number at its outer end."""

    y_px: float
    name: str
    pieces: tuple[ChartPiece, ...]
    told: str
    told_x_px: float
    anchor: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of the axis."""

    x_px: float
    told: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as drawn.

    Attributes:
        title: what it shows.
        numbers: all of them, for whoever cannot see it.
        ticks: of its axis.
        axis: left and right end of its axis, and how far it lies below the top; None where it has no axis.
        zero_px: where a line stands at nought.
    """

    title: str
    numbers: str
    height_px: int
    lines: tuple[ChartLine, ...]
    ticks: tuple[Tick, ...] = ()
    axis: tuple[int, int, int] | None = None
    zero_px: float | None = None

    @property
    def width_px(self) -> int:
        """The same for all."""
        return CHANGE_BARS_PX


def is_logarithmic(bars: Sequence[ChartBar]) -> bool:
    """Whether the bars differ so much that an even axis would not show the short ones.

    >>> is_logarithmic([ChartBar("甲", 74_390_000), ChartBar("乙", 25_000)])
    True
    """
    sizes = [abs(bar.difference_twd) for bar in bars if bar.difference_twd]
    return bool(sizes) and min(sizes) < SHORTEST * max(sizes)


def diverging_bars(bars: Sequence[ChartBar], title: str) -> Chart:
    """Bars to the left for less and to the right for more, in the order given, on an axis in thousands.

    The axis is symmetric-logarithmic where ``is_logarithmic`` says so: bars are then not as long as their amounts.
    """
    right_px, axis_px = 10, 24
    sizes = [abs(bar.difference_twd) / 1000 for bar in bars if bar.difference_twd] or [1]
    # The smallest difference sets where the axis turns from even to logarithmic, so that its bar can be seen.
    turn = min(sizes) if is_logarithmic(bars) else None
    half_px = (CHANGE_BARS_PX - SECTION_NAMES_PX - right_px) / 2
    zero_px = SECTION_NAMES_PX + half_px
    scale = _scale(zero_px, half_px, max(sizes), turn)
    plot_px = BAR_STEP_PX * max(1, len(bars))
    return Chart(
        title=drawable(title),
        numbers=_numbers((bar.name, f"{_told(bar)} 千元") for bar in bars),
        height_px=TOP_PX + plot_px + axis_px,
        lines=tuple(_difference(place, bar, scale) for place, bar in enumerate(bars)),
        ticks=tuple(Tick(scale(value), _tick_told(value)) for value in _ticks(max(sizes), even=turn is None)),
        axis=(SECTION_NAMES_PX, CHANGE_BARS_PX - right_px, TOP_PX + plot_px),
        zero_px=zero_px,
    )


def stacked_bars(bars: Sequence[Stack], title: str) -> Chart:
    """Bars from nought, in the order given, on an even axis; each bears its number."""
    numbers_px, axis_px = 75, 24
    largest = max((sum(size for _, size in bar.sizes) for bar in bars), default=0) or 1
    px_per_unit = (CHANGE_BARS_PX - SECTION_NAMES_PX - numbers_px) / largest
    plot_px = BAR_STEP_PX * max(1, len(bars))
    return Chart(
        title=drawable(title),
        numbers=_numbers((bar.name, bar.told) for bar in bars),
        height_px=TOP_PX + plot_px + axis_px,
        lines=tuple(_stacked(place, bar, px_per_unit) for place, bar in enumerate(bars)),
        ticks=tuple(
            Tick(_px(SECTION_NAMES_PX + value * px_per_unit), _tick_told(value))
            for value in _ticks(largest, even=True)[1:]
        ),
        axis=(SECTION_NAMES_PX, CHANGE_BARS_PX - numbers_px, TOP_PX + plot_px),
        zero_px=SECTION_NAMES_PX,
    )


def _scale(zero_px: float, half_px: float, largest: float, turn: float | None) -> Scale:
    """A symmetric scale on which the largest value leaves room for its number; logarithmic beyond ``turn``."""
    if turn is None:
        return lambda value: _px(zero_px + half_px * value / (ROOM * largest))
    end = ROOM * math.log1p(largest / turn)
    return lambda value: _px(zero_px + half_px * math.copysign(math.log1p(abs(value) / turn), value) / end)


def _ticks(largest: float, *, even: bool) -> tuple[float, float, float]:
    """Nought and a round number to either side."""
    tick = 10.0 ** math.floor(math.log10(largest))
    if even:
        tick *= max(1, largest // tick)
    return -tick, 0.0, tick


def _tick_told(value: float) -> str:
    """A round number; below one with as many decimals as it needs."""
    return _signed(value, decimals=max(0, -math.floor(math.log10(abs(value)))) if value else 0)


def _difference(place: int, bar: ChartBar, scale: Scale) -> ChartLine:
    ends = sorted((scale(0), scale(bar.difference_twd / 1000)))
    less = bar.difference_twd < 0
    return ChartLine(
        y_px=_top(place),
        name=_short(bar.name),
        pieces=(
            ChartPiece(
                ends[0],
                _px(ends[1] - ends[0]),
                LESS_COLOUR if less else MORE_COLOUR,
                bar.band == "uncertain",
            ),
        ),
        told=_told(bar),
        told_x_px=_px(ends[0] - GAP_PX if less else ends[1] + GAP_PX),
        anchor="end" if less else "start",
    )


def _stacked(place: int, bar: Stack, px_per_unit: float) -> ChartLine:
    pieces: list[ChartPiece] = []
    end = 0.0
    for kind, size in bar.sizes:
        pieces.append(
            ChartPiece(_px(SECTION_NAMES_PX + end * px_per_unit), _px(size * px_per_unit), COLOURS[kind])
        )
        end += size
    return ChartLine(
        y_px=_top(place),
        name=_short(bar.name),
        pieces=tuple(pieces),
        told=drawable(bar.told),
        told_x_px=_px(SECTION_NAMES_PX + end * px_per_unit + GAP_PX),
        anchor="start",
    )


def _px(value: float) -> float:
    """A length or place without the last digits, in which machines differ."""
    return round(value, 6)


def _top(place: int) -> float:
    return TOP_PX + BAR_STEP_PX * place + (BAR_STEP_PX - BAR_PX) / 2


def _short(name: str) -> str:
    whole = drawable(name)
    return whole if len(whole) <= LONGEST_NAME else whole[: LONGEST_NAME - 1] + "…"


def _numbers(told: Iterable[tuple[str, str]]) -> str:
    return drawable("；".join(" ".join(one) for one in told))


def _told(bar: ChartBar) -> str:
    """The difference in thousands with its sign; decimals only where it is not of whole thousands."""
    thousands = bar.difference_twd / 1000
    told = _signed(thousands, "+") if thousands.is_integer() else _signed(thousands, "+", 1)
    return f"{told}{UNCERTAIN_MARK}" if bar.band == "uncertain" else told


def _signed(value: float, sign: Literal["+", "-"] = "-", decimals: int = 0) -> str:
    return f"{value:{sign},.{decimals}f}".replace("-", "−")


def drawable(text: str) -> str:
    """A text without what no SVG may hold or what turns the direction of writing."""
    return UNDRAWABLE.sub(" ", text).strip()
