"""Which texts a spreadsheet would run as a formula or turn into another value when it opens a CSV.

Excel and LibreOffice read a CSV as if a person had typed its cells. What is told here errs on the side of
telling: a text that only one of them, or only some language version, changes is told too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Change = Literal["formula", "value"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What OWASP's page on CSV injection lists as the beginnings of formulas."""
KEPT_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d*[1-9])?")
"""Numbers that come back as the same characters: at most 15 digits, no leading or trailing zeros."""
EXACT_DIGITS = 15
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
CHANGED = re.compile(
    r"""
      [$¥€£]?\(?\s*[$¥€£]?\s*[+-]?(\d[\d,]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*[%元]?\s*\)?[+-]?  # 007, (1), 1,000, 1E5, 50%
    | (nt|us|twd|usd)\s?\$?\s?[\d,.]+                               # NT$16,000
    | \d+\s+\d+/\d+                                                 # 1 1/2
    | \d+\s?[-/]\s?\d+(\s?[-/]\s?\d+)?(\s+[\d:.]+)?                 # 1-2, 1/2, 113-05-20, with a time
    | \d+\.\d+\.\d+                                                 # 1.2.1, a day to LibreOffice in Taiwan
    | \d+:(\d+(:[\d.]+)?(\s?[ap]m?)?)?                              # 9:00, 9:00 PM, 1:
    | \d+\s?[ap]m?                                                  # 9 PM
    | ([上下]午)\s?\d+[:時].*                                        # 上午 9:00
    | (民國|西元)?\s?\d+年(\d+月(\d+日)?)? | \d+月(\d+日)? | \d+時(\d+分(\d+秒)?)?
    | (\d+[\s-]*)?(MONTHS)[a-z]*\.?([\s,/-]*\d+){0,2}               # 5-Mar, May 2024
    | true | false
    | \#(n/a|ref!|value!|name\?|div/0!|num!|null!|spill!|calc!)
    """.replace("MONTHS", MONTHS),
    re.VERBOSE | re.IGNORECASE,
)


def spreadsheet_change(text: str) -> Change | None:
    """What a spreadsheet would make of a text in a CSV.

    Args:
        text: of one cell.

    Returns:
        ``formula`` where it begins like one, ``value`` where a number, date, time, truth value or error value
        that reads otherwise would take its place; None where it stays as it is.

    >>> [spreadsheet_change(text) for text in ("=1+1", "(1)", "1-2", "2.10", "112", "2.1", "里幹事")]
    ['formula', 'value', 'value', 'value', None, None, None]
    """
    # East Asian versions of Excel take full-width digits and signs for the plain ones.
    plain = unicodedata.normalize("NFKC", text)
    if text.startswith(FORMULA_STARTS) or plain.startswith(FORMULA_STARTS):
        # A lone dash means none, and is one to a spreadsheet too.
        return None if plain == "-" else "formula"
    trimmed = plain.strip()
    if KEPT_NUMBER.fullmatch(text):
        return "value" if sum(map(str.isdigit, text)) > EXACT_DIGITS else None
    return "value" if CHANGED.fullmatch(trimmed) else None
