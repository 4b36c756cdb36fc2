from typing import Any

import pytest

from bench.metadata_quality import CHECKLIST, points_by_dimension, quality_of
from pipeline.metadata.dcat import dcat
from tests.metadata.making import publisher, release
from tests.reading import ROOT

CC_BY = ('name = "OGDL-Taiwan-1.0"', 'name = "CC-BY-4.0"')


def test_the_checklist_has_405_points_in_five_dimensions() -> None:
    points: dict[str, int] = {}
    for one in CHECKLIST:
        points[one.dimension] = points.get(one.dimension, 0) + one.weight
    assert points == {
        "findability": 100,
        "accessibility": 100,
        "interoperability": 110,
        "reusability": 75,
        "contextuality": 20,
    }


def test_the_sample_plans_reach_285_of_the_295_points_that_can_be_judged() -> None:
    quality = quality_of(dcat(release(), publisher()))
    assert (quality.reached, quality.judged, quality.total) == (285, 295, 405)
    assert {score.indicator: score.points for score in quality.missing} == {
        "dcat:accessURL answers": None,
        "dcat:downloadURL answers": None,
        "DCAT-AP compliance": None,
        "dct:license of the vocabulary": 0,
    }
    assert all(score.why_en and score.why_zh for score in quality.missing)


def test_under_cc_by_they_reach_all_of_them() -> None:
    quality = quality_of(dcat(release(), publisher(CC_BY)))
    assert (quality.reached, quality.judged) == (295, 295)


LOSSES = {
    ("dcat:Dataset", "dcat:keyword"): 30,
    ("dcat:Dataset", "dcat:theme"): 30,
    ("dcat:Dataset", "dct:spatial"): 20,
    ("dcat:Dataset", "dct:temporal"): 20,
    ("dcat:Dataset", "dct:accessRights"): 15,
    ("dcat:Dataset", "dcat:contactPoint"): 20,
    ("dcat:Dataset", "dct:publisher"): 10,
    ("dcat:Dataset", "dct:issued"): 5,
    ("dcat:Dataset", "dct:modified"): 5,
    ("dcat:Distribution", "dcat:downloadURL"): 20,
    ("dcat:Distribution", "dct:format"): 70,
    ("dcat:Distribution", "dcat:mediaType"): 20,
    ("dcat:Distribution", "dct:license"): 30,
    ("dcat:Distribution", "dct:rights"): 5,
    ("dcat:Distribution", "dcat:byteSize"): 5,
    ("dcat:Dataset", "dcat:distribution"): 140,
}


@pytest.mark.parametrize(("kind", "key"), LOSSES)
def test_what_is_missing_costs_its_points(kind: str, key: str) -> None:
    document: Any = dcat(release(), publisher(CC_BY))
    for node in document["@graph"]:
        if node["@type"] == kind:
            node.pop(key, None)
    assert quality_of(document).reached == 295 - LOSSES[kind, key]


def test_points_are_given_by_the_share_of_data_sets() -> None:
    document: Any = dcat(release(), publisher(CC_BY))
    (year,) = [node for node in document["@graph"] if node["@id"].endswith("#year-2023")]
    del year["dcat:keyword"]
    quality = quality_of(document)
    assert quality.reached == pytest.approx(295 - 30 / 3)
    assert "year-2023" in quality.missing[0].why_en


def test_the_guide_tells_the_points_as_measured() -> None:
    guide = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    rows = list(points_by_dimension(quality_of(dcat(release(), publisher()))))
    assert rows[-1] == ("sum", 285, 295, 405)
    for dimension, reached, judged, total in rows:
        assert f"| {dimension} | {reached:g} | {judged} | {total} |" in guide
