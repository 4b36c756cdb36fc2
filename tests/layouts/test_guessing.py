"""Roles that are guessed from what a column looks like."""

import pytest

from pipeline.layouts.guesses import guesses, is_plan
from pipeline.layouts.headers import HeaderColumn, SeenTable
from pipeline.profiles.profile import load_profile

LEVELS = ("一、觀光行銷", "二、步道維護")
ITEMS = ("1. 辦理花季活動", "2. 編印導覽手冊", "1. 整修海岸步道")
CONTENTS = ("(1)規劃接駁公車，並於假日加開班次。", "編印中英文導覽手冊三千冊。", "汰換護欄與指標。")
AMOUNTS = ("1,200", "80", "3,500")


def table(*columns: tuple[str, tuple[str, ...]]) -> SeenTable:
    return SeenTable((1,), 100.0, tuple(HeaderColumn(text, (), cells) for text, cells in columns))


def roles(*columns: tuple[str, tuple[str, ...]]) -> list[str]:
    return [guess.role for guess in guesses(table(*columns), load_profile())]


def test_a_plan_of_unknown_words() -> None:
    assert roles(("主軸", LEVELS), ("亮點", ITEMS), ("行動", CONTENTS), ("匡列數(千元)", AMOUNTS)) == [
        "work",
        "plan",
        "implementation",
        "budget_current",
    ]


def test_one_level_only_is_the_plans() -> None:
    assert roles(("亮點", ITEMS), ("行動", CONTENTS)) == ["plan", "implementation"]


def test_three_levels() -> None:
    assert roles(("甲", LEVELS), ("乙", LEVELS), ("丙", ITEMS), ("丁", CONTENTS))[:3] == [
        "work",
        "work",
        "plan",
    ]


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("一", "二", "三"), ("(1)", "(2)"), ("1.", "2.")])
def test_numbers_of_rows(numbers: tuple[str, ...]) -> None:
    assert roles(("次", numbers), ("亮點", ITEMS), ("行動", CONTENTS)) == [
        "ordinal",
        "plan",
        "implementation",
    ]


def test_amounts_right_of_text_number_no_rows() -> None:
    assert roles(("亮點", ITEMS), ("行動", CONTENTS), ("匡列", ("5", "6", "7")))[-1] == "budget_current"


def test_budgets_of_two_years_and_their_difference() -> None:
    left = (("亮點", ITEMS), ("行動", CONTENTS))
    budgets = (("匡列", AMOUNTS), ("上年匡列", AMOUNTS), ("差額", AMOUNTS), ("中央款", AMOUNTS))
    assert roles(*left, *budgets)[2:] == [
        "budget_current",
        "budget_previous",
        "budget_difference",
        "budget_part",
    ]


def test_cells_without_an_amount_are_part_of_a_budget_column() -> None:
    assert roles(("亮點", ITEMS), ("行動", CONTENTS), ("匡列", ("無", "－", "80")))[-1] == "budget_current"
    assert roles(("亮點", ITEMS), ("行動", CONTENTS), ("註記", ("－", "－", "－")))[-1] == "extra"


def test_rows_that_no_rule_parts() -> None:
    whole = (("主軸", LEVELS), ("亮點", ITEMS), ("行動", CONTENTS), ("匡列", AMOUNTS), ("次", ("1", "2")))
    joined = [(text, (" ".join(cells),)) for text, cells in whole]
    assert roles(joined[4], *joined[:4]) == ["ordinal", "work", "plan", "implementation", "budget_current"]


def test_right_of_the_contents_stands_what_is_said_of_them() -> None:
    assert roles(("亮點", ITEMS), ("行動", CONTENTS), ("股別", ("行銷股", "企劃股"))) == [
        "plan",
        "implementation",
        "extra",
    ]


def test_known_words_keep_their_roles() -> None:
    found = guesses(table(("工作項目", LEVELS), ("亮點", ITEMS), ("實施內容", CONTENTS)), load_profile())
    assert [(guess.role, guess.known) for guess in found] == [
        ("work", True),
        ("plan", False),
        ("implementation", True),
    ]


def test_a_group_above_gives_its_role() -> None:
    column = HeaderColumn("匡列數", ("經費",), AMOUNTS)
    (found,) = guesses(SeenTable((1,), 0.0, (column,)), load_profile())
    assert (found.role, found.known) == ("budget_current", True)


def test_an_ending_helps_where_lengths_are_alike() -> None:
    texts = ("辦理花季活動並規劃接駁公車", "編印中英文導覽手冊")
    assert roles(("主軸", LEVELS), ("推動措施", texts), ("聯絡方法及窗口", texts))[1] == "implementation"


def test_what_does_not_look_like_a_plan() -> None:
    names = table(
        ("姓名", ("王小明", "李大同")), ("電話", ("05-123", "05-456")), ("地址", ("民生路", "文化路"))
    )
    assert not is_plan(guesses(names, load_profile()))
    plan = table(("亮點", ITEMS), ("行動", CONTENTS))
    assert is_plan(guesses(plan, load_profile()))
