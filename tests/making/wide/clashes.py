"""Which traits clash, who can draw them, and how sets of them are drawn at random."""

from collections.abc import Set as AbstractSet
from random import Random

from tests.making.wide.traits import (
    AMOUNT_FORMS,
    BESIDE,
    CATEGORIES,
    CHANCES,
    EXTRA_COLUMNS,
    FAMILIES,
    IN_PIECES,
    LABELS,
    MONEY_TREES,
    NO_WORK_COLUMN,
    OTHER_COLUMNS,
    PAGE_SUMMED,
    PARTS_ALONE,
    PLAN_LEVELS,
    ROWS_OVER_COLUMNS,
    SECTION_FORMS,
    TAKEN_UP,
    TIMELINES,
    TOTALS,
    TWO_LEVELS,
    TWO_SECTIONS,
    UNITS_ABOVE,
    WITHOUT_COLUMN_LINES,
    WITHOUT_ROW_LINES,
    P,
    Producer,
    T,
    Trait,
)

SECTION_LINES = frozenset({T.SECTION_BRACKETS, T.SECTION_COLON, T.SECTION_AS_UNIT, T.SECTION_TITLED})
"""Ways to word the line that names a section."""
TREES = MONEY_TREES - {T.GROUP_UNLISTED, T.HEADER_UNDIVIDED}
"""What stands below the budget's header."""
TWO_WIDE = frozenset({T.SIDE_TABLES, T.TWO_UP, T.TEXT_COLUMNS, T.ITEM_NUMBERS, T.TWO_TABLES})

