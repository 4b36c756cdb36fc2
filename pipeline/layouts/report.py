"""What a check found, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.extractors.pages import page_list
from pipeline.lattice.heads import HeaderCell
from pipeline.layouts.trial import Check, Heading, OwnWord, Trial, findings_by_rule
from pipeline.models import Extraction, Plan


def lines_of_check(check: Check, profile: Path) -> Iterator[str]:
    """A block of lines for the profile file, for each document, and for the words that were of no use."""
    count = len(check.words)
    yield f"{profile}：可以使用，用語 {count} 個。 | {profile}: can be used, {_counted(count, 'word')}."
    for trial in check.trials:
        yield ""
        yield str(trial.path)
        yield from (f"  {line}" for line in _trial(trial))
    if check.trials and check.words:
        yield ""
        yield from _words(check)


def _trial(trial: Trial) -> Iterator[str]:
    for heading in trial.headings:
        yield from _heading(heading)
    if not trial.headings:
        yield "表頭 header: 無 none"
    if trial.extraction is not None:
        for plan in trial.extraction.plans:
            yield from _plan(plan)
        yield f"檢核 findings: {_findings(trial.extraction)}"
    if trial.problem is not None:
        yield trial.problem.line()


def _heading(heading: Heading) -> Iterator[str]:
    pages = page_list(heading.pages)
    kind = "" if heading.plan else "（不是計畫，不讀取 no plan, not read）"
    yield f"表頭 header, 頁 page {pages}{kind}: " + " | ".join(map(_column, heading.columns))
    unlisted = [cell.text for cell in heading.columns if not cell.listed]
    if unlisted and heading.plan:
        yield f"未列用語 not listed: {', '.join(unlisted)}"


def _column(cell: HeaderCell) -> str:
    return f"{cell.text} = {cell.role}{'' if cell.listed else '?'}"


def _plan(plan: Plan) -> Iterator[str]:
    yield f"計畫 plan: {plan.id}"
    titles = (title for title in (plan.title, *(section.title for section in plan.sections)) if title)
    yield f"標題 title: {next(titles, '無 none')}"
    yield f"機關 office: {plan.agency.name or '無 none'} ({plan.agency.id})"
    yield f"年度 year: {plan.year_roc or '無 none'}"
    names = [section.name or "（無名稱 without a name）" for section in plan.sections]
    yield f"課室 sections: {len(names)}: {', '.join(names)}"
    items = sum(len(section.items) for section in plan.sections)
    budgets = sum(len(section.budgets) for section in plan.sections)
    yield f"項目 items: {items}, 預算 budgets: {budgets}"


def _findings(extraction: Extraction) -> str:
    return ", ".join(f"{rule} {count}" for rule, count in findings_by_rule(extraction)) or "無 none"


def _words(check: Check) -> Iterator[str]:
    unused = set(check.unused)
    yield f"用到 used: {_listed(word for word in check.words if word not in unused)}"
    yield f"未用到 never used: {_listed(word for word in check.words if word in unused)}"


def _listed(words: Iterable[OwnWord]) -> str:
    return ", ".join(f"{word} ({table}.{key})" for table, key, word in words) or "無 none"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
