"""What the metadata say of the items that people have checked, and that they say nothing where nobody has."""

import json
import warnings
from dataclasses import replace
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS

from bench.metadata_quality import quality_of
from pipeline.metadata.datapackage import data_package
from pipeline.metadata.dcat import dcat
from pipeline.metadata.files import metadata_files
from pipeline.metadata.portal import portal_form, portal_json
from pipeline.metadata.release import Release, release_of
from tests.contract import extraction, item, plan, section
from tests.metadata.making import publisher, release
from tests.metadata.test_datapackage import conform

BASE = "https://data.example.gov.tw/work-plans/dcat.jsonld#"


def reviewed(*counts: int) -> Release:
    """The sample plans of two years, with so many items of each checked."""
    plans = release().plans
    pairs = zip(plans, counts, strict=True)
    return replace(release(), plans=tuple(replace(one, reviewed=count) for one, count in pairs))


def statements(data_set: str) -> set[Literal]:
    content = metadata_files(reviewed(100, 7), publisher())["dcat.jsonld"]
    with warnings.catch_warnings():
        # Its reader of JSON-LD uses a class that the library itself has deprecated.
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        graph = Graph().parse(data=content, format="json-ld")
    nodes = list(graph.objects(URIRef(BASE + data_set), DCTERMS.provenance))
    assert all((node, RDF.type, DCTERMS.ProvenanceStatement) in graph for node in nodes)
    return {
        label for node in nodes for label in graph.objects(node, RDFS.label) if isinstance(label, Literal)
    }


def test_a_release_counts_over_its_plans() -> None:
    documents = list(extraction(plan("a-112", section("s", (item("a-112-1"), item("a-112-2"))))).documents())
    assert release_of(documents, {}, ()).reviewed is None
    found = release_of(documents, {}, (), reviewed={"a-112": 1})
    assert (found.reviewed, found.items) == (1, 2)
    assert release_of(documents, {}, (), reviewed={}).reviewed == 0


@pytest.mark.parametrize("who", [None, publisher()], ids=["nobody", "publisher"])
def test_the_data_package_tells_it_with_and_without_a_publisher(who: Any) -> None:
    descriptor = data_package(reviewed(100, 7), who)
    assert descriptor["review"] == {"itemsChecked": 107, "items": release().items}
    conform(descriptor, "datapackage")


def test_each_data_set_tells_it_of_its_own_plans() -> None:
    first, second = (one.items for one in release().plans)
    for name, items, checked in (
        ("all", first + second, 107),
        ("year-2023", first, 100),
        ("year-2024", second, 7),
    ):
        chinese = f"{items} 個項目中有 {checked} 個經人工與原件核對，且核對後未再變動。"
        english = (
            f"{checked} of {items} items were checked against the document by people "
            "and have not changed since."
        )
        assert {Literal(chinese, lang="zh-TW"), Literal(english, lang="en")} <= statements(name)


def test_where_the_data_come_from_is_still_told() -> None:
    assert any("chiayi-west-112-open.pdf（SHA-256" in label for label in statements("all"))


def test_it_costs_no_point_of_quality() -> None:
    assert quality_of(dcat(reviewed(1, 2), publisher())) == quality_of(dcat(release(), publisher()))


def test_the_portal_has_it_among_its_notes() -> None:
    told = f"{release().items} 個項目中有 107 個經人工與原件核對"
    assert told in portal_json(reviewed(100, 7), publisher())["notes"]
    assert told in portal_form(reviewed(100, 7), publisher())


def test_where_nobody_reviews_nothing_is_said() -> None:
    for content in metadata_files(release(), publisher()).values():
        assert "經人工與原件核對" not in content.decode()
        assert "itemsChecked" not in content.decode()


def test_none_checked_is_said_too() -> None:
    package = json.loads(metadata_files(reviewed(0, 0), None)["datapackage.json"])
    assert package["review"]["itemsChecked"] == 0
