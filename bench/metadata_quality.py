"""The European Union's metadata quality checklist (405 points), as far as it can be judged without a network.

Indicators and weights are those of the Metadata Quality Assessment of data.europa.eu. Points are given by the share
of data sets that have what is asked for; of the files of a data set the best one counts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.metadata.dcat import AUTHORITY
from pipeline.metadata.vocabulary import FILE_TYPE, IANA

Node = dict[str, Any]
Dimension = Literal["findability", "accessibility", "interoperability", "reusability", "contextuality"]
Test = Callable[[Node], bool]

OPEN = frozenset(("CSV", "JSON", "ODS"))
"""File types of ours among those that the checklist takes for non-proprietary."""
READABLE_TYPES = frozenset(("CSV", "JSON", "ODS", "XLSX"))
"""File types of ours among those that the checklist takes for machine-readable."""
LIVE_EN = "only a request over the network can tell whether the address answers"
LIVE_ZH = "須連線才能得知網址是否有回應"
SHAPES_EN = "the SHACL shapes of DCAT-AP are not part of this program"
SHAPES_ZH = "本程式不含 DCAT-AP 的 SHACL 規則"


@dataclass(frozen=True)
class Score:
    """One indicator.

    Attributes:
        weight: points to be had.
        points: points reached; None where it cannot be judged.
        why_en: why points are missing; empty where none are.
        why_zh: the same in Traditional Chinese.
    """

    dimension: Dimension
    indicator: str
    weight: int
    points: float | None
    why_en: str = ""
    why_zh: str = ""


@dataclass(frozen=True)
class Quality:
    """All indicators, in the checklist's order."""

    scores: tuple[Score, ...]

    @property
    def reached(self) -> float:
        """Points reached."""
        return sum(score.points or 0 for score in self.scores)

    @property
    def judged(self) -> int:
        """Points of the indicators that can be judged."""
        return sum(score.weight for score in self.scores if score.points is not None)

    @property
    def total(self) -> int:
        """Points of all indicators."""
        return sum(score.weight for score in self.scores)

    @property
    def missing(self) -> tuple[Score, ...]:
        """Indicators that are not reached in full, those that cannot be judged among them."""
        return tuple(score for score in self.scores if score.points != score.weight)


@dataclass(frozen=True)
class _Indicator:
    """One line of the checklist: ``test`` is asked of each data set, or of each of its files where ``of_file``."""

    dimension: Dimension
    name: str
    weight: int
    test: Test | None
    of_file: bool = False
    why_en: str = ""
    why_zh: str = ""


def quality_of(dcat: Node) -> Quality:
    """Judge a DCAT document.

    Args:
        dcat: as ``pipeline.metadata.dcat`` makes it; a data set that holds no files fails what is asked of files.
    """
    nodes = {node["@id"]: node for node in dcat["@graph"]}
    datasets = [node for node in nodes.values() if node["@type"] == "dcat:Dataset"]
    return Quality(tuple(_score(one, datasets, nodes) for one in CHECKLIST))


def _score(one: _Indicator, datasets: list[Node], nodes: dict[str, Node]) -> Score:
    if one.test is None:
        return Score(one.dimension, one.name, one.weight, None, one.why_en, one.why_zh)
    test = one.test
    failing = [
        node
        for node in datasets
        if not (any(test(file) for file in _files(node, nodes)) if one.of_file else test(node))
    ]
    if not failing and datasets:
        return Score(one.dimension, one.name, one.weight, one.weight)
    share = 1 - len(failing) / len(datasets) if datasets else 0.0
    names = ", ".join(node["@id"].rpartition("#")[2] for node in failing) or "-"
    why_en = one.why_en or f"{one.name} is missing or of no known value"
    why_zh = one.why_zh or f"缺少 {one.name} 或其值不在詞彙表中"
    return Score(
        one.dimension, one.name, one.weight, one.weight * share, f"{why_en}: {names}", f"{why_zh}：{names}"
    )


def _files(dataset: Node, nodes: dict[str, Node]) -> Iterator[Node]:
    for link in dataset.get("dcat:distribution", []):
        if link["@id"] in nodes:
            yield nodes[link["@id"]]


def _has(key: str) -> Test:
    return lambda node: bool(node.get(key))


