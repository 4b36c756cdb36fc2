"""The catalogues of messages: whole, in both languages, and with nothing that no code says."""

import re

import pytest

from pipeline.messages.catalogue import Catalogue, Message, catalogue, error_kinds
from pipeline.messages.wording import SEVERITIES, SEVERITY_WORDINGS, Wording
from tests.reading import ROOT

FOLDER = ROOT / "pipeline" / "messages"
NAMES: list[Catalogue] = [path.stem for path in sorted(FOLDER.glob("*.toml")) if path.stem != "errors"]  # type: ignore[misc]
CAUSES = [(name, one) for name, kind in error_kinds().items() for one in kind.causes.values()]
MESSAGES = [*((name, one) for name in NAMES for one in catalogue(name).values()), *CAUSES]
FOREIGN = {"english", "error", "code", "parameter", "option"}
"""Values that only one language tells: a system or a library has no other words."""
EACH_MESSAGE = pytest.mark.parametrize(
    "message", [one for _, one in MESSAGES], ids=[f"{name}-{one.id}" for name, one in MESSAGES]
)
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py")))


def wordings(message: Message) -> list[Wording]:
    given = [message.text, message.remedy, *message.reasons.values()]
    return [one for one in given if one != Wording(zh="", en="")]


@EACH_MESSAGE
def test_every_text_is_there_in_both_languages(message: Message) -> None:
    for one in wordings(message):
        assert one.zh
        assert one.en


@EACH_MESSAGE
def test_both_languages_want_the_same_values(message: Message) -> None:
    for one in wordings(message):
        zh, en = (sorted(re.findall(r"{(\w+)", text)) for text in (one.zh, one.en))
        if set(zh) ^ set(en) <= FOREIGN:
            zh, en = ([name for name in names if name not in FOREIGN] for names in (zh, en))
        assert zh == en


@EACH_MESSAGE
def test_no_text_has_a_doubled_space_or_one_at_its_ends(message: Message) -> None:
    for one in wordings(message):
        for text in (one.zh, one.en):
            assert text == " ".join(text.split())


@EACH_MESSAGE
def test_no_chinese_text_ends_with_a_latin_full_stop(message: Message) -> None:
    assert not any(one.zh.endswith(".") for one in wordings(message))


@EACH_MESSAGE
def test_a_message_has_a_name_and_a_severity(message: Message) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", message.id)
    assert message.severity in SEVERITIES


@pytest.mark.parametrize("name", ["comparison", "tables", "unjudged"])
def test_no_message_is_without_use(name: Catalogue) -> None:
    for one in catalogue(name).values():
        assert f'"{one.id}"' in CODE, one.id
        for reason in one.reasons:
            assert f'"{reason}"' in CODE, reason


def test_every_severity_has_its_words() -> None:
    assert tuple(SEVERITY_WORDINGS) == SEVERITIES


def test_the_guide_to_comparing_lists_every_finding_of_a_comparison() -> None:
    guide = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| .+ \|$", guide, flags=re.MULTILINE)
    assert rows == list(catalogue("comparison"))


def test_a_value_that_is_a_wording_is_told_in_each_language() -> None:
    text = Wording(zh="略過：{what}。", en="Left out: {what}.")
    assert text.filled({"what": Wording(zh="甲", en="a")}) == Wording(zh="略過：甲。", en="Left out: a.")


def test_braces_of_a_value_are_no_placeholders() -> None:
    told = catalogue("comparison")["plan-in-conflict"].problem(folder="{agency}")
    assert told.text.en.startswith("{agency} holds")


def test_a_message_without_a_value_that_it_wants_is_refused() -> None:
    with pytest.raises(KeyError, match="folder"):
        catalogue("comparison")["plan-in-conflict"].problem()
