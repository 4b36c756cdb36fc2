"""The text above a table: title, preamble, yearly focuses, unit; what it says of office, section and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extractors.headings import CONTINUED, YEAR
from pipeline.extractors.paragraphs import Paragraph, paragraphs
from pipeline.extractors.table_units import is_unit_note, unit_in
from pipeline.lattice.columns import Column
from pipeline.lattice.measures import Metrics, measure_lines
from pipeline.lattice.name_rows import NameRow
from pipeline.lattice.parts import Front
from pipeline.lattice.stitching import Table, Track
from pipeline.lines.lines import Line
from pipeline.models import PrintedUnit
from pipeline.normalizers.labels import Label, find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze
from pipeline.normalizers.years import roc_year_of_title, without_years
from pipeline.profiles.loading import Profile

MAX_TITLE = 60
"""A longer line is a sentence."""
MAX_WORD = 4
"""A longer text that ends with a title's word says more than the word."""
MAX_HEADING = 24
"""Headings such as 壹、年度工作重點 are shorter than this."""
MAX_SECTION = 14
"""Names of sections are shorter than this."""
MIN_SECTION = 3
"""And longer than this: 會計室 is a section's name, 計室 is what a wrong cut leaves of it."""
SENTENCE = late(r"[。；，,;]")
BRACKET = late(r"[(（]([^()（）]*)[)）]$")
TRAILING = late(r"[:：。]+$")
OWNER = late(r"^(?:主辦|承辦|業務|權責|執行|辦理)?(?:單位|課室|科室|處室|機關)(?:別|名稱)?[:：]")
"""What may stand before a section's name: 主辦單位：民政課."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What stands above a table, taken apart.

    Attributes:
        title: lines of the title with the section's name.
        named: those of them that stood in the table and name the section.
        preamble: lines between title and focuses.
        focus: paragraphs of the yearly focuses.
        headings: lines that head focuses and table.
        notes: lines of units and marks of continuation.
        rest: lines that are none of these.
        unit: the unit printed above the table.
    """

    title: tuple[Line, ...] = ()
    named: tuple[Line, ...] = ()
    preamble: tuple[Line, ...] = ()
    focus: tuple[Paragraph, ...] = ()
    headings: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    rest: tuple[Line, ...] = ()
    unit: PrintedUnit | None = None


@dataclass(frozen=True, slots=True)
class TitleWords:
    """What a title says: words that name the office, its section, the year; None where it does not.

    Attributes:
        rest: where no ending tells an office, what is left of the title without year and words of the plan.
    """

    office: str | None
    section: str | None
    year_roc: int | None
    rest: str | None = None


def read_front(fronts: Sequence[Front], profile: Profile, measures: tuple[float, Metrics]) -> Matter:
    """Take apart the text between two tables.

    Args:
        fronts: the text.
        profile: words of titles and headings.
        measures: what ``text_measures`` gives.
    """
    named = tuple(line for front in fronts if isinstance(front, NameRow) for line in front.lines)
    lines = [line for front in fronts if not isinstance(front, NameRow) for line in front.lines]
    notes = [line for line in lines if _is_note(line, profile)]
    body = [line for line in lines if line not in notes]
    first, after = _title_span(body, profile)
    title, rest, body = body[first:after], body[:first], body[after:]
    focus_at = next((i for i, line in enumerate(body) if _is_heading(line, profile.focus_words)), None)
    if focus_at is None:
        focus_at = _first_of_two_headings(body)
    table_at = _table_heading(body, focus_at, profile)
    headings = [body[i] for i in (focus_at, table_at) if i is not None]
    end = table_at if table_at is not None else len(body)
    if focus_at is not None:
        preamble, focus = body[:focus_at], body[focus_at + 1 : end]
    else:
        preamble, focus = body[:end], []
    rest += body[end + 1 :] if table_at is not None else []
    if not title and not named:
        # Text below another table that no title opens is no preamble of this one.
        rest, preamble = [*rest, *preamble], []
    return Matter(
        title=(*title, *named),
        named=named,
        preamble=tuple(preamble),
        focus=tuple(_paragraphs(focus, measures)),
        headings=tuple(headings),
        notes=tuple(notes),
        rest=tuple(rest),
        unit=unit_in(lines),
    )


def text_measures(fronts: Sequence[Front]) -> tuple[float, Metrics]:
    """Right edge and metrics of the text outside the tables, from all of it: one list is too short to tell."""
    lines = [line for front in fronts for line in front.lines]
    right = max((line.x1 for line in lines), default=0.0)
    return right, measure_lines(_track(lines, right)[0])


