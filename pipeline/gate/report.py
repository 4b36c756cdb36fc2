"""The report of the gate: as text for a console, as JSON for programs, as a page that a manager can read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, Literal

from pipeline.gate.results import CheckReport
from pipeline.messages.catalogue import PlacedProblem
from pipeline.messages.wording import SEVERITIES, SEVERITY_WORDINGS, Language, Wording
from pipeline.terminal import printable
from pipeline.web.environment import BASE_STYLE, Templates, environment, inline

Extent = Literal["quiet", "normal", "verbose"]
"""How much is told as text."""
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
        "results": [_result_json(result) for result in report.results],
        "judged": report.judged,
        "unjudged": [
            {"rule": one.rule, "reason_zh": one.reason.zh, "reason_en": one.reason.en}
            for one in report.unjudged
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _result_json(result: PlacedProblem) -> dict[str, object]:
    place = result.place
    return {
        "rule": result.id,
        "severity": result.severity,
        "file": place.file,
        "row": place.line,
        "column": place.column,
        "count": result.count,
        "message_zh": result.text.zh,
        "message_en": result.text.en,
        "remedy_zh": result.remedy.zh,
        "remedy_en": result.remedy.en,
    }


def text_of(report: CheckReport, language: Language | None = None, extent: Extent = "normal") -> str:
    """The report as lines: each rule that does not hold with its first places, then the sums.

    Args:
        report: of the gate.
        language: that it is told in; None for both on each line, as files are.
        extent: how much: errors and warnings alone; all with the sums; with every place and the rules that hold too.
    """
    told = (
        lead + (words.both if language is None else words.told(language))
        for lead, words in _lines(report, extent)
    )
    return "".join(f"{printable(line)}\n" for line in told)


def verdict(report: CheckReport) -> Wording:
    """Whether the folder may be published."""
    if report.passed:
        return Wording(zh="通過檢核，可以發布。", en="Passed: the folder may be published.")
    return Wording(zh="未通過檢核，請先處理錯誤。", en="Not passed: put the errors right before publishing.")


def place_of(result: PlacedProblem) -> str:
    """File, row and column of a result, such as ``items.csv:2 budget_twd``."""
    place = result.place
    return str(place) if place.column is None else f"{place} {place.column}"


def _lines(report: CheckReport, extent: Extent) -> Iterator[tuple[str, Wording]]:
    """Each line as what is the same in both languages, and what is not."""
    places = len(report.results) if extent == "verbose" else PLACES_IN_TEXT
    for rule, group in groupby(report.results, key=attrgetter("id")):
        results = list(group)
        if extent == "quiet" and results[0].severity == "info":
            continue
        yield from _rule_lines(rule, results, report.rule_counts[rule], places)
    if extent == "quiet":
        return
    if extent == "verbose":
        held = [rule for rule in report.judged if rule not in report.rule_counts]
        yield "", Wording(zh=f"[符合] {'、'.join(held)}", en=f"[holds] {', '.join(held)}")
    for one in report.unjudged:
        chinese, english = (
            f"[未檢核] {one.rule}  {one.reason.zh}",
            f"[not judged] {one.rule}  {one.reason.en}",
        )
        yield "", Wording(zh=chinese, en=english)
    yield "", counted(report)
    yield "", verdict(report)


def _rule_lines(
    rule: str, results: Sequence[PlacedProblem], count: int, places: int
) -> Iterator[tuple[str, Wording]]:
    first = results[0]
    severity = SEVERITY_WORDINGS[first.severity]
    yield "", Wording(zh=f"[{severity.zh}] {rule} ×{count}", en=f"[{severity.en}] {rule} ×{count}")
    for result in results[:places]:
        many = f" ×{result.count}" if result.count > 1 else ""
        yield f"  {place_of(result)}{many}  ", result.text
    told = sum(result.count for result in results[:places])
    if count > told:
        yield "  … ", Wording(zh=f"另 {count - told} 處", en=f"{count - told} more")
    yield "  → ", first.remedy


def counted(report: CheckReport) -> Wording:
    """How many results there are of each severity, and how many rules were judged."""
    counts = [(SEVERITY_WORDINGS[name], report.counts[name]) for name in SEVERITIES]
    return Wording(
        zh="，".join(f"{word.zh} {count}" for word, count in counts) + f"；檢核規則 {len(report.judged)}",
        en=", ".join(f"{word.en} {count}" for word, count in counts) + f"; rules judged {len(report.judged)}",
    )


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
            groups=[(rule, list(group)) for rule, group in groupby(report.results, key=attrgetter("id"))],
            held=[rule for rule in report.judged if rule not in report.rule_counts],
            style=inline(BASE_STYLE, ("pipeline.gate", "check.css")),
        )
    )


CHECK: Final = Templates(
    "pipeline.gate",
    {"place": place_of},
    {"SEVERITIES": SEVERITIES, "PLACES_ON_PAGE": PLACES_ON_PAGE},
)
