"""Rules about what a publication says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from pipeline.gate.folder import Folder
from pipeline.gate.results import CannotJudgeError, Hit

PACKAGE, DCAT, PORTAL, SHEET = "datapackage.json", "dcat.jsonld", "data-gov-tw.json", "portal-form.zh-TW.md"
WANTED_PROPERTIES = (
    "name",
    "id",
    "title",
    "description",
    "homepage",
    "version",
    "created",
    "keywords",
    "sources",
)
PORTAL_LICENCES = {
    "OGDL-Taiwan-1.0": re.compile(r"https://data\.gov\.tw/license"),
    "CC-BY-4.0": re.compile(r"https://creativecommons\.org/licenses/by/4\.0/.*"),
}
"""Licences that the portal takes, and where each stands."""
PORTAL_WANTED = (
    "title",
    "description",
    "license",
    "cost",
    "publisherContactName",
    "publisherContactPhone",
    "publisherContactEmail",
    "updateFrequency",
    "coverageStartedDate",
    "coverageEndedDate",
    "spatialCoverage",
    "language",
    "keyword",
    "distribution",
)
PORTAL_FILE_WANTED = (
    "resourceDescription",
    "resourceFormat",
    "resourceCharacterEncoding",
    "resourceDownloadUrl",
)
DCAT_WANTED = (
    "dct:title",
    "dct:description",
    "dct:publisher",
    "dcat:contactPoint",
    "dct:spatial",
    "dct:issued",
    "dct:modified",
    "dct:accrualPeriodicity",
    "dcat:theme",
    "dcat:keyword",
    "dct:temporal",
    "dcat:distribution",
)
DCAT_FILE_WANTED = ("dcat:accessURL", "dcat:downloadURL", "dct:format", "dcat:byteSize", "dct:license")
PLACEHOLDER = "〈請填"
WRITTEN_VERSION = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}")


def metadata_missing(folder: Folder) -> Iterator[Hit]:
    """Metadata that only a person can give, each by its name."""
    package = folder.package
    yield from (Hit(PACKAGE, column=name) for name in WANTED_PROPERTIES if not package.get(name))
    for role, parts in (("publisher", ("title",)), ("contact", ("title", "email"))):
        found = _contributor(package, role)
        yield from (
            Hit(PACKAGE, column=f"contributors.{role}.{part}") for part in parts if not found.get(part)
        )
    if not _licence(package).get("name"):
        yield Hit(PACKAGE, column="licenses")
    if package.get("version") and not WRITTEN_VERSION.fullmatch(str(package["version"])):
        yield Hit(PACKAGE, column="version", detail=str(package["version"]))


def licence_unknown(folder: Folder) -> Iterator[Hit]:
    """Licences that the portal does not take, or whose address is another's."""
    licence = _licence(folder.package)
    if licence:
        address = PORTAL_LICENCES.get(str(licence.get("name")))
        if address is None or not address.fullmatch(str(licence.get("path", ""))):
            yield Hit(
                PACKAGE, column="licenses", detail=f"{licence.get('name')} {licence.get('path', '')}"[:80]
            )


def attribution_missing(folder: Folder) -> Iterator[Hit]:
    """Licences without the words by which users name the source, or without the publisher's name in them."""
    office = str(_contributor(folder.package, "publisher").get("title") or "")
    words = str(_licence(folder.package).get("attribution") or "")
    if not words.strip() or office not in words:
        yield Hit(PACKAGE, column="licenses.attribution", detail=office)


def placeholder_left(folder: Folder) -> Iterator[Hit]:
    """Texts of the example that nobody filled in."""
    for name in (PACKAGE, DCAT, PORTAL, SHEET):
        text = (folder.read(name) or b"").decode("utf-8", errors="replace")
        if PLACEHOLDER in text:
            yield Hit(name, text.count("\n", 0, text.index(PLACEHOLDER)) + 1, count=text.count(PLACEHOLDER))


def dcat_missing(folder: Folder) -> Iterator[Hit]:
    """No description for catalogues."""
    if not folder.has(DCAT):
        yield Hit(DCAT)


def portal_missing(folder: Folder) -> Iterator[Hit]:
    """No metadata for data.gov.tw."""
    if not folder.has(PORTAL):
        yield Hit(PORTAL)


def portal_sheet_missing(folder: Folder) -> Iterator[Hit]:
    """No sheet for the person at the portal's form."""
    if not (folder.read(SHEET) or b"").strip():
        yield Hit(SHEET)


def dcat_incomplete(folder: Folder) -> Iterator[Hit]:
    """Data sets and files without what DCAT-AP 3 or the EU's checklist asks for."""
    for node in _nodes(folder):
        kinds = node.get("@type")
        wanted = (
            DCAT_WANTED
            if kinds == "dcat:Dataset"
            else DCAT_FILE_WANTED
            if kinds == "dcat:Distribution"
            else ()
        )
        name = str(node.get("@id", "")).rpartition("/")[2]
        yield from (Hit(DCAT, column=f"{name}: {part}"[:120]) for part in wanted if not node.get(part))


