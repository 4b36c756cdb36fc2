import json
from pathlib import Path
from typing import Any

import dplib
import jsonschema
import pytest
from frictionless import Package, system

from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.tables import ITEMS, TABLES
from pipeline.metadata.datapackage import data_package
from pipeline.metadata.files import metadata_files
from pipeline.metadata.publisher import Publisher
from tests.metadata.making import contents, publisher, release

PROFILES = Path(dplib.__file__).parent / "profiles" / "2.0"
FORMS = [CsvForm(), CsvForm(bom=False), CsvForm(header="zh-TW"), CsvForm(safe=True)]

forms = pytest.mark.parametrize("form", FORMS, ids=str)


def conform(descriptor: dict[str, Any], profile: str) -> None:
    schema = json.loads((PROFILES / f"{profile}.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(descriptor)


@pytest.mark.parametrize("who", [None, publisher()], ids=["nobody", "publisher"])
@forms
def test_the_descriptor_conforms_to_version_2(form: CsvForm, who: Publisher | None) -> None:
    descriptor = data_package(release(form), who)
    conform(descriptor, "datapackage")
    for resource in descriptor["resources"]:
        conform(resource, "dataresource")
        conform(resource["dialect"], "tabledialect")
        conform(resource["schema"], "tableschema")


@forms
def test_frictionless_finds_nothing_wrong(form: CsvForm, tmp_path: Path) -> None:
    for path, content in (contents(form) | metadata_files(release(form), publisher())).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    with system.use_context(trusted=True):
        report = Package(tmp_path / "datapackage.json").validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "message"]) == []
    assert report.stats["tasks"] == len(TABLES)


def test_a_hash_that_is_wrong_would_be_found(tmp_path: Path) -> None:
    for path, content in (contents() | metadata_files(release(), publisher())).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    sources = tmp_path / "sources.csv"
    sources.write_bytes(sources.read_bytes().replace(b"chiayi", b"taipei"))
    assert not Package(tmp_path / "datapackage.json").validate().valid


def test_without_a_publisher_only_what_the_files_tell_is_said() -> None:
    assert set(data_package(release(), None)) == {"$schema", "sources", "resources"}


def test_the_date_is_the_publishers() -> None:
    assert data_package(release(), publisher())["created"] == "2024-01-15T00:00:00+08:00"


def test_the_licence_comes_with_its_attribution() -> None:
    ((licence),) = data_package(release(), publisher())["licenses"]
    assert licence["name"] == "OGDL-Taiwan-1.0"
    assert "嘉義市西區區公所" in licence["attribution"]


def test_chinese_headers_keep_their_machine_names() -> None:
    items = data_package(release(CsvForm(header="zh-TW")), None)["resources"][0]
    assert [field["machineName"] for field in items["schema"]["fields"]] == list(ITEMS.names)
    assert items["schema"]["primaryKey"] == ["項目識別碼"]
    assert items["headerLanguage"] == "zh-TW"


def test_each_source_is_told_with_its_hash() -> None:
    sources = data_package(release(), None)["sources"]
    assert [source["title"] for source in sources] == ["chiayi-west-112-open.pdf", "chiayi-west-113-open.pdf"]
    assert all(len(source["sha256"]) == 64 for source in sources)