CLASHES: tuple[tuple[AbstractSet[Trait], AbstractSet[Trait]], ...] = (
    # Text in the middle of its cell, and a cell for several items, need lines that show the cell.
    ({T.MIDDLE, T.BUDGET_MIDDLE, T.MERGED_WORK, T.UNRULED_WORK, T.BUDGET_MERGED}, WITHOUT_ROW_LINES),
    # Columns that nearly touch need lines between them.
    ({T.NEAR_COLUMNS}, WITHOUT_COLUMN_LINES),
    # A wide pitch is as white as the white between rows.
    ({T.WIDE_PITCH}, WITHOUT_ROW_LINES),
    # A header over two columns, where no line tells from where to where it reaches.
    ({T.TWO_YEARS}, {T.NO_RULES, T.ZEBRA, T.FRAME, T.COLUMN_LINES}),
    ({T.TITLE_IN_TABLE, T.NOTE_ABOVE_HEADER}, WITHOUT_COLUMN_LINES),
    # A title in the table is one section's, on one page.
    ({T.TITLE_IN_TABLE, T.NOTE_ABOVE_HEADER}, TWO_SECTIONS | IN_PIECES | BESIDE | {T.SECTION_ROWS}),
    # One thing at a time parts the plan.
    (BESIDE, TWO_SECTIONS | IN_PIECES | EXTRA_COLUMNS | ROWS_OVER_COLUMNS | {T.SECTION_ROWS, T.BUDGET_PARTS}),
    (BESIDE, {T.SHIFTED, T.MIRRORED, T.LANDSCAPE, T.LANDSCAPE_BETWEEN, T.LARGE_TYPE, T.LONG_TEXTS}),
    (BESIDE, {T.ROW_PER_PAGE, T.FOOT_NOTE, T.HEADER_ONCE, T.PARTS, T.PLAIN_PARTS, T.INNER_TABLE, T.FEW_ROWS}),
    ({T.SIDE_TABLES, T.TEXT_COLUMNS}, WITHOUT_COLUMN_LINES - {T.BOOK_LINES}),
    (TWO_SECTIONS, IN_PIECES | {T.ROW_PER_PAGE, T.FEW_ROWS, T.SECTION_ROWS}),
    (IN_PIECES, {T.ROW_PER_PAGE, T.HEADER_ONCE, T.LONG_TEXTS, T.FEW_ROWS, T.SECTION_ROWS, T.BUDGET_MERGED}),
    ({T.SECTION_ROWS}, CATEGORIES | {T.ROW_PER_PAGE, T.FEW_ROWS}),
    # A category row has its work, and one that is printed again stands in a column.
    (
        NO_WORK_COLUMN | {T.CATEGORY_IN_WORK},
        {T.MERGED_WORK, T.REPEATED_WORK, T.UNRULED_WORK, T.TWO_WORK_COLUMNS, T.WORK_AGAIN, T.WORK_GOES_ON},
    ),
    (CATEGORIES | {T.NO_WORK}, {T.PARTS, T.PLAIN_PARTS, T.TWO_WORK_COLUMNS}),
    ({T.NO_WORK}, CATEGORIES | {T.SUBTOTALS, T.BRACKET_WORKS, T.FIRST_NOT_ONE}),
    ({T.REPEATED_WORK}, {T.MERGED_WORK, T.UNRULED_WORK, T.WORK_AGAIN, T.WORK_GOES_ON, T.TWO_WORK_COLUMNS}),
    ({T.UNRULED_WORK}, {T.MERGED_WORK, T.WORK_AGAIN} | TOTALS),
    ({T.MERGED_WORK, T.BUDGET_MERGED}, {T.LONG_TEXTS, T.ROW_PER_PAGE, T.HEADER_ONCE}),
    # A text alone in the first column is a work where no column holds works.
    ({T.PLAN_HEADINGS}, NO_WORK_COLUMN),
    # Headings have labels of their own.
    (
        PLAN_LEVELS,
        {T.PLAIN_ITEMS, T.UNNUMBERED, T.RUNNING_NUMBERS, T.ITEM_NOT_ONE, T.MIXED_ITEMS, T.CIRCLED_STEPS}
        | {T.LETTER_STEPS},
    ),
    # A column of parts only, between works without labels, tells no levels.
    ({T.BRACKET_WORKS, T.LETTER_STEPS}, {T.PARTS, T.TWO_WORK_COLUMNS}),
    ({T.UNNUMBERED, T.PLAIN_WORKS}, {T.PARTS, T.PLAIN_PARTS, T.TWO_WORK_COLUMNS, T.FIRST_NOT_ONE}),
    ({T.UNNUMBERED, T.PLAIN_ITEMS, T.BRACKET_WORKS}, {T.RUNNING_NUMBERS, T.ITEM_NOT_ONE, T.MIXED_ITEMS}),
    ({T.CIRCLED_STEPS}, {T.RUNNING_NUMBERS, T.NO_WORK}),
    # What stands in a row's cell would be cut with it.
    ({T.INNER_TABLE}, WITHOUT_ROW_LINES | {T.ROW_PER_PAGE, T.TIGHT_PITCH, T.OTHER_ORDER, T.ROW_LINES}),
    # A total's words stand left of its amount.
    ({T.OTHER_ORDER}, ROWS_OVER_COLUMNS | EXTRA_COLUMNS | NO_WORK_COLUMN),
    ({T.OTHER_WIDTHS, T.TWO_TABLES}, EXTRA_COLUMNS),
    ({T.TWO_TABLES}, ROWS_OVER_COLUMNS | NO_WORK_COLUMN),
    (
        PAGE_SUMMED,
        {T.TOTAL_AT_HEAD, T.SUBTOTALS, T.TWO_YEARS, T.REMARKS_ROW, T.SIGNATURE_ROW, T.SIGNATURE_CELLS},
    ),
    ({T.SHIFTED, T.MIRRORED}, {T.LANDSCAPE, T.LANDSCAPE_BETWEEN}),
    ({T.LANDSCAPE}, {T.LANDSCAPE_BETWEEN, T.ROW_PER_PAGE}),
    ({T.LARGE_TYPE}, EXTRA_COLUMNS | {T.SMALL_TYPE, T.TWO_SIZES, T.BUDGET_PARTS}),
    ({T.SMALL_TYPE}, {T.TWO_SIZES, T.ROW_PER_PAGE}),
    ({T.WIDE_PITCH}, {T.TIGHT_PITCH, T.TWO_PITCHES}),
    ({T.TIGHT_PITCH}, {T.TWO_PITCHES} | WITHOUT_ROW_LINES),
    ({T.ROW_PER_PAGE}, WITHOUT_ROW_LINES | {T.HEADER_ONCE, T.LONG_TEXTS}),
    ({T.BUDGET_MIDDLE}, {T.MIDDLE}),
    ({T.BUDGET_LEFT}, {T.BUDGET_CENTRED}),
    # Form boxes above a table without rules are taken for its frame by nobody, but a second table is.
    ({T.FORM, T.STATISTICS_BEFORE, T.STATISTICS_AFTER}, BESIDE | IN_PIECES | TWO_SECTIONS),
    # Words over several columns need lines that tell from where to where they reach.
    (MONEY_TREES | TIMELINES, WITHOUT_COLUMN_LINES | {T.COLUMN_LINES, T.LARGE_TYPE} | TWO_WIDE),
    (MONEY_TREES, {T.TWO_YEARS, T.BUDGET_MERGED, T.BUDGET_WORDS, T.BUDGET_PARTS, T.BUDGET_UNLISTED}),
    (MONEY_TREES | TIMELINES, AMOUNT_FORMS - {T.AMOUNT_SPACED} | {T.UNIT_IN_CELL}),
    # A sum of parts is printed nowhere, and without a unit there is no amount.
    (PARTS_ALONE | {T.GROUP_UNLISTED}, {T.UNIT_NONE, T.TOTAL_IN_WORDS}),
    (MONEY_TREES | TIMELINES | OTHER_COLUMNS, {T.SHIFTED, T.MIRRORED, T.LANDSCAPE_BETWEEN, T.ROW_PER_PAGE}),
    ({T.MONTH_COLUMNS}, IN_PIECES),
    # A span of years is no year of a column.
    (
        {T.YEAR_SPAN},
        {T.TWO_YEARS, T.YEARS_TURNED, T.THREE_LEVELS, T.YEAR_IN_CHINESE, T.FORM, T.STATISTICS_AFTER},
    ),
    ({T.YEAR_SPAN}, {T.STATISTICS_BEFORE}),
    (
        {T.SECTION_TITLED},
        {T.YEAR_SPAN, T.YEAR_IN_CHINESE, T.TITLE_UNLISTED, T.SECTION_UNLISTED} | SECTION_LINES,
    ),
    ({T.OFFICE_ON_COVER, T.OFFICE_IN_HEAD, T.OFFICES_AFTER}, BESIDE | {T.TITLE_IN_TABLE}),
    ({T.OFFICE_ON_COVER}, {T.SHIFTED, T.MIRRORED}),
    ({T.SECTION_UNLISTED}, {T.SECTION_ROWS}),
    # What would print a unit after all, or two of them.
    ({T.UNIT_NONE}, {T.TOTAL_IN_WORDS, T.REMARKS_ROW, T.INNER_TABLE, T.UNIT_OTHER, T.BUDGET_UNLISTED}),
    (UNITS_ABOVE | {T.UNIT_IN_CELL, T.UNIT_NONE, T.UNIT_WORDED_IN_HEADER}, {T.TITLE_IN_TABLE}),
    (
        {T.UNIT_ON_HEADING},
        BESIDE | {T.SECTION_ROWS, T.SECTION_AS_UNIT, T.SECTION_COLON, T.SECTION_BRACKETS},
    ),
    ({T.UNIT_IN_CELL}, {T.TWO_YEARS, T.BUDGET_PARTS, T.BUDGET_UNLISTED, T.TOTAL_IN_WORDS} | AMOUNT_FORMS),
    ({T.UNIT_OTHER}, {T.REMARKS_ROW}),
    (AMOUNT_FORMS, {T.BUDGET_PARTS, T.TWO_YEARS} | BESIDE),
    # Nothing tells what a total counts for a range.
    ({T.AMOUNT_RANGE}, TOTALS),
    ({T.OTHER_MERGED}, WITHOUT_ROW_LINES | {T.LONG_TEXTS, T.ROW_PER_PAGE, T.HEADER_ONCE} | IN_PIECES),
    (OTHER_COLUMNS, {T.LARGE_TYPE, T.SIGNATURE_CELLS} | BESIDE),
    # Where items have no column of works, what stands before them is their number or nothing.
    ({T.OTHER_FIRST}, NO_WORK_COLUMN | {T.TOTAL_IN_FIRST, T.ITEM_NUMBERS, T.CATEGORY_IN_WORK}),
    ({T.PARTS_NOT_ONE, T.AGAIN_OTHERWISE, T.NARROW_WORK}, CATEGORIES | {T.NO_WORK}),
    ({T.PARTS_NOT_ONE}, {T.UNNUMBERED, T.PLAIN_WORKS, T.BRACKET_WORKS, T.LETTER_STEPS}),
    ({T.AGAIN_OTHERWISE}, {T.REPEATED_WORK, T.UNRULED_WORK}),
    # Where works wrap, a part without a label would be the next line.
    ({T.NARROW_WORK}, {T.PLAIN_PARTS, T.OTHER_WIDTHS, T.OTHER_ORDER, T.LARGE_TYPE} | BESIDE),
    # Words of a header that are set apart need lines between them.
    ({T.HEADER_SPACED, T.HEADER_NOTED}, WITHOUT_COLUMN_LINES),
    # A word that stands in no list is understood by the words beside it, or by the amounts below it.
    ({T.HEADER_UNLISTED, T.BUDGET_UNLISTED}, WITHOUT_COLUMN_LINES | NO_WORK_COLUMN | {T.TWO_TABLES} | BESIDE),
    ({T.HEADER_UNLISTED}, {T.BUDGET_UNLISTED} | OTHER_COLUMNS),
    ({T.BUDGET_UNLISTED}, {T.BUDGET_WORDS, T.TWO_YEARS}),
)

