"""Numbers of rows beside texts that have labels of their own: a column of its own, not the labels of the texts."""

from __future__ import annotations

from dataclasses import replace

from pipeline.lattice.columns import Column
from pipeline.lattice.tables import Track
from pipeline.lines.lines import Line
from pipeline.normalizers.labels import find_label

LABELLED_SHARE = 0.6
"""Of texts that stand beside ordinals so many have labels of their own where the ordinals number rows."""


def without_row_numbers(track: Track) -> tuple[Track, Track | None]:
    """The track and its ordinals as one of their own; None where they are its labels or it has none."""
    column = track.column
    lead = column.lead
    if lead is None or not column.lead_header:
        return track, None
    numbered = [line for line in track.lines if line.ordinal]
    beside = [find_label(line.text) for line in numbered]
    labelled = sum(one is not None and one.sure for one in beside) >= LABELLED_SHARE * len(beside)
    # 1 and 2 under 項次 count rows; 1. and 一、 are labels that were set apart.
    if not numbered or not (labelled or all(line.ordinal.isdecimal() for line in numbered)):
        return track, None
    ordinals: list[Line] = []
    texts: list[Line] = []
    for line in track.lines:
        if line.ordinal:
            bounds = (column.x0, lead)
            x1 = min(lead, line.x0)
            ordinals.append(
                replace(
                    line, text=line.ordinal, ordinal="", raw="", marks=(), x0=line.left, x1=x1, bounds=bounds
                )
            )
            texts.append(replace(line, ordinal="", left=line.x0))
        elif line.x1 <= lead:
            ordinals.append(line)
        else:
            texts.append(line)
    apart = Column("extra", column.lead_header, column.x0, lead)
    kept = replace(column, x0=lead, lead=None, lead_header="")
    return Track(kept, tuple(texts), track.rules), Track(apart, tuple(ordinals), track.rules)
