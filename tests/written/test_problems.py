"""The catalogue of written files: every message is told somewhere, and every one that is told is there."""

import pytest

from pipeline.messages.catalogue import Message, catalogue
from pipeline.written.problems import nearest, shown, without_unseen
from tests.reading import ROOT

MESSAGES = catalogue("written")
SOURCES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py"))]
CODE = "\n".join(text for text in SOURCES if "written_problem" in text or "from pipeline.written" in text)
EACH_MESSAGE = pytest.mark.parametrize("message", MESSAGES.values(), ids=lambda one: one.id)


@EACH_MESSAGE
def test_no_message_is_without_use(message: Message) -> None:
    assert f'"{message.id}"' in CODE


@EACH_MESSAGE
def test_no_reason_is_without_use(message: Message) -> None:
    # Those with a dot are what is wanted of the keys of publisher.toml and workplan.toml.
    assert not [one for one in message.reasons if "." not in one and f'"{one}"' not in CODE]


def test_a_text_is_shown_on_one_line_and_not_too_much_of_it() -> None:
    assert shown("甲\n 乙") == "甲 乙"
    assert shown("甲" * 41) == "甲" * 40 + "…"


def test_a_number_without_end_is_not_shown() -> None:
    assert shown(1 << 100_000) == "…"


def test_a_name_that_begins_so_is_nearer_than_one_that_is_alike() -> None:
    assert nearest("budget", ("budged", "budget_current")) == "budget_current"


def test_without_what_is_not_seen_the_rest_stays() -> None:
    assert without_unseen("甲\u202e\x0b\r\n\t乙") == "甲\n\t乙"
