"""What the pages of a site are made of: a plan with its items as rows, two years compared, what all pages tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from pipeline import __version__
from pipeline.compare.entries import side_of
from pipeline.compare.model import Comparison, Entry
from pipeline.compare.report_words import ROLE_WORDS
from pipeline.compare.same_year import differing, same_year_rows
from pipeline.compare.totals import Sums, cells_of, same_amounts, sums_of
from pipeline.dataclass import dataclass
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.release import ReleasedFile
from pipeline.metadata.vocabulary import LICENCES, Licence
from pipeline.models import (
    CONFIDENCES,
    BudgetRole,
    Confidence,
    Finding,
    Item,
    PlanDocument,
    Section,
)
from pipeline.site.facts import (
    NO_AGENCY,
    ComparisonFacts,
    CorrectedItem,
    PlanFacts,
    newest_corrections,
    year_told,
)
from pipeline.site.grams import grams_of
from pipeline.site.pictures import PagePicture
from pipeline.site.words import told_level
from pipeline.web.words import Words

JOIN = "join"
"""Field of a correction that joined another item to this one: that item's address leads here."""


@dataclass(frozen=True)
class ItemRow:
    """One item with all that its page and its row in a table show.

    Attributes:
        entry: its texts with their numbers.
        findings: about it, in their order.
    """

    entry: Entry
    item: Item
    section: Section
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        """Identifier of the item."""
        return self.item.id

    @property
    def title(self) -> str:
        """Its plan item, levels from outer to inner."""
        return " › ".join(map(told_level, self.item.plan_item)) or "—"

    @property
    def work(self) -> str:
        """Its work item, levels from outer to inner."""
        return " › ".join(map(told_level, self.item.work_item))

    @property
    def searched(self) -> tuple[str, str, str, str, str]:
        """Section, work item, title, contents with other columns, words of the year's budget: what is searched."""
        cells = (cell for cell in self.entry.budgets if cell.role == "current" and cell.kind != "amount")
        extra = (f"{one.header} {one.text}" for one in self.item.extra)
        contents = "\n".join(filter(None, (self.entry.contents, *extra)))
        return self.entry.section, self.work, self.title, contents, "、".join(cell.raw for cell in cells)

    @property
    def joined(self) -> tuple[str, ...]:
        """Items that people joined to it, whose addresses lead here."""
        return tuple(one.new for one in self.item.corrections if one.field == JOIN and one.new)


@dataclass(frozen=True)
class SectionSums:
    """Budget cells of one section, each once.

    Attributes:
        name: None where the plan has no sections.
        items: number of its items.
        by_role: only roles that the plan has.
    """

    name: str | None
    id: str
    items: int
    pages: tuple[int, int]
    by_role: Mapping[BudgetRole, Sums]


