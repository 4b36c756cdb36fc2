"""No clerk is told to type a command."""

import re

import pytest

from pipeline.desk import telling
from pipeline.desk.telling import at_the_desk, refused_file
from pipeline.messages.catalogue import catalogue, error_kinds

TYPED = re.compile(r"workplan \w|--[a-z]|\bpip |docs/")
REMEDIES = {
    f"{kind}.{name}": cause.remedy
    for kind, found in error_kinds().items()
    for name, cause in found.causes.items()
} | {f"gate.{name}": rule.remedy for name, rule in catalogue("gate").items()}


@pytest.mark.parametrize("name", REMEDIES)
def test_a_remedy_on_the_desk_names_no_command(name: str) -> None:
    assert not [words for words in at_the_desk(REMEDIES[name]) if TYPED.search(words)]


@pytest.mark.parametrize("exit_code", range(1, 20))
def test_a_file_that_cannot_be_read_has_cause_and_remedy_without_a_command(exit_code: int) -> None:
    for words in refused_file(exit_code):
        assert all(words)
        assert not any(map(TYPED.search, words))


@pytest.mark.parametrize("exit_code", [5, 16])
def test_nobody_is_told_to_install_what_is_there(exit_code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for installed in (True, False):
        monkeypatch.setattr(telling, "available", lambda installed=installed: installed)
        assert ("安裝" in refused_file(exit_code)[1][0]) != installed


def test_a_remedy_without_a_command_stays() -> None:
    assert at_the_desk(("請檢查。", "Look at it.")) == ("請檢查。", "Look at it.")
