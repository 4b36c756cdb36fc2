"""Profile files: what they add to the words that ship with the package, and what is said of wrong ones."""

import pickle
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given

from pipeline.errors import ProfileError, UnreadableError
from pipeline.messages.catalogue import PlacedProblem
from pipeline.profiles.checks import HEADER_ROLES, PROFILE_KEYS, checked
from pipeline.profiles.profile import Profile, load_profile, load_profile_file
from pipeline.reading.options import Options
from tests.written.texts import TOML_LIKE

HEAD = 'id = "mine"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my.toml"


def loaded(file: Path, text: str) -> Profile:
    file.write_text(text, encoding="utf-8")
    return load_profile_file(file)


def problems(file: Path, content: str | bytes) -> tuple[PlacedProblem, ...]:
    """What is wrong with a file of that content."""
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ProfileError) as refused:
        load_profile_file(file)
    return refused.value.problems


def test_a_file_with_an_id_alone_changes_nothing_but_the_name(file: Path) -> None:
    profile = loaded(file, HEAD)
    default = load_profile()
    for name in Profile.__dataclass_fields__:
        assert name == "id" or getattr(profile, name) == getattr(default, name), name
    assert profile.name == f"mine-{profile.fingerprint[:8]}"
    assert default.name == "default"


@pytest.mark.parametrize("role", HEADER_ROLES)
def test_a_word_gets_its_role_besides_those_that_are_there(file: Path, role: str) -> None:
    profile = loaded(file, f'{HEAD}[headers]\n{role} = ["業務綱目"]\n')
    assert profile.roles == {**load_profile().roles, "業務綱目": role}


@pytest.mark.parametrize("role", [role for role in HEADER_ROLES if role != "extra"])
def test_a_words_new_role_replaces_the_old_one(file: Path, role: str) -> None:
    profile = loaded(file, f'{HEAD}[headers]\n{role} = ["備註"]\n')
    assert load_profile().roles["備註"] == "extra"
    assert profile.roles == {**load_profile().roles, "備註": role}


def test_a_header_of_plans_may_tell_results_and_the_reverse(file: Path) -> None:
    profile = loaded(file, f'{HEAD}[headers]\nnot_a_plan = ["說明"]\nextra = ["辦理情形"]\n')
    assert "說明" in profile.not_a_plan
    assert "說明" not in profile.roles
    assert "辦理情形" not in profile.not_a_plan
    assert profile.roles["辦理情形"] == "extra"


def test_an_endings_new_role_replaces_the_old_one(file: Path) -> None:
    profile = loaded(file, f'{HEAD}[header_endings]\nextra = ["作法", "辦理之重點事項"]\n')
    assert dict(profile.endings)["作法"] == "extra"
    assert profile.endings[0] == ("辦理之重點事項", "extra")
    assert len(profile.endings) == len(load_profile().endings) + 1


def test_an_ending_of_offices_is_tried_when_the_file_says(file: Path) -> None:
    profile = loaded(file, f'{HEAD}[titles]\nagency_first = ["局"]\n')
    assert profile.agency_first[-1] == "局"
    assert "局" not in profile.agency_endings
    assert "局" in profile.section_endings


def test_every_list_may_be_added_to(file: Path) -> None:
    lists = {(table, key) for table, keys in PROFILE_KEYS.items() for key in keys} - {
        ("furniture", "page_numbers"),
        ("budgets", "unit"),
    }
    for n, (table, key) in enumerate(sorted(lists)):
        word = f"甲乙丙{n}"
        profile = loaded(file, f'{HEAD}[{table}]\n{key} = ["{word}"]\n')
        assert any(word in str(getattr(profile, name)) for name in Profile.__dataclass_fields__), (table, key)
    profile = loaded(file, f"{HEAD}[furniture]\npage_numbers = ['^頁之\\d+$']\n")
    assert profile.page_numbers[-1].search("頁之12")


