"""A folder against the release before it."""

from pathlib import Path

import pytest

from pipeline.gate.check import check_folder
from pipeline.gate.previous import PREVIOUS_RULES
from tests.gate.breaking import change, put, read_rows, write_rows


def found(folder: Path, previous: Path) -> dict[str, list[str]]:
    """Rules that fire, with what they saw."""
    report = check_folder(folder, previous, rules=PREVIOUS_RULES)
    assert report.judged == tuple(PREVIOUS_RULES)
    told: dict[str, list[str]] = {}
    for result in report.results:
        told.setdefault(result.id, []).append(result.text.en.rpartition(": ")[2])
    return told


def version(folder: Path, number: str) -> None:
    change(folder / "datapackage.json", lambda package: package.update(version=number))


def drop(path: Path, **wanted: str) -> None:
    """Take out the rows with these values."""
    rows = read_rows(path)
    places = [(rows[0].index(name), value) for name, value in wanted.items()]
    write_rows(path, [rows[0], *(row for row in rows[1:] if any(row[i] != v for i, v in places))])


def test_the_same_folder_needs_no_new_version(folder: Path, published: Path) -> None:
    assert found(folder, published) == {}


def test_a_changed_value_needs_a_patch(folder: Path, published: Path) -> None:
    put(folder / "items.csv", 2, "section", "他課")

    assert found(folder, published) == {"version-not-raised": ["PATCH"]}
    version(folder, "1.1.1")
    assert found(folder, published) == {}


def test_rows_in_another_order_are_the_same_rows(folder: Path, published: Path) -> None:
    rows = read_rows(folder / "items.csv")
    # The plans' rows no longer stand together.
    write_rows(folder / "items.csv", [rows[0], *rows[2::2], *rows[1::2]])

    assert found(folder, published) == {}


def test_plans_in_another_order_are_the_same_plans(folder: Path, published: Path) -> None:
    head, *rows = read_rows(folder / "items.csv")
    plan = head.index("plan_id")
    write_rows(folder / "items.csv", [head, *sorted(rows, key=lambda row: row[plan], reverse=True)])

    assert found(folder, published) == {}


def test_new_rows_need_a_minor_version(folder: Path, published: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    for path in [*published.glob("*.csv"), published / "datapackage.json"]:
        (before / path.name).write_bytes(path.read_bytes())
    drop(before / "steps.csv", plan_id="chiayi-city-west-113")

    version(folder, "1.1.1")
    assert found(folder, before) == {"version-not-raised": ["MINOR"]}
    version(folder, "1.2.0")
    assert found(folder, before) == {}


def test_a_column_more_needs_a_major_version(folder: Path, published: Path) -> None:
    path = folder / "items.csv"
    rows = read_rows(path)
    write_rows(path, [[*rows[0], "more"], *([*row, "1"] for row in rows[1:])])

    version(folder, "1.2.0")
    assert found(folder, published) == {"version-not-raised": ["MAJOR"]}
    version(folder, "2.0.0")
    assert found(folder, published) == {}


def test_rows_are_not_lost_in_silence(folder: Path, published: Path) -> None:
    lost = read_rows(folder / "items.csv")[1][0]
    drop(folder / "items.csv", item_id=lost)

    assert found(folder, published) == {"rows-lost": [lost], "version-not-raised": ["MAJOR"]}


def test_a_major_version_says_that_rows_are_gone(folder: Path, published: Path) -> None:
    drop(folder / "items.csv", item_id=read_rows(folder / "items.csv")[1][0])
    version(folder, "2.0.0")

    assert found(folder, published) == {}


def test_a_key_stays_with_its_row(folder: Path, published: Path) -> None:
    old = put(folder / "items.csv", 2, "item_id", "another")

    assert found(folder, published) == {
        "key-changed": [f"{old} → another"],
        "version-not-raised": ["MAJOR"],
    }


@pytest.mark.parametrize("table", ["findings.csv", "correction_log.csv"])
def test_remarks_may_come_and_go(table: str, folder: Path, published: Path) -> None:
    path = folder / table
    write_rows(path, read_rows(path)[:1])

    assert found(folder, published) == {}


def test_an_older_version_is_no_rise(folder: Path, published: Path) -> None:
    put(folder / "items.csv", 2, "section", "他課")
    version(folder, "1.0.9")

    assert found(folder, published) == {"version-not-raised": ["PATCH"]}
