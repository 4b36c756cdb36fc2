"""Whose plan it is and of which year: from the titles, else from running headers and the text around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import TypeVar

from pipeline.dataclass import dataclass
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.offices import akin, independent, merged, office_line, stands_alone
from pipeline.extractors.section_names import NO_NAME, bare_name, begins_as_office, section_of
from pipeline.extractors.sections import Material
from pipeline.extractors.steps import rounded
from pipeline.extractors.title_words import TitleWords, name_from_title, named_section, title_words
from pipeline.lines.lines import Line
from pipeline.models import Agency
from pipeline.normalizers.text import join_lines
from pipeline.normalizers.years import roc_year_of_title, years_in
from pipeline.profiles.agencies import agency_named, find_agency, listed
from pipeline.profiles.profile import Profile

Filled = TypeVar("Filled")
UNKNOWN = "unknown"
"""Stands in an identifier where the year is not known."""
MAX_OFFICE = 20
"""Characters of an office's name; a longer line says more."""
MIN_COMMON = 4
"""Characters of the shortest name of an office: two sections may begin alike by chance."""


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
    said = [_said(material, edges, profile) for material in materials]
    main = _main_office(said, materials, edges, profile)
    years = _filled([words.year_roc for words in said])
    if not any(years):
        years = _filled([_year_around(material, edges) for material in materials])
    agency = agency_named(given.agency) if given.agency else None
    plans: dict[str, Named] = {}
    doubts: list[Doubt] = []
    current = main
    for material, words, printed_year in zip(materials, said, years, strict=True):
        own = _within(words, main.name, profile) if main.name else words
        if own.office is not None and own.office != current.name:
            current = _Signed(own.office, stands_alone(own.office, profile))
        office = agency or _agency(current.name, material)
        year = given.year_roc or printed_year
        plan_id = "-".join(str(part) for part in (office.id, year or UNKNOWN, given.edition) if part)
        if plan_id not in plans:
            plans[plan_id] = Named(plan_id, office, year, None)
            doubts += _doubts(material, office, year, guessed=current.guessed and agency is None)
        plan = plans[plan_id]
        plan.sections.append((material, own.section))
        if plan.title is None and own.section is None:
            plan.title = material.title
    if agency is None:
        doubts += _contradictions(materials, edges, profile, [plan.agency.name for plan in plans.values()])
    return list(plans.values()), doubts


@dataclass(frozen=True, slots=True)
class _Signed:
    """The office that signs a plan.

    Attributes:
        sure: whether its name is an office's wherever it stands.
        guessed: whether it is what a title leaves, with an ending that is not known.
    """

    name: str | None
    sure: bool = False
    guessed: bool = False


def _said(material: Material, edges: Sequence[Line], profile: Profile) -> TitleWords:
    """What the title above a table says, and the lines that name its section, which go before it."""
    if not material.matter.title:
        return _headed(material, edges, profile)
    names = material.matter.names
    printed = [line.text for line in material.matter.title if line not in names]
    words = merged(title_words(printed, profile), profile)
    for line in names:
        own = office_line(line.text, profile)
        if own is not None and stands_alone(own.office or "", profile):
            words = replace(words, office=own.office, section=own.section, rest=None)
            year = own.year_roc
        else:
            section = named_section(line.text, profile) or section_of(line.text)
            year = roc_year_of_title(line.text)
            if section and words.office and words.section not in {None, section}:
                # The title's own is a body within the office, with sections of its own.
                words = replace(words, office=f"{words.office}{words.section}")
            words = replace(words, section=section or words.section)
        words = replace(words, year_roc=year or words.year_roc)
    return words


def _headed(material: Material, edges: Sequence[Line], profile: Profile) -> TitleWords:
    """What running headers say of a table that no title stands above: whose pages are those of one name."""
    first, last = material.pages
    said = (office_line(line.text, profile) for line in edges if first <= line.page <= last)
    words = next((one for one in said if one is not None), TitleWords(None, None, None))
    alone = words.office is not None and words.year_roc is None
    return replace(words, section=words.section or words.office) if alone else words


def _within(words: TitleWords, main: str, profile: Profile) -> TitleWords:
    """What a title says in the plan of an office: a name that is no other office's is one of its sections'."""
    if words.name.startswith(main) and words.name != main:
        return replace(words, office=main, section=words.section or section_of(words.name[len(main) :]))
    if words.office is None:
        # What is left of a title is a section's name, unless it is the office's itself or the kind of the plan.
        left = words.rest if words.closed and words.rest != main else None
        section = section_of(left) if left else None
        return replace(words, section=words.section or section)
    if words.office == main or independent(words.office, main, profile):
        return words
    return replace(words, office=None, section=words.section or section_of(words.office))


