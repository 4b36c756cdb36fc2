"""``workplan profile`` and ``--profile`` at the command line."""

import json
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.profiles.profile import load_profile_file
from tests.layouts.making import written

WORDS = (
    'id = "mine"\n[headers]\nwork = ["主軸"]\nplan = ["年度亮點"]\n'
    'implementation = ["具體行動"]\nbudget_current = ["匡列數"]\n'
)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> "Call":
    return Call(capfd)


class Call:
    """The command line in this process: exit code, standard output, error output."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        code = 0
        try:
            cli.main([str(part) for part in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *self._capfd.readouterr()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "my.toml"
    file.write_text(WORDS, encoding="utf-8")
    return file


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_new_then_check_then_run(call: Call, tmp_path: Path, reader: str) -> None:
    file, _ = written(tmp_path, "ruled")
    made = tmp_path / "made.toml"
    assert call("profile", "new", file, "-o", made, "--reader", reader) == (0, "", "")
    assert load_profile_file(made).id == "made"
    code, out, err = call("profile", "check", made, file, "--reader", reader)
    assert (code, err) == (0, "")
    assert "never used: none" in out
    code, _, err = call("run", file, "-o", tmp_path / "out", "--profile", made, "--reader", reader)
    assert (code, err) == (0, "")
    assert len(list((tmp_path / "out").glob("*/plan.json"))) == 1


def test_new_prints_what_it_would_write(call: Call, tmp_path: Path) -> None:
    file, _ = written(tmp_path, "ruled")
    code, out, _ = call("profile", "new", file)
    call("profile", "new", file, "-o", tmp_path / "ruled.toml")
    assert code == 0
    assert (tmp_path / "ruled.toml").read_text(encoding="utf-8") == out


def test_new_writes_over_nothing(call: Call, tmp_path: Path, profile: Path) -> None:
    file, _ = written(tmp_path, "ruled")
    code, out, err = call("profile", "new", file, "-o", profile)
    assert (code, out) == (2, "")
    assert "my.toml is there already. Choose another name with -o" in err
    assert profile.read_text(encoding="utf-8") == WORDS


def test_check_gives_the_code_of_the_failure(call: Call, tmp_path: Path, profile: Path) -> None:
    file, _ = written(tmp_path, "ruled")
    assert call("profile", "check", profile)[0] == 0
    assert call("profile", "check", profile, file)[0] == 0
    code, out, err = call("profile", "check", profile, file, tmp_path / "absent.pdf")
    assert (code, err) == (7, "")
    assert "absent.pdf" in out


@pytest.mark.parametrize("command", ["check", "extract", "inspect", "run"])
def test_a_wrong_profile_is_refused_with_a_line_for_each_problem(
    call: Call, tmp_path: Path, profile: Path, command: str
) -> None:
    profile.write_text('id = "mine"\n[headers]\nwrok = []\nplan = ["a b"]\n', encoding="utf-8")
    file = tmp_path / "plan.pdf"
    arguments: dict[str, list[str | Path]] = {
        "check": ["profile", "check", profile],
        "extract": ["extract", file, "--profile", profile],
        "inspect": ["inspect", file, "--page", "1", "--profile", profile],
        "run": ["run", file, "-o", tmp_path / "out", "--profile", profile],
    }
    code, out, err = call(*arguments[command])
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert f"{profile}:3: " in first
    assert f"{profile}:4: " in second
    assert not (tmp_path / "out").exists()


def test_a_profile_that_is_absent(call: Call, tmp_path: Path) -> None:
    code, _, err = call("extract", tmp_path / "plan.pdf", "--profile", tmp_path / "absent.toml")
    assert code == 7
    assert "The profile" in err


def test_extract_and_inspect_use_the_words(call: Call, tmp_path: Path, profile: Path) -> None:
    file, _ = written(tmp_path, "columns")
    code, out, _ = call("extract", file, "--profile", profile)
    assert code == 0
    assert json.loads(out)["generator"]["profile"] == load_profile_file(profile).name
    picture = tmp_path / "page.png"
    code, _, _ = call("inspect", file, "--page", "1", "-o", picture, "--profile", profile)
    assert code == 0
    assert picture.is_file()
