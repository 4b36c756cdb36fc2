"""Budgets of a plan's sections as a chart: SVG that can stand in a page, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.compare.charts import FONT, LONGEST_NAME, drawn, printable

WIDTH_PX: Final = 240
NAMES_PX: Final = 140
NUMBERS_PX: Final = 80
STEP_PX: Final = 22
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


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a part of a name's bar where several have its name.

    Attributes:
        name: of the section; need not be unique where places differ.
        part: a key of ``COLOURS``.
        size: its length, in any unit.
        told: number beside it.
    """

    place: int
    name: str
    part: str
    size: float
    told: str


def bars(given: Sequence[Bar], title: str) -> str:
    """Horizontal bars from nought, in the order given, parts of one place beside each other, as SVG.

    The same bars give the same bytes; every size is fixed, so that the fonts of a machine move nothing.
    """
    return drawn(_chart(given), title, (f"{bar.name} {bar.told}" for bar in given))


def _chart(given: Sequence[Bar]) -> Any:
    import altair as alt  # noqa: PLC0415 - late

    places = {bar.place for bar in given}
    largest = max((sum(bar.size for bar in given if bar.place == place) for place in places), default=0) or 1
    rows = _rows(given)
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=alt.Y("place:O", axis=None))
    scale = alt.Scale(domain=[0, largest], nice=False)
    colours = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    lengths = base.mark_bar(height=13).encode(
        x=alt.X("from:Q", scale=scale, axis=None),
        x2="to:Q",
        color=alt.Color("part:N", scale=colours, legend=None),
    )
    names = base.mark_text(align="left").encode(x=alt.value(8 - NAMES_PX), text="name:N")
    numbers = base.mark_text(align="left", dx=4).encode(
        x=alt.X("end:Q", scale=scale, axis=None), text="told:N"
    )
    return (
        alt.layer(lengths, names, numbers)
        .properties(
            width=WIDTH_PX,
            height=STEP_PX * max(1, len(places)),
            autosize=alt.AutoSizeParams(type="none"),
            padding={"left": NAMES_PX, "right": NUMBERS_PX, "top": 4, "bottom": 4},
        )
        .configure(font=FONT, aria=False, background="#ffffff")
        .configure_text(fontSize=11, color="#1a1a1a", baseline="middle", limit=0)
        .configure_view(stroke=None)
    )


def _rows(given: Sequence[Bar]) -> list[dict[str, Any]]:
    """The bars as data: where each begins and ends; the first of a place bears its name, the last its numbers."""
    rows: list[dict[str, Any]] = []
    ends: dict[int, float] = {}
    for bar in given:
        start = ends.get(bar.place, 0.0)
        ends[bar.place] = start + bar.size
        name = printable(bar.name) if start == 0 and bar.place not in {row["place"] for row in rows} else ""
        rows.append(
            {
                "place": bar.place,
                "name": name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…",
                "part": bar.part,
                "from": start,
                "to": ends[bar.place],
                "told": "",
                "end": ends[bar.place],
            }
        )
    for place, end in ends.items():
        told = " + ".join(printable(bar.told) for bar in given if bar.place == place and bar.told)
        last = next(row for row in reversed(rows) if row["place"] == place)
        last |= {"told": told, "end": end}
    return rows
