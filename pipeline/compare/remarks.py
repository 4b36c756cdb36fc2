"""What a person should know of a comparison as a whole: told, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.compare.model import Comparison, Side
from pipeline.compare.same_year import SAME_YEAR_FILE, SameYearRow, same_year_rows
from pipeline.dataclass import dataclass
from pipeline.exporters.csv_form import csv_text
from pipeline.messages.catalogue import PlacedProblem, catalogue
from pipeline.messages.wording import Wording
from pipeline.normalizers.text import BYTE_ORDER_MARK

FINDINGS_FILE = "findings.csv"
REMARK_COLUMNS = ("rule", "severity", "old_label", "new_label", "message_zh", "message_en")


@dataclass(frozen=True, slots=True)
class ComparisonFinding:
    """One finding about a comparison: a problem, and the two sides in place of a place.

    Attributes:
        problem: of ``messages/comparison.toml``; docs/comparing.md explains it.
        old: label of the older side; "" where it is about none.
        new: label of the newer side.
    """

    problem: PlacedProblem
    old: str = ""
    new: str = ""

    def line(self) -> Wording:
        """What is said of it."""
        return self.problem.text

    @property
    def row(self) -> tuple[str, ...]:
        """Its cells of findings.csv."""
        one = self.problem
        return (one.id, one.severity, self.old, self.new, one.text.zh, one.text.en)


def problem(rule: str, **values: Wording | object) -> PlacedProblem:
    """One finding in words.

    Raises:
        KeyError: the catalogue lacks the rule, or it wants a value that is not given.
    """
    return catalogue("comparison")[rule].problem(**values)


def remarks_of(comparison: Comparison) -> tuple[ComparisonFinding, ...]:
    """All findings about a comparison, those about the sides first."""
    labels = comparison.old.label, comparison.new.label
    unapplied = (
        problem(
            "crosswalk-unapplied",
            line=ruling.line,
            old=_ids(ruling.old_ids),
            new=_ids(ruling.new_ids),
            verdict=ruling.verdict,
            reason=reason,
        )
        for ruling, reason in comparison.unapplied
    )
    about = (*_about_sides(comparison), *unapplied, *_about_same_year(comparison))
    told = (ComparisonFinding(one, *labels) for one in about)
    return tuple(dict.fromkeys(told))


def findings_csv(remarks: Iterable[ComparisonFinding]) -> bytes:
    """Findings as UTF-8 CSV with byte-order mark and LF."""
    return BYTE_ORDER_MARK + (csv_text([REMARK_COLUMNS]) + csv_text(one.row for one in remarks)).encode()


def _about_sides(comparison: Comparison) -> Iterator[PlacedProblem]:
    """What is odd about the two sides."""
    old, new = comparison.old, comparison.new
    if old.plan_ids and set(old.plan_ids) == set(new.plan_ids):
        yield problem("same-plan")
    elif old.agency and new.agency and old.agency != new.agency:
        yield problem("agencies-differ", old=old.agency, new=new.agency)
    if old.year_roc is not None and new.year_roc is not None:
        if old.year_roc > new.year_roc:
            yield problem("years-swapped", old=old.year_roc, new=new.year_roc)
        elif old.year_roc == new.year_roc and old.plan_ids != new.plan_ids:
            yield problem("years-alike", year=old.year_roc)
    for side in (old, new):
        yield from _about_side(side)


def _about_side(side: Side) -> Iterator[PlacedProblem]:
    if not side.entries:
        yield problem("side-empty", side=_called(side))
    if side.error_rules:
        yield problem("side-with-errors", side=_called(side), rules=", ".join(side.error_rules))
    if len(side.plan_ids) > 1:
        yield problem("side-several-plans", side=_called(side), plans=", ".join(side.plan_ids))


def _about_same_year(comparison: Comparison) -> Iterator[PlacedProblem]:
    """One finding where both plans' figures for the older year differ, with what is surely so."""
    rows = same_year_rows(comparison)
    items = [one for one in rows if one.level == "item" and one.band == "certain"]
    compared = [one for one in items if one.difference_twd is not None]
    differing = [one for one in compared if one.difference_twd]
    if not differing:
        return
    own, following = (sum(figures) for figures in zip(*map(_both, differing), strict=True))
    yield problem(
        "previous-budget-differs",
        agency=comparison.new.agency or comparison.new.label,
        year=comparison.old.year_roc,
        next=comparison.new.year_roc,
        count=len(differing),
        compared=len(compared),
        own=f"{own:,}",
        following=f"{following:,}",
        file=SAME_YEAR_FILE,
    )


def _both(row: SameYearRow) -> tuple[int, int]:
    return row.own.twd or 0, row.next.twd or 0


def _called(side: Side) -> Wording | str:
    """A side by its office and year: among many offices the year alone would not tell which."""
    if side.agency is None or side.year_roc is None:
        return side.agency or side.label
    return Wording(zh=f"{side.agency} {side.year_roc} 年度", en=f"{side.agency} {side.year_roc}")


def _ids(ids: Iterable[str]) -> str:
    return "+".join(ids)
