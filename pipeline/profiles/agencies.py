"""Looks offices up by the names that plans print, in ``agencies.toml``.

A name that could be several offices' is none of them: 「中正區公所」 without its city stays unknown. Unknown
offices get an identifier from their name, the same on every machine.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.dataclass import dataclass
from pipeline.errors import UsageError
from pipeline.models import Agency
from pipeline.normalizers.patterns import late

_TAI = str.maketrans("臺", "台")
_BEFORE_OFFICE = late(
    r"(?:中華民國|民國|臺灣省|台灣省|福建省|行政院|[\W_0-9０-９〇○零一二三四五六七八九十百年度])*\Z"
)
"""What may stand before an office's name in a title; other words make it another body's name."""
_OWN_BODY = late(
    r"[^\W0-9年度]{0,12}?"
    r"(?:局|處|署|院|會|所|館|中心|大隊|學校|[國高]中|國小|大學|幼兒園|銀行|公司)"
    r"(?=\Z|[\W0-9０-９〇○零一二三四五六七八九十百]|年度|中華民國|民國|重要|施政|工作|業務計)"
)
"""What makes a longer name that of a body within the office, with plans of its own: 內政部警政署."""
_IDENTIFIER = late(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class _Office(NamedTuple):
    """One listed office."""

    id: str
    name: str
    county: str | None
    code: str | None

    def agency(self, printed: str | None = None) -> Agency:
        return Agency(id=self.id, name=printed or self.name, county=self.county, code=self.code)


@dataclass(frozen=True, slots=True)
class _Directory:
    """All listed offices.

    Attributes:
        by_id: offices by identifier.
        names: folded names that are one office's only, with it, longest first.
        counties: folded county names and the names as listed.
    """

    by_id: dict[str, _Office]
    names: tuple[tuple[str, _Office], ...]
    counties: dict[str, str]


def find_agency(printed_name: str, *, whole: bool = False) -> Agency:
    """The office that a printed name means; text before and after the name may be a title's.

    Args:
        printed_name: name of an office, or a title that holds it.
        whole: whether the name ends where the text does, so that what stands behind an office's is a body within it.

    Returns:
        The listed office under the name as printed; else one with an identifier made from the whole name.

    >>> agency = find_agency("台北市中正區公所")
    >>> agency.id, agency.name, agency.county
    ('taipei-city-zhongzheng', '台北市中正區公所', '臺北市')
    >>> find_agency("中正區公所").id.startswith("org-")
    True
    """
    printed = "".join(printed_name.split())
    folded = _fold(printed)
    directory = _directory()
    for name, office in directory.names:
        start = folded.find(name)
        if start < 0:
            continue
        end = start + len(name)
        within = printed[end:] if whole else _OWN_BODY.match(printed[end:])
        if _BEFORE_OFFICE.match(printed[:start]) and not within:
            return office.agency(printed[start:end])
        # A longer name that is no listed office's must not be taken for the shorter one within it.
        break
    digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
    county = next((listed for name, listed in directory.counties.items() if folded.startswith(name)), None)
    return Agency(id=f"org-{digest}", name=printed, county=county, code=None)


def listed(agency: Agency) -> bool:
    """Whether an office is in the directory."""
    return not agency.id.startswith("org-")


def agency_named(name_or_id: str) -> Agency:
    """The office that a person names: by identifier or by name.

    Raises:
        UsageError: the text looks like an identifier, and none is listed under it.

    >>> agency_named("tainan-city-yongkang").name
    '臺南市永康區公所'
    >>> agency_named("台南市永康區公所").id
    'tainan-city-yongkang'
    """
    wanted = name_or_id.strip()
    listed = _directory().by_id
    if wanted.casefold() in listed:
        return listed[wanted.casefold()].agency()
    if _IDENTIFIER.match(wanted.casefold()) or not wanted:
        from difflib import get_close_matches  # noqa: PLC0415 - for the message only

        near = ", ".join(get_close_matches(wanted.casefold(), listed, n=3, cutoff=0.6))
        if near:
            raise UsageError("agency-unlisted-near", agency=wanted, near=near)
        raise UsageError("agency-unlisted", agency=wanted)
    return find_agency(wanted)


def _fold(name: str) -> str:
    return "".join(name.split()).translate(_TAI)


@cache
def _directory() -> _Directory:
    data = tomllib.loads((files("pipeline.profiles") / "agencies.toml").read_text(encoding="utf-8"))
    offices = [_Office(key, name, None, None) for key, name in data["central"].items()]
    names = {_fold(office.name): office for office in offices}
    short: list[tuple[str, _Office]] = []
    for key, county in data["counties"].items():
        government = _Office(key, f"{county['name']}政府", county["name"], county.get("code"))
        offices.append(government)
        names[_fold(government.name)] = government
        for part, place in county["offices"].items():
            titles = _titles(place)
            office = _Office(f"{key}-{part}", county["name"] + titles[0], county["name"], None)
            offices.append(office)
            names.update((_fold(county["name"] + title), office) for title in titles)
            short += [(_fold(title), office) for title in titles]
    times = Counter(name for name, _ in short)
    bare = {name: office for name, office in short if times[name] == 1}
    return _Directory(
        by_id={office.id: office for office in offices},
        names=tuple(sorted((names | bare).items(), key=lambda pair: -len(pair[0]))),
        counties={_fold(county["name"]): county["name"] for county in data["counties"].values()},
    )


def _titles(place: str) -> tuple[str, ...]:
    """Names of a place's office, the official one first: 西區區公所, 中正區公所, 朴子市公所."""
    if not place.endswith("區"):
        return (f"{place}公所",)
    # Districts of one character, such as 西區, have 區 twice in the office's name; for all, both forms occur.
    long, plain = f"{place}區公所", f"{place}公所"
    return (long, plain) if len(place) == 2 else (plain, long)
