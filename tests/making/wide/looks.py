"""How a document looks: sizes, rules, fills and where texts stand, by its traits and by chance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.making.wide.columns import ALIGNED, HEADERS, MONEY, SHARES
from tests.making.wide.dressing import PLAIN, Dress, dress_of, words_of
from tests.making.wide.layout import Align, Column, Height, Margins, Rules, Sheet
from tests.making.wide.traits import BESIDE, EXTRA_COLUMNS, WITHOUT_ROW_LINES, Trait

GRID = Rules(frame=True, columns=True, rows=True, header=True)
RULES: dict[Trait, Rules] = {
    Trait.NO_RULES: Rules(), Trait.HEADER_LINE: Rules(header=True), Trait.ROW_LINES: Rules(rows=True),
    Trait.COLUMN_LINES: Rules(columns=True), Trait.FRAME: Rules(frame=True),
    Trait.OPEN_ROWS: Rules(frame=True, columns=True, header=True),
    Trait.BOOK_LINES: Rules(rows=True, header=True, ends=True), Trait.ZEBRA: Rules(),
}  # fmt: skip
ZEBRAS = (("#e8eef6", "#bcd0ea"), ("#f2f2e0", "#d8d8b0"), ("#e6f2e6", "#a8cfa8"))
"""Fills of every other row and of the header."""
ORDERS: tuple[tuple[Column, ...], ...] = (
    (Column.BUDGET, Column.WORK, Column.STEPS, Column.PLAN),
    (Column.WORK, Column.PLAN, Column.BUDGET, Column.STEPS),
    (Column.PLAN, Column.STEPS, Column.BUDGET, Column.WORK),
)
OTHER_SHARES: tuple[dict[Column, float], ...] = (
    SHARES | {Column.WORK: 130, Column.PLAN: 90}, SHARES | {Column.WORK: 75, Column.PLAN: 90, Column.STEPS: 250},
    SHARES | {Column.PLAN: 160, Column.STEPS: 150},
)  # fmt: skip
NARROW = 52
"""The share of a narrow column of works."""
WHITE = 6.0
"""White above and below a row's text where no line parts rows; several times what parts lines at usual pitches."""
FEET = ("{page}", "第 {page} 頁", "－{page}－", "")


@dataclass(frozen=True)
class Looks:
    """The looks of one section, and of the second one if there are two."""

    size: float
    lead: float
    pad: tuple[float, float]
    rules: Rules
    words: dict[Column, str]
    unit_form: int
    shares: dict[Column, float]
    order: tuple[Column, ...]
    title: float
    bold_title: bool
    bold_head: bool
    head_fill: str | None
    zebra: str | None
    budget: Align
    texts: Height
    budgets: Height
    dress: Dress = PLAIN
    second: "Looks | None" = None

    def aligns(self, columns: Sequence[Column]) -> tuple[Align, ...]:
        """Tell where texts stand across."""
        return tuple(self.budget if column in MONEY else ALIGNED.get(column, "left") for column in columns)

    def heights(self, columns: Sequence[Column]) -> tuple[Height, ...]:
        """Tell where texts stand in the height of their row."""
        return tuple(self.budgets if column in MONEY else self.texts for column in columns)


def looks_of(traits: frozenset[Trait], random: Random) -> Looks:
    """Choose the looks of a document."""
    size = _size(traits, random)
    pitch = random.choice((1.3, 1.4, 1.5))
    pitch = (
        random.choice((2.2, 2.5))
        if Trait.WIDE_PITCH in traits
        else 1.12
        if Trait.TIGHT_PITCH in traits
        else pitch
    )
    rule = next((trait for trait in sorted(traits) if trait in RULES), None)
    rules = replace(RULES[rule] if rule else GRID, width=random.choice((0.5, 0.7, 1.0)))
    rules = replace(rules, undivided=Trait.HEADER_UNDIVIDED in traits)
    open_rows = bool(traits & WITHOUT_ROW_LINES)
    across = 2.0 if Trait.NEAR_COLUMNS in traits else random.choice((4.0, 5.0))
    zebra = random.choice(ZEBRAS) if Trait.ZEBRA in traits else (None, None)
    words = words_of(random.choice(HEADERS), traits, random)
    looks = Looks(
        size=size, lead=round(size * pitch, 1), pad=(across, WHITE if open_rows else random.choice((3.0, 4.0, 5.0))),
        rules=rules, words=words, unit_form=_unit_form(traits, random), shares=shares_of(traits),
        order=random.choice(ORDERS),
        title=random.choice((14.0, 16.0, 18.0)), bold_title=random.random() < 0.3, bold_head=random.random() < 0.25,
        head_fill=zebra[1] or (random.choice((None, None, "#dddddd")) if rules.frame else None), zebra=zebra[0],
        budget="left" if Trait.BUDGET_LEFT in traits else "center" if Trait.BUDGET_CENTRED in traits else "right",
        texts="middle" if Trait.MIDDLE in traits else "top",
        budgets="middle" if traits & {Trait.MIDDLE, Trait.BUDGET_MIDDLE} else "top",
    )  # fmt: skip
    looks = replace(looks, dress=dress_of(traits, random))
    return replace(looks, second=_second(looks, traits, random))


