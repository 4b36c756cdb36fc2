"""Contracts and metadata."""

from pathlib import Path
from typing import Any

from tests.gate.breaking import case, change, read_rows, rewrite, write_rows

PLAN = "chiayi-city-west-112"
PACKAGE = "datapackage.json"


def resource(package: Any, name: str = "items") -> Any:
    return next(one for one in package["resources"] if one["name"] == name)


@case("plan-json-invalid", f"{PLAN}/plan.json", column="$.plan.year")
def _(folder: Path) -> None:
    change(folder / PLAN / "plan.json", lambda d: d["plan"].update(year="2023"))


@case("plan-json-invalid", f"{PLAN}/plan.json", column="$.plan.id")
def _(folder: Path) -> None:
    change(folder / PLAN / "plan.json", lambda d: d["plan"].update(id="another"))


@case("plan-json-differs", f"{PLAN}/items.csv", column="item_id")
def _(folder: Path) -> None:
    change(folder / PLAN / "plan.json", lambda d: d["plan"]["sections"][0]["items"].pop())


@case("datapackage-invalid", PACKAGE, column="$schema")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: p.pop("$schema"))


@case("datapackage-invalid", PACKAGE, column="resources[0].path")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: resource(p).update(path="/etc/items.csv"))


@case("datapackage-invalid", PACKAGE, column="resources[0].schema")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: resource(p)["schema"].update(primaryKey=["nothing"]))


@case("datapackage-path", PACKAGE, column="resources")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: p["resources"].pop(0))


@case("datapackage-path", PACKAGE, column="resources.path")
def _(folder: Path) -> None:
    (folder / "items.csv").unlink()


@case("datapackage-bytes", PACKAGE, column="bytes")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: resource(p).update(bytes=1))


@case("datapackage-hash", PACKAGE, column="hash")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: resource(p).update(hash="sha256:" + "0" * 64))


@case("datapackage-header", "items.csv", row=1)
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: resource(p)["schema"]["fields"].reverse())


@case("datapackage-rows", PACKAGE, column="rows")
def _(folder: Path) -> None:
    write_rows(folder / "items.csv", read_rows(folder / "items.csv")[:-1])


@case("schema-differs", PACKAGE, column="items.year")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: resource(p)["schema"]["fields"][3].update(type="string"))


@case("schema-differs", PACKAGE, column="items")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: resource(p)["schema"].update(primaryKey=["plan_id"]))


@case("metadata-missing", PACKAGE, column="title")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: p.pop("title"))


@case("metadata-missing", PACKAGE, column="contributors.contact.email")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: p["contributors"][1].pop("email"))


@case("metadata-missing", PACKAGE, column="licenses")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: p.pop("licenses"))


@case("licence-unknown", PACKAGE, column="licenses")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: p["licenses"][0].update(name="MIT"))


@case("attribution-missing", PACKAGE, column="licenses.attribution")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: p["licenses"][0].pop("attribution"))


@case("attribution-missing", PACKAGE, column="licenses.attribution")
def _(folder: Path) -> None:
    change(folder / PACKAGE, lambda p: p["licenses"][0].update(attribution="某機關"))


@case("placeholder-left", "portal-form.zh-TW.md")
def _(folder: Path) -> None:
    rewrite(folder / "portal-form.zh-TW.md", "秘書室".encode(), "〈請填 聯絡人〉".encode())


@case("dcat-missing", "dcat.jsonld")
def _(folder: Path) -> None:
    (folder / "dcat.jsonld").unlink()


def node(graph: Any, kind: str) -> Any:
    return next(one for one in graph["@graph"] if one["@type"] == kind)


@case("dcat-incomplete", "dcat.jsonld", column="dcat.jsonld#all: dct:accrualPeriodicity")
def _(folder: Path) -> None:
    change(folder / "dcat.jsonld", lambda g: node(g, "dcat:Dataset").pop("dct:accrualPeriodicity"))


@case("dcat-file-differs", "dcat.jsonld", column="dcat:byteSize")
def _(folder: Path) -> None:
    change(
        folder / "dcat.jsonld",
        lambda g: node(g, "dcat:Distribution")["dcat:byteSize"].update({"@value": "1"}),
    )


@case("dcat-file-differs", "dcat.jsonld", column="dcat:downloadURL")
def _(folder: Path) -> None:
    change(
        folder / "dcat.jsonld",
        lambda g: node(g, "dcat:Distribution")["dcat:downloadURL"].update({"@id": "x"}),
    )


@case("portal-missing", "data-gov-tw.json")
def _(folder: Path) -> None:
    (folder / "data-gov-tw.json").unlink()


@case("portal-incomplete", "data-gov-tw.json", column="publisherContactPhone")
def _(folder: Path) -> None:
    change(folder / "data-gov-tw.json", lambda p: p.update(publisherContactPhone=""))


@case("portal-fields-differ", "data-gov-tw.json", column="resourceField")
def _(folder: Path) -> None:
    change(folder / "data-gov-tw.json", lambda p: p["distribution"][0]["resourceField"].pop())


@case("portal-sheet-missing", "portal-form.zh-TW.md")
def _(folder: Path) -> None:
    (folder / "portal-form.zh-TW.md").unlink()


@case("metadata-disagree", "data-gov-tw.json", column="title")
def _(folder: Path) -> None:
    change(folder / "data-gov-tw.json", lambda p: p.update(title="別的資料集"))


@case("metadata-disagree", "dcat.jsonld", column="dcat:version")
def _(folder: Path) -> None:
    change(folder / "dcat.jsonld", lambda g: node(g, "dcat:Dataset").update({"dcat:version": "9.9.9"}))
