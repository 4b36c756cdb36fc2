"""Charts of a comparison as SVG that can stand in a page: no script, nothing from elsewhere."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

FONT = "Noto Sans CJK TC, sans-serif"
WIDTH_PX = 205
"""Of the bars; with the names the chart is as wide as a small telephone."""
NAMES_PX = 130
STEP_PX = 22
AXIS_PX = 24
LONGEST_NAME = 11
"""Characters of a name that fit beside its bar."""
ROOM = 1.7
"""Length of half the axis in widest bars, so that the longest has room for its number."""
SHORTEST = 1 / 30
"""Share of the longest bar, below which a bar on an even axis is too short to see: two of some sixty pixels."""
MORE, LESS = "#2166ac", "#b2182b"
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
"""What no SVG may hold."""
TAG = re.compile(r"<[^<>]*>")
ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart.

    Attributes:
        name: as shown; need not be unique.
        difference_twd: newer less older year, in New Taiwan dollars.
    """

    name: str
    difference_twd: int


def is_logarithmic(bars: Sequence[Bar]) -> bool:
    """Whether the bars differ so much that an even axis would not show the short ones.

    >>> is_logarithmic([Bar("甲", 74_390_000), Bar("乙", 25_000)])
    True
    """
    sizes = [abs(bar.difference_twd) for bar in bars if bar.difference_twd]
    return bool(sizes) and min(sizes) < SHORTEST * max(sizes)


def diverging_bars(bars: Sequence[Bar], title: str) -> str:
    """Bars to the left for less and to the right for more, in the order given, as SVG with a title and its numbers.

    The axis is symmetric-logarithmic where ``is_logarithmic`` says so: bars are then not as long as their amounts.
    The same bars give the same bytes. Every size is fixed, so that the fonts of a machine move nothing.
    """
    return drawn(_chart(bars), title, (f"{bar.name} {_thousands(bar)} 千元" for bar in bars))


def drawn(chart: Any, title: str, numbers: Iterable[str]) -> str:
    """An Altair chart as SVG that is one picture to whoever cannot see it, with a title and its numbers."""
    import altair as alt  # noqa: PLC0415 - late
    import vl_convert  # noqa: PLC0415 - late

    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    svg = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=version, allowed_base_urls=[])
    # The library gives roles to parts that it does not name, which screen readers then announce.
    plain = TAG.sub(lambda tag: ROLES.sub("", tag[0]), svg)
    root, _, rest = plain.partition(">")
    about = f"<title>{escape(printable(title))}</title><desc>{escape(printable('；'.join(numbers)))}</desc>"
    return f'{root} role="img">{about}{rest}'


def _chart(bars: Sequence[Bar]) -> Any:
    import altair as alt  # noqa: PLC0415 - late

    scale, ticks = _axis(bars)
    axis = alt.Axis(title=None, values=ticks, format=",.0f", labelOverlap="greedy")
    base = alt.Chart(alt.InlineData(values=[_row(place, bar) for place, bar in enumerate(bars)])).encode(
        y=alt.Y("place:O", axis=None), x=alt.X("thousand:Q", scale=scale, axis=axis)
    )
    colours = alt.Scale(domain=["more", "less"], range=[MORE, LESS])
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color="#333333").encode(x="zero:Q")
    names = base.mark_text(align="left").encode(x=alt.value(8 - NAMES_PX), text="name:N")
    return (
        alt.layer(
            base.mark_bar(height=13).encode(color=alt.Color("direction:N", scale=colours, legend=None)),
            zero,
            names,
            _numbers(base, "more", "left", 3),
            _numbers(base, "less", "right", -3),
        )
        .properties(
            width=WIDTH_PX,
            height=STEP_PX * max(1, len(bars)),
            autosize=alt.AutoSizeParams(type="none"),
            padding={"left": NAMES_PX, "right": 10, "top": 4, "bottom": AXIS_PX},
        )
        .configure(font=FONT, aria=False, background="#ffffff")
        .configure_axis(labelFontSize=10, gridColor="#e4e4e4")
        .configure_text(fontSize=10, color="#1a1a1a", baseline="middle", limit=0)
        .configure_view(stroke=None)
    )


def _axis(bars: Sequence[Bar]) -> tuple[Any, list[float]]:
    """The scale, in thousands, and where it bears a number: at nought and at a power of ten to either side."""
    import altair as alt  # noqa: PLC0415 - late

    sizes = [abs(bar.difference_twd) / 1000 for bar in bars if bar.difference_twd] or [1]
    largest = max(sizes)
    tick = 10.0 ** math.floor(math.log10(largest))
    if not is_logarithmic(bars):
        half = ROOM * largest
        least = tick * max(1, largest // tick)
        return alt.Scale(domain=[-half, half], nice=False), [-least, 0, least]
    # The smallest difference sets where the axis turns from even to logarithmic, so that its bar can be seen.
    turn = min(sizes)
    half = turn * math.expm1(ROOM * math.log1p(largest / turn))
    return alt.Scale(type="symlog", constant=turn, domain=[-half, half], nice=False), [-tick, 0, tick]


def _numbers(base: Any, direction: str, align: Any, dx: int) -> Any:
    """The difference at the outer end of each bar of one direction."""
    import altair as alt  # noqa: PLC0415 - late

    wanted = alt.datum.direction == direction
    return base.transform_filter(wanted).mark_text(align=align, dx=dx).encode(text="told:N")


def _row(place: int, bar: Bar) -> dict[str, Any]:
    name = printable(bar.name)
    return {
        "place": place,
        "name": name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…",
        "thousand": bar.difference_twd / 1000,
        "told": _thousands(bar),
        "direction": "less" if bar.difference_twd < 0 else "more",
    }


def _thousands(bar: Bar) -> str:
    """The difference in thousands with its sign; decimals only where it is not of whole thousands."""
    thousands = bar.difference_twd / 1000
    told = f"{thousands:+,.0f}" if thousands.is_integer() else f"{thousands:+,.1f}"
    return told.replace("-", "−")


def printable(text: str) -> str:
    """A text without what no SVG may hold."""
    return UNPRINTABLE.sub(" ", text).strip()
