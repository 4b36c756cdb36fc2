"""Headers, rows, types, keys, and what several tables say of the same thing."""

from pathlib import Path

from tests.gate.breaking import add, case, change, first, put, read_rows, rewrite, value, write_rows

PLAN = "chiayi-city-west-112"


@case("header-differs", "items.csv", row=1)
def _(folder: Path) -> None:
    rewrite(folder / "items.csv", b"item_id,", b"id,")


@case("header-differs", "items.csv", row=1)
def _(folder: Path) -> None:
    path = folder / "items.csv"
    write_rows(path, [[row[1], row[0], *row[2:]] for row in read_rows(path)])


@case("header-duplicate", "budgets.csv", row=1)
def _(folder: Path) -> None:
    rewrite(folder / "budgets.csv", b"raw,", b"header,")


@case("header-duplicate", "budgets.csv", row=1)
def _(folder: Path) -> None:
    rewrite(folder / "budgets.csv", b",raw,", b",,")


@case("row-ragged", "items.csv", row=2)
def _(folder: Path) -> None:
    path = folder / "items.csv"
    rows = read_rows(path)
    write_rows(path, [rows[0], rows[1][:-1], *rows[2:]])


@case("row-blank", "items.csv", row=3)
def _(folder: Path) -> None:
    path = folder / "items.csv"
    rows = read_rows(path)
    write_rows(path, [*rows[:2], [""] * len(rows[0]), *rows[2:]])


@case("row-duplicate", "steps.csv", row=3)
def _(folder: Path) -> None:
    path = folder / "steps.csv"
    rows = read_rows(path)
    write_rows(path, [*rows[:2], rows[1], *rows[2:]])


@case("type-wrong", "items.csv", row=2, column="first_page")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "first_page", "3.0")


@case("required-missing", "items.csv", row=2, column="agency_id")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "agency_id", "")


@case("enum-unknown", "budgets.csv", row=2, column="role")
def _(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "role", "next")


@case("pattern-mismatch", "items.csv", row=2, column="source_sha256")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "source_sha256", "ABC")


@case("value-below-minimum", "items.csv", row=2, column="first_page")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "first_page", "0")


@case("amount-not-integer", "budgets.csv", row=2, column="amount_twd")
def _(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "amount_twd", "40,000")


@case("unit-in-cell", "budgets.csv", row=2, column="amount_twd")
def _(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "amount_twd", "40千元")


@case("key-missing", "steps.csv", row=2, column="path")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "path", "")


@case("key-duplicate", "items.csv", row=3, column="item_id")
def _(folder: Path) -> None:
    put(folder / "items.csv", 3, "item_id", value(folder / "items.csv", 2, "item_id"))


@case("foreign-key-broken", "steps.csv", row=2, column="item_id")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "item_id", "nowhere")


@case("foreign-key-broken", "items.csv", row=2, column="plan_id")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "plan_id", "nowhere-112")


@case("years-disagree", "items.csv", row=2, column="year")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "year", "2024")


@case("years-disagree", "items.csv", row=2, column="plan_id")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "plan_id", "chiayi-city-west-113")


@case("source-missing", "items.csv", row=2, column="source_sha256")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "source_sha256", "f" * 64)


@case("source-missing", "budgets.csv", row=2, column="first_page")
def _(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "first_page", "")


@case("page-outside-source", "items.csv", row=2, column="last_page")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "last_page", "999")


@case("totals-differ", "totals.csv", row=2, column="amount_twd")
def _(folder: Path) -> None:
    # Neither sample prints a total: one that is wrong is added, of a section with amounts only.
    section = value(folder / "budgets.csv", 2, "section_id")
    row = {"plan_id": PLAN, "section_id": section, "number": "1", "label": "合計", "raw": "1"}
    add(folder / "totals.csv", **row, amount_twd="1000")


@case("budget-items-differ", "items.csv", row=4, column="budget_twd")
def _(folder: Path) -> None:
    path = folder / "items.csv"
    assert first(path, budget_kind="amount") == 4
    put(path, 4, "budget_twd", "1")


@case("budget-items-differ", "budgets.csv", row=2, column="item_ids")
def _(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "item_ids", "nowhere")


@case("mention-misplaced", "mentions.csv", column="offset")
def _(folder: Path) -> None:
    path = folder / "mentions.csv"
    item = value(folder / "items.csv", 2, "item_id")
    add(path, plan_id=PLAN, item_id=item, number="99", kind="money", text="1 億元", offset="1")


@case("plan-tables-differ", f"{PLAN}/items.csv", row=2)
def _(folder: Path) -> None:
    put(folder / PLAN / "items.csv", 2, "section", "他課")


@case("plan-tables-differ", f"{PLAN}/steps.csv")
def _(folder: Path) -> None:
    path = folder / PLAN / "steps.csv"
    write_rows(path, read_rows(path)[:-1])


@case("plan-unlisted", "sources.csv", column="plan_id")
def _(folder: Path) -> None:
    path = folder / "sources.csv"
    write_rows(path, read_rows(path)[:-1])


@case("finding-error", "findings.csv", column="rule")
def _(folder: Path) -> None:
    add(folder / "findings.csv", finding_id="f99", plan_id=PLAN, rule="page-unread", severity="error")


@case("correction-pending", "corrections.csv", row=2, column="section")
def _(folder: Path) -> None:
    header = "item_id,field,old_value,new_value,reason,who,date\n"
    (folder / "corrections.csv").write_text(f"{header}a,section,甲,乙,誤植,王,2024-01-01\n", encoding="utf-8")


@case("review-differs", "datapackage.json", column="review")
def _(folder: Path) -> None:
    (folder / "reviewed.csv").write_text("item_id,record_sha256,who,date\n", encoding="utf-8")


@case("review-differs", "datapackage.json", column="review")
def _(folder: Path) -> None:
    change(folder / "datapackage.json", lambda data: data.update(review={"itemsChecked": 9, "items": 9}))


@case("correction-refused", "correction_log.csv", row=2, column="status")
def _(folder: Path) -> None:
    add(folder / "correction_log.csv", number="1", item_id="a", field="section", status="refused")


@case("personal-identifier", "steps.csv", row=2, column="text")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "身分證A123456789。")


@case("personal-identifier", "steps.csv", row=2, column="text")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "居留證A800000014")


@case("personal-identifier", "steps.csv", row=2, column="text")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "請電0912-345-678")


@case("csv-formula", "items.csv", row=2, column="extra")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "extra", "=HYPERLINK(1)")


@case("csv-changed", "steps.csv", row=2, column="text")
def _(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "1-2")


@case("confidence-contradicted", "items.csv", row=2, column="confidence")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "confidence", "certain")
    item = value(folder / "items.csv", 2, "item_id")
    add(
        folder / "findings.csv",
        plan_id=PLAN,
        finding_id="f99",
        rule="cell-torn",
        severity="warning",
        item_id=item,
    )


@case("enum-unknown", "items.csv", row=2, column="confidence")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "confidence", "sure")


@case("required-missing", "items.csv", row=2, column="confidence")
def _(folder: Path) -> None:
    put(folder / "items.csv", 2, "confidence", "")
