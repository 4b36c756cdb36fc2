"""What is proposed for documents with unknown headers is what reads them."""

from pathlib import Path

import pytest

from pipeline import extract
from pipeline.errors import NoPlanError
from pipeline.layouts.proposal import propose
from pipeline.models import Reader
from pipeline.profiles.profile import load_profile_file
from tests import scoring
from tests.layouts.making import PLANS, WORDS, written
from tests.making.typeset import compile_pdf
from tests.reading import LAYOUTS, READERS

both_readers = pytest.mark.parametrize("reader", READERS)


@pytest.mark.parametrize("name", PLANS)
@both_readers
def test_a_document_is_read_with_what_was_proposed_for_it(name: str, reader: Reader, tmp_path: Path) -> None:
    file, (_, gold) = written(tmp_path, name)
    profile = tmp_path / "my.toml"
    profile.write_text(propose(file, "my", reader), encoding="utf-8")

    found = extract(file, reader=reader, profile=profile)

    assert found.generator.profile == load_profile_file(profile).name
    wrong = scoring.difference(scoring.gold_records(gold), scoring.records(found))
    assert not wrong, wrong
    assert "header-role-guessed" not in {finding.rule for finding in found.findings}
    assert "header-unknown-column" not in {finding.rule for finding in found.findings}


def test_a_word_stands_below_the_reason_for_its_role(tmp_path: Path) -> None:
    file, _ = written(tmp_path, "ruled")
    text = propose(file)
    for word in WORDS.values():
        before, _, _ = text.partition(f'    "{word}",\n')
        assert before.splitlines()[-1].startswith("    # ")
    assert "例 e.g. 「一、文書管理" in text


def test_known_words_are_comments(tmp_path: Path) -> None:
    file, _ = written(tmp_path, "some-known")
    text = propose(file)
    assert "# 工作項目 = work: 已知用語 known already" in text
    assert '"工作項目"' not in text
    assert '"年度亮點"' in text


def test_the_same_document_gives_the_same_proposal(tmp_path: Path) -> None:
    file, _ = written(tmp_path, "columns")
    assert propose(file) == propose(file) == propose(file, "columns")
    assert propose(file).count('id = "columns"') == 1


@pytest.mark.parametrize(
    ("name", "made"), [("觀光", "new-layout"), ("default", "new-layout"), ("a b_c", "a-b-c")]
)
def test_the_id_follows_from_a_name(tmp_path: Path, name: str, made: str) -> None:
    file, _ = written(tmp_path, "ruled")
    assert f'\nid = "{made}"\n' in propose(file, name)


def test_a_known_layout_needs_no_words(tmp_path: Path) -> None:
    profile = tmp_path / "my.toml"
    profile.write_text(propose(LAYOUTS["ruled"]), encoding="utf-8")
    assert load_profile_file(profile).roles.keys() - {"x"} == load_profile_file(profile).roles.keys()
    assert '    "' not in profile.read_text(encoding="utf-8")


PAGE = '#set page("a4", margin: 2cm)\n#set text(font: "Noto Sans CJK TC", size: 11pt, lang: "zh")\n'
PHONES = """
#table(columns: 3, [姓名], [電話], [地址], [王小明], [05-1234567], [民生路 1 號], [李大同], [05-2], [文化路])
"""
PLAN = """
#table(columns: (3cm, 1fr, 3cm), table.header([亮點], [行動], [匡列數]),
  [1. 辦理花季活動], [規劃接駁公車並辦理市集。], [1,200], [2. 編印導覽手冊], [編印中英文導覽手冊。], [80])
"""


def proposed(folder: Path, *parts: str) -> str:
    file = folder / "made.pdf"
    file.write_bytes(compile_pdf(PAGE + "\n".join(parts)))
    text = propose(file)
    (folder / "my.toml").write_text(text, encoding="utf-8")
    load_profile_file(folder / "my.toml")
    return text


def test_other_tables_are_shown_as_comments(tmp_path: Path) -> None:
    text = proposed(tmp_path, PHONES, "#pagebreak()", PLAN)
    assert '"亮點"' in text
    assert '"姓名"' not in text
    assert "#   電話 = " in text


def test_the_first_row_of_a_table_without_a_header_is_no_header(tmp_path: Path) -> None:
    rows = "[1. 辦理花季活動], [規劃接駁公車並辦理市集。], [1,200], [2. 編印導覽手冊], [編印中英文導覽手冊。], [80]"
    with pytest.raises(NoPlanError, match="no table with a header"):
        proposed(tmp_path, f"#table(columns: (3cm, 1fr, 3cm), {rows})")


def test_a_title_that_ends_otherwise_is_offered(tmp_path: Path) -> None:
    title = "#align(center)[#text(16pt)[雲海縣觀光處 114 年度推動方案]]"
    text = proposed(tmp_path, title, "依縣務會議決議辦理下列各項工作。", PLAN)
    assert '\n# plan_words = ["推動方案"]  # 雲海縣觀光處114年度推動方案\n' in text


def test_a_title_that_is_known_needs_nothing(tmp_path: Path) -> None:
    assert "plan_words" not in proposed(tmp_path, "雲海縣觀光處 114 年度工作計畫", PLAN)


def test_a_document_without_tables(tmp_path: Path) -> None:
    with pytest.raises(NoPlanError, match="no table with a header"):
        proposed(tmp_path, "本年度工作如下。")
