"""Counts how many records of a document are right, and of the wrong ones how many say so.

A record is right if its work path, plan item, contents in their order and current budget are, white space,
compatibility forms and bullets aside. The document, with its offices, years, sections and printed totals, is one
more record.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any

from pipeline.models import Extraction, Finding, Item, Section

BULLETS = re.compile("^[●•·‧▪■◆○◇□➢▶\uf06c]+")
LIKE = 0.4
"""Records whose plan items and contents are less alike than this are two records."""
EXCUSES = 3
"""So many missing records one error with a place accounts for."""


@dataclass(frozen=True)
class Record:
    """What is compared of a record."""

    work: tuple[str, ...]
    plan: str
    contents: str
    budget: tuple[str, ...]

    @property
    def text(self) -> str:
        """Give what it is known by."""
        return f"{self.plan}|{self.contents}"


@dataclass(frozen=True)
class Verdict:
    """How the records of some documents were read."""

    records: int = 0
    right: int = 0
    told: int = 0
    silent: int = 0
    missing: int = 0
    invented: int = 0
    false_alarms: int = 0
    refused: int = 0
    """Documents that gave no records at all."""

    def __add__(self, other: "Verdict") -> "Verdict":
        """Sum up."""
        return Verdict(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def perfect(self) -> bool:
        """Tell whether all is right and nothing was invented."""
        return self.right == self.records and not self.invented


def normal(text: object) -> str:
    """Take away what is not compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or "")))


def refused(truth: Mapping[str, Any]) -> Verdict:
    """Judge a document that could not be read."""
    count = len(truth["items"])
    return Verdict(records=count, missing=count, refused=1)


def verdict(truth: Mapping[str, Any], found: Extraction) -> Verdict:
    """Judge a document that was read."""
    warned = {finding.id for finding in found.findings if finding.severity != "info"}
    sections = [section for plan in found.plans for section in plan.sections]
    got = [(record, told) for section in sections for record, told in _read(section, found.findings, warned)]
    wanted = list(_wanted(truth))
    plans = [
        [
            plan.agency.name,
            plan.year_roc,
            [section.name for section in plan.sections],
        ]
        for plan in found.plans
    ]
    whole = plans == truth["document"]["plans"] and not _totals_left(truth, sections)
    result = Verdict(
        records=1,
        right=int(whole),
        told=int(not whole and bool(warned)),
        silent=int(not whole and not warned),
    )
    free = list(range(len(got)))
    left: list[Record] = []
    # Equal ones first, so that no record is charged for its neighbour.
    for record in wanted:
        place = next((at for at in free if got[at][0] == record), None)
        if place is None:
            left.append(record)
            continue
        free.remove(place)
        result += Verdict(records=1, right=1, false_alarms=int(got[place][1]))
    placed = sum(finding.severity == "error" and finding.bbox is not None for finding in found.findings)
    return result + _wrong(left, [got[at] for at in free], EXCUSES * placed)


def _totals_left(truth: Mapping[str, Any], sections: Iterable[Section]) -> Counter[str]:
    """Give the printed totals that were not read, where the truth has them."""
    read = Counter(
        normal(total.raw if total.amount_twd is None else total.amount_twd)
        for section in sections
        for total in section.totals
    )
    return Counter(map(normal, truth["document"].get("totals", ()))) - read


def _wrong(left: Iterable[Record], free: Sequence[tuple[Record, bool]], excuses: int) -> Verdict:
    """Pair the records that are not right with those that are left over."""
    result, others = Verdict(), list(free)
    for record in left:
        near = max(((_alike(record, one), -at) for at, (one, _) in enumerate(others)), default=(0.0, 0))
        if near[0] > LIKE:
            _, told = others.pop(-near[1])
            result += Verdict(records=1, told=int(told), silent=int(not told))
        else:
            result += Verdict(records=1, missing=1, told=int(excuses > 0), silent=int(excuses <= 0))
            excuses -= 1
    for _, told in others:
        result += Verdict(invented=1, told=int(told), silent=int(not told))
    return result


def _alike(one: Record, other: Record) -> float:
    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio()


def _wanted(truth: Mapping[str, Any]) -> Iterator[Record]:
    for item in truth["items"]:
        yield Record(
            tuple(map(normal, item["work"])),
            normal(item["plan"]),
            "".join(BULLETS.sub("", normal(step)) for step in item["impl"]),
            tuple(map(normal, item["budget"])),
        )


def _read(section: Section, findings: Iterable[Finding], warned: set[str]) -> Iterator[tuple[Record, bool]]:
    own = {finding.item_id for finding in findings if finding.id in warned and finding.item_id}
    for item in section.items:
        told = bool(warned & set(item.finding_ids)) or item.id in own
        yield _record(section, item), told


def _record(section: Section, item: Item) -> Record:
    budgets = (
        normal(budget.raw if budget.amount_twd is None else budget.amount_twd)
        for budget in section.budgets
        if item.id in budget.applies_to and budget.role == "current"
    )
    work = tuple(normal((level.label or "") + level.text) for level in item.work_item)
    plan = "".join(normal((level.label or "") + level.text) for level in item.plan_item)
    return Record(work, plan, "".join(_steps(item.implementation)), tuple(budgets))


def _steps(steps: Iterable[Any]) -> Iterator[str]:
    for step in steps:
        yield BULLETS.sub("", normal((step.label or "") + step.text))
        yield from _steps(step.steps)
