"""What stands around a plan's table and is no part of it: form boxes and statistics."""

from collections.abc import Iterator
from random import Random

from tests.making.wide.layout import Block, Cell, Kind, Para, Place, Table, scaled
from tests.making.wide.looks import Looks
from tests.making.wide.plan import Plan

STATISTICS = (
    ("近三年服務人次統計", ("年度", "人次", "場次")), ("歷年人力統計", ("年度", "編制員額", "現有員額")),
    ("近三年申請案件統計", ("年度", "受理件數", "核准件數")),
)  # fmt: skip
FILL = "#eeeeee"


def form(plan: Plan, width: float, looks: Looks, table: int, random: Random) -> Table:
    """Make form boxes: labels beside their values."""
    boxes = (
        ("機關名稱", plan.front.office, "年度", f"{plan.front.year}年度"),
        (
            "承辦人員", random.choice(("王小明", "陳美玲", "林志成")), "聯絡電話",
            f"(0{random.randint(2, 8)}){random.randint(2000000, 8999999)}",
        ),
    )  # fmt: skip
    place = Place(Kind.FORM, table)
    rows = tuple(
        tuple(
            Cell((text,), place, align="left" if number % 2 else "center", fill=None if number % 2 else FILL)
            for number, text in enumerate(row)
        )
        for row in boxes
    )
    return Table(
        scaled((75, 165, 75, 168), width),
        (),
        rows,
        size=looks.size,
        lead=looks.lead,
        pad=(4.0, 3.0),
        after=12.0,
    )


def statistics(plan: Plan, width: float, looks: Looks, table: int, random: Random) -> Iterator[Block]:
    """Make a table of figures with its caption."""
    caption, words = random.choice(STATISTICS)
    place = Place(Kind.STATISTICS, table)
    yield Para(caption, Place(Kind.STATISTICS), looks.size, before=8.0)
    head = (tuple(Cell((word,), place) for word in words),)
    rows = tuple(
        (
            Cell((f"{plan.front.year - back}年",), place),
            *(Cell((f"{random.randint(100, 9000):,}",), place) for _ in words[1:]),
        )
        for back in (3, 2, 1)
    )
    yield Table(
        scaled((100,) * len(words), width), head, rows, size=looks.size - 1, lead=looks.lead - 2, pad=(4.0, 2.0),
        aligns=("center", "right", "right"), after=12.0,
    )  # fmt: skip
