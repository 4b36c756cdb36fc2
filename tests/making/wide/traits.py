"""The traits of documents, in families."""

from enum import StrEnum

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
    CATEGORY_IN_WORK = "category-in-work"
    CATEGORY_IN_PLAN = "category-in-plan"
    CATEGORY_LEVELS = "category-levels"
    CATEGORY_AND_WORK = "category-and-work"
    CATEGORY_AGAIN = "category-again"
    PLAIN_PARTS = "plain-parts"
    SECTION_ROWS = "section-rows"

    PLAN_HEADINGS = "plan-headings"
    PLAN_HEADINGS_IN_CELL = "plan-headings-in-cell"

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
    ITEM_AGAIN = "item-again"
    WORK_GOES_ON = "work-goes-on"
    CONTENTS_MARKED = "contents-marked"
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
    ITEM_NOT_ONE = "item-not-one"
    LOOK_ALIKES = "look-alikes"
    MIXED_ITEMS = "mixed-items"

    UNIT_ABOVE = "unit-above"
    TITLE_IN_TABLE = "title-in-table"
    NOTE_ABOVE_HEADER = "note-above-header"
    TWO_YEARS = "two-years"
    COLUMN_NUMBERS = "column-numbers"
    COLUMN_NUMBERS_ONCE = "column-numbers-once"

    TOTAL = "total"
    SUBTOTALS = "subtotals"
    PAGE_TOTALS = "page-totals"
    PAGE_CARRIED = "page-carried"
    PAGE_SUMS = "page-sums"
    TOTAL_IN_FIRST = "total-in-first"
    TOTAL_IN_PLAN = "total-in-plan"
    TOTAL_IN_WORDS = "total-in-words"
    TOTAL_AT_HEAD = "total-at-head"

    REMARKS_ROW = "remarks-row"
    SIGNATURE_ROW = "signature-row"
    SIGNATURE_CELLS = "signature-cells"
    BLANK_ROWS = "blank-rows"

    BUDGET_MERGED = "budget-merged"
    BUDGET_WORDS = "budget-words"
    BUDGET_PARTS = "budget-parts"

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

    OFFICE_UNLISTED = "office-unlisted"
    OFFICE_ON_COVER = "office-on-cover"
    OFFICE_IN_HEAD = "office-in-head"
    OFFICES_AFTER = "offices-after"
    TITLE_UNLISTED = "title-unlisted"
    YEAR_SPAN = "year-span"
    YEAR_IN_CHINESE = "year-in-chinese"

    SECTION_UNLISTED = "section-unlisted"
    SECTION_PARAGRAPH = "section-paragraph"
    SECTION_BRACKETS = "section-brackets"
    SECTION_COLON = "section-colon"
    SECTION_AS_UNIT = "section-as-unit"
    SECTION_NUMBERED = "section-numbered"
    SECTION_TITLED = "section-titled"

    SOURCES_AND_TOTAL = "sources-and-total"
    TOTAL_AND_SOURCES = "total-and-sources"
    SOURCES_ALONE = "sources-alone"
    KINDS_AND_TOTAL = "kinds-and-total"
    KINDS_ALONE = "kinds-alone"
    THREE_LEVELS = "three-levels"
    YEARS_TURNED = "years-turned"
    QUARTERS = "quarters"
    MONTH_COLUMNS = "month-columns"
    GROUP_UNLISTED = "group-unlisted"
    HEADER_UNDIVIDED = "header-undivided"

    UNIT_IN_CELL = "unit-in-cell"
    UNIT_ON_HEADING = "unit-on-heading"
    UNIT_WORDED_ABOVE = "unit-worded-above"
    UNIT_WORDED_IN_HEADER = "unit-worded-in-header"
    UNIT_OTHER = "unit-other"
    UNIT_NONE = "unit-none"

    HEADER_MARKED = "header-marked"
    HEADER_NOTED = "header-noted"
    HEADER_SMALL_FORMS = "header-small-forms"
    HEADER_SPACED = "header-spaced"
    HEADER_UNLISTED = "header-unlisted"
    BUDGET_UNLISTED = "budget-unlisted"

    AMOUNT_SOURCES = "amount-sources"
    AMOUNT_SPACED = "amount-spaced"
    AMOUNT_FORMULA = "amount-formula"
    AMOUNT_ABOUT = "amount-about"
    AMOUNT_YEARLY = "amount-yearly"
    AMOUNT_RANGE = "amount-range"

    OTHER_FIRST = "other-first"
    OTHER_BEFORE = "other-before"
    OTHER_BEHIND = "other-behind"
    OTHER_ENGLISH = "other-english"
    OTHER_MERGED = "other-merged"

    PARTS_NOT_ONE = "parts-not-one"
    NARROW_WORK = "narrow-work"
    AGAIN_OTHERWISE = "again-otherwise"


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
        T.MERGED_WORK, T.REPEATED_WORK, T.UNRULED_WORK, T.PARTS, T.PLAIN_PARTS, T.TWO_WORK_COLUMNS, T.NO_WORK,
    ),
    "categories": (
        T.CATEGORY, T.CATEGORY_FILLED, T.CATEGORY_CENTRED, T.CATEGORY_IN_WORK, T.CATEGORY_IN_PLAN,
        T.CATEGORY_LEVELS, T.CATEGORY_AND_WORK, T.CATEGORY_AGAIN,
    ),
    "plan levels": (T.PLAN_HEADINGS, T.PLAN_HEADINGS_IN_CELL),
    "alignment": (
        T.MIDDLE, T.BUDGET_MIDDLE, T.BUDGET_LEFT, T.BUDGET_CENTRED, T.HEADER_LEFT, T.NEAR_COLUMNS, T.FEW_ROWS,
    ),
    "side by side": (T.SIDE_TABLES, T.TWO_UP, T.TEXT_COLUMNS),
    "joints": (T.HEADER_ONCE, T.HEADER_CONTINUED, T.WHOLE_ROWS, T.ROW_PER_PAGE, T.FOOT_NOTE),
    "printed again": (T.WORK_AGAIN, T.ITEM_AGAIN, T.WORK_GOES_ON, T.CONTENTS_MARKED),
    "labels": (
        T.FORMAL_LABELS, T.STEM_LABELS, T.CIRCLED_STEPS, T.PLAIN_ITEMS, T.PLAIN_WORKS, T.BRACKET_WORKS,
        T.LETTER_STEPS, T.UNNUMBERED, T.FIRST_NOT_ONE, T.RUNNING_NUMBERS, T.ITEM_NOT_ONE, T.LOOK_ALIKES,
        T.MIXED_ITEMS,
    ),
    "headers": (T.UNIT_ABOVE, T.TITLE_IN_TABLE, T.NOTE_ABOVE_HEADER, T.TWO_YEARS),
    "column numbers": (T.COLUMN_NUMBERS, T.COLUMN_NUMBERS_ONCE),
    "totals": (
        T.TOTAL, T.SUBTOTALS, T.PAGE_TOTALS, T.PAGE_CARRIED, T.PAGE_SUMS, T.TOTAL_IN_FIRST, T.TOTAL_IN_PLAN,
        T.TOTAL_IN_WORDS, T.TOTAL_AT_HEAD,
    ),
    "sections": (T.SECTION_ROWS,),
    "remarks": (T.REMARKS_ROW, T.SIGNATURE_ROW, T.SIGNATURE_CELLS, T.BLANK_ROWS),
    "budgets": (T.BUDGET_MERGED, T.BUDGET_WORDS, T.BUDGET_PARTS),
    "columns": (T.ITEM_NUMBERS, T.OWNER, T.MONTHS, T.INDICATOR, T.NOTES),
    "around": (T.TWO_TABLES, T.FORM, T.STATISTICS_BEFORE, T.STATISTICS_AFTER, T.INNER_TABLE),
    "fronts": (
        T.OFFICE_UNLISTED, T.OFFICE_ON_COVER, T.OFFICE_IN_HEAD, T.OFFICES_AFTER, T.TITLE_UNLISTED, T.YEAR_SPAN,
        T.YEAR_IN_CHINESE,
    ),
    "section forms": (
        T.SECTION_UNLISTED, T.SECTION_PARAGRAPH, T.SECTION_BRACKETS, T.SECTION_COLON, T.SECTION_AS_UNIT,
        T.SECTION_NUMBERED, T.SECTION_TITLED,
    ),
    "header trees": (
        T.SOURCES_AND_TOTAL, T.TOTAL_AND_SOURCES, T.SOURCES_ALONE, T.KINDS_AND_TOTAL, T.KINDS_ALONE, T.THREE_LEVELS,
        T.YEARS_TURNED, T.QUARTERS, T.MONTH_COLUMNS, T.GROUP_UNLISTED, T.HEADER_UNDIVIDED,
    ),
    "units": (
        T.UNIT_IN_CELL, T.UNIT_ON_HEADING, T.UNIT_WORDED_ABOVE, T.UNIT_WORDED_IN_HEADER, T.UNIT_OTHER, T.UNIT_NONE,
    ),
    "header words": (
        T.HEADER_MARKED, T.HEADER_NOTED, T.HEADER_SMALL_FORMS, T.HEADER_SPACED, T.HEADER_UNLISTED, T.BUDGET_UNLISTED,
    ),
    "amounts": (T.AMOUNT_SOURCES, T.AMOUNT_SPACED, T.AMOUNT_FORMULA, T.AMOUNT_ABOUT, T.AMOUNT_YEARLY, T.AMOUNT_RANGE),
    "other columns": (T.OTHER_FIRST, T.OTHER_BEFORE, T.OTHER_BEHIND, T.OTHER_ENGLISH, T.OTHER_MERGED),
    "levels": (T.PARTS_NOT_ONE, T.NARROW_WORK, T.AGAIN_OTHERWISE),
}  # fmt: skip