@pytest.mark.parametrize(("written", "unit"), [("千元", "千元"), ("仟元", "千元"), ("新臺幣萬元", "萬元")])
def test_a_profile_gives_the_unit_of_amounts_that_print_none(file: Path, written: str, unit: str) -> None:
    assert loaded(file, HEAD).unit is None
    assert loaded(file, f'{HEAD}[budgets]\nunit = ["{written}"]\n').unit == unit


@pytest.mark.parametrize("listed", ['"千"', '"美元"', '"元", "千元"'])
def test_a_unit_is_one_of_money(file: Path, listed: str) -> None:
    with pytest.raises(ProfileError, match="not one unit of money"):
        loaded(file, f"{HEAD}[budgets]\nunit = [{listed}]\n")


def test_words_are_compared_by_what_they_look_like(file: Path) -> None:
    assert loaded(file, f'{HEAD}[headers]\nwork = ["\u2f2f\u4f5c綱目"]\n').roles["工作綱目"] == "work"


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    assert loaded(file, f"\ufeff{HEAD}").id == "mine"


def test_profiles_with_the_same_words_are_equal_in_every_process(file: Path) -> None:
    text = f'{HEAD}[headers]\nwork = ["業務綱目"]\n'
    one, other = loaded(file, text), loaded(file, f"# the same\n{text}")
    assert (one, hash(one), one.name) == (other, hash(other), other.name)
    assert pickle.loads(pickle.dumps(Options(profile=one))) == Options(profile=other)  # noqa: S301 - our own bytes


def test_a_changed_word_changes_the_name(file: Path) -> None:
    names = {
        loaded(file, HEAD + text).name
        for text in (
            "",
            '[headers]\nwork = ["甲"]\n',
            '[headers]\nplan = ["甲"]\n',
            '[budgets]\nnil = ["甲"]\n',
        )
    }
    assert len(names) == 4


def test_a_file_that_is_not_there(file: Path) -> None:
    with pytest.raises(UnreadableError, match="profile"):
        load_profile_file(file)


