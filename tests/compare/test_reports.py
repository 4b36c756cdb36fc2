from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from pipeline.compare.files import reports_of
from pipeline.compare.model import Change, ChangeKind, Entry
from pipeline.compare.report_md import md
from pipeline.compare.report_words import evidence_told, notices, why_uncertain
from tests.compare.comparisons import cell, compared, entry, every_status

REPORTS = reports_of(every_status())
PAGE = REPORTS["report.html"].decode()
EVIL = ("</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</svg><a>")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page)
    return parser.found


class Shown(HTMLParser):
    """The text that the style leaves of one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.other = {"zh": "en", "en": "zh"}[language]
        self.open: list[str] = []
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "input", "br"}:
            self.open.append(dict(attrs).get("class") or tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - of the base
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not {self.other, "style", "script", "title", "desc"} & set(self.open):
            self.parts.append(data)


def shown(page: str, language: str = "zh") -> str:
    parser = Shown(language)
    parser.feed(page)
    return " ".join("".join(parser.parts).split())


def test_a_section_without_any_match_is_told_before_the_numbers() -> None:
    def item(at: int, section: str) -> Entry:
        return entry(f"112/{at}", f"項目{at}", section=section)

    kept = Change("unchanged", (), "certain", 1.0, ("path",), (item(0, "民政課"),), (item(0, "民政課"),))
    gone = [Change("removed", (), "certain", 1.0, (), (item(at, "農業課"),), ()) for at in (1, 2, 3)]
    told = [zh for zh, _ in notices(compared(kept, *gone))]
    assert [zh for zh in told if "農業課（3 項）" in zh and "缺少該課室的計畫檔" in zh]
    assert not [zh for zh, _ in notices(compared(kept, *gone[:2])) if "農業課" in zh]


@pytest.mark.parametrize(("count", "differing", "told"), [(20, 0, True), (20, 1, False), (19, 0, False)])
def test_two_years_of_the_same_amounts_are_remarked_on(count: int, differing: int, told: bool) -> None:
    changes = []
    for at in range(count):
        old = entry(f"112/{at}", f"項目{at}", cell(f"112/b{at}", 1_000 * (at + 1)))
        amount_twd = 1_000 * (at + 1) + (at < differing)
        new = entry(f"113/{at}", f"項目{at}", cell(f"113/b{at}", amount_twd))
        changes.append(Change("unchanged", (), "certain", 1.0, ("path",), (old,), (new,)))
    assert any("完全相同" in zh for zh, _ in notices(compared(*changes))) is told


def uncertain(*evidence: str, doubts: tuple[str, ...] = ()) -> Change:
    sides = (entry("112/1", "報紙訂閱"),), (entry("113/1", "報紙及電子報訂閱"),)
    return Change("changed", ("renamed",), "uncertain", 0.88, evidence, *sides, doubts)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (uncertain("similar 0.88", "rival 0.83"), ["另一項也相似（0.83）"]),
        (uncertain("similar 0.66"), ["相似度 0.66 未達 0.7"]),
        (uncertain("contents of parts", "covered 0.85"), ["各部分只涵蓋 0.85，未達 0.9"]),
        (uncertain("path", "one of several"), ["同名項目不只一項，依內容相近者對應"]),
        (uncertain("another occasion"), ["例年工作，本次事由不同"]),
        (uncertain("path", doubts=("amount-twice",)), ["所據紀錄存疑"]),
        (replace(uncertain("similar 0.88"), band="certain"), []),
    ],
)
def test_an_uncertain_change_says_why(change: Change, why: list[str]) -> None:
    assert [zh for zh, _ in why_uncertain(change)] == why
    page = reports_of(compared(change))["report.html"].decode()
    assert all(reason in shown(page) for reason in why)


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert reports_of(every_status()) == REPORTS


def test_the_page_loads_nothing() -> None:
    for tag, attributes in tags(PAGE):
        assert tag not in {"link", "img", "image", "iframe", "use"}
        assert not {"src", "xlink:href"} & set(attributes)
        assert str(attributes.get("href", "#")).startswith("#")
    assert "url(" not in PAGE


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_of_a_plan_becomes_markup(evil: str) -> None:
    names = {"section": evil, "work": evil, "contents": evil}
    plain = {"section": "x", "work": "x", "contents": "x"}

    def page(title: str, texts: dict[str, str]) -> str:
        old = entry("112/1", title, cell("112/b", 1_000, title), **texts)  # type: ignore[arg-type]
        new = entry("113/1", title + "新", cell("113/b", 2_000, title + "2"), **texts)  # type: ignore[arg-type]
        change = Change("changed", ("renamed",), "certain", 1, (title,), (old,), (new,))
        return reports_of(compared(change))["report.html"].decode()

    assert [tag for tag, _ in tags(page(evil, names))] == [tag for tag, _ in tags(page("x", plain))]
    assert not any(name.startswith("on") for _, attributes in tags(page(evil, names)) for name in attributes)


def test_every_item_says_its_status_and_the_pages_of_both_sources() -> None:
    rows = [attributes for tag, attributes in tags(PAGE) if tag == "tr" and "data-status" in attributes]

    assert [row["data-status"] for row in rows][3:] == ["removed", "split", "merged", "unchanged", "added"]
    assert "112 年度第 1–2 頁 113 年度第 1 頁" in shown(PAGE)
    assert "112 (2023) p. 1–2 113 (2024) p. 1" in shown(PAGE, "en")


def test_differences_are_marked() -> None:
    assert "召開<del>里民</del><ins>鄰里</ins>大會" in PAGE
    assert "召開<del>里民</del><ins>鄰里</ins>大會" in REPORTS["report.md"].decode()


def changed(old: Entry, new: Entry, *kinds: ChangeKind) -> Change:
    return Change("changed", kinds, "certain", 1.0, ("path",), (old,), (new,))


def page_of(*changes: Change) -> str:
    return reports_of(compared(*changes))["report.html"].decode()


def test_the_summary_comes_first_with_who_when_and_how_much() -> None:
    told = shown(PAGE)

    assert "甲區公所 112 年度 → 113 年度" in told
    assert "本年度預算合計：1,200,000 元 → 1,860,000 元 +660,000 元 (+55.0%)" in told
    assert told.index("摘要") < told.index("圖表") < told.index("預算合計 每格") < told.index("逐項差異")


def test_a_number_before_a_renamed_title_is_not_marked_since_renumbering_is_no_change() -> None:
    old = replace(entry("112/1", ""), plan_item=("4. 辦理鄰長報紙訂閱。",), title_key="a")
    new = replace(entry("113/1", ""), plan_item=("5. 辦理鄰長電子報訂閱。",), title_key="b")

    assert "5. 辦理鄰長<del>報紙</del><ins>電子報</ins>訂閱。" in page_of(changed(old, new, "renamed"))


def test_what_an_item_was_split_into_starts_from_the_words_that_it_had() -> None:
    old = replace(entry("112/1", ""), plan_item=("6. 里、鄰長聯誼。",), title_key="a")
    new = [
        replace(entry(f"113/{at}", ""), plan_item=(f"{at}. {who}長聯誼。",), title_key=who)
        for at, who in ((7, "里"), (8, "鄰"))
    ]
    page = page_of(Change("split", (), "certain", 1.0, ("titles of parts",), (old,), tuple(new)))

    assert '<div class="title">7. 里<' in page


def test_steps_behind_a_new_one_are_not_marked_for_their_numbers() -> None:
    old = entry("112/1", "宣導", contents="1. 製作海報。\n2. 辦理講習。")
    new = entry("113/1", "宣導", contents="1. 製作海報。\n2. 拍攝影片。\n3. 辦理講習。")

    assert "1. 製作海報。\n<ins>2. 拍攝影片。\n</ins>3. 辦理講習。" in page_of(changed(old, new, "reworded"))


def test_a_removed_item_is_marked_and_its_section_is_not() -> None:
    page = page_of(Change("removed", (), "certain", 1.0, (), (entry("112/1", "宣導"),), ()))

    assert '<div class="place">民政課 › 壹、民政業務</div>' in page
    assert "<del>1. 宣導</del>" in page


def test_a_removed_item_is_found_under_the_section_that_its_own_became() -> None:
    removed = [attributes for tag, attributes in tags(PAGE) if attributes.get("data-status") == "removed"]

    assert [row["data-section"] for row in removed] == ["=政風室"]


def test_amounts_are_told_in_dollars_whatever_unit_the_column_is_printed_in() -> None:
    old, new = cell("112/b", 1_395_000, "1,395"), cell("113/b", 1_420_000, "1,420")
    page = page_of(changed(entry("112/1", "宣導", old), entry("113/1", "宣導", new), "budget"))

    assert "本年度預算 1,395,000 元 → 1,420,000 元 +25,000 元 (+1.8%)" in shown(page)


def test_a_budget_in_words_is_quoted() -> None:
    old, new = cell("112/b", 40_000), cell("113/b", None, "業務費項下支應")
    page = page_of(changed(entry("112/1", "宣導", old), entry("113/1", "宣導", new), "budget"))

    assert "40,000 元 → 業務費項下支應 無法比較" in shown(page)


def test_words_beside_an_amount_are_told_to_be_left_out() -> None:
    assert "（另有 1 格非金額，未計入）" in shown(PAGE)


def test_no_cell_is_not_nought() -> None:
    page = page_of(
        Change("added", (), "certain", 1.0, (), (), (entry("113/1", "宣導", cell("113/b", 25_000)),))
    )

    assert "本年度預算合計：— → 25,000 元 +25,000 元" in shown(page)


def test_two_plans_of_one_year_are_told_apart() -> None:
    same = compared()
    alike = replace(same, new=replace(same.old, source="other.pdf"))

    assert "前期 112 年度 → 後期 112 年度" in shown(reports_of(alike)["report.html"].decode())


def test_one_huge_change_leaves_the_others_readable_and_the_page_says_how() -> None:
    sizes = ((1_000_000_000, "甲"), (30_000, "乙"))
    page = page_of(
        *(
            changed(
                entry(f"112/{name}", name, cell(f"112/{name}", 1_000)),
                entry(f"113/{name}", name, cell(f"113/{name}", 1_000 + more)),
                "budget",
            )
            for more, name in sizes
        )
    )

    assert "橫軸採對數刻度" in shown(page)
    assert "橫軸採對數刻度" not in shown(page_of())


def test_the_largest_changes_lead_to_their_items() -> None:
    links = [str(a["href"])[1:] for tag, a in tags(PAGE) if tag == "a" and str(a["href"]).startswith("#c")]
    items = [attributes["id"] for tag, attributes in tags(PAGE) if tag == "tr" and "id" in attributes]

    assert links[0] == "c8"
    assert set(links) <= set(items)


def test_each_language_is_whole_and_english_is_marked_as_english() -> None:
    spans = [attributes for tag, attributes in tags(PAGE) if tag == "span"]
    chinese = sum(one.get("class") == "zh" for one in spans)
    english = [one for one in spans if one.get("class") == "en"]

    assert chinese == len(english) > 0
    assert all(one.get("lang") == "en" for one in english)
    assert ("html", {"lang": "zh-TW"}) in tags(PAGE)


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in tags(PAGE) if tag in {"h1", "h2", "h3"}]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


def test_every_header_cell_says_what_it_is_the_header_of() -> None:
    heads = [attributes.get("scope") for tag, attributes in tags(PAGE) if tag == "th"]

    assert set(heads) == {"col", "row"}
    assert "<th></th>" not in PAGE


def test_every_identifier_is_there_once_and_every_reference_leads_to_one() -> None:
    ids = [attributes["id"] for _, attributes in tags(PAGE) if "id" in attributes]
    labels = [attributes.get("aria-labelledby") for _, attributes in tags(PAGE)]

    assert len(ids) == len(set(ids))
    assert {label for label in labels if label} <= set(ids)


def test_without_its_script_every_item_is_shown_and_no_filter_is() -> None:
    rows = [attributes for tag, attributes in tags(PAGE) if tag == "tr" and "data-status" in attributes]
    (form,) = (attributes for tag, attributes in tags(PAGE) if tag == "form")

    assert not [row for row in rows if "hidden" in row]
    assert "hidden" in form


def test_every_choice_of_a_filter_has_both_languages_or_is_from_the_plan() -> None:
    for tag, attributes in tags(PAGE):
        if tag == "option" and not str(attributes["value"]).startswith("="):
            assert attributes["data-zh"]
            assert attributes["data-en"]


@pytest.mark.parametrize(
    "evidence", ["path", "similar 0.83", "title in section", "titles of parts", "ruling link"]
)
def test_evidence_is_told_in_chinese(evidence: str) -> None:
    chinese, english = evidence_told(evidence)

    assert english == evidence
    assert not chinese.split()[0].isascii()


def test_sides_without_items_have_a_report() -> None:
    reports = reports_of(compared())

    assert "前期計畫沒有任何工作項目" in reports["report.html"].decode()
    assert "兩份計畫都沒有預算格" in reports["report.html"].decode()
    assert "前期計畫沒有任何工作項目" in reports["report.md"].decode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", r"a\|b"),
        ("<ins>", "&lt;ins&gt;"),
        ("@someone", "@<!-- -->someone"),
        ("[x](y)", r"\[x\]\(y\)"),
        ("甲\n乙", "甲<br>乙"),
    ],
)
def test_markdown_shows_a_text_as_it_is(text: str, written: str) -> None:
    assert md(text) == written


def test_long_markdown_still_fits_into_a_comment() -> None:
    changes = [
        Change("added", (), "certain", 1, (), (), (entry(f"113/{i}", "項" * 300),)) for i in range(300)
    ]

    written = reports_of(compared(*changes))["report.md"].decode()

    assert len(written) < 65_536
    assert "more in report.html" in written
