"""How near things are that are one: the measures that several modules of the tables go by."""

from __future__ import annotations

MEET_PT = 3.0
"""Rules that stop this short of each other still meet: joints of cell borders, gaps of double lines."""
SAME_LINE_PT = 4.0
"""Rules closer than this are one grid line: both lines of a double one; no line of text fits between."""
SAME_PLACE_PT = 8.0
"""Parts of one table begin their columns at the same x but for the producer's rounding."""
BOUND_RULE_PT = 2.5
"""A rule this close to a column bound is that bound, as is a text to an edge: producers round each page anew."""
ONE_LINE_EM = 0.8
"""Baselines closer than this are of one line, or of columns that are set beside each other."""
CENTRE_EM = 0.5
"""Twice the distance that a centred line's middle may have from its column's."""
FAR_PT = 5000.0
"""A bound so far out is none: the side is open."""
PAGE_EDGE_SHARE = 0.15
"""Running headers and page numbers stand in this share of a page's height at its top or foot."""
WHITE_STEP_PT = 0.5
"""Resolution at which white is looked for."""
HABIT = 3
"""So many of a kind show a habit; fewer are chance."""
ALONG_SHARE = 0.7
"""A rule over this share of a column's or a table's width runs along it: it parts rows there."""
WIDE_PITCH_EM = 1.9
"""Word's widest usual line spacing for tables is 1.5 lines, about 1.9 em with Chinese fonts."""
