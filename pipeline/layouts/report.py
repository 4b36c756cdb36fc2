"""What a check found, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.extractors.pages import page_list
from pipeline.lattice.heads import HeaderCell
from pipeline.layouts.trial import Check, Heading, OwnWord, Trial, findings_by_rule
from pipeline.messages.wording import Wording, same
from pipeline.models import Extraction, Plan

NOTHING_TOLD = Wording(zh="無", en="none")
EMPTY = same("")


def lines_of_check(check: Check, profile: Path) -> Iterator[Wording]:
    """A block of lines for the profile file, for each document, and for the words that were of no use."""
    count = len(check.words)
    yield Wording(
        zh=f"{profile}：可以使用，用語 {count} 個。", en=f"{profile}: can be used, {_counted(count, 'word')}."
    )
    for trial in check.trials:
        yield EMPTY
        yield same(str(trial.path))
        yield from (Wording(zh=f"  {line.zh}", en=f"  {line.en}") for line in _trial(trial))
    if check.trials and check.words:
        yield EMPTY
        yield from _words(check)


def _trial(trial: Trial) -> Iterator[Wording]:
    for heading in trial.headings:
        yield from _heading(heading)
    if not trial.headings:
        yield _named("表頭", "header", NOTHING_TOLD)
    if trial.extraction is not None:
        for plan in trial.extraction.plans:
            yield from _plan(plan)
        yield _named("檢核發現", "findings", _findings(trial.extraction))
    if trial.problem is not None:
        yield trial.problem.line()


def _heading(heading: Heading) -> Iterator[Wording]:
    pages, columns = page_list(heading.pages), " | ".join(map(_column, heading.columns))
    kind = EMPTY if heading.plan else Wording(zh="（不是計畫，不讀取）", en=" (no plan, not read)")
    yield Wording(
        zh=f"表頭，第 {pages} 頁{kind.zh}：{columns}", en=f"header, page {pages}{kind.en}: {columns}"
    )
    unlisted = [cell.text for cell in heading.columns if not cell.listed]
    if unlisted and heading.plan:
        yield _named("未列用語", "not listed", same(", ".join(unlisted)))


def _column(cell: HeaderCell) -> str:
    return f"{cell.text} = {cell.role}{'' if cell.listed else '?'}"


def _plan(plan: Plan) -> Iterator[Wording]:
    yield _named("計畫", "plan", same(plan.id))
    titles = (title for title in (plan.title, *(section.title for section in plan.sections)) if title)
    yield _named("標題", "title", _or_none(next(titles, "")))
    office = _or_none(plan.agency.name or "")
    yield _named(
        "機關", "office", Wording(zh=f"{office.zh}（{plan.agency.id}）", en=f"{office.en} ({plan.agency.id})")
    )
    yield _named("年度", "year", _or_none(str(plan.year_roc or "")))
    count = len(plan.sections)
    names = Wording(
        zh="、".join(section.name or "（無名稱）" for section in plan.sections),
        en=", ".join(section.name or "(without a name)" for section in plan.sections),
    )
    yield _named("課室", "sections", Wording(zh=f"{count}：{names.zh}", en=f"{count}: {names.en}"))
    items = sum(len(section.items) for section in plan.sections)
    budgets = sum(len(section.budgets) for section in plan.sections)
    yield Wording(zh=f"項目：{items}，預算：{budgets}", en=f"items: {items}, budgets: {budgets}")


def _findings(extraction: Extraction) -> Wording:
    return _or_none(", ".join(f"{rule} {count}" for rule, count in findings_by_rule(extraction)))


def _words(check: Check) -> Iterator[Wording]:
    unused = set(check.unused)
    yield _named("用到", "used", _listed(word for word in check.words if word not in unused))
    yield _named("未用到", "never used", _listed(word for word in check.words if word in unused))


def _listed(words: Iterable[OwnWord]) -> Wording:
    return _or_none(", ".join(f"{word} ({table}.{key})" for table, key, word in words))


def _named(chinese: str, english: str, what: Wording) -> Wording:
    return Wording(zh=f"{chinese}：{what.zh}", en=f"{english}: {what.en}")


def _or_none(text: str) -> Wording:
    return same(text) if text else NOTHING_TOLD


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
