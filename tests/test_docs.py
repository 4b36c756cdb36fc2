"""What the documents say is what the program does: commands, excerpts, examples, exit codes, links."""

import contextlib
import csv
import importlib.util
import io
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

import pipeline
from pipeline import cli, errors
from pipeline.commands.common import EXIT_CODES
from pipeline.errors import NoPlanError
from pipeline.exporters.columns import CSV_TABLES
from pipeline.profiles.loading import ROLES, Profile, load_profile
from tests.making.typeset import compile_pdf

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-TW.md")
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (".", "docs", "samples", "bench", "schemas")
    for path in (ROOT / folder).glob("*.md")
)
SAMPLE = "samples/chiayi-west-112-open.pdf"
PLAN = "chiayi-city-west-112"
FOLDERS = ("pipeline", "docs", "tests", "bench", "samples", "schemas", "requirements")
PICTURE_BYTES = 150_000
HELP = {"--help"}

readmes = pytest.mark.parametrize("name", READMES)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def part(text: str, heading: str) -> str:
    """What stands below a heading, with the headings below it."""
    marks = heading.split(" ", maxsplit=1)[0]
    _, found, rest = f"\n{text}".partition(f"\n{heading}\n")
    assert found, f"no heading {heading!r}"
    return re.split(rf"\n#{{1,{len(marks)}}} ", rest)[0]


def excerpts(text: str, source: str) -> list[str]:
    """The blocks and tables that are marked as taken from an output."""
    return re.findall(rf"<!-- excerpt: {re.escape(source)} -->\n(.+?)\n\n", text, re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def cells(table: str) -> list[list[str]]:
    """A Markdown table without its line of dashes."""
    rows = [re.split(r" ?\| ?", row)[1:-1] for row in table.splitlines()]
    texts = [[cell.strip().replace("<br>", "\n") for cell in row] for row in rows]
    return [texts[0], *texts[2:]]


def records(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content, newline="")))


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documented")
    report = pipeline.run([ROOT / SAMPLE], folder)
    assert report.exit_code == 0
    return folder


@readmes
@pytest.mark.parametrize("command", cli.workplan.commands)
def test_every_command_and_option_is_documented(name: str, command: str) -> None:
    about = part(text_of(name), f"### workplan {command}")
    for option in cli.workplan.commands[command].params:
        for flag in option.opts if isinstance(option, click.Option) else []:
            assert f"`{flag}" in about, f"{name}: {command} {flag}"
    for argument in cli.workplan.commands[command].params:
        if isinstance(argument, click.Argument):
            assert f"`workplan {command} {argument.make_metavar(click.Context(cli.workplan))}" in about


@readmes
def test_no_option_is_documented_that_does_not_exist(name: str) -> None:
    for command, known in cli.workplan.commands.items():
        about = part(text_of(name), f"### workplan {command}")
        flags = {flag for option in known.params for flag in option.opts}
        assert set(re.findall(r"--[a-z]+", about)) <= flags | HELP, f"{name}: {command}"


@readmes
def test_options_of_the_program_itself_are_documented(name: str) -> None:
    for option in cli.workplan.params:
        assert any(f"workplan {flag}" in text_of(name) for flag in option.opts)
    for flag in cli.workplan.context_settings["help_option_names"]:
        assert f"`{flag}`" in text_of(name) or f" {flag}`" in text_of(name)


@readmes
def test_defaults_are_the_programs(name: str) -> None:
    for command in cli.workplan.commands:
        about = part(text_of(name), f"### workplan {command}")
        for option in cli.workplan.commands[command].params:
            if isinstance(option.default, Path):
                assert f"`{option.default}`" in about, f"{name}: {command} {option.name}"


def classes() -> list[type[errors.WorkplanError]]:
    return [errors.WorkplanError, *errors.WorkplanError.__subclasses__()]


@readmes
def test_exit_codes_are_the_programs(name: str) -> None:
    zh = name.endswith("zh-TW.md")
    table = cells(part(text_of(name), "### 結束代碼" if zh else "### Exit codes").strip().split("\n\n")[0])
    told = {int(row[0]) for row in table[1:]}
    assert told == {0, cli.STOPPED, *(one.exit_code for one in classes())}
    assert told == {int(code) for code in re.findall(r"^ +(\d+)  ", EXIT_CODES, re.MULTILINE)}


@readmes
def test_every_output_file_is_documented(name: str) -> None:
    for table in CSV_TABLES:
        assert f"/{table.file_name}`" in text_of(name)
    for file in ("/plan.json`", "`run.json`", "`conflicts/`"):
        assert file in text_of(name)


@readmes
def test_csv_excerpts_are_what_the_program_writes(name: str, output: Path) -> None:
    whole = (output / PLAN / "items.csv").read_text(encoding="utf-8-sig")
    made = records(whole)
    shown = excerpts(text_of(name), "items.csv")
    assert len(shown) == 2
    for excerpt in shown:
        if excerpt.startswith("|"):
            header, *rows = cells(excerpt)
            assert rows
            for row in rows:
                wanted = dict(zip(header, row, strict=True))
                assert any(wanted.items() <= one.items() for one in made), wanted
        else:
            (content,) = blocks(f"{excerpt}\n", "csv")
            names, _, line = content.partition("\n")
            assert whole.startswith(f"{names}\n")
            assert f"\n{line}" in whole


@readmes
def test_json_excerpts_are_what_the_program_writes(name: str, output: Path) -> None:
    plan = json.loads((output / PLAN / "plan.json").read_bytes())
    shown = excerpts(text_of(name), "plan.json")
    assert shown
    for excerpt in shown:
        (content,) = blocks(f"{excerpt}\n", "json")
        assert json.loads(content) in list(nodes(plan))