CHANCES: dict[str, float] = {
    "spacing": 0.4, "geometry": 0.3, "rules": 0.65, "over rows": 0.4, "categories": 0.4, "plan levels": 0.3,
    "alignment": 0.35, "side by side": 0.08, "joints": 0.25, "printed again": 0.3, "labels": 0.65, "headers": 0.25,
    "column numbers": 0.2, "totals": 0.4, "sections": 0.08, "remarks": 0.3, "budgets": 0.25, "columns": 0.3,
    "around": 0.15, "fronts": 0.35, "section forms": 0.3, "header trees": 0.45, "units": 0.3, "header words": 0.3,
    "amounts": 0.2, "other columns": 0.2, "levels": 0.2,
}  # fmt: skip
"""How often a document has a trait of each family: as seen in print, the rare ones oftener."""

LABELS: dict[Trait, Labels] = {
    T.FORMAL_LABELS: Labels.FORMAL, T.STEM_LABELS: Labels.STEMS, T.CIRCLED_STEPS: Labels.CIRCLED,
    T.PLAIN_ITEMS: Labels.PLAIN_ITEMS, T.PLAIN_WORKS: Labels.PLAIN_WORKS, T.BRACKET_WORKS: Labels.BRACKETS,
    T.LETTER_STEPS: Labels.LETTERS, T.UNNUMBERED: Labels.NONE,
}  # fmt: skip

