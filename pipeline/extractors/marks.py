"""Marks of continuation at a text that is printed again on a further page: 一、文書管理（續）, 〈續〉一、文書管理."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.lattice.tables import Table
from pipeline.lines.lines import Line
from pipeline.lines.runs import LATIN_ADVANCE_EM
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze, wide
from pipeline.profiles.profile import BUDGET_ROLES, Profile

_MARK_LEFT, _MARK_RIGHT = "(（﹙〔［\\[〈<＜【《", ")）﹚〕］\\]〉>＞】》"
BRACKETED_MARK = late(rf"[{_MARK_LEFT}]\s*([^{_MARK_LEFT}{_MARK_RIGHT}]{{1,4}})\s*[{_MARK_RIGHT}]$")
"""What may be a mark at the end of a text, whatever its words."""
_MARK_IN_BRACKETS = late(rf"[{_MARK_LEFT}]\s*([^{_MARK_LEFT}{_MARK_RIGHT}]{{1,6}}?)\s*[{_MARK_RIGHT}]")
_COUNTED = late(r"(?<=.)之?[0-9０-９一二三四五六七八九十]{1,2}$")
"""The number of a further page behind a mark's word: 續1, 續二."""

_MARK_DASHES = "-－–—―─~～ "
"""May stand between a text and a mark without brackets."""


def without_marks(
    lines: Sequence[Line], joints: Sequence[float], profile: Profile
) -> tuple[list[Line], list[Line]]:
    """Lines of a column without the marks at texts that an earlier page has too, and the marks as lines.

    A text that has one the first time it is printed keeps it: the plan itself is a continued one. All that the
    column prints on the page down to the mark, be it one line or twenty, must stand on earlier pages too, without it;
    of upper levels that are printed again, only the last need be there.

    Args:
        lines: lines of the column, top to bottom.
        joints: heights at which a part of the table ends.
        profile: gives the marks.
    """
    kept: list[Line] = []
    marks: list[Line] = []
    before = ""
    opened: list[Line] = []
    place = 0
    rest = list(lines)
    while rest:
        line = rest.pop(0)
        at = sum(joint <= line.v for joint in joints)
        if at != place:
            before += _said(opened)
            opened, place = [], at
        for parted in _partings(line, rest[:1], profile) if place else ():
            if _stands(before, (*opened, parted[0])) and not _stands(before, (*opened, line)):
                kept += [parted[0]] if parted[0].text else []
                opened.append(parted[0])
                marks += parted[1:]
                del rest[: len(parted) - 2]
                break
        else:
            kept.append(line)
            opened.append(line)
    return kept, marks


def without_page_marks(
    lines: Sequence[Line], table: Table, profile: Profile
) -> tuple[list[Line], list[Line]]:
    """Lines of a column of contents without those at a page's end or beginning that are nothing but a mark, and these.

    Args:
        lines: lines of the column, top to bottom.
        table: theirs; a mark beside a figure of a column of budgets names a sum that is carried over.
        profile: gives the marks; 續 alone is none, it may be a word's last character.
    """
    budgets = [track for track in table.tracks if track.column.role in BUDGET_ROLES]
    figures = [line for track in budgets for line in track.lines]
    parts = [sum(joint <= line.v for joint in table.joints) for line in lines]
    before, after = [-1, *parts], [*parts[1:], len(table.joints)]
    kept: list[Line] = []
    marks: list[Line] = []
    for line, above, part, below in zip(lines, before, parts, after, strict=False):
        ends = (0 < part != above) or part < below
        is_mark = ends and _speaks_of_pages(line, profile)
        (marks if is_mark and not _has_figure(line, figures) else kept).append(line)
    return kept, marks


def without_mark(line: Line, profile: Profile) -> tuple[Line, ...]:
    """The line without its mark of continuation, and the mark, if it has one."""
    return next((parted for parted in _parted(line, profile) if parted[0].text), (line,))


def _speaks_of_pages(line: Line, profile: Profile) -> bool:
    word = squeeze(line.ordinal + line.text).strip(_MARK_LEFT + _MARK_RIGHT + _MARK_DASHES)
    return len(word) > 1 and (word in profile.carried or _goes_on(word, profile))


def _has_figure(line: Line, figures: Sequence[Line]) -> bool:
    return any(abs(figure.v - line.v) < line.size / 2 for figure in figures)


def _stands(before: str, lines: Sequence[Line]) -> bool:
    """Whether lines stand in a text in their order, other levels' lines between them or not."""
    place = 0
    for line in lines:
        text = _said((line,))
        at = before.find(text, place)
        if at < 0:
            return _said(lines) in before
        place = at + len(text)
    return True


def _said(lines: Sequence[Line]) -> str:
    return squeeze("".join(line.ordinal + line.text for line in lines))


def _partings(line: Line, following: Sequence[Line], profile: Profile) -> Iterator[tuple[Line, ...]]:
    """The line without a mark in it, and the mark; or without the beginning of one that the next line ends."""
    yield from _parted(line, profile)
    for below in following:
        both = line.text + below.text
        match = BRACKETED_MARK.search(both)
        broken = match is not None and match.start() < len(line.text) < len(both)
        if match is not None and broken and _goes_on(match[1], profile) and below.page == line.page:
            begun = len(line.text) - match.start()
            ended = replace(line, text=both[match.start() : len(line.text)], raw="", ordinal="", tail=0.0)
            advances = sum(1.0 if wide(char) else LATIN_ADVANCE_EM for char in ended.text)
            start = max(line.x0, line.x1 - line.size * advances)
            text, raw = line.text[:-begun].rstrip(), line.raw[:-begun] if line.raw else ""
            yield replace(line, text=text, raw=raw, x1=start), replace(ended, x0=start, left=start), below


def _parted(line: Line, profile: Profile) -> Iterator[tuple[Line, Line]]:
    """The line without each of the marks that it may have, and the mark."""
    for match in _MARK_IN_BRACKETS.finditer(line.text):
        if _goes_on(match[1], profile):
            yield _cut(line, match.start(), match.end())
    for word in profile.continued:
        # Without brackets a mark stands before a label or behind the text.
        if line.text.startswith(word) and find_label(line.text[len(word) :].lstrip()) is not None:
            yield _cut(line, 0, len(word))
        if line.text.endswith(word) and line.text != word:
            yield _cut(line, len(line.text[: -len(word)].rstrip(_MARK_DASHES)), len(line.text))


def _goes_on(word: str, profile: Profile) -> bool:
    """Whether a word says that a text is continued, for the second or third time too."""
    return word in profile.continued or _COUNTED.sub("", word) in profile.continued


def _cut(line: Line, start: int, end: int) -> tuple[Line, Line]:
    """The line without its characters between two places, and these as a line."""

    def width(text: str) -> float:
        return line.size * sum(1.0 if wide(char) else LATIN_ADVANCE_EM for char in text)

    mark = line.text[start:end]
    x0 = max(line.x0, line.x1 - width(line.text[start:]))
    x1 = min(line.x1, x0 + width(mark)) if end < len(line.text) else line.x1
    cut = replace(line, text=mark, raw="", ordinal="", x0=x0, x1=x1, left=x0, tail=0.0)
    text = line.text[:start].rstrip() + line.text[end:].lstrip()
    raw = line.raw[:start] + line.raw[end:] if line.raw else ""
    if start:
        return replace(line, text=text, raw=raw, x1=x0 if end == len(line.text) else line.x1), cut
    return replace(line, text=text, raw=raw, x0=x1, left=line.left if line.ordinal else x1), cut
