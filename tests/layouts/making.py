"""Plans whose header words no profile lists, in several layouts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.making.layout import Column, Layout
from tests.making.traits import LAYOUT, PLAIN, Made, item, made

WORDS: dict[str, str] = {
    "work": "主軸",
    "plan": "年度亮點",
    "implementation": "具體行動",
    "budget": "匡列數",
}
"""No word and no ending of the default profile."""
LONGER = tuple(
    item(
        "三、資訊服務",
        f"{n}. 汰換個人電腦{n}批。",
        "(1)調查各課室需求。",
        "(2)辦理採購及驗收作業，並完成財產登記。",
        budget=f"{n}25",
    )
    for n in range(1, 19)
)
"""More than one page of rows."""


def unknown(layout: Layout = LAYOUT, **words: str) -> Layout:
    """The layout with words that are not known."""
    named = {**WORDS, **words}
    columns = tuple(Column(one.role, named[one.role], one.share) for one in layout.columns)
    return replace(layout, columns=columns)


def turned(layout: Layout) -> Layout:
    """The budget before the contents."""
    work, plan, contents, budget = layout.columns
    return replace(layout, columns=(work, plan, budget, contents))


PLANS: dict[str, Callable[[], Made]] = {
    "ruled": lambda: made(unknown(), *PLAIN),
    "ruled-over-pages": lambda: made(unknown(), *PLAIN, *LONGER),
    "merged": lambda: made(unknown(replace(LAYOUT, work_cells="merged", group_row=False)), *PLAIN),
    "columns": lambda: made(unknown(replace(LAYOUT, rules="columns", row_gap=0.5)), *PLAIN),
    "columns-over-pages": lambda: made(
        unknown(replace(LAYOUT, rules="columns", row_gap=0.5)), *PLAIN, *LONGER
    ),
    "rows": lambda: made(unknown(replace(LAYOUT, rules="rows")), *PLAIN),
    "unruled": lambda: made(unknown(replace(LAYOUT, rules="none", row_gap=0.5)), *PLAIN),
    "spaced-headers": lambda: made(unknown(replace(LAYOUT, header_style="spaced")), *PLAIN),
    "noted-budget": lambda: made(unknown(replace(LAYOUT, money_note="header")), *PLAIN),
    "wrapped-headers": lambda: made(unknown(plan="年度重點推\n展亮點", budget="年度匡\n列數"), *PLAIN),
    "misleading-ending": lambda: made(unknown(plan="推動事項"), *PLAIN),
    "some-known": lambda: made(unknown(work="工作項目", budget="預算數"), *PLAIN),
    "budget-first": lambda: made(turned(unknown()), *PLAIN),
}


def written(folder: Path, name: str) -> tuple[Path, Made]:
    """One of the plans as a file, with what it is made of."""
    plan = PLANS[name]()
    path = folder / f"{name}.pdf"
    path.write_bytes(plan[0])
    return path, plan
