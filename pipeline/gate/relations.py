"""Rules about what several tables say of the same thing."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.gate.expected import PLAN_TABLE_NAMES, tables
from pipeline.gate.folder import CsvFile, Folder, value_of
from pipeline.gate.results import CannotJudgeError, Hit
from pipeline.normalizers.years import ROC_OFFSET

CARRIED = "carried.csv"
ALREADY_RIGHT = "already-right"
PAGE_COLUMNS = ("first_page", "last_page")


def foreign_key_broken(folder: Folder) -> Iterator[Hit]:
    """Values that refer to a row of another table that is not there."""
    for table in tables().values():
        for reference in table.references:
            known = {record.get(reference.target, "") for _, record in folder.records(reference.table)}
            for row, record in folder.records(table.name):
                value = record.get(reference.column, "")
                if value and value not in known:
                    yield Hit(f"{table.name}.csv", row, reference.column, f"{value} ∉ {reference.table}")


def years_disagree(file: CsvFile, _: Folder) -> Iterator[Hit]:
    """Years of the two calendars that are not 1911 apart, or a plan's id of another year."""
    for row, record in file.records():
        roc, year = (value_of(record.get(name, ""), "integer") for name in ("year_roc", "year"))
        if isinstance(roc, int) and year != roc + ROC_OFFSET:
            yield Hit(file.path, row, "year", f"{year} ≠ {roc} + {ROC_OFFSET}")
        elif isinstance(roc, int) and str(roc) not in record.get("plan_id", "").split("-"):
            yield Hit(file.path, row, "plan_id", f"{record.get('plan_id')}: {roc}")


def source_missing(folder: Folder) -> Iterator[Hit]:
    """Rows whose file or page cannot be told."""
    known = {record.get("source_sha256", "") for _, record in folder.records("sources")}
    for name, table in tables().items():
        columns = [column for column in ("source_sha256", "first_page") if column in table.names]
        for row, record in folder.records(name):
            for column in columns:
                value = record.get(column, "")
                if not value or (column == "source_sha256" and value not in known):
                    yield Hit(f"{name}.csv", row, column, value[:12])


def page_outside_source(folder: Folder) -> Iterator[Hit]:
    """Pages that the file does not have, or that end before they begin."""
    pages = {record.get("plan_id", ""): record.get("pages", "") for _, record in folder.records("sources")}
    for name, table in tables().items():
        for row, record in folder.records(name) if PAGE_COLUMNS[0] in table.names else ():
            first, last, all_pages = (
                value_of(text, "integer")
                for text in (
                    record.get(PAGE_COLUMNS[0], ""),
                    record.get(PAGE_COLUMNS[1], ""),
                    pages.get(record.get("plan_id", ""), ""),
                )
            )
            numbers = isinstance(first, int) and isinstance(last, int) and isinstance(all_pages, int)
            if numbers and not (first <= last <= all_pages):  # type: ignore[operator]
                yield Hit(f"{name}.csv", row, PAGE_COLUMNS[1], f"{first}-{last} / {all_pages}")


def totals_differ(folder: Folder) -> Iterator[Hit]:
    """Printed totals that are the sum of no column of their section or plan, unless a finding says so."""
    sums, unclear = _sums(folder)
    told = {r.get("plan_id", "") for _, r in folder.records("findings") if r.get("rule") == "total-mismatch"}
    largest: dict[tuple[str, str], int] = {}
    rows = [(row, r, value_of(r.get("amount_twd", ""), "integer")) for row, r in folder.records("totals")]
    for _, record, amount in rows:
        if isinstance(amount, int):
            scope = _scope(record)
            largest[scope] = max(amount, largest.get(scope, amount))
    for row, record, amount in rows:
        scope = _scope(record)
        # A lesser one of several totals sums a part that the tables do not bound.
        judged = isinstance(amount, int) and amount == largest[scope]
        if judged and scope not in unclear and scope[0] not in told and amount not in sums[scope].values():
            yield Hit("totals.csv", row, "amount_twd", f"{amount:,} ≠ {sums[scope].get('', 0):,}")


def _scope(record: dict[str, str]) -> tuple[str, str]:
    return record.get("plan_id", ""), record.get("section_id", "")


def _sums(folder: Folder) -> tuple[dict[tuple[str, str], dict[str, int]], set[tuple[str, str]]]:
    """Sums by section and plan: of this year's columns under "", of each header; scopes that words leave open."""
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    unclear = set()
    for _, record in folder.records("budgets"):
        amount = value_of(record.get("amount_twd", ""), "integer")
        for scope in {_scope(record), (record.get("plan_id", ""), "")}:
            if isinstance(amount, int):
                sums[scope]["#" + record.get("header", "")] += amount
                sums[scope][""] += amount if record.get("role") == "current" else 0
            elif record.get("kind") != "nil" and record.get("role") == "current":
                unclear.add(scope)
    return sums, unclear


def budget_items_differ(folder: Folder) -> Iterator[Hit]:
    """Budgets of the items that are not those of their cells in budgets, and links that go one way only."""
    cells = {(r.get("plan_id", ""), r.get("budget_id", "")): r for _, r in folder.records("budgets")}
    named: set[tuple[str, str, str]] = set()
    for row, record in folder.records("items"):
        plan, ids = record.get("plan_id", ""), record.get("budget_ids", "").split()
        named |= {(plan, i, record.get("item_id", "")) for i in ids}
        mine = [cells[plan, i] for i in ids if (plan, i) in cells]
        current = [cell for cell in mine if cell.get("role") == "current"]
        if len(mine) != len(ids):
            yield Hit("items.csv", row, "budget_ids", " ".join(i for i in ids if (plan, i) not in cells))
        elif (wanted := _summed(c.get("amount_twd", "") for c in current)) != record.get("budget_twd", ""):
            yield Hit("items.csv", row, "budget_twd", f"{record.get('budget_twd', '')} ≠ {wanted}")
        elif (most := str(max((int(c.get("items") or 0) for c in current), default=""))) != record.get(
            "budget_items"
        ):
            yield Hit("items.csv", row, "budget_items", f"{record.get('budget_items')} ≠ {most}")
    for row, record in folder.records("budgets"):
        plan, ids = record.get("plan_id", ""), record.get("item_ids", "").split()
        lone = [i for i in ids if (plan, record.get("budget_id", ""), i) not in named]
        if lone or str(len(ids)) != record.get("items"):
            yield Hit("budgets.csv", row, "item_ids", " ".join(lone))


