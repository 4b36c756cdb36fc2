import re

import pytest

from pipeline.gate.check import FOLDER_RULES, TABLE_RULES
from pipeline.gate.confidence import CONFIDENCE_RULES
from pipeline.gate.previous import PREVIOUS_RULES
from pipeline.gate.results import Rule, catalogue
from pipeline.gate.reviewed import REVIEW_RULES
from tests.reading import ROOT

GUIDE = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
EACH_RULE = pytest.mark.parametrize("rule", catalogue().values(), ids=lambda rule: rule.id)


@EACH_RULE
def test_a_rule_is_whole(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.severity in {"error", "warning", "info"}
    assert rule.message_zh.endswith("：{detail}")
    assert rule.message_en.endswith(": {detail}")
    assert rule.remedy_zh.endswith("。")
    assert rule.remedy_en.endswith(".")


def test_every_rule_is_judged_by_one_function() -> None:
    named = [*FOLDER_RULES, *TABLE_RULES, *PREVIOUS_RULES, *REVIEW_RULES, *CONFIDENCE_RULES]
    assert len(named) == len(set(named))
    assert set(named) == set(catalogue())


def test_there_are_rules_enough() -> None:
    assert len(catalogue()) >= 30


def test_the_guide_lists_every_rule_in_order() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\w+) \| (.+?) \| (.+?) \|$", GUIDE, flags=re.MULTILINE)
    wanted = [
        (one.id, one.severity, one.message_en.removesuffix(": {detail}"), one.remedy_en)
        for one in catalogue().values()
    ]
    assert rows == wanted
    assert f"{len(wanted)} rules" in GUIDE
