"""How a page is cited: office, plan, source by its SHA-256, address, version. No clock is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.models import PlanDocument
from pipeline.normalizers.years import ROC_OFFSET
from pipeline.site.model import Site, SitePlan
from pipeline.web.words import Words

SHORT_SHA256_CHARACTERS = 12
"""Characters of a SHA-256 that a citation shows; the whole is in its title."""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A file that what is cited was read from.

    Attributes:
        sha256: of the file, hexadecimal.
    """

    file_name: str
    sha256: str

    @property
    def short(self) -> str:
        """The beginning of its hash."""
        return self.sha256[:SHORT_SHA256_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as a page shows it.

    Attributes:
        what: office and title of the plan.
        rest: address and version.
    """

    what: Words
    sources: tuple[CitedSource, ...]
    rest: Words

    @property
    def told(self) -> Words:
        """What was cited, with the whole hashes: the source of a file that is taken away."""
        zh = "、".join(f"{one.file_name}，SHA-256 {one.sha256}" for one in self.sources)
        en = ", ".join(f"{one.file_name}, SHA-256 {one.sha256}" for one in self.sources)
        return f"{self.what[0]}（{zh}）", f"{self.what[1]} ({en})"

    @property
    def shortly(self) -> Words:
        """The files with the beginnings of their hashes."""
        zh = "、".join(f"{one.file_name}（SHA-256 {one.short}…）" for one in self.sources)
        en = ", ".join(f"{one.file_name} (SHA-256 {one.short}…)" for one in self.sources)
        return zh, en


def citation_of(
    site: Site, agency: Words, sources: Iterable[CitedSource], path: str, what: Words
) -> Citation:
    """How a page of an office is cited.

    Args:
        site: whose address and version are told.
        agency: name of the office.
        sources: files that the page was made of; each is named once.
        path: of the page within the site.
        what: title of the plan or of the page.
    """
    files = {one.sha256: one for one in sources}
    whole = f"{agency[0]}，{what[0]}", f"{agency[1]}, {what[1]}"
    return Citation(whole, tuple(files.values()), _rest(site, path))


def plan_citation(site: Site, plans: Sequence[SitePlan], path: str, what: Words | None = None) -> Citation:
    """How a page about some plans of an office is cited, by default by the titles of the plans."""
    titles = [plan_title(plan.document) for plan in plans]
    named = what or ("、".join(zh for zh, _ in titles), ", ".join(en for _, en in titles))
    sources = (plan.document.source for plan in plans)
    files = (CitedSource(one.file_name, one.sha256) for one in sources)
    return citation_of(site, plans[0].agency, files, path, named)


def plan_title(document: PlanDocument) -> Words:
    """What a plan is called: as it is printed, else by its year."""
    plan = document.plan
    if plan.year_roc is None:
        year = "年度不明工作計畫", "work plan, year unknown"
    else:
        year = (
            f"{plan.year_roc} 年度工作計畫",
            f"work plan {plan.year_roc + ROC_OFFSET} (ROC {plan.year_roc})",
        )
    return (f"《{plan.title}》", f"{year[1]} 《{plan.title}》") if plan.title else (f"《{year[0]}》", year[1])


def _rest(site: Site, path: str) -> Words:
    address = (
        (f"{site.base_url}{path}",) * 2
        if site.base_url
        else (f"{path}（相對路徑）", f"{path} (relative path)")
    )
    return f"{address[0]}，{site.edition[0]}", f"{address[1]}, {site.edition[1]}"
