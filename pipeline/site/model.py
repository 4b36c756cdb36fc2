"""What a site is made of: plans with their items as rows, comparisons, and where each item goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline import __version__
from pipeline.compare.model import Comparison, Entry
from pipeline.compare.report_words import ROLE_WORDS
from pipeline.compare.totals import Sums, cells_of, sums_of
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
from pipeline.site.pictures import PagePicture
from pipeline.site.words import told_level
from pipeline.web.words import Words

NO_AGENCY: Words = ("（機關不明）", "(office unknown)")


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
        year = self.document.plan.year_roc
        return (f"{year} 年度", f"{year + 1911} (ROC {year})") if year else ("年度不明", "year unknown")

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
    def old_ids(self) -> tuple[str, ...]:
        """Identifiers of the older year's plans."""
        return tuple(plan.id for plan in self.old)

    @property
    def new_ids(self) -> tuple[str, ...]:
        """Identifiers of the newer year's plans."""
        return tuple(plan.id for plan in self.new)

    @property
    def counts(self) -> Counter[str]:
        """Number of changes by status."""
        return Counter(change.status for change in self.comparison.changes)


@dataclass(frozen=True)
class ChangeMark:
    """Where an item stands in a comparison: its page, the number of the change, and what became of it."""

    comparison: SiteComparison
    number: int
    status: str


@dataclass(frozen=True)
class Site:
    """All that is shown.

    Attributes:
        plans: by office and year.
        comparisons: by office and year.
        lines: of each item, the items that it is the same as through the years: ROC year and identifier.
        marks: of each item, its changes.
        files: for download, by path.
        data: folder that these lie in.
        publisher: None where nobody has said who publishes.
        base_url: address that the site will have, with a slash at its end; None where it is not known.
        uncompared: number of pairs of years whose comparison is left out, because comparing is an extra.
    """

    plans: tuple[SitePlan, ...]
    comparisons: tuple[SiteComparison, ...] = ()
    lines: Mapping[str, tuple[tuple[int | None, str], ...]] = field(default_factory=dict)
    marks: Mapping[str, tuple[ChangeMark, ...]] = field(default_factory=dict)
    files: tuple[ReleasedFile, ...] = ()
    data: Path = Path()
    publisher: Publisher | None = None
    base_url: str | None = None
    uncompared: int = 0

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
    def licence(self) -> Licence | None:
        """The licence that the publisher has chosen."""
        return None if self.publisher is None else LICENCES[self.publisher.license.name]

    @property
    def reviewed(self) -> int | None:
        """Number of items that people have checked; None where nobody has begun to."""
        counts = [plan.reviewed for plan in self.plans if plan.reviewed is not None]
        return sum(counts) if counts else None

    def has(self, path: str) -> bool:
        """Whether a file is there for download."""
        return any(file.path == path for file in self.files)

    def items(self) -> Iterator[tuple[SitePlan, ItemRow]]:
        """Yield every item with its plan."""
        for plan in self.plans:
            for row in plan.rows:
                yield plan, row
