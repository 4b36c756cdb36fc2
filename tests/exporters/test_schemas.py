import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.contract import Contract, Printed
from pipeline.exporters.columns import FlatTable
from pipeline.exporters.dictionary import MODEL_NAMES_ZH, dictionary, models_in_order
from pipeline.exporters.model_json import json_bytes
from pipeline.exporters.schemas import outdated_schemas, schema_files, write_schemas
from pipeline.exporters.tables import TABLES
from pipeline.models import Extraction, PlanDocument
from tests.contract import rich_extraction

ROOT = Path(__file__).parents[2]


def schema(name: str) -> dict[str, Any]:
    content = json.loads(schema_files()[name])
    assert isinstance(content, dict)
    return content


def validator(name: str) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    return jsonschema.Draft202012Validator(schema(name))


def test_the_committed_schemas_are_up_to_date() -> None:
    assert outdated_schemas(ROOT / "schemas") == ()


def test_what_is_written_is_valid() -> None:
    made = rich_extraction()
    validator("extraction.schema.json").validate(json.loads(json_bytes(made)))
    for document in made.documents():
        validator("plan.schema.json").validate(json.loads(json_bytes(document)))


def objects(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from objects(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from objects(inner, f"{path}[{n}]")


def test_no_field_can_be_missing_or_added() -> None:
    check = validator("extraction.schema.json")
    original = json.loads(json_bytes(rich_extraction()))
    kinds = {re.sub(r"\[\d+\]", "", path): n for n, (path, _) in enumerate(objects(original))}
    assert len(kinds) > 15
    for path, n in kinds.items():
        for name in [*list(objects(original))[n][1], None]:
            data = copy.deepcopy(original)
            target = list(objects(data))[n][1]
            if name is None:
                target["added"] = 1
            else:
                del target[name]
            assert not check.is_valid(data), f"{path}.{name}"


def test_only_raw_of_printed_text_is_optional() -> None:
    parts = {"Extraction": schema("extraction.schema.json"), **schema("extraction.schema.json")["$defs"]}
    optional = {
        (name, field)
        for name, part in parts.items()
        for field in part["properties"]
        if field not in part["required"]
    }
    printed = [model for model in models_in_order(Extraction) if issubclass(model, Printed)]
    assert optional == {(model.__name__, "raw") for model in printed}
    assert {"Level", "WorkItem", "Step"} == {model.__name__ for model in printed}


@pytest.mark.parametrize("name", ["extraction.schema.json", "plan.schema.json"])
def test_every_field_is_described_in_both_languages(name: str) -> None:
    parts = {"": schema(name), **schema(name)["$defs"]}
    for part_name, part in parts.items():
        for field, described in part["properties"].items():
            assert described.get("description"), f"{part_name}.{field}"
            assert described.get("description_zh"), f"{part_name}.{field}"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_schema_describes_its_csv(table: Any) -> None:
    described = schema(f"{table.name}.tableschema.json")
    assert [field["name"] for field in described["fields"]] == list(table.names)
    assert all(
        field["title"] and field["description"] and field["description_zh"] for field in described["fields"]
    )
    assert set(described["primaryKey"]) <= set(table.names)
    assert all(
        field.get("constraints", {}).get("required")
        for field in described["fields"]
        if field["name"] in table.primary_key
    )
    assert described["missingValues"] == [""]
    assert described["encoding"] == "utf-8-sig"
    for key in described.get("foreignKeys", []):
        assert set(key["fields"]) <= set(table.names)
        assert set(key["reference"]["fields"]) <= set(TABLES[key["reference"]["resource"]].names)


@pytest.mark.parametrize("name", ["steps", "mentions", "findings"])
def test_what_belongs_to_an_item_refers_to_it_and_to_its_source(name: str) -> None:
    assert schema(f"{name}.tableschema.json")["foreignKeys"] == [
        {"fields": ["item_id"], "reference": {"resource": "items", "fields": ["item_id"]}},
        {"fields": ["plan_id"], "reference": {"resource": "sources", "fields": ["plan_id"]}},
    ]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_no_two_columns_have_the_same_name_or_title(table: FlatTable) -> None:
    titles = [column.title_zh for column in table.columns]
    assert len(set(titles)) == len(titles)
    assert len(set(table.names)) == len(table.names)


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_the_dictionary_has_every_column_and_field(language: Any) -> None:
    text = dictionary(language)
    for table in TABLES.values():
        part = text.split(f"### {table.file_name}")[1].split("\n###")[0]
        assert [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")] == list(
            table.names
        )
    for model in models_in_order(PlanDocument, Extraction):
        assert f"### {model.__name__}" in text
        for field in model.model_fields:
            assert f"| `{field}` |" in text
    assert all(line.count("|") - line.count("\\|") in {0, 4, 6} for line in text.splitlines())


def test_every_model_has_a_chinese_name() -> None:
    models: set[type[Any]] = set(models_in_order(PlanDocument, Extraction))
    assert {model.__name__ for model in models} == set(MODEL_NAMES_ZH)
    assert models == {model for model in descendants(Contract) if model is not Printed}


def descendants(model: type[Any]) -> Iterator[type[Any]]:
    for inner in model.__subclasses__():
        yield inner
        yield from descendants(inner)


def test_check_names_what_differs_is_missing_or_left_over(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new")
    assert outdated_schemas(tmp_path / "new") == ()
    (tmp_path / "new" / "dictionary.md").write_text("edited", encoding="utf-8")
    (tmp_path / "new" / "plan.schema.json").unlink()
    (tmp_path / "new" / "older.tableschema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "new" / "README.md").write_text("a person's", encoding="utf-8")
    assert outdated_schemas(tmp_path / "new") == (
        "dictionary.md",
        "older.tableschema.json",
        "plan.schema.json",
    )
    assert set(outdated_schemas(tmp_path / "absent")) == set(schema_files())


def test_line_ends_of_a_windows_checkout_do_not_count(tmp_path: Path) -> None:
    for name, content in schema_files().items():
        (tmp_path / name).write_bytes(content.replace(b"\n", b"\r\n"))
    assert outdated_schemas(tmp_path) == ()
