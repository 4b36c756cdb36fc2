"""The traits of documents, in families, which of them clash, and who can draw them."""

from enum import StrEnum
from random import Random

from tests.making.wide.plan import Labels


class Producer(StrEnum):
    """A program that draws documents."""

    REPORTLAB = "reportlab"
    TYPST = "typst"
    CHROMIUM = "chromium"
    WRITER = "writer"
    CALC = "calc"


class Trait(StrEnum):
    """One thing that a document may have; without it, the plainest that offices print."""

    WIDE_PITCH = "wide-pitch"
    TIGHT_PITCH = "tight-pitch"
    LARGE_TYPE = "large-type"
    SMALL_TYPE = "small-type"
    TWO_SIZES = "two-sizes"
    TWO_PITCHES = "two-pitches"
    LONG_TEXTS = "long-texts"

    SHIFTED = "shifted"
    MIRRORED = "mirrored"
    LANDSCAPE = "landscape"
    LANDSCAPE_BETWEEN = "landscape-between"
    OTHER_WIDTHS = "other-widths"
    OTHER_ORDER = "other-order"

    NO_RULES = "no-rules"
    HEADER_LINE = "header-line"
    ROW_LINES = "row-lines"
    COLUMN_LINES = "column-lines"
    FRAME = "frame"
    OPEN_ROWS = "open-rows"
    BOOK_LINES = "book-lines"
    ZEBRA = "zebra"

    MERGED_WORK = "merged-work"
    REPEATED_WORK = "repeated-work"
    UNRULED_WORK = "unruled-work"
    PARTS = "parts"
    TWO_WORK_COLUMNS = "two-work-columns"
    NO_WORK = "no-work"
    CATEGORY = "category"
    CATEGORY_FILLED = "category-filled"
    CATEGORY_CENTRED = "category-centred"

    MIDDLE = "middle"
    BUDGET_MIDDLE = "budget-middle"
    BUDGET_LEFT = "budget-left"
    BUDGET_CENTRED = "budget-centred"
    HEADER_LEFT = "header-left"
    NEAR_COLUMNS = "near-columns"
    FEW_ROWS = "few-rows"

    SIDE_TABLES = "side-tables"
    TWO_UP = "two-up"
    TEXT_COLUMNS = "text-columns"

    HEADER_ONCE = "header-once"
    HEADER_CONTINUED = "header-continued"
    WORK_AGAIN = "work-again"
    WHOLE_ROWS = "whole-rows"
    ROW_PER_PAGE = "row-per-page"
    FOOT_NOTE = "foot-note"

    FORMAL_LABELS = "formal-labels"
    STEM_LABELS = "stem-labels"
    CIRCLED_STEPS = "circled-steps"
    PLAIN_ITEMS = "plain-items"
    PLAIN_WORKS = "plain-works"
    BRACKET_WORKS = "bracket-works"
    LETTER_STEPS = "letter-steps"
    UNNUMBERED = "unnumbered"
    FIRST_NOT_ONE = "first-not-one"
    RUNNING_NUMBERS = "running-numbers"

    UNIT_ABOVE = "unit-above"
    TITLE_IN_TABLE = "title-in-table"
    NOTE_ABOVE_HEADER = "note-above-header"
    TWO_YEARS = "two-years"
    COLUMN_NUMBERS = "column-numbers"

    TOTAL = "total"
    SUBTOTALS = "subtotals"
    PAGE_TOTALS = "page-totals"

    REMARKS_ROW = "remarks-row"
    SIGNATURE_ROW = "signature-row"

    ITEM_NUMBERS = "item-numbers"
    OWNER = "owner"
    MONTHS = "months"
    INDICATOR = "indicator"
    NOTES = "notes"

    TWO_TABLES = "two-tables"
    FORM = "form"
    STATISTICS_BEFORE = "statistics-before"
    STATISTICS_AFTER = "statistics-after"
    INNER_TABLE = "inner-table"


T, P = Trait, Producer

