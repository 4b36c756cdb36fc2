"""Print that is no level line of its own: text on its side or stacked, struck amounts, raised marks of notes."""

from pathlib import Path

import pytest

from tests.readers.ocr.plans import Cell, blocks, drawn, plan, read, rules, scanned, wanted
from tests.scoring import records


def turned(degrees: int) -> Cell:
    return lambda text: f"#align(center + horizon, rotate({degrees}deg, reflow: true)[{text}])"


def stacked(text: str) -> str:
    column = " \\ ".join(text)
    return f"#set par(leading: 0.25em)\n#align(center)[{column}]"


def in_two_columns(text: str) -> str:
    return f"#align(center, rotate(90deg, reflow: true)[{text[:4]} \\ {text[4:]}])"


@pytest.mark.parametrize(
    "work", [turned(-90), turned(90), stacked, in_two_columns], ids=["up", "down", "stacked", "columns"]
)
def test_text_on_its_side_and_stacked_text_of_a_cell(work: Cell, tmp_path: Path) -> None:
    found = read(scanned(drawn(plan(work=work, width="46pt"))), tmp_path)

    assert records(found) == wanted(tmp_path)


@pytest.mark.parametrize("printed", ["#strike[100] 340", "#strike[100]340", "340 #strike[1,500]"])
def test_a_struck_amount_is_kept_apart(printed: str, tmp_path: Path) -> None:
    found = read(scanned(drawn(plan(budgets=(printed, "58", "12,900")))), tmp_path)

    assert records(found) == wanted(tmp_path)
    assert blocks(found, "struck") == ["1,500" if "1,500" in printed else "100"]
    assert "text-struck" in rules(found)


@pytest.mark.parametrize("mark", ["1", "註2", "3)"])
def test_a_raised_mark_is_no_digit(mark: str, tmp_path: Path) -> None:
    printed = f'12,900#super(typographic: false, size: 0.6em, "{mark}")'
    found = read(scanned(drawn(plan(budgets=("340", "58", printed)))), tmp_path)
    budgets = found.plans[0].sections[0].budgets

    assert [budget.amount_twd for budget in budgets] == [340_000, 58_000, 12_900_000]
    assert "note-mark" in rules(found)
