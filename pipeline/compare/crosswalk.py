"""crosswalk.csv: uncertain matches for a person to judge, and the judgements read back, problems line by line."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.compare.files import CELL_SEPARATOR, pairs, score_text, title
from pipeline.compare.model import Change, Comparison, Ruling, Verdict
from pipeline.errors import CrosswalkError, FileProblem
from pipeline.exporters.csv_form import csv_text, protected
from pipeline.normalizers.text import BYTE_ORDER_MARK
from pipeline.normalizers.written_tables import TableForm, WrittenRow, by_line, shown, written_rows


def cell_missing(name: str, line: int, column: str) -> FileProblem:
    """A row that is judged but names one item only."""
    return FileProblem(
        name,
        line,
        f"{column} is empty.",
        f"{column} 是空白。",
        "Copy the identifier from changes.csv, or delete the row.",
        "請由 changes.csv 複製識別碼，或刪除該列。",
    )


def verdict_unknown(name: str, line: int, text: str) -> FileProblem:
    """Another word than those that are known."""
    return FileProblem(
        name,
        line,
        f"“{shown(text)}” is no verdict.",
        f"「{shown(text)}」不是可用的判定。",
        "Write accept, reject, link, split or merge, or leave the cell empty.",
        "請寫 accept、reject、link、split 或 merge（接受、拒絕、連結、分割、合併），或留空。",
    )


def judged_twice(name: str, line: int, before: int) -> FileProblem:
    """Two verdicts on one pair."""
    return FileProblem(
        name,
        line,
        f"Line {before} has a verdict on the same two items.",
        f"第 {before} 行已判定相同的兩個項目。",
        "Keep one of the rows.",
        "請只保留一列。",
    )


def several_to_several(name: str, line: int) -> FileProblem:
    """Rows that join several older items with several newer ones."""
    return FileProblem(
        name,
        line,
        "The rows that hang together from here join several older items with several newer ones.",
        "自此列起相互關聯的各列，將多個舊項目與多個新項目相連。",
        "A split has one old_id and several new_id, a merge several old_id and one new_id.",
        "分割為一個 old_id 對數個 new_id，合併為數個 old_id 對一個 new_id。",
    )


def not_fitting(name: str, line: int, ruling: Ruling) -> FileProblem | None:
    """A split or merge whose rows say something else; None where they fit."""
    split, merge = len(ruling.new_ids) > 1, len(ruling.old_ids) > 1
    if ruling.verdict == "split" and not split:
        return FileProblem(
            name,
            line,
            "A split needs two rows or more with the same old_id.",
            "分割須有兩列以上相同的 old_id。",
            "Add a row for each newer item, or write link.",
            "請為每個新項目各列一列，或改寫 link。",
        )
    if ruling.verdict == "merge" and not merge:
        return FileProblem(
            name,
            line,
            "A merge needs two rows or more with the same new_id.",
            "合併須有兩列以上相同的 new_id。",
            "Add a row for each older item, or write link.",
            "請為每個舊項目各列一列，或改寫 link。",
        )
    return None


CROSSWALK_FILE = "crosswalk.csv"
CROSSWALK_COLUMNS = (
    "old_id",
    "old_section",
    "old_plan_item",
    "new_id",
    "new_section",
    "new_plan_item",
    "score",
    "evidence",
    "verdict",
    "note",
)
NEEDED_COLUMNS = ("old_id", "new_id", "verdict")
"""The other columns help a person only; ``note`` is the person's own."""
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


CROSSWALK_FORM = TableForm(
    columns=CROSSWALK_COLUMNS,
    needed=NEEDED_COLUMNS,
    missing_remedy=(
        f"Write the first row as it was: {','.join(CROSSWALK_COLUMNS)}.",
        f"請將首列改回原來的 {','.join(CROSSWALK_COLUMNS)}。",
    ),
    unknown_remedy=(
        "Write remarks in the column note, and delete this one.",
        "備註請寫在 note 欄，並刪除該欄。",
    ),
    may_be_empty=True,
)


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
        return unicodedata.normalize("NFKC", self.cells["verdict"]).strip().lower()

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
    found: list[FileProblem] = []
    for group in _groups([one for one in paired if one[1] != "reject"]):
        ruling = _joined(group)
        wrong = not_fitting(name, group[0][0].line, ruling) if ruling else None
        if ruling is None:
            found.append(several_to_several(name, group[0][0].line))
        elif wrong:
            found.append(wrong)
        else:
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
    """Rows about an uncertain match, a row for each pair."""
    if change.band != "uncertain":
        return
    for old, new in pairs(change):
        if old is not None and new is not None:
            # The words are there to be read in a spreadsheet, which must not run them.
            values = (
                *(old.id, protected(old.section), protected(title(old))),
                *(new.id, protected(new.section), protected(title(new))),
                *(score_text(change.score), CELL_SEPARATOR.join(change.evidence), "", ""),
            )
            yield CrosswalkRow(0, dict(zip(CROSSWALK_COLUMNS, values, strict=True)))


def _row_problems(row: CrosswalkRow, name: str) -> Iterator[FileProblem]:
    if row.verdict and row.verdict not in VERDICTS:
        yield verdict_unknown(name, row.line, row.cells["verdict"])
    if row.verdict:
        empty = [column for column in ("old_id", "new_id") if not row.cells[column].strip()]
        # An accepted row with one item says that nothing stands on the other side.
        if len(empty) == 2 or (empty and VERDICTS.get(row.verdict) != "accept"):
            for column in empty:
                yield cell_missing(name, row.line, column)


def _contradictions(rows: Iterable[CrosswalkRow], name: str) -> Iterator[FileProblem]:
    """Rows about a pair that an earlier row has judged already."""
    first: dict[tuple[str, str], CrosswalkRow] = {}
    for row in rows:
        if row.verdict and row.old_id and row.new_id:
            before = first.setdefault((row.old_id, row.new_id), row)
            if before is not row:
                yield judged_twice(name, row.line, before.line)


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
