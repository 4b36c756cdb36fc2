"""The report in GitHub Markdown, for a pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape

from pipeline.compare.differences import Token
from pipeline.compare.model import Comparison
from pipeline.compare.report_rows import BudgetRow, ChangeRow
from pipeline.compare.report_words import (
    BANDS,
    CHANGES,
    DOUBTED,
    NO_SECTION,
    STATUS_WORDS,
    notices,
    sides_told,
    why_uncertain,
)
from pipeline.compare.totals import GroupTotal, Totals
from pipeline.web.words import Words, money, pages_told, share_told, signed

LONGEST_COMMENT = 60_000
"""Characters; GitHub takes 65,536 in one comment."""
LONGEST_TEXT = 400
"""Characters of one stretch of text; the middle of a longer one is left out."""
SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-.!|~$>:]")
LINKED = re.compile(r"@|(?i:(?:https?|ftp)(?=://))|(?i:www(?=\.))|#(?=\d)|(?i:GH(?=-\d))|:(?=[a-z0-9_+\-]+:)")
LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
MOST_SECTIONS = 100
"""Rows of the table of budgets; a plan has some ten sections."""


def md(text: str) -> str:
    r"""Text as it is, whatever Markdown, HTML or GitHub would make of it; line ends as ``<br>``.

    >>> md("*a* <b>|")
    '\\*a\\* &lt;b&gt;\\|'
    """
    parts = []
    last = 0
    for link in LINKED.finditer(text):
        # An empty comment keeps GitHub from seeing a mention, an issue, an address or an emoji.
        parts += [_escaped(text[last : link.end()]), "<!-- -->"]
        last = link.end()
    return "".join([*parts, _escaped(text[last:])])


def markdown_of(comparison: Comparison, rows: Sequence[ChangeRow], totals: Totals) -> str:
    """The report; items that did not change are counted only, and what is too long for a comment is left out."""
    told = [row for row in rows if row.change.status != "unchanged"]
    lines = [*_head(comparison, rows), *_sections(comparison, totals)]
    length = sum(len(line) + 1 for line in lines)
    if told:
        lines += [
            "",
            "## 逐項差異 Item by item",
            "",
            *_header("狀態 Status", "項目 Item", "預算 Budget", "頁碼 Pages"),
        ]
    for number, row in enumerate(told):
        line = _item(row)
        length += len(line) + 1
        if length > LONGEST_COMMENT:
            left = len(told) - number
            lines += ["", f"另有 {left:,} 項，見 report.html。{left:,} more in report.html."]
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    marked = SPECIAL.sub(r"\\\g<0>", escape(text, quote=False))
    return LINE_ENDS.sub("<br>", marked)


def _both(words: Words) -> str:
    return f"{md(words[0])} {md(words[1])}"


def _header(*names: str) -> list[str]:
    return ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]


def _head(comparison: Comparison, rows: Iterable[ChangeRow]) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    counts = Counter(row.change.status for row in rows)
    yield f"# 工作計畫差異 {md(new.agency or old.agency or '')} {md(old.label)} → {md(new.label)}"
    yield ""
    told = notices(comparison)
    for words in told:
        yield f"- **{_both(words)}**"
    if told:
        yield ""
    yield from _header(*(f"{zh} {en}" for zh, en in STATUS_WORDS.values()))
    yield "| " + " | ".join(f"{counts[status]:,}" for status in STATUS_WORDS) + " |"
    for before, after in comparison.renamed_sections:
        yield f"\n課室更名 Renamed section: <del>{md(before)}</del> → <ins>{md(after)}</ins>"
    for ruling, reason in comparison.unapplied:
        yield f"\n未能套用 No longer applies: crosswalk.csv:{ruling.line} {_both((reason.zh, reason.en))}"


def _sections(comparison: Comparison, totals: Totals) -> Iterator[str]:
    known = [total for total in totals.by_section if total.role == "current"]
    if not known:
        return
    yield "\n## 預算 Budget\n"
    yield from _header(
        "課室 Section",
        *(_both(words) for words in sides_told(comparison)),
        "增減 Difference",
        "無法比較的格數 Cells not compared",
    )
    for total in known[:MOST_SECTIONS]:
        yield _total(md(total.section or " ".join(NO_SECTION)), total)
    if len(known) > MOST_SECTIONS:
        yield f"| 另有 {len(known) - MOST_SECTIONS:,} 個課室，見 report.html。More in report.html. | | | | |"
    for total in totals.by_role:
        if total.role == "current":
            yield _total("**合計 Total**", total)


def _total(name: str, total: GroupTotal) -> str:
    cells = (
        name,
        *(
            md(money(sums.known_twd)[0]) if sums.amounts or sums.not_compared else "—"
            for sums in (total.old, total.new)
        ),
        _difference(total.difference_twd, total.percent),
        f"{total.old.not_compared} → {total.new.not_compared}",
    )
    return "| " + " | ".join(cells) + " |"


def _difference(difference_twd: int | None, percent: Decimal | None) -> str:
    share = f" ({share_told(percent)})" if percent else ""
    return md(signed(difference_twd)[0] + share)


def _item(row: ChangeRow) -> str:
    change = row.change
    status = [" ".join(STATUS_WORDS[change.status]), *(" ".join(CHANGES[kind]) for kind in change.changes)]
    if change.band == "uncertain":
        why = "; ".join(_both(words) for words in why_uncertain(change))
        status.append(f"**{' '.join(BANDS['uncertain'])}** {why}")
    if change.doubts:
        status.append(f"**{_both(DOUBTED)}** ({md(', '.join(change.doubts))})")
    texts = [_marked(part) for part in (row.place, row.title, row.contents) if part]
    budgets = [_budget(budget) for budget in row.budgets]
    pages = f"{pages_told(row.old_pages) or '—'} → {pages_told(row.new_pages) or '—'}"
    cells = ("<br>".join(status), "<br>".join(texts), "<br>".join(budgets), pages)
    return "| " + " | ".join(cells) + " |"


def _budget(budget: BudgetRow) -> str:
    old, new = (md(told[0]) if told else "" for told in (budget.old_told, budget.new_told))
    name = " ".join(budget.words)
    if old == new:
        return f"{name} {new}"
    pair = " → ".join(filter(None, (old and f"<del>{old}</del>", new and f"<ins>{new}</ins>")))
    apart = f"（另有 {budget.apart} 格未計入 {budget.apart} not counted）" if budget.apart else ""
    return f"{name} {pair} {_difference(budget.difference_twd, budget.percent)}{apart}"


def _marked(differences: Iterable[Token]) -> str:
    told = []
    for token in differences:
        text = token.text
        if len(text) > LONGEST_TEXT:
            text = f"{text[: LONGEST_TEXT // 2]}…{text[-LONGEST_TEXT // 2 :]}"
        tag = {"delete": "del", "insert": "ins"}.get(token.kind)
        told.append(md(text) if tag is None else f"<{tag}>{md(text)}</{tag}>")
    return "".join(told)
