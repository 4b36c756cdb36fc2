"""Rows of a table that are no plan rows: categories over all columns, totals, notes, signatures, continuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.extractors.marks import without_mark, without_marks, without_page_marks
from pipeline.extractors.row_numbers import without_row_numbers
from pipeline.lattice.bands import Band, bands_of
from pipeline.lattice.columns import AMOUNT_OR_NIL, Column
from pipeline.lattice.evidence import HABIT
from pipeline.lattice.ordinals import with_ordinals
from pipeline.lattice.tables import Table, Track, baselines
from pipeline.lines.lines import Line
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import clean, squeeze
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY, Profile
from pipeline.readers.page import ASCENT_EM, DESCENT_EM

TOTAL_REACH_EM = 0.8
"""A total's amount may be set in another size or stand a little higher than its word."""
FILLED_SHARE = 0.75
"""An amount this wide, padding aside, filled its column."""
WRAP_EM = 1.6
"""Lines of one amount are closer than this."""
TABLE_NOTE_START = late(r"(?:備|附)?[註注][:：]")
"""How a note below the table begins; 說明： begins a step too."""
MAX_WRAPPED = 4
"""A total's word in a narrow column has at most so many lines."""
MAX_NOTE_LINES = 3
"""A note that is set like a row has at most so many lines."""
WHOLE_AMOUNT = late(r"[-－—–−]?(?:新[臺台]幣)?(?:\d{1,3}(?:[,，]\d{3})*|\d+)(?:\.\d+)?(?:[仟千百萬億]*元)?$")
"""An amount whose figures stand in whole groups of three."""
COLUMN_NUMBERS = (
    [str(number) for number in range(1, 30)],
    tuple("甲乙丙丁戊己庚辛壬癸"),
    tuple("一二三四五六七八九十"),
    tuple("ABCDEFGHIJ"),
    tuple("①②③④⑤⑥⑦⑧⑨⑩"),
)
"""What columns are numbered by."""
SIGNER_CHARACTERS = 4
"""Characters of a name behind the word that says who signs."""
SAID = late(
    r"(?:以上|本[課室科表頁]|全[年區])?(?P<word>[\u4e00-\u9fff]{1,4}?)[:：為]?"
    r"(?P<amount>(?:新[臺台]幣|NT\$)?[0-9０-９][0-9０-９,，]*(?:百萬|[仟千萬億])?元?整?)[。.]?$"
)
"""A total told in one text: 以上合計126,362千元。"""
TRIM = late(r"[:：()（）【】\[\]*＊]")


@dataclass(frozen=True, slots=True)
class Bar:
    """A row that is no plan row: it spans columns, or it sums.

    Attributes:
        kind: "category", "total", "footnote", "signature" or "mark" (of continuation).
        v0: upper edge.
        v1: lower edge.
        amounts: lines of the budget columns beside a total, with their column's place among the tracks.
        counting: it holds the numbers of the columns, as a part of the header that a further page may print again.
    """

    kind: str
    v0: float
    v1: float
    lines: tuple[Line, ...]
    amounts: tuple[tuple[int, Line], ...] = ()
    counting: bool = False


@dataclass(frozen=True, slots=True)
class PlanTable(Table):
    """A plan's table with its rows told apart.

    Attributes:
        bars: rows that are no plan rows, taken out of the tracks.
        marks: marks of continuation that stood behind texts of its cells, and titles that a page prints again.
    """

    bars: tuple[Bar, ...] = ()
    marks: tuple[Line, ...] = ()


