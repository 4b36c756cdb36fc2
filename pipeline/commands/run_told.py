"""What a run did, told to a person: a row per plan, totals, where it all is, and what comes next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.commands.help_form import columns
from pipeline.commands.language import say, told
from pipeline.messages.wording import SEVERITIES, SEVERITY_WORDINGS, Wording

if TYPE_CHECKING:
    from pipeline.commands.telling import Extent
    from pipeline.folder.report import InputReport, Outcome, RunReport

SUMMARY_HEADINGS = (
    Wording(zh="課室", en="sections"),
    Wording(zh="項目", en="items"),
    Wording(zh="預算", en="budgets"),
    Wording(zh="檢核發現", en="findings"),
)
COLUMN_GAP = 3
"""Characters between two columns of the summary."""
NAMED_PASSED_OVER = 5
"""Files passed over that are named; of more the number is told."""
OUTCOME_WORDINGS: dict[Outcome, Wording] = {
    "done": Wording(zh="完成", en="done"),
    "duplicate": Wording(zh="重複", en="duplicate"),
    "conflict": Wording(zh="衝突", en="conflict"),
    "failed": Wording(zh="失敗", en="failed"),
    "not-begun": Wording(zh="未處理", en="not begun"),
}
STOPPED_NOTE = Wording(
    zh="已中止，{left} 個輸入未處理；再執行一次即接續。",
    en="Stopped, {left} inputs are not done; run again to go on.",
)


def tell_run(report: RunReport, output: str, extent: Extent, *, watched: bool) -> None:
    """Tell a person of a run; problems on standard error, the rest on standard output.

    Args:
        report: of the run; errors of single inputs have been told while it went on.
        output: folder or URL that was written to, as it was named.
        extent: how much is told.
        watched: whether a person sees it, and no program reads it.
    """
    if extent == "verbose":
        for line in map(input_line, report.inputs):
            say(line)
    if extent == "verbose" or (watched and extent == "normal"):
        print_plans(report)
        say(totals(report))
        for line in where_and_next(report, output):
            say(line)
    if extent != "quiet":
        for note in (*report.notes, *_passed_over(report)):
            say(note, err=True)
    tell_problems(report)


def tell_problems(report: RunReport) -> None:
    """Tell what went wrong with the folder as a whole."""
    for problem in _problems(report):
        say(problem, err=True)


def _problems(report: RunReport) -> Iterator[Wording]:
    """What went wrong with the folder as a whole: a short line for each conflict, what to do about them once."""
    already = {one.message for one in report.inputs}
    causes = {one.message: one.cause for one in report.conflicts if one.cause is not None}
    for message in report.messages:
        if message not in already:
            yield causes.get(message, message)
    if causes:
        yield _conflict_remedy()
    if report.stopped:
        yield STOPPED_NOTE.filled({"left": sum(one.outcome == "not-begun" for one in report.inputs)})


def _conflict_remedy() -> Wording:
    from pipeline.messages.catalogue import error_kinds  # noqa: PLC0415 - read where there is an error only

    return error_kinds()["ConflictError"].remedy


def totals(report: RunReport) -> Wording:
    """How much there is of all plans of a run, each file counted once, and its findings by severity."""
    own = [one for one in report.inputs if one.outcome != "duplicate"]
    plans = [plan for one in own for plan in one.plans]
    items, budgets = sum(plan.items for plan in plans), sum(plan.budgets for plan in plans)
    found: Counter[str] = Counter()
    for one in own:
        found.update(one.findings_by_severity)
    words = [(SEVERITY_WORDINGS[name], found[name]) for name in SEVERITIES]
    chinese = "、".join(f"{word.zh} {count:,}" for word, count in words)
    english = ", ".join(f"{word.en} {count:,}" for word, count in words)
    return Wording(
        zh=f"合計：計畫 {len(plans):,}、項目 {items:,}、預算 {budgets:,}；檢核發現：{chinese}。",
        en=f"In all: plans {len(plans):,}, items {items:,}, budgets {budgets:,}; findings: {english}.",
    )


def where_and_next(report: RunReport, output: str) -> Iterator[Wording]:
    """Where the files are, and the command that comes next; nothing of either where there is no plan."""
    if not any(one.outcome in {"done", "duplicate"} for one in report.inputs):
        return
    folder = output.rstrip("/\\")
    yield Wording(
        zh=f"檔案在 {folder}：每份計畫一個資料夾；全部計畫在 items.csv、workplan.xlsx 等檔。",
        en=f"The files are in {folder}: a folder for each plan; all plans in items.csv, workplan.xlsx and others.",
    )
    if "://" not in folder:
        named = f'"{folder}"' if " " in folder else folder
        yield Wording(
            zh=f"下一步：workplan desk {named}（對照頁面核對），再 workplan check {named}（能否發布）。",
            en=f"Next: workplan desk {named} (check the items against their pages), then workplan check {named} "
            "(whether it may be published).",
        )


def _passed_over(report: RunReport) -> Iterator[Wording]:
    """The files that are of no kind that is read."""
    names = report.passed_over
    if names:
        more = f" (+{len(names) - NAMED_PASSED_OVER})" if len(names) > NAMED_PASSED_OVER else ""
        yield Wording(
            zh=f"略過 {len(names)} 個不是 PDF 的檔案：{'、'.join(names[:NAMED_PASSED_OVER])}{more}",
            en=f"Passed over {len(names)} files that are no PDF: {', '.join(names[:NAMED_PASSED_OVER])}{more}",
        )


def input_line(one: InputReport) -> Wording:
    """What came of a file, on a line."""
    outcome, pages = OUTCOME_WORDINGS[one.outcome], one.pages or 0
    rules = ", ".join(f"{rule} {count}" for rule, count in one.findings_by_rule.items()) or "–"
    return Wording(
        zh=f"{one.path}：{outcome.zh}，{pages} 頁，{one.items} 項，{one.seconds:.1f} 秒；{rules}",
        en=f"{one.path}: {outcome.en}, {pages} pages, {one.items} items, {one.seconds:.1f} s; {rules}",
    )


def print_plans(report: RunReport) -> None:
    """A row per plan, as a person reads it."""
    from rich import box  # noqa: PLC0415 - only a person wants it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(told(Wording(zh="計畫", en="plan")), overflow="fold")
    headings = [told(heading) for heading in SUMMARY_HEADINGS]
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    width = console.width - sum(COLUMN_GAP + columns(heading) for heading in headings)
    for plan in report.plans:
        counts = (plan.sections, plan.items, plan.budgets, plan.findings)
        table.add_row(Text(_at_hyphens(plan.folder, width)), *(f"{count:,}" for count in counts))
    console.print(table)


def _at_hyphens(name: str, width: int) -> str:
    """A plan's folder in lines of a width, broken behind hyphens and slashes only."""
    lines = [""]
    for piece in re.findall(r"[^-/]*[-/]?", name):
        if lines[-1] and len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)