def _main_office(
    said: Sequence[TitleWords], materials: Sequence[Material], edges: Sequence[Line], profile: Profile
) -> _Signed:
    """The office that signs the document.

    A name that is an office's wherever it stands goes first: the first title's, the running headers' and the
    cover's, those of further titles. Then names that end as offices' do, in the same order; then what the titles
    have in common or the first one leaves.
    """
    printed = [words.office for words in said if words.office is not None]
    around = list(_offices_around(materials, edges, profile))
    first = [said[0].office] if said[0].office is not None else []
    for name in (*first, *around, *printed):
        if stands_alone(name, profile):
            return _Signed(name, sure=True)
    sections = any(words.office is None and words.section for words in said)
    ending = (*first, *around) if sections else (*first, *around, *printed)
    if ending:
        return _Signed(ending[0])
    rests = [words.rest for words in said if words.rest is not None and words.closed]
    lines = (*edges, *_around(materials[0], ()))
    heads = [office for line in lines if (office := _unlisted(line.text, profile))]
    rests += heads if not rests else []
    rests += [words.rest for words in said if words.rest is not None] if not rests else []
    if rests:
        return _Signed(_common(rests), guessed=True)
    return _Signed(printed[0]) if printed else _Signed(None)


def _unlisted(text: str, profile: Profile) -> str | None:
    """What a line names that begins as an office's name and ends as none that is known."""
    bare = bare_name(text)
    words = name_from_title(bare, profile)
    alone = not NO_NAME.search(words.name) and len(words.name) <= MAX_OFFICE
    return words.name if alone and begins_as_office(words.name, profile) else None


def _common(names: Sequence[str]) -> str:
    """What several names begin with, where that is a name itself: an office before those of its sections."""
    shortest = min(names, key=len)
    at = next((i for i, c in enumerate(shortest) if any(n[i] != c for n in names)), len(shortest))
    return names[0][:at] if at >= MIN_COMMON else names[0]


def _agency(name: str | None, material: Material) -> Agency:
    if name is not None:
        return find_agency(name, whole=True)
    # A title of a year and words of the plan names nobody.
    unknown = find_agency(material.title or "")
    return Agency(id=unknown.id, name=None, county=unknown.county, code=None)


def _filled(values: Sequence[Filled | None]) -> list[Filled | None]:
    """Each gap filled from before it, gaps at the beginning from behind."""
    known = next((v for v in values if v is not None), None)
    filled: list[Filled | None] = []
    for value in values:
        known = value if value is not None else known
        filled.append(known)
    return filled


def _around(material: Material, edges: Sequence[Line]) -> list[Line]:
    """Lines that may name office and year: running headers first, then what stands above the table."""
    first, last = material.pages
    near = [line for line in edges if first <= line.page <= last]
    return [*near, *material.matter.rest, *material.matter.headings, *material.matter.preamble]


def _offices_around(materials: Sequence[Material], edges: Sequence[Line], profile: Profile) -> Iterator[str]:
    """Offices that running headers name, then those of lines above the first table that say nothing else."""
    for line in (*edges, *_around(materials[0], ())):
        words = office_line(line.text, profile)
        if words is not None and words.office is not None:
            yield words.office


def _contradictions(
    materials: Sequence[Material], edges: Sequence[Line], profile: Profile, names: Sequence[str | None]
) -> Iterator[Doubt]:
    """Offices that running headers or titles name and no plan is of, nor a body of an office whose plan it is."""
    told: set[str] = set()
    first, last = materials[0].pages[0], materials[-1].pages[1]
    titles = (line for material in materials for line in material.matter.title)
    for line in (*titles, *(line for line in edges if first <= line.page <= last)):
        words = office_line(line.text, profile)
        name = words.office if words is not None else None
        if name is None or name in told or not stands_alone(name, profile):
            continue
        told.add(name)
        if not any(akin(name, one) for one in names if one):
            yield Doubt("agency-contradicted", line.page, rounded(line.bbox), None, name)


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
    elif not listed(office):
        doubts.append(Doubt("agency-unknown", page, box, None, office.name or material.title or ""))
    return doubts
