import json
import warnings
from dataclasses import replace
from typing import Any

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, XSD

from pipeline.metadata.dcat import dcat
from pipeline.metadata.files import metadata_files
from tests.metadata.making import contents, file, publisher, release

BASE = "https://data.example.gov.tw/work-plans/"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ALL, FIRST, SECOND, SERIES = (
    URIRef(f"{BASE}dcat.jsonld#{name}") for name in ("all", "year-2023", "year-2024", "series")
)
IN_SERIES, PREV, NEXT = (URIRef(f"{DCAT}{name}") for name in ("inSeries", "prev", "next"))


@pytest.fixture(scope="module")
def graph() -> Graph:
    content = metadata_files(release(), publisher())["dcat.jsonld"]
    with warnings.catch_warnings():
        # Its reader of JSON-LD uses a class that the library itself has deprecated.
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return Graph().parse(data=content, format="json-ld")


def test_a_data_set_of_each_year_belongs_to_the_series(graph: Graph) -> None:
    assert (SERIES, RDF.type, URIRef(f"{DCAT}DatasetSeries")) in graph
    assert set(graph.subjects(IN_SERIES, SERIES)) == {FIRST, SECOND}


def test_the_years_lead_to_one_another(graph: Graph) -> None:
    assert list(graph.subject_objects(PREV)) == [(SECOND, FIRST)]
    assert list(graph.subject_objects(NEXT)) == [(FIRST, SECOND)]


def test_a_year_covers_its_days(graph: Graph) -> None:
    (period,) = graph.objects(FIRST, DCTERMS.temporal)
    assert graph.value(period, DCAT.startDate) == Literal("2023-01-01", datatype=XSD.date)
    assert graph.value(period, DCAT.endDate) == Literal("2023-12-31", datatype=XSD.date)


def test_a_year_holds_the_files_of_its_own_plans(graph: Graph) -> None:
    held = {str(one).removeprefix(BASE) for one in graph.objects(FIRST, DCAT.distribution)}
    assert held == {path for path in contents() if path.startswith("chiayi-city-west-112/")}


def test_all_years_together_hold_every_format(graph: Graph) -> None:
    held = {str(one).removeprefix(BASE) for one in graph.objects(ALL, DCAT.distribution)}
    assert held == {path for path in contents() if not path.startswith("chiayi-city-west-")} - {
        "datasette.json"
    }


MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
    URIRef(f"{DCAT}DatasetSeries"): (DCTERMS.title, DCTERMS.description),
    DCAT.Distribution: (DCAT.accessURL,),
    FOAF.Organization: (FOAF.name,),
    DCTERMS.LicenseDocument: (),
    SPDX.Checksum: (SPDX.algorithm, SPDX.checksumValue),
}


@pytest.mark.parametrize("kind", MANDATORY, ids=lambda kind: str(kind).rpartition("/")[2])
def test_what_the_profile_demands_is_there(graph: Graph, kind: URIRef) -> None:
    nodes = list(graph.subjects(RDF.type, kind))
    assert nodes
    for node in nodes:
        for wanted in MANDATORY[kind]:
            assert graph.value(node, wanted, any=True) is not None, f"{node} lacks {wanted}"


def test_everything_that_is_linked_within_the_publication_is_described(graph: Graph) -> None:
    described = set(graph.subjects())
    ours = {one for one in graph.objects() if isinstance(one, URIRef) and "dcat.jsonld#" in one}
    assert ours <= described


def test_a_file_is_told_with_size_hash_type_and_schema(graph: Graph) -> None:
    items, made = URIRef(f"{BASE}items.csv"), file("items.csv", contents()["items.csv"])
    assert graph.value(items, DCAT.downloadURL) == items
    assert graph.value(items, DCAT.byteSize) == Literal(str(made.bytes), datatype=XSD.nonNegativeInteger)
    checksum = graph.value(items, SPDX.checksum)
    assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert graph.value(checksum, SPDX.checksumValue) == Literal(made.sha256, datatype=XSD.hexBinary)
    assert graph.value(items, DCTERMS.format) == URIRef(f"{AUTHORITY}file-type/CSV")
    assert graph.value(items, DCAT.mediaType) == URIRef(
        "https://www.iana.org/assignments/media-types/text/csv"
    )
    assert graph.value(items, DCTERMS.conformsTo) == URIRef(f"{BASE}datapackage.json#/resources/0/schema")


def test_the_schema_that_a_file_follows_is_where_the_link_leads() -> None:
    made = metadata_files(release(), publisher())
    package: Any = json.loads(made["datapackage.json"])
    for node in json.loads(made["dcat.jsonld"])["@graph"]:
        link = node.get("dct:conformsTo", {}).get("@id", "")
        if "#/resources/" in link:
            number = int(link.split("/")[-2])
            name = node["@id"].rpartition("/")[2].partition(".")[0]
            assert package["resources"][number]["name"] == name


def test_words_are_told_in_their_languages(graph: Graph) -> None:
    words = set(graph.objects(ALL, DCAT.keyword))
    assert {Literal("預算", lang="zh-TW"), Literal("budget", lang="en")} <= words


def test_the_person_to_ask_can_be_reached(graph: Graph) -> None:
    contact = graph.value(ALL, DCAT.contactPoint)
    assert graph.value(contact, VCARD.hasEmail) == URIRef("mailto:data@example.gov.tw")
    telephone = graph.value(contact, VCARD.hasTelephone)
    assert graph.value(telephone, VCARD.hasValue) == URIRef("tel:+886-5-2223333;ext=123")


def test_values_of_the_authority_tables_are_used(graph: Graph) -> None:
    assert graph.value(ALL, DCAT.theme) == URIRef(f"{AUTHORITY}data-theme/GOVE")
    assert graph.value(ALL, DCTERMS.accrualPeriodicity) == URIRef(f"{AUTHORITY}frequency/ANNUAL")
    assert URIRef(f"{AUTHORITY}country/TWN") in set(graph.objects(ALL, DCTERMS.spatial))


def test_the_attribution_goes_with_each_file(graph: Graph) -> None:
    for one in graph.subjects(RDF.type, DCAT.Distribution):
        rights = graph.value(one, DCTERMS.rights)
        (words,) = [str(value) for value in graph.objects(rights) if isinstance(value, Literal)]
        assert words == publisher().license.attribution


def test_plans_without_a_year_make_no_series() -> None:
    plans = tuple(replace(plan, year=None, year_roc=None) for plan in release().plans)
    nodes = dcat(replace(release(), plans=plans), publisher())["@graph"]
    assert [node["@type"] for node in nodes].count("dcat:DatasetSeries") == 0
