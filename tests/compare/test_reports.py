import re
from html.parser import HTMLParser

import pytest

from pipeline.compare.model import Change
from pipeline.compare.report_md import md
from pipeline.compare.reports import reports_of
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


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert reports_of(every_status()) == REPORTS


def test_the_page_loads_nothing() -> None:
    for tag, attributes in tags(PAGE):
        assert tag not in {"link", "img", "image", "iframe", "use"}
        assert not {"src", "href", "xlink:href"} & set(attributes)
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
    assert re.search(r"前期第.*?1–2.*?後期第.*? 1 ", PAGE, re.DOTALL)


def test_differences_are_marked() -> None:
    assert "召開<del>里民</del><ins>鄰里</ins>大會" in PAGE
    assert "召開<del>里民</del><ins>鄰里</ins>大會" in REPORTS["report.md"].decode()


def test_sides_without_items_have_a_report() -> None:
    reports = reports_of(compared())

    assert "前期計畫沒有任何工作項目" in reports["report.html"].decode()
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
