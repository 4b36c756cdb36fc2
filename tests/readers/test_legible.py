"""A text layer that is not what is printed is told from every text that a plan may hold."""

import pytest

from pipeline.readers.legible import legible

PLAN = "中華民國113年度施政計畫：辦理民政業務、社會福利、道路養護及環境清潔等工作。" * 2


@pytest.mark.parametrize(
    "text",
    [
        PLAN.encode().decode("latin-1"),
        PLAN.encode("big5", errors="ignore").decode("latin-1"),
        "\ufffd" * 50,
        "".join(chr(0xE000 + ord(c) % 4096) for c in PLAN),
        "".join(chr(0x4E00 + (ord(c) * 7919) % 20902) for c in PLAN),
    ],
    ids=["utf-8 as latin-1", "big5 as latin-1", "no unicode", "private use", "wrong han"],
)
def test_mojibake_is_not_legible(text: str) -> None:
    assert not legible(text)


@pytest.mark.parametrize(
    "text", [PLAN, "1,234,567 " * 20, "Plan of work, 2024. " * 5, "\uf06c" + PLAN, "\ufffd" * 5, ""]
)
def test_text_of_plans_is_legible(text: str) -> None:
    assert legible(text)
