import pytest

from pipeline.audit.gaps import style_of
from pipeline.models import Block, Extraction, Finding, Item, Provenance, Step, WorkItem
from pipeline.normalizers.labels import find_label
from tests import contract
from tests.audit.building import accounted, at, findings, item, rules, whole
from tests.contract import level, step


def steps(*labels: str) -> tuple[Step, ...]:
    """Steps with these labels; a hyphen stands for none."""
    return tuple(
        step(None if label == "-" else label, "辦理。", number=found.number if found else None)
        for label in labels
        for found in [find_label(label)]
    )


def content(*labels: str) -> Extraction:
    return whole(item(1, implementation=steps(*labels)))


@pytest.mark.parametrize(
    "labels",
    [
        "1. 2. 3.",
        "- 1. 2. - 1. 2.",
        "1. - 2.",
        "一、 1. 2. 二、 1. 2.",
        "1. (1) (2) 2. (1)",
        "● ● ●",
        "● 1. 2. ● 1. 2.",
        "① ② ③",
    ],
)
def test_lists_that_count_on(labels: str) -> None:
    assert rules(content(*labels.split())) == []


@pytest.mark.parametrize(
    ("labels", "rule", "says"),
    [
        ("1. 2. 4. 5.", "label-skipped", "“4.”"),
        ("1. 5. 6.", "label-skipped", "2–4"),
        ("1. 3. 2.", "label-skipped", "“3.”"),
        ("2. 3.", "label-skipped", "Number 1 "),
        ("- 2. 3.", "label-skipped", "Number 1 "),
        ("1. 2. 1.", "label-repeated", "“1.”"),
        ("一、 1. 2. 二、 2.", "label-skipped", "Number 1 "),
    ],
)
def test_lists_that_do_not(labels: str, rule: str, says: str) -> None:
    (found,) = findings(content(*labels.split()), rule)
    assert says in found.message_en
    assert rules(content(*labels.split())) == [rule]


def test_a_list_that_begins_again_is_told_once() -> None:
    assert rules(content("1.", "2.", "3.", "1.", "2.", "3.")) == ["label-repeated"]


def test_inner_steps_are_lists_of_their_own_at_their_own_places() -> None:
    outer = step("1.", "辦理。", *steps("(1)", "(3)"), number=1)
    places = (at("implementation[0]", line=1), at("implementation[0].steps[1]", line=4))
    (found,) = findings(whole(item(1, implementation=(outer,), provenance=places)), "label-skipped")
    assert found.bbox == places[1].bbox


def on(page: int, *numbers: int) -> list[tuple[Provenance, ...]]:
    """Places of items on a page, one below the other."""
    return [
        (at("plan_item[0]", page, n), at("implementation[0]", page, n, left=200.0))
        for n, _ in enumerate(numbers, 1)
    ]


def under(work: str, *numbers: int) -> list[Item]:
    path = (level(None, work, None, work),)
    places = zip(numbers, on("甲乙".index(work[0]) + 1, *numbers), strict=True)
    return [item(n, f"{work}{n}", work_item=path, provenance=place) for n, place in places]


def test_plan_items_count_below_each_work_item() -> None:
    assert rules(whole(*under("甲項", 1, 2), *under("乙項", 1, 2))) == []
    assert rules(whole(*under("甲項", 1, 2), *under("乙項", 2, 3))) == ["label-skipped"]
    assert rules(whole(*under("甲項", 1, 3))) == ["label-skipped"]
    assert rules(whole(*under("甲項", 1, 1))).count("label-repeated") == 1


def test_plan_items_may_count_through_all_work_items() -> None:
    assert rules(whole(*under("甲項", 1, 2), *under("乙項", 3, 4))) == []
    assert rules(whole(*under("甲項", 1, 2), *under("乙項", 4, 5))) == ["label-skipped"]


