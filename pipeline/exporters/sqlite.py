"""All tables as one SQLite database, with keys, views that sum every budget cell once, and a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from pipeline.errors import UnwritableError
from pipeline.exporters.columns import Column, ColumnType, ForeignKey, Row, Table, TableName, Value
from pipeline.exporters.rows import Rows
from pipeline.exporters.searching import searched_words
from pipeline.exporters.sqlite_tables import ITEM_BUDGETS, PLANS, SECTIONS, link_rows, plan_rows, section_rows
from pipeline.exporters.tables import TABLES
from pipeline.models import PlanDocument

SQLITE_FILE = "workplan.sqlite"
SQL_TYPES: dict[ColumnType, str] = {"string": "TEXT", "integer": "INTEGER", "number": "REAL"}
USER_VERSION = 2
"""Of the database's form: raised when a table or view changes."""
PAGE_BYTES = 4096
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
VIEWS = """
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


def sqlite_bytes(documents: Sequence[PlanDocument], rows: Rows) -> bytes:
    """All plans as a database file.

    Args:
        documents: the plans, for what no flat table holds.
        rows: of the flat tables over the same plans.

    Raises:
        UnwritableError: two rows have the same key, or this Python's SQLite is too old.
    """
    try:
        # Autocommit, and in memory, so that the bytes depend on nothing but the statements.
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
            database.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            database.execute(f"PRAGMA user_version = {USER_VERSION}")
            database.execute("BEGIN")
            _add(database, PLANS, plan_rows(documents))
            _add(database, SECTIONS, section_rows(documents))
            for name in PARENTS_FIRST:
                _add(database, TABLES[name], rows[name])
            _add(database, ITEM_BUDGETS, link_rows(documents))
            _index(database)
            _search(database, rows["items"])
            database.execute("COMMIT")
            database.executescript(VIEWS)
            database.execute("VACUUM")
            return database.serialize()
    except sqlite3.Error as error:
        raise _refused(error) from error


def _add(database: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    database.execute(_create(table))
    marks = ", ".join("?" * len(table.columns))
    values: Iterator[tuple[Value, ...]] = (tuple(row.values()) for row in rows)
    database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", values)  # noqa: S608 - our own names


def _create(table: Table) -> str:
    lines = [_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(table.primary_key)})")
    lines += map(_foreign, table.foreign_keys)
    if table.name in EXTRA_KEYS:
        lines.append(EXTRA_KEYS[table.name])
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(column: Column) -> str:
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


def _search(database: sqlite3.Connection, items: Iterable[Row]) -> None:
    database.execute(SEARCH_TABLE)
    words = (
        (number, " ".join(searched_words(str(row[name]) for name in SEARCHED if row[name] is not None)))
        for number, row in enumerate(items, start=1)
    )
    database.executemany("INSERT INTO items_search (rowid, words) VALUES (?, ?)", words)
    database.execute("INSERT INTO items_search (items_search) VALUES ('optimize')")


def _refused(error: sqlite3.Error) -> UnwritableError:
    told = UnwritableError(
        f"{SQLITE_FILE} is left out: SQLite refused the rows ({error}).",
        f"略過 {SQLITE_FILE}：SQLite 不接受資料（{error}）。",
    )
    told.remedy_en = "Delete a plan that lies there twice, or use a Python with SQLite 3.37 or newer."
    told.remedy_zh = "請刪除重複的計畫，或改用含 SQLite 3.37 以上版本的 Python。"
    return told