def plan_table(table: Table, profile: Profile) -> PlanTable:
    """The table with the rows that are no plan rows, marks of continuation and ordinals apart from its texts."""
    columns = [track.column for track in table.tracks]
    lines = [list(track.lines) for track in table.tracks]
    rules = rules_without_counts(table.tracks, counting_bars(lines), table.joints)
    ends = (*table.joints, table.height)
    marks = list(table.again)
    for i, column in enumerate(columns):
        if column.role in HIERARCHY:
            lines[i], found = without_marks(lines[i], table.joints, profile)
            marks += found
        elif column.role == "implementation":
            lines[i], found = without_page_marks(lines[i], table, profile)
            marks += found
    bars = _once(find_bars(columns, lines, table.over, rules, profile), profile)
    gone = {line for bar in bars for line in (*bar.lines, *(a for _, a in bar.amounts))}
    # Marks of continuation and numbers of columns part no rows: the row that a page end cuts goes on below them.
    edges = [v for bar in bars if bar.kind != "mark" and not bar.counting for v in (bar.v0, bar.v1)]
    tracks: list[Track] = []
    numbers: list[Track] = []
    for column, all_lines, ruled in zip(columns, lines, rules, strict=True):
        kept = [line for line in all_lines if line not in gone]
        kept = with_ordinals(kept, column.lead, ruled, ends) if column.lead is not None else kept
        track, ordinals = without_row_numbers(Track(column, tuple(kept), tuple(sorted({*ruled, *edges}))))
        tracks.append(track)
        numbers += [ordinals] if ordinals is not None else []
    floors, ceilings = baselines(tracks, ends)
    apart = {v for bar in bars for v in (bar.v0, bar.v1)}
    whole = {field.name: getattr(table, field.name) for field in fields(Table)}
    whole |= {
        "tracks": (*tracks, *numbers),
        "floors": floors,
        "ceilings": ceilings,
        "unprinted": frozenset(apart),
    }
    return PlanTable(**whole, bars=tuple(bars), marks=tuple(marks))


def _once(bars: Sequence[Bar], profile: Profile) -> list[Bar]:
    """The bars; of a category that is printed again behind a mark of continuation, the mark is a bar of its own."""
    seen: set[str] = set()
    kept: list[Bar] = []
    for bar in bars:
        text, *mark = without_mark(bar.lines[-1], profile) if bar.kind == "category" else (bar.lines[-1],)
        whole = squeeze("".join(line.text for line in (*bar.lines[:-1], text)))
        if mark and whole in seen:
            kept.append(replace(bar, lines=(*bar.lines[:-1], text)))
            kept.append(Bar("mark", bar.v0, bar.v1, tuple(mark)))
        else:
            kept.append(bar)
        seen.add(whole)
    return kept


def find_bars(
    columns: Sequence[Column],
    lines: Sequence[Sequence[Line]],
    spanning: Sequence[Line],
    rules: Sequence[Sequence[float]],
    profile: Profile,
) -> list[Bar]:
    """Bars of a stitched table, top to bottom.

    Args:
        columns: the table's columns.
        lines: lines of each column.
        spanning: lines of rows that span all text columns.
        rules: heights of the rules in each column.
        profile: words of totals, footnotes and marks.
    """
    budgets = [i for i, c in enumerate(columns) if c.role in BUDGET_ROLES]
    bars: list[Bar] = []
    for line in spanning:
        text = squeeze(clean(line.text))
        paid = any(_beside(line, lines[i]) for i in budgets)
        if _sums(text, profile, paid=paid, word=True) or total_said(text, profile):
            bars.append(_total(line, lines, columns, rules))
            continue
        kind = (
            "footnote"
            if text.startswith(profile.footnote_words) and text[1:4].find("：") >= 0
            else "category"
        )
        kind = "footnote" if re.match(r"(?:備|附)?[註注][:：0-9一二三]", text) else kind
        kind = "mark" if is_mark(text, profile) else "signature" if is_signature(text, profile) else kind
        v0, v1 = line.v - ASCENT_EM * line.size, line.v + DESCENT_EM * line.size
        last = bars[-1] if bars else None
        parted = last is not None and any(
            last.lines[-1].v < rule <= line.v for some in rules for rule in some
        )
        if (
            last is not None
            and last.kind == kind
            and kind != "mark"
            and v0 - last.v1 < line.size
            and not parted
        ):
            bars[-1] = Bar(kind, last.v0, v1, (*last.lines, line))
        else:
            bars.append(Bar(kind, v0, v1, (line,)))
    texts = [i for i, c in enumerate(columns) if c.role in HIERARCHY or c.role == "implementation"]
    bars += [
        _wrapped(found, lines, columns, rules) for i in texts for found in _wrapped_totals(lines, i, profile)
    ]
    held = {line for bar in bars for line in bar.lines}
    for band in bands_of([lines[i] for i in texts]):
        first = band.lines[0]
        if first not in held and _sums(
            squeeze(clean(band.text)), profile, paid=any(_beside(first, lines[i]) for i in budgets)
        ):
            bars.append(_total(first, lines, columns, rules, band.lines))
    bands = bands_of(lines)
    bars += _rows(bands, profile) + _counting(bands, len(lines))
    bars += _closing_notes(lines, bars)
    return sorted(bars, key=lambda b: b.v0)


