"""Headers whose words no profile lists: roles by ending and by place, and every guess said."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.errors import NoPlanError
from pipeline.extractors.words import words_of
from pipeline.models import Extraction, Reader
from pipeline.profiles.loading import load_profile
from tests import scoring
from tests.making.layout import Layout, Rules
from tests.making.traits import LAYOUT, PLAIN, made
from tests.reading import READERS

UNLISTED = ("業務綱要", "推動重點", "執行步驟", "所需費用")
WORDS = words_of(load_profile())


def with_headers(*headers: str, rules: Rules = "all") -> Layout:
    columns = zip(LAYOUT.columns, headers, strict=True)
    return replace(LAYOUT, columns=tuple(replace(c, header=h) for c, h in columns), rules=rules)


def read(layout: Layout, reader: Reader, path: Path) -> tuple[Extraction, scoring.Gold]:
    data, gold = made(layout, *PLAIN)
    path.write_bytes(data)
    return extract(path, reader=reader), gold


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("rules", ["all", "columns", "rows", "none", "zebra"])
@pytest.mark.parametrize(
    "headers",
    [
        UNLISTED,
        ("業務綱要", "計畫項目", "實施內容", "預算數"),
        ("業務\n綱要", "推動\n重點項目", "執行步驟", "年度\n所需\n費用"),
    ],
    ids=["none-listed", "one-unlisted", "wrapped"],
)
def test_unlisted_headers_are_read_by_ending_and_place(
    reader: Reader, rules: Rules, headers: tuple[str, ...], tmp_path: Path
) -> None:
    found, gold = read(with_headers(*headers, rules=rules), reader, tmp_path / "plan.pdf")

    wrong = scoring.difference(scoring.gold_records(gold), scoring.records(found))
    assert not wrong, wrong
    assert found.audit.outside == 0
    said = {f.message_en for f in found.findings if f.rule == "header-role-guessed"}
    assert any("業務綱要 → work" in message for message in said)


def test_a_table_without_contents_is_no_plan(tmp_path: Path) -> None:
    # As in a budget book: amounts by account, with remarks.
    with pytest.raises(NoPlanError):
        read(
            with_headers("科目編號", "分支計畫及用途別科目", "說明", "金額"),
            "pdfium",
            tmp_path / "budget.pdf",
        )


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("推動作法", "implementation"),
        ("辦理方式說明", "implementation"),
        ("補充說明", "extra"),
        ("所需費用（單位：千元）", "budget_current"),
        ("上年度經費", "budget_previous"),
        ("補助經費來源", "budget_source"),
        ("一、推動計畫", None),
        ("112年度施政計畫", None),
        ("持續辦理，並改善作法", None),
        ("實施方法（四）推動生活重建。", None),
    ],
)
def test_an_ending_gives_a_role_to_words_only(text: str, role: str | None) -> None:
    assert WORDS.guess(text) == role
