"""The publication as DCAT-AP 3 in JSON-LD: a catalogue, a series over the years, and the files of each."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pipeline.metadata.publisher import Frequency, Publisher
from pipeline.metadata.release import Release, ReleasedFile, ReleasedPlan, reviewed_words
from pipeline.metadata.vocabulary import FILE_TYPE, IANA, LICENCES, Format, format_of

Node = dict[str, Any]

AUTHORITY = "http://publications.europa.eu/resource/authority/"
CONTEXT: Node = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Written into the file: a context to be fetched would need a network."""
FREQUENCIES: dict[Frequency, str] = {
    "annual": "ANNUAL",
    "biannual": "ANNUAL_2",
    "quarterly": "QUARTERLY",
    "monthly": "MONTHLY",
    "irregular": "IRREG",
}
CONTRACT = "urn:workplan:plan:1.0"
"""Identifier of the JSON Schema of plan.json."""


def dcat(release: Release, publisher: Publisher) -> Node:
    """The JSON-LD document.

    One Dataset holds the files over all plans; one of each year, members of a DatasetSeries, hold those of the
    year's plans.
    """
    return {"@context": CONTEXT, "@graph": _Graph(release, publisher).nodes()}


class _Graph:
    """Makes the nodes of one publication."""

    def __init__(self, release: Release, publisher: Publisher) -> None:
        self.release = release
        self.publisher = publisher
        self.base = publisher.dataset.base_url

    def nodes(self) -> list[Node]:
        years = self.release.years
        datasets = [self._all(), *(self._year(year) for year in years)]
        series = [self._series()] if years else []
        distributions = [
            self._distribution(file, kind)
            for file in sorted(self.release.files, key=lambda file: file.path)
            if (kind := format_of(file.path)) is not None
        ]
        described = [self._agent(), self._contact(), self._licence(), self._area()]
        return [self._catalog(datasets + series), *series, *datasets, *distributions, *described]

    def _id(self, fragment: str) -> Node:
        return {"@id": f"{self.base}dcat.jsonld#{fragment}"}

    def _catalog(self, members: list[Node]) -> Node:
        dataset = self.publisher.dataset
        return {
            **self._id("catalog"),
            "@type": "dcat:Catalog",
            "dct:title": _both(dataset.title, dataset.title_en),
            "dct:description": _both(dataset.description, dataset.description_en),
            "dct:publisher": self._id("publisher"),
            "dct:license": {"@id": self._licence()["@id"]},
            "dct:language": {"@id": f"{AUTHORITY}language/ZHO"},
            "dct:issued": _date(dataset.issued.isoformat()),
            "dct:modified": _date(dataset.modified.isoformat()),
            "foaf:homepage": {"@id": self.base},
            "dcat:dataset": [{"@id": member["@id"]} for member in members],
        }

    def _shared(self, title: tuple[str, str | None]) -> Node:
        """What holds for the series and for each data set alike."""
        dataset = self.publisher.dataset
        return {
            "dct:title": _both(*title),
            "dct:description": _both(dataset.description, dataset.description_en),
            "dct:publisher": self._id("publisher"),
            "dcat:contactPoint": self._id("contact"),
            "dct:spatial": [{"@id": f"{AUTHORITY}country/TWN"}, self._id("area")],
            "dct:issued": _date(dataset.issued.isoformat()),
            "dct:modified": _date(dataset.modified.isoformat()),
            "dct:accrualPeriodicity": {
                "@id": f"{AUTHORITY}frequency/{FREQUENCIES[dataset.update_frequency]}"
            },
        }

    def _dataset(
        self,
        fragment: str,
        title: tuple[str, str | None],
        files: tuple[ReleasedFile, ...],
        plans: tuple[ReleasedPlan, ...],
    ) -> Node:
        dataset = self.publisher.dataset
        return {
            **self._id(fragment),
            "@type": "dcat:Dataset",
            "dct:identifier": f"{dataset.name}-{fragment}",
            **self._shared(title),
            "dcat:version": dataset.version,
            "dct:language": {"@id": f"{AUTHORITY}language/ZHO"},
            "dcat:keyword": [
                *({"@value": word, "@language": "zh-TW"} for word in dataset.keywords),
                *({"@value": word, "@language": "en"} for word in dataset.keywords_en),
            ],
            "dcat:theme": {"@id": f"{AUTHORITY}data-theme/{dataset.theme}"},
            "dct:accessRights": {"@id": f"{AUTHORITY}access-right/PUBLIC"},
            "dct:license": {"@id": self._licence()["@id"]},
            "dcat:landingPage": {"@id": self.base},
            "dct:provenance": self._provenance(plans),
            "dcat:distribution": [{"@id": self._url(file.path)} for file in files if format_of(file.path)],
        }

    def _all(self) -> Node:
        dataset, years = self.publisher.dataset, self.release.years
        node = self._dataset(
            "all", (dataset.title, dataset.title_en), self.release.combined(), self.release.plans
        )
        if years:
            node["dct:temporal"] = _period(years[0], years[-1])
            node["dct:hasPart"] = [self._id(f"year-{year}") for year in years]
        return node

    def _year(self, year: int) -> Node:
        dataset, years = self.publisher.dataset, self.release.years
        number = years.index(year)
        english = f"{dataset.title_en}, {year}" if dataset.title_en else None
        title = (f"{dataset.title}（{self._named(year)}）", english)
        plans = tuple(plan for plan in self.release.plans if plan.year == year)
        node = self._dataset(f"year-{year}", title, self.release.of_year(year), plans)
        node |= {
            "dct:temporal": _period(year, year),
            "dct:isPartOf": self._id("all"),
            "dcat:inSeries": self._id("series"),
        }
        if number > 0:
            node["dcat:prev"] = self._id(f"year-{years[number - 1]}")
        if number + 1 < len(years):
            node["dcat:next"] = self._id(f"year-{years[number + 1]}")
        return node

    def _named(self, year: int) -> str:
        """A year as the plans say it."""
        roc = next((plan.year_roc for plan in self.release.plans if plan.year == year), None)
        return f"{roc}年度" if roc is not None else f"西元{year}年"

    def _series(self) -> Node:
        dataset, years = self.publisher.dataset, self.release.years
        english = f"{dataset.title_en}, series over the years" if dataset.title_en else None
        return {
            **self._id("series"),
            "@type": "dcat:DatasetSeries",
            **self._shared((f"{dataset.title}（歷年）", english)),
            "dct:temporal": _period(years[0], years[-1]),
            "dcat:first": self._id(f"year-{years[0]}"),
            "dcat:last": self._id(f"year-{years[-1]}"),
        }

    def _distribution(self, file: ReleasedFile, kind: Format) -> Node:
        dataset = self.publisher.dataset
        node: Node = {
            "@id": self._url(file.path),
            "@type": "dcat:Distribution",
            "dct:title": _both(file.path, None),
            "dcat:accessURL": {"@id": self._url(file.path)},
            "dcat:downloadURL": {"@id": self._url(file.path)},
            "dct:format": {"@id": f"{FILE_TYPE}{kind.file_type}", "@type": "dct:MediaTypeOrExtent"}
            if kind.file_type
            else {"@type": "dct:MediaTypeOrExtent", "rdfs:label": kind.label},
            "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
            },
            "dct:license": {"@id": self._licence()["@id"]},
            "dct:rights": {
                "@type": "dct:RightsStatement",
                "rdfs:label": {"@value": self.publisher.license.attribution, "@language": "zh-TW"},
            },
            "dct:issued": _date(dataset.issued.isoformat()),
            "dct:modified": _date(dataset.modified.isoformat()),
        }
        if kind.media_type:
            node["dcat:mediaType"] = {"@id": f"{IANA}{kind.media_type}", "@type": "dct:MediaType"}
        standard = self._standard(file)
        if standard:
            node["dct:conformsTo"] = {"@id": standard, "@type": "dct:Standard"}
        return node

    def _standard(self, file: ReleasedFile) -> str | None:
        """The schema that a file follows: a place in the data package, or that of plan.json."""
        table = self.release.table_of(file.path)
        present = [one for one in self.release.tables if self.release.file(one.path) is not None]
        if table in present:
            return f"{self.base}datapackage.json#/resources/{present.index(table)}/schema"
        return CONTRACT if file.path.endswith("/plan.json") else None

    def _url(self, path: str) -> str:
        return self.base + quote(path)

    def _provenance(self, plans: tuple[ReleasedPlan, ...]) -> Node | list[Node]:
        """Where the data come from and, where people have reviewed them, how much of these plans they have."""
        sources = self.release.sources
        chinese = "；".join(f"{one.file_name}（SHA-256 {one.sha256}）" for one in sources)
        english = "; ".join(f"{one.file_name} (SHA-256 {one.sha256})" for one in sources)
        read = _statement(f"以程式讀自下列 PDF 檔：{chinese}", f"Read by a program from PDF files: {english}")
        told = reviewed_words(plans)
        return [read, _statement(*told)] if told else read

    def _agent(self) -> Node:
        office = self.publisher.publisher
        return {
            **self._id("publisher"),
            "@type": "foaf:Organization",
            "foaf:name": _both(office.name, office.name_en),
            **({"dct:identifier": f"urn:oid:{office.oid}"} if office.oid else {}),
            **({"foaf:homepage": {"@id": office.url}} if office.url else {}),
        }

    def _contact(self) -> Node:
        contact = self.publisher.contact
        return {
            **self._id("contact"),
            "@type": "vcard:Kind",
            "vcard:fn": contact.name,
            "vcard:hasEmail": {"@id": f"mailto:{quote(contact.email, safe='@')}"},
            "vcard:hasTelephone": {
                "@type": "vcard:Voice",
                "vcard:hasValue": {"@id": _dialled(contact.phone)},
            },
            "vcard:organization-name": self.publisher.publisher.name,
        }

    def _licence(self) -> Node:
        licence = LICENCES[self.publisher.license.name]
        return {
            "@id": licence.authority or licence.url,
            "@type": "dct:LicenseDocument",
            "dct:identifier": licence.name,
            "dct:title": _both(licence.title_zh, licence.title_en),
            "rdfs:seeAlso": [{"@id": licence.url}, {"@id": f"https://spdx.org/licenses/{licence.name}"}],
        }

    def _area(self) -> Node:
        name = {"@value": self.publisher.dataset.spatial, "@language": "zh-TW"}
        return {**self._id("area"), "@type": "dct:Location", "skos:prefLabel": name}


