"""What ``workplan profile check`` says of a profile and of documents."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.errors import NoPlanError, NotAPdfError, ProfileError
from pipeline.layouts.report import lines_of_check
from pipeline.layouts.trial import Check, check
from pipeline.models import Reader
from tests.layouts.making import written
from tests.making import traits
from tests.making.typeset import compile_pdf
from tests.reading import LAYOUTS, READERS

OWN = """
id = "mine"
[headers]
work = ["主軸"]
plan = ["年度亮點"]
implementation = ["具體行動"]
budget_current = ["匡列數"]
extra = ["承辦股"]
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "my.toml"
    file.write_text(OWN, encoding="utf-8")
    return file


def words(file: Path, text: str) -> Path:
    file.write_text(f'id = "mine"\n{text}', encoding="utf-8")
    return file


def used(check: Check) -> list[str]:
    return [word.word for word in check.words if word not in check.unused]


def told(check: Check, profile: Path) -> str:
    return "\n".join(line.zh for line in lines_of_check(check, profile))


def test_without_documents_the_profile_is_validated_only(profile: Path) -> None:
    checked = check(profile, [])
    assert (checked.trials, checked.exit_code) == ((), 0)
    assert told(checked, profile).count("\n") == 0
    with pytest.raises(ProfileError):
        check(words(profile, "[heders]\n"), [])


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["ruled-over-pages", "columns"])
def test_what_a_profile_finds_in_a_document(profile: Path, tmp_path: Path, name: str, reader: Reader) -> None:
    file, (_, gold) = written(tmp_path, name)
    checked = check(profile, [file], reader)
    (trial,) = checked.trials
    (heading,) = trial.headings
    assert [(cell.text, cell.role) for cell in heading.columns] == [
        ("主軸", "work"),
        ("年度亮點", "plan"),
        ("具體行動", "implementation"),
        ("匡列數", "budget_current"),
    ]
    assert heading.pages[0] == 1
    assert used(checked) == ["主軸", "年度亮點", "具體行動", "匡列數"]
    assert [word.word for word in checked.unused] == ["承辦股"]
    assert checked.exit_code == 0
    text = told(checked, profile)
    items = sum(len(unit["items"]) for unit in gold["units"])
    for part in (
        f"項目：{items}，",
        "主軸 = work | 年度亮點 = plan",
        "屏東縣九如鄉公所",
        "年度：112",
        "行政室",
    ):
        assert part in text
    assert "未用到：承辦股 (headers.extra)" in text


def test_words_that_are_not_listed_are_named(profile: Path, tmp_path: Path) -> None:
    file, _ = written(tmp_path, "ruled")
    words(profile, '[headers]\nwork = ["主軸"]\nplan = ["年度亮點"]\nimplementation = ["具體行動"]\n')
    text = told(check(profile, [file]), profile)
    assert "匡列數 = extra?" in text
    assert "未列用語：匡列數" in text
    assert "amounts-not-read 1" in text


def test_the_worst_failure_is_the_exit_code(profile: Path, tmp_path: Path) -> None:
    good, _ = written(tmp_path, "ruled")
    none = tmp_path / "none.pdf"
    none.write_bytes(compile_pdf("#table(columns: 2, [姓名], [電話], [王小明], [05])"))
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"nothing")
    checked = check(profile, [good, none, broken])
    assert [type(trial.problem) for trial in checked.trials] == [type(None), NoPlanError, NotAPdfError]
    assert checked.exit_code == NoPlanError.exit_code
    text = told(checked, profile)
    for name in ("none.pdf", "broken.pdf"):
        assert f"{name} " in text
    assert used(checked)[:2] == ["主軸", "年度亮點"]


USES: Sequence[tuple[str, str, str, bool]] = (
    ("titles", "fillers", "年度", True),
    ("titles", "plan_words", "施政計畫", True),
    ("titles", "section_endings", "行政室", True),
    ("titles", "plan_words", "推動方案", False),
    ("totals", "words", "合計", True),
    ("totals", "words", "累計", False),
    ("budgets", "nil", "免列", False),
    ("furniture", "page_numbers", "^屏東縣", True),
    ("furniture", "page_numbers", "^高雄市", False),
    ("headings", "focus", "年度工作重點", False),
    ("header_endings", "implementation", "實施內容", False),
)


@pytest.mark.parametrize(("table", "key", "word", "of_use"), USES)
def test_words_of_every_kind_are_said_to_be_of_use_or_not(
    tmp_path: Path, profile: Path, table: str, key: str, word: str, *, of_use: bool
) -> None:
    name = "totals_row" if table == "totals" else "running_header_and_page_numbers"
    file = tmp_path / "plan.pdf"
    file.write_bytes(traits.TRAITS[name]()[0])
    checked = check(words(profile, f'[{table}]\n{key} = ["{word}"]\n'), [file])
    assert (used(checked) == [word]) is of_use


def test_an_ending_is_of_use_where_it_gives_the_role(tmp_path: Path, profile: Path) -> None:
    file, _ = written(tmp_path, "ruled")
    headers = '[headers]\nwork = ["主軸"]\nplan = ["年度亮點"]\n'
    endings = '[header_endings]\nimplementation = ["行動"]\nextra = ["列數", "股"]\n'
    checked = check(words(profile, headers + endings), [file])
    assert checked.exit_code == 0
    assert used(checked) == ["主軸", "年度亮點", "行動", "列數"]


def test_a_layout_that_is_known_uses_no_own_word(profile: Path) -> None:
    checked = check(profile, [LAYOUTS["open"]])
    assert (used(checked), checked.exit_code) == ([], 0)
    assert "標題：" in told(checked, profile)
