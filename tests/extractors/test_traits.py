"""Small plans with one trait each: a failure names what is not read rightly."""

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.models import Extraction, Reader
from tests import scoring
from tests.making.traits import CATEGORY, FOOTNOTE, RUNNING_HEADER, TOTAL, TRAITS
from tests.reading import READERS

NO_UNIT = "unit-unknown"
"""Nearly all traits print no unit of money, and that is to be said."""
SAID: dict[str, set[str]] = {
    # The work items of these are 一、, 三、 and 四、.
    **{name: {NO_UNIT, "label-skipped"} for name in TRAITS if name.startswith("cut_in_")},
    "invisible_beside_visible": {NO_UNIT, "text-hidden"},
    # Text that lies invisible on a picture of its page is somebody's recognition: it agrees with the picture here.
    "invisible_only": {NO_UNIT, "text-layer-used"},
    "no_content": {NO_UNIT, "item-without-content"},
    "wrapped_header": set(),
}
"""What the findings say of a trait; of the others only that there is no unit."""

both_readers = pytest.mark.parametrize("reader", READERS)


def extracted(folder: Path, name: str, reader: Reader) -> tuple[Extraction, scoring.Gold]:
    data, gold = TRAITS[name]()
    path = folder / f"{name}.pdf"
    path.write_bytes(data)
    return extract(path, reader=reader, verify=True), gold


@pytest.mark.parametrize("name", TRAITS)
@both_readers
def test_a_trait_is_read_rightly(name: str, reader: Reader, tmp_path: Path) -> None:
    found, gold = extracted(tmp_path, name, reader)

    wrong = scoring.difference(scoring.gold_records(gold), scoring.records(found))
    assert not wrong, wrong
    wrong = scoring.difference(scoring.gold_fronts(gold), scoring.fronts(found))
    assert not wrong, wrong
    assert found.audit.outside == 0
    assert {finding.rule for finding in found.findings} == SAID.get(name, {NO_UNIT})


@both_readers
def test_a_merged_budget_cell_applies_to_all_its_items(reader: Reader, tmp_path: Path) -> None:
    found, gold = extracted(tmp_path, "merged_budgets", reader)

    assert scoring.covers(found) == [[scoring.plain(text) for text in cell] for cell in gold["covers"]]


@both_readers
def test_a_row_across_all_columns_is_a_work_level(reader: Reader, tmp_path: Path) -> None:
    found, _ = extracted(tmp_path, "category_row", reader)
    (section,) = scoring.sections_of(found)
    (category,) = (work for work in section.work_items if work.text == CATEGORY)

    assert category.parent is None
    assert [work.text for work in section.work_items if work.parent == category.id] == ["事務管理"]


@both_readers
def test_a_printed_total_is_no_item_and_no_budget(reader: Reader, tmp_path: Path) -> None:
    found, _ = extracted(tmp_path, "totals_row", reader)
    (section,) = scoring.sections_of(found)
    (total,) = section.totals

    assert (total.label, total.raw, total.scope) == ("合計", TOTAL, section.id)
    assert TOTAL not in {budget.raw for budget in section.budgets}


@both_readers
def test_text_around_the_table_is_kept_as_blocks(reader: Reader, tmp_path: Path) -> None:
    below, _ = extracted(tmp_path, "footnote", reader)
    around, _ = extracted(tmp_path, "running_header_and_page_numbers", reader)

    assert [(block.kind, block.text) for block in below.blocks] == [("footnote", FOOTNOTE)]
    pages = {block.page for block in around.blocks}
    for page in pages:
        printed = "".join(b.text for b in around.blocks if (b.kind, b.page) == ("furniture", page))
        assert scoring.plain(RUNNING_HEADER) in scoring.plain(printed)
        assert f"第{page}頁,共{len(pages)}頁" in scoring.plain(printed)
    assert len(pages) > 1


@both_readers
def test_the_cells_of_a_row_cut_by_a_page_end_have_a_place_on_both_pages(
    reader: Reader, tmp_path: Path
) -> None:
    found, _ = extracted(tmp_path, "cut_in_every_column", reader)
    item = scoring.items_of(found)[1]
    places: dict[str, list[int]] = {}
    for place in item.provenance:
        places.setdefault(place.field, []).append(place.page)

    assert places == {name: [1, 2] for name in ("work_item[0]", "plan_item[0]", "implementation[0]")}
