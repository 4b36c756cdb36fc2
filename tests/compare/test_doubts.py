"""News that rests on a doubtful record says so and is never certain."""

import csv
import io
import json

from pipeline.compare.comparison import compare_documents
from pipeline.compare.crosswalk import crosswalk_csv, parse_crosswalk, rulings_of
from pipeline.compare.files import changes_csv, changes_json, reports_of
from pipeline.compare.model import Change, Comparison
from pipeline.compare.summary import summary_lines
from pipeline.models import PlanDocument
from tests import contract
from tests.compare.written import plan_of

PLACE = "# 農業課\n## 一、農業推廣\n"
STAYS = "s | 1. 農機補助 | 受理申請。 | 30\n"


def of(year: int, lines: str) -> PlanDocument:
    return plan_of(PLACE + lines, year)


def compared(old: str, new: str) -> Comparison:
    return compare_documents([of(112, old)], [of(113, new)])


def news(comparison: Comparison) -> Change:
    (found,) = (one for one in comparison.changes if one.status != "unchanged")
    return found


CHANGED = compared("a | 1. 農機補助 | 受理申請。 | 30", "b | 1. 農機補助 | 受理申請。 | 300 疑 amount-twice")


def test_a_change_on_a_record_with_a_warning_is_uncertain_and_names_the_rule() -> None:
    assert (news(CHANGED).band, news(CHANGED).doubts) == ("uncertain", ("amount-twice",))


def test_a_doubt_about_the_older_record_counts_too() -> None:
    found = news(compared("a | 1. 農機補助 | 甲。 | 30 疑 amount-twice", "b | 1. 農機補助 | 甲。 | 40"))
    assert found.doubts == ("amount-twice",)


def test_a_record_read_as_doubtful_without_a_finding_is_a_doubt() -> None:
    found = news(compared("a | 1. 農機補助 | 甲。 | 30", "b | 1. 農機補助 | 甲。 | 40 疑 doubtful"))
    assert (found.band, found.doubts) == ("uncertain", ("doubtful",))


def test_what_is_unchanged_is_not_doubted() -> None:
    line = "| 1. 農機補助 | 受理申請。 | 30 疑 amount-twice"
    (same,) = compared(f"a {line}", f"b {line}").changes
    assert (same.status, same.band, same.doubts) == ("unchanged", "certain", ())


def test_a_finding_of_severity_info_is_no_doubt() -> None:
    new = of(113, "b | 1. 農機補助 | 受理申請。 | 40")
    told = contract.finding("f", severity="info", item_id="b")
    changes = compare_documents(
        [of(112, "a | 1. 農機補助 | 受理申請。 | 30")], [new.model_copy(update={"findings": (told,)})]
    ).changes
    assert [(one.band, one.doubts) for one in changes] == [("certain", ())]


def unread(document: PlanDocument) -> PlanDocument:
    told = contract.finding("f", rule="page-unread", severity="error", page=2)
    return document.model_copy(update={"findings": (told,)})


def test_what_the_other_year_may_only_not_have_been_read_is_not_surely_new() -> None:
    old, new = of(112, STAYS), of(113, f"{STAYS}n | 2. 有機認證 | 輔導驗證。 | 20")
    added = news(compare_documents([unread(old)], [new]))
    assert (added.status, added.band, added.doubts) == ("added", "uncertain", ("page-unread",))
    assert news(compare_documents([new], [unread(old)])).doubts == ("page-unread",)


def test_a_page_unread_on_the_own_side_makes_nothing_look_added() -> None:
    old, new = of(112, STAYS), of(113, f"{STAYS}n | 2. 有機認證 | 輔導驗證。 | 20")
    assert news(compare_documents([old], [unread(new)])).band == "certain"


ADDED = (STAYS, f"{STAYS}n | 2. 有機認證 | 輔導驗證。 | 20 疑 item-bare")


def test_a_doubtful_added_item_is_asked_about_with_one_side_empty() -> None:
    (row,) = parse_crosswalk(crosswalk_csv(compared(*ADDED)))
    assert (row.old_id, row.new_id, row.cells["evidence"]) == ("", "n", "item-bare")


def test_who_accepts_it_makes_it_certain_and_the_doubt_stays_told() -> None:
    rows = parse_crosswalk(b"old_id,new_id,verdict\n,n,accept\n")
    sides = [of(112, ADDED[0])], [of(113, ADDED[1])]
    again = compare_documents(*sides, rulings_of(rows))
    assert (news(again).band, news(again).evidence, news(again).doubts) == (
        "certain",
        ("ruling accept",),
        ("item-bare",),
    )
    assert len(parse_crosswalk(crosswalk_csv(again, rows))) == 1


def test_a_ruled_match_is_certain_and_the_doubt_stays_told() -> None:
    old, new = of(112, "a | 1. 農機補助 | 甲。 | 30"), of(113, "b | 1. 農機補助 | 甲。 | 40 疑 item-bare")
    rulings = rulings_of(parse_crosswalk(b"old_id,new_id,verdict\na,b,accept\n"))
    found = news(compare_documents([old], [new], rulings))
    assert (found.band, found.doubts) == ("certain", ("item-bare",))


def test_tables_tell_the_doubts() -> None:
    (row,) = csv.DictReader(io.StringIO(changes_csv(CHANGED).decode("utf-8-sig")))
    assert (row["band"], row["doubts"]) == ("uncertain", "amount-twice")
    (change,) = json.loads(changes_json(CHANGED))["changes"]
    assert change["doubts"] == change["new"][0]["doubts"] == ["amount-twice"]
    assert change["old"][0]["doubts"] == []


def test_both_reports_tell_them_in_both_languages() -> None:
    told = reports_of(CHANGED)
    for name, mark in (("report.html", "檢核發現 amount-twice"), ("report.md", r"amount\-twice")):
        text = told[name].decode()
        assert mark in text
        assert "所據紀錄存疑" in text
        assert "rests on a doubtful record" in text


def test_the_terminal_marks_a_doubtful_sum() -> None:
    last = list(summary_lines(CHANGED))[-1]
    assert last.en.endswith("(doubtful)")
    assert last.zh.endswith("（存疑）")


def test_a_match_that_another_comes_near_names_its_rival() -> None:
    place = "# 民政課\n## 一、里鄰業務\n"
    old = plan_of(f"{place}a | 1. 辦理鄰長報紙訂閱 | 由各里領取。 | 40", 111)
    near = "c | 2. 辦理里民報紙訂閱 | 由各里領取。 | 42"
    new = plan_of(f"{place}b | 1. 辦理里長報紙訂閱 | 由各里領取。 | 41\n{near}", 112)
    (change,) = (one for one in compare_documents([old], [new]).changes if one.old and one.new)
    assert change.band == "uncertain"
    assert [word.split()[0] for word in change.evidence] == ["similar", "rival"]
