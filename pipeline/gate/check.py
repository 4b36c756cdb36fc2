"""Judges a published folder by all rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
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
from pipeline.gate.results import KEPT, CannotJudgeError, CheckReport, Hit, Unjudged, reason_of
from pipeline.messages.catalogue import Message, PlacedProblem, ProblemPlace, catalogue
from pipeline.messages.wording import SEVERITIES, Wording
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
            raise UnreadableError("not-a-folder", folder=path)
    wanted = set(catalogue("gate") if rules is None else rules)
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
        self.unjudged: dict[str, Wording] = {}

    def folder_rules(self) -> None:
        for rule, judge in FOLDER_RULES.items():
            self._judge(rule, judge, self.folder)

    def table_rules(self) -> None:
        rules = [(rule, judge) for rule, judge in TABLE_RULES.items() if rule in self.wanted]
        for path, table in self.folder.csv_paths() if rules else ():
            for rule, judge in rules:
                # What a plan's own table says is said in the combined one, which plan-tables-differ holds it to.
                if "/" in path and rule in privacy.PRIVACY_RULES:
                    continue
                self._judge(rule, judge, self.folder.csv(path, table), self.folder)
        missing = {rule for rule, _ in rules} - self.judged
        self.unjudged |= dict.fromkeys(missing, reason_of("no-csv"))

    def previous_rules(self, before: Folder | None) -> None:
        for rule, judge in previous.PREVIOUS_RULES.items():
            if before is not None:
                self._judge(rule, judge, self.folder, before)
            elif rule in self.wanted:
                self.unjudged[rule] = reason_of("no-previous")

    def review_rules(self, *, required: bool) -> None:
        for rule, judge in reviewed.REVIEW_RULES.items():
            if required:
                self._judge(rule, judge, self.folder)
            elif rule in self.wanted:
                self.unjudged[rule] = reason_of("no-review")

    def confidence_rules(self, least: Confidence | None) -> None:
        for rule, judge in confidence.CONFIDENCE_RULES.items():
            if least is not None:
                self._judge(rule, partial(judge, least=least), self.folder)
            elif rule in self.wanted:
                self.unjudged[rule] = reason_of("no-confidence")

    def _judge(self, rule: str, judge: Callable[..., Iterator[Hit]], *judged: CsvFile | Folder) -> None:
        if rule not in self.wanted:
            return
        try:
            for hit in judge(*judged):
                self.counts[rule] += hit.count
                if len(self.kept[rule]) < KEPT:
                    self.kept[rule].append(hit)
            self.judged.add(rule)
        except CannotJudgeError as error:
            self.unjudged[rule] = error.reason

    def report(self, name: str) -> CheckReport:
        rules = [rule for rule in catalogue("gate").values() if rule.id in self.wanted]
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
                Unjudged(rule.id, self.unjudged[rule.id]) for rule in rules if rule.id in self.unjudged
            ),
        )


def _worded(rule: Message, hit: Hit) -> PlacedProblem:
    """A hit in its rule's words; their end is left out where nothing was seen."""
    if not hit.detail:
        bare = Wording(
            zh=rule.text.zh.replace("：{detail}", "。"), en=rule.text.en.replace(": {detail}", ".")
        )
        rule = replace(rule, text=bare)
    return rule.problem(ProblemPlace(hit.file, hit.row, hit.column), hit.count, detail=hit.detail)


def _place(result: PlacedProblem) -> tuple[int, int, str, int, str]:
    order, place = catalogue("gate")[result.id].order, result.place
    return SEVERITIES.index(result.severity), order, place.file, place.line or 0, place.column or ""
