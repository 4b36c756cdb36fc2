"""Breaks text into lines by the rules of Chinese print, for the producer that has none of its own."""

import re
from collections.abc import Callable

NOT_FIRST = "，。、；：）」』！？)％%】〉》"
NOT_LAST = "（「『(【《"
TOKEN = re.compile(r"[0-9A-Za-z,.\-/%]+|.")
SLACK = 0.01
"""Widths are sums of fractions."""

Measure = Callable[[str], float]


def lines_of(text: str, width: float, measure: Measure) -> list[str]:
    """Break a text into lines of that width."""
    lines, line = [], ""
    for token in TOKEN.findall(text):
        if not line or measure(line + token) <= width + SLACK:
            line += token
        elif token in NOT_FIRST and len(line) > 1:
            lines.append(line[:-1])
            line = line[-1] + token
        else:
            kept = len(line.rstrip(NOT_LAST)) or len(line)
            lines.append(line[:kept])
            line = line[kept:] + token.lstrip()
    return [piece for whole in [*lines, line] for piece in _cut(whole, width, measure)]


def _cut(line: str, width: float, measure: Measure) -> list[str]:
    """Cut a token that is wider than the column."""
    pieces = []
    while len(line) > 1 and measure(line) > width + 0.5:
        fits = max(count for count in range(1, len(line)) if count == 1 or measure(line[:count]) <= width)
        pieces.append(line[:fits])
        line = line[fits:]
    return [*pieces, line]
