"""The text above a table: title, names of sections, preamble, yearly focuses, unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise

from pipeline.dataclass import dataclass
from pipeline.extractors.offices import merged, office_line, stands_alone
from pipeline.extractors.paragraphs import STOP, Paragraph, paragraphs
from pipeline.extractors.section_names import SENTENCE_MARK, may_be_name
from pipeline.extractors.table_units import is_unit_note, unit_in
from pipeline.extractors.title_words import (
    BRACKET,
    CONTINUED,
    TITLE_YEAR,
    has_plan_word,
    name_from_title,
    named_section,
    title_words,
)
from pipeline.lattice.columns import Column
from pipeline.lattice.measures import Metrics, measure_lines
from pipeline.lattice.name_rows import NameRow
from pipeline.lattice.parts import Front
from pipeline.lattice.tables import Table, Track
from pipeline.lines.lines import Line
from pipeline.models import PrintedUnit
from pipeline.normalizers.labels import Label, find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze
from pipeline.normalizers.years import roc_year_of_title
from pipeline.profiles.profile import Profile

MAX_TITLE_LINE = 60
"""A longer line is a sentence."""
MAX_TITLE_WORD = 4
"""A longer text that ends with a title's word says more than the word."""
MAX_HEADING = 24
"""Headings such as 壹、年度工作重點 are shorter than this."""
MAX_FRONT_PITCH_EM = 4
"""Lines further apart are no paragraph's."""
SAME_TYPE_PT = 0.5
"""Sizes closer than this are one; programs round them."""
TRAILING = late(r"[:：。]+$")
PRINTED_DATE = late(
    r"^[(（]?(?:中華民國|民國)?[0-9０-９〇零一二三四五六七八九十百]{2,5}年[0-9０-９一二三四五六七八九十]{1,3}月"
)
"""When a plan was made or printed: a line of its cover."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What stands above a table, taken apart.

    Attributes:
        title: lines of the title with the section's name.
        names: those of them that name the section alone.
        maybe: a line that stands where sections' names do, whatever it ends with.
        preamble: lines between title and focuses.
        focus: paragraphs of the yearly focuses.
        headings: lines that head focuses and table.
        notes: lines of units and marks of continuation.
        rest: lines that are none of these.
        unit: the unit printed above the table.
    """

    title: tuple[Line, ...] = ()
    names: tuple[Line, ...] = ()
    maybe: Line | None = None
    preamble: tuple[Line, ...] = ()
    focus: tuple[Paragraph, ...] = ()
    headings: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    rest: tuple[Line, ...] = ()
    unit: PrintedUnit | None = None


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
    before, below = body[: focus_at if focus_at is not None else end], body[end + 1 :]
    dates = [line for line in before if PRINTED_DATE.match(squeeze(line.text))]
    before = [line for line in before if line not in dates]
    names, maybe = _name_lines(before, below, profile, measures, title)
    preamble = [line for line in before if line not in names]
    rest += [*dates, *(line for line in below if line not in names)]
    if not title and not named and not names:
        # Text below another table that no title opens is no preamble of this one.
        rest, preamble = [*rest, *preamble], []
    return Matter(
        title=(*title, *names, *named),
        names=(*names, *named),
        maybe=maybe if not named else None,
        preamble=tuple(preamble),
        focus=tuple(_paragraphs(body[focus_at + 1 : end] if focus_at is not None else [], measures)),
        headings=tuple(headings),
        notes=tuple(notes),
        rest=tuple(rest),
        unit=unit_in(lines),
    )


def with_maybe(matter: Matter) -> Matter:
    """The matter with the line that may name its section as its name."""
    if matter.maybe is None:
        return matter
    preamble, rest = (
        tuple(line for line in lines if line is not matter.maybe) for lines in (matter.preamble, matter.rest)
    )
    title, names = (*matter.title, matter.maybe), (*matter.names, matter.maybe)
    return replace(matter, title=title, names=names, maybe=None, preamble=preamble, rest=rest)


