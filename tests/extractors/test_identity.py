import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.identity import Names, hash_of, key_of

words = st.text(alphabet="辦理里民活動中心修繕工程", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("編製 113 年度預算", "編製112年度 預算"),
        ("112年度公文時效管制", "113年度公文時效管制"),
        ("配合民國112年災害防救演習", "配合民國113年災害防救演習"),
        ("查填報表共4種", "查填報表共 5 種"),
        ("臺北市政府", "台北市政府"),
        ("（一）線上簽核", "(一)線上簽核"),
    ],
)
def test_numbers_years_white_space_and_variants_are_no_part_of_a_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("財產盤點", "財產管理"), ("第一類人口", "第二類人口"), ("", "無")]
)
def test_other_words_are_another_key(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@given(text=words, year=st.integers(100, 120), later=st.integers(100, 120))
def test_a_year_before_any_words_keeps_the_hash(text: str, year: int, later: int) -> None:
    assert hash_of([f"{year} 年度{text}"]) == hash_of([f"{later}年度{text}"])


def test_the_parts_of_a_path_do_not_run_together() -> None:
    assert hash_of(["一般", "行政"]) != hash_of(["一般行政"]) != hash_of(["一般行政", ""])


def test_a_hash_is_the_same_in_every_release() -> None:
    # Identifiers stand in published data: another hash is another version of the contract.
    assert hash_of(["民政課", "一般行政", "自治行政管理", "召開里幹事工作會報。"]) == "0b33fc12"


def test_equal_names_are_counted_in_reading_order() -> None:
    names = Names("plan")
    first = names.of(("民政課", "財產盤點"), "p")

    assert first == f"plan-p{hash_of(('民政課', '財產盤點'))}"
    assert [names.of(("民政課", "財產盤點"), "p") for _ in range(2)] == [f"{first}-2", f"{first}-3"]
    assert names.of(("民政課", "廳舍修繕"), "p").count("-") == 1
    assert [names.numbered("plan-b") for _ in range(2)] == ["plan-b", "plan-b-2"]