@dataclass(frozen=True)
class SitePlan:
    """One plan of the site.

    Attributes:
        document: the plan as plan.json has it.
        entries: of its items, in reading order.
        pictures: of its pages, by number; empty where the PDF file is not at hand.
        reviewed: number of items that people have checked; None where nobody has begun to.
    """

    document: PlanDocument
    entries: tuple[Entry, ...]
    pictures: Mapping[int, PagePicture] = field(default_factory=dict)
    reviewed: int | None = None

    @property
    def id(self) -> str:
        """Identifier of the plan."""
        return self.document.plan.id

    @property
    def agency(self) -> Words:
        """Name of the office; plans print no English name."""
        name = self.document.plan.agency.name
        return (name, name) if name else NO_AGENCY

    @property
    def year(self) -> Words:
        """Its year in both calendars."""
        return year_told(self.document.plan.year_roc)

    @property
    def name(self) -> Words:
        """Office and year."""
        return f"{self.agency[0]} {self.year[0]}", f"{self.agency[1]} {self.year[1]}"

    @cached_property
    def rows(self) -> tuple[ItemRow, ...]:
        """All items in reading order."""
        about: dict[str, list[Finding]] = {}
        for finding in self.document.findings:
            about.setdefault(finding.item_id or "", []).append(finding)
        items = ((section, item) for section in self.document.plan.sections for item in section.items)
        return tuple(
            ItemRow(entry, item, section, tuple(about.get(item.id, ())))
            for entry, (section, item) in zip(self.entries, items, strict=True)
        )

    @cached_property
    def general_findings(self) -> tuple[Finding, ...]:
        """Findings that are about no single item."""
        items = {entry.id for entry in self.entries}
        return tuple(one for one in self.document.findings if one.item_id not in items)

    @cached_property
    def confidences(self) -> dict[Confidence, int]:
        """How many of its items were read how surely, the surest first; all three are there."""
        found = Counter(item.confidence for section in self.document.plan.sections for item in section.items)
        return {confidence: found[confidence] for confidence in CONFIDENCES}

    @cached_property
    def roles(self) -> tuple[BudgetRole, ...]:
        """Roles of its budget columns."""
        found = {cell.role for section in self.document.plan.sections for cell in section.budgets}
        return tuple(role for role in ROLE_WORDS if role in found)

    @cached_property
    def sections(self) -> tuple[SectionSums, ...]:
        """Its sections with their sums; a cell counts in the section that it is printed in."""
        return tuple(self._sums_of(section) for section in self.document.plan.sections)

    def sums(self, role: BudgetRole = "current") -> Sums:
        """The cells of a role in the whole plan, each once."""
        return sums_of(cell for _, cell in cells_of(self.entries, role).values())

    def facts(self, sha256: str) -> PlanFacts:
        """What lists tell of it; the hash is that of its plan.json."""
        told, source = self.document.plan, self.document.source
        corrected = [
            CorrectedItem(row.id, row.title, one.field, one.date)
            for row in self.rows
            for one in row.item.corrections
        ]
        return PlanFacts(
            id=told.id,
            sha256=sha256,
            agency_id=told.agency.id,
            agency_name=told.agency.name,
            county=told.agency.county,
            year_roc=told.year_roc,
            items=len(self.entries),
            findings=len(self.document.findings),
            sums=self.sums(),
            reviewed=self.reviewed,
            corrected=newest_corrections(corrected),
            source_name=source.file_name,
            source_sha256=source.pages_sha256,
            grams=grams_of((self.agency[0], *(text for row in self.rows for text in row.searched))),
            pictures=tuple(self.pictures.values()),
        )

    def _sums_of(self, section: Section) -> SectionSums:
        ids = {item.id for item in section.items}
        entries = [entry for entry in self.entries if entry.id in ids]
        return SectionSums(
            section.name,
            section.id,
            len(entries),
            section.pages,
            {role: sums_of(cell for _, cell in cells_of(entries, role).values()) for role in self.roles},
        )


@dataclass(frozen=True)
class SiteComparison:
    """Two years of an office.

    Attributes:
        name: of its page, without ending.
    """

    name: str
    comparison: Comparison
    old: tuple[SitePlan, ...]
    new: tuple[SitePlan, ...]

    @property
    def facts(self) -> ComparisonFacts:
        """What lists tell of it."""
        counts = Counter(change.status for change in self.comparison.changes)
        return ComparisonFacts(
            self.name,
            tuple(plan.id for plan in self.old),
            tuple(plan.id for plan in self.new),
            self.old[0].year,
            self.new[0].year,
            counts["added"],
            counts["removed"],
            counts["changed"],
            counts["split"],
            counts["merged"],
            sum(change.band == "uncertain" for change in self.comparison.changes),
            same_amounts(self.comparison),
            len(differing(same_year_rows(self.comparison))),
        )


@dataclass(frozen=True)
class Site:
    """What all pages of a site tell, and what can be had from all of it.

    Attributes:
        files: for download, those of single plans aside, by path.
        publisher: None where nobody has said who publishes.
        base_url: address that the site will have, with a slash at its end; None where it is not known.
    """

    files: tuple[ReleasedFile, ...] = ()
    publisher: Publisher | None = None
    base_url: str | None = None

    @property
    def title(self) -> Words:
        """What the site is called."""
        if self.publisher is None:
            return "機關工作計畫", "Government work plans"
        dataset = self.publisher.dataset
        return dataset.title, dataset.title_en or dataset.title

    @property
    def version(self) -> str:
        """Version of the program."""
        return __version__

    @property
    def edition(self) -> Words:
        """Version and day of publication, as the publisher tells them: no clock is asked."""
        if self.publisher is None:
            return f"由 workplan {__version__} 轉出", f"made by workplan {__version__}"
        dataset = self.publisher.dataset
        return (
            f"第 {dataset.version} 版，{dataset.modified}",
            f"version {dataset.version}, {dataset.modified}",
        )

    @property
    def licence(self) -> Licence | None:
        """The licence that the publisher has chosen."""
        return None if self.publisher is None else LICENCES[self.publisher.license.name]

    def has(self, path: str) -> bool:
        """Whether a file is there for download."""
        return any(file.path == path for file in self.files)


def site_plan(document: PlanDocument, reviewed: int | None = None) -> SitePlan:
    """A plan with its entries; its pictures are not looked for."""
    return SitePlan(document, side_of([document], document.source.file_name).entries, reviewed=reviewed)