def _track(lines: Sequence[Line], right: float) -> tuple[Track, tuple[float, ...]]:
    """Lines as a column of a table, all pages below each other, with the heights at which pages end."""
    joints: list[float] = []
    shifted: list[Line] = []
    shift = 0.0
    for i, line in enumerate(lines):
        if i and line.page != lines[i - 1].page:
            joints.append(shifted[-1].v + 1)
            shift = shifted[-1].v + 2 - line.top
        shifted.append(line._replace(v=line.y + shift, bounds=(0.0, right)))
    return Track(Column("front", "", 0.0, right), tuple(shifted), ()), tuple(joints)


def _paragraphs(lines: Sequence[Line], measures: tuple[float, Metrics]) -> list[Paragraph]:
    if not lines:
        return []
    track, joints = _track(lines, measures[0])
    return paragraphs(Table((track,), joints, ()), track, measures[1])


def name_from_title(title: str, profile: Profile) -> TitleWords:
    """What a title says of office, section and year.

    >>> from pipeline.profiles.loading import load_profile
    >>> name_from_title("臺南市永康區公所主計室 112 年度重要工作計畫", load_profile())
    TitleWords(office='臺南市永康區公所', section='主計室', year_roc=112, rest=None)
    """
    text = squeeze(title)
    section = None
    bracket = BRACKET.search(text)
    if bracket is not None:
        text = text[: bracket.start()]
        section = bracket[1] if bracket[1].endswith(profile.section_endings) else None
    head, tail = _around_plan_word(text, profile)
    if section is None and tail and tail.endswith(profile.section_endings):
        section = tail
    office, inner = _office(head, profile)
    bodies = (*profile.agency_first, *profile.agency_endings, *profile.agency_last, *profile.section_endings)
    if office is not None and section and inner and inner != section and inner.endswith(bodies):
        # A body within the office, with sections of its own: 頭份市公所殯葬管理所 and its 禮儀服務課.
        office, inner = office + inner, None
    rest = head if office is None and head != inner else None
    return TitleWords(office, section or inner, roc_year_of_title(title), rest or None)


def _around_plan_word(text: str, profile: Profile) -> tuple[str, str]:
    """What stands before the words of the plan, fillers taken off, and what stands behind them."""
    at, word = max(((text.rfind(w), w) for w in profile.plan_words), key=lambda pair: pair[0] + len(pair[1]))
    if at < 0:
        head, tail = text, ""
    else:
        head, tail = text[:at], text[at + len(word) :]
    head = squeeze(without_years(head))
    changed = True
    while changed:
        changed = False
        for filler in profile.fillers:
            if head.endswith(filler):
                head, changed = head[: -len(filler)], True
    return head, tail


def _office(text: str, profile: Profile) -> tuple[str | None, str | None]:
    for filler in profile.fillers:
        text = text.removesuffix(filler)
    for ending in profile.agency_first:
        at = text.find(ending)
        # Behind an office's name they are words of its section's: 衛生局 and its 醫院管理科.
        if at > 0 and not text[:at].endswith(profile.agency_endings):
            cut = at + len(ending)
            return text[:cut], section_of(text[cut:])
    for endings in (profile.agency_endings, profile.agency_last):
        for cut in range(len(text), 1, -1):
            tail = text[cut:]
            section = len(tail) >= MIN_SECTION and tail.endswith(profile.section_endings)
            if text[:cut].endswith(endings) and (not tail or section):
                return text[:cut], section_of(tail)
    return None, section_of(text) if text.endswith(profile.section_endings) else None


def section_of(text: str) -> str | None:
    """The name of a section without its label, brackets and words such as 主辦單位：; None where it is too long."""
    bare = text.strip("、，。：:（）()【】 ")
    label = find_label(bare)
    bare = label.rest if label is not None and label.rest else bare
    bare = OWNER.sub("", bare, count=1)
    return bare if bare and len(bare) <= MAX_SECTION else None


def _is_note(line: Line, profile: Profile) -> bool:
    text = squeeze(line.text)
    return is_unit_note(text) or text.strip("()（）") in profile.continued or text.endswith(CONTINUED)


