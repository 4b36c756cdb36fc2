"""What comparing works on and what comes of it: plain frozen data between its steps."""

from __future__ import annotations

from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.messages.wording import Wording
from pipeline.models import BudgetKind, BudgetRole

Status = Literal["unchanged", "changed", "added", "removed", "split", "merged"]
ChangeKind = Literal["renamed", "moved", "reworded", "budget"]
Band = Literal["certain", "uncertain"]
Verdict = Literal["accept", "reject", "link", "split", "merge"]
BY_PERSON = "ruling"
"""What evidence begins with that is a person's word."""
DOUBTFUL = "doubtful"
"""A doubt without a finding: the item's confidence."""


@dataclass(frozen=True, slots=True)
class EntryBudget:
    """One budget cell as an item sees it.

    Attributes:
        id: of the cell in its plan, so that a cell that several items share is summed once.
        raw: text as printed.
        amount_twd: in New Taiwan dollars; None where the cell is words or a mark of none.
        shared_by: number of items that the cell applies to.
        page: that it stands on, from 1; the first of several; None where it is not known.
    """

    id: str
    role: BudgetRole
    raw: str
    kind: BudgetKind
    amount_twd: int | None
    shared_by: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One plan item, with what it is compared by.

    Attributes:
        id: identifier of the item.
        plan_id: of its plan.
        section: name of its section; "" where a plan has none.
        work_item: levels with their labels, outer to inner.
        plan_item: the same of the plan item.
        contents: labelled steps, one per line.
        budgets: of all roles, in reading order.
        pages: pages that it stands on, ascending; not those of what it shares with others, such as its work item.
        order: place in its plan, from 0.
        section_key: section folded for matching: no white space, variants of one character alike.
        work_key: work item levels folded, without numbers, years and punctuation, joined by "/".
        title_key: plan item levels folded likewise.
        contents_key: contents folded likewise.
        doubts: rules of the warnings and errors about the item, in order of the alphabet; ``DOUBTFUL`` where there is
            none and it was read as doubtful all the same.
    """

    id: str
    plan_id: str
    section: str
    work_item: tuple[str, ...]
    plan_item: tuple[str, ...]
    contents: str
    budgets: tuple[EntryBudget, ...]
    pages: tuple[int, ...]
    order: int
    section_key: str
    work_key: str
    title_key: str
    contents_key: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One year's plan of one office, or several that were given together.

    Attributes:
        label: such as "112" or a file's name.
        plan_ids: of its plans.
        agency: name of the office; None where it is not known.
        agency_id: its identifier; None where there are several.
        year_roc: ROC year; None where it is not known or where there are several.
        source: where it was read from, for people.
        entries: in reading order.
        error_rules: of the findings of severity error about its plans, each once, in order of the alphabet.
        gaps: those of them that say that records are lacking.
    """

    label: str
    plan_ids: tuple[str, ...]
    agency: str | None
    year_roc: int | None
    source: str
    entries: tuple[Entry, ...]
    error_rules: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    agency_id: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Items of both sides that are one and the same.

    Attributes:
        score: 0 to 1.
        evidence: what speaks for it, such as "path", "title in section", "similar 0.83".
    """

    old: tuple[Entry, ...]
    new: tuple[Entry, ...]
    band: Band
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an item: one to one, none to one (added), one to none (removed), or a split or merge.

    Attributes:
        changes: kinds of change, in the order of ``ChangeKind``; empty unless status is changed.
        band: at most uncertain where there are doubts, unless a person has ruled.
        score: of the match, 0 to 1; 1 for added and removed.
        doubts: rules of the findings that its records rest on, and where one side stands alone those by which the
            other may lack it; each once, in order of the alphabet. None of what is unchanged.
    """

    status: Status
    changes: tuple[ChangeKind, ...]
    band: Band
    score: float
    evidence: tuple[str, ...]
    old: tuple[Entry, ...]
    new: tuple[Entry, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's word on a match, from crosswalk.csv.

    Attributes:
        line: in the file, from 1.
        old_ids: items of the older side.
        new_ids: items of the newer side.
    """

    line: int
    verdict: Verdict
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes between two sides.

    Attributes:
        changes: those with an item of the newer side in its reading order, each removed item behind the change of
            the item that it stood behind.
        renamed_sections: names of matched sections that differ, old and new.
        unapplied: rulings that no longer fit, with the reason.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]
    renamed_sections: tuple[tuple[str, str], ...] = ()
    unapplied: tuple[tuple[Ruling, Wording], ...] = ()