def _statement(chinese: str, english: str) -> Node:
    return {"@type": "dct:ProvenanceStatement", "rdfs:label": _both(chinese, english)}


def _both(chinese: str, english: str | None) -> list[Node]:
    """A text in the languages that it is given in."""
    found = [{"@value": chinese, "@language": "zh-TW"}]
    return [*found, {"@value": english, "@language": "en"}] if english else found


def _date(day: str) -> Node:
    return {"@value": day, "@type": "xsd:date"}


def _period(first: int, last: int) -> Node:
    """Whole years: the budget year of the plans is the calendar year."""
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _date(f"{first:04}-01-01"),
        "dcat:endDate": _date(f"{last:04}-12-31"),
    }


def _dialled(phone: str) -> str:
    """A number in Taiwan as it is dialled from anywhere.

    >>> _dialled("05-2223333#123")
    'tel:+886-5-2223333;ext=123'
    >>> _dialled("(05)2223333")
    'tel:+886-5-2223333'
    """
    number, _, extension = phone.partition("#")
    plain = "-".join("".join(char if char.isdigit() else " " for char in number).split())
    whole = f"+{plain}" if number.startswith("+") else f"+886-{plain.removeprefix('0')}"
    return f"tel:{whole};ext={extension}" if extension else f"tel:{whole}"
