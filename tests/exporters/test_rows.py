import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exporters.columns import FlatColumn, FlatTable, Row
from pipeline.exporters.csv_form import csv_bytes
from pipeline.exporters.frames import DTYPES, frames_of, to_frames
from pipeline.exporters.rows import all_rows
from pipeline.exporters.tables import CORRECTION_LOG, ITEMS, MENTIONS, STEPS, TABLES, TOTALS
from pipeline.models import PlanDocument, Total
from pipeline.normalizers.records import labelled, walk
from tests.contract import at, extraction, item, level, plan, rich_extraction, section, step


@pytest.fixture
def document() -> PlanDocument:
    return next(rich_extraction().documents())


def rows(document: PlanDocument, table: FlatTable) -> list[Row]:
    return list(table.rows(document))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_rows_have_the_declared_columns_in_their_order(document: PlanDocument, table: FlatTable) -> None:
    found = rows(document, table)
    assert found
    assert {tuple(row) for row in found} == {table.names}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_values_keep_what_the_columns_declare(document: PlanDocument, table: FlatTable) -> None:
    types = {"string": str, "integer": int, "number": float}
    for row in rows(document, table):
        for column in table.columns:
            value = row[column.name]
            assert value is None or type(value) is types[column.type], column.name
            assert value is not None or not column.required, column.name
            assert value is None or not column.enum or value in column.enum, column.name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_primary_keys_are_unique(document: PlanDocument, table: FlatTable) -> None:
    keys = [tuple(row[name] for name in table.primary_key) for row in rows(document, table)]
    assert len(set(keys)) == len(keys)


def test_an_item_is_one_row_with_its_path_and_contents(document: PlanDocument) -> None:
    first, second, third = rows(document, ITEMS)
    assert first["work_item"] == "一、一般行政 > (一)自治行政管理"
    assert (first["work_item_1"], first["work_item_2"]) == ("一、一般行政", "(一)自治行政管理")
    assert first["work_item_3"] is None
    assert first["plan_item"] == '(二)辦理老人福利 > 1. 2歲以上, 「含」"引號"'
    assert first["implementation"] == "依下列方式辦理：\n1. 訪視。\n(1)每月一次。\n(2)隨時。"
    assert first["extra"] == "備註: =1+1\n協辦單位: 社會課"
    assert (first["first_page"], first["last_page"]) == (1, 2)
    assert first["finding_ids"] == "f1 f2"
    assert second["work_item"] is None
    assert second["implementation"] is None
    assert second["first_page"] is None
    assert third["work_item_3"] == "3、第3層"
    assert str(third["work_item"]).endswith("4、第4層")


def test_an_items_row_says_how_sure_its_reading_is(document: PlanDocument) -> None:
    assert [row["confidence"] for row in rows(document, ITEMS)] == ["doubtful", "certain", "likely"]


def test_an_items_budget_is_this_years_and_says_who_shares_it(document: PlanDocument) -> None:
    first, second, third = rows(document, ITEMS)
    assert first["budget_raw"] == "40"
    assert first["budget_twd"] == 40_000
    assert first["budget_items"] == 2
    assert first["budget_basis"] == "merged_cell"
    assert first["budget_ids"] == "b1 b4"
    assert second["budget_raw"] == "40\n市府統籌款\n60"
    assert second["budget_twd"] == 100_000
    assert (second["budget_kind"], second["budget_basis"]) == ("amount", "aligned")
    assert (third["budget_kind"], third["budget_twd"], third["budget_raw"]) == ("nil", None, "－")


@pytest.mark.parametrize(
    ("fields", "pages"),
    [
        ({"work_item[0]": 1, "plan_item[0]": 2, "plan_item[1]": 4, "implementation[0].steps[1]": 5}, (4, 5)),
        ({"work_item[0]": 1, "plan_item[1]": 3, "extra[0]": 4}, (3, 4)),
        ({"work_item[0]": 1, "implementation[0]": 3}, (3, 3)),
        ({"work_item[0]": 1, "plan_item[0]": 2}, (1, 2)),
        ({}, (None, None)),
    ],
)
def test_an_item_stands_on_the_pages_of_its_own_fields(
    fields: dict[str, int], pages: tuple[int | None, int | None]
) -> None:
    places = tuple(at(name, page=page) for name, page in fields.items())
    one = item("a-1", plan_item=(level("(一)", "類別", 1), level("1.", "項目", 1)), provenance=places)
    bare = item("a-2", plan_item=(), provenance=(at("work_item[0]", page=1), at("implementation[0]", page=3)))
    made = next(extraction(plan("a", section("s", (one, bare)))).documents())
    first, second = rows(made, ITEMS)
    assert (first["first_page"], first["last_page"]) == pages
    assert (second["first_page"], second["last_page"]) == (3, 3)


def test_steps_are_placed_by_path_and_depth(document: PlanDocument) -> None:
    found = [(row["item_id"], row["path"], row["depth"], row["label"]) for row in rows(document, STEPS)]
    assert found[:4] == [
        ("a-112-1", "1", 1, None),
        ("a-112-1", "2", 1, "1."),
        ("a-112-1", "2.1", 2, "(1)"),
        ("a-112-1", "2.2", 2, "(2)"),
    ]


def test_budgets_can_be_summed(document: PlanDocument) -> None:
    budgets = frames_of([document])["budgets"]
    assert budgets.groupby("role")["amount_twd"].sum().to_dict() == {"current": 100_000, "previous": 35_000}
    assert budgets["items"].tolist() == [2, 1, 1, 1, 1]
    assert budgets["item_ids"][0] == "a-112-1 a-112-2"