def dcat_file_differs(folder: Folder) -> Iterator[Hit]:
    """Files of dcat.jsonld that are not there or have another size or hash."""
    listed = {str(entry["path"]): entry for entry in folder.manifest}
    base = str(folder.package.get("homepage", ""))
    for node in _nodes(folder):
        if node.get("@type") == "dcat:Distribution":
            address = _value(node.get("dcat:downloadURL"))
            path = unquote(address.removeprefix(base))
            entry = listed.get(path)
            if entry is None:
                yield Hit(DCAT, column="dcat:downloadURL", detail=address[:120])
            elif _value(node.get("dcat:byteSize")) != str(entry.get("bytes")):
                yield Hit(DCAT, column="dcat:byteSize", detail=path)


def portal_incomplete(folder: Folder) -> Iterator[Hit]:
    """Fields of the portal that are empty."""
    portal = _portal(folder)
    yield from (Hit(PORTAL, column=name) for name in PORTAL_WANTED if not portal.get(name))
    for place, file in enumerate(portal.get("distribution") or ()):
        for name in PORTAL_FILE_WANTED:
            if not isinstance(file, dict) or not file.get(name):
                yield Hit(PORTAL, column=f"distribution[{place}].{name}")


def portal_fields_differ(folder: Folder) -> Iterator[Hit]:
    """Columns of the portal's resourceField that are not those of the CSV."""
    headers = {
        str(r.get("path")): [f.get("name") for f in r.get("schema", {}).get("fields", ())]
        for r in folder.resources
    }
    for file in _portal(folder).get("distribution") or ():
        path = str(file.get("resourceDownloadUrl", "")).removeprefix(str(folder.package.get("homepage", "")))
        fields = file.get("resourceField")
        if path in headers and isinstance(fields, list):
            names = [field.get("name") if isinstance(field, dict) else field for field in fields]
            if names != headers[path]:
                yield Hit(PORTAL, column="resourceField", detail=path)


def metadata_disagree(folder: Folder) -> Iterator[Hit]:
    """Title, description, issue and version that differ between the metadata files."""
    package = folder.package
    portal = folder.load(PORTAL)
    for name in ("title", "description") if isinstance(portal, dict) else ():
        if portal.get(name) != package.get(name):
            yield Hit(PORTAL, column=name, detail=PACKAGE)
    for node in _graph(folder):
        if node.get("@type") == "dcat:Dataset" and node.get("dcat:version") != package.get("version"):
            yield Hit(DCAT, column="dcat:version", detail=str(package.get("version")))
        issued = _value(node.get("dct:issued"))
        if node.get("@type") == "dcat:Dataset" and issued > (_value(node.get("dct:modified")) or issued):
            yield Hit(DCAT, column="dct:modified", detail=f"{issued} > {_value(node.get('dct:modified'))}")


def _contributor(package: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    found = package.get("contributors")
    listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return next((one for one in listed if role in (one.get("roles") or ())), {})


def _licence(package: Mapping[str, Any]) -> Mapping[str, Any]:
    found = package.get("licenses")
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}


def _graph(folder: Folder) -> list[Mapping[str, Any]]:
    data = folder.load(DCAT)
    graph = data.get("@graph") if isinstance(data, dict) else None
    return [node for node in graph if isinstance(node, dict)] if isinstance(graph, list) else []


def _nodes(folder: Folder) -> list[Mapping[str, Any]]:
    if not folder.has(DCAT):
        raise CannotJudgeError("no-file", file=DCAT)
    return _graph(folder)


def _portal(folder: Folder) -> dict[str, Any]:
    if not folder.has(PORTAL):
        raise CannotJudgeError("no-file", file=PORTAL)
    data = folder.load(PORTAL)
    return data if isinstance(data, dict) else {}


def _value(node: Any) -> str:
    """The text of a JSON-LD value or the address of a node."""
    return str(node.get("@value", node.get("@id", ""))) if isinstance(node, dict) else str(node or "")


METADATA_RULES: dict[str, Callable[[Folder], Iterator[Hit]]] = {
    "metadata-missing": metadata_missing,
    "licence-unknown": licence_unknown,
    "attribution-missing": attribution_missing,
    "placeholder-left": placeholder_left,
    "dcat-missing": dcat_missing,
    "dcat-incomplete": dcat_incomplete,
    "dcat-file-differs": dcat_file_differs,
    "portal-missing": portal_missing,
    "portal-incomplete": portal_incomplete,
    "portal-fields-differ": portal_fields_differ,
    "portal-sheet-missing": portal_sheet_missing,
    "metadata-disagree": metadata_disagree,
}
