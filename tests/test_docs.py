"""What the documents say is what the program does: commands, excerpts, examples, exit codes, links."""

import contextlib
import csv
import importlib.util
import io
import json
import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

import pipeline
from pipeline import cli, errors
from pipeline.commands.exit_codes import EXIT_CODES
from pipeline.exporters.tables import PLAN_TABLES, TABLES

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


def leaves(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """The commands that do something, by what is typed for them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


COMMANDS = dict(leaves(cli.workplan))


@readmes
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(name: str, command: str) -> None:
    about = part(text_of(name), f"### workplan {command}")
    given = COMMANDS[command].params
    for option in given:
        for flag in option.opts if isinstance(option, click.Option) else []:
            assert f"`{flag}" in about, f"{name}: {command} {flag}"
    context = click.Context(cli.workplan)
    arguments = [one.make_metavar(context) for one in given if isinstance(one, click.Argument)]
    assert f"`{' '.join(['workplan', command, *arguments])}" in about


@readmes
def test_no_option_is_documented_that_does_not_exist(name: str) -> None:
    for command, known in COMMANDS.items():
        about = part(text_of(name), f"### workplan {command}")
        flags = {flag for option in known.params for flag in (*option.opts, *option.secondary_opts)}
        assert set(re.findall(r"--[a-z][a-z-]*", about)) <= flags | HELP, f"{name}: {command}"


@readmes
def test_options_of_the_program_itself_are_documented(name: str) -> None:
    for option in cli.workplan.params:
        assert any(f"workplan {flag}" in text_of(name) for flag in option.opts)
    for flag in cli.workplan.context_settings["help_option_names"]:
        assert f"`{flag}`" in text_of(name) or f" {flag}`" in text_of(name)


@readmes
def test_defaults_are_the_programs(name: str) -> None:
    for command, known in COMMANDS.items():
        about = part(text_of(name), f"### workplan {command}")
        for option in known.params:
            if isinstance(option.default, Path):
                assert f"`{option.default}`" in about, f"{name}: {command} {option.name}"


def classes() -> list[type[errors.WorkplanError]]:
    """Every error that a person may see: the base, and all below it that stand for a cause."""
    named = [one for one in vars(errors).values() if isinstance(one, type)]
    return [
        one for one in named if issubclass(one, errors.WorkplanError) and one is not errors.WrittenFileError
    ]


@readmes
def test_exit_codes_are_the_programs(name: str) -> None:
    zh = name.endswith("zh-TW.md")
    table = cells(part(text_of(name), "### 結束代碼" if zh else "### Exit codes").strip().split("\n\n")[0])
    told = {int(row[0]) for row in table[1:]}
    assert told == {0, errors.STOPPED_EXIT_CODE, *(one.exit_code for one in classes())}
    assert told == set(EXIT_CODES)


@readmes
def test_every_output_file_is_documented(name: str) -> None:
    for table in TABLES.values():
        assert f"`{table.file_name}`" in text_of(name)
    for table in PLAN_TABLES:
        assert f"/{table.file_name}`" in text_of(name)
    for file in ("/plan.json`", "`.workplan/run.json`", "`conflicts/`"):
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


@pytest.mark.parametrize("name", [*READMES, "docs/one-record.md"])
def test_python_examples_print_what_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").mkdir()
    shutil.copy(ROOT / SAMPLE, tmp_path / SAMPLE)
    monkeypatch.chdir(tmp_path)
    examples = re.findall(
        r"<!-- run -->\n```python\n(.*?)```\n.*?```text\n(.*?)```", text_of(name), re.DOTALL
    )
    assert examples
    known: dict[str, Any] = {}
    for code, shown in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, name, "exec"), known)  # noqa: S102 - our own example
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


ABOUT = {
    "### From inputs to an output folder": "runs",
    "### The site and the review desk": "site",
    "### From file to page": "readers",
    "### From page to records": "extractors",
    "### The second reading": "extractors",
    "### The lattice": "lattice",
    "### Tables of any kind, and new layouts": "tables",
    "### Pages without a usable text layer": "readers/ocr",
}
"""Parts of the architecture, and the folder of the modules that they name without one."""


@pytest.mark.parametrize("heading", ABOUT)
def test_each_module_that_a_part_of_the_architecture_names_is_in_its_folder(heading: str) -> None:
    about = part(text_of("docs/architecture.md"), heading)
    modules = set(re.findall(r"`([\w/]+\.py)`", about))
    assert modules
    for module in modules:
        places = (ROOT / "pipeline" / ABOUT[heading] / module, ROOT / "pipeline" / module)
        assert any(place.exists() for place in places), module


def test_a_step_of_the_architecture_names_a_module_once() -> None:
    for row in re.findall(r"^\|.+$", text_of("docs/architecture.md"), re.MULTILINE):
        modules = re.findall(r"`([\w/]+\.py)`", row)
        assert len(modules) == len(set(modules)), row


def test_modules_that_the_architecture_names_exist() -> None:
    known = [path.as_posix() for path in (ROOT / "pipeline").rglob("*")]
    for module in re.findall(r"`([\w/]+\.(?:py|toml))`", text_of("docs/architecture.md")):
        assert any(path.endswith(f"/{module}") for path in known) or (ROOT / module).exists(), module


def test_the_architecture_has_a_row_for_each_folder() -> None:
    table = part(text_of("docs/architecture.md"), "## Stages").split("\n\n")[1]
    told = set(re.findall(r"`(\w+)/`", table))
    folders = {path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")}
    assert told == folders


def test_functions_that_the_way_of_a_record_names_are_there() -> None:
    named = re.findall(r"`(pipeline/[\w/]+\.py)`: `(?:(\w+)\.)?(\w+)`", text_of("docs/one-record.md"))
    assert named
    for path, _, function in named:
        assert f"\ndef {function}(" in text_of(path), f"{path}: {function}"


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


NAMED_TYPE = re.compile(r"^\|[^|]*\|[^|]*\|[^|]*\| `(\w+)` \| `pipeline/([\w/]+)\.py` \|$", re.MULTILINE)


def named_types() -> list[tuple[str, str]]:
    """Types that docs/naming.md gives, with their modules."""
    return NAMED_TYPE.findall((ROOT / "docs" / "naming.md").read_text(encoding="utf-8"))


def test_the_page_of_words_names_the_types_of_most() -> None:
    assert len(named_types()) > 40


@pytest.mark.parametrize(("type_name", "module"), named_types())
def test_types_that_the_page_of_words_gives_exist(type_name: str, module: str) -> None:
    assert hasattr(import_module(f"pipeline.{module.replace('/', '.')}"), type_name)