def _name_lines(
    before: Sequence[Line],
    below: Sequence[Line],
    profile: Profile,
    measures: tuple[float, Metrics],
    title: Sequence[Line],
) -> tuple[list[Line], Line | None]:
    """Lines that name the section, else one that may: each is a paragraph of its own.

    Args:
        before: lines between the title and the headings of focuses or table.
        below: lines between the table's heading and the table.
        profile: how names end.
        measures: what ``text_measures`` gives.
        title: what stands above them.
    """
    office = merged(title_words([line.text for line in title], profile), profile).office
    groups = [*_groups(before, measures), *_groups(below, measures)]
    styles = [(group[0].page, label.style) for group in groups if (label := _label(group[0])) is not None]
    alone: list[tuple[Line, bool]] = []
    for i, group in enumerate(groups):
        (line, *more), label = group, _label(group[0])
        at_edge = i in {0, len(groups) - 1}
        # Of a list's entries none is a name; a number before a name is that of the section.
        if more or not _alone(line, (*before, *below)):
            continue
        if label is None or (at_edge and styles.count((line.page, label.style)) == 1):
            alone.append((line, at_edge))
    sure = [
        line
        for line, _ in alone
        if named_section(line.text, profile) is not None and not _of_another(line, office, profile)
    ]
    if sure:
        return [sure[0] if title and alone[0][0] is sure[0] else sure[-1]], None
    likely = [line for line, at_edge in alone if at_edge and _may_name(line, profile)]
    return [], likely[-1] if likely else None


def _groups(lines: Sequence[Line], measures: tuple[float, Metrics]) -> list[list[Line]]:
    """Lines by paragraph; a full stop and another size end one too, for a name below it is no part of it."""
    groups: list[list[Line]] = []
    rest = iter(lines)
    for paragraph in _paragraphs(lines, measures):
        groups.append([])
        for line in islice(rest, len(paragraph.lines)):
            above = groups[-1][-1] if groups[-1] else None
            if above is not None and (
                above.text.endswith("。") or abs(above.size - line.size) > SAME_TYPE_PT
            ):
                groups.append([])
            groups[-1].append(line)
    return groups


def _of_another(line: Line, office: str | None, profile: Profile) -> bool:
    """Whether a line names another office than the title above it, as lists of those who help do."""
    own = office_line(line.text, profile) if office is not None else None
    return own is not None and own.office != office and stands_alone(own.office or "", profile)