def shares_of(traits: frozenset[Trait]) -> dict[Column, float]:
    """Give the widths in relation to each other."""
    return SHARES | {Column.WORK: NARROW} if Trait.NARROW_WORK in traits else SHARES


def _unit_form(traits: frozenset[Trait], random: Random) -> int:
    return random.choice(range(4, 11) if Trait.UNIT_WORDED_IN_HEADER in traits else (0, 1, 3))


def _size(traits: frozenset[Trait], random: Random) -> float:
    if traits & BESIDE or len(traits & EXTRA_COLUMNS) > 1:
        return random.choice((10.0, 10.5, 11.0))
    if Trait.SMALL_TYPE in traits:
        return random.choice((9.0, 9.5))
    if traits & EXTRA_COLUMNS:
        return random.choice((10.5, 11.0, 12.0))
    return random.choice((14.0, 15.0)) if Trait.LARGE_TYPE in traits else random.choice((11.0, 12.0, 13.0))


def _second(looks: Looks, traits: frozenset[Trait], random: Random) -> Looks:
    other = looks
    if Trait.TWO_SIZES in traits:
        size = random.choice([size for size in (10.0, 10.5, 12.0, 14.0) if abs(size - looks.size) > 1.4])
        other = replace(other, size=size, lead=round(size * looks.lead / looks.size, 1))
    if Trait.TWO_PITCHES in traits:
        factor = random.choice((1.15, 1.9) if looks.pad[1] < WHITE else (1.2, 1.7))
        other = replace(other, lead=round(other.size * factor, 1))
        if looks.pad[1] >= WHITE:
            other = replace(other, pad=(looks.pad[0], round(WHITE + other.size * (factor - 1) / 2, 1)))
    if Trait.OTHER_WIDTHS in traits:
        other = replace(other, shares=random.choice(OTHER_SHARES))
    if Trait.TWO_TABLES in traits:
        words = random.choice([words for words in HEADERS if words != looks.words])
        other = replace(other, words=words)
    return other


def sheet_of(traits: frozenset[Trait], random: Random, head: str = "", *, wide: bool = False) -> Sheet:
    """Choose the paper.

    Args:
        traits: of the document.
        random: where choices come from.
        head: what stands at the head of each page.
        wide: the table has so many columns that the paper lies on its side.
    """
    side = random.choice((50.0, 56.0, 62.0))
    margins: Margins = (side, side, random.choice((50.0, 56.0)), random.choice((60.0, 68.0)))
    foot = random.choice(FEET)
    if Trait.FOOT_NOTE in traits:
        foot = "註：預算數以議會審定數為準。　{page}"
    if Trait.MIRRORED in traits:
        margins = (side + random.choice((16.0, 24.0)), side - 4, margins[2], margins[3])
    if Trait.TWO_UP in traits:
        return Sheet(True, (48.0, 48.0, 48.0, 56.0), columns=2, gap=60.0, foot="", head=head)
    if Trait.TEXT_COLUMNS in traits:
        return Sheet(False, (46.0, 46.0, 56.0, 60.0), columns=2, gap=24.0, foot=foot, head=head)
    if Trait.SIDE_TABLES in traits:
        return Sheet(
            random.random() < 0.5,
            (46.0, 46.0, 56.0, 60.0),
            gap=random.choice((14.0, 20.0)),
            foot=foot,
            head=head,
        )
    shifts: tuple[float, ...] = ()
    if Trait.SHIFTED in traits:
        shifts = random.choice(((0.0, 14.0), (0.0, 10.0, 20.0), (0.0, -9.0, 9.0), (0.0, 18.0, 4.0)))
    return Sheet(
        wide or Trait.LANDSCAPE in traits, margins, head=head, mirrored=Trait.MIRRORED in traits, foot=foot,
        shifts=shifts,
    )  # fmt: skip
