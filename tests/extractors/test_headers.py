"""Headers whose words no profile lists: roles by ending and by place, and every guess said."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.errors import NoPlanError
from pipeline.extractors.headers import find_headers
from pipeline.extractors.words import words_of
from pipeline.models import Extraction, Reader
from pipeline.profiles.profile import load_profile
from tests import scoring
from tests.extractors.test_header_lines import sheet
from tests.making.layout import Layout, Rules
from tests.making.traits import LAYOUT, PLAIN, made
from tests.reading import READERS

UNLISTED = ("業務綱要", "推動重點", "執行步驟", "所需費用")
ONE_LISTED = ("業務綱要", "推動重點", "實施內容", "所需費用")
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
        ONE_LISTED,
        ("業務綱要", "計畫項目", "實施內容", "預算數"),
        ("業務綱要", "推動重點", "執行步驟", "預算數"),
        ("業務\n綱要", "推動\n重點項目", "實施內容", "年度\n所需\n費用"),
    ],
    ids=["one-listed", "one-unlisted", "amount-listed", "wrapped"],
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


@pytest.mark.parametrize("contents", ["作業情形概述", "施作詳述", "Details"])
@pytest.mark.parametrize("rules", ["all", "rows", "none"])
def test_sentences_beside_listed_levels_and_money_are_contents(
    contents: str, rules: Rules, tmp_path: Path
) -> None:
    found, gold = read(
        with_headers("業務計畫", "工作計畫", contents, "預算數", rules=rules), "pdfium", tmp_path / "plan.pdf"
    )

    wrong = scoring.difference(scoring.gold_records(gold), scoring.records(found))
    assert not wrong, wrong
    said = {f.message_en for f in found.findings if f.rule == "header-role-guessed"}
    assert any(f"{contents} → implementation" in message for message in said)


def test_sentences_without_a_word_for_money_are_no_plan(tmp_path: Path) -> None:
    with pytest.raises(NoPlanError):
        read(with_headers("業務計畫", "工作計畫", "作業情形概述", "件數"), "pdfium", tmp_path / "form.pdf")


def test_a_table_without_contents_is_no_plan(tmp_path: Path) -> None:
    # As in a budget book: amounts by account, with remarks.
    with pytest.raises(NoPlanError):
        read(
            with_headers("科目編號", "分支計畫及用途別科目", "說明", "金額"),
            "pdfium",
            tmp_path / "budget.pdf",
        )


def test_words_that_no_list_has_make_no_plan(tmp_path: Path) -> None:
    with pytest.raises(NoPlanError) as told:
        read(with_headers(*UNLISTED), "pdfium", tmp_path / "plan.pdf")

    assert "業務綱要 = plan?" not in str(told.value)
    for word in ("業務綱要 = work?", "推動重點 = plan?", "執行步驟 = implementation?"):
        assert word in str(told.value)


@pytest.mark.parametrize(
    "headers",
    [
        ("藥劑名稱", "稀釋倍數", "施藥方法", "注意事項"),
        ("分攤項目", "租用套數", "計費方式", "備註"),
        ("计费项目", "教学项目", "讲课内容", "课时"),
        ("项目", "任务", "内容", "课时"),
        ("計畫名稱", "擬前往國家", "計畫內容", "旅費預算"),
        ("分支計畫及用途別科目", "數量", "說明", "預算數"),
    ],
    ids=["list", "shares", "lessons", "timetable", "travel", "form"],
)
def test_forms_of_other_kinds_are_no_plans(headers: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(NoPlanError):
        read(with_headers(*headers), "pdfium", tmp_path / "other.pdf")


@pytest.mark.parametrize(
    "headers",
    [
        ("项目", "任务", "内容", "预算"),
        ("工作项目", "计划项目", "实施内容", "预算金额"),
        ("工作項目", "計劃項目", "實施內容", "經費"),
        ("業務別", "工作項目", "實施內容及預期效益", "預算數"),
        ("工作項目", "計畫項目", "內容概述", "經費"),
        ("工作項目", "計畫項目", "工作內容及預期成果", "經費"),
        ("工作項目", "計畫項目", "實施內容與方法", "經費"),
        ("工作項目※", "計畫項目*", "實施內容▲", "預算數※"),
        ("工 作 項 目", "計 畫 項 目", "實 施 內 容", "預 算 數"),
        ("工作項目", "計畫項目", "實施內容(續)", "預算數﹙千元﹚"),
        ("工作項目", "計畫項目(註1)", "實施內容", "預算數〔單位：千元〕"),
    ],
)
@pytest.mark.parametrize("rules", ["all", "none"])
def test_forms_of_known_words_are_known(headers: tuple[str, ...], rules: Rules, tmp_path: Path) -> None:
    found, gold = read(with_headers(*headers, rules=rules), "pdfium", tmp_path / "plan.pdf")

    assert not scoring.difference(scoring.gold_records(gold), scoring.records(found))
    assert not {f.rule for f in found.findings} & {"header-role-guessed", "header-unknown-column"}


@pytest.mark.parametrize(
    ("headers", "roles"),
    [
        (("工作項目", "計畫項目", "計畫類別", "實施內容"), ("work", "plan", "extra", "implementation")),
        (("工作項目", "計畫項目", "Project", "實施內容"), ("work", "plan", "extra", "implementation")),
        (("工作項目", "計畫項目", "法令依據", "實施內容"), ("work", "plan", "extra", "implementation")),
        (("工作項目", "計畫項目", "計畫編號", "實施內容"), ("work", "plan", "extra", "implementation")),
        (("計畫類別", "工作項目", "計畫項目", "實施內容"), ("extra", "work", "plan", "implementation")),
        (("計畫項目", "計畫類別", "實施內容", "經費"), ("plan", "extra", "implementation", "budget_current")),
        (("工作項目", "推動重點", "實施內容", "經費"), ("work", "plan", "implementation", "budget_current")),
        (("計畫類別", "計畫項目", "實施內容", "經費"), ("work", "plan", "implementation", "budget_current")),
        (("計畫項目", "實施內容", "執行策略", "經費"), ("plan", "implementation", "extra", "budget_current")),
        (
            ("計畫項目", "實施內容", "預算金額", "補助經費"),
            ("plan", "implementation", "budget_current", "extra"),
        ),
    ],
)
def test_known_words_win_over_guesses(headers: tuple[str, ...], roles: tuple[str, ...]) -> None:
    (header,) = find_headers(sheet(*((text,) for text in headers)), WORDS)

    assert header.roles == roles


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


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("工作面向△", True),
        ("施政主軸（五大面向）", True),
        ("業務窗口", False),
        ("計畫期別", False),
        ("工作", False),
    ],
)
def test_a_header_that_begins_as_works_do_may_be_a_work_s(text: str, begins: bool) -> None:
    assert WORDS.begins_as_work(text) is begins


@pytest.mark.parametrize("word", ["業務計劃名目", "业务名目", "業務名目＃"])
def test_a_profile_may_write_its_words_as_they_are_printed(word: str) -> None:
    profile = load_profile()
    own = replace(profile, roles={**profile.roles, word: "work"})

    assert words_of(own).role(word) == "work"
    assert words_of(own).begins(word[:3])
