"""What a title says: whose plan follows, of which section of the office, and of which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.extractors.section_names import (
    MIN_SECTION,
    bare_name,
    begins_as_office,
    ends_as_section,
    is_section_name,
    section_of,
)
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze
from pipeline.normalizers.years import years_of_title
from pipeline.profiles.profile import Profile

BRACKET = late(r"[(（]([^()（）]*)[)）]$")
MIN_OFFICE = 4
"""Characters of an office's name with an ending that is in sections' names too: 水上鄉農會, not 社會 of 社會福利課."""


@dataclass(frozen=True, slots=True)
class TitleWords:
    """What a title says: words that name the office, its section, the year; None where it does not.

    Attributes:
        rest: where no ending tells an office, what is left of the title without year and words of the plan.
        name: all that may name office and section.
        closed: whether a year stands behind the name, so that none of it says what kind of plan it is.
    """

    office: str | None
    section: str | None
    year_roc: int | None
    rest: str | None = None
    name: str = field(default="", compare=False)
    closed: bool = field(default=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A title cut into what stands before its year, behind it, and behind the words of the plan.

    Attributes:
        closed: whether a year ends the name, so that nothing else stands in it.
    """

    name: str
    kind: str
    tail: str
    closed: bool


def name_from_title(title: str, profile: Profile) -> TitleWords:
    """What a title says of office, section and year.

    >>> from pipeline.profiles.profile import load_profile
    >>> name_from_title("臺南市永康區公所主計室 112 年度重要工作計畫", load_profile())
    TitleWords(office='臺南市永康區公所', section='主計室', year_roc=112, rest=None, name='臺南市永康區公所主計室')
    """
    text, section = squeeze(title), None
    years = years_of_title(text)
    while (bracket := BRACKET.search(text)) is not None and bracket.start():
        if section is None and ends_as_section(bracket[1], profile):
            section = bracket[1]
        if not has_plan_word(text[: bracket.start()], profile):
            # A remark on a name is a part of it: 秘書室（含法制）.
            break
        text = text[: bracket.start()]
    cut = _cut(text, profile)
    if section is None:
        others = (s for s in (cut.tail, cut.kind) if len(s) >= MIN_SECTION and ends_as_section(s, profile))
        section = next(others, None)
    office, inner = _office(cut.name, profile, closed=cut.closed)
    bodies = (*profile.agency_first, *profile.agency_endings, *profile.agency_last, *profile.section_endings)
    if office is not None and section and inner and inner != section and inner.endswith(bodies):
        # A body within the office, with sections of its own: 頭份市公所殯葬管理所 and its 禮儀服務課.
        office, inner = office + inner, None
    rest = cut.name if office is None and cut.name != inner else None
    year = years.roc if years is not None else None
    return TitleWords(office, section or inner, year, rest or None, cut.name, cut.closed or years is None)


def title_words(lines: Sequence[str], profile: Profile) -> list[TitleWords]:
    """What each of the lines of a title says, or of several titles above each other.

    Lines that are names by themselves are read alone; others are pieces of a title that a line's end broke.
    """
    said: list[TitleWords] = []
    broken: list[str] = []
    for line in map(squeeze, lines):
        whole = line if not broken else "".join((*broken, line))
        if _is_whole(line, profile) and not broken:
            said.append(name_from_title(line, profile))
        elif has_plan_word(whole, profile):
            said.append(name_from_title(whole, profile))
            broken = []
        else:
            broken.append(line)
    if broken:
        said.append(name_from_title("".join(broken), profile))
    return said


def _is_whole(line: str, profile: Profile) -> bool:
    """Whether a line ends as a name does and breaks no title: below 臺南市立虛構 stands 國民中學113年度工作計畫."""
    endings = (*profile.agency_first, *profile.agency_endings, *profile.agency_last, *profile.section_endings)
    return line.endswith(endings)