def test_a_group_heading_is_one_entry_for_all_its_items() -> None:
    def grouped(group: int, number: int) -> Item:
        heading = level(f"({'一二三四'[group - 1]})", f"辦理第{group}組", group, f"g{group}")
        own = level(f"{number}.", f"第{group}組第{number}類", number, f"g{group}-{number}")
        places = (at("plan_item[1]", group, number), at("implementation[0]", group, number, left=200.0))
        return item(number, plan_item=(heading, own), provenance=places)

    assert rules(whole(grouped(1, 1), grouped(1, 2), grouped(2, 1), grouped(2, 2))) == []
    assert rules(whole(grouped(1, 1), grouped(1, 2), grouped(3, 1))) == ["label-skipped"]
    assert rules(whole(grouped(1, 1), grouped(1, 3), grouped(2, 1))) == ["label-skipped"]


def test_an_item_that_is_also_a_heading_is_counted_once() -> None:
    heading = level("1.", "辦理老人福利", 1, "g")
    below = item(2, plan_item=(heading, level("(1)", "訪視", 1, "g1")))
    after = item(3, plan_item=(level("2.", "辦理婦女福利", 2, "h"),))
    assert rules(whole(item(1, plan_item=(heading,)), below, after)) == []


def works(*labels: str) -> tuple[WorkItem, ...]:
    return tuple(
        WorkItem(id=f"w{label}", parent=None, label=label, number=found.number, text=f"第{label}項")
        for label in labels
        for found in [find_label(label)]
        if found
    )


def test_work_items_are_counted_in_the_tree() -> None:
    assert rules(whole(work_items=works("一、", "二、"))) == []
    assert rules(whole(work_items=works("一、", "三、"))) == ["label-skipped"]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ("甲 一、 二、 乙 三、 四、", []),
        ("甲 一、 二、 乙 一、 二、", []),
        ("甲 一、 二、 乙 四、", ["label-skipped"]),
        ("甲 二、", ["label-skipped"]),
        ("甲 一、 一、", ["label-repeated"]),
    ],
)
def test_a_category_without_a_number_opens_no_numbering(labels: str, told: list[str]) -> None:
    tree: list[WorkItem] = []
    for place, name in enumerate(labels.split()):
        found = find_label(name)
        category = next((work.id for work in reversed(tree) if work.label is None), None)
        number = found.number if found else None
        label, parent = (name, category) if found else (None, None)
        tree.append(WorkItem(id=f"w{place}", parent=parent, label=label, number=number, text="業務"))
    assert rules(whole(item(1, work_item=()), work_items=tuple(tree))) == told


def test_below_a_number_a_category_opens_no_numbering_either() -> None:
    rows = (("a", None, "一、", 1), ("b", "a", None, None), ("c", "b", "(一)", 1), ("d", "a", None, None))
    last = (("e", "d", "(二)", 2), ("f", None, "二、", 2), ("g", "f", "(一)", 1))
    tree = (WorkItem(id=i, parent=p, label=label, number=n, text="業務") for i, p, label, n in (*rows, *last))
    assert rules(whole(work_items=tuple(tree))) == []


def test_a_work_item_is_found_where_its_first_item_names_it() -> None:
    third = works("一、", "三、")[1]
    path = (level(third.label, third.text, third.number, third.id),)
    places = (at("work_item[0]", page=4, line=7),)
    extraction = whole(
        item(1), item(1, "另一類", work_item=path, provenance=places), work_items=works("一、", "三、")
    )
    (found,) = findings(extraction, "label-skipped")
    assert (found.page, found.bbox) == (4, places[0].bbox)


def test_work_items_may_count_through_the_sections() -> None:
    first = contract.section("s1", (item(1),), work_items=works("一、", "二、"))
    through = contract.section("s2", (item(1, "其他"),), work_items=works("三、", "四、"))
    assert rules(contract.extraction(contract.plan("p", first, through))) == []


def test_focuses_are_a_list() -> None:
    (found,) = findings(whole(focus=steps("一、", "二、", "四、"), pages=(3, 4)), "label-skipped")
    assert (found.page, found.item_id) == (3, None)


