from pathlib import Path

import pytest
from hypothesis import given

from pipeline import api
from pipeline.errors import PublisherError, UnreadableError, UsageError
from pipeline.messages.catalogue import PlacedProblem, catalogue
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import PLACEHOLDER_START, checked, example_bytes
from tests.calling import Call, caller
from tests.metadata.making import FILLED, OFFICE, publisher
from tests.reading import ROOT
from tests.written.texts import TOML_LIKE

OPTIONAL = {"publisher.oid", "publisher.url", "dataset.keywords_en"}
WANTED = {
    key: one
    for key, one in catalogue("written")["value-wrong"].reasons.items()
    if key.partition(".")[0] in Publisher.model_fields
}
REQUIRED = [key for key in WANTED if key not in OPTIONAL]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


def problems(text: str | bytes) -> tuple[PlacedProblem, ...]:
    with pytest.raises(PublisherError) as caught:
        checked(text if isinstance(text, bytes) else text.encode(), "publisher.toml")
    return caught.value.problems


def changed(old: str, new: str) -> PlacedProblem:
    """The one problem that a change of the filled-in file makes."""
    assert FILLED.count(old) == 1
    (problem,) = problems(FILLED.replace(old, new))
    return problem


def line_with(text: str) -> int:
    return next(number for number, line in enumerate(FILLED.splitlines(), 1) if line.startswith(text))


def test_a_filled_in_file_is_read() -> None:
    assert publisher().publisher.name == OFFICE
    assert str(publisher().dataset.issued) == "2024-01-15"


def test_a_byte_order_mark_does_no_harm() -> None:
    assert checked(b"\xef\xbb\xbf" + FILLED.encode(), "publisher.toml") == publisher()


def test_the_address_of_the_folder_ends_in_a_slash() -> None:
    assert publisher().dataset.base_url == "https://data.example.gov.tw/work-plans/"


def test_the_example_is_refused_for_each_of_its_placeholders() -> None:
    example = example_bytes().decode()
    marked = [
        number
        for number, line in enumerate(example.splitlines(), 1)
        if PLACEHOLDER_START in line and not line.startswith("#")
    ]
    found = problems(example)
    # The attribution's placeholders stand on the line below its key.
    assert [one.place.line for one in found] == [*marked[:-1], marked[-1] - 1]
    assert all("placeholder" in one.text.en for one in found)


def test_the_example_names_every_key() -> None:
    example = example_bytes().decode()
    for part, field in Publisher.model_fields.items():
        assert f"[{part}]" in example
        for key in getattr(field.annotation, "model_fields", {}):
            assert f"\n{key} = " in example or f"\n# {key} = " in example


@pytest.mark.parametrize("key", REQUIRED)
def test_what_is_missing_is_asked_for_by_name(key: str) -> None:
    table, name = key.split(".")
    lines, inside = [], False
    for line in FILLED.splitlines():
        inside = line == f"[{table}]" if line.startswith("[") else inside
        if not (inside and line.startswith(f"{name} =")):
            lines.append(line)
    (problem,) = problems("\n".join(lines))
    assert problem.text.en == f"{key} is missing."
    assert problem.remedy == WANTED[key]


def test_an_empty_file_is_asked_for_everything() -> None:
    assert {one.text.en for one in problems("")} == {f"{key} is missing." for key in REQUIRED}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("issued = 2024-01-15", 'issued = "2024-01-15"'),
        ("issued = 2024-01-15", "issued = 2024-01-15T08:00:00"),
        ("email = ", 'email = "data.example.gov.tw" # '),
        ("phone = ", 'phone = "unknown" # '),
        ("url = ", 'url = "www.example.gov.tw" # '),
        ("base_url = ", 'base_url = "https://example.gov.tw/?a=1" # '),
        ("version = ", 'version = "1.1" # '),
        ("version = ", "version = 1.1 # "),
        ("keywords = ", "keywords = [] # "),
        ("theme = ", 'theme = "gov" # '),
        ("update_frequency = ", 'update_frequency = "daily" # '),
        ("spatial = ", 'spatial = "  " # '),
        ('name = "west-district-work-plans"', 'name = "West Plans"'),
        ('name = "OGDL-Taiwan-1.0"', 'name = "MIT"'),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_line(old: str, new: str) -> None:
    number, line = next((n, one) for n, one in enumerate(FILLED.splitlines(), 1) if one.startswith(old))
    (problem,) = problems(FILLED.replace(f"\n{line}\n", f"\n{line.replace(old, new, 1)}\n", 1))
    assert problem.place.line == number
    assert " cannot be " in problem.text.en
    assert problem.text.zh
    assert problem.remedy.zh


def test_a_key_that_is_not_known_is_told_with_the_one_that_is_meant() -> None:
    problem = changed("name_en = ", "nam_en = ")
    assert problem.place.line == line_with("name_en")
    assert problem.text.en == "There is no publisher.nam_en."
    assert problem.remedy.en.startswith('Did you mean "name_en"? Known are name, name_en, ')


def test_a_table_that_is_not_known_is_told() -> None:
    (problem,) = problems(FILLED + "\n[licence]\n")
    assert problem.text.en == "There is no [licence]."
    assert problem.remedy.en.startswith('Did you mean "license"?')


def test_a_change_before_the_issue_is_told() -> None:
    assert changed("modified = 2024-02-01", "modified = 2023-02-01").place.line == line_with("modified")


def test_the_attribution_has_to_name_the_office() -> None:
    problem = changed('attribution = "嘉義市西區區公所 2024', 'attribution = "某公所 2024')
    assert problem.text.zh == f"標示文字未載明「{OFFICE}」。"


def test_all_problems_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = FILLED.replace("05-2223333#123", "?").replace('cost = "free"\n', "").replace("annual", "yearly")
    found = problems(text)
    assert [one.text.en.split()[0] for one in found] == [
        "contact.phone",
        "dataset.cost",
        "dataset.update_frequency",
    ]


@pytest.mark.parametrize("content", [b"\xff", b'[publisher]\nname = "x', b"publisher = 1"])
def test_what_is_no_such_file_is_told_with_its_line(content: bytes) -> None:
    assert problems(content)[-1].place.line in {1, 2}


@given(TOML_LIKE)
def test_whatever_the_file_holds_is_told(text: str) -> None:
    assert problems(text)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        api.read_publisher(tmp_path / "publisher.toml")


def test_the_command_writes_the_example_and_never_over_a_file(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "publisher.toml"
    assert call("publisher", "new", "-o", path).code == 0
    assert path.read_bytes() == example_bytes()
    path.write_text("mine")
    assert call("publisher", "new", "-o", path).code == UsageError.exit_code
    assert path.read_text() == "mine"


def test_the_command_tells_a_line_for_each_problem(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "publisher.toml"
    api.write_publisher_example(path)
    result = call("publisher", "check", path)
    assert result.code == PublisherError.exit_code
    assert len(result.err.splitlines()) == len(problems(example_bytes()))
    path.write_text(FILLED, encoding="utf-8")
    assert call("publisher", "check", path).code == 0


def test_the_guide_describes_every_key() -> None:
    guide = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    for part, field in Publisher.model_fields.items():
        for key in getattr(field.annotation, "model_fields", {}):
            assert f"`{part}.{key}`" in guide