def _within(key: str, prefix: str, known: frozenset[str] | None = None) -> Test:
    """Whether a value is an entry of a vocabulary, and one of those that are given."""

    def test(node: Node) -> bool:
        value = node.get(key)
        found = str(value.get("@id", "")) if isinstance(value, dict) else ""
        return found.startswith(prefix) and (known is None or found.removeprefix(prefix) in known)

    return test


def _both_known(node: Node) -> bool:
    return _within("dct:format", FILE_TYPE)(node) and _within("dcat:mediaType", IANA)(node)


CHECKLIST: tuple[_Indicator, ...] = (
    _Indicator("findability", "dcat:keyword", 30, _has("dcat:keyword")),
    _Indicator("findability", "dcat:theme", 30, _has("dcat:theme")),
    _Indicator("findability", "dct:spatial", 20, _has("dct:spatial")),
    _Indicator("findability", "dct:temporal", 20, _has("dct:temporal")),
    _Indicator("accessibility", "dcat:accessURL answers", 50, None, True, LIVE_EN, LIVE_ZH),
    _Indicator("accessibility", "dcat:downloadURL", 20, _has("dcat:downloadURL"), True),
    _Indicator("accessibility", "dcat:downloadURL answers", 30, None, True, LIVE_EN, LIVE_ZH),
    _Indicator("interoperability", "dct:format", 20, _has("dct:format"), True),
    _Indicator("interoperability", "dcat:mediaType", 10, _has("dcat:mediaType"), True),
    _Indicator(
        "interoperability", "dct:format and dcat:mediaType of the vocabularies", 10, _both_known, True
    ),
    _Indicator("interoperability", "non-proprietary", 20, _within("dct:format", FILE_TYPE, OPEN), True),
    _Indicator(
        "interoperability", "machine-readable", 20, _within("dct:format", FILE_TYPE, READABLE_TYPES), True
    ),
    _Indicator("interoperability", "DCAT-AP compliance", 30, None, False, SHAPES_EN, SHAPES_ZH),
    _Indicator("reusability", "dct:license", 20, _has("dct:license"), True),
    _Indicator(
        "reusability",
        "dct:license of the vocabulary",
        10,
        _within("dct:license", f"{AUTHORITY}licence/"),
        True,
        "the European Union's table of licences has no OGDL-Taiwan-1.0",
        "歐盟授權詞彙表未收錄 OGDL-Taiwan-1.0",
    ),
    _Indicator("reusability", "dct:accessRights", 10, _has("dct:accessRights")),
    _Indicator(
        "reusability",
        "dct:accessRights of the vocabulary",
        5,
        _within("dct:accessRights", f"{AUTHORITY}access-right/"),
    ),
    _Indicator("reusability", "dcat:contactPoint", 20, _has("dcat:contactPoint")),
    _Indicator("reusability", "dct:publisher", 10, _has("dct:publisher")),
    _Indicator("contextuality", "dct:rights", 5, _has("dct:rights"), True),
    _Indicator("contextuality", "dcat:byteSize", 5, _has("dcat:byteSize"), True),
    _Indicator("contextuality", "dct:issued", 5, _has("dct:issued")),
    _Indicator("contextuality", "dct:modified", 5, _has("dct:modified")),
)
"""The checklist: 405 points."""


def points_by_dimension(quality: Quality) -> Iterator[tuple[str, float, int, int]]:
    """Each dimension with the points reached, those that can be judged, and all; their sums at the end."""
    for dimension in dict.fromkeys(score.dimension for score in quality.scores):
        own = Quality(tuple(score for score in quality.scores if score.dimension == dimension))
        yield dimension, own.reached, own.judged, own.total
    yield "sum", quality.reached, quality.judged, quality.total


def main(folder: str) -> None:
    """Print the points of an output folder's metadata, and why some are missing."""
    quality = quality_of(json.loads((Path(folder) / "dcat.jsonld").read_text(encoding="utf-8")))
    for dimension, *points in points_by_dimension(quality):
        print(f"| {dimension} | " + " | ".join(f"{count:g}" for count in points) + " |")
    for score in quality.missing:
        print(f"- {score.indicator}: {score.why_en}")


if __name__ == "__main__":
    main(*sys.argv[1:])
