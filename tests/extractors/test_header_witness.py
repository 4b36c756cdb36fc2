"""What stands below a header bears witness where its words do not tell: amounts, sums, and numbered texts."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.extractors.pages import headers_of
from pipeline.layouts.trial import sheets_of_file
from pipeline.models import Extraction
from pipeline.profiles.profile import PART_ROLE, load_profile
from tests.making.typeset import compile_pdf

SET = (
    '#set page(width: 760pt, height: 800pt, margin: 40pt)\n#set text(font: "Noto Sans CJK TC", size: 10pt)\n'
)
STROKES = {"drawn": "0.5pt", "none": "none"}
WORDS = ("工作項目", "計畫項目", "實施內容")
TEXTS = ("一、業務", "1.辦理活動", "依計畫辦理各項活動。"), ("二、行政", "1.盤點財產", "每年盤點一次。")


def made(folder: Path, headers: Sequence[str], *rows: Sequence[str], stroke: str = "drawn") -> Path:
    """A plan of these columns; a header 預算金額 over 甲 and 乙 is written 預算金額: 甲, 乙."""
    groups = {at: head.split(": ") for at, head in enumerate(headers) if ": " in head}
    down = "rowspan: 2" if groups else "colspan: 1"
    cells: list[str] = []
    below: list[str] = []
    for at, head in enumerate(headers):
        if at in groups:
            word, parts = groups[at]
            below += parts.split(", ")
            cells.append(f"table.cell(colspan: {len(parts.split(', '))})[{word}]")
        else:
            cells.append(f"table.cell({down})[{head}]")
    body = ", ".join(f"[{text}]" for row in rows for text in row)
    heads = ", ".join([*cells, *(f"[{text}]" for text in below)])
    source = f"""{SET}#align(center)[虛構區公所民政課115年度重要工作計畫]
#table(columns: {len(rows[0])} * (1fr,), stroke: {STROKES[stroke]}, {heads}, {body})"""
    path = folder / "plan.pdf"
    path.write_bytes(compile_pdf(source))
    return path


def with_amounts(folder: Path, header: str, *amounts: Sequence[str], stroke: str = "drawn") -> Path:
    """A plan with columns of amounts behind the contents."""
    rows = [(*texts, *row) for texts, row in zip(TEXTS, amounts, strict=True)]
    return made(folder, (*WORDS, header), *rows, stroke=stroke)


def roles(path: Path) -> list[str]:
    """Roles of the columns of the only table."""
    found = headers_of(sheets_of_file(path, "pdfium", None), load_profile())
    (header,) = (one for headers in found.values() for one in headers)
    return list(header.roles)


def rules(found: Extraction) -> list[str]:
    return [finding.rule for finding in found.findings]


@pytest.mark.parametrize(
    "header", ["匡列數（千元）", "年度預算編列", "經費匡列(單位：元)", "金額小計欄", "核列數(萬元)"]
)
@pytest.mark.parametrize("stroke", STROKES)
def test_amounts_below_a_word_for_money_are_the_budget(header: str, stroke: str, tmp_path: Path) -> None:
    path = with_amounts(tmp_path, header, ("8,359",), ("120",), stroke=stroke)

    assert roles(path)[-1] == "budget_current"
    assert "header-role-guessed" in rules(extract(path))


@pytest.mark.parametrize("header", ["匡列數", "核列", "執行額", "計列", "備註"])
def test_amounts_that_no_word_tells_are_named_once(header: str, tmp_path: Path) -> None:
    found = extract(with_amounts(tmp_path, header, ("8,359",), ("120",)))
    items = [item for plan in found.plans for section in plan.sections for item in section.items]

    assert [item.extra[0].text for item in items] == ["8,359", "120"]
    assert rules(found).count("amounts-not-read") == 1
    assert [finding.item_id for finding in found.findings if finding.rule == "amount-in-extra"] == [
        item.id for item in items
    ]


@pytest.mark.parametrize(
    ("header", "amounts"),
    [("場次", (("3場",), ("12場",))), ("備註", (("",), ("配合市府",))), ("序次", (("1",), ("2",)))],
)
def test_other_columns_are_no_amounts(
    header: str, amounts: tuple[tuple[str], tuple[str]], tmp_path: Path
) -> None:
    assert "amounts-not-read" not in rules(extract(with_amounts(tmp_path, header, *amounts)))


@pytest.mark.parametrize("stroke", STROKES)
def test_a_column_that_others_add_up_to_is_their_total_whatever_its_word(stroke: str, tmp_path: Path) -> None:
    header = "預算金額（千元）: 中央, 市款, 全數"
    rows = ("1,000", "200", "1,200"), ("30", "40", "70")

    assert roles(with_amounts(tmp_path, header, *rows, stroke=stroke))[3:] == [
        PART_ROLE,
        PART_ROLE,
        "budget_current",
    ]


def test_amounts_that_add_up_in_one_row_only_are_parts(tmp_path: Path) -> None:
    header = "預算金額（千元）: 中央, 市款, 鎮款"
    rows = ("1,000", "200", "1,200"), ("30", "40", "50")

    assert roles(with_amounts(tmp_path, header, *rows))[3:] == [PART_ROLE] * 3


def test_numbered_texts_beside_a_listed_level_are_a_level(tmp_path: Path) -> None:
    path = made(tmp_path, ("工作項目", "年度亮點", "實施內容"), *TEXTS)

    assert roles(path) == ["work", "plan", "implementation"]


def test_numbered_texts_between_listed_levels_are_a_level(tmp_path: Path) -> None:
    rows = [(first, f"({'一二'[at]})管理", *rest) for at, (first, *rest) in enumerate(TEXTS)]
    path = made(tmp_path, ("工作項目", "年度亮點", "計畫項目", "實施內容"), *rows)

    assert roles(path) == ["work", "work", "plan", "implementation"]


def test_numbered_texts_between_the_listed_plan_and_its_contents_are_no_plan(tmp_path: Path) -> None:
    rows = [(*texts[:2], "1.新增", texts[2]) for texts in TEXTS]
    path = made(tmp_path, ("工作項目", "計畫項目", "年度亮點", "實施內容"), *rows)

    assert roles(path) == ["work", "plan", "extra", "implementation"]


def test_texts_without_numbers_beside_a_listed_level_are_none(tmp_path: Path) -> None:
    rows = (("1.辦理活動", "自治條例", "依計畫辦理各項活動。"), ("2.盤點財產", "管理規則", "每年盤點一次。"))

    assert roles(made(tmp_path, ("工作項目", "法令依據", "實施內容"), *rows)) == [
        "plan",
        "extra",
        "implementation",
    ]