def test_a_plan_read_from_its_middle_may_begin_anywhere() -> None:
    middle = whole(item(4, implementation=steps("(3)", "(4)")), item(5, implementation=steps("(2)")))
    pages = tuple(page.model_copy(update={"page": page.page + 2}) for page in accounted(0).pages)
    partial = middle.model_copy(update={"audit": accounted(0).model_copy(update={"pages": pages})})
    assert rules(middle) == ["label-skipped", "label-skipped", "label-skipped"]
    (found,) = findings(partial, "label-skipped")
    assert found.item_id == "i5"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("1.", "12.", True),
        ("一、", "十二、", True),
        ("1.", "(1)", False),
        ("一", "二", True),
        ("一、", "一", False),
    ],
)
def test_style(one: str, other: str, *, alike: bool) -> None:
    assert (style_of(one) == style_of(other)) is alike


def swallowing(text: str, second: int = 3) -> Extraction:
    """Plan items 1. and 3. of which the first has this text."""
    return whole(item(1, text), item(second))


@pytest.mark.parametrize(
    "text",
    ["辦理座談會。 2.辦理參訪", "辦理座談會2.辦理參訪", "辦理座談會\n２.辦理參訪", "辦理座談會；2. 辦理參訪"],
)
def test_a_missing_number_within_another_text_is_a_gap(text: str) -> None:
    (found,) = findings(swallowing(text), "label-gap")
    assert (found.item_id, found.severity) == ("i3", "warning")


@pytest.mark.parametrize(
    "text",
    [
        "辦理座談會",
        "辦理座談會，約2.5公里",
        "辦理座談會(2)次",
        "辦理座談會112.2.辦理",
        "辦理第2.類座談會",
        "辦理座談會3.4",
    ],
)
def test_a_number_that_no_text_has_is_skipped(text: str) -> None:
    assert rules(swallowing(text)) == ["label-skipped"]


def test_a_missing_number_at_the_head_of_steps_is_a_gap() -> None:
    swallowed = item(1, implementation=steps("(1)", "(2)", "2."))
    assert rules(whole(swallowed, item(3))) == ["label-skipped", "label-gap"]


def test_steps_that_count_up_to_the_missing_number_tell_nothing() -> None:
    assert rules(whole(item(1, implementation=steps("1.", "2.")), item(3))) == ["label-skipped"]


def test_a_step_in_the_column_of_the_plan_items_is_one_that_was_swallowed() -> None:
    places = (
        at("plan_item[0]"),
        at("implementation[0]", left=200.0),
        at("implementation[1]", page=2, line=2),
    )
    first = item(1, implementation=steps("1.", "2."), provenance=places)
    third = item(3, provenance=(at("plan_item[0]", page=2, line=3),))
    assert rules(whole(first, third)) == ["label-gap"]


def test_a_list_of_plan_items_that_begins_where_the_work_items_end_is_a_gap() -> None:
    above = level("一、", "一般行政", 1, "w1")
    swapped = item(1, work_item=(), plan_item=(level("二、", "戶政", 2, "p"),))
    first = item(1, "辦理座談會", work_item=(above,))
    assert [found.rule for found in judged_gaps(first, swapped)] == ["label-gap"]


def judged_gaps(*items: Item) -> list[Finding]:
    return [*findings(whole(*items), "label-gap"), *findings(whole(*items), "label-skipped")]


def test_a_missing_number_in_a_block_of_the_table_is_a_gap() -> None:
    block = Block(kind="text", text="2.辦理參訪", page=1, bbox=(50.0, 40.0, 90.0, 52.0), in_table=True)
    lost = swallowing("辦理座談會").model_copy(update={"blocks": (block,)})
    assert [found.item_id for found in findings(lost, "label-gap")] == ["i3"]
    outside = block.model_copy(update={"in_table": False})
    assert findings(lost.model_copy(update={"blocks": (outside,)}), "label-gap") == []
