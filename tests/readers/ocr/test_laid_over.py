"""Stamps and watermarks on pictures of pages: print under them is read, none of their strokes becomes text."""

from pathlib import Path

import pytest

from tests.readers.ocr.plans import (
    BLUE,
    RED,
    blocks,
    drawn,
    place,
    plan,
    read,
    ring,
    rules,
    scanned,
    tinted,
    wanted,
    words,
)
from tests.scoring import records


@pytest.mark.parametrize("colour", [RED, BLUE], ids=["red", "blue"])
def test_a_stamp_over_amounts_and_sentence_ends(colour: tuple[int, int, int], tmp_path: Path) -> None:
    page = drawn(plan())
    x, y = place(plan(), "58")
    stamped = tinted(page, ring(page, (x - 60, y), 100), colour, opaque=False)
    found = read(scanned(stamped), tmp_path)

    assert records(found) == wanted(tmp_path)
    assert found.audit.outside == 0


def test_what_an_opaque_stamp_may_hide_is_told(tmp_path: Path) -> None:
    page = drawn(plan(budgets=("340", "5812", "12,900")))
    x, y = place(plan(budgets=("340", "5812", "12,900")), "5812")
    mask = words(page, "章", (x + 8, y), 36)
    found = read(scanned(tinted(page, mask, RED, opaque=True)), tmp_path)
    items = found.plans[0].sections[0].items

    about = {
        finding.item_id for finding in found.findings if finding.rule in {"text-obscured", "budget-doubtful"}
    }

    assert about == {items[1].id}


@pytest.mark.parametrize("degrees", [0, 35])
def test_a_grey_watermark(degrees: float, tmp_path: Path) -> None:
    page = drawn(plan())
    mask = words(page, "僅供參考", (page.width * 0.55, page.height * 0.55), 150, degrees)
    marked = tinted(page, mask, (195, 195, 195), opaque=False)
    found = read(scanned(marked), tmp_path)

    assert records(found) == wanted(tmp_path)
    assert blocks(found, "overlay") == ["僅供參考"]
    assert not rules(found) & {"text-doubtful", "budget-doubtful", "text-obscured", "ink-unread"}


def test_an_opaque_watermark_over_print_is_told(tmp_path: Path) -> None:
    page = drawn(plan())
    mask = words(page, "作廢", place(plan(), "修補路面坑洞"), 90)
    found = read(scanned(tinted(page, mask, (180, 180, 180), opaque=True)), tmp_path)
    items = found.plans[0].sections[0].items
    told = {
        finding.item_id for finding in found.findings if finding.rule in {"text-obscured", "text-doubtful"}
    }

    assert len(items) == 3
    assert items[2].id in told
