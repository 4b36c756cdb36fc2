"""A profile is proposed for header trees too."""

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.layouts.proposal import propose
from tests.extractors.test_header_witness import made

HEADERS = ("主軸", "年度亮點", "具體行動")
TEXTS = (
    ("一、業務", "1.辦理活動", "依計畫辦理各項活動，並檢討成效。"),
    ("二、行政", "1.盤點財產", "每年盤點一次，造冊列管。"),
)


@pytest.mark.parametrize(
    ("tree", "amounts", "word"),
    [
        ("匡列數（千元）: 甲類, 乙類", (("1,000", "200"), ("30", "40")), "甲類"),
        ("匡列數（千元）: 中央, 甲類, 合計", (("1,000", "200", "1,200"), ("30", "40", "70")), "甲類"),
        ("預算金額（千元）: 甲類, 乙類", (("1,000", "200"), ("30", "40")), None),
    ],
)
def test_parts_below_a_word_are_proposed_as_parts(
    tree: str, amounts: tuple[tuple[str, ...], ...], word: str | None, tmp_path: Path
) -> None:
    path = made(tmp_path, (*HEADERS, tree), *((*t, *a) for t, a in zip(TEXTS, amounts, strict=True)))
    text = propose(path, "own")
    profile = tmp_path / "own.toml"
    profile.write_text(text, encoding="utf-8")
    found = extract(path, profile=profile)
    budgets = [b for plan in found.plans for section in plan.sections for b in section.budgets]

    assert word is None or f'"{word}",' in text.partition("budget_part = [")[2]
    assert sum(b.amount_twd or 0 for b in budgets if b.role == "current") == 1_270_000
