"""All tables as one SQLite database, with keys, views that sum every budget cell once, and a search."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from pipeline.errors import UnwritableError
from pipeline.exporters.books import Book, Values
from pipeline.exporters.columns import (
    AGENCY,
    AGENCY_ID,
    FIRST_PAGE,
    ITEM_ID,
    LAST_PAGE,
    OF_ITEM,
    PLAN_ID,
    SECTION_ID,
    YEAR,
    YEAR_ROC,
    ColumnOf,
    ColumnType,
    FlatColumn,
    FlatTable,
    ForeignKey,
    TableName,
    TableOf,
)
from pipeline.exporters.records import PlanRecord, SectionRecord, plan_records, section_records
from pipeline.exporters.tables import ITEMS, TABLES

LONGEST_WORD = 6
"""Characters of the longest word in the index; longer ones are found by the query ``search`` of datasette.json."""
WORD_RUN = re.compile(r"[^\W_]+")


def searched_words(texts: Iterable[str]) -> Iterator[str]:
    """Yield everything that a reader may look for: runs of letters and digits, and every part of them.

    Args:
        texts: of one record.

    Yields:
        Each whole run once, and each part of it with 2 to ``LONGEST_WORD`` characters; single characters are
        words only where they stand alone.

    >>> sorted(searched_words(["里幹事，1"]))
    ['1', '幹事', '里幹', '里幹事']
    """
    found: dict[str, None] = {}
    for run in (run for text in texts for run in WORD_RUN.findall(text)):
        found[run] = None
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + LONGEST_WORD, len(run)) + 1):
                found[run[start:end]] = None
    yield from found


OF_PLAN = ForeignKey("plan_id", "plans", "plan_id")

PLANS_TABLE = TableOf[PlanRecord](
    name="plans",
    title_zh="計畫",
    english="One row per plan.",
    chinese="每一計畫一列。",
    primary_key=("plan_id",),
    columns=(
        PLAN_ID,
        YEAR_ROC,
        YEAR,
        AGENCY_ID,
        AGENCY,
        ColumnOf(
            "county",
            "縣市",
            "county or city; missing for the central government",
            "所屬縣市，中央機關者缺",
            value=lambda r: r.document.plan.agency.county,
        ),
        ColumnOf(
            "agency_code",
            "機關代碼",
            "official agency code, where known",
            "機關代碼（若已知）",
            value=lambda r: r.document.plan.agency.code,
        ),
        ColumnOf(
            "title",
            "標題",
            "title as printed",
            "標題（依原件）",
            value=lambda r: r.document.plan.title,
        ),
    ),
    records=plan_records,
)
SECTIONS = TableOf[SectionRecord](
    name="sections",
    title_zh="課室",
    english="One row per section of a plan.",
    chinese="計畫的每一課室一列。",
    primary_key=("plan_id", "section_id"),
    foreign_keys=(OF_PLAN,),
    columns=(
        PLAN_ID,
        SECTION_ID,
        ColumnOf(
            "section",
            "課室",
            "name; missing where a plan has none",
            "課室名稱，計畫未分課室者缺",
            value=lambda r: r.section.name,
        ),
        ColumnOf(
            "title",
            "標題",
            "title as printed above the section",
            "標題（依原件）",
            value=lambda r: r.section.title,
        ),
        FIRST_PAGE,
        LAST_PAGE,
    ),
    records=section_records,
)
ITEM_BUDGETS = FlatTable(
    name="item_budgets",
    title_zh="項目與預算的對應",
    english="One row per item and budget cell that applies to it. Sums over it count shared cells twice.",
    chinese="項目與適用的預算儲存格，每一對應一列。由本表加總會重複計算共用的儲存格。",
    primary_key=("plan_id", "item_id", "budget_id"),
    foreign_keys=(OF_ITEM,),
    columns=(
        PLAN_ID,
        ITEM_ID,
        FlatColumn("budget_id", "預算識別碼", "budget cell that applies", "適用的預算儲存格", required=True),
    ),
)


def _links(items: Iterable[Values]) -> Iterator[Values]:
    """Yield the rows of ``ITEM_BUDGETS``."""
    plan_at, item_at, budgets_at = map(ITEMS.names.index, ("plan_id", "item_id", "budget_ids"))
    for row in items:
        for budget_id in dict.fromkeys(str(row[budgets_at] or "").split()):
            yield row[plan_at], row[item_at], budget_id


SQLITE_FILE = "workplan.sqlite"
SQL_TYPES: dict[ColumnType, str] = {"string": "TEXT", "integer": "INTEGER", "number": "REAL"}
USER_VERSION = 2
"""Of the database's form: raised when a table or view changes."""
PAGE_BYTES = 4096
UNCOUNTED = ((24, 4), (92, 8))
"""Places and sizes in the header of a database file, in bytes: change counter, and what it was for which version."""
PARENTS_FIRST: tuple[TableName, ...] = (
    "sources", "items", "steps", "budgets", "mentions", "totals", "findings", "correction_log",
)  # fmt: skip
EXTRA_KEYS: dict[str, str] = {
    "sources": "FOREIGN KEY (plan_id) REFERENCES plans (plan_id)",
    "items": "FOREIGN KEY (plan_id, section_id) REFERENCES sections (plan_id, section_id)",
    "budgets": "FOREIGN KEY (plan_id, section_id) REFERENCES sections (plan_id, section_id)",
    "item_budgets": "FOREIGN KEY (plan_id, budget_id) REFERENCES budgets (plan_id, budget_id)",
}
SEARCHED = ("work_item", "plan_item", "implementation", "extra")
VIEW_STATEMENTS = """
CREATE VIEW section_totals AS
SELECT plan_id, year_roc, year, agency_id, agency, section_id, section, role,
       count(*) AS cells, count(amount_twd) AS amounts, sum(amount_twd) AS amount_twd
FROM budgets GROUP BY plan_id, section_id, role;
CREATE VIEW plan_totals AS
SELECT plan_id, year_roc, year, agency_id, agency, role,
       count(*) AS cells, count(amount_twd) AS amounts, sum(amount_twd) AS amount_twd
FROM budgets GROUP BY plan_id, role;
"""
SEARCH_TABLE = "CREATE VIRTUAL TABLE items_search USING fts5 (words, content = '', tokenize = 'unicode61')"


