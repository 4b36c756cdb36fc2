"""The project's ``dataclass`` does what the standard library's does."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.dataclass import dataclass

Decorator = Callable[..., Callable[[type], type]]
SETTINGS: tuple[dict[str, bool], ...] = (
    {"frozen": True, "slots": True},
    {"frozen": True},
    {"slots": True},
    {},
    {"frozen": True, "eq": False},
    {"slots": True, "kw_only": True},
)


@dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, where pickle finds it."""

    name: str
    places: tuple[int, ...] = ()
    told: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)
    shown: bool = dataclasses.field(default=True, repr=False)
    memo: list[int] = dataclasses.field(default_factory=list, init=False, compare=False, repr=False)


def declared(decorator: Decorator, **settings: bool) -> Any:
    """The same class by either decorator."""

    class Fields:
        name: str
        width_pt: float = 1.5
        lines: list[int] = dataclasses.field(default_factory=list)
        memo: int = dataclasses.field(default=7, init=False, repr=False, compare=False)

    Fields.__annotations__ = {"name": str, "width_pt": float, "lines": list[int], "memo": int}
    return decorator(**settings)(Fields)


@pytest.mark.parametrize("settings", SETTINGS)
def test_it_does_what_the_standard_library_does(settings: dict[str, bool]) -> None:
    ours, theirs = declared(dataclass, **settings), declared(dataclasses.dataclass, **settings)
    given: tuple[dict[str, Any], ...] = (
        {"name": "a"},
        {"name": "a", "width_pt": 2.0},
        {"name": "a", "lines": [1]},
    )
    one, other = ([made(**each) for each in given] for made in (ours, theirs))
    assert [repr(each) for each in one] == [repr(each) for each in other]
    assert [dataclasses.asdict(each) for each in one] == [dataclasses.asdict(each) for each in other]
    assert [a == b for a in one for b in one] == [a == b for a in other for b in other]
    assert (one[0] == ours(**given[0])) == (other[0] == theirs(**given[0]))
    assert dataclasses.replace(one[0], name="b").name == "b"
    assert one[0].lines is not one[1].lines
    assert one[0] != other[0]
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    assert hasattr(one[0], "__dict__") == hasattr(other[0], "__dict__")
    for wrong in ({}, {"name": "a", "memo": 1}, {"nobody": 1}):
        with pytest.raises(TypeError):
            ours(**wrong)
    if not settings.get("kw_only"):
        assert dataclasses.astuple(ours("a", 2.0)) == dataclasses.astuple(theirs("a", 2.0))


@pytest.mark.parametrize("settings", [each for each in SETTINGS if each.get("frozen")])
def test_what_is_frozen_refuses_changes(settings: dict[str, bool]) -> None:
    one = declared(dataclass, **settings)("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
        one.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
        del one.name
    assert one.name == "a"


def test_equal_objects_are_one_member_of_a_set() -> None:
    assert len({Kept("a"), Kept("a", told={"x": 1}), Kept("a", (1,))}) == 2
    assert Kept("a") == Kept("a")
    assert Kept("a") != Kept("a", shown=False)


def test_copies_and_pickles_are_the_same() -> None:
    one = Kept("a", (1, 2), {"b": 3})
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 - made here
        assert other == one
        assert (other.told, other.memo) == (one.told, one.memo)


def test_what_holds_itself_is_shown() -> None:
    one = Kept("a")
    one.told["self"] = one  # type: ignore[assignment]
    assert repr(one) == "Kept(name='a', places=(), told={'self': ...})"


@pytest.mark.parametrize("frozen", [True, False])
def test_what_a_class_says_of_itself_stays(frozen: bool) -> None:
    class Folded:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self)) and self.name.casefold() == other.name.casefold()

        def __hash__(self) -> int:
            return hash(self.name.casefold())

        def __repr__(self) -> str:
            return self.name

    made: Any = dataclass(frozen=frozen)(Folded)
    assert len({made("a"), made("A")}) == 1
    assert repr(made("a")) == "a"


def test_fields_of_a_parent_come_first() -> None:
    @dataclass(frozen=True)
    class Parent:
        name: str

    @dataclass(frozen=True)
    class Child(Parent):
        page: int = 1

    assert Child("a") == Child("a", 1)
    assert Child("a") != Parent("a")