FAMILIES: dict[str, tuple[Trait, ...]] = {
    "spacing": (
        T.WIDE_PITCH, T.TIGHT_PITCH, T.LARGE_TYPE, T.SMALL_TYPE, T.TWO_SIZES, T.TWO_PITCHES, T.LONG_TEXTS,
    ),
    "geometry": (T.SHIFTED, T.MIRRORED, T.LANDSCAPE, T.LANDSCAPE_BETWEEN, T.OTHER_WIDTHS, T.OTHER_ORDER),
    "rules": (
        T.NO_RULES, T.HEADER_LINE, T.ROW_LINES, T.COLUMN_LINES, T.FRAME, T.OPEN_ROWS, T.BOOK_LINES, T.ZEBRA,
    ),
    "over rows": (
        T.MERGED_WORK, T.REPEATED_WORK, T.UNRULED_WORK, T.PARTS, T.TWO_WORK_COLUMNS, T.NO_WORK, T.CATEGORY,
        T.CATEGORY_FILLED, T.CATEGORY_CENTRED,
    ),
    "alignment": (
        T.MIDDLE, T.BUDGET_MIDDLE, T.BUDGET_LEFT, T.BUDGET_CENTRED, T.HEADER_LEFT, T.NEAR_COLUMNS, T.FEW_ROWS,
    ),
    "side by side": (T.SIDE_TABLES, T.TWO_UP, T.TEXT_COLUMNS),
    "joints": (
        T.HEADER_ONCE, T.HEADER_CONTINUED, T.WORK_AGAIN, T.WHOLE_ROWS, T.ROW_PER_PAGE, T.FOOT_NOTE,
    ),
    "labels": (
        T.FORMAL_LABELS, T.STEM_LABELS, T.CIRCLED_STEPS, T.PLAIN_ITEMS, T.PLAIN_WORKS, T.BRACKET_WORKS,
        T.LETTER_STEPS, T.UNNUMBERED, T.FIRST_NOT_ONE, T.RUNNING_NUMBERS,
    ),
    "headers": (T.UNIT_ABOVE, T.TITLE_IN_TABLE, T.NOTE_ABOVE_HEADER, T.TWO_YEARS, T.COLUMN_NUMBERS),
    "totals": (T.TOTAL, T.SUBTOTALS, T.PAGE_TOTALS),
    "remarks": (T.REMARKS_ROW, T.SIGNATURE_ROW),
    "columns": (T.ITEM_NUMBERS, T.OWNER, T.MONTHS, T.INDICATOR, T.NOTES),
    "around": (T.TWO_TABLES, T.FORM, T.STATISTICS_BEFORE, T.STATISTICS_AFTER, T.INNER_TABLE),
}  # fmt: skip

CHANCES: dict[str, float] = {
    "spacing": 0.5, "geometry": 0.4, "rules": 0.65, "over rows": 0.7, "alignment": 0.4, "side by side": 0.12,
    "joints": 0.35, "labels": 0.6, "headers": 0.35, "totals": 0.25, "remarks": 0.15, "columns": 0.35, "around": 0.2,
}  # fmt: skip
"""How often a document has a trait of each family: as seen in print, the rare ones oftener."""

LABELS: dict[Trait, Labels] = {
    T.FORMAL_LABELS: Labels.FORMAL, T.STEM_LABELS: Labels.STEMS, T.CIRCLED_STEPS: Labels.CIRCLED,
    T.PLAIN_ITEMS: Labels.PLAIN_ITEMS, T.PLAIN_WORKS: Labels.PLAIN_WORKS, T.BRACKET_WORKS: Labels.BRACKETS,
    T.LETTER_STEPS: Labels.LETTERS, T.UNNUMBERED: Labels.NONE,
}  # fmt: skip

CATEGORIES = frozenset({T.CATEGORY, T.CATEGORY_FILLED, T.CATEGORY_CENTRED})
WITHOUT_ROW_LINES = frozenset({T.NO_RULES, T.HEADER_LINE, T.COLUMN_LINES, T.FRAME, T.OPEN_ROWS, T.ZEBRA})
"""Ways to rule a table in which rows are parted by white or fills alone."""
WITHOUT_COLUMN_LINES = frozenset({T.NO_RULES, T.HEADER_LINE, T.ROW_LINES, T.FRAME, T.BOOK_LINES, T.ZEBRA})
BESIDE = frozenset({T.SIDE_TABLES, T.TWO_UP, T.TEXT_COLUMNS})
TWO_SECTIONS = frozenset({T.TWO_SIZES, T.TWO_PITCHES, T.OTHER_WIDTHS, T.OTHER_ORDER, T.TWO_TABLES})
IN_PIECES = frozenset({T.HEADER_CONTINUED, T.WORK_AGAIN, T.PAGE_TOTALS, T.LANDSCAPE_BETWEEN})
"""Tables that are drawn page by page."""
ROWS_OVER_COLUMNS = frozenset({T.TOTAL, T.SUBTOTALS, T.PAGE_TOTALS, T.REMARKS_ROW, T.SIGNATURE_ROW})
NO_WORK_COLUMN = CATEGORIES | {T.NO_WORK}
EXTRA_COLUMNS = frozenset(FAMILIES["columns"]) | {T.TWO_YEARS, T.TWO_WORK_COLUMNS}