AT_MOST_ONE: tuple[AbstractSet[Trait], ...] = (
    *map(frozenset, map(FAMILIES.__getitem__, ("rules", "side by side", "around", "categories", "column numbers"))),
    frozenset(LABELS), IN_PIECES, TWO_LEVELS, PLAN_LEVELS, frozenset({T.SIGNATURE_ROW, T.SIGNATURE_CELLS}),
    frozenset({T.TOTAL_IN_FIRST, T.TOTAL_IN_PLAN, T.TOTAL_IN_WORDS}), TREES, TIMELINES, SECTION_LINES,
    frozenset({T.OTHER_FIRST, T.OTHER_BEFORE, T.OTHER_BEHIND}), frozenset({T.HEADER_MARKED, T.HEADER_NOTED}),
    frozenset({T.YEAR_SPAN, T.YEAR_IN_CHINESE}), frozenset({T.OFFICE_ON_COVER, T.OFFICE_IN_HEAD}),
    UNITS_ABOVE | {T.UNIT_IN_CELL, T.UNIT_NONE, T.UNIT_WORDED_IN_HEADER},
)  # fmt: skip
"""Sets of which a document has one trait at most."""
TRIES = 3
"""Traits of a family that are tried before it is given up."""

DRAWN_BY: dict[Trait, frozenset[Producer]] = {
    T.SHIFTED: frozenset({P.REPORTLAB}),
    T.UNRULED_WORK: frozenset({P.REPORTLAB}),
    # Calc prints the text of a merged cell once more where a page end cuts it.
    **dict.fromkeys((T.MERGED_WORK, T.BUDGET_MERGED, T.OTHER_MERGED), frozenset(P) - {P.CALC}),
    **dict.fromkeys(
        (T.MIRRORED, T.SIDE_TABLES, T.TWO_UP, T.TEXT_COLUMNS, T.INNER_TABLE, T.ROW_PER_PAGE, T.WIDE_PITCH,
         T.TIGHT_PITCH, T.TWO_PITCHES, T.OTHER_WIDTHS, T.TWO_TABLES, T.OTHER_ORDER, T.HEADER_CONTINUED,
         T.WORK_AGAIN, T.CATEGORY_AGAIN,
         T.FORM, *sorted(PAGE_SUMMED), *sorted(TAKEN_UP), T.STATISTICS_BEFORE, T.STATISTICS_AFTER, T.HEADER_ONCE,
         T.TWO_SIZES, T.LONG_TEXTS, T.AGAIN_OTHERWISE, T.OFFICE_ON_COVER, *sorted(SECTION_FORMS)),
        frozenset(P) - {P.CALC},
    ),
}  # fmt: skip
"""Traits that not every producer can be told to draw."""


