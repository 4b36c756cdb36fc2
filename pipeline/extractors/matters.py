"""What stands above each table of a document, with lines that name sections told by the names of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extractors.doubts import Doubt
from pipeline.extractors.front import Matter, read_front, text_measures, with_maybe
from pipeline.extractors.outline import Outline
from pipeline.extractors.section_names import OWNER, PAIRS, marked_as_name, section_of
from pipeline.extractors.steps import rounded
from pipeline.lattice.parts import Front
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.text import squeeze
from pipeline.profiles.profile import Profile


class _Form(NamedTuple):
    """How a name is set: names of sections of one plan are set alike."""

    size: int
    style: str | None
    bracket: str
    owner: bool
    colon: bool


def matters_of(pieces: Sequence[Outline | Front], profile: Profile) -> tuple[list[Matter], list[Doubt]]:
    """What stands above each table, in order, and what was taken for a section's name by its place alone."""
    measures = text_measures([piece for piece in pieces if isinstance(piece, Front)])
    matters: list[Matter] = []
    waiting: list[Front] = []
    for piece in pieces:
        if isinstance(piece, Front):
            waiting += [] if piece.table else [piece]
        else:
            matters.append(read_front(waiting, profile, measures) if waiting else Matter())
            waiting = []
    return _named(matters)


def _named(matters: Sequence[Matter]) -> tuple[list[Matter], list[Doubt]]:
    """Lines that may be names are names among names of their form; alone below another table they are doubtful."""
    forms: defaultdict[_Form, set[str | None]] = defaultdict(set)
    for name in _name_lines(matters):
        forms[_form(name)].add(section_of(name.text))
    found: list[Matter] = []
    doubts: list[Doubt] = []
    for i, matter in enumerate(matters):
        line = matter.maybe
        if line is None:
            found.append(matter)
            continue
        sure = marked_as_name(line.text) or len(forms[_form(line)]) > 1
        divides = bool(i) and not matter.title
        found.append(with_maybe(matter) if sure or divides else matter)
        if divides and not sure:
            doubts.append(Doubt("section-guessed", line.page, rounded(line.bbox), None, line.text))
    return found, doubts


def _name_lines(matters: Sequence[Matter]) -> Iterator[Line]:
    for matter in matters:
        yield from (*matter.names, *(() if matter.maybe is None else (matter.maybe,)))


def _form(line: Line) -> _Form:
    text = squeeze(line.text)
    label = find_label(text)
    bare = label.rest if label is not None else text
    bracket = bare[:1] if bare[:1] + bare[-1:] in PAIRS else ""
    return _Form(
        round(line.size),
        label.style if label is not None else None,
        bracket,
        bool(OWNER.match(bare)),
        bare.endswith(("：", ":")),
    )
