"""What is kept of plans and comparisons once their pages are written: the little that lists tell, and their files.

A site may be of thousands of plans, of which only one is held at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.compare.totals import Sums
from pipeline.dataclass import dataclass
from pipeline.site.pictures import PagePicture
from pipeline.web.words import Words

NO_AGENCY: Words = ("（機關不明）", "(office unknown)")
NEWEST = 8
"""Plans and corrections under "what is new"."""


@dataclass(frozen=True, slots=True)
class CorrectedItem:
    """A correction as the start page tells it; the date is ISO 8601."""

    item_id: str
    title: str
    field: str
    date: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What lists of plans tell of one, so that no plan has to be held for them.

    Attributes:
        sha256: of its plan.json.
        agency_name: None where it is not known.
        items: number of items.
        findings: number of findings.
        sums: the year's budget cells.
        reviewed: number of items that people have checked; None where nobody has begun to.
        corrected: its latest corrections.
        source_name: name of its PDF file.
        source_sha256: of the PDF that shows its pages.
        grams: which words it may hold, see ``grams_of``.
        pictures: of its pages, ascending; none where the PDF file was not at hand.
    """

    id: str
    sha256: str
    agency_id: str
    agency_name: str | None
    county: str | None
    year_roc: int | None
    items: int
    findings: int
    sums: Sums
    reviewed: int | None
    corrected: tuple[CorrectedItem, ...]
    source_name: str
    source_sha256: str
    grams: str
    pictures: tuple[PagePicture, ...]

    @property
    def agency(self) -> Words:
        """Name of the office; plans print no English name."""
        return (self.agency_name, self.agency_name) if self.agency_name else NO_AGENCY

    @property
    def year(self) -> Words:
        """Its year in both calendars."""
        return year_told(self.year_roc)

    @property
    def name(self) -> Words:
        """Office and year."""
        return f"{self.agency[0]} {self.year[0]}", f"{self.agency[1]} {self.year[1]}"


@dataclass(frozen=True, slots=True)
class ComparisonFacts:
    """What lists tell of a comparison of two years.

    Attributes:
        name: of its page, without ending.
        old_ids: plans of the older year.
        new_ids: plans of the newer year.
        uncertain: number of changes of any kind that a person should look at.
        two_figures: number of items of which the newer plan prints another budget of the year before.
        same_amounts: number of budgets that both years have, where all are the same and many.
    """

    name: str
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]
    old_year: Words
    new_year: Words
    added: int
    removed: int
    changed: int
    split: int
    merged: int
    uncertain: int
    same_amounts: int = 0
    two_figures: int = 0

    @property
    def told(self) -> Words:
        """The changes by what became of the items, and how many are uncertain; what there is none of is left out."""
        counts = (
            ("新增", "added", self.added),
            ("刪除", "removed", self.removed),
            ("變更", "changed", self.changed),
            ("分割", "split", self.split),
            ("合併", "merged", self.merged),
        )
        zh = "、".join(f"{word} {count:,}" for word, _, count in counts if count) or "沒有差異"
        en = ", ".join(f"{count:,} {word}" for _, word, count in counts if count) or "no difference"
        if self.same_amounts:
            zh, en = (
                f"{zh}；{self.same_amounts:,} 筆預算全部相同，請查證",
                f"{en}; all {self.same_amounts:,} budgets are the same: ask",
            )
        if not self.uncertain:
            return zh, en
        return f"{zh}（待確認 {self.uncertain:,}）", f"{en} ({self.uncertain:,} uncertain)"


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What was built of one office.

    Attributes:
        key: hash of all that its pages are made of.
        plans: by year.
        comparisons: by year.
        uncompared: number of pairs of years that are not compared, because the extra ``compare`` is missing.
        files: SHA-256 of each file by its path within the site, pictures aside.
        locked: hashes of PDF files that want a password, or another one.
    """

    key: str
    plans: tuple[PlanFacts, ...]
    comparisons: tuple[ComparisonFacts, ...]
    uncompared: int
    files: Mapping[str, str]
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorksFacts:
    """What is kept of the pages that show offices of a year side by side.

    Attributes:
        key: hash of all that they are made of.
        found: number of kinds that several offices have.
        files: SHA-256 of each file by its path within the site.
    """

    year_roc: int
    key: str
    offices: int
    found: int
    files: Mapping[str, str]


def year_told(year_roc: int | None) -> Words:
    """A year in both calendars."""
    return (
        (f"{year_roc} 年度", f"{year_roc + 1911} (ROC {year_roc})")
        if year_roc
        else ("年度不明", "year unknown")
    )


def newest_corrections(corrected: Sequence[CorrectedItem]) -> tuple[CorrectedItem, ...]:
    """The latest of some corrections, those of one day in the order given."""
    return tuple(sorted(corrected, key=lambda one: one.date, reverse=True)[:NEWEST])
