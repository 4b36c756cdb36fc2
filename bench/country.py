"""Makes an output folder of thousands of plans as ``run`` leaves it: 368 offices, ten years, no PDF file.

usage: python -m bench.country --plans 3680 --seed 1 FOLDER

An office's plan of a year is that of the year before with a few items gone, new or worded otherwise, so that
comparisons of its years have something to find.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.many_plans import COUNTIES, DIGITS, FIRST, KINDS, OBJECTS, SECOND, SECTIONS, STEPS, VERBS, WORKS
from pipeline import __version__
from pipeline.exporters.files import plan_files
from pipeline.models import (
    Agency,
    Amount,
    Budget,
    Generator,
    Item,
    Level,
    Plan,
    PlanDocument,
    Provenance,
    Section,
    Source,
    Step,
    WorkItem,
)
from pipeline.normalizers.mentions import with_mentions
from pipeline.normalizers.years import ROC_OFFSET

OFFICES = 368
YEARS = tuple(range(106, 116))
ITEMS = 180
"""Of a plan, as in the samples."""
SECTIONS_PER_PLAN = 6
ITEMS_PER_WORK = 6
ITEMS_PER_PAGE = 5
CHANGED_SHARE = 0.1
"""Of the items of a year, those that are not as they were the year before."""


@dataclass(frozen=True)
class _Row:
    """One item of an office, apart from the year that it stands in."""

    number: int
    name: str
    steps: tuple[str, ...]
    thousands: int | None


def make_country(folder: Path, plans: int, seed: int, jobs: int = 2) -> None:
    """Write plan folders, the same for the same seed; the first plans of more are those of fewer.

    Args:
        folder: is made where it is missing.
        plans: number of plans; each office has up to ten years.
        seed: of all that is chosen.
        jobs: processes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(-(-plans // len(YEARS)))
    with ProcessPoolExecutor(jobs) as pool:
        for _ in pool.map(partial(_write_office, folder, plans, seed), numbers, chunksize=4):
            pass


def _write_office(folder: Path, plans: int, seed: int, number: int) -> None:
    for document in office_documents(number, seed)[: plans - number * len(YEARS)]:
        own = folder / document.plan.id
        own.mkdir(exist_ok=True)
        for name, content in plan_files(document):
            (own / name).write_bytes(content)


def office_documents(number: int, seed: int) -> list[PlanDocument]:
    """The plans of an office, year by year.

    Args:
        number: of the office, from 0.
        seed: of all that is chosen.
    """
    rng = random.Random(f"{seed}-{number}")  # noqa: S311 - nothing is secret here
    county = COUNTIES[number % len(COUNTIES)]
    name = f"{county}{FIRST[number // 10 % len(FIRST)]}{SECOND[number // 160 % len(SECOND)]}鄉公所"
    agency = Agency(id=f"office-{number:03}", name=name, county=county, code=None)
    rows = [_row(rng, place) for place in range(ITEMS)]
    found = []
    for year in YEARS:
        rows = [_row(rng, row.number) if rng.random() < CHANGED_SHARE else row for row in rows]
        rows = [replace(row, thousands=row.thousands and row.thousands + rng.randint(0, 3)) for row in rows]
        found.append(_document(agency, year, rows))
    return found


def _row(rng: random.Random, number: int) -> _Row:
    name = "".join(rng.choice(words) for words in (VERBS, OBJECTS, KINDS)) + rng.choice(OBJECTS)
    steps = tuple(rng.choice(OBJECTS) + step for step in rng.sample(STEPS, rng.randint(1, 4)))
    return _Row(number, name, steps, rng.randint(5, 20_000) if rng.random() < 0.3 else None)


def _document(agency: Agency, year: int, rows: Sequence[_Row]) -> PlanDocument:
    plan_id = f"{agency.id}-{year}"
    size = -(-ITEMS // SECTIONS_PER_PLAN)
    sections = tuple(
        _section(plan_id, agency, year, place, rows[place * size : (place + 1) * size])
        for place in range(SECTIONS_PER_PLAN)
    )
    plan = Plan(
        id=plan_id,
        agency=agency,
        title=None,
        year_roc=year,
        year=year + ROC_OFFSET,
        sections=sections,
    )
    return PlanDocument(
        generator=Generator(version=__version__, reader="pdfium", profile="default"),
        source=Source(
            file_name=f"{plan_id}.pdf",
            sha256=hashlib.sha256(plan_id.encode()).hexdigest(),
            pages=sections[-1].pages[1],
            producer="bench.country",
        ),
        plan=with_mentions(plan),
        findings=(),
    )


def _section(plan_id: str, agency: Agency, year: int, place: int, rows: Sequence[_Row]) -> Section:
    name = SECTIONS[place]
    first = place * (-(-len(rows) // ITEMS_PER_PAGE)) + 1
    works = tuple(
        WorkItem(
            id=_id(plan_id, "w", name, number),
            label=f"{DIGITS[number]}、",
            number=number + 1,
            text=WORKS[(place + number) % len(WORKS)],
            parent=None,
        )
        for number in range(-(-len(rows) // ITEMS_PER_WORK))
    )
    made = [_item(plan_id, works[at // ITEMS_PER_WORK], at, first, row) for at, row in enumerate(rows)]
    return Section(
        id=_id(agency.id, "s", name),
        name=name,
        title=f"{agency.name}{name}{year}年度重要工作計畫",
        preamble=None,
        focus=(),
        work_items=works,
        items=tuple(item for item, _ in made),
        budgets=tuple(budget for _, budgets in made for budget in budgets),
        totals=(),
        pages=(first, made[-1][0].provenance[0].page),
    )


def _item(
    plan_id: str, work: WorkItem, at: int, first_page: int, row: _Row
) -> tuple[Item, tuple[Budget, ...]]:
    item_id = _id(plan_id, "", work.id, row.number, row.name)
    page = first_page + at // ITEMS_PER_PAGE
    top = 80.5 + 120 * (at % ITEMS_PER_PAGE)
    steps = [
        Step(label=f"{number}.", number=number, text=text) for number, text in enumerate(row.steps, start=1)
    ]
    fields = ["work_item[0]", "plan_item[0]", *(f"implementation[{i}]" for i in range(len(steps)))]
    budgets = tuple(_budgets(item_id, page, top, row.thousands))
    number = at % ITEMS_PER_WORK + 1
    item = Item(
        id=item_id,
        work_item=(Level(id=work.id, label=work.label, number=work.number, text=work.text),),
        plan_item=(
            Level(
                id=_id(plan_id, "p", item_id), label=f"({DIGITS[number - 1]})", number=number, text=row.name
            ),
        ),
        implementation=tuple(steps),
        budget_ids=tuple(budget.id for budget in budgets),
        provenance=tuple(_place(field, page, top, 90.0 * i) for i, field in enumerate(fields)),
        confidence="certain",
    )
    return item, budgets


def _budgets(item_id: str, page: int, top: float, thousands: int | None) -> Iterator[Budget]:
    if thousands is not None:
        yield Budget(
            id=f"{item_id}-current",
            raw=f"{thousands:,}",
            header="預算金額(單位：千元)",
            role="current",
            printed_unit="千元",
            given_unit=None,
            kind="amount",
            amount_twd=thousands * 1000,
            amounts=(Amount(amount_twd=thousands * 1000, note=None),),
            note=None,
            applies_to=(item_id,),
            basis="own_cell",
            part_of=None,
            provenance=(_place("budget", page, top, 420.0),),
        )


def _place(field: str, page: int, top: float, x0: float) -> Provenance:
    return Provenance(field=field, page=page, bbox=(65.25 + x0, top, 135.5 + x0, top + 96.0))


def _id(owner: str, kind: str, *of: object) -> str:
    return f"{owner}-{kind}{hashlib.sha256(repr(of).encode()).hexdigest()[:8]}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plans", type=int, default=OFFICES * len(YEARS))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    make_country(asked.folder, asked.plans, asked.seed)
