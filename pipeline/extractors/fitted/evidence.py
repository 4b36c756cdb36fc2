"""What speaks for each choice at a strip or a line, as named features of what is seen and of what went before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.dataclass import dataclass
from pipeline.extractors.bars import TRIM, is_mark, is_signature, total_said
from pipeline.extractors.fitted.state import GAP_STEPS, Habits, WalkState, step_of
from pipeline.extractors.fitted.strips import OVER, Sheaf, Strip
from pipeline.extractors.marks import BRACKETED_MARK
from pipeline.extractors.paragraphs import label_of
from pipeline.extractors.sequence import Numbering
from pipeline.lattice.columns import AMOUNT_OR_NIL
from pipeline.lattice.evidence import CENTRE_EM
from pipeline.lattice.witnesses import FIRST_HAN, LAST_HAN, breaks_between
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import Label, find_bullet
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import clean, fold, squeeze
from pipeline.profiles.profile import Profile

COLUMN_NUMBER_CELL = late(
    r"[(（]?(?:\d{1,2}|[甲乙丙丁戊己庚辛壬癸]|[一二三四五六七八九十]|[A-J]|[①-⑩])[)）]?$"
)
"""A column's number."""
SAID_TOTAL = "said"
"""Class of a text that tells a total with its amount: it can be nothing else."""
SUMS = late(r"(?:[總合小共]|本[頁年度]*|承前頁|過次頁|累|經費|預算)+計[數額]?[:：]?$")
"""Words of a sum, whatever it sums."""
PAGE_WORD = late(r"(?:承[前上]|[過轉接續][次下上前]|本)頁")
"""Words of a sum or a mark that speak of the page."""
NOTE_OPENING = late(r"[※*＊]|(?:備|附)?[註注](?:[:：\d一二三]|$)|(?:說明|備考|附記)[:：]")
"""How notes begin."""
PLACES_END = frozenset("課室科處局組隊股所館中心")
"""How names of offices and sections end."""
LONGEST_PLACE = 7
"""Characters of such a name."""
SAME_START = 6
"""Texts that share so many characters at their beginning may be one that is printed again."""
RECENT = 3
"""A work text that is printed again is one of the last: an outer one and the inner ones below it."""


def text_class(text: str, profile: Profile) -> str:
    """What words alone say of a text without white space: "total", "said", "page", "mark", "note" and others."""
    trimmed = TRIM.sub("", text)
    if is_mark(text, profile):
        return "mark"
    if total_said(text, profile):
        return SAID_TOTAL
    if trimmed in profile.total_words or SUMS.match(trimmed):
        return "page" if PAGE_WORD.match(trimmed) else "total"
    if PAGE_WORD.match(trimmed):
        return "page"
    if is_signature(text, profile):
        return "signature"
    if NOTE_OPENING.match(text):
        return "note"
    if text.startswith("單位"):
        return "unit"
    return "name" if _is_place(text) else ""


def _is_place(text: str) -> bool:
    """Whether a text is short, of ideographs, and ends as names of offices and sections do."""
    return (
        1 < len(text) <= LONGEST_PLACE
        and text[-1] in PLACES_END
        and all(FIRST_HAN <= char <= LAST_HAN for char in text)
    )


def strip_class(sheaf: Sheaf, strip: Strip, profile: Profile) -> str:
    """What the words of a strip say of it as a whole, its amounts aside."""
    texts = [
        squeeze(clean(line.ordinal + line.text))
        for at, lines in sorted(strip.cells.items())
        if at == OVER or sheaf.letters[at] != "B"
        for line in lines[:2]
    ]
    cells = [squeeze(clean(line.ordinal + line.text)) for lines in strip.cells.values() for line in lines[:1]]
    if len(cells) > 2 and all(COLUMN_NUMBER_CELL.match(text) for text in cells):
        return "numbers"
    return text_class("".join(texts), profile) if texts else ""


def amount_class(lines: Sequence[Line]) -> str:
    """What a budget cell's first line is: "amount", "part" of one with words around it, or "words"."""
    text = squeeze(lines[0].text)
    if AMOUNT_OR_NIL.match(text):
        return "amount"
    return "part" if any(char.isdigit() for char in text) else "words"


def _flag(value: bool | None) -> str:
    return "?" if value is None else "01"[value]


def verdict_of(label: Label | None, numbering: Numbering) -> str:
    """How a label goes on with a numbering, "-" where there is none."""
    if label is None:
        return "-"
    verdict, depth = numbering.judge(label)
    deeper = verdict == "first" and bool(numbering.levels)
    inner = depth > 0
    return f"{verdict}{'+' if deeper else ''}{'i' if inner else ''}{'' if label.sure else '~'}"