def named_section(text: str, profile: Profile) -> str | None:
    """The section that a line names, bare or with words of a plan; None where it names none or says more.

    >>> from pipeline.profiles.profile import load_profile
    >>> named_section("一、民政課工作計畫", load_profile()), named_section("貳、年度工作計畫", load_profile())
    ('民政課', None)
    """
    if is_section_name(text, profile):
        return section_of(text)
    bare = bare_name(text)
    if not bare.endswith(profile.plan_words):
        return None
    words = name_from_title(bare, profile)
    return words.name if words.name and is_section_name(words.name, profile) else None


def has_plan_word(text: str, profile: Profile) -> bool:
    """Whether a text holds words of a plan."""
    return any(word in text for word in (*profile.plan_words, *profile.ambiguous_plan_words))


def _cut(text: str, profile: Profile) -> _Cut:
    head, tail = _around_plan_word(text, profile)
    years = years_of_title(head) or years_of_title(text)
    spans = [span for span in years.spans if span[1] <= len(head)] if years is not None else []
    name, kind = head, ""
    if spans and _bare(head[: spans[0][0]], profile):
        name, kind = head[: spans[0][0]], head[spans[-1][1] :]
    elif spans:
        name = head[spans[-1][1] :]
    closed = bool(spans and name != head[spans[-1][1] :])
    return _Cut(_bare(name, profile), _bare(kind, profile), tail, closed)


def _bare(name: str, profile: Profile) -> str:
    """A name without the fillers behind it."""
    changed = True
    while changed:
        changed = False
        name = name.strip("「」『』《》 　").rstrip("(（").lstrip(")）")
        for filler in profile.fillers:
            if name.endswith(filler):
                name, changed = name[: -len(filler)], True
    return name


def _around_plan_word(text: str, profile: Profile) -> tuple[str, str]:
    """What stands before the words of the plan and what behind them; words that only titles end with come last."""
    for words in (profile.plan_words, profile.ambiguous_plan_words):
        at, word = max(((text.rfind(w), w) for w in words), key=lambda pair: pair[0] + len(pair[1]))
        if at >= 0:
            return text[:at], text[at + len(word) :]
    return text, ""


def _office(text: str, profile: Profile, *, closed: bool) -> tuple[str | None, str | None]:
    """The office and the section in a name.

    Args:
        text: the name.
        profile: how names end.
        closed: whether it holds nothing but a name, so that what stands behind an office's is a section's.
    """
    for ending in profile.agency_first:
        at = text.find(ending)
        # Behind an office's name they are words of its section's: 衛生局 and its 醫院管理科.
        if at > 0 and not text[:at].endswith(profile.agency_endings):
            cut = at + len(ending)
            tail = text[cut:]
            return text[:cut], section_of(tail) if closed or ends_as_section(tail, profile) else None
    for endings, least in ((profile.agency_endings, 2), (profile.agency_last, MIN_OFFICE)):
        for cut in range(len(text), 1, -1):
            tail = text[cut:]
            section = len(tail) >= MIN_SECTION and cut >= least and ends_as_section(tail, profile)
            if text[:cut].endswith(endings) and (not tail or section):
                return text[:cut], section_of(tail)
    section = ends_as_section(text, profile) and not begins_as_office(text, profile)
    return None, section_of(text) if section else None


CONTINUED = ("（續）", "(續)")
"""A title that is printed again above the next part of its table ends so."""
CAPITAL_HEADING = late(r"^[壹貳參叁肆伍陸柒捌玖拾]+[、.．]")
"""Capital numerals number the parts of a plan outside its tables."""
TITLE_YEAR = late(r"(?:[\d０-９]{2,4}|[一二三四五六七八九十〇零]{2,5})(?:年|學年)")


def heading_like(text: str, profile: Profile) -> bool:
    """Whether a line's text is a title with a year, or numbered like a part of the plan."""
    text = squeeze(text)
    text = next((text.removesuffix(mark) for mark in CONTINUED if text.endswith(mark)), text)
    return bool(CAPITAL_HEADING.match(text)) or names_plan(text, profile)


def names_plan(text: str, profile: Profile) -> bool:
    """Whether a line's text is the title of a plan of some year."""
    text = squeeze(text)
    return bool(TITLE_YEAR.search(text)) and text.endswith(profile.plan_words)
