import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.errors import WorkplanError
from pipeline.messages.catalogue import Message, catalogue, error_kinds
from pipeline.messages.wording import SEVERITY_WORDINGS

ROOT = Path(__file__).parents[2]
GUIDES = {
    name: (ROOT / "docs" / f"findings-and-errors{name}.md").read_text(encoding="utf-8")
    for name in ("", ".zh-TW")
}
PARTS = {"": ("Means.", "Matters.", "Do.", "Example."), ".zh-TW": ("意義。", "影響。", "處理。", "例。")}
EACH_GUIDE = pytest.mark.parametrize("guide", GUIDES, ids=lambda name: name or "en")
RULES = catalogue("findings")
EACH_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)


def named(function: str) -> Iterator[tuple[str, str]]:
    """Rules that a call of this class in our code names, with the file."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == function:
                given = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "rule")]
                for value in given:
                    if isinstance(value, ast.Constant):
                        yield str(value.value), path.relative_to(ROOT).as_posix()


@EACH_RULE
def test_a_rule_is_whole(rule: Message) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.severity in {"error", "warning", "info"}
    for text in (rule.text.zh, rule.text.en, rule.remedy.zh, rule.remedy.en):
        assert text == text.strip()
        assert "\n" not in text
    assert rule.remedy.zh.endswith("。")
    assert rule.remedy.en.endswith(".")
    assert bool(rule.reasons) == ("reason" in rule.placeholders)
    assert all(reason.zh and reason.en for reason in rule.reasons.values())


@EACH_RULE
def test_both_languages_tell_the_same_values(rule: Message) -> None:
    def values(text: str) -> list[str]:
        return sorted(re.findall(r"{(\w+)}", text))

    assert values(rule.text.zh) == values(rule.text.en)
    assert set(values(rule.text.zh)) == rule.text.placeholders


def test_no_rule_is_emitted_that_the_catalogue_lacks() -> None:
    for function in ("BareFinding", "Doubt"):
        for rule, path in named(function):
            assert rule in RULES, f"{path}: {rule}"


def test_a_doubt_has_what_its_rule_says() -> None:
    for rule, path in named("Doubt"):
        assert RULES[rule].text.placeholders <= {"detail", "page", "count", "reason"}, f"{path}: {rule}"


def test_the_search_for_emitted_rules_finds_them() -> None:
    assert {"label-gap", "duplicate-path", "glyphs-outside"} <= {rule for rule, _ in named("BareFinding")}
    assert {"verify-mismatch", "verify-unread"} <= {rule for rule, _ in named("Doubt")}


def sections(guide: str) -> dict[str, str]:
    pieces = re.split(r"^### ", GUIDES[guide], flags=re.MULTILINE)[1:]
    return {piece.split("\n", 1)[0].strip("`"): piece for piece in pieces}


@EACH_GUIDE
def test_the_guide_has_a_section_for_every_rule_in_order(guide: str) -> None:
    assert list(sections(guide)) == list(RULES)


@EACH_GUIDE
@EACH_RULE
def test_the_guide_tells_of_a_rule(rule: Message, guide: str) -> None:
    section = sections(guide)[rule.id]
    graveness = SEVERITY_WORDINGS[rule.severity].zh
    assert (f"程度：{graveness}。" if guide else f"Severity: {rule.severity}.") in section
    assert f"> {rule.text.zh}\n" in section
    for part in PARTS[guide]:
        assert f"**{part}** " in section


@EACH_GUIDE
def test_the_guide_lists_every_error_with_its_exit_code(guide: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (.+) \| (.+) \|$", GUIDES[guide], flags=re.MULTILINE)
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, WorkplanError)]
    general = {"WorkplanError", "WrittenFileError"}
    remedies = {c.__name__: error_kinds()[c.__name__].remedy for c in classes}
    told = {
        c.__name__: (str(c.exit_code), remedies[c.__name__].zh if guide else remedies[c.__name__].en)
        for c in classes
    }
    expected = {name: row for name, row in told.items() if name not in general}
    assert {name: (code, remedy) for name, code, _, remedy in rows} == expected