def same_start(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line begins as a text does, a mark of continuation aside."""
    if not lines:
        return False
    text = fold(BRACKETED_MARK.sub("", line.ordinal + line.text))
    # So many lines hold at least so many characters.
    other = fold("".join(one.ordinal + one.text for one in lines[:SAME_START]))
    return len(text) > 1 and other.startswith(text[:SAME_START] if len(text) > SAME_START else text)


def plan_features(sheaf: Sheaf, place: int, line: Line | None, state: WalkState) -> tuple[str, str, str]:
    """Of a plan line: how its label goes on, what is seen between it and the line above, and what it repeats."""
    if line is None:
        return "none", "", ""
    label = label_of(line)
    verdict = verdict_of(label, state.labels)
    above = state.above.get(place)
    seen = "first"
    if above is not None:
        first = state.plan[0] if state.plan else above
        breaks = breaks_between(sheaf.table, sheaf.tracks[place], sheaf.metrics[place], above, line, first)
        seen = f"g{_flag(breaks.gap)}e{_flag(breaks.ended)}o{_flag(breaks.outdent)}i{_flag(breaks.indented)}"
    again = "again" if same_start(line, state.plan) else ""
    again += "mark" if BRACKETED_MARK.search(line.text) else ""
    return verdict, seen, again


def content_features(sheaf: Sheaf, place: int, line: Line | None, state: WalkState) -> tuple[str, str]:
    """Of a line of contents: how its label goes on in the open row, and what is seen between it and the one above."""
    if line is None:
        return "none", ""
    label = label_of(line)
    verdict = verdict_of(label, state.steps)
    above = state.above.get(place)
    seen = "first"
    if above is not None:
        breaks = breaks_between(sheaf.table, sheaf.tracks[place], sheaf.metrics[place], above, line, above)
        seen = f"g{_flag(breaks.gap)}e{_flag(breaks.ended)}"
        seen += "L" if above.text.endswith(("：", ":")) else "S" if above.text.endswith("。") else ""
    if label is None and find_bullet(line.text):
        verdict = "bullet"
    one = "1" if label is not None and label.number == 1 else ""
    return verdict + one, seen


def ahead(sheaf: Sheaf, following: Strip | None, label: Label | None, pitch: float) -> tuple[str, str]:
    """Of the strip below: its pattern with what parts it, and how its plan label goes on with this one's."""
    if following is None:
        return "end", "end"
    place = sheaf.of("P")[0]
    lines = following.cells.get(place)
    goes_on = "none"
    if lines:
        other = label_of(lines[0])
        if other is None:
            goes_on = "-"
        elif label is None:
            goes_on = "1" if other.number == 1 else "n"
        elif other.style == label.style:
            goes_on = "next" if other.number == label.number + 1 else "same"
        else:
            goes_on = "deeper" if other.number == 1 else "other"
    parts = "J" if following.joint else str(step_of(following.gap / pitch, GAP_STEPS))
    ruled = "R" if place in following.ruled else ""
    return f"{following.pattern}{ruled}{parts}", goes_on


@dataclass(frozen=True, slots=True)
class StripEvidence:
    """What is seen of a strip, each as a short word.

    Attributes:
        pattern: letters of the columns that have lines in it.
        words: what its words say, of ``strip_class``.
        plan: how its plan label goes on with those above.
        breaks: what is seen between its plan line and the one above.
        again: whether its plan line repeats the open row's.
        content: how its first label of contents goes on in the open row.
        running: what is seen between its line of contents and the one above.
        work: how its first work label goes on.
        budget: what its budget cell is, and whether the open row has one.
        rule: which columns have a rule above it.
        gap: class of the distance from the strip above.
        below: pattern of the strip below, with what parts it.
        goes_on: how the plan label of the strip below goes on with this one's.
    """

    pattern: str
    words: str
    plan: str
    breaks: str
    again: str
    content: str
    running: str
    work: str
    budget: str
    rule: str
    gap: str
    below: str
    goes_on: str


def seen_of(sheaf: Sheaf, strips: Sequence[Strip], at: int, state: WalkState, words: str) -> StripEvidence:
    """What is seen of a strip in the state that the choices above it left."""
    strip = strips[at]
    following = strips[at + 1] if at + 1 < len(strips) else None
    plan_at, content_at = sheaf.of("P")[0], (sheaf.of("C") or [OVER])[0]
    pitch = sheaf.metrics[plan_at].pitch
    plan = strip.cells.get(plan_at, (None,))[0]
    content = strip.cells.get(content_at, (None,))[0] if content_at != OVER else None
    verdict, breaks, again = plan_features(sheaf, plan_at, plan, state)
    step, running = content_features(sheaf, content_at, content, state)
    works = [line for place in sheaf.of("W") if (line := strip.cells.get(place, (None,))[0]) is not None]
    numbering = state.works.get(sheaf.of("W")[0], state.labels) if works else state.labels
    budget = next((strip.cells[place] for place in sheaf.of("B") if place in strip.cells), None)
    below, goes_on = ahead(sheaf, following, label_of(plan) if plan is not None else None, pitch)
    return StripEvidence(
        pattern=strip.pattern,
        words=words,
        plan=verdict,
        breaks=breaks,
        again=again,
        content=step,
        running=running,
        work=verdict_of(label_of(works[0]), numbering) if works else "none",
        budget=f"{amount_class(budget) if budget else 'none'}{'B' in state.has}",
        rule=f"{plan_at in strip.ruled:d}{content_at in strip.ruled:d}{len(strip.ruled) == len(sheaf.tracks):d}",
        gap="J" if strip.joint else str(step_of(strip.gap / pitch, GAP_STEPS)),
        below=below,
        goes_on=goes_on,
    )


def strip_features(
    sheaf: Sheaf, strips: Sequence[Strip], at: int, state: WalkState, habits: Habits, words: str
) -> Iterator[str]:
    """Named features of a strip, in the state that the choices above it left.

    Args:
        sheaf: the table.
        strips: all its strips.
        at: place of the strip.
        state: what went before.
        habits: of the table.
        words: what its words say, of ``strip_class``.
    """
    strip = strips[at]
    seen = seen_of(sheaf, strips, at, state, words)
    yield f"bias {habits.name}"
    yield from _pattern_features(seen, state, habits)
    yield from _plan_features(seen, habits)
    yield from _beside_features(seen, state)
    yield from _layout_features(seen, strip, state, habits)
    if strip.joint:
        yield f"joint plan {seen.plan} {seen.breaks}"
        yield f"joint content {seen.content} {seen.running} pattern {seen.pattern}"
        yield f"joint pattern {seen.pattern} has {state.has}"
        yield f"joint budget {seen.budget}"
        yield f"joint work {seen.work}"
    alone = _alone(sheaf, strip)
    if alone is not None:
        yield from _alone_features(sheaf, strip, alone, state, words, seen.below)


def _pattern_features(seen: StripEvidence, state: WalkState, habits: Habits) -> Iterator[str]:
    pattern, kind = seen.pattern, state.kind
    yield f"pattern {pattern} kind {kind}"
    yield f"pattern {pattern} has {state.has}"
    yield f"pattern {pattern} gap {seen.gap}"
    yield f"pattern {pattern} rule {seen.rule}"
    yield f"pattern {pattern} next {seen.below}"
    yield f"pattern {pattern} categories {min(state.categories, 2)} {habits.name}"
    yield f"pattern {pattern}"
    yield f"words {seen.words}"
    yield f"words {seen.words} {pattern}"
    yield f"words {seen.words} kind {kind}"


def _plan_features(seen: StripEvidence, habits: Habits) -> Iterator[str]:
    plan = seen.plan
    yield f"plan {plan}"
    yield f"plan {plan} seen {seen.breaks}"
    yield f"plan {plan} gap {seen.gap} {habits.rows}"
    yield f"plan {plan} rule {seen.rule} {habits.ruled}"
    yield f"plan {plan} content {seen.content}"
    yield f"plan {plan} work {seen.work}"
    yield f"plan {plan} budget {seen.budget}"
    yield f"plan {plan} next {seen.goes_on}"
    yield f"plan {plan} again {seen.again}"
    yield f"next {seen.below[:-1]} plan {plan}"
    yield f"seen {seen.breaks} habits {habits.labelled} {habits.rows}"
    yield f"seen {seen.breaks} content {seen.running}"
    yield f"seen {seen.breaks} rule {seen.rule} {habits.ruled}"


def _beside_features(seen: StripEvidence, state: WalkState) -> Iterator[str]:
    pattern, content = seen.pattern, seen.content
    yield f"content {content}"
    yield f"content seen {seen.running}"
    yield f"content {content} {seen.running}"
    yield f"content {content} pattern {pattern}"
    yield f"content {content} budget {seen.budget}"
    yield f"content {seen.running} gap {seen.gap}"
    yield f"work {seen.work} pattern {pattern}"
    yield f"work {seen.work} kind {state.kind}"
    yield f"work {seen.work} has {state.has}"
    yield f"work {seen.work} seen {seen.breaks} plan {seen.plan}"
    yield f"work {seen.work} content {content} plan {seen.plan}"
    yield f"work {seen.work} content {content} {seen.running}"
    yield f"plan {seen.plan} seen {seen.breaks} content {content} {seen.running}"
    yield f"budget {seen.budget} pattern {pattern}"


def _layout_features(seen: StripEvidence, strip: Strip, state: WalkState, habits: Habits) -> Iterator[str]:
    rule, gap, pattern = seen.rule, seen.gap, seen.pattern
    yield f"budget {seen.budget} gap {gap} {habits.rows}"
    yield f"rule {rule}"
    yield f"rule {rule} gap {gap} {habits.ruled}"
    yield f"rule {rule} joint {strip.joint:d} {habits.name}"
    yield f"gap {gap} rows {habits.rows}"
    yield f"next {seen.goes_on} {seen.below}"
    yield f"next {seen.goes_on} pattern {pattern}"
    yield f"last {state.last} pattern {pattern}"
    yield f"items {min(state.items, 1)} pattern {pattern}"


def _alone(sheaf: Sheaf, strip: Strip) -> Line | None:
    """The first line of a strip that holds one text, budgets aside; None where it holds more."""
    texts = [at for at in strip.cells if at == OVER or sheaf.letters[at] != "B"]
    return strip.cells[texts[0]][0] if len(texts) == 1 else None


def _alone_features(
    sheaf: Sheaf, strip: Strip, line: Line, state: WalkState, words: str, following: str
) -> Iterator[str]:
    left, right = sheaf.tracks[0].column.x0, sheaf.tracks[-1].column.x1
    lean = line.x0 - left - (right - line.x1)
    where = "centre" if abs(lean) <= 2 * CENTRE_EM * line.size else "left" if lean < 0 else "right"
    label = label_of(line)
    style = label.style if label is not None else ""
    known = verdict_of(label, state.works.get(OVER, Numbering()))
    yield f"alone {strip.pattern}"
    yield f"alone where {where}"
    yield f"alone category {known}"
    yield f"alone words {words} label {bool(style):d}"
    yield f"alone {strip.pattern} {where}"
    yield f"alone {strip.pattern} {where} words {words}"
    yield f"alone {strip.pattern} next {following}"
    yield f"alone {strip.pattern} category {known} {min(state.categories, 2)}"
    yield f"alone {strip.pattern} style {style} {min(state.categories, 2)}"
    yield f"alone {strip.pattern} kind {state.kind} last {state.last}"
    yield f"alone {strip.pattern} ends {line.text[-1:] in '。；，、'}"


def line_features(
    sheaf: Sheaf, place: int, line: Line, state: WalkState, habits: Habits, choice: str, *, first: bool
) -> Iterator[str]:
    """Named features of a line of a work column, or of a further plan line of a drawn cell.

    Args:
        sheaf: the table.
        place: of its column.
        line: the line.
        state: what went before it, its strip's choice among it.
        habits: of the table.
        choice: what its strip was taken for.
        first: whether it is the first line of its column in the strip.
    """
    column = sheaf.letters[place] + ("" if place == sheaf.of(sheaf.letters[place])[0] else "2")
    numbering = state.labels if column == "P" else state.works.get(place, Numbering())
    label = label_of(line)
    verdict = verdict_of(label, numbering)
    above = state.above.get(place)
    opened = state.plan if column == "P" else state.work.get(place, [])
    seen, ruled = "first", False
    if above is not None:
        table, track = sheaf.table, sheaf.tracks[place]
        breaks = breaks_between(table, track, sheaf.metrics[place], above, line, (opened or [above])[0])
        seen = f"j{breaks.joint:d}g{_flag(breaks.gap)}e{_flag(breaks.ended)}o{_flag(breaks.outdent)}"
        ruled = breaks.rule
    again = any(same_start(line, text) for text in state.printed.get(place, [opened])[-RECENT:])
    labelled = f"{bool(opened) and label_of(opened[0]) is not None:d}"
    if above is not None:
        labelled += f"{label_of(above) is not None:d}"
    yield f"{column} {verdict} {choice}"
    yield f"{column} {verdict} rule {ruled:d} first {first:d}"
    yield f"{column} {verdict} seen {seen}"
    yield f"{column} {verdict} labelled {labelled} rule {ruled:d}"
    yield f"{column} {seen} rule {ruled:d} first {first:d}"
    yield f"{column} {seen} {choice} labelled {labelled}"
    yield f"{column} again {again:d} {choice} first {first:d}"
    yield f"{column} again {again:d} {verdict} joint {seen[1:2]}"
    yield f"{column} {choice} first {first:d} {habits.name}"
    yield f"{column} depth {len(numbering.levels)} {verdict}"
