"""Judges a published folder by all rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from pipeline.dataclass import dataclass
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
from pipeline.processes import side_by_side

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

SHARED_BYTES = 4_000_000
"""Of the largest table: to judge a smaller folder takes less time than to start processes."""


def check_folder(
    folder: Path,
    before: Path | None = None,
    rules: Iterable[str] | None = None,
    *,
    require_reviewed: bool = False,
    min_confidence: Confidence | None = None,
    jobs: int = 1,
) -> CheckReport:
    """Judge a folder.

    Args:
        folder: as ``run`` and ``publish`` write it.
        before: the folder of the release before it.
        rules: ids of the rules to judge; all by default.
        require_reviewed: whether people must have checked every item.
        min_confidence: how sure every item must be; None for any.
        jobs: processes that judge a large folder.

    Raises:
        UnreadableError: one of the folders is none, or is not one that was published, or has no plans.
    """
    for path in (folder, before):
        if path is not None:
            _refuse_what_is_not_published(path)
    wanted = frozenset(catalogue("gate") if rules is None else rules)
    together = jobs == 1 or (Folder(folder).size("steps.csv") or 0) < SHARED_BYTES
    shares = [
        Share(folder, before, some, require_reviewed, min_confidence)
        for some in ([wanted] if together else _parted(wanted))
    ]
    found = Judged(wanted)
    for one in side_by_side(judge_share, shares, jobs if len(shares) > 1 else 1):
        found.add(one)
    return found.report(str(folder))


def judge_share(share: Share) -> Judged:
    """Judge a folder by some of the rules."""
    judging = _Judging(Folder(share.folder), share.rules)
    judging.folder_rules()
    judging.table_rules()
    judging.previous_rules(None if share.before is None else Folder(share.before))
    judging.review_rules(required=share.require_reviewed)
    judging.confidence_rules(share.min_confidence)
    return judging.found


def _parted(wanted: frozenset[str]) -> list[frozenset[str]]:
    """The rules in parts, those that take longest first: of releases, of each table, of the folder, of each format."""
    before = wanted & previous.PREVIOUS_RULES.keys()
    tables = wanted & TABLE_RULES.keys()
    alone = [wanted & {rule} for rule in roundtrip.LONGEST_FIRST]
    return [some for some in (before, tables, wanted.difference(before, tables, *alone), *alone) if some]


def _refuse_what_is_not_published(path: Path) -> None:
    """What else a folder lacks need not be told where it is another one altogether."""
    if not path.is_dir():
        raise UnreadableError("not-a-folder", folder=path)
    folder = Folder(path)
    if folder.plans or any(True for _ in folder.records("sources")):
        return
    published = any(folder.has(name) for name in (*files.SINGLE_FILES, "sources.csv"))
    raise UnreadableError("nothing-to-check" if published else "never-published", folder=path)


@dataclass(frozen=True)
class Share:
    """Some of the rules, for a process of its own: see ``check_folder``."""

    folder: Path
    before: Path | None
    rules: frozenset[str]
    require_reviewed: bool
    min_confidence: Confidence | None


@dataclass()
class Judged:
    """What was found by some of the rules.

    Attributes:
        wanted: ids of these rules.
        kept: the first hits of each rule.
        counts: of all hits of each rule.
        judged: rules that could be judged.
        unjudged: why others could not.
    """

    wanted: frozenset[str]
    kept: defaultdict[str, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    judged: set[str] = field(default_factory=set)
    unjudged: dict[str, Wording] = field(default_factory=dict)

    def add(self, other: Judged) -> None:
        """Take in what was found by other rules."""
        self.kept.update(other.kept)
        self.counts.update(other.counts)
        self.judged |= other.judged
        self.unjudged |= other.unjudged

    def report(self, name: str) -> CheckReport:
        """All of it as a report about the folder of that name."""
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


class _Judging:
    """Collects hits rule by rule, the tables file by file so that one at a time is in memory."""

    def __init__(self, folder: Folder, wanted: frozenset[str]) -> None:
        self.folder = folder
        self.wanted = wanted
        self.found = Judged(wanted)

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
        missing = {rule for rule, _ in rules} - self.found.judged
        self.found.unjudged |= dict.fromkeys(missing, reason_of("no-csv"))

    def previous_rules(self, before: Folder | None) -> None:
        for rule, judge in previous.PREVIOUS_RULES.items():
            if before is not None:
                self._judge(rule, judge, self.folder, before)
            elif rule in self.wanted:
                self.found.unjudged[rule] = reason_of("no-previous")

    def review_rules(self, *, required: bool) -> None:
        for rule, judge in reviewed.REVIEW_RULES.items():
            if required:
                self._judge(rule, judge, self.folder)
            elif rule in self.wanted:
                self.found.unjudged[rule] = reason_of("no-review")

    def confidence_rules(self, least: Confidence | None) -> None:
        for rule, judge in confidence.CONFIDENCE_RULES.items():
            if least is not None:
                self._judge(rule, partial(judge, least=least), self.folder)
            elif rule in self.wanted:
                self.found.unjudged[rule] = reason_of("no-confidence")

    def _judge(self, rule: str, judge: Callable[..., Iterator[Hit]], *judged: CsvFile | Folder) -> None:
        if rule not in self.wanted:
            return
        try:
            for hit in judge(*judged):
                self.found.counts[rule] += hit.count
                if len(self.found.kept[rule]) < KEPT:
                    self.found.kept[rule].append(hit)
            self.found.judged.add(rule)
        except CannotJudgeError as error:
            self.found.unjudged[rule] = error.reason


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