def nodes(value: Any) -> Iterator[Any]:
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def test_counts_in_the_readmes_are_the_outputs(output: Path) -> None:
    count = len(records((output / PLAN / "items.csv").read_text(encoding="utf-8-sig")))
    assert f"three of the {count}" in text_of("README.md")
    assert f"`items.csv` 共 {count} 列" in text_of("README.zh-TW.md")


@readmes
def test_python_examples_print_what_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").mkdir()
    shutil.copy(ROOT / SAMPLE, tmp_path / SAMPLE)
    monkeypatch.chdir(tmp_path)
    ((code, shown),) = re.findall(
        r"<!-- run -->\n```python\n(.*?)```\n.*?```text\n(.*?)```", text_of(name), re.DOTALL
    )
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, name, "exec"), {})  # noqa: S102 - our own example
    assert printed.getvalue() == shown


@readmes
def test_the_functions_of_the_package_are_named(name: str) -> None:
    for function in set(pipeline.__all__) - {"__version__"}:
        assert function in text_of(name)


@readmes
def test_the_two_commands_are_those_of_the_script(name: str) -> None:
    script = script_module()
    for command in ("demo", "test"):
        assert f"python3 do.py {command}" in (script.__doc__ or "")
        assert f"python3 do.py {command}" in text_of(name)
        assert f"`py do.py {command}`" in text_of(name)


def script_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("do", ROOT / "do.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readmes_have_the_same_parts() -> None:
    english, chinese = (re.findall(r"^(#+) ", text_of(name), re.MULTILINE) for name in READMES)
    assert english == chinese
    for kind in ("sh", "csv", "json", "python", "text"):
        assert len(blocks(text_of(READMES[0]), kind)) == len(blocks(text_of(READMES[1]), kind))


def anchors(text: str) -> set[str]:
    """Names of headings as GitHub makes them."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(name)):
        if re.match(r"https?:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        assert path.exists(), f"{name}: {target}"
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{name}: {target}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_named_exist(name: str) -> None:
    for path in re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]+)`", text_of(name)):
        assert (ROOT / path).exists(), f"{name}: {path}"


def test_modules_that_the_architecture_names_exist() -> None:
    text = text_of("docs/architecture.md")
    modules = {path.name for path in (ROOT / "pipeline").rglob("*") if path.suffix in {".py", ".toml"}}
    for module in re.findall(r"`(?:\w+/)*(\w+\.(?:py|toml))`", text):
        assert module in modules or (ROOT / "tests" / module).exists(), module
    for stage in ("normalizers", "profiles", "readers", "extractors", "audit", "exporters", "batch"):
        assert f"`{stage}/`" in text


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < PICTURE_BYTES
        assert any(picture.name in text_of(name) for name in READMES)


def test_every_sample_is_described() -> None:
    text = text_of("samples/README.md")
    for path in (ROOT / "samples").rglob("*.pdf"):
        assert f"`{path.relative_to(ROOT / 'samples').as_posix()}`" in text


def test_the_changelog_has_this_version() -> None:
    text = text_of("CHANGELOG.md")
    assert "## [Unreleased]" in text
    assert f"## [{pipeline.__version__}]" in text


TOURISM = """
#set page("a4", margin: 2cm)
#set text(font: "Noto Sans CJK TC", size: 11pt, lang: "zh")
#align(center)[#text(16pt)[雲海縣觀光處 114 年度重要工作計畫]]
#table(columns: (3cm, 4cm, 1fr, 2.6cm),
  table.header([業務綱目], [推動事項], [推動步驟], [所需款項(千元)]),
  [一、觀光行銷], [1. 辦理花季活動], [(1) 規劃接駁公車。 \\ (2) 辦理市集。], [1,200],
  [], [2. 編印導覽手冊], [編印中英文導覽手冊。], [80],
  [二、步道維護], [1. 整修海岸步道], [汰換護欄與指標。], [3,500])
"""
"""The plan of docs/adding-a-layout.md."""


def with_words(profile: Profile, added: dict[str, list[str]]) -> Profile:
    words = {word: role for role, listed in added.items() for word in listed}
    return replace(profile, id="documented", roles={**profile.roles, **words})


def test_the_example_of_unknown_headers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of("docs/adding-a-layout.md")
    file = tmp_path / "tourism.pdf"
    file.write_bytes(compile_pdf(TOURISM))
    with pytest.raises(NoPlanError) as refused:
        pipeline.extract(file)
    assert f"exit code {NoPlanError.exit_code}" in text
    quoted = " ".join(line.removeprefix("> ") for line in text.splitlines() if line.startswith("> "))
    told = f"{refused.value.cause_en} {refused.value.remedy_en}"
    assert quoted == told

    added = tomllib.loads(blocks(text, "toml")[0])["headers"]
    profile = with_words(load_profile(), added)
    for module in ("batch.one", "extractors.headers", "audit.money"):
        monkeypatch.setattr(f"pipeline.{module}.load_profile", lambda _="": profile)
    report = pipeline.run(file, tmp_path / "out")
    (plan,) = report.plans
    assert (report.exit_code, plan.items) == (0, 3)
    assert f"`{plan.id}`" in text
    made = records((tmp_path / "out" / "items.csv").read_text(encoding="utf-8-sig"))
    header, *rows = cells(text[text.index("| work_item |") :].split("\n\n")[0])
    for row in rows:
        wanted = dict(zip(header, row, strict=True))
        assert any(wanted.items() <= one.items() for one in made), wanted


def test_roles_in_the_documents_are_the_profiles() -> None:
    example = part(text_of("docs/adding-a-layout.md"), "## Example: unknown headers")
    assert set(ROLES) <= set(re.findall(r"`([a-z_]+)`", example))
