import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.compare.model import Change, Comparison
from pipeline.compare.report_md import LONGEST_COMMENT, markdown_of
from pipeline.compare.report_rows import rows_of
from pipeline.compare.totals import totals_of
from tests.compare.comparisons import cell, compared, entry, every_status

GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
EVIL = (
    "a|b", r"a\|b", "`a|b`", "a`", "| --- |", "甲\n\n# 乙", "甲\r\n- 乙", "甲\u2028乙", "<script>", "</ins></td>",
    "<!--", "[x](https://a.tw)",
    "![x](y)", "**粗**", "~~刪~~", "@someone", "https://a.tw", "&lt;", "&#124;", "$x$", "\\",
)  # fmt: skip


def written(comparison: Comparison) -> str:
    return markdown_of(comparison, rows_of(comparison), totals_of(comparison))


def markdown(text: str) -> str:
    old = entry("112/1", text, cell("112/b", None, text), section=text, work=text, contents=text)
    new = entry("113/1", text + "新", cell("113/b", None, text + "2"), section=text, work=text, contents=text)
    change = Change("changed", ("renamed",), "certain", 1.0, ("path",), (old,), (new,))
    return written(compared(change, renamed=((text, text + "新"),)))


def shape(report: str) -> list[str]:
    """Every element that the page has, in order; line ends within a cell and our own empty comments aside."""
    found = []
    for token in GFM.parse(report):
        found.append(token.type)
        for child in token.children or ():
            own = child.type == "html_inline" and child.content in {"<br>", "<!-- -->"}
            if child.type not in {"text", "text_special"} and not own:
                found.append(child.content or child.type)
    return found


@pytest.mark.parametrize("text", EVIL)
def test_no_text_of_a_plan_breaks_out_of_its_cell(text: str) -> None:
    assert shape(markdown(text)) == shape(markdown("甲"))


@settings(deadline=None)
@given(st.text(alphabet="甲|`<>[]()*_~#@!&;\\\n-$:.1a/", min_size=1, max_size=12))
def test_no_text_at_all_breaks_out_of_its_cell(text: str) -> None:
    assert shape(markdown("甲" + text)) == shape(markdown("甲"))


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    page = GFM.render(written(every_status()))

    assert page.count("<table>") == 3
    for table in page.split("<table>")[1:]:
        heads = table.count("<th>")
        rows = table.split("<tbody>")[1].split("<tr>")[1:]
        assert [row.count("<td>") for row in rows] == [heads] * len(rows)


@pytest.mark.parametrize("text", ["ftp://a.tw", "HTTP://a.tw", "www.a.tw", "GH-1", "#1", "a@b.tw", ":smile:"])
def test_what_github_would_link_or_draw_is_broken_up(text: str) -> None:
    assert "<!-- -->" in markdown(text)
    assert text not in markdown(text).replace("\\", "")


def test_a_line_end_at_the_end_of_a_mark_is_kept() -> None:
    old = entry("112/1", "宣導", contents="甲甲甲。\n乙乙乙。\n丙丙丙。")
    new = entry("113/1", "宣導", contents="甲甲甲。\n丙丙丙。")
    change = Change("changed", ("reworded",), "certain", 1.0, ("path",), (old,), (new,))

    assert "<del>乙乙乙。<br></del>丙丙丙。" in written(compared(change))


def test_one_item_with_a_very_long_text_leaves_room_for_the_others() -> None:
    changes = [
        Change("added", (), "certain", 1.0, (), (), (entry(f"113/{at}", "項目", contents=text),))
        for at, text in enumerate(("長" * 70_000, "後面的項目"))
    ]

    report = written(compared(*changes))

    assert len(report) < LONGEST_COMMENT
    assert "後面的項目" in report
