"""Words that both reports share, in Chinese and English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.compare.boilerplate import BOILERPLATE
from pipeline.compare.coverage import CONTENTS_OF_PARTS, SHARED_WORDS
from pipeline.compare.model import DOUBTFUL, Band, Change, ChangeKind, Comparison, Side, Status
from pipeline.compare.occasions import ANOTHER_OCCASION
from pipeline.compare.passes import CERTAIN_MATCH, MARGIN, ONE_OF_SEVERAL, RIVAL, SIMILAR
from pipeline.compare.splits import ACCOUNTED, ADDING_UP, CERTAIN_SPLIT
from pipeline.compare.totals import same_amounts
from pipeline.models import BudgetRole
from pipeline.web.words import Words

STATUS_WORDS: dict[Status, Words] = {
    "changed": ("變更", "Changed"),
    "added": ("新增", "Added"),
    "removed": ("刪除", "Removed"),
    "split": ("分割", "Split"),
    "merged": ("合併", "Merged"),
    "unchanged": ("未變更", "Unchanged"),
}
CHANGES: dict[ChangeKind, Words] = {
    "renamed": ("更名", "renamed"),
    "moved": ("移列", "moved"),
    "reworded": ("內容修正", "reworded"),
    "budget": ("預算調整", "budget"),
}
BANDS: dict[Band, Words] = {"certain": ("確定", "certain"), "uncertain": ("待確認", "uncertain")}
ROLE_WORDS: dict[BudgetRole, Words] = {
    "current": ("本年度預算", "Budget of the year"),
    "previous": ("上年度預算", "Budget of the year before"),
    "difference": ("增減", "Printed difference"),
    "source": ("經費來源", "Source of funds"),
}
EVIDENCE: dict[str, str] = {
    "path": "課室、工作項目及名稱相同",
    "title in section": "課室及名稱相同",
    "title and contents": "名稱及內容相同",
    "contents": "內容相同",
    ONE_OF_SEVERAL: "同名者不只一項",
    SIMILAR: "相似度",
    RIVAL: "另一項的相似度",
    ACCOUNTED: "涵蓋比例",
    ANOTHER_OCCASION: "例年工作，本次事由不同",
    ADDING_UP: "預算總額相符",
    SHARED_WORDS: "各部分共有的文字",
    "ruling": "人工對應",
    "titles of parts": "各部分的名稱",
    CONTENTS_OF_PARTS: "各部分的內容",
    BOILERPLATE: "相同的文字多為套語",
}
"""Words of evidence in Chinese, by what it begins with."""
BAND_RULE: Words = (
    (
        "課室、名稱或內容相同者為確定；文字相似者，相似度須達 "
        f"{CERTAIN_MATCH} 且領先其他項目 {MARGIN} 以上；分割與合併須涵蓋 {CERTAIN_SPLIT} 以上。"
        "其餘及所據紀錄存疑者待確認：引用前請對照兩年度頁面。"
    ),
    (
        f"Equal sections, titles or contents are certain; likeness is from {CERTAIN_MATCH} on where no other item "
        f"comes within {MARGIN}; splits and merges where {CERTAIN_SPLIT} of the text is accounted for. All else, and "
        "what rests on a doubtful record, is uncertain: look at the pages of both years before you quote it."
    ),
)
"""When a match is certain, for readers."""
DOUBTED: Words = ("所據紀錄存疑，請對照原件", "rests on a doubtful record; look at the page")
LEAST_OF_A_SECTION = 3
"""Items of a section that are not all dropped or new by chance."""
NO_SECTION: Words = ("（未分課室）", "(no section)")


def notices(comparison: Comparison) -> tuple[Words, ...]:
    """What a reader has to know before the numbers, worst first."""
    old, new = comparison.old, comparison.new
    found: list[Words] = []
    if old.agency and new.agency and old.agency != new.agency:
        found.append(("兩份計畫的機關名稱不同，請確認是否為同一機關。", "The plans name different agencies."))
    if old.year_roc and new.year_roc and old.year_roc > new.year_roc:
        found.append(
            ("前期計畫的年度晚於後期，請確認先後順序。", "The older side is of a later year than the newer.")
        )
    if old.year_roc and old.year_roc == new.year_roc:
        found.append(("兩份計畫為同一年度。", "Both sides are of the same year."))
    for side, zh, en in ((old, "前期", "older"), (new, "後期", "newer")):
        if not side.entries:
            found.append((f"{zh}計畫沒有任何工作項目。", f"The {en} side has no items."))
    statuses = {change.status for change in comparison.changes}
    if statuses == {"unchanged"}:
        found.append(("兩份計畫沒有差異。", "The two sides do not differ."))
    uncertain = sum(change.band == "uncertain" for change in comparison.changes)
    if uncertain:
        found.append(
            (
                f"有 {uncertain:,} 項變更待確認，各項列有原因；引用前請對照兩年度頁面。",
                f"Uncertain changes, each with the reason: {uncertain:,}. Look at both pages before you quote one.",
            )
        )
    found += _whole_sections(comparison)
    if same := same_amounts(comparison):
        found.append(same_amounts_told(same))
    doubted = sum(bool(change.doubts) for change in comparison.changes)
    if doubted:
        found.append(
            (
                f"有 {doubted:,} 項變更所據的紀錄有檢核發現或讀取存疑，引用前請對照原件頁面。",
                f"Look at the pages of {doubted:,} changes before you quote them: their records are doubtful.",
            )
        )
    return tuple(found)


def same_amounts_told(count: int) -> Words:
    """What a reader has to know of two years whose budgets are the same."""
    return (
        f"兩年度可比較的 {count:,} 筆本年度預算完全相同：可能沿用前一年度的檔案，引用前請向機關查證。",
        f"All {count:,} budgets that both years have are the same: it may be last year's file; ask the office.",
    )


def _whole_sections(comparison: Comparison) -> Iterator[Words]:
    """Yield what a reader has to know of sections of which one side has nothing: a file may be missing."""
    sides = sides_told(comparison)
    for at, verb in ((0, "removed"), (1, "added")):
        here, there = sides[at], sides[1 - at]
        entries = (comparison.old, comparison.new)[at].entries
        alone = Counter(
            entry.section
            for change in comparison.changes
            if change.status == verb
            for entry in (change.old, change.new)[at]
        )
        whole = [
            (name, count)
            for name, count in Counter(entry.section for entry in entries).items()
            if count == alone[name] and LEAST_OF_A_SECTION <= count < len(entries)
        ]
        if whole:
            zh = "、".join(f"{name or NO_SECTION[0]}（{count:,} 項）" for name, count in whole)
            en = ", ".join(f"{name or NO_SECTION[1]} ({count:,} items)" for name, count in whole)
            yield (
                f"{here[0]}的下列課室在{there[0]}沒有任何對應項目：{zh}。引用前請確認是否改組，或缺少該課室的計畫檔。",
                f"Sections of {here[1]} without any match in {there[1]}: {en}. Make sure that no file is missing.",
            )


def why_uncertain(change: Change) -> Iterator[Words]:
    """Yield the reasons why a change is uncertain, as sentences without an end; none of one that is certain."""
    if change.band == "certain":
        return
    for word in change.evidence:
        name, _, score = word.rpartition(" ")
        if name == SIMILAR and float(score) < CERTAIN_MATCH:
            yield f"相似度 {score} 未達 {CERTAIN_MATCH}", f"likeness {score} is below {CERTAIN_MATCH}"
        elif name == RIVAL:
            yield f"另一項也相似（{score}）", f"another item is about as like ({score})"
        elif name == ACCOUNTED and float(score) < CERTAIN_SPLIT:
            yield (
                f"各部分只涵蓋 {score}，未達 {CERTAIN_SPLIT}",
                f"the parts account for {score}, less than {CERTAIN_SPLIT}",
            )
        elif word == BOILERPLATE:
            yield "相同的文字也見於其他項目，不足以確定", "what is alike stands with other items too"
        elif word == ONE_OF_SEVERAL:
            yield "同名項目不只一項，依內容相近者對應", "several items have this title; matched by contents"
        elif word == ANOTHER_OCCASION:
            yield "例年工作，本次事由不同", "work of every year, on another occasion"
    if change.doubts:
        yield "所據紀錄存疑", "its record is doubtful"


def doubt_told(doubt: str) -> Words:
    """A doubt in words: the rule of a finding, or that the item was read as doubtful.

    >>> doubt_told("amount-twice")
    ('檢核發現 amount-twice', 'finding amount-twice')
    """
    if doubt == DOUBTFUL:
        return "讀取結果存疑", "read as doubtful"
    return f"檢核發現 {doubt}", f"finding {doubt}"


def sides_told(comparison: Comparison) -> tuple[Words, Words]:
    """Names of both sides: their years, or what they are labelled with; told apart where they are alike."""
    older, newer = (_side(side) for side in (comparison.old, comparison.new))
    if older == newer:
        return (f"前期 {older[0]}", f"older {older[1]}"), (f"後期 {newer[0]}", f"newer {newer[1]}")
    return older, newer


def _side(side: Side) -> Words:
    if side.year_roc is None or side.label != str(side.year_roc):
        return side.label, side.label
    return f"{side.label} 年度", f"{side.label} ({side.year_roc + 1911})"


def evidence_told(evidence: str) -> Words:
    """A word of evidence, with its number if it has one.

    >>> evidence_told("similar 0.83")
    ('相似度 0.83', 'similar 0.83')
    """
    if evidence in EVIDENCE:
        return EVIDENCE[evidence], evidence
    first, _, rest = evidence.partition(" ")
    return (f"{EVIDENCE[first]} {rest}" if first in EVIDENCE else evidence), evidence
