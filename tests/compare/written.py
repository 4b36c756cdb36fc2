"""Small plans and pairs of plans from text that is read by eye, for comparisons whose truth was written first.

A plan is lines::

    # 民政課
    ## 一、民政業務 › (一)里鄰業務
    a1 | 1. 召開里民大會 | 1. 依規定辦理。／2. 列管追蹤。 | 40
    a2 | 2. 表揚里長     | 每年一次。                    | 60@x 上年 55 疑 amount-twice

a section, a work item, then items: identifier, plan item, contents, budget. ``›`` parts levels, ``／`` steps. A budget
is in thousands of dollars, or words; ``@x`` names a cell that several items share; ``上年`` is the figure of the column
for the year before, and ``疑`` a warning about the item, or ``doubtful``. A change of the truth is a line such as
``changed renamed,budget a1 > b1``, ``split a1 > b1 b2``, ``added > b3``; a ``?`` at its end: it must be uncertain.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.compare.model import Change
from pipeline.models import Agency, Budget, Finding, Item, Level, PlanDocument, Section, Step
from tests import contract

PAIRS = Path(__file__).parent / "pairs"
LABEL = re.compile(r"((?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+\. ?))?(.*)")
CELL = re.compile(r"(?P<printed>[^@]*?)(?:@(?P<name>\w+))?")
WrittenChange = tuple[str, frozenset[str], frozenset[str], frozenset[str]]
"""Status, kinds of change, identifiers of the older items and of the newer ones."""


@dataclass
class _Written:
    """A section on its way."""

    name: str
    items: list[Item] = field(default_factory=list)
    cells: dict[str, tuple[dict[str, Any], list[str]]] = field(default_factory=dict)


def plan_of(text: str, year: int, agency: str = "某鄉公所", agency_id: str = "a") -> PlanDocument:
    """The plan that the lines write; every item stands on a page of its own."""
    sections: list[_Written] = []
    findings: list[Finding] = []
    work: tuple[Level, ...] = ()
    page = 0
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("## "):
            work = _levels(line[3:])
        elif line.startswith("# "):
            sections.append(_Written(line[2:].strip()))
        else:
            page += 1
            _add(sections[-1], line, work, page, findings)
    made = tuple(_section(f"s{at}", one) for at, one in enumerate(sections))
    plan = contract.plan(
        f"{agency_id}-{year}",
        *made,
        agency=Agency(id=agency_id, name=agency, county=None, code=None),
        year_roc=year,
        year=year + 1911,
    )
    (document,) = contract.extraction(plan, findings=tuple(findings)).documents()
    return document


def _add(section: _Written, line: str, work: tuple[Level, ...], page: int, findings: list[Finding]) -> None:
    id_, title, contents, money = (part.strip() for part in line.split("|"))
    money, _, doubt = (part.strip() for part in money.partition("疑"))
    if doubt and doubt != "doubtful":
        findings.append(contract.finding(f"f{page}", rule=doubt, item_id=id_))
    budget_ids = [
        _cell(section, printed.strip(), role, id_, page)
        for role, printed in zip(("current", "previous"), money.partition("上年")[::2], strict=True)
        if printed.strip()
    ]
    section.items.append(
        contract.item(
            id_,
            work_item=work,
            plan_item=_levels(title),
            implementation=tuple(_step(one) for one in contents.split("／") if one),
            budget_ids=tuple(budget_ids),
            provenance=(contract.at("plan_item[0]", page=page),),
            confidence="doubtful" if doubt == "doubtful" else "certain",
        )
    )


def _cell(section: _Written, printed: str, role: str, item_id: str, page: int) -> str:
    found = CELL.fullmatch(printed)
    assert found
    raw, name = found["printed"], found["name"] or f"{item_id}-{role}"
    thousands = raw.replace(",", "")
    amount = int(thousands) * 1000 if thousands.isdecimal() else None
    values = {
        "raw": raw,
        "role": role,
        "kind": "text" if amount is None else "amount",
        "amount_twd": amount,
        "amounts": (),
        "provenance": (contract.at("budget", page=page),),
    }
    section.cells.setdefault(name, (values, []))[1].append(item_id)
    return name


def _section(id_: str, written: _Written) -> Section:
    budgets: list[Budget] = [
        contract.budget(name, *items, **values) for name, (values, items) in written.cells.items()
    ]
    return contract.section(id_, tuple(written.items), tuple(budgets), name=written.name)


def _levels(text: str) -> tuple[Level, ...]:
    return tuple(contract.level(*_labelled(one.strip())) for one in text.split("›"))


def _step(text: str) -> Step:
    return contract.step(*_labelled(text.strip()))


def _labelled(text: str) -> tuple[str | None, str]:
    found = LABEL.fullmatch(text)
    assert found
    return found[1] and found[1].strip(), found[2]


@dataclass(frozen=True)
class Pair:
    """Two plans and what became of each item; ``uncertain`` are the changes that must be called so."""

    old: PlanDocument
    new: PlanDocument
    truth: frozenset[WrittenChange]
    uncertain: frozenset[WrittenChange]


def pair_of(name: str) -> Pair:
    """The pair in ``pairs/<name>.toml``."""
    told = tomllib.loads((PAIRS / f"{name}.toml").read_text(encoding="utf-8"))
    lines = [line for line in told["truth"].splitlines() if line.strip()]
    old, new = (plan_of(told[side], year, told["agency"]) for side, year in (("old", 112), ("new", 113)))
    asked = (_change(line.removesuffix("?")) for line in lines if line.endswith("?"))
    return Pair(old, new, frozenset(_change(line.removesuffix("?")) for line in lines), frozenset(asked))


def names() -> list[str]:
    """Of all pairs."""
    return sorted(path.stem for path in PAIRS.glob("*.toml"))


def _change(line: str) -> WrittenChange:
    olds, news = line.split(">")
    status, *words = olds.split()
    kinds = words.pop(0).split(",") if status == "changed" else []
    return status, frozenset(kinds), frozenset(words), frozenset(news.split())


def told(changes: Iterable[Change]) -> dict[WrittenChange, Change]:
    """Changes of a comparison as the truth is written."""
    return {
        (
            one.status,
            frozenset(one.changes),
            frozenset(entry.id for entry in one.old),
            frozenset(entry.id for entry in one.new),
        ): one
        for one in changes
    }
