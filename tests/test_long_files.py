"""A plan within a long file: only the pages that may belong to it are read, and the rest is said."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract
from pipeline.errors import NoPlanError
from pipeline.extractors.page_choice import LONG_FILE_PAGES, header_test, pages_to_read
from pipeline.models import Extraction, Reader
from pipeline.profiles.profile import load_profile
from tests.making.traits import LAYOUT, PLAIN, header_once, item, made
from tests.making.typeset import compile_pdf
from tests.reading import READERS

pytestmark = pytest.mark.slow

PAGES = LONG_FILE_PAGES + 40
AT = 50
ACCOUNTS = (
    "#table(columns: 4, [科目編號], [用途別科目], [金額], [說明], [0201], [業務費], [1,250], [按月支付])"
)


@pytest.fixture(scope="module")
def accounts() -> bytes:
    """Pages with tables that are no plan's."""
    looks = '#set text(font: "Noto Sans CJK TC")\n'
    return compile_pdf(looks + "\n#pagebreak()\n".join([ACCOUNTS] * PAGES), plain=True)


def book(path: Path, accounts: bytes, plan: bytes) -> Path:
    document = pypdfium2.PdfDocument(accounts)
    document.import_pages(pypdfium2.PdfDocument(plan), index=AT)
    document.save(path)
    return path


def left_out(found: Extraction) -> list[str]:
    return [f.message_en.rpartition(": ")[2] for f in found.findings if f.rule == "pages-left-out"]


def places(found: Extraction) -> list[tuple[object, ...]]:
    """Every item with its text and places; what the findings are numbered is no part of it."""
    items = [i for plan in found.plans for section in plan.sections for i in section.items]
    return [(i.id, i.work_item, i.plan_item, i.implementation, i.budget_ids, i.provenance) for i in items]


@pytest.mark.parametrize("reader", READERS)
def test_the_plan_is_read_as_if_all_pages_were(reader: Reader, accounts: bytes, tmp_path: Path) -> None:
    path = book(tmp_path / "book.pdf", accounts, made(LAYOUT, *PLAIN)[0])
    found = extract(path, reader=reader)

    assert places(found) == places(extract(path, reader=reader, pages=(1, PAGES + 1)))
    assert left_out(found) == [f"3-45, 54-{PAGES + 1}."]
    assert [page.page for page in found.audit.pages] == [1, 2, *range(46, 54)]


def test_a_table_is_followed_as_long_as_it_goes_on(accounts: bytes, tmp_path: Path) -> None:
    # The header is printed once: nothing on the later pages but the table itself shows that it goes on.
    rows = [item("一、文書管理", f"{n}. 第{n}項業務之檢討改進。", "按月辦理。") for n in range(1, 99)] * 3
    plan = made(replace(LAYOUT, header_repeat=False, page=(500.0, 300.0)), *rows)[0]
    pages = len(pypdfium2.PdfDocument(plan))
    path = book(tmp_path / "book.pdf", accounts, plan)
    found = extract(path)

    assert pages > 10
    assert len(places(found)) == len(rows)
    assert places(found) == places(extract(path, pages=(1, PAGES + pages)))


def test_all_pages_asked_for_are_read(accounts: bytes, tmp_path: Path) -> None:
    path = book(tmp_path / "book.pdf", accounts, header_once()[0])
    found = extract(path, pages=(1, PAGES))

    assert not left_out(found)
    assert len(found.audit.pages) == PAGES


def test_where_no_page_shows_a_header_all_are_read(accounts: bytes, tmp_path: Path) -> None:
    path = tmp_path / "accounts.pdf"
    path.write_bytes(accounts)
    with pytest.raises(NoPlanError, match="科目編號"):
        extract(path)


def test_a_page_without_text_is_read() -> None:
    plain, header = "預算說明" * 30, "工作項目 計畫項目 實施內容 預算數"
    texts = [plain] * 30 + [""] + [plain] * 60 + [header] + [plain] * 40
    chosen = set(pages_to_read(map(header_test(load_profile()), texts)))

    assert 31 in chosen
    assert 92 in chosen
    assert not {*range(3, 11), *range(32, 80), *range(100, 133)} & chosen


@given(st.lists(st.sampled_from([True, False, False, False, None]), max_size=90))
def test_a_page_is_given_as_soon_as_no_earlier_one_can_follow_and_never_before_it_is_seen(
    shows: list[bool | None],
) -> None:
    seen: list[bool | None] = []
    given_pages = []

    def looked_at() -> Iterator[bool | None]:
        for one in shows:
            seen.append(one)
            yield one

    for number in pages_to_read(looked_at()):
        assert number <= len(seen)
        given_pages.append(number)
    assert given_pages == sorted(set(given_pages))
    if any(shows):
        wanted = {n for n, shown in enumerate(shows, start=1) if shown or shown is None}
        assert wanted <= set(given_pages)
    else:
        assert not given_pages


@pytest.mark.parametrize(
    "text",
    [
        "工 作 項 目\r\n計 畫 項 目\r\n實 施 內 容\r\n經 費",
        "重要工作計畫\r\n項目\r\n實施\r\n內容\r\n經費（千元）",
        "業務綱要\r\n推動重點\r\n執行步驟\r\n所需費用(千元)",
    ],
    ids=["spaced", "wrapped", "unlisted"],
)
def test_a_header_is_seen_in_bare_text(text: str) -> None:
    assert header_test(load_profile())(text)