def _title_span(lines: Sequence[Line], profile: Profile) -> tuple[int, int]:
    """First line of the last title and the line after it; both 0 where there is none."""
    ends = [i for i, line in enumerate(lines) if _ends_title(line, lines[i - 1] if i else None, profile)]
    if not ends:
        return _bare_section(lines, profile)
    last = first = ends[-1]
    if _wraps(lines[last - 1] if last else None, lines[last], profile):
        first -= 1
    while first > 0 and _is_title_part(lines[first - 1], profile) and last - first < 3:
        first -= 1
    after = last + 1
    if after < len(lines) and is_section_name(lines[after].text, profile):
        after += 1
    return first, after


def _bare_section(lines: Sequence[Line], profile: Profile) -> tuple[int, int]:
    """A line that only names a section, above a further table of the same plan; other text may stand above it."""
    for i, line in enumerate(lines):
        last = i + 1 == len(lines)
        if is_section_name(line.text, profile) and (
            last or all(_is_title_part(x, profile) for x in lines[:i])
        ):
            return (i if last else 0), i + 1
    return 0, 0


def _ends_title(line: Line, above: Line | None, profile: Profile) -> bool:
    text = BRACKET.sub("", squeeze(line.text))
    if len(text) > MAX_TITLE or SENTENCE.search(text) or find_label(text) is not None:
        # 「貳、年度工作計畫」 heads a table; a title has no number before it.
        return False
    if _wraps(above, line, profile):
        return True
    return text.endswith(profile.plan_words) and (bool(YEAR.search(text)) or len(text) > MAX_WORD)


def _wraps(above: Line | None, line: Line, profile: Profile) -> bool:
    """Whether a title breaks between two lines, so that neither is one: 「…115 年度重要」 and 「工作計畫」."""
    if above is None or abs(above.size - line.size) > 0.5 or line.y - above.y > 2.5 * line.size:
        return False
    before, after = squeeze(above.text), BRACKET.sub("", squeeze(line.text))
    if SENTENCE.search(before) or find_label(before) is not None or YEAR.search(after):
        return False
    whole = before + after
    return (
        bool(YEAR.search(whole))
        and whole.endswith(profile.plan_words)
        and not before.endswith(profile.plan_words)
    )


def _is_title_part(line: Line, profile: Profile) -> bool:
    text = squeeze(line.text)
    if len(text) > MAX_TITLE or SENTENCE.search(text) or find_label(text) is not None:
        return False
    return text.endswith(
        (
            *profile.agency_first,
            *profile.agency_endings,
            *profile.agency_last,
            *profile.section_endings,
            *profile.fillers,
            "年",
        )
    )


def is_section_name(text: str, profile: Profile) -> bool:
    """Whether a line names a section of an office and says nothing else."""
    text = squeeze(text)
    label = find_label(text)
    text = OWNER.sub("", (label.rest if label is not None else text).strip("：:（）()【】"), count=1)
    return (
        1 < len(text) <= MAX_SECTION and not SENTENCE.search(text) and text.endswith(profile.section_endings)
    )


def _is_heading(line: Line, words: Sequence[str]) -> bool:
    text = TRAILING.sub("", squeeze(line.text))
    return len(text) <= MAX_HEADING and not SENTENCE.search(text) and text.endswith(tuple(words))


def _first_of_two_headings(lines: Sequence[Line]) -> int | None:
    """Place of a heading numbered 1, where a heading numbered 2 in the same style is the last line above the table.

    What stands between them are the focuses, whatever word heads them.
    """
    if not lines or not _has_heading_form(lines[-1]):
        return None
    last = _label(lines[-1])
    for i, line in enumerate(lines[:-1]):
        label = _label(line)
        if (
            label is not None
            and last is not None
            and (label.style, label.number, last.number) == (last.style, 1, 2)
        ):
            return i if _has_heading_form(line) else None
    return None


def _has_heading_form(line: Line) -> bool:
    text = squeeze(line.text)
    bare = TRAILING.sub("", text)
    return len(text) <= MAX_HEADING and not SENTENCE.search(bare) and not text.endswith("。")


def _table_heading(lines: Sequence[Line], focus_at: int | None, profile: Profile) -> int | None:
    """Place of the heading above the table: the next number after the focuses' heading, or known words."""
    focus = _label(lines[focus_at]) if focus_at is not None else None
    found = None
    for i, line in enumerate(lines):
        if focus_at is not None and i <= focus_at:
            continue
        label = _label(line)
        if not _has_heading_form(line):
            continue
        if focus is None:
            found = i if _is_heading(line, profile.table_words) else found
        elif label is not None and label.style == focus.style and label.number == focus.number + 1:
            # Focuses may be numbered in the style of the headings; the heading above the table is the last.
            found = i
    return found


def _label(line: Line) -> Label | None:
    return find_label(squeeze(line.text))
