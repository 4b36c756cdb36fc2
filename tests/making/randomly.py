"""Plans and layouts made at random, as a measure that nobody has tuned to.

usage: python -m tests.making.randomly --seed 1 --count 30 --out FOLDER
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal

from tests.making.composing import Manner, compose
from tests.making.decidable import decidable
from tests.making.layout import Column, Layout, Role, Rules
from tests.making.plan import Plan
from tests.making.typeset import document, query, typeset

HEADERS: dict[Role, tuple[str, ...]] = {
    "work": ("機關工作項目", "業務別", "工作項目", "工作計畫名稱", "業務計畫", "工作要項"),
    "plan": ("重要工作計畫項目", "重要施政計畫項目", "計畫項目", "重要計畫項目"),
    "implementation": ("實施內容", "施政內容", "實施要領", "計畫內容", "計畫內容概要"),
    "budget": ("預算金額", "經費", "經費概算", "預算數", "本年度預算數"),
    "extra": ("備註", "協辦單位", "辦理期程", "預期效益"),
}
# The least width in characters at which no unbreakable text leaves its cell.
LEAST = {"work": 5.0, "plan": 7.5, "implementation": 10.0, "budget": 6.2, "extra": 4.5}
SHARES = {
    "work": (1.0, 1.7),
    "plan": (1.6, 2.6),
    "implementation": (2.4, 4.2),
    "budget": (0.8, 1.3),
    "extra": (0.7, 1.2),
}
PAGES = ((595.0, 842.0),) * 5 + ((842.0, 595.0),) * 3 + ((1032.0, 729.0), (1191.0, 842.0), (612.0, 792.0))
RULES: tuple[Rules, ...] = (
    *("all",) * 6,
    *("columns",) * 4,
    *("rows",) * 3,
    *("stacked",) * 3,
    *("none",) * 2,
    *("zebra",) * 2,
)


def columns(rng: random.Random) -> tuple[Column, ...]:
    """Choose the columns, their order and their headers."""
    roles: list[Role] = ["work", "plan", "implementation"]
    if rng.random() < 0.9:
        roles.insert(2 if rng.random() < 0.15 else 3, "budget")
    extras = rng.sample(HEADERS["extra"], rng.choice((0, 0, 0, 1, 1, 2)))
    made = [
        Column(role, _wrapped(rng, rng.choice(HEADERS[role])), round(rng.uniform(*SHARES[role]), 2))
        for role in roles
    ]
    for header in extras:
        made.insert(
            rng.choice((len(made), len(made), 3)),
            Column("extra", header, round(rng.uniform(*SHARES["extra"]), 2)),
        )
    return tuple(made)


def _wrapped(rng: random.Random, header: str) -> str:
    if len(header) < 4 or rng.random() < 0.7:
        return header
    middle = (len(header) + 1) // 2
    return header[:middle] + "\n" + header[middle:]


def layout(rng: random.Random) -> Layout:
    """Choose a layout whose columns are wide enough."""
    # The page is chosen once: were it drawn again with the rest, large pages would win, where all fits.
    page = rng.choice(PAGES)
    while True:
        found = _layout(rng, page)
        narrow = any(
            found.width(c) - 2 * found.cell_pad[0] < LEAST[c.role] * found.font_size for c in found.columns
        )
        if not narrow:
            return found


def _layout(rng: random.Random, page: tuple[float, float]) -> Layout:
    rules = rng.choice(RULES)
    ruled = rules in {"all", "rows", "zebra"}
    work_cells: tuple[Literal["merged", "once", "every"], ...] = ("merged", "once", "once")
    if ruled:
        # A fill that changes with every row leaves no cell to merge.
        work_cells = ("once", "every") if rules == "zebra" else ("merged", "once", "every")
    # Where no rule parts the columns, white has to.
    across = (6, 10) if rules in {"rows", "none", "zebra"} else (3, 7)
    margins = (rng.uniform(50, 90), rng.uniform(36, 80), rng.uniform(50, 85), rng.uniform(36, 80))
    return Layout(
        columns=columns(rng),
        page=page,
        margins=(round(margins[0]), round(margins[1]), round(margins[2]), round(margins[3])),
        font_size=rng.choice((10.0, 10.5, 11.0, 12.0, 12.0, 13.0, 14.0, 14.0, 16.0)),
        pitch=rng.choice((1.15, 1.25, 1.33, 1.5, 1.5, 1.75)),
        serif=rng.random() < 0.4,
        rules=rules,
        rule_width=rng.choice((0.25, 0.5, 0.5, 0.75, 1.0, 1.5)),
        break_border=rng.random() < 0.65,
        header_repeat=rng.random() < 0.85,
        header_style=rng.choice(("plain", "plain", "plain", "spaced", "tracked")),
        header_bold=rng.random() < 0.3,
        header_fill=rng.random() < 0.25,
        work_cells=rng.choice(work_cells),
        group_row=not ruled or rng.random() < 0.5,
        centred=rules in {"all", "rows"} and rng.random() < 0.25,
        row_gap=0.0 if ruled else rng.choice((0.0, 0.4, 0.6, 1.0)),
        cell_pad=(round(rng.uniform(*across), 1), round(rng.uniform(1.5, 5), 1)),
        breakable=rng.random() < 0.85,
        keep_lines=rules == "all" and rng.random() < 0.25,
        page_number=rng.choice(("", "1", "- 1 -", "第 1 頁", "第 1 頁，共 9 頁", "1/9")),
        money_note=rng.choice(("header", "header", "above", "none")),
        unit_on_new_page=rng.random() < 0.5,
        title_split=rng.random() < 0.3,
        title_size=rng.choice((1.0, 1.2, 1.4, 1.6)),
        cut_words=rng.random() < 0.15,
        indent=rng.choice(("none", "hanging", "hanging", "first")),
        budget_align=rng.choice(("left", "center", "right", "right")),
    )


def manner(rng: random.Random, chosen: Layout) -> Manner:
    """Say what the truth may hold so that it can be read from that layout."""
    return Manner(
        unnumbered=chosen.ruled or chosen.row_gap > 0,
        plain_work=chosen.rules == "all" and chosen.work_cells != "once",
        budget=any(c.role == "budget" for c in chosen.columns),
        merged_budget=chosen.rules in {"all", "rows"}
        and any(c.role == "budget" for c in chosen.columns)
        and rng.random() < 0.4,
        extras=tuple(c.header for c in chosen.columns if c.role == "extra"),
        front=rng.random() < 0.75,
        named=rng.random() < 0.9,
    )


def example(seed: int) -> tuple[Plan, Layout]:
    """Make one plan of three to ten pages with its layout; the same seed gives the same."""
    rng = random.Random(seed)  # noqa: S311
    chosen = layout(rng)
    how = manner(rng, chosen)
    for long in (rng.choice((120, 60)), 60, 40, 30, 30, 30):
        plan = compose(rng, replace(how, long=long))
        running = rng.choice(("", "", plan.agency, plan.units[0].title, f"{plan.year_roc}年度施政計畫"))
        chosen = replace(chosen, running_header=running)
        pages = max(page for _, page in query(document(plan, chosen), "pages"))
        if 3 <= pages <= 10:
            break
        # Fewer and shorter items where the page is small, more where it is large.
        low, high = (max(12, round(n * 6 / pages)) for n in how.items)
        how = replace(how, items=(min(low, 40), min(max(high, low), 70)))
    return decidable(plan, chosen), chosen


def write(seed: int, number: int, out: Path) -> None:
    """Write one example with its truth."""
    plan, chosen = example(seed)
    name = f"{number:03}"
    (out / f"{name}.pdf").write_bytes(typeset(plan, chosen))
    records: dict[str, object] = {"gold": plan.gold(), "layout": {"seed": seed} | asdict(chosen)}
    if any(item.covered for unit in plan.units for item in unit.items):
        records["covers"] = plan.covers()
    for kind, record in records.items():
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        (out / f"{name}.{kind}.json").write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the examples."""
    parser = argparse.ArgumentParser(description="Write plans made at random, each with its truth.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    for number in range(chosen.count):
        # Far apart, so that two runs with neighbouring seeds share no plan.
        write(chosen.seed * 10_000 + number, number, chosen.out)


if __name__ == "__main__":
    main()
