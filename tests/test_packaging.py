"""What a package page and a container are made of, as far as that can be told without building them."""

import fnmatch
import json
import re
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import click
import pytest

from pipeline import cli
from pipeline.commands.listing import COMMANDS
from tests.reading import ROOT

LINES = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
STEPS = [tuple(line.split(maxsplit=1)) for line in LINES if line.strip() and not line.startswith("#")]


def steps(kind: str) -> list[str]:
    return [rest for name, rest in STEPS if name == kind]


def copied() -> list[str]:
    return [source for line in steps("COPY") for source in line.split()[:-1]]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Message:
    """The metadata of the built wheel."""
    builder = pytest.importorskip("hatchling.builders.wheel").WheelBuilder(str(ROOT))
    (wheel,) = builder.build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode())


def test_the_author_is_who_the_licence_names(described: Message) -> None:
    (holder,) = re.findall(r"Copyright \(c\) \d+ (.+)", (ROOT / "LICENSE").read_text(encoding="utf-8"))
    assert described["Author"] == holder


def test_a_package_page_has_no_link_that_leads_nowhere(described: Message) -> None:
    text = str(described.get_payload())
    assert "workplan run" in text
    assert re.findall(r"\]\((?!https?://)|<img|src=", text) == []


def test_the_commands_of_the_package_page_are_there(described: Message) -> None:
    named = set(re.findall(r"^workplan ([a-z]+)", str(described.get_payload()), re.MULTILINE))
    assert named
    assert named <= set(COMMANDS)


def test_what_the_container_is_made_of_is_there() -> None:
    assert copied()
    assert [path for path in copied() if not (ROOT / path).exists()] == []


def test_what_the_container_is_made_of_is_not_left_out() -> None:
    kept = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    assert kept == set(copied())


def test_the_package_finds_all_that_it_is_built_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        "pyproject.toml",
        project["project"]["readme"],
        *project["project"]["license-files"],
        *wheel["packages"],
        *wheel["force-include"],
    }
    assert needed <= set(copied())


def test_the_container_installs_what_the_lock_names_and_nothing_else() -> None:
    installs = [part for line in steps("RUN") for part in line.split("&&") if "pip install" in part]
    assert len(installs) == 2
    assert all("--require-hashes" in one or "--no-deps --no-build-isolation" in one for one in installs)
    locks = re.findall(r"-r (\S+)", " ".join(installs))
    assert locks == ["requirements/run.txt"]
    assert set(locks) <= set(copied())


def test_the_containers_python_is_one_that_the_package_takes() -> None:
    (version,) = re.findall(r"^python:(\d+)\.(\d+)-slim$", steps("FROM")[0])
    assert tuple(map(int, version)) >= (3, 11)


def test_the_container_runs_as_a_user_without_rights() -> None:
    assert steps("USER") == ["clerk"]
    order = [name for name, _ in STEPS]
    assert max(at for at, name in enumerate(order) if name == "RUN") < order.index("USER")


def test_the_container_runs_a_command_of_the_program() -> None:
    (entry,), (command,) = steps("ENTRYPOINT"), steps("CMD")
    assert json.loads(entry) == ["workplan"]
    name, folder, *options = json.loads(command)
    assert Path(folder).parent.as_posix() == steps("WORKDIR")[-1]
    ran = cli.workplan.get_command(click.Context(cli.workplan), name)
    assert ran is not None, f"workplan {name}"
    known = {option for one in ran.params for option in (*one.opts, *one.secondary_opts)}
    assert {one for one in options if one.startswith("--")} <= known


@pytest.mark.parametrize("name", ["docs/docker.md", "docs/docker.zh-TW.md"])
def test_the_guide_names_the_containers_port(name: str) -> None:
    assert f"127.0.0.1:{json.loads(steps('CMD')[0])[3]}/" in (ROOT / name).read_text(encoding="utf-8")


def test_nothing_of_this_checkout_goes_into_the_container() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert any(fnmatch.fnmatch(".git", line) for line in ignored if not line.startswith("!"))