CLASHES: tuple[tuple[frozenset[Trait], frozenset[Trait]], ...] = (
    # Text in the middle of its cell needs lines that show the cell.
    (frozenset({T.MIDDLE, T.BUDGET_MIDDLE, T.MERGED_WORK, T.UNRULED_WORK}), WITHOUT_ROW_LINES),
    # Columns that nearly touch need lines between them.
    (frozenset({T.NEAR_COLUMNS}), WITHOUT_COLUMN_LINES),
    # A wide pitch is as white as the white between rows.
    (frozenset({T.WIDE_PITCH}), WITHOUT_ROW_LINES),
    # Rows over columns, where no line tells from where to where they reach.
    (
        ROWS_OVER_COLUMNS | {T.CATEGORY_CENTRED, T.TWO_YEARS},
        frozenset({T.NO_RULES, T.ZEBRA, T.FRAME, T.COLUMN_LINES}),
    ),
    (frozenset({T.TITLE_IN_TABLE, T.NOTE_ABOVE_HEADER, T.COLUMN_NUMBERS}), WITHOUT_COLUMN_LINES),
    # A title in the table is one section's, on one page.
    (frozenset({T.TITLE_IN_TABLE, T.NOTE_ABOVE_HEADER}), TWO_SECTIONS | IN_PIECES | BESIDE),
    # One thing at a time parts the plan.
    (BESIDE, TWO_SECTIONS | IN_PIECES | EXTRA_COLUMNS | ROWS_OVER_COLUMNS),
    (
        BESIDE,
        frozenset({T.SHIFTED, T.MIRRORED, T.LANDSCAPE, T.LANDSCAPE_BETWEEN, T.LARGE_TYPE, T.LONG_TEXTS}),
    ),
    (BESIDE, frozenset({T.ROW_PER_PAGE, T.FOOT_NOTE, T.HEADER_ONCE, T.PARTS, T.INNER_TABLE, T.FEW_ROWS})),
    (frozenset({T.SIDE_TABLES, T.TEXT_COLUMNS}), WITHOUT_COLUMN_LINES - {T.BOOK_LINES}),
    (TWO_SECTIONS, IN_PIECES | {T.ROW_PER_PAGE, T.FEW_ROWS}),
    (IN_PIECES, frozenset({T.ROW_PER_PAGE, T.FEW_ROWS, T.HEADER_ONCE, T.LONG_TEXTS})),
    # A category row has its work, and one that is printed again stands in a column.
    (
        NO_WORK_COLUMN,
        frozenset({T.MERGED_WORK, T.REPEATED_WORK, T.UNRULED_WORK, T.TWO_WORK_COLUMNS, T.WORK_AGAIN}),
    ),
    (NO_WORK_COLUMN, frozenset({T.PARTS})),
    (frozenset({T.NO_WORK}), CATEGORIES | {T.SUBTOTALS, T.BRACKET_WORKS, T.FIRST_NOT_ONE}),
    (
        frozenset({T.REPEATED_WORK}),
        frozenset({T.MERGED_WORK, T.UNRULED_WORK, T.WORK_AGAIN, T.TWO_WORK_COLUMNS}),
    ),
    (frozenset({T.UNRULED_WORK}), frozenset({T.MERGED_WORK, T.WORK_AGAIN})),
    (frozenset({T.MERGED_WORK}), frozenset({T.SUBTOTALS, T.LONG_TEXTS, T.ROW_PER_PAGE, T.HEADER_ONCE})),
    # A column of parts only, between works without labels, tells no levels.
    (frozenset({T.BRACKET_WORKS, T.LETTER_STEPS}), frozenset({T.PARTS, T.TWO_WORK_COLUMNS})),
    (
        frozenset({T.UNNUMBERED, T.PLAIN_WORKS}),
        frozenset({T.PARTS, T.FIRST_NOT_ONE, T.WORK_AGAIN}) | CATEGORIES,
    ),
    (frozenset({T.UNNUMBERED, T.PLAIN_ITEMS}), frozenset({T.RUNNING_NUMBERS}) | WITHOUT_ROW_LINES),
    (frozenset({T.CIRCLED_STEPS}), frozenset({T.RUNNING_NUMBERS, T.NO_WORK})),
    # What stands in a row's cell would be cut with it.
    (
        frozenset({T.INNER_TABLE}),
        WITHOUT_ROW_LINES | {T.ROW_PER_PAGE, T.TIGHT_PITCH, T.OTHER_ORDER, T.ROW_LINES},
    ),
    # Zebra needs rows of one kind.
    (frozenset({T.ZEBRA}), ROWS_OVER_COLUMNS | CATEGORIES | {T.TWO_YEARS}),
    # A total's words stand left of its amount.
    (frozenset({T.OTHER_ORDER}), ROWS_OVER_COLUMNS | EXTRA_COLUMNS | NO_WORK_COLUMN),
    (frozenset({T.OTHER_WIDTHS, T.TWO_TABLES}), EXTRA_COLUMNS),
    (frozenset({T.TWO_TABLES}), ROWS_OVER_COLUMNS | NO_WORK_COLUMN),
    (frozenset({T.SUBTOTALS}), frozenset({T.PAGE_TOTALS, T.UNRULED_WORK})),
    (frozenset({T.PAGE_TOTALS, T.WORK_AGAIN}), frozenset({T.HEADER_CONTINUED, T.LANDSCAPE_BETWEEN})),
    (
        frozenset({T.PAGE_TOTALS}),
        frozenset({T.MERGED_WORK, T.TWO_YEARS, T.REMARKS_ROW, T.SIGNATURE_ROW, T.WORK_AGAIN}),
    ),
    (frozenset({T.HEADER_CONTINUED}), frozenset({T.LANDSCAPE_BETWEEN})),
    (frozenset({T.SHIFTED, T.MIRRORED}), frozenset({T.LANDSCAPE, T.LANDSCAPE_BETWEEN})),
    (frozenset({T.LANDSCAPE}), frozenset({T.LANDSCAPE_BETWEEN, T.ROW_PER_PAGE})),
    (frozenset({T.LARGE_TYPE}), EXTRA_COLUMNS | {T.SMALL_TYPE, T.TWO_SIZES}),
    (frozenset({T.SMALL_TYPE}), frozenset({T.TWO_SIZES, T.ROW_PER_PAGE})),
    (frozenset({T.WIDE_PITCH}), frozenset({T.TIGHT_PITCH, T.TWO_PITCHES})),
    (frozenset({T.TIGHT_PITCH}), frozenset({T.TWO_PITCHES}) | WITHOUT_ROW_LINES),
    (frozenset({T.ROW_PER_PAGE}), WITHOUT_ROW_LINES | frozenset({T.HEADER_ONCE, T.LONG_TEXTS})),
    (frozenset({T.BUDGET_MIDDLE}), frozenset({T.MIDDLE})),
    (frozenset({T.BUDGET_LEFT}), frozenset({T.BUDGET_CENTRED})),
    # Form boxes above a table without rules are taken for its frame by nobody, but a second table is.
    (frozenset({T.FORM, T.STATISTICS_BEFORE, T.STATISTICS_AFTER}), BESIDE | IN_PIECES | TWO_SECTIONS),
)