CATEGORIES = frozenset(FAMILIES["categories"])
TWO_LEVELS = frozenset(
    {T.PARTS, T.PLAIN_PARTS, T.TWO_WORK_COLUMNS, T.CATEGORY_LEVELS, T.CATEGORY_AND_WORK, T.PARTS_NOT_ONE}
)
"""Works have parts."""
WITHOUT_ROW_LINES = frozenset({T.NO_RULES, T.HEADER_LINE, T.COLUMN_LINES, T.FRAME, T.OPEN_ROWS, T.ZEBRA})
"""Ways to rule a table in which rows are parted by white or fills alone."""
WITHOUT_COLUMN_LINES = frozenset({T.NO_RULES, T.HEADER_LINE, T.ROW_LINES, T.FRAME, T.BOOK_LINES, T.ZEBRA})
BESIDE = frozenset(FAMILIES["side by side"])
SECTION_FORMS = frozenset(FAMILIES["section forms"])
TWO_SECTIONS = SECTION_FORMS | {T.TWO_SIZES, T.TWO_PITCHES, T.OTHER_WIDTHS, T.OTHER_ORDER, T.TWO_TABLES}
PAGE_SUMMED = frozenset({T.PAGE_TOTALS, T.PAGE_CARRIED, T.PAGE_SUMS})
TAKEN_UP = frozenset({T.ITEM_AGAIN, T.WORK_GOES_ON, T.CONTENTS_MARKED})
"""A page ends within an item, and the next one says so."""
IN_PIECES = (
    frozenset({T.HEADER_CONTINUED, T.WORK_AGAIN, T.AGAIN_OTHERWISE, T.CATEGORY_AGAIN, T.LANDSCAPE_BETWEEN})
    | PAGE_SUMMED
    | TAKEN_UP
)
"""Tables that are drawn page by page."""
TOTALS = frozenset(FAMILIES["totals"])
ROWS_OVER_COLUMNS = TOTALS | {T.REMARKS_ROW, T.SIGNATURE_ROW, T.SIGNATURE_CELLS}
NO_WORK_COLUMN = (CATEGORIES - {T.CATEGORY_IN_WORK, T.CATEGORY_AND_WORK}) | {T.NO_WORK}
PLAN_LEVELS = frozenset(FAMILIES["plan levels"])
MONEY_TREES = frozenset(FAMILIES["header trees"]) - {T.QUARTERS, T.MONTH_COLUMNS}
"""The budget's header stands over several columns."""
PARTS_ALONE = frozenset({T.SOURCES_ALONE, T.KINDS_ALONE})
"""A budget is printed by its parts alone."""
TIMELINES = frozenset({T.QUARTERS, T.MONTH_COLUMNS})
OTHER_COLUMNS = frozenset(FAMILIES["other columns"])
EXTRA_COLUMNS = (
    frozenset(FAMILIES["columns"])
    | {T.TWO_YEARS, T.TWO_WORK_COLUMNS}
    | MONEY_TREES
    | TIMELINES
    | OTHER_COLUMNS
)
WORKS_AGAIN = frozenset({T.WORK_AGAIN, T.AGAIN_OTHERWISE})
UNITS_ABOVE = frozenset({T.UNIT_ABOVE, T.UNIT_WORDED_ABOVE, T.UNIT_ON_HEADING})
NO_UNIT_IN_HEADER = UNITS_ABOVE | {T.TITLE_IN_TABLE, T.UNIT_IN_CELL, T.UNIT_NONE}
AMOUNT_FORMS = frozenset(FAMILIES["amounts"])