WRONG: dict[str, tuple[str | bytes, int, str, str]] = {
    "no-toml": (f'{HEAD}[headers]\nwork = ["甲"\n', 3, "not TOML", "bracket may be missing"),
    "no-comma": (f'{HEAD}[headers]\nwork = ["甲" "乙"]\n', 3, "not TOML", "comma"),
    "same-key": (f'{HEAD}[headers]\nwork = ["甲"]\nwork = ["乙"]\n', 4, "not TOML", "there twice"),
    "no-utf-8": (f'{HEAD}[headers]\nwork = ["甲"]\n'.encode("big5"), 3, "UTF-8", "Save it as UTF-8"),
    "no-id": ('# mine\n[headers]\nwork = ["甲"]\n', 1, "no id", "above all tables"),
    "empty": ("", 1, "no id", 'id = "my-office"'),
    "id-below-table": ('[headers]\nwork = ["甲"]\nid = "mine"\n', 3, "no id", "above all tables"),
    "bad-id": ('\nid = "我的"\n', 2, '"我的"', "letters A to Z"),
    "id-with-slash": ('id = "a/b"\n', 1, '"a/b"', "letters A to Z"),
    "number-id": ("id = 3\n", 1, "id 3", "letters A to Z"),
    "default-id": ('id = "default"\n', 1, "built-in", 'id = "my-office"'),
    "unknown-table": (f"{HEAD}\n[heders]\nwork = []\n", 3, "[heders]", 'Did you mean "headers"?'),
    "strange-table": (f"{HEAD}\n[zzz]\n", 3, "[zzz]", "Known are headers, header_endings"),
    "no-table": (f'{HEAD}headers = "甲"\n', 2, "a text, not a table", "Write [headers]"),
    "tables": (f"{HEAD}[[headers]]\n", 2, "a list, not a table", "Write [headers]"),
    "outside": (f'{HEAD}work = ["甲"]\n', 2, "work stands in no table", "below [headers]"),
    "unknown-role": (f'{HEAD}[headers]\nbudget = ["甲"]\n', 3, "headers.budget", 'mean "budget_current"?'),
    "misspelt-role": (
        f'{HEAD}[headers]\n\nimplementaton = ["甲"]\n',
        4,
        "headers.implementaton",
        'mean "implementation"?',
    ),
    "endings-role": (
        f'{HEAD}[header_endings]\nnot_a_plan = ["甲"]\n',
        3,
        "header_endings.not_a_plan",
        "Known are work, plan",
    ),
    "unknown-key": (f'{HEAD}[titles]\nplan_word = ["甲"]\n', 3, "titles.plan_word", 'mean "plan_words"?'),
    "no-list": (f'{HEAD}[headers]\nwork = "甲"\n', 3, "a text, not a list", 'work = ["…", "…"]'),
    "no-text": (f'{HEAD}[headers]\nwork = ["甲", 3]\n', 3, "a number", "quotation marks"),
    "date": (f"{HEAD}[headers]\nwork = [1979-05-27]\n", 3, "a date", "quotation marks"),
    "empty-word": (f'{HEAD}[headers]\nwork = [\n  "甲",\n  "",\n]\n', 5, "empty word", "Delete it"),
    "blank-word": (f'{HEAD}[headers]\nwork = ["　"]\n', 3, "empty word", "Delete it"),
    "spaced": (f'{HEAD}[headers]\nwork = ["甲",\n "推動　事項"]\n', 4, "white space", 'Write "推動事項"'),
    "broken-word": (f'{HEAD}[headers]\nwork = ["推動\\n事項"]\n', 3, "white space", 'Write "推動事項"'),
    "two-roles": (
        f'{HEAD}[headers]\nwork = ["甲", "乙"]\nplan = ["丙"]\nextra = [\n "丁",\n "乙"]\n',
        7,
        '"乙" stands in work and in extra',
        "Keep one",
    ),
    "two-kinds-of-office": (
        f'{HEAD}[titles]\nagency_first = ["署"]\nagency_last = ["署"]\n',
        4,
        "agency_first and in agency_last",
        "Keep one",
    ),
    "no-pattern": (
        f"{HEAD}[furniture]\npage_numbers = ['^(\\d+$']\n",
        3,
        "no regular expression",
        "whole line",
    ),
    "number-pattern": (f"{HEAD}[furniture]\npage_numbers = [1]\n", 3, "a number", "quotation marks"),
    "any-pattern": (f"{HEAD}[furniture]\npage_numbers = [\n '\\d*',\n]\n", 4, "empty line", "whole line"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_line_and_a_remedy(file: Path, case: str) -> None:
    content, line, cause, remedy = WRONG[case]
    (found,) = problems(file, content)
    assert str(found.place) == f"{file}:{line}"
    assert cause in found.text.en
    assert remedy in found.remedy.en
    for text in (found.text.zh, found.remedy.zh):
        assert any("\u4e00" <= char <= "\u9fff" for char in text)
    assert "\n" not in found.line().both


def test_an_id_below_a_table_is_told_besides_the_one_above(file: Path) -> None:
    (found,) = problems(file, f'{HEAD}[headers]\nid = "other"\n')
    assert (found.id, found.place.line) == ("name-unknown", 3)


@given(TOML_LIKE)
def test_whatever_the_file_holds_is_a_profile_or_is_told(text: str) -> None:
    with suppress(ProfileError):
        assert set(checked(text.encode(), "my.toml")) <= {"id", *PROFILE_KEYS}


def test_everything_that_is_wrong_is_told_at_once(file: Path) -> None:
    found = problems(
        file, '[headers]\nwork = ["", "a b"]\nplna = []\n[titels]\nx = 1\n[furniture]\npage_numbers = "("\n'
    )
    assert [one.place.line for one in found] == [1, 2, 2, 3, 4, 7]


def test_a_word_may_stand_in_lists_that_do_not_exclude_each_other(file: Path) -> None:
    profile = loaded(
        file,
        f'{HEAD}[titles]\nagency_endings = ["會館"]\nsection_endings = ["會館"]\n[headings]\nfocus = ["會館"]\n',
    )
    for words in (profile.agency_endings, profile.section_endings, profile.focus_words):
        assert words[-1] == "會館"
