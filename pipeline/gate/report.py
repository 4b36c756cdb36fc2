"""The report of the gate: as text for a console, as JSON for programs, as a page that a manager can read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from itertools import groupby

from pipeline.gate.results import CheckReport
from pipeline.messages.catalogue import Problem
from pipeline.messages.wording import SEVERITIES, SEVERITY_WORDINGS, Wording

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


def _result_json(result: Problem) -> dict[str, object]:
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


def text_of(report: CheckReport) -> str:
    """The report as lines: each rule that does not hold with its first places, then the sums."""
    return "".join(f"{_printable(line)}\n" for line in _lines(report))


def verdict(report: CheckReport) -> Wording:
    """Whether the folder may be published."""
    if report.passed:
        return Wording(zh="通過檢核，可以發布。", en="Passed: the folder may be published.")
    return Wording(zh="未通過檢核，請先處理錯誤。", en="Not passed: put the errors right before publishing.")


def place_of(result: Problem) -> str:
    """File, row and column of a result, such as ``items.csv:2 budget_twd``."""
    place = result.place
    return str(place) if place.column is None else f"{place} {place.column}"


def _lines(report: CheckReport) -> Iterator[str]:
    for rule, group in groupby(report.results, key=lambda result: result.id):
        results = list(group)
        first, count = results[0], report.rule_counts[rule]
        yield f"[{SEVERITY_WORDINGS[first.severity].zh} {first.severity}] {rule} ×{count}"
        for result in results[:PLACES_IN_TEXT]:
            many = f" ×{result.count}" if result.count > 1 else ""
            yield f"  {place_of(result)}{many}  {result.text.zh} | {result.text.en}"
        told = sum(result.count for result in results[:PLACES_IN_TEXT])
        if count > told:
            yield f"  … 另 {count - told} 處 | {count - told} more"
        yield f"  → {first.remedy.zh} | {first.remedy.en}"
    for one in report.unjudged:
        yield f"[未檢核 not judged] {one.rule}  {one.reason.zh} | {one.reason.en}"
    yield "，".join(f"{SEVERITY_WORDINGS[name].zh} {report.counts[name]}" for name in SEVERITIES) + (
        f"；檢核規則 {len(report.judged)} | "
        + ", ".join(f"{name} {report.counts[name]}" for name in SEVERITIES)
        + f"; rules judged {len(report.judged)}"
    )
    ending = verdict(report)
    yield f"{ending.zh} | {ending.en}"


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in line)


PLACES_ON_PAGE = 20
"""Of each rule; the JSON report gives more."""
STYLE = """
body { font-family: "Noto Sans TC", "Microsoft JhengHei", "PingFang TC", sans-serif; margin: 2rem auto;
  max-width: 72rem; padding: 0 1rem; color: #1a1a1a; line-height: 1.5 }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #999; padding: .4rem .6rem; text-align: left; vertical-align: top }
th { background: #eee }
[lang=en] { color: #444; font-size: .9em; display: block }
.verdict { padding: .8rem 1rem; border-left: .5rem solid }
.yes { border-color: #1b7837; background: #eef7f0 }
.no { border-color: #b2182b; background: #fbeeee }
.error { color: #b2182b } .warning { color: #8a5a00 } .info { color: #2b5c8a }
td.severity { font-weight: bold; white-space: nowrap }
td.count { text-align: right }
code { overflow-wrap: anywhere }
ul { margin: 0; padding-left: 1.2rem }
"""


def html_of(report: CheckReport) -> str:
    """The report as HTML; whatever stands in the data is shown as text."""
    told = verdict(report)
    body = [
        "<h1>開放資料檢核報告" + _english("Report on the publication") + "</h1>",
        f"<p>資料夾 <code>{escape(report.folder)}</code></p>",
        f'<p class="verdict {"yes" if report.passed else "no"}"><strong>{told.zh}</strong>{_english(told.en)}</p>',
        *_sums(report),
        *_found(report),
        *_unjudged(report),
        *_judged(report),
    ]
    return (
        '<!doctype html>\n<html lang="zh-TW">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>開放資料檢核報告</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _english(text: str) -> str:
    return f'<span lang="en">{escape(text)}</span>'


def _head(*pairs: tuple[str, str]) -> str:
    return "<tr>" + "".join(f'<th scope="col">{zh}{_english(en)}</th>' for zh, en in pairs) + "</tr>"


def _sums(report: CheckReport) -> Iterator[str]:
    yield "<table>" + _head(("嚴重程度", "Severity"), ("處數", "Places"))
    for name in SEVERITIES:
        yield (
            f'<tr><td class="severity {name}">{SEVERITY_WORDINGS[name].zh}{_english(name)}</td>'
            f'<td class="count">{report.counts[name]:,}</td></tr>'
        )
    yield "</table>"


def _found(report: CheckReport) -> Iterator[str]:
    if not report.results:
        return
    yield "<h2>應處理事項" + _english("What was found") + "</h2>"
    yield "<table>" + _head(
        ("嚴重程度", "Severity"),
        ("規則", "Rule"),
        ("處數", "Places"),
        ("問題與位置", "What and where"),
        ("處理方式", "Remedy"),
    )
    for rule, group in groupby(report.results, key=lambda result: result.id):
        results = list(group)
        first = results[0]
        severity = SEVERITY_WORDINGS[first.severity]
        yield (
            f'<tr><td class="severity {first.severity}">{severity.zh}{_english(severity.en)}</td>'
            f'<td><code>{rule}</code></td><td class="count">{report.rule_counts[rule]:,}</td>'
            f"<td><ul>{''.join(map(_one, results[:PLACES_ON_PAGE]))}{_more(results)}</ul></td>"
            f"<td>{escape(first.remedy.zh)}{_english(first.remedy.en)}</td></tr>"
        )
    yield "</table>"


def _one(result: Problem) -> str:
    many = f" ×{result.count:,}" if result.count > 1 else ""
    return (
        f"<li><code>{escape(place_of(result))}</code>{many} {escape(result.text.zh)}"
        f"{_english(result.text.en)}</li>"
    )


def _more(results: list[Problem]) -> str:
    return f"<li>…{_english('and more')}</li>" if len(results) > PLACES_ON_PAGE else ""


def _unjudged(report: CheckReport) -> Iterator[str]:
    if report.unjudged:
        yield "<h2>未能檢核的規則" + _english("Rules that could not be judged") + "</h2><table>"
        yield _head(("規則", "Rule"), ("原因", "Why"))
        for one in report.unjudged:
            yield (
                f"<tr><td><code>{one.rule}</code></td>"
                f"<td>{escape(one.reason.zh)}{_english(one.reason.en)}</td></tr>"
            )
        yield "</table>"


def _judged(report: CheckReport) -> Iterator[str]:
    held = [rule for rule in report.judged if rule not in report.rule_counts]
    yield f"<h2>符合的規則（{len(held)}）" + _english("Rules that hold") + "</h2><ul>"
    for rule in held:
        yield f"<li><code>{rule}</code></li>"
    yield "</ul>"
