"""A run that is killed on the way leaves, once it is begun again, what a run leaves that was let alone."""

import os
import random
from pathlib import Path

import pytest

from bench.batch_runs import differing, killed, start, tree, unaccounted
from bench.many_broken import WAYS
from bench.many_files import Made, make_files

FILES = 60
KILLS = (10, 30)
"""How many files have their record when a worker and then the whole run is killed."""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="a process cannot be killed there as on POSIX systems"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("interrupted")


@pytest.fixture(scope="module")
def made(folder: Path) -> list[Made]:
    # The bomb takes a gigabyte and some seconds; tests/hostile has it.
    ways = tuple(way for way in WAYS if way != "bomb")
    return make_files(folder / "in", FILES, seed=1, most_pages=2, ways=ways)


@pytest.fixture(scope="module")
def undisturbed(folder: Path, made: list[Made]) -> Path:
    assert made
    assert start(folder / "in", folder / "undisturbed", jobs=2).wait() == 10
    return folder / "undisturbed"


@pytest.fixture(scope="module")
def told(folder: Path, made: list[Made]) -> list[str]:
    """What happened to the run that was killed."""
    assert made
    rng = random.Random(1)  # noqa: S311 - nothing is secret here
    return killed(folder / "in", folder / "killed", 2, KILLS, rng)


def test_a_worker_and_the_whole_run_were_killed(told: list[str]) -> None:
    assert told == ["worker killed", "run killed", "exit code 10"]


@pytest.mark.usefixtures("told")
def test_every_file_is_accounted_for(folder: Path, made: list[Made]) -> None:
    assert unaccounted(made, folder / "killed") == []


@pytest.mark.usefixtures("told")
def test_the_result_is_that_of_an_undisturbed_run(folder: Path, undisturbed: Path) -> None:
    assert len(tree(undisturbed)) > FILES
    assert differing(undisturbed, folder / "killed") == []
