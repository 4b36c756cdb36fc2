"""The report of the gate: as text for a console, as JSON for programs, as a page that a manager can read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from itertools import groupby

from pipeline.gate.results import SEVERITIES, CheckReport, Result
from pipeline.terminal import printable

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
    for rule, group in groupby(report.results, key=lambda result: result.rule):
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
    chinese, english = verdict(report)
    body = [
        "<h1>開放資料檢核報告" + _english("Report on the publication") + "</h1>",
        f"<p>資料夾 <code>{escape(report.folder)}</code></p>",
        f'<p class="verdict {"yes" if report.passed else "no"}"><strong>{chinese}</strong>{_english(english)}</p>',
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
            f'<tr><td class="severity {name}">{SEVERITIES_ZH[name]}{_english(name)}</td>'
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
    for rule, group in groupby(report.results, key=lambda result: result.rule):
        results = list(group)
        first = results[0]
        yield (
            f'<tr><td class="severity {first.severity}">{SEVERITIES_ZH[first.severity]}{_english(first.severity)}</td>'
            f'<td><code>{rule}</code></td><td class="count">{report.rule_counts[rule]:,}</td>'
            f"<td><ul>{''.join(map(_one, results[:PLACES_ON_PAGE]))}{_more(results)}</ul></td>"
            f"<td>{escape(first.remedy_zh)}{_english(first.remedy_en)}</td></tr>"
        )
    yield "</table>"


def _one(result: Result) -> str:
    many = f" ×{result.count:,}" if result.count > 1 else ""
    return (
        f"<li><code>{escape(place_of(result))}</code>{many} {escape(result.message_zh)}"
        f"{_english(result.message_en)}</li>"
    )


def _more(results: list[Result]) -> str:
    return f"<li>…{_english('and more')}</li>" if len(results) > PLACES_ON_PAGE else ""


def _unjudged(report: CheckReport) -> Iterator[str]:
    if report.unjudged:
        yield "<h2>未能檢核的規則" + _english("Rules that could not be judged") + "</h2><table>"
        yield _head(("規則", "Rule"), ("原因", "Why"))
        for one in report.unjudged:
            yield (
                f"<tr><td><code>{one.rule}</code></td>"
                f"<td>{escape(one.reason_zh)}{_english(one.reason_en)}</td></tr>"
            )
        yield "</table>"


def _judged(report: CheckReport) -> Iterator[str]:
    held = [rule for rule in report.judged if rule not in report.rule_counts]
    yield f"<h2>符合的規則（{len(held)}）" + _english("Rules that hold") + "</h2><ul>"
    for rule in held:
        yield f"<li><code>{rule}</code></li>"
    yield "</ul>"
