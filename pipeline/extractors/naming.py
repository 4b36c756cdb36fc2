"""Whose plan it is and of which year: from the titles, else from running headers and the text around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.extractors.doubts import Doubt
from pipeline.extractors.front import TitleWords, is_section_name, name_from_title, section_of
from pipeline.extractors.sections import Material
from pipeline.extractors.steps import rounded
from pipeline.lines.lines import Line
from pipeline.models import Agency
from pipeline.normalizers.text import join_lines, squeeze
from pipeline.normalizers.years import roc_year_of_title, years_in
from pipeline.profiles.agencies import agency_named, find_agency
from pipeline.profiles.loading import Profile

T = TypeVar("T")
UNKNOWN = "unknown"
"""Stands in an identifier where the year is not known."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What the user says of the file; None where the file itself tells.

    Attributes:
        agency: identifier or name of the office.
        year_roc: year of the Republic of China calendar.
        edition: last part of the plans' identifiers.
    """

    agency: str | None = None
    year_roc: int | None = None
    edition: str | None = None


@dataclass(slots=True)
class Named:
    """A plan's name and the sections that belong to it, each with its name."""

    id: str
    agency: Agency
    year_roc: int | None
    title: str | None
    sections: list[tuple[Material, str | None]] = field(default_factory=list)


def name_sections(
    materials: Sequence[Material], edges: Sequence[Line], profile: Profile, given: Naming
) -> tuple[list[Named], list[Doubt]]:
    """Group sections into plans by office and year, in reading order.

    Args:
        materials: sections in reading order.
        edges: running headers and other furniture of the file.
        profile: words of titles.
        given: what the user says, which goes before what is printed.
    """
    titles = [_words(material, profile, first=not i) for i, material in enumerate(materials)]
    agencies = _filled(
        [find_agency(words.office, whole=True) if words.office is not None else None for words in titles]
    )
    years = _filled([words.year_roc for words in titles])
    rests = _filled([words.rest for words in titles])
    agency = agency_named(given.agency) if given.agency else None
    plans: dict[str, Named] = {}
    doubts: list[Doubt] = []
    for material, words, printed_agency, printed_year, rest in zip(
        materials, titles, agencies, years, rests, strict=True
    ):
        office, guessed = agency or printed_agency, False
        if office is None:
            office, guessed = _agency_around(material, edges, profile, rest)
        year = given.year_roc or printed_year or _year_around(material, edges)
        plan_id = "-".join(str(part) for part in (office.id, year or UNKNOWN, given.edition) if part)
        if plan_id not in plans:
            plans[plan_id] = Named(plan_id, office, year, None)
            doubts += _doubts(material, office, year, guessed=guessed)
        plan = plans[plan_id]
        plan.sections.append((material, words.section))
        if plan.title is None and words.section is None:
            plan.title = material.title
    return list(plans.values()), doubts


def _words(material: Material, profile: Profile, *, first: bool) -> TitleWords:
    """What a title says, and a row of the table that names a section, which goes before it."""
    named = material.matter.named
    printed = [line.text for line in material.matter.title if line not in named]
    words = _words_of(join_lines(printed), profile, first=first)
    if not named:
        return words
    text = squeeze(named[-1].text)
    row = name_from_title(text, profile)
    if is_section_name(text, profile) and not any(word in text for word in profile.agency_first):
        row = TitleWords(None, section_of(text), None)
    section = row.section or (section_of(text) if row.office is None else None)
    return TitleWords(row.office or words.office, section, row.year_roc or words.year_roc, words.rest)


def _words_of(title: str, profile: Profile, *, first: bool) -> TitleWords:
    """What a title says; below the first one a name alone is a section's, unless it names a government."""
    text = squeeze(title)
    governs = any(word in text for word in profile.agency_first)
    if not first and not governs and is_section_name(text, profile) and not years_in(text):
        return TitleWords(None, section_of(text), None)
    return name_from_title(title, profile)


def _filled(values: Sequence[T | None]) -> list[T | None]:
    """Each gap filled from before it, gaps at the beginning from behind."""
    known = next((v for v in values if v is not None), None)
    filled: list[T | None] = []
    for value in values:
        known = value if value is not None else known
        filled.append(known)
    return filled


def _around(material: Material, edges: Sequence[Line]) -> list[Line]:
    """Lines that may name office and year: running headers first, then what stands above the table."""
    first, last = material.pages
    near = [line for line in edges if first <= line.page <= last]
    return [*near, *material.matter.rest, *material.matter.headings, *material.matter.preamble]


def _agency_around(
    material: Material, edges: Sequence[Line], profile: Profile, rest: str | None
) -> tuple[Agency, bool]:
    """The office that running headers name, a listed one before others, and whether it was only guessed.

    Args:
        material: a section whose title names no office by its ending.
        edges: running headers and other furniture of the file.
        profile: words of titles.
        rest: what is left of a title without year and words of the plan.
    """
    candidates: list[Agency] = []
    for line in _around(material, edges):
        office = name_from_title(squeeze(line.text), profile).office
        if office is not None:
            found = find_agency(office)
            if not found.id.startswith("org-"):
                return found, False
            # Where a title leaves something, a name alone is rather its section's.
            if rest is None or not is_section_name(line.text, profile):
                candidates.append(found)
    if candidates:
        return candidates[0], False
    if rest is not None:
        return find_agency(rest), True
    # A title of a year and words of the plan names nobody.
    unknown = find_agency(material.title or "")
    return Agency(id=unknown.id, name=None, county=unknown.county, code=None), False


def _year_around(material: Material, edges: Sequence[Line]) -> int | None:
    lines = _around(material, edges)
    for line in lines:
        year = roc_year_of_title(line.text)
        if year is not None:
            return year
    mentions = years_in(join_lines([line.text for line in lines]))
    return next((m.roc for m in mentions if m.kind == "fiscal_year"), None)


def _doubts(material: Material, office: Agency, year: int | None, *, guessed: bool) -> list[Doubt]:
    line = material.matter.title[0] if material.matter.title else None
    page = line.page if line is not None else material.pages[0]
    box = rounded(line.bbox) if line is not None else None
    doubts = []
    if year is None:
        doubts.append(Doubt("year-unknown", page, box, None, material.title or ""))
    if guessed:
        doubts.append(Doubt("agency-guessed", page, box, None, office.name or ""))
    elif office.id.startswith("org-"):
        doubts.append(Doubt("agency-unknown", page, box, None, office.name or material.title or ""))
    return doubts
