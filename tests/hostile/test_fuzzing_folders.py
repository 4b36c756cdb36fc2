"""A damaged file of an output folder, or of a person, ends each command as documented: the same damages every time."""

import json
from pathlib import Path

import pytest

from bench.damaging import DAMAGES, damaged
from bench.fuzzing_folders import KINDS, End, make_base, targets, trials

SEED = 26
FILES = 60
CONTENT = b'{"files": [{"path": "a", "bytes": 12}], "count": 2}\n[1, 2, 3]\n'


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("fuzzing") / "base"
    make_base(base)
    return base


def test_a_damaged_file_ends_no_command_unexpectedly(base: Path, tmp_path: Path) -> None:
    bad = [
        (trial.number, trial.path, trial.damage, act, end.told[-500:])
        for trial in trials(base, tmp_path / "folder", SEED, range(FILES))
        for act, end in trial.ends
        if end.is_bad
    ]
    assert bad == []


def test_there_are_files_of_every_kind(base: Path) -> None:
    assert targets(base).keys() == {kind.name for kind in KINDS}


def test_the_same_seed_damages_alike_and_every_damage_does_something() -> None:
    for damage in DAMAGES:
        assert damaged(CONTENT, damage, 1) == damaged(CONTENT, damage, 1)
        assert any(damaged(CONTENT, damage, seed) != CONTENT for seed in range(5)), damage


def test_values_of_json_become_others() -> None:
    made = [damaged(b'{"a": 1, "b": [2]}', "revalued", seed) for seed in range(20)]
    assert len({json.dumps(json.loads(one)) for one in made}) > 10


@pytest.mark.parametrize("end", [End(1, "Unexpected error (ValueError)."), End(-500, ""), End(99, "")])
def test_an_end_that_nobody_documents_is_seen(end: End) -> None:
    assert end.is_bad
    assert not End(7, "a.pdf cannot be read.").is_bad