def clash(traits: frozenset[Trait]) -> bool:
    """Tell whether some of the traits cannot stand together, or nobody can draw them all."""
    for one, other in CLASHES:
        if any(a != b for a in traits & one for b in traits & other):
            return True
    if any(len(traits & some) > 1 for some in AT_MOST_ONE) or len(traits & EXTRA_COLUMNS) > 2:
        return True
    return not producers(traits)


def producers(traits: frozenset[Trait]) -> tuple[Producer, ...]:
    """List who can draw all of these traits."""
    able = frozenset(Producer).intersection(*(DRAWN_BY.get(trait, frozenset(Producer)) for trait in traits))
    return tuple(sorted(able))


def drawn(random: Random, family: str | None = None, without: str | None = None) -> frozenset[Trait]:
    """Draw a set of traits at random that can stand together.

    Args:
        random: where choices come from.
        family: of this family there is one trait at least.
        without: of this family there is none.
    """
    traits = frozenset({random.choice(FAMILIES[family])} if family else ())
    families = [one for one in FAMILIES if one != without]
    random.shuffle(families)
    for one in families:
        chance = CHANCES[one]
        while random.random() < chance:
            wanted = random.sample(FAMILIES[one], min(TRIES, len(FAMILIES[one])))
            more = (traits | {trait} for trait in wanted)
            traits = next((some for some in more if not clash(some)), traits)
            # Each further trait of a family is rarer.
            chance /= 3
    return traits
