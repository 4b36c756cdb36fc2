"""The form of publisher.toml: what it begins with, what is wrong by field, and the file that it writes."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.desk.publisher_form import FORM_FIELDS, SAME_FOR_ALL, Values, given_values, publisher_toml, save
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import read_publisher

OFFICES = (("chiayi-city-west", "嘉義市西區區公所"),)
TYPED = {
    "contact.name": "王小明",
    "contact.phone": "05-2223333#123",
    "contact.email": "data@example.gov.tw",
    "dataset.base_url": "https://www.example.gov.tw/plans",
}


@pytest.fixture
def values(tmp_path: Path) -> Values:
    return given_values(tmp_path, OFFICES, date(2026, 3, 5)) | TYPED


def test_every_field_that_must_be_told_is_in_the_form() -> None:
    asked = {one.name for one in FORM_FIELDS} | set(SAME_FOR_ALL)
    wanted = {
        f"{table}.{key}"
        for table, part in Publisher.model_fields.items()
        for key, field in getattr(part.annotation, "model_fields", {}).items()
        if field.is_required()
    }
    assert wanted <= asked


def test_four_fields_are_enough_where_the_plans_tell_the_others(tmp_path: Path, values: Values) -> None:
    assert save(tmp_path, values) == {}
    written = read_publisher(tmp_path / "publisher.toml")
    assert written.publisher.name == "嘉義市西區區公所"
    assert written.dataset.spatial == "嘉義市西區"
    assert written.dataset.issued == date(2026, 3, 5)
    assert "嘉義市西區區公所" in written.license.attribution


def test_what_was_written_is_what_the_form_begins_with(tmp_path: Path, values: Values) -> None:
    save(tmp_path, values)
    again = given_values(tmp_path, (), date(2030, 1, 1))
    assert again == {one.name: "" for one in FORM_FIELDS} | values


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contact.phone", "none"),
        ("contact.email", "nobody"),
        ("contact.name", ""),
        ("dataset.keywords", ""),
        ("dataset.issued", "5 March"),
        ("dataset.modified", "2020-01-01"),
        ("dataset.version", "1"),
        ("dataset.base_url", "www.example.gov.tw"),
        ("license.attribution", "nobody's"),
        ("publisher.oid", "x"),
        ("dataset.spatial", "a\x07b"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    tmp_path: Path, values: Values, name: str, value: str
) -> None:
    assert list(save(tmp_path, values | {name: value})) == [name]
    assert not (tmp_path / "publisher.toml").exists()


@pytest.mark.parametrize("text", ['"]\nname = "x', "a\\b", "'''", '"""', "甲\u2028乙", "\x7f", "#", "\r\n"])
def test_no_text_breaks_out_of_its_line(values: Values, text: str) -> None:
    content, places = publisher_toml(values | {"dataset.description": f"a{text}b"})
    lines = content.decode().split("\n")
    assert all(
        lines[number - 1].startswith(f"{name.partition('.')[2]} = ") for number, name in places.items()
    )


def test_words_that_a_person_wrote_stay(tmp_path: Path, values: Values) -> None:
    save(tmp_path, values | {"license.attribution": "嘉義市西區區公所提供"})
    assert given_values(tmp_path, (), date(2030, 1, 1))["license.attribution"] == "嘉義市西區區公所提供"


def test_a_file_that_is_no_toml_leaves_the_form_as_plans_tell(tmp_path: Path) -> None:
    (tmp_path / "publisher.toml").write_text("[", encoding="utf-8")
    assert given_values(tmp_path, OFFICES, date(2026, 3, 5))["publisher.name"] == "嘉義市西區區公所"
