"""Charts of a comparison as SVG that can stand in a page: no script, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FONT = "Noto Sans CJK TC, sans-serif"
WIDTH_PX = 205
"""Of the bars; with the names the chart is as wide as a small telephone."""
NAMES_PX = 130
STEP_PX = 22
AXIS_PX = 42
LONGEST_NAME = 11
"""Characters of a name that fit beside its bar."""
ROOM = 1.7
"""Length of half the axis in widest bars, so that the longest has room for its number."""
MORE, LESS = "#2166ac", "#b2182b"
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
"""What no SVG may hold."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart.

    Attributes:
        name: as shown; need not be unique.
        difference_twd: newer less older year, in New Taiwan dollars.
    """

    name: str
    difference_twd: int


def diverging_bars(bars: Sequence[Bar]) -> str:
    """Bars to the left for less and to the right for more, in the order given, as SVG.

    The same bars give the same bytes. Every size is fixed, so that the fonts of a machine move nothing.
    """
    import altair as alt  # noqa: PLC0415 - late
    import vl_convert  # noqa: PLC0415 - late

    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    spec = _chart(bars).to_dict()
    return vl_convert.vegalite_to_svg(spec, vl_version=version, allowed_base_urls=[])


def _chart(bars: Sequence[Bar]) -> Any:
    import altair as alt  # noqa: PLC0415 - late

    half = ROOM * (max((abs(bar.difference_twd) for bar in bars), default=0) / 1000 or 1)
    axis = alt.Axis(title="千元 NT$ thousand", tickCount=3, format=",.0f", labelOverlap=True)
    base = alt.Chart(alt.InlineData(values=[_row(place, bar) for place, bar in enumerate(bars)])).encode(
        y=alt.Y("place:O", axis=None),
        x=alt.X("thousand:Q", scale=alt.Scale(domain=[-half, half], nice=False), axis=axis),
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
        .configure_axis(labelFontSize=10, titleFontSize=10, titleFontWeight="normal", gridColor="#e4e4e4")
        .configure_text(fontSize=10, color="#1a1a1a", baseline="middle", limit=0)
        .configure_view(stroke=None)
    )


def _numbers(base: Any, direction: str, align: Any, dx: int) -> Any:
    """The difference at the outer end of each bar of one direction."""
    import altair as alt  # noqa: PLC0415 - late

    wanted = alt.datum.direction == direction
    return base.transform_filter(wanted).mark_text(align=align, dx=dx).encode(text="told:N")


def _row(place: int, bar: Bar) -> dict[str, Any]:
    name = UNPRINTABLE.sub(" ", bar.name).strip()
    return {
        "place": place,
        "name": name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…",
        "thousand": bar.difference_twd / 1000,
        "told": f"{bar.difference_twd / 1000:+,.0f}",
        "direction": "less" if bar.difference_twd < 0 else "more",
    }
