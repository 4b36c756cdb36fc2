import re

import pytest

from pipeline.gate.check import FOLDER_RULES, TABLE_RULES
from pipeline.gate.confidence import CONFIDENCE_RULES
from pipeline.gate.previous import PREVIOUS_RULES
from pipeline.gate.reviewed import REVIEW_RULES
from pipeline.messages.catalogue import Message, catalogue
from pipeline.messages.wording import SEVERITY_WORDINGS
from tests.reading import ROOT

RULES = catalogue("gate")
EACH_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)


@EACH_RULE
def test_a_rule_is_whole(rule: Message) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.severity in {"error", "warning", "info"}
    assert rule.text.zh.endswith("：{detail}")
    assert rule.text.en.endswith(": {detail}")
    assert rule.remedy.zh.endswith("。")
    assert rule.remedy.en.endswith(".")


def test_every_rule_is_judged_by_one_function() -> None:
    named = [*FOLDER_RULES, *TABLE_RULES, *PREVIOUS_RULES, *REVIEW_RULES, *CONFIDENCE_RULES]
    assert len(named) == len(set(named))
    assert set(named) == set(RULES)


def test_there_are_rules_enough() -> None:
    assert len(RULES) >= 30


@pytest.mark.parametrize("name", ["checking.md", "checking.zh-TW.md"])
def test_the_guide_lists_every_rule_in_order(name: str) -> None:
    guide = (ROOT / "docs" / name).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\w+) \| (.+?) \| (.+?) \|$", guide, flags=re.MULTILINE)
    if "zh-TW" in name:
        wanted = [
            (
                one.id,
                SEVERITY_WORDINGS[one.severity].zh,
                one.text.zh.removesuffix("：{detail}"),
                one.remedy.zh,
            )
            for one in RULES.values()
        ]
    else:
        wanted = [
            (one.id, one.severity, one.text.en.removesuffix(": {detail}"), one.remedy.en)
            for one in RULES.values()
        ]
    assert rows == wanted
    assert re.search(rf"\b{len(wanted)} (rules|條規則)", guide)
