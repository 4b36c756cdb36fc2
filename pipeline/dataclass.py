"""``dataclass`` as the standard library has it, made faster: one way of declaring the data between stages.

A type checker sees ``dataclasses.dataclass``. Where the program runs, only the constructor is written and compiled for
each class; comparing, hashing, showing and refusing changes are functions that all classes share. The standard library
compiles eight functions for a frozen class with slots: for some 180 classes that was a tenth of the time that a plan of
one page took as a process, and its constructors take 1.7 times as long (Python 3.11).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    # Only a decorator of this very name is known as one that makes dataclasses.
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, eq: bool = True, kw_only: bool = False
    ) -> Callable[[type], type]:
        """As ``dataclasses.dataclass``, with the settings that this project uses.

        Args:
            frozen: attributes are not assigned to again; ``FrozenInstanceError`` otherwise.
            slots: there are no other attributes.
            eq: objects are compared, and hashed where frozen, by their fields.
            kw_only: the constructor takes names only.
        """

        def made(given: type) -> type:
            declared = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
            one = declared(given)
            one.__init__ = _constructor(one, frozen=frozen)
            if "__repr__" not in one.__dict__:
                one.__repr__ = _shown
            if eq:
                _compared(one, frozen=frozen)
            if frozen:
                one.__setattr__ = _refused
                one.__delattr__ = _refused
                if slots:
                    one.__getstate__ = _state
                    one.__setstate__ = _restored
            return one

        return made


def _constructor(one: type, *, frozen: bool) -> Callable[..., None]:
    """Assigns each field; the slots' own descriptors and ``object`` do so where the class refuses."""
    known: dict[str, Any] = {"_set": object.__setattr__}
    positional: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(one):
        name = field.name
        value = name
        parameter = name
        if field.default is not dataclasses.MISSING:
            known[f"_{name}_default"] = field.default
            parameter = f"{name}=_{name}_default"
            value = name if field.init else f"_{name}_default"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_{name}_made"] = field.default_factory
            known["_none"] = dataclasses.MISSING
            parameter = f"{name}=_none"
            value = f"_{name}_made() if {name} is _none else {name}" if field.init else f"_{name}_made()"
        elif not field.init:
            continue
        if field.init:
            (named if field.kw_only else positional).append(parameter)
        if not frozen:
            lines.append(f"self.{name} = {value}")
        elif isinstance(slot := getattr(one, name, None), MemberDescriptorType):
            known[f"_set_{name}"] = slot.__set__
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(one, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join(["self", *positional, *(["*", *named] if named else [])])
    text = f"def __init__({parameters}):\n " + "\n ".join(lines or ["pass"])
    exec(text, known)  # noqa: S102 - the text is made of the names of fields only
    constructor: Callable[..., None] = known["__init__"]
    constructor.__qualname__ = f"{one.__qualname__}.__init__"
    return constructor


def _compared(one: Any, *, frozen: bool) -> None:
    names = [field.name for field in dataclasses.fields(one) if field.compare]
    # One more than is needed, so that also the values of a single field or of none come as a tuple.
    values = attrgetter(*names, "__class__", "__class__")

    def same(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: object) -> int:
        return hash(values(self))

    # What a class says of itself goes before; with ``__eq__`` alone Python has put None for the other.
    own = one.__dict__
    if own.get("__hash__") is None:
        one.__hash__ = hashed if frozen else None
    if "__eq__" not in own:
        one.__eq__ = same


@recursive_repr()
def _shown(self: Any) -> str:
    fields = (field for field in dataclasses.fields(self) if field.repr)
    told = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields)
    return f"{self.__class__.__qualname__}({told})"


def _refused(self: object, name: str, *value: object) -> None:
    del value
    raise dataclasses.FrozenInstanceError(f"{name} of {self.__class__.__qualname__} stays as it is")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restored(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
