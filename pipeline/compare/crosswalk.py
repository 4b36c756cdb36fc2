"""crosswalk.csv: uncertain matches for a person to judge, and the judgements read back, problems line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.compare.flat import CELL_SEPARATOR, pairs, score_text, title
from pipeline.compare.model import Change, Comparison, Entry, Ruling, Verdict
from pipeline.errors import CrosswalkError
from pipeline.exporters.csv_form import csv_text, protected
from pipeline.messages.catalogue import PlacedProblem
from pipeline.normalizers.text import BYTE_ORDER_MARK
from pipeline.written.cells import one_of, plain_word
from pipeline.written.csv import WrittenColumn, WrittenForm, WrittenRow, written_rows
from pipeline.written.problems import by_line, without_unseen, written_problem

CROSSWALK_FILE = "crosswalk.csv"
VERDICTS: dict[str, Verdict] = {
    "accept": "accept",
    "接受": "accept",
    "reject": "reject",
    "拒絕": "reject",
    "link": "link",
    "連結": "link",
    "split": "split",
    "分割": "split",
    "merge": "merge",
    "合併": "merge",
}
_HELPING = WrittenColumn(needed=False)
"""It is there for the person who judges; ``note`` is the person's own."""
CROSSWALK_FORM = WrittenForm(
    {
        "old_id": WrittenColumn(),
        "old_section": _HELPING,
        "old_plan_item": _HELPING,
        "new_id": WrittenColumn(),
        "new_section": _HELPING,
        "new_plan_item": _HELPING,
        "score": _HELPING,
        "evidence": _HELPING,
        "verdict": WrittenColumn(one_of(VERDICTS, "verdict-unknown")),
        "note": _HELPING,
    },
    has_remarks=True,
    may_be_empty=True,
)
CROSSWALK_COLUMNS = tuple(CROSSWALK_FORM.columns)


class CrosswalkRow(WrittenRow):
    """One row of the file; ``cells`` are all of ``CROSSWALK_COLUMNS``."""

    __slots__ = ()

    @property
    def old_id(self) -> str:
        """Item of the older side."""
        return self.cells["old_id"].strip()

    @property
    def new_id(self) -> str:
        """Item of the newer side."""
        return self.cells["new_id"].strip()

    @property
    def verdict(self) -> str:
        """As the person wrote it, without white space about it, in small letters of half width."""
        return plain_word(self.cells["verdict"])

    @property
    def by_person(self) -> bool:
        """Whether a person has written something in it."""
        return bool(self.verdict or self.cells["note"].strip())


def parse_crosswalk(content: bytes, name: str = CROSSWALK_FILE) -> tuple[CrosswalkRow, ...]:
    """The rows of a file's bytes, in the file's order; none of an empty file.

    Args:
        content: as ``written_rows`` takes it.
        name: of the file, for messages.

    Raises:
        CrosswalkError: something is wrong in it; every problem is told.
    """
    written, found = written_rows(content, name, CROSSWALK_FORM)
    rows = [CrosswalkRow(one.line, one.cells) for one in written]
    found += [problem for row in rows for problem in _row_problems(row, name)]
    found += _contradictions(rows, name)
    if found:
        raise CrosswalkError(by_line(found))
    return tuple(rows)


def rulings_of(rows: Sequence[CrosswalkRow], name: str = CROSSWALK_FILE) -> tuple[Ruling, ...]:
    """What a person has ruled: rows that share an item are one split or merge, rejections stand for themselves.

    Raises:
        CrosswalkError: rows make neither pairs nor splits nor merges; every problem is told.
    """
    judged = [(row, VERDICTS[row.verdict]) for row in rows if row.verdict]
    paired = [one for one in judged if one[0].old_id and one[0].new_id]
    rulings = [_lone(*one) for one in judged if one not in paired]
    rulings += _rejections([one for one in paired if one[1] == "reject"])
    found: list[PlacedProblem] = []
    for group in _groups([one for one in paired if one[1] != "reject"]):
        ruling = _joined(group)
        wrong = _wrong_in_group(ruling)
        if wrong:
            found.append(written_problem(wrong, name, group[0][0].line))
        elif ruling:
            rulings.append(ruling)
    if found:
        raise CrosswalkError(by_line(found))
    return tuple(sorted(rulings, key=lambda one: one.line))


