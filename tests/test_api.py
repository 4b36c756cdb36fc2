from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

import pipeline
from pipeline import api
from pipeline.errors import UsageError
from pipeline.models import Extraction
from pipeline.reading.options import Options
from tests.contract import FakeFiles, rich_extraction


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Options]]:
    """What the extraction of a file was asked for."""
    calls: list[tuple[Path, Options]] = []

    def extract_file(path: Path, options: Options, *_: int | None) -> Extraction:
        # Where prints of documents are kept is the call's own affair.
        calls.append((path, replace(options, prints=None)))
        return rich_extraction()

    monkeypatch.setattr("pipeline.api.reading.extract_file", extract_file)
    return calls


def test_the_package_gives_the_functions() -> None:
    assert pipeline.extract is api.extract
    assert pipeline.run is api.run
    assert set(pipeline.__all__) <= set(dir(pipeline))
    with pytest.raises(AttributeError, match="absent"):
        pipeline.absent  # type: ignore[attr-defined]  # noqa: B018 - the access is what is tested


def test_extract_passes_its_options_on(asked: list[tuple[Path, Options]]) -> None:
    found = pipeline.extract(
        "plan.pdf",
        reader="pdfplumber",
        pages=(3, 9),
        verify=True,
        agency="某區公所",
        year=112,
        edition="draft-2",
    )
    assert found == rich_extraction()
    assert asked == [(Path("plan.pdf"), Options("pdfplumber", (3, 9), True, "某區公所", 112, "draft-2"))]
    pipeline.extract(Path("plan.pdf"))
    assert asked[1] == (Path("plan.pdf"), Options())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"reader": "acrobat"}, "acrobat"),
        ({"year": 2023}, "112"),
        ({"year": 0}, "民國"),
        ({"edition": "初稿"}, "初稿"),
        ({"edition": "../x"}, "版本"),
        ({"edition": ""}, "版本"),
        ({"agency": " "}, "機關"),
        ({"verify": "some"}, "doubtful"),
        ({"agency": "某\x07局"}, "控制字元"),
        ({"pages": (9, 3)}, "9-3"),
        ({"pages": (0, 3)}, "頁碼"),
    ],
)
def test_an_option_that_cannot_be_used(
    asked: list[tuple[Path, Options]], options: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        pipeline.extract("plan.pdf", **options)
    assert said in caught.value.line().both
    assert asked == []


def test_run_takes_one_path_or_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeFiles(tmp_path)
    fake.stand_in(monkeypatch)
    path = fake.write("a.pdf", **{"p-112": 1})
    for inputs in (str(path), path, [str(path)], (one for one in [path])):
        report = pipeline.run(inputs, tmp_path / "out", edition="x")
        assert [plan.id for plan in report.plans] == ["p-112-x"]
    with pytest.raises(UsageError):
        pipeline.run(path, tmp_path / "out", year=2023)


def test_inspect_draws_what_was_extracted(asked: list[tuple[Path, Options]], tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=(400, 300))
    canvas.showPage()
    canvas.save()
    assert pipeline.inspect(tmp_path / "plan.pdf", 1, tmp_path / "p.png", year=112) == tmp_path / "p.png"
    assert asked == [(tmp_path / "plan.pdf", Options(year=112))]
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")


def test_schemas_are_written_and_checked(tmp_path: Path) -> None:
    written = pipeline.write_schemas(tmp_path)
    assert {path.name for path in written} == {path.name for path in tmp_path.iterdir()}
    assert api.outdated_schemas(tmp_path) == ()


def test_every_name_has_one_home_that_gives_it() -> None:
    named = [name for names in api.HOMES.values() for name in names]
    assert sorted(named) == sorted(api.__all__)
    for name in api.__all__:
        assert getattr(api, name) is not None


def test_no_record_of_a_file_that_is_read_once_is_certain() -> None:
    found = pipeline.extract(Path(__file__).parents[1] / "samples" / "chiayi-west-112-open.pdf", single=True)
    items = [one for plan in found.plans for section in plan.sections for one in section.items]
    assert "likely" in {one.confidence for one in items}
    assert "certain" not in {one.confidence for one in items}
    assert not {"readings-differ", "record-lacking"} & {one.rule for one in found.findings}