def _summed(amounts: Iterable[str]) -> str:
    numbers = [n for n in (value_of(text, "integer") for text in amounts) if isinstance(n, int)]
    return str(sum(numbers)) if numbers else ""


def mention_misplaced(folder: Folder) -> Iterator[Hit]:
    """Mentions whose words do not stand where they say."""
    contents = {r.get("item_id", ""): r.get("implementation", "") for _, r in folder.records("items")}
    for row, record in folder.records("mentions"):
        text, offset = record.get("text", ""), value_of(record.get("offset", ""), "integer")
        item = contents.get(record.get("item_id", ""))
        if item is not None and isinstance(offset, int) and item[offset : offset + len(text)] != text:
            yield Hit("mentions.csv", row, "offset", str(offset))


def plan_tables_differ(folder: Folder) -> Iterator[Hit]:
    """Tables of a plan's folder that are not the plan's part of the combined table."""
    for name in PLAN_TABLE_NAMES:
        combined = defaultdict(list)
        for _, record in folder.records(name):
            combined[record.get("plan_id", "")].append(record)
        for plan in folder.plans:
            path = f"{plan}/{name}.csv"
            if folder.has(path) and name in tables() and folder.has(f"{name}.csv"):
                own = [record for _, record in folder.csv(path, tables()[name]).records()]
                pairs = enumerate(zip(own, combined[plan], strict=False), 2)
                first = next((row for row, (a, b) in pairs if a != b), None)
                if first is not None or len(own) != len(combined[plan]):
                    yield Hit(path, first, detail=f"{len(own)} / {len(combined[plan])}")


def plan_unlisted(folder: Folder) -> Iterator[Hit]:
    """Plans with a folder but without a row in sources, and the other way."""
    rows = {record.get("plan_id", "") for _, record in folder.records("sources")}
    yield from (
        Hit("sources.csv", column="plan_id", detail=plan) for plan in sorted(rows ^ set(folder.plans))
    )


def finding_error(folder: Folder) -> Iterator[Hit]:
    """Findings that say that something is missing or wrong in the records."""
    for row, record in folder.records("findings"):
        if record.get("severity") == "error":
            yield Hit("findings.csv", row, "rule", f"{record.get('plan_id')}: {record.get('rule')}")


def correction_pending(folder: Folder) -> Iterator[Hit]:
    """Corrections that people wrote and no run has taken up."""
    columns = ("item_id", "field", "old_value", "new_value")
    log = {tuple(r.get(c, "") for c in columns) for _, r in folder.records("correction_log")}
    # Written for an earlier reading: the log has it as it holds now, or the document reads so already.
    for written in carried(folder):
        now = tuple(written.get(f"{c}_now") or "" for c in columns)
        if written.get("file") == "corrections.csv" and (
            written.get("outcome") == ALREADY_RIGHT or now in log
        ):
            log.add(tuple(written.get(c) or "" for c in columns))
    for row, record in _corrections(folder):
        if any(record.values()) and tuple((record.get(c) or "") for c in columns) not in log:
            yield Hit("corrections.csv", row, record.get("field"), record.get("item_id") or "")


def correction_refused(folder: Folder) -> Iterator[Hit]:
    """Corrections that a run could not apply."""
    for row, record in folder.records("correction_log"):
        if record.get("status") in {"refused", "unknown"}:
            yield Hit("correction_log.csv", row, "status", f"{record.get('item_id')}: {record.get('status')}")


def carried(folder: Folder) -> Iterator[dict[str, str | None]]:
    """Rows of carried.csv: what people wrote before files were read otherwise, as it holds now.

    Raises:
        CannotJudgeError: the file cannot be read.
    """
    text = (folder.read(CARRIED) or b"").decode("utf-8-sig", errors="replace")
    try:
        yield from csv.DictReader(io.StringIO(text, newline=""), restkey="")
    except csv.Error as error:
        raise CannotJudgeError("table-unreadable", file=CARRIED) from error


def _corrections(folder: Folder) -> Iterator[tuple[int, dict[str, str | None]]]:
    content = folder.read("corrections.csv")
    text = (content or b"").decode("utf-8-sig", errors="replace")
    try:
        yield from enumerate(csv.DictReader(io.StringIO(text, newline=""), restkey=""), 2)
    except csv.Error as error:
        raise CannotJudgeError("table-unreadable", file="corrections.csv") from error


RELATION_RULES = {
    "foreign-key-broken": foreign_key_broken,
    "source-missing": source_missing,
    "page-outside-source": page_outside_source,
    "totals-differ": totals_differ,
    "budget-items-differ": budget_items_differ,
    "mention-misplaced": mention_misplaced,
    "plan-tables-differ": plan_tables_differ,
    "plan-unlisted": plan_unlisted,
    "finding-error": finding_error,
    "correction-pending": correction_pending,
    "correction-refused": correction_refused,
}
YEAR_RULES = {"years-disagree": years_disagree}
