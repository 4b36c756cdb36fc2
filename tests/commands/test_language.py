"""The command line speaks one language: which one, and that no line has both."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline import cli
from pipeline.commands.completion import SHELLS
from pipeline.commands.exit_codes import EXIT_CODES
from pipeline.commands.help_form import columns
from pipeline.commands.language import LANGUAGES, language_of, say, speaking
from pipeline.messages.wording import Language, Wording
from tests.calling import Call, caller
from tests.contract import FakeFiles
from tests.reading import ROOT

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NAMES_IN_ENGLISH = ("千元", "〈請填 …〉")
"""Texts of documents and forms, which are what they are in either language."""
NAMES = frozenset(
    (
        "workplan",
        "Excel",
        "Linux",
        "Schema",
        "Table",
        "Dask",
        "Ctrl-C",
        "Word",
        "exit-codes",
        "comparison",
        "tcp",
        "in",
        "x",
        *SHELLS,
    )
)
"""What is called so in Chinese too, beside names in capitals, of files, options and commands, and values of options."""


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Names of all commands, groups too."""
    yield before
    for name in group.commands:
        one = group.get_command(click.Context(group), name)
        if isinstance(one, click.Group):
            yield from commands(one, (*before, name))
        else:
            yield (*before, name)


def options_of(names: tuple[str, ...]) -> Iterator[str]:
    """Names of a command's options, of what they take and of what they are by default."""
    command: click.Command = cli.workplan
    for name in names:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name) or command
    for one in command.get_params(click.Context(command)):
        yield from (name.strip("-") for name in (*one.opts, *one.secondary_opts))
        if isinstance(one.type, click.Choice):
            yield from one.type.choices
        yield str(one.default)


ALL = list(commands(cli.workplan))
each_command = pytest.mark.parametrize("names", ALL, ids=lambda names: " ".join(names) or "workplan")


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ("run --lang zh-TW", {"LANG": "en_GB.UTF-8"}, "zh"),
        ("--lang=en run", {"LANG": "zh_TW.UTF-8"}, "en"),
        ("run", {"WORKPLAN_LANG": "zh-TW", "LC_ALL": "C"}, "zh"),
        ("run --lang en", {"WORKPLAN_LANG": "zh-TW"}, "en"),
        ("run", {"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ("run", {"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US.UTF-8"}, "zh"),
        ("run", {"LC_MESSAGES": "en_US", "LANG": "zh_TW.UTF-8"}, "en"),
        ("run", {"LANG": "zh_HK.UTF-8"}, "zh"),
        ("run", {"LANG": "ja_JP.UTF-8"}, "en"),
        ("run -- --lang zh-TW", {"LANG": "C"}, "en"),
    ],
)
def test_the_language_is_that_of_the_option_else_the_variable_else_the_locale(
    arguments: str, environment: dict[str, str], language: Language
) -> None:
    assert language_of(arguments.split(), environment) == language


@pytest.mark.parametrize(("name", "language"), [("Chinese (Traditional)_Taiwan", "zh"), (None, "en")])
def test_where_no_variable_says_it_the_system_is_asked(
    monkeypatch: pytest.MonkeyPatch, name: str | None, language: Language
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (name, None))
    assert language_of([], {}) == language


def test_the_language_spoken_ends_with_the_command(call: Call, capfd: pytest.CaptureFixture[str]) -> None:
    call("help", "--lang", "zh-TW")
    say(Wording(zh="中", en="one"))
    assert capfd.readouterr().out == "one\n"


def help_of(call: Call, names: tuple[str, ...], language: str) -> str:
    found = call(*names, "--help", "--lang", language)
    assert found.code == 0
    return found.out


@each_command
def test_english_help_has_no_chinese(call: Call, names: tuple[str, ...]) -> None:
    shown = help_of(call, names, "en")
    for known in NAMES_IN_ENGLISH:
        shown = shown.replace(known, "")
    assert CHINESE.findall(shown.replace("\u3000", "")) == []