def write_sqlite(book: Book, path: Path) -> None:
    """Write some plans as a database file; its rows are in memory one at a time.

    Args:
        book: the plans.
        path: of the file, which is empty or not there.

    Raises:
        UnwritableError: two rows have the same key, or this Python's SQLite is too old.
    """
    try:
        # Autocommit, so that the bytes depend on nothing but the statements.
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            database.execute(f"PRAGMA user_version = {USER_VERSION}")
            # What is broken off is begun anew: no journal has to lead back.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN")
            _add(database, PLANS_TABLE, (tuple(row.values()) for row in book.plans))
            _add(database, SECTIONS, (tuple(row.values()) for row in book.sections))
            for name in PARENTS_FIRST:
                _add(database, TABLES[name], book.tables[name].rows())
            _add(database, ITEM_BUDGETS, _links(book.tables["items"].rows()))
            _index(database)
            _search(database, book.tables["items"].rows())
            database.execute("COMMIT")
            database.executescript(VIEW_STATEMENTS)
            database.execute("VACUUM")
        _uncount(path)
    except (sqlite3.Error, OverflowError) as error:
        raise _refused(error) from error


def _uncount(path: Path) -> None:
    """Take out of the file's header how often it was changed while it was made, and by which version of SQLite."""
    with path.open("r+b") as file:
        for start, count in UNCOUNTED:
            file.seek(start)
            file.write(bytes(count))


def _add(database: sqlite3.Connection, table: FlatTable, rows: Iterable[Values]) -> None:
    database.execute(_create(table))
    marks = ", ".join("?" * len(table.columns))
    database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608 - our own names


def _create(table: FlatTable) -> str:
    lines = [_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(table.primary_key)})")
    lines += map(_foreign, table.foreign_keys)
    if table.name in EXTRA_KEYS:
        lines.append(EXTRA_KEYS[table.name])
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(column: FlatColumn) -> str:
    needed = " NOT NULL" if column.required else ""
    allowed = ", ".join(f"'{value}'" for value in column.enum)
    check = f' CHECK ("{column.name}" IN ({allowed}))' if allowed else ""
    # "offset" is a word of SQL.
    return f'"{column.name}" {SQL_TYPES[column.type]}{needed}{check}'


def _foreign(key: ForeignKey) -> str:
    return f"FOREIGN KEY ({key.column}) REFERENCES {key.table} ({key.reference})"


def _index(database: sqlite3.Connection) -> None:
    """An index for each way from one table to another that its primary key does not open already."""
    for table, columns in (
        ("items", "plan_id, section_id"),
        ("budgets", "plan_id, section_id"),
        ("mentions", "plan_id"),
        ("steps", "plan_id"),
        ("findings", "item_id"),
        ("item_budgets", "item_id"),
    ):
        database.execute(f"CREATE INDEX {table}_by_{columns.split(', ')[-1]} ON {table} ({columns})")


def _search(database: sqlite3.Connection, items: Iterable[Values]) -> None:
    database.execute(SEARCH_TABLE)
    places = [ITEMS.names.index(name) for name in SEARCHED]
    words = (
        (number, " ".join(searched_words(str(row[at]) for at in places if row[at] is not None)))
        for number, row in enumerate(items, start=1)
    )
    database.executemany("INSERT INTO items_search (rowid, words) VALUES (?, ?)", words)
    database.execute("INSERT INTO items_search (items_search) VALUES ('optimize')")


def _refused(error: Exception) -> UnwritableError:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return UnwritableError("disk-full", path=SQLITE_FILE)
    return UnwritableError("database-refused", file=SQLITE_FILE, error=error)
