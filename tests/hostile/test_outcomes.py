"""Every hostile file ends in one of its allowed outcomes: never a hang, a traceback or silence."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.batch.engines.interface import Outcome, Task
from pipeline.batch.engines.limits import Limits
from pipeline.batch.engines.local import LocalEngine
from pipeline.batch.options import Options
from pipeline.models import Reader
from tests.hostile.making import HOSTILE

LIMITS = Limits(seconds=20, memory_mb=1024, pages=2000)
READERS: tuple[Reader, ...] = ("pdfium", "pdfplumber")


@pytest.fixture(scope="module", params=READERS)
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    folder = tmp_path_factory.mktemp("hostile")
    options = replace(Options(), reader=request.param)

    def tasks() -> Iterator[Task]:
        for number, (name, one) in enumerate(HOSTILE.items()):
            path = folder / f"{name}.pdf"
            path.write_bytes(one.make())
            yield Task(number, path, "0" * 64, path.name, options, LIMITS, folder / f"staged-{number}")

    return {outcome.task.path.stem: outcome for outcome in LocalEngine(2).run(tasks())}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_one_of_its_outcomes(outcomes: dict[str, Outcome], name: str) -> None:
    worked = outcomes[name].worked
    problem = worked.problem

    assert (0 if problem is None else problem.exit_code) in HOSTILE[name].codes, problem
    assert (problem is None) == bool(worked.plans)


def test_all_files_are_accounted_for(outcomes: dict[str, Outcome]) -> None:
    assert set(outcomes) == set(HOSTILE)
