"""Marks of continuation behind a text that is printed again on a further page, such as 一、文書管理（續）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.lines.lines import Line
from pipeline.lines.runs import LATIN_ADVANCE_EM
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import squeeze, wide
from pipeline.profiles.loading import Profile

BRACKETED_MARK = late(r"[(（〔\[]\s*([^()（）〔〕\[\]]{1,4})\s*[)）〕\]]$")


def without_marks(
    lines: Sequence[Line], joints: Sequence[float], profile: Profile
) -> tuple[list[Line], list[Line]]:
    """Lines of a column without the marks behind texts that an earlier page has too, and the marks as lines.

    A text that ends so the first time it is printed keeps its mark: the plan itself is a continued one. All that the
    column prints on the page down to the mark, be it one line or twenty, must stand on earlier pages too.

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
            before += squeeze("".join(one.ordinal + one.text for one in opened))
            opened, place = [], at
        for parted in _partings(line, rest[:1], profile) if place else ():
            text = squeeze("".join(one.ordinal + one.text for one in (*opened, parted[0])))
            if text in before:
                kept += [parted[0]] if parted[0].text else []
                opened.append(parted[0])
                marks += parted[1:]
                del rest[: len(parted) - 2]
                break
        else:
            kept.append(line)
            opened.append(line)
    return kept, marks


def without_mark(line: Line, profile: Profile) -> tuple[Line, ...]:
    """The line without the mark of continuation at its end, and the mark, if it has one."""
    return _parted(line, profile) or (line,)


def _partings(line: Line, following: Sequence[Line], profile: Profile) -> Iterator[tuple[Line, ...]]:
    """The line without the mark that ends it, and the mark; or without the beginning of one that the next line ends."""
    parted = _parted(line, profile)
    if parted is not None:
        yield parted
    for below in following:
        both = line.text + below.text
        match = BRACKETED_MARK.search(both)
        broken = match is not None and match.start() < len(line.text) < len(both)
        if match is not None and broken and match[1] in profile.continued and below.page == line.page:
            begun = len(line.text) - match.start()
            ended = line._replace(text=both[match.start() : len(line.text)], raw="", ordinal="", tail=0.0)
            advances = sum(1.0 if wide(char) else LATIN_ADVANCE_EM for char in ended.text)
            start = max(line.x0, line.x1 - line.size * advances)
            text, raw = line.text[:-begun].rstrip(), line.raw[:-begun] if line.raw else ""
            yield line._replace(text=text, raw=raw, x1=start), ended._replace(x0=start, left=start), below


def _parted(line: Line, profile: Profile) -> tuple[Line, Line] | None:
    """The line without the mark at its end, and the mark; None where it ends without one."""
    match = BRACKETED_MARK.search(line.text)
    if match is None or match[1] not in profile.continued:
        return None
    advances = (1.0 if wide(char) else LATIN_ADVANCE_EM for char in match[0])
    start = max(line.x0, line.x1 - line.size * sum(advances))
    end = line._replace(text=match[0], raw="", ordinal="", x0=start, left=start, tail=0.0)
    rest = line.text[: match.start()].rstrip()
    return line._replace(text=rest, raw="" if not line.raw else line.raw[: -len(match[0])], x1=start), end