@each_command
def test_chinese_help_has_no_english_but_names(call: Call, names: tuple[str, ...]) -> None:
    words = re.findall(r"[A-Za-z][\w.-]*", help_of(call, names, "zh-TW"))
    known = NAMES | set(options_of(names)) | {part for one in ALL for part in one}
    assert [word for word in words if not (word.isupper() or "." in word or word in known)] == []


@each_command
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_fits_a_terminal(call: Call, names: tuple[str, ...], language: str) -> None:
    assert [line for line in help_of(call, names, language).splitlines() if columns(line) > 80] == []


@each_command
def test_every_help_ends_with_where_the_exit_codes_are(call: Call, names: tuple[str, ...]) -> None:
    assert help_of(call, names, "en").rstrip().splitlines()[-1] == "Exit codes: workplan help exit-codes."


@each_command
def test_help_and_its_option_show_the_same(call: Call, names: tuple[str, ...]) -> None:
    if names:
        assert call("help", *names).out == call(*names, "--help").out


def test_no_chinese_sentence_is_followed_by_a_space(call: Call) -> None:
    shown = "".join(help_of(call, names, "zh-TW") for names in ALL)
    assert re.findall(r"[。，；：] (?!\[)\S", shown) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_tells_every_exit_code(call: Call, language: str) -> None:
    shown = call("help", "exit-codes", "--lang", language).out
    assert [int(code) for code in re.findall(r"^ +(\d+)  ", shown, re.MULTILINE)] == list(EXIT_CODES)
    assert bool(CHINESE.search(shown)) == (language == "zh-TW")


def test_a_topic_that_is_none_is_refused_with_those_there_are(call: Call) -> None:
    found = call("help", "wether")
    assert found.code == 2
    assert "exit-codes" in found.err


REFUSED = [
    "run",
    "inspect a.pdf",
    "extract a.pdf --reader x",
    "run a.pdf --year x",
    "run a.pdf --year",
    "run a.pdf --force=x",
    "tables a.pdf --table 0",
    "extract a.pdf --absent",
    "extract a.pdf b.pdf",
    "absent",
    "compare",
    "run a.pdf -o ''",
    "extract absent.pdf",
    "check absent",
]


@pytest.mark.parametrize("arguments", REFUSED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_in_one_language(call: Call, arguments: str, language: str) -> None:
    found = call(*(part.replace("''", "") for part in arguments.split()), "--lang", language)
    assert found.code
    assert " | " not in found.err
    if language == "en":
        assert CHINESE.findall(found.err) == []
    else:
        assert CHINESE.search(found.err)
        assert "。 " not in found.err


@pytest.mark.parametrize(("locale", "says"), [("zh_TW.UTF-8", "不存在"), ("en_US.UTF-8", "does not exist")])
def test_the_locale_of_the_process_decides(tmp_path: Path, locale: str, says: str) -> None:
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "pipeline.cli", "extract", str(tmp_path / "absent.pdf")],
        cwd=ROOT,
        env=os.environ | {"LC_ALL": locale, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert says in found.stderr.decode()


def test_progress_and_notes_of_a_run_are_in_one_language(
    call: Call, files: FakeFiles, tmp_path: Path
) -> None:
    files.write("a.pdf", **{"p-112": 1})
    files.write("b.pdf", **{"p-112": 2})
    (files.folder / "bad.pdf").write_bytes(b"no pdf")
    found = call("run", files.folder, "-o", tmp_path / "out")
    assert CHINESE.findall(found.out + found.err) == []
    found = call("run", files.folder, "-o", tmp_path / "out", "--force", "--lang", "zh-TW")
    assert "不是可讀取的 PDF" in found.err
    assert "hold the same plan" not in found.err


def test_a_wording_is_told_in_the_language_spoken(capfd: pytest.CaptureFixture[str]) -> None:
    text = Wording(zh="甲", en="one")
    spoken: tuple[tuple[Language, str], ...] = (("zh", "甲"), ("en", "one"))
    for language, told in spoken:
        with speaking(language):
            say(text)
        assert capfd.readouterr().out == f"{told}\n"
