"""Guides that a clerk needs are there in Traditional Chinese in full, beside the English."""

import re
from itertools import pairwise

import pytest

from tests.reading import ROOT

DOCS = ROOT / "docs"
FOR_CLERKS = (
    "batch", "checking", "correcting", "desk", "docker", "findings-and-errors", "publishing", "reviewing",
)  # fmt: skip
CHINESE = ".zh-TW"
EACH_GUIDE = pytest.mark.parametrize(
    "name", sorted(path.name.removesuffix(f"{CHINESE}.md") for path in DOCS.glob(f"*{CHINESE}.md"))
)
CODE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAME_CODE = {"sh", "console", "toml", "python", "sql"}
"""Kinds of code that read alike in both languages; what a program prints does not."""
OTHER_TERMS = (
    "文件夾",
    "文檔",
    "程序",
    "軟件",
    "默認",
    "設置",
    "支持",
    "網絡",
    "信息",
    "數據庫",
    "用戶",
    "科室",
)
"""Words that Taiwan has others for."""


def guide(name: str, language: str = "") -> str:
    return (DOCS / f"{name}{language}.md").read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return CODE.sub("", text)


def headings(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", without_code(text), re.MULTILINE)]


def tables(text: str) -> list[int]:
    """Numbers of columns, a table each."""
    return [line.count("|") - 1 for line in text.splitlines() if re.fullmatch(r"\|(-+\|)+", line)]


def test_every_guide_for_clerks_is_there_in_chinese() -> None:
    assert [name for name in FOR_CLERKS if not (DOCS / f"{name}{CHINESE}.md").exists()] == []


@EACH_GUIDE
def test_a_chinese_guide_has_the_headings_of_the_english(name: str) -> None:
    assert headings(guide(name, CHINESE)) == headings(guide(name))


@EACH_GUIDE
def test_a_chinese_guide_has_the_tables_of_the_english(name: str) -> None:
    assert tables(guide(name, CHINESE)) == tables(guide(name))


@EACH_GUIDE
def test_a_chinese_guide_has_the_code_of_the_english(name: str) -> None:
    chinese, english = (CODE.findall(guide(name, language)) for language in (CHINESE, ""))
    assert [kind for kind, _ in chinese] == [kind for kind, _ in english]
    assert [text for kind, text in chinese if kind in SAME_CODE] == [
        text for kind, text in english if kind in SAME_CODE
    ]


@EACH_GUIDE
def test_a_chinese_guide_names_the_options_of_the_english(name: str) -> None:
    def options(text: str) -> set[str]:
        return set(re.findall(r"`[^`]*?(--[a-z-]+)", without_code(text)))

    assert options(guide(name)) - options(guide(name, CHINESE)) == set()


@EACH_GUIDE
def test_a_chinese_guide_has_taiwans_words(name: str) -> None:
    text = guide(name, CHINESE).replace("處理程序", "")
    assert [word for word in OTHER_TERMS if word in text] == []


@EACH_GUIDE
def test_no_space_follows_a_chinese_full_stop_within_a_sentence(name: str) -> None:
    lines = without_code(guide(name, CHINESE)).splitlines()
    assert [line for line in lines if re.search(r"。 [^|\d]", line.replace("。** ", "。**"))] == []


def test_the_search_for_tables_tells_them_apart() -> None:
    sizes = [tables(text) for text in ("|---|---|\n", "|---|---|---|\n", "| a |\n")]
    assert all(one != other for one, other in pairwise(sizes))