def test_findings_have_their_place(document: PlanDocument) -> None:
    placed, general = rows(document, TABLES["findings"])
    assert (placed["page"], placed["x0"], placed["top"]) == (1, 50.0, 100.25)
    assert (general["page"], general["x0"]) == (None, None)


def test_mentions_stand_in_the_contents_of_their_item(document: PlanDocument) -> None:
    (mention,) = rows(document, MENTIONS)
    (contents,) = [r["implementation"] for r in rows(document, ITEMS) if r["item_id"] == mention["item_id"]]
    assert (mention["number"], mention["kind"], mention["offset"]) == (1, "date", 19)
    assert str(contents)[19:].startswith(str(mention["text"]))


def test_a_total_says_what_it_sums() -> None:
    def total(scope: str) -> Total:
        return Total(
            raw="合計 9", label="合計", scope=scope, amount_twd=9_000, provenance=(at("total", page=2),)
        )

    made = plan("a", section("s1", (), totals=(total("s1"),)), section("s2", (), totals=(total("a"),)))
    found = rows(next(extraction(made).documents()), TOTALS)
    assert [(row["number"], row["section_id"]) for row in found] == [(1, "s1"), (2, None)]
    assert [(row["amount_twd"], row["first_page"]) for row in found] == [(9_000, 2), (9_000, 2)]


def test_the_log_counts_corrections_over_all_plans_and_those_that_no_item_lists(
    document: PlanDocument,
) -> None:
    unknown: Row = dict.fromkeys(CORRECTION_LOG.names) | {
        "item_id": "gone", "field": "plan_item", "old_value": "", "status": "unknown",
    }  # fmt: skip
    log = all_rows([document, document], [unknown])["correction_log"]
    assert [(row["number"], row["item_id"], row["status"]) for row in log] == [
        (1, "a-112-3", "applied"),
        (2, "a-112-3", "applied"),
        (3, "gone", "unknown"),
    ]
    assert log[2]["old_value"] is None


def test_frames_keep_integers_and_types_even_without_rows(document: PlanDocument) -> None:
    empty = next(extraction(plan("a-112", section("s", ()))).documents())
    for documents in ([document], [empty], []):
        frames = frames_of(documents)
        assert list(frames) == list(TABLES)
        for name, table in TABLES.items():
            found = {column: str(dtype) for column, dtype in frames[name].dtypes.items()}
            assert found == {column.name: DTYPES[column.type] for column in table.columns}
        assert str(frames["items"].dtypes["year_roc"]) == "Int64"


def test_frames_of_several_plans_follow_one_another(document: PlanDocument) -> None:
    other = next(extraction(plan("b-113", section("s", (item("b-113-1"),)))).documents())
    ids = frames_of([other, document])["items"]["plan_id"].tolist()
    assert ids == ["b-113", "a-112", "a-112", "a-112"]


def test_frames_are_of_a_file_or_of_one_of_its_plans() -> None:
    made = rich_extraction()
    assert to_frames(made)["items"].equals(to_frames(next(made.documents()))["items"])
    assert len(to_frames(made)["items"]) == 3


def read_back(table: FlatTable, content: bytes) -> pd.DataFrame:
    dtypes = {column.name: DTYPES[column.type] for column in table.columns}
    return pd.read_csv(io.BytesIO(content), dtype=dtypes, keep_default_na=False, na_values=[""])


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_csv_reads_back_to_the_frame(document: PlanDocument, table: FlatTable) -> None:
    content = csv_bytes(table, table.rows(document))
    pd.testing.assert_frame_equal(read_back(table, content), frames_of([document])[table.name])


def test_csv_has_one_byte_order_mark_and_lf_only(document: PlanDocument) -> None:
    content = csv_bytes(ITEMS, ITEMS.rows(document))
    assert content.startswith(b"\xef\xbb\xbfitem_id,plan_id,")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert b"\r" not in content
    assert content.endswith(b"\n")


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=2, max_size=2))
def test_any_text_survives_csv(texts: list[str]) -> None:
    table = FlatTable("items", "", "", "", (FlatColumn("a", "", "", ""), FlatColumn("b", "", "", "")), ("a",))
    content = csv_bytes(table, [{"a": texts[0], "b": texts[1]}]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline=""))) == [["a", "b"], texts]


def test_a_number_never_runs_into_the_text() -> None:
    assert labelled(step("1.", "5萬元以下")) == "1. 5萬元以下"
    assert labelled(step("（一）", "督導")) == "（一）督導"
    assert labelled(step("1.", "")) == "1."
    assert labelled(step(None, "無編號")) == "無編號"


@given(st.recursive(st.just(()), lambda below: st.lists(below, max_size=3).map(tuple), max_leaves=12))
def test_walk_numbers_every_step_once(shape: tuple[object, ...]) -> None:
    def build(branches: object) -> tuple[object, ...]:
        assert isinstance(branches, tuple)
        return tuple(step(None, "x", *build(branch)) for branch in branches)  # type: ignore[arg-type]

    def count(branches: object) -> int:
        assert isinstance(branches, tuple)
        return sum(1 + count(branch) for branch in branches)

    paths = [path for path, _ in walk(build(shape))]  # type: ignore[arg-type]
    assert len(paths) == len(set(paths)) == count(shape)
    assert paths == sorted(paths)