ONE_OF: tuple[str, ...] = ("rules", "side by side", "around")
"""Families of which a document has one trait at most."""

DRAWN_BY: dict[Trait, frozenset[Producer]] = {
    T.SHIFTED: frozenset({P.REPORTLAB}),
    T.UNRULED_WORK: frozenset({P.REPORTLAB}),
    # Calc prints the text of a merged cell once more where a page end cuts it.
    T.MERGED_WORK: frozenset(P) - {P.CALC},
    **dict.fromkeys(
        (T.MIRRORED, T.SIDE_TABLES, T.TWO_UP, T.TEXT_COLUMNS, T.INNER_TABLE, T.ROW_PER_PAGE, T.WIDE_PITCH,
         T.TIGHT_PITCH, T.TWO_PITCHES, T.OTHER_WIDTHS, T.TWO_TABLES, T.OTHER_ORDER, T.HEADER_CONTINUED, T.WORK_AGAIN,
         T.FORM, T.PAGE_TOTALS, T.STATISTICS_BEFORE, T.STATISTICS_AFTER, T.HEADER_ONCE, T.TWO_SIZES,
         T.LONG_TEXTS),
        frozenset(P) - {P.CALC},
    ),
}  # fmt: skip
"""Traits that not every producer can be told to draw."""


def clash(traits: frozenset[Trait]) -> bool:
    """Tell whether some of the traits cannot stand together, or nobody can draw them all."""
    for one, other in CLASHES:
        if any(a != b for a in traits & one for b in traits & other):
            return True
    for family, members in FAMILIES.items():
        if family in ONE_OF and len(traits & set(members)) > 1:
            return True
    if len(traits & set(LABELS)) > 1 or len(traits & CATEGORIES) > 1 or len(traits & EXTRA_COLUMNS) > 2:
        return True
    return not producers(traits)


def producers(traits: frozenset[Trait]) -> tuple[Producer, ...]:
    """List who can draw all of these traits."""
    able = frozenset(Producer).intersection(*(DRAWN_BY.get(trait, frozenset(Producer)) for trait in traits))
    return tuple(sorted(able))


def drawn(random: Random) -> frozenset[Trait]:
    """Draw a set of traits at random that can stand together."""
    traits: frozenset[Trait] = frozenset()
    families = list(FAMILIES)
    random.shuffle(families)
    for family in families:
        chance = CHANCES[family]
        while random.random() < chance:
            more = traits | {random.choice(FAMILIES[family])}
            traits = traits if clash(more) else more
            # Each further trait of a family is rarer.
            chance /= 3
    return traits