def crosswalk_csv(comparison: Comparison, before: Iterable[CrosswalkRow] = ()) -> bytes:
    """The file for the next run: all rows that a person wrote in, in their order, then new uncertain matches.

    Args:
        comparison: whose uncertain matches are asked about.
        before: rows of the file as it was. Those that nobody wrote in are asked about anew, where they are
            uncertain still.

    Returns:
        UTF-8 with byte-order mark and LF.
    """
    kept = [row for row in before if row.by_person]
    known = {(row.old_id, row.new_id) for row in kept}
    asked = [row for change in comparison.changes for row in _asked(change)]
    new = [row for row in asked if (row.old_id, row.new_id) not in known]
    cells = ([row.cells[column] for column in CROSSWALK_COLUMNS] for row in (*kept, *new))
    return BYTE_ORDER_MARK + (csv_text([CROSSWALK_COLUMNS]) + csv_text(cells)).encode()


def _asked(change: Change) -> Iterator[CrosswalkRow]:
    """Rows about an uncertain match, a row for each pair; about an item that stands alone, one with an empty side."""
    if change.band != "uncertain":
        return
    reasons = without_unseen(CELL_SEPARATOR.join((*change.evidence, *change.doubts)))
    for old, new in pairs(change):
        values = (*_named(old), *_named(new), score_text(change.score), reasons, "", "")
        yield CrosswalkRow(0, dict(zip(CROSSWALK_COLUMNS, values, strict=True)))


def _named(entry: Entry | None) -> tuple[str, str, str]:
    return ("", "", "") if entry is None else (entry.id, _readable(entry.section), _readable(title(entry)))


def _readable(words: str) -> str:
    """Words of a plan for a spreadsheet, which must not run them, and for this module, which has to read them again."""
    return protected(without_unseen(words))


def _row_problems(row: CrosswalkRow, name: str) -> Iterator[PlacedProblem]:
    empty = [column for column in ("old_id", "new_id") if not row.cells[column].strip()]
    # An accepted row with one item says that nothing stands on the other side.
    if row.verdict and (len(empty) == 2 or VERDICTS.get(row.verdict) != "accept"):
        for column in empty:
            yield written_problem("item-not-named", name, row.line, column, name=column)


def _contradictions(rows: Iterable[CrosswalkRow], name: str) -> Iterator[PlacedProblem]:
    """Rows about a pair that an earlier row has judged already."""
    first: dict[tuple[str, str], CrosswalkRow] = {}
    for row in rows:
        if row.verdict and row.old_id and row.new_id:
            before = first.setdefault((row.old_id, row.new_id), row)
            if before is not row:
                yield written_problem("judged-twice", name, row.line, "verdict", before=before.line)


def _wrong_in_group(ruling: Ruling | None) -> str | None:
    """Id of what is wrong with rows that hang together; None where they are one ruling."""
    if ruling is None:
        return "several-to-several"
    if ruling.verdict == "split" and len(ruling.new_ids) < 2:
        return "split-of-one"
    if ruling.verdict == "merge" and len(ruling.old_ids) < 2:
        return "merge-of-one"
    return None


Judged = tuple[CrosswalkRow, Verdict]


def _lone(row: CrosswalkRow, verdict: Verdict) -> Ruling:
    """An item that has nothing on the other side."""
    return Ruling(row.line, verdict, tuple(filter(None, [row.old_id])), tuple(filter(None, [row.new_id])))


def _rejections(rejected: Sequence[Judged]) -> Iterator[Ruling]:
    """Each pair, and what the rows about one item say together: that a split or merge is none."""
    for row, _ in rejected:
        yield Ruling(row.line, "reject", (row.old_id,), (row.new_id,))
    for group in _groups(rejected):
        together = _joined(group) if len(group) > 1 else None
        if together:
            yield together


def _groups(judged: Sequence[Judged]) -> list[list[Judged]]:
    """Rows that hang together by an item of either side, in the order of their first row."""
    by_item: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (row, _) in enumerate(judged):
        by_item["old", row.old_id].append(number)
        by_item["new", row.new_id].append(number)
    seen: set[int] = set()
    groups: list[list[Judged]] = []
    for start in range(len(judged)):
        waiting, members = [start], []
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                members.append(number)
                row = judged[number][0]
                waiting += by_item["old", row.old_id] + by_item["new", row.new_id]
        if members:
            groups.append([judged[number] for number in sorted(members)])
    return groups


def _joined(group: Sequence[Judged]) -> Ruling | None:
    """Rows that hang together as one ruling; None where they join several items with several."""
    olds = tuple(dict.fromkeys(row.old_id for row, _ in group))
    news = tuple(dict.fromkeys(row.new_id for row, _ in group))
    if len(olds) > 1 and len(news) > 1:
        return None
    verdict = group[0][1]
    if verdict == "reject":
        return Ruling(group[0][0].line, verdict, olds, news)
    if len(group) > 1 and all(one in {"accept", "link"} for _, one in group):
        verdict = "split" if len(news) > 1 else "merge"
    elif len(group) > 1:
        verdict = next(one for _, one in group if one in {"split", "merge"})
    return Ruling(group[0][0].line, verdict, olds, news)
