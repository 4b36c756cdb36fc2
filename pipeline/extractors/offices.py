"""Which names are an office's wherever they stand, and which belong to the office whose plan they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.section_names import NO_NAME, bare_name, begins_as_office
from pipeline.extractors.title_words import TitleWords, name_from_title
from pipeline.normalizers.text import squeeze
from pipeline.profiles.agencies import find_agency, listed
from pipeline.profiles.profile import Profile

GOVERNMENT = "政府"
"""Behind the name of a county: the government above all offices in it."""
OWN_BODIES = ("附設", "附屬", "所屬")
"""What so begins is a body within the office."""


def stands_alone(name: str, profile: Profile) -> bool:
    """Whether a name is an office's wherever it stands: it is listed, or begins with a place or with such an office.

    >>> from pipeline.profiles.profile import load_profile
    >>> [stands_alone(name, load_profile()) for name in ("水上鄉農會", "經濟部水利署", "調解委員會", "市場管理所")]
    [True, True, False, False]
    """
    if NO_NAME.search(name) or name.startswith(OWN_BODIES):
        return False
    agency = find_agency(name, whole=True)
    if listed(agency) or agency.county is not None or begins_as_office(name, profile):
        return True
    if any(name.find(word) > 1 for word in profile.agency_first):
        return True
    return any(listed(find_agency(name[:cut], whole=True)) for cut in range(len(name) - 1, 2, -1))


def independent(name: str, main: str, profile: Profile) -> bool:
    """Whether a name in a plan of an office is that of another office with a plan of its own.

    A name that ends with the same word as the office's is one of its kind.
    """
    if name.startswith(main) or main.startswith(name):
        return False
    if stands_alone(name, profile):
        return True
    endings = sorted((*profile.agency_first, *profile.agency_endings, *profile.agency_last), key=len)
    kinds = [next((end for end in reversed(endings) if one.endswith(end)), None) for one in (name, main)]
    return kinds[0] is not None and kinds[0] == kinds[1]


def merged(said: Sequence[TitleWords], profile: Profile) -> TitleWords:
    """What titles above each other say together: the cover's, the plan's, its section's."""
    if not said:
        return TitleWords(None, None, None)
    offices, sections, years, rests = (
        [value for one in said if (value := getattr(one, name)) is not None]
        for name in ("office", "section", "year_roc", "rest")
    )
    alone = [office for office in offices if stands_alone(office, profile)]
    office = alone[-1] if alone else next(iter(offices), None)
    within = [one for one in offices if one not in {office, *alone}]
    return TitleWords(
        office,
        next(reversed([*within, *sections]), None),
        years[-1] if years else None,
        rests[-1] if rests and not offices else None,
        next((one.name for one in reversed(said) if one.name and (one.office or office) == office), ""),
        all(one.closed for one in said),
    )


def akin(one: str, other: str) -> bool:
    """Whether two names may be of one office: the same, one a body within the other or the government above it."""
    if any(
        a.endswith(GOVERNMENT) and b.startswith(a.removesuffix(GOVERNMENT))
        for a, b in ((one, other), (other, one))
    ):
        return True
    agencies = find_agency(one, whole=True), find_agency(other, whole=True)
    return agencies[0].id == agencies[1].id or one in other or other in one


def office_line(text: str, profile: Profile) -> TitleWords | None:
    """What a line says that names an office, its section and its plan, and nothing else; None for any other."""
    bare = bare_name(squeeze(text))
    if NO_NAME.search(bare) and not bare.endswith((*profile.plan_words, *profile.ambiguous_plan_words)):
        return None
    words = name_from_title(bare, profile)
    if words.office is None:
        return None
    return words if words.name in {words.office, words.office + (words.section or "")} else None
