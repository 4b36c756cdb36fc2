"""JSON that comes back from a disk: one error for all that it may have become."""

import ast
import gzip
from pathlib import Path

import pytest

from pipeline.stored import json_of, kept, sealed, unsealed

ROOT = Path(__file__).parents[1]
OF_THE_PACKAGE = {"gate/expected.py", "extractors/fitted/weights.py", "stored.py"}
"""Modules that read JSON that ships with the program, and the one that reads all other."""
UNUSABLE = {
    "nothing": b"",
    "no JSON": b"{",
    "deep": b"[" * 100_000,
    "digits": b"9" * 5_000,
    "half of a pair": rb'"\ud800"',
    "half of a pair in bytes": b'"\xed\xa0\x80"',
    "no number": b"NaN",
    "other encoding": '"年"'.encode("utf-16"),
}


@pytest.mark.parametrize("content", UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_be_used_has_one_error(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        json_of(content)


def test_a_character_of_two_halves_is_one() -> None:
    assert json_of(rb'"\ud83d\ude00"') == "\U0001f600"


@pytest.mark.parametrize("content", [*UNUSABLE.values(), b"[]", b"1", b'{"a": {}}'])
def test_what_the_program_keeps_is_not_there_where_it_is_of_another_shape(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "kept.json"
    path.write_bytes(content)
    assert kept(path, lambda told: int(told["a"])) is None


def test_what_is_packed_is_unpacked_and_damage_to_it_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "kept.json.gz"
    packed = gzip.compress(b'{"a": "1111111111111111"}')
    path.write_bytes(packed)
    assert kept(path, lambda told: told["a"]) == "1" * 16
    for place in range(len(packed)):
        path.write_bytes(packed[:place] + bytes((packed[place] ^ 255,)) + packed[place + 1 :])
        assert kept(path, lambda told: told["a"]) in {None, "1" * 16}


def test_no_other_value_is_taken_for_one_that_is_sealed(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    content = sealed({"年": [1, 2]})
    path.write_bytes(content)
    assert unsealed(path, dict) == {"年": [1, 2]}
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes((content[place] ^ 1,)) + content[place + 1 :])
        assert unsealed(path, dict) is None, place


def test_json_is_read_in_one_place() -> None:
    for path in (ROOT / "pipeline").rglob("*.py"):
        if path.relative_to(ROOT / "pipeline").as_posix() not in OF_THE_PACKAGE:
            calls = (
                one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.Attribute)
            )
            assert not [one for one in calls if ast.unparse(one) in {"json.loads", "json.load"}], path
