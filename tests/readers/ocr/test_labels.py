"""A label that breaks its list's sequence is set right only where its neighbours leave one number free."""

from pipeline.readers.ocr.repairs import sequenced


def test_a_label_between_two_that_leave_one_number_free_is_set_right() -> None:
    assert sequenced(["(3)辦理", "(8)召開", "(5)推動"], [100, 100, 100]) == {1: (1, "4")}


def test_a_sequence_that_is_whole_stays() -> None:
    assert sequenced(["1.甲", "2.乙", "3.丙", "1.丁", "2.戊"], [100] * 5) == {}


def test_a_gap_of_two_deleted_items_stays() -> None:
    assert sequenced(["1.甲", "4.乙", "5.丙"], [100] * 3) == {}


def test_lists_of_other_columns_and_styles_are_no_neighbours() -> None:
    assert sequenced(["1.甲", "(1)乙", "3.丙"], [100, 100, 100]) == {}
    assert sequenced(["1.甲", "1.乙", "3.丙"], [100, 300, 100]) == {}


def test_a_decimal_number_is_no_label() -> None:
    assert sequenced(["1.甲", "3.5公頃", "3.丙"], [100] * 3) == {}


def test_wide_and_narrow_brackets_are_of_one_list() -> None:
    assert sequenced(["(2)甲", "（1）乙", "(2)丙", "(3）丁", "(4)戊"], [100] * 5) == {}
