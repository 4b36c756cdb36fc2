"""The report of the gate: as text for a console, as JSON for programs, as a page that a manager can read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Final

from pipeline.gate.results import SEVERITIES, CheckReport, Result
from pipeline.terminal import printable
from pipeline.web.environment import BASE_STYLE, Templates, environment, inline

SEVERITIES_ZH = {"error": "錯誤", "warning": "警告", "info": "提示"}
PLACES_IN_TEXT = 3
"""Of each rule, as text; JSON and HTML give more."""


def json_of(report: CheckReport) -> str:
    """The report as JSON, ending in LF."""
    data = {
        "folder": report.folder,
        "passed": report.passed,
        "exit_code": report.exit_code,
        "counts": report.counts,
        "rule_counts": report.rule_counts,
        "results": [asdict(result) for result in report.results],
        "judged": report.judged,
        "unjudged": [asdict(one) for one in report.unjudged],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def text_of(report: CheckReport) -> str:
    """The report as lines: each rule that does not hold with its first places, then the sums."""
    return "".join(f"{printable(line)}\n" for line in _lines(report))


def verdict(report: CheckReport) -> tuple[str, str]:
    """Whether the folder may be published, in both languages."""
    if report.passed:
        return "通過檢核，可以發布。", "Passed: the folder may be published."
    return "未通過檢核，請先處理錯誤。", "Not passed: put the errors right before publishing."


def place_of(result: Result) -> str:
    """File, row and column of a result, such as ``items.csv:2 budget_twd``."""
    row = "" if result.row is None else f":{result.row}"
    column = "" if result.column is None else f" {result.column}"
    return f"{result.file}{row}{column}"


def _lines(report: CheckReport) -> Iterator[str]:
    for rule, group in groupby(report.results, key=attrgetter("rule")):
        results = list(group)
        first, count = results[0], report.rule_counts[rule]
        yield f"[{SEVERITIES_ZH[first.severity]} {first.severity}] {rule} ×{count}"
        for result in results[:PLACES_IN_TEXT]:
            many = f" ×{result.count}" if result.count > 1 else ""
            yield f"  {place_of(result)}{many}  {result.message_zh} | {result.message_en}"
        told = sum(result.count for result in results[:PLACES_IN_TEXT])
        if count > told:
            yield f"  … 另 {count - told} 處 | {count - told} more"
        yield f"  → {first.remedy_zh} | {first.remedy_en}"
    for one in report.unjudged:
        yield f"[未檢核 not judged] {one.rule}  {one.reason_zh} | {one.reason_en}"
    yield "，".join(f"{SEVERITIES_ZH[name]} {report.counts[name]}" for name in SEVERITIES) + (
        f"；檢核規則 {len(report.judged)} | "
        + ", ".join(f"{name} {report.counts[name]}" for name in SEVERITIES)
        + f"; rules judged {len(report.judged)}"
    )
    yield " | ".join(verdict(report))


PLACES_ON_PAGE = 20
"""Of each rule; the JSON report gives more."""


def html_of(report: CheckReport) -> str:
    """The report as HTML; whatever stands in the data is shown as text. Needs Jinja."""
    return (
        environment(CHECK)
        .get_template("check.html")
        .render(
            report=report,
            verdict=verdict(report),
            groups=[(rule, list(group)) for rule, group in groupby(report.results, key=attrgetter("rule"))],
            held=[rule for rule in report.judged if rule not in report.rule_counts],
            style=inline(BASE_STYLE, ("pipeline.gate", "check.css")),
        )
    )


CHECK: Final = Templates(
    "pipeline.gate",
    {"place": place_of},
    {"SEVERITIES": SEVERITIES, "SEVERITIES_ZH": SEVERITIES_ZH, "PLACES_ON_PAGE": PLACES_ON_PAGE},
)