def _wrapped_totals(lines: Sequence[Sequence[Line]], at: int, profile: Profile) -> Iterator[tuple[Line, ...]]:
    """Lines of a column that hold the word of a total only together, where it is too narrow for the word, and alone."""
    column = lines[at]
    for first, line in enumerate(column):
        # Nearly all lines begin no such word.
        begun = TRIM.sub("", squeeze(clean(line.text)))
        if not any(word.startswith(begun) for word in profile.total_words):
            continue
        for end in range(first + 2, min(first + MAX_WRAPPED, len(column)) + 1):
            found = tuple(column[first:end])
            close = all(0 < b.v - a.v <= WRAP_EM * a.size and a.page == b.page for a, b in pairwise(found))
            if close and is_total(squeeze(clean("".join(line.text for line in found))), profile):
                others = [other for k, some in enumerate(lines) if k != at for other in some]
                beside = {other for line in found for other in _beside(line, others)}
                if beside and all(AMOUNT_OR_NIL.match(squeeze(other.text)) for other in beside):
                    yield found


def _wrapped(
    found: tuple[Line, ...],
    lines: Sequence[Sequence[Line]],
    columns: Sequence[Column],
    rules: Sequence[Sequence[float]],
) -> Bar:
    budgets = [i for i, column in enumerate(columns) if column.role in BUDGET_ROLES]
    first = next((line for line in found if any(_beside(line, lines[i]) for i in budgets)), found[0])
    bar = _total(first, lines, columns, rules, found)
    v0, v1 = found[0].v - ASCENT_EM * found[0].size, found[-1].v + DESCENT_EM * found[-1].size
    return replace(bar, v0=min(bar.v0, v0), v1=max(bar.v1, v1))


def _closing_notes(lines: Sequence[Sequence[Line]], bars: Sequence[Bar]) -> list[Bar]:
    """A note below the last row, such as 備註：, each of its lines alone on its height."""
    gone = {line for bar in bars for line in bar.lines}
    note: list[Line] = []
    for band in reversed(bands_of([[line for line in column if line not in gone] for column in lines])):
        # A note that runs over column bounds was cut there.
        if not band.is_one_text or len(note) >= MAX_NOTE_LINES:
            break
        note = [*band.lines, *note]
        if TABLE_NOTE_START.match(squeeze(clean(band.text))):
            v0, v1 = note[0].v - ASCENT_EM * note[0].size, note[-1].v + DESCENT_EM * note[-1].size
            return [Bar("footnote", v0, v1, tuple(note))]
    return []


def _rows(bands: Iterable[Band], profile: Profile) -> list[Bar]:
    """Lines that say that the table goes on, or who signs, alone on their height, in whatever columns they stand."""
    found: list[Bar] = []
    for band in bands:
        text = squeeze(clean(band.text))
        kind = "mark" if is_mark(text, profile) else "signature" if is_signature(text, profile) else None
        if kind is not None:
            line = band.lines[0]
            v0, v1 = line.v - ASCENT_EM * line.size, line.v + DESCENT_EM * line.size
            found.append(Bar(kind, v0, v1, band.lines))
    return found


def counting_bars(lines: Sequence[Sequence[Line]]) -> list[Bar]:
    """Rows that hold each column's number and nothing else.

    Args:
        lines: of each column of a table, top to bottom.
    """
    return _counting(bands_of(lines), len(lines))


def _counting(bands: Iterable[Band], columns: int) -> list[Bar]:
    found: list[Bar] = []
    for band in bands:
        if counts_columns(band, columns):
            line = band.lines[0]
            v0, v1 = line.v - ASCENT_EM * line.size, line.v + DESCENT_EM * line.size
            found.append(Bar("footnote", v0, v1, band.lines, counting=True))
    return found


def counts_columns(band: Band, columns: int) -> bool:
    """Whether a band holds each column's number and nothing else, as a row below a header does: 1 2 3 4, 甲 乙 丙."""
    if not len(band.cells) == columns >= HABIT:
        return False
    # A number that is set apart from its text's column may stand behind it.
    texts = sorted(TRIM.sub("", squeeze(clean(line.ordinal + line.text))) for line in band.lines)
    return any(texts == sorted(row[:columns]) for row in COLUMN_NUMBERS)


