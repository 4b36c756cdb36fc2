"""What the gate says, as text, JSON and HTML, and how the command ends."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import UnreadableError
from pipeline.gate import check
from pipeline.gate.check import check_folder
from pipeline.gate.report import html_of, json_of, text_of
from pipeline.gate.results import KEPT
from tests.calling import Call, caller
from tests.gate.breaking import put, read_rows, write_rows

MARKUP = "<script>alert(1)</script>&\"'"


class Elements(HTMLParser):
    """Names of all elements, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "onclick"}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    return caller(capfd)


def test_a_good_folder_ends_with_0(call: Call, published: Path) -> None:
    result = call("check", published)

    assert result.code == 0
    assert result.out.splitlines()[-1] == "通過檢核，可以發布。 | Passed: the folder may be published."


def test_an_error_ends_with_1_and_says_place_and_remedy(call: Call, folder: Path) -> None:
    put(folder / "budgets.csv", 2, "role", "next")

    result = call("check", folder)

    assert result.code == 1
    assert "[錯誤 error] enum-unknown ×1\n  budgets.csv:2 role  值不在允許清單內：next | " in result.out
    assert "→ 請改為綱要所列的值。 | Use one of the values that the schema lists." in result.out


def test_a_warning_does_not_fail(call: Call, folder: Path) -> None:
    (folder / "conflicts" / "a").mkdir(parents=True)

    assert check_folder(folder).counts["warning"] == 1
    assert call("check", folder).code == 0


def test_json_tells_all_that_text_does(call: Call, folder: Path) -> None:
    put(folder / "budgets.csv", 2, "role", "next")

    told = json.loads(call("check", folder, "--format", "json").out)

    (result,) = (one for one in told["results"] if one["rule"] == "enum-unknown")
    assert (result["file"], result["row"], result["column"]) == ("budgets.csv", 2, "role")
    assert told["exit_code"] == 1
    assert {one["rule"] for one in told["unjudged"]} == {
        "key-changed",
        "rows-lost",
        "version-not-raised",
        "not-reviewed",
        "confidence-below",
    }


def test_the_form_follows_the_files_ending(call: Call, published: Path, tmp_path: Path) -> None:
    assert call("check", published, "-o", tmp_path / "r.html").code == 0
    assert call("check", published, "-o", tmp_path / "r.json").code == 0
    assert call("check", published, "-o", tmp_path / "r.txt", "--format", "text").code == 0

    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads((tmp_path / "r.json").read_bytes())["passed"]
    assert "通過檢核" in (tmp_path / "r.txt").read_text(encoding="utf-8")


def test_nothing_of_the_data_becomes_markup(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "role", MARKUP)

    page = Elements(html_of(check_folder(folder)))

    assert not page.names & {"script", "link", "img", "iframe"}
    assert f"值不在允許清單內：{MARKUP}" in page.text


def test_a_manager_sees_the_verdict_the_sums_and_what_to_do(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "role", "next")

    page = Elements(html_of(check_folder(folder, rules=["enum-unknown", "key-duplicate"])))

    assert "table" in page.names
    for words in ("未通過檢核", "Not passed", "budgets.csv:2 role", "請改為綱要所列的值。", "key-duplicate"):
        assert words in page.text


def test_characters_that_a_console_would_obey_are_not_printed(folder: Path) -> None:
    put(folder / "budgets.csv", 2, "role", "\x1b[2J")

    assert "\x1b" not in text_of(check_folder(folder))


def test_many_places_are_counted_but_not_all_kept(folder: Path) -> None:
    path = folder / "steps.csv"
    rows = read_rows(path)
    place = rows[0].index("depth")
    write_rows(path, [rows[0], *([*row[:place], "x", *row[place + 1 :]] for row in rows[1:])])

    report = check_folder(folder, rules=["type-wrong"])

    assert len(report.results) == KEPT < report.rule_counts["type-wrong"] == len(rows) - 1
    assert f"… 另 {len(rows) - 4} 處 | {len(rows) - 4} more" in text_of(report)


def test_a_personal_number_is_masked_in_every_report(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "身分證A123456789，電話0912345678")

    report = check_folder(folder, rules=["personal-identifier"])

    for told in (text_of(report), json_of(report), html_of(report)):
        assert "A1******89" in told
        assert "A123456789" not in told
        assert "0912345678" not in told


def test_a_number_with_a_wrong_check_digit_is_nobodys(folder: Path) -> None:
    put(folder / "steps.csv", 2, "text", "A123456788 0212-345-678 A1234567890")

    assert check_folder(folder, rules=["personal-identifier"]).results == ()


def test_what_cannot_be_judged_says_why(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    (folder / "workplan.ods").unlink()

    report = check_folder(folder)

    why = {one.rule: one.reason.en for one in report.unjudged}
    assert why["manifest-hash"] == "manifest.json is missing or cannot be read."
    assert why["roundtrip-ods"] == "There is no ods file."
    assert not {"manifest-hash", "roundtrip-ods"} & set(report.judged)
    assert report.rule_counts["file-missing"] == 2


def test_a_folder_that_was_never_published_is_told_alone(call: Call, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    found = call("check", tmp_path)
    assert (found.code, found.out) == (UnreadableError.exit_code, "")
    assert "is no output folder" in found.err
    assert len(found.err.splitlines()) == 1


def test_a_publication_without_plans_is_told_alone(call: Call, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    pipeline.publish(tmp_path / "out")
    found = call("check", tmp_path / "out")
    assert (found.code, found.out) == (UnreadableError.exit_code, "")
    assert "holds no plans" in found.err


@pytest.mark.parametrize("text", ["院臺財字第0990044058號", "府社字第 0912345678 號函", "0990044058號"])
def test_the_number_of_a_letter_is_nobodys(folder: Path, text: str) -> None:
    put(folder / "steps.csv", 2, "text", text)

    assert check_folder(folder, rules=["personal-identifier"]).results == ()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[1, 2]", b'{"resources": 3, "files": {"a": 1}}'])
def test_whatever_a_file_holds_the_gate_ends_with_a_report(
    content: bytes, published: Path, folder: Path
) -> None:
    names = sorted(p.relative_to(published).as_posix() for p in published.rglob("*") if p.is_file())
    for name in names:
        (folder / name).write_bytes(content)

    assert check_folder(folder, published).exit_code == 1


def test_the_function_and_the_command_say_the_same(call: Call, published: Path) -> None:
    assert (
        json_of(pipeline.check(published, published))
        == call("check", published, "--previous", published, "--format", "json").out
    )


def test_a_folder_that_is_not_there_is_an_error_of_its_own(
    call: Call, published: Path, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableError):
        pipeline.check(tmp_path / "nowhere")
    assert call("check", published, "--previous", tmp_path / "nowhere").code == UnreadableError.exit_code


def test_several_processes_find_the_same(
    folder: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "items.csv", 2, "section", "他課")
    monkeypatch.setattr(check, "SHARED_BYTES", 0)

    assert check_folder(folder, published, jobs=2) == check_folder(folder, published)
