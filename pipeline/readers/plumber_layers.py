"""Layers of a file as pdfminer tells them (optional content, ISO 32000-1, 8.11), and what its values hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.utils import Matrix

from pipeline.dataclass import dataclass


def name_of(value: Any) -> str:
    """A name's text; "" for what is no name."""
    name = getattr(value, "name", "")
    return name if isinstance(name, str) else name.decode("latin-1") if isinstance(name, bytes) else ""


def first_name(value: Any) -> str:
    """The first of the names that are listed, "dictionary" for a dictionary, "" for anything else."""
    found = resolve1(value)
    if isinstance(found, list):
        found = resolve1(found[0]) if found else None
    return "dictionary" if isinstance(found, dict) else name_of(found)


def numbers_of(value: Any, count: int) -> tuple[float, ...] | None:
    """A list of so many numbers; None for anything else."""
    found = resolve1(value)
    if not isinstance(found, list) or len(found) != count:
        return None
    numbers = [resolve1(one) for one in found]
    return tuple(map(float, numbers)) if all(isinstance(n, (int, float)) for n in numbers) else None


def matrix_of(value: Any) -> Matrix | None:
    """A matrix; None for anything else."""
    numbers = numbers_of(value, 6)
    if numbers is None:
        return None
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


@dataclass(frozen=True, slots=True)
class Layers:
    """Which layers of a file are switched on when it is opened (ISO 32000-1, 8.11.4.3).

    Attributes:
        all_on: whether layers that are not named are on.
        named: numbers of the objects that describe the layers that are named as the others are not.
    """

    all_on: bool = True
    named: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, catalog: Mapping[str, Any]) -> Layers:
        """Those of a file with this catalogue."""
        properties = resolve1(catalog.get("OCProperties"))
        default = resolve1(properties.get("D")) if isinstance(properties, dict) else None
        if not isinstance(default, dict):
            return cls()
        all_on = name_of(resolve1(default.get("BaseState"))) != "OFF"
        listed = resolve1(default.get("OFF" if all_on else "ON"))
        refs = listed if isinstance(listed, list) else []
        return cls(all_on, frozenset(ref.objid for ref in refs if isinstance(ref, PDFObjRef)))

    def on(self, layer: Any) -> bool:
        """Whether what belongs to a layer, or to several, is painted."""
        described = resolve1(layer)
        if not isinstance(described, dict):
            return True
        if name_of(resolve1(described.get("Type"))) != "OCMD":
            return not isinstance(layer, PDFObjRef) or self.all_on != (layer.objid in self.named)
        groups = described.get("OCGs")
        if isinstance(resolve1(groups), list):
            groups = resolve1(groups)
        states = [
            self.on(one) for one in (groups if isinstance(groups, list) else [groups]) if one is not None
        ]
        policy = name_of(resolve1(described.get("P"))) or "AnyOn"
        if not states:
            return True
        return {
            "AllOn": all(states),
            "AnyOff": not all(states),
            "AllOff": not any(states),
        }.get(policy, any(states))
