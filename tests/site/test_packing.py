"""What a plan's data script holds is what the plan holds."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.packing import pack

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["p-1", "~", "p-~a", "~~", "一段較長的文字", ""]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=25,
)


def unpacked(text: str) -> Any:
    """As ``assets/item.js`` takes it apart."""
    shapes, shared, value = json.loads(text)

    def told(one: Any) -> Any:
        if isinstance(one, str) and one.startswith("~"):
            return one[1:] if one.startswith("~~") else f"p-{one[1:]}"
        if not isinstance(one, list):
            return one
        if one[0] < 0:
            return told(shared[-one[0] - 1])
        inner = list(map(told, one[1:]))
        return dict(zip(shapes[one[0] - 1], inner, strict=True)) if one[0] else inner

    return told(value)


@given(VALUES)
def test_nothing_is_lost_on_the_way(value: Any) -> None:
    # As JSON tells it, where true is not 1.
    assert json.dumps(unpacked(pack(value, "p-"))) == json.dumps(value)


def test_what_recurs_is_told_once() -> None:
    place = {"field": "work_item[0]", "page": 12, "bbox": [65.25, 80.5, 135.5, 176.5]}
    assert len(pack([place] * 50, "p-")) < 50 * len('"[-1],"') + 100
