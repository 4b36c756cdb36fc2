"""Years that header texts print, and which of several years' budgets is the plan's own.

Which year a plan is of is known only when titles are read. Until then the latest year of a header is taken for it;
the records put that right where the plan is of another one of these years.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.models import BudgetRole
from pipeline.normalizers.patterns import late
from pipeline.normalizers.years import years_in
from pipeline.profiles.profile import DETAIL, PART_ROLE

_YEAR_NUMBER = r"(?:\d{2,3}|[〇○零一二三四五六七八九十百]{2,5})"
_BUDGET_YEAR = rf"(?:中華民國|民國)?{_YEAR_NUMBER}(?:會計)?年度?"
LEADING_YEAR = late(rf"(?:[(（]{_BUDGET_YEAR}[)）]|{_BUDGET_YEAR}(?![次底初終中來]))")
TRAILING_YEAR = late(rf"{_BUDGET_YEAR}$")
INNER_YEAR = late(rf"([本上前去今])[(（]{_YEAR_NUMBER}[)）](?=年)")
"""The number in 本(114)年度, which is 本年度 without it."""
CURRENT_ROLE = "budget_current"
PREVIOUS_ROLE = "budget_previous"
DIFFERENCE_ROLE = "budget_difference"
SOURCE_ROLE = "budget_source"
RECORD_ROLES: dict[str, BudgetRole] = {
    CURRENT_ROLE: "current",
    PREVIOUS_ROLE: "previous",
    DIFFERENCE_ROLE: "difference",
    SOURCE_ROLE: "source",
    PART_ROLE: "source",
    DETAIL: "source",
}
"""Roles of budgets in the records, by those of their columns."""


def without_year(text: str) -> str | None:
    """A header text without the year that it begins or ends with; None where it does neither.

    >>> without_year("114年度預算數"), without_year("預算金額114年度"), without_year("上(113)年度預算數")
    ('預算數', '預算金額', '上年度預算數')
    >>> without_year("113年度"), without_year("預算數")
    ('', None)
    """
    for pattern, kept in ((INNER_YEAR, r"\1"), (LEADING_YEAR, ""), (TRAILING_YEAR, "")):
        found = pattern.search(text) if pattern is TRAILING_YEAR else pattern.match(text)
        if found:
            return text[: found.start()] + found.expand(kept) + text[found.end() :]
    return None


def is_year(text: str) -> bool:
    """Whether a header text is a year and nothing else but a note behind it, such as 114年度（千元）."""
    year, _, _ = text.replace("（", "(").partition("(")
    return without_year(year) == ""


def year_of(text: str) -> int | None:
    """The year of the Republic whose column a header text names; None where it names none or several.

    >>> year_of("預算金額（千元）114年度"), year_of("114-116年度總經費"), year_of("本年度預算數")
    (114, None, None)
    >>> year_of("114年度資本門"), year_of("114年資")
    (114, None)
    """
    years = {mention.roc for mention in years_in(text)}
    return years.pop() if len(years) == 1 else None


def two_years(texts: Sequence[str]) -> tuple[int, ...]:
    """Places of the only two columns that are named by nothing but years, where these follow one another.

    >>> two_years(["計畫項目", "115年度", "114年度（千元）"]), two_years(["計畫項目", "115年度", "110年度"])
    ((1, 2), ())
    """
    found = [(i, year_of(text) or 0) for i, text in enumerate(texts) if is_year(text)]
    return tuple(i for i, _ in found) if len(found) == 2 and abs(found[0][1] - found[1][1]) == 1 else ()


def role_in_plan(
    role: str, header: str, others: Iterable[tuple[str, str]], plan_year: int | None
) -> BudgetRole:
    """Role that the records give the cells of a budget column in a plan of a year.

    Args:
        role: of the column, by the order of the years.
        header: words of the column.
        others: roles and words of all columns of the table.
        plan_year: year of the Republic; None where it is not known.

    >>> columns = [(CURRENT_ROLE, "115年度預算數"), (PREVIOUS_ROLE, "114年度預算數")]
    >>> [role_in_plan(role, header, columns, 114) for role, header in columns]
    ['previous', 'current']
    """
    year = year_of(header)
    if role not in {CURRENT_ROLE, PREVIOUS_ROLE} or year is None or plan_year is None:
        return RECORD_ROLES[role]
    years = [(other, year_of(text)) for other, text in others if other in {CURRENT_ROLE, PREVIOUS_ROLE}]
    if any(of == plan_year for _, of in years):
        return "current" if year == plan_year else "previous"
    # Beside 113年度預算 a column that names no year is the plan's own.
    return "previous" if year < plan_year and (CURRENT_ROLE, None) in years else RECORD_ROLES[role]
