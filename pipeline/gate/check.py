"""Judges a published folder by all rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from pipeline.errors import UnreadableError
from pipeline.gate import (
    confidence,
    files,
    metadata,
    package,
    previous,
    privacy,
    relations,
    reviewed,
    shape,
    text,
)
from pipeline.gate import formats as roundtrip
from pipeline.gate.folder import CsvFile, Folder
from pipeline.gate.results import (
    KEPT,
    SEVERITIES,
    CannotJudgeError,
    CheckReport,
    Hit,
    Result,
    Rule,
    Unjudged,
    catalogue,
)
from pipeline.models import Confidence

FOLDER_RULES: dict[str, Callable[[Folder], Iterator[Hit]]] = {
    **files.FILE_RULES,
    **relations.RELATION_RULES,
    **package.PACKAGE_RULES,
    **metadata.METADATA_RULES,
    **roundtrip.FORMAT_RULES,
    **reviewed.MARK_RULES,
    **confidence.CONTRADICTION_RULES,
}
TABLE_RULES: dict[str, Callable[[CsvFile, Folder], Iterator[Hit]]] = {
    **files.CSV_RULES,
    **text.TEXT_RULES,
    **shape.SHAPE_RULES,
    **relations.YEAR_RULES,
    **package.RESOURCE_RULES,
    **privacy.PRIVACY_RULES,
}
NO_PREVIOUS = ("未指定前次發布（--previous）。", "No previous release was given (--previous).")
NO_REVIEW = ("未要求人工核對（--require-reviewed）。", "Reviewing was not asked for (--require-reviewed).")
NO_CONFIDENCE = (
    "未要求可信程度（--min-confidence）。",
    "No least confidence was asked for (--min-confidence).",
)


def check_folder(
    folder: Path,
    before: Path | None = None,
    rules: Iterable[str] | None = None,
    *,
    require_reviewed: bool = False,
    min_confidence: Confidence | None = None,
) -> CheckReport:
    """Judge a folder.

    Args:
        folder: as ``run`` and ``publish`` write it.
        before: the folder of the release before it.
        rules: ids of the rules to judge; all by default.
        require_reviewed: whether people must have checked every item.
        min_confidence: how sure every item must be; None for any.

    Raises:
        UnreadableError: one of the folders is none.
    """
    for path in (folder, before):
        if path is not None and not path.is_dir():
            raise UnreadableError(f"{path} is not a folder.", f"{path} 不是資料夾。")
    wanted = set(catalogue() if rules is None else rules)
    judging = _Judging(Folder(folder), wanted)
    judging.folder_rules()
    judging.table_rules()
    judging.previous_rules(None if before is None else Folder(before))
    judging.review_rules(required=require_reviewed)
    judging.confidence_rules(min_confidence)
    return judging.report(str(folder))


class _Judging:
    """Collects hits rule by rule, the tables file by file so that one at a time is in memory."""

    def __init__(self, folder: Folder, wanted: set[str]) -> None:
        self.folder = folder
        self.wanted = wanted
        self.kept: dict[str, list[Hit]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.judged: set[str] = set()
        self.unjudged: dict[str, tuple[str, str]] = {}

    def folder_rules(self) -> None:
        for rule, judge in FOLDER_RULES.items():
            self._judge(rule, judge, self.folder)

    def table_rules(self) -> None:
        rules = [(rule, judge) for rule, judge in TABLE_RULES.items() if rule in self.wanted]
        for path, table in self.folder.csv_paths() if rules else ():
            # What a plan's own table says is said in the combined one, which plan-tables-differ holds it to.
            own = [one for one in rules if "/" not in path or one[0] not in privacy.PRIVACY_RULES]
            for part in self.folder.csv(path, table):
                for rule, judge in own:
                    self._judge(rule, judge, part, self.folder)
        missing = {rule for rule, _ in rules} - self.judged
        self.unjudged |= dict.fromkeys(missing, ("資料夾內沒有 CSV 表。", "The folder holds no CSV table."))

    def previous_rules(self, before: Folder | None) -> None:
        for rule, judge in previous.PREVIOUS_RULES.items():
            if before is not None:
                self._judge(rule, judge, self.folder, before)
            elif rule in self.wanted:
                self.unjudged[rule] = NO_PREVIOUS

    def review_rules(self, *, required: bool) -> None:
        for rule, judge in reviewed.REVIEW_RULES.items():
            if required:
                self._judge(rule, judge, self.folder)
            elif rule in self.wanted:
                self.unjudged[rule] = NO_REVIEW

    def confidence_rules(self, least: Confidence | None) -> None:
        for rule, judge in confidence.CONFIDENCE_RULES.items():
            if least is not None:
                self._judge(rule, partial(judge, least=least), self.folder)
            elif rule in self.wanted:
                self.unjudged[rule] = NO_CONFIDENCE

    def _judge(self, rule: str, judge: Callable[..., Iterator[Hit]], *judged: CsvFile | Folder) -> None:
        if rule not in self.wanted:
            return
        try:
            for hit in judge(*judged):
                self.counts[rule] += hit.count
                if len(self.kept[rule]) < KEPT:
                    self.kept[rule].append(hit)
            self.judged.add(rule)
        except CannotJudgeError as reason:
            self.unjudged[rule] = (reason.reason_zh, reason.reason_en)

    def report(self, name: str) -> CheckReport:
        rules = [rule for rule in catalogue().values() if rule.id in self.wanted]
        worded = chain.from_iterable((_worded(rule, hit) for hit in self.kept[rule.id]) for rule in rules)
        counts = {
            severity: sum(self.counts[rule.id] for rule in rules if rule.severity == severity)
            for severity in SEVERITIES
        }
        return CheckReport(
            folder=name,
            results=tuple(sorted(worded, key=_place)),
            counts=counts,
            rule_counts={rule.id: self.counts[rule.id] for rule in rules if self.counts[rule.id]},
            judged=tuple(
                rule.id for rule in rules if rule.id in self.judged and rule.id not in self.unjudged
            ),
            unjudged=tuple(
                Unjudged(rule.id, *self.unjudged[rule.id]) for rule in rules if rule.id in self.unjudged
            ),
        )


def _worded(rule: Rule, hit: Hit) -> Result:
    return Result(
        rule=rule.id,
        severity=rule.severity,
        file=hit.file,
        row=hit.row,
        column=hit.column,
        count=hit.count,
        message_zh=_filled(rule.message_zh, hit.detail),
        message_en=_filled(rule.message_en, hit.detail),
        remedy_zh=rule.remedy_zh,
        remedy_en=rule.remedy_en,
    )


def _filled(message: str, detail: str) -> str:
    """A message with what was seen; its end is left out where nothing was."""
    return (
        message.replace("{detail}", detail)
        if detail
        else message.replace("：{detail}", "。").replace(": {detail}", ".")
    )


def _place(result: Result) -> tuple[int, int, str, int, str]:
    order = catalogue()[result.rule].order
    return SEVERITIES.index(result.severity), order, result.file, result.row or 0, result.column or ""