def rules_without_counts(
    tracks: Sequence[Track], counting: Sequence[Bar], joints: Sequence[float]
) -> list[tuple[float, ...]]:
    """Heights of the rules of each track, those left out that frame the numbers of the columns at a page's top.

    They are the lower edge of the header that the page prints again, and part no rows.
    """
    gone: list[tuple[float, float]] = []
    for bar in counting:
        held = set(bar.lines)
        top = max((joint for joint in joints if joint <= bar.lines[0].v), default=0.0)
        others = [line.v for track in tracks for line in track.lines if line not in held]
        if not any(top < v < bar.lines[0].v for v in others):
            gone.append((top, min((v for v in others if v > bar.lines[0].v), default=top)))
    return [
        tuple(v for v in track.rules if not any(top < v <= below for top, below in gone)) for track in tracks
    ]


def is_mark(text: str, profile: Profile) -> bool:
    """Whether a text only says that a table goes on."""
    return TRIM.sub("", squeeze(text)) in profile.continued


def is_signature(text: str, profile: Profile) -> bool:
    """Whether a line names those who sign, with their names or room for them.

    >>> from pipeline.profiles.profile import load_profile
    >>> is_signature("承辦人：　　　課長：王大明　　區長", load_profile())
    True
    """
    text = squeeze(text)
    if not text.startswith(profile.signature_words):
        return False
    signs = "|".join(map(re.escape, profile.signature_words))
    return bool(re.fullmatch(rf"(?:(?>{signs})(?:[:：][^:：]{{0,{SIGNER_CHARACTERS}}}?)?){{2,}}", text))


def _sums(text: str, profile: Profile, *, paid: bool, word: bool = False) -> bool:
    """Whether a row sums: its words are a total's, or carry a sum over a page's end, and an amount stands beside them.

    Args:
        text: of the row, without white space.
        profile: words of totals.
        paid: whether an amount stands beside it.
        word: whether the word of a total alone will do.
    """
    carries = TRIM.sub("", text) in profile.carried
    return (is_total(text, profile) and (paid or word)) or (carries and paid)


def is_total(text: str, profile: Profile) -> bool:
    """Whether a row's words, without white space, are those of a total and nothing else."""
    return TRIM.sub("", text) in profile.total_words


def total_said(text: str, profile: Profile) -> tuple[str, str] | None:
    """The word and the amount of a total that one text tells; None where it tells none.

    >>> from pipeline.profiles.profile import load_profile
    >>> total_said("以上合計126,362千元。", load_profile()), total_said("總計新臺幣67,840千元整", load_profile())
    (('以上合計', '126,362千元'), ('總計', '新臺幣67,840千元整'))
    >>> total_said("設計3座", load_profile()) is None and total_said("統計", load_profile()) is None
    True
    """
    match = SAID.match(text)
    if match is None or match["word"] not in profile.total_words:
        return None
    return text[: match.start("amount")].rstrip(":：為"), match["amount"]


def _total(
    line: Line,
    lines: Sequence[Sequence[Line]],
    columns: Sequence[Column],
    rules: Sequence[Sequence[float]],
    row: tuple[Line, ...] = (),
) -> Bar:
    amounts = tuple(
        (i, other)
        for i, column in enumerate(columns)
        if column.role in BUDGET_ROLES
        for other in _amount(line, lines[i], rules[i], FILLED_SHARE * (column.x1 - column.x0))
    )
    v0, v1 = line.v - ASCENT_EM * line.size, line.v + DESCENT_EM * line.size
    v1 = max([v1, *(other.v + DESCENT_EM * other.size for _, other in amounts)])
    return Bar("total", v0, v1, row or (line,), amounts)


def _amount(line: Line, others: Sequence[Line], rules: Sequence[float], full: float) -> list[Line]:
    """Lines of a budget column beside a total, with those that an amount too wide for the column runs on to."""
    found = _beside(line, others)
    for other in others:
        if found and other.page == line.page and 0 < other.v - found[-1].v <= WRAP_EM * line.size:
            parted = any(found[-1].v < rule < other.v for rule in rules)
            if parted or found[-1].x1 - found[-1].x0 < full or _is_whole(found[-1].text, other.text):
                break
            found.append(other)
    return found


def _is_whole(amount: str, below: str) -> bool:
    """Whether an amount is complete, so that figures below it are another's."""
    return bool(WHOLE_AMOUNT.match(squeeze(amount))) and any(c.isdigit() for c in below)


def _beside(line: Line, others: Sequence[Line]) -> list[Line]:
    return [o for o in others if o.page == line.page and abs(o.v - line.v) <= TOTAL_REACH_EM * line.size]