def _may_name(line: Line, profile: Profile) -> bool:
    text = squeeze(line.text)
    return (
        may_be_name(text)
        and not stands_alone(text, profile)
        and not has_plan_word(text, profile)
        and not text.startswith(profile.footnote_words)
        and not _is_heading(line, (*profile.focus_words, *profile.table_words))
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
        shifted.append(replace(line, v=line.y + shift, bounds=(0.0, right)))
    return Track(Column("front", "", 0.0, right), tuple(shifted), ()), tuple(joints)


def _paragraphs(lines: Sequence[Line], measures: tuple[float, Metrics]) -> list[Paragraph]:
    if not lines:
        return []
    right, metrics = measures
    track, joints = _track(lines, right)
    pitch = _pitch_below_full(lines, right)
    metrics = metrics if pitch is None else replace(metrics, pitch=pitch)
    return paragraphs(Table((track,), joints, ()), track, metrics)


def _pitch_below_full(lines: Sequence[Line], right: float) -> float | None:
    """The widest distance of lines within paragraphs: below a full line without a stop the sentence goes on.

    A list may be set wider than the text above it, and two lists of a page apart from each other.
    """
    steps = [
        line.y - above.y
        for above, line in pairwise(lines)
        if line.page == above.page
        and right - above.x1 < above.size
        and not STOP.search(above.text)
        and find_label(line.text) is None
        and line.y - above.y < MAX_FRONT_PITCH_EM * line.size
    ]
    return max(steps, default=None)


def _is_note(line: Line, profile: Profile) -> bool:
    text = squeeze(line.text)
    unit = is_unit_note(text) and named_section(text, profile) is None
    return unit or text.strip("()（）") in profile.continued or text.endswith(CONTINUED)


def _title_span(lines: Sequence[Line], profile: Profile) -> tuple[int, int]:
    """First line of the last title and the line after it; both 0 where there is none."""
    ends = [i for i in range(len(lines)) if _ends_title(lines, i, profile)]
    ends = ends or [i for i in range(len(lines)) if _stands_as_title(lines, i, profile)]
    if not ends:
        return 0, 0
    last = first = ends[-1]
    if _wraps(lines[last - 1] if last else None, lines[last], profile):
        first -= 1
    while first > 0 and last - first < 3 and lines[first - 1].page == lines[last].page:
        if not (_is_title_part(lines[first - 1], profile) or first - 1 in ends):
            break
        first -= 1
    return first, last + 1


def _ends_title(lines: Sequence[Line], at: int, profile: Profile) -> bool:
    """Whether a title ends with a line."""
    line, above = lines[at], lines[at - 1] if at else None
    text = _without_brackets(squeeze(line.text))
    if len(text) > MAX_TITLE_LINE or SENTENCE_MARK.search(text) or find_label(text) is not None:
        # 「貳、年度工作計畫」 heads a table; a title has no number before it.
        return False
    if _wraps(above, line, profile):
        return True
    return text.endswith(profile.plan_words) and (bool(TITLE_YEAR.search(text)) or len(text) > MAX_TITLE_WORD)


def _stands_as_title(lines: Sequence[Line], at: int, profile: Profile) -> bool:
    """Whether a line with words that other texts end with is a title all the same.

    It has an office or a year, in it or above it, nothing stands beside it, and no running text above it on its page.
    """
    text = _without_brackets(squeeze(lines[at].text))
    if (
        len(text) > MAX_TITLE_LINE
        or not text.endswith(profile.ambiguous_plan_words)
        or not _alone(lines[at], lines)
    ):
        return False
    above = [squeeze(line.text) for line in lines[:at] if line.page == lines[at].page]
    if any(SENTENCE_MARK.search(one) or find_label(one) is not None for one in (*above, text)):
        return False
    near = (*above[-2:], text)
    return any(
        roc_year_of_title(one) is not None or name_from_title(one, profile).office is not None for one in near
    )


def _alone(line: Line, lines: Sequence[Line]) -> bool:
    """Whether nothing stands beside a line."""
    return not any(
        x is not line and x.page == line.page and abs(x.y - line.y) < 0.5 * line.size for x in lines
    )


def _without_brackets(text: str) -> str:
    while BRACKET.search(text):
        text = BRACKET.sub("", text)
    return text


def _wraps(above: Line | None, line: Line, profile: Profile) -> bool:
    """Whether a title breaks between two lines, so that neither is one: 「…115 年度重要」 and 「工作計畫」."""
    if above is None or abs(above.size - line.size) > SAME_TYPE_PT or line.y - above.y > 2.5 * line.size:
        return False
    before, after = squeeze(above.text), _without_brackets(squeeze(line.text))
    if SENTENCE_MARK.search(before) or find_label(before) is not None or TITLE_YEAR.search(after):
        return False
    words = (*profile.plan_words, *profile.ambiguous_plan_words)
    whole = before + after
    return bool(TITLE_YEAR.search(whole)) and whole.endswith(words) and not before.endswith(words)


def _is_title_part(line: Line, profile: Profile) -> bool:
    text = squeeze(line.text)
    if len(text) > MAX_TITLE_LINE or SENTENCE_MARK.search(text) or find_label(text) is not None:
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


def _is_heading(line: Line, words: Sequence[str]) -> bool:
    text = TRAILING.sub("", squeeze(line.text))
    return len(text) <= MAX_HEADING and not SENTENCE_MARK.search(text) and text.endswith(tuple(words))


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
    return len(text) <= MAX_HEADING and not SENTENCE_MARK.search(bare) and not text.endswith("。")


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
            known = _is_heading(line, profile.table_words) and named_section(line.text, profile) is None
            found = i if known else found
        elif label is not None and label.style == focus.style and label.number == focus.number + 1:
            # Focuses may be numbered in the style of the headings; the heading above the table is the last.
            found = i
    return found


def _label(line: Line) -> Label | None:
    return find_label(squeeze(line.text))
