"""What provokes each finding: a small file, and the options under which ``extract`` reads it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pipeline.extractors.page_choice import LONG_FILE_PAGES
from pipeline.readers.damage import damages_of
from pipeline.readers.limits import MAX_OBJECTS
from tests.catalogue.pages import (
    BAR,
    CROSS,
    HEAD,
    OFFICE_TITLE,
    ROWS,
    SET,
    TITLE,
    joined,
    page,
    parted,
    pdf,
    picture,
    row,
    rows,
    table,
)
from tests.extractors import test_header_parts as header_parts
from tests.extractors import test_other_tables as other_tables
from tests.extractors import test_spanning as spanning
from tests.extractors.test_producers import PLAN
from tests.extractors.test_work_levels import SET as WORK_SET
from tests.extractors.test_work_levels import cells
from tests.hostile.making import GOOD, TEXT, mojibake
from tests.hostile.making import page as hostile_page
from tests.making.documents import docx
from tests.making.reportlab_plan import reportlab_plan


class Provoking(NamedTuple):
    """A file, and what it provokes.

    Attributes:
        make: the file's bytes.
        rules: that it provokes; it may provoke others.
        options: of ``extract``.
        ending: of the file's name.
        needs: what has to be installed for it, an extra or a program.
    """

    make: Callable[[], bytes]
    rules: tuple[str, ...]
    options: tuple[str, ...] = ()
    ending: str = ".pdf"
    needs: str = ""


def typst(source: str, *rules: str, options: tuple[str, ...] = ()) -> Provoking:
    return Provoking(lambda: pdf(source), rules, options)


def overdrawn() -> bytes:
    """The plan, and a page of more dots than are read."""
    dots = hostile_page(TEXT + b"0 0 1 1 re f " * (MAX_OBJECTS + 10))
    return joined(pdf(PLAIN), dots)


def damaged() -> bytes:
    """The plan with one byte of a page's content changed."""
    for place in range(GOOD.index(b"stream"), len(GOOD), 997):
        changed = GOOD[:place] + bytes([GOOD[place] ^ 1]) + GOOD[place + 1 :]
        if any(one.pages for one in damages_of(changed)):
            return changed
    raise AssertionError("no byte of it is a page's content")


def stamped() -> bytes:
    """A picture of a plan with a stamp over an amount."""
    from tests.readers.ocr.plans import RED, drawn, place, plan, scanned, tinted, words

    text = plan(budgets=("340", "5812", "12,900"))
    shown = drawn(text)
    x, y = place(text, "5812")
    return scanned(tinted(shown, words(shown, "章", (x + 8, y), 36), RED, opaque=True))


def layered(change: Callable[[str], str] = str) -> bytes:
    """A picture of a plan with its text as invisible letters on it."""
    from tests.readers.ocr.test_layers import layered as made

    return made(change)


def parts_alone() -> bytes:
    """A plan whose header has words that belong to no column."""
    with TemporaryDirectory() as folder:
        header = header_parts.group("所需款項（元）", "中央補助", "地方自籌")
        return header_parts.made(Path(folder), header, "1,200", "800", stroke="drawn").read_bytes()


def long_file() -> bytes:
    """A plan within more pages of accounts than are all read."""
    accounts = SET + "\n#pagebreak()\n".join(
        [
            "#table(columns: 4, [科目編號], [用途別科目], [金額], [說明], [0201], [業務費], [1,250], [按月支付])"
        ]
        * (LONG_FILE_PAGES + 40)
    )
    return joined(pdf(accounts), pdf(page(table())))


PLAIN = page(table())
PROVOKING: dict[str, Provoking] = {
    "office": typst(page(table(), title="虛構區公所民政課重要工作計畫"), "year-unknown", "agency-unknown"),
    "guessed office": typst(page(table(), title="虛構天文臺115年度重要工作計畫"), "agency-guessed"),
    "other office": typst(
        page(table(), before="#set page(header: [屏東縣九如鄉公所])\n"), "agency-contradicted"
    ),
    "guessed section": typst(page(table(), "動物之家", table(), title=OFFICE_TITLE), "section-guessed"),
    "empty section": typst(page(table(), "社會課", table(()), title=OFFICE_TITLE), "section-without-items"),
    "other year": typst(page("本(114)年度施政目標如下：", table()), "year-mismatch"),
    "page unread": Provoking(lambda: joined(pdf(PLAIN), mojibake()), ("page-unread",), ("--ocr", "never")),
    "overdrawn": Provoking(overdrawn, ("page-overdrawn",)),
    "damaged": Provoking(damaged, ("file-damaged",)),
    "scanned": Provoking(lambda: joined(pdf(PLAIN), picture()), ("page-scanned",), ("--ocr", "never")),
    "pictures": Provoking(
        lambda: joined(stamped(), picture(), picture(*BAR), picture(*CROSS)),
        (
            "text-recognised",
            "budget-doubtful",
            "ink-unread",
            "page-blank",
            "page-without-text",
            "verify-unread",
        ),
        ("--verify",),
        needs="ocr",
    ),
    "layer": Provoking(layered, ("text-layer-used",), needs="ocr"),
    "other layer": Provoking(
        lambda: layered(lambda c: c if ord(c) % 4 else "的"),
        ("text-layer-replaced", "text-doubtful"),
        needs="ocr",
    ),
    "unknown layer": Provoking(layered, ("text-layer-unchecked",), ("--ocr", "never")),
    "long": Provoking(long_file, ("pages-left-out",)),
    "word": Provoking(
        lambda: docx(font="無此字型"), ("office-printed", "fonts-missing"), ending=".docx", needs="soffice"
    ),
    "hidden": typst(page(table(), "#text(fill: white)[看不見的文字]"), "text-hidden"),
    "covered": typst(
        page(
            table(),
            "#box(width: 200pt)[遮蓋的文字內容"
            "#place(top + left, rect(width: 150pt, height: 14pt, fill: black))]",
        ),
        "text-covered",
    ),
    "struck": typst(rows(row("1.辦理活動", "#strike[舊的辦法]依計畫辦理。")), "text-struck"),
    "overlaid": typst(
        page(
            "#place(dx: 150pt, dy: 60pt, rotate(-30deg, text(40pt, fill: rgb(255, 0, 0, 80))[草案]))", table()
        ),
        "text-overlaid",
    ),
    "clipped": typst(
        rows(
            row(
                "1.辦理活動",
                "#box(width: 60pt, clip: true, height: 12pt)[#box(width: 300pt)[依計畫辦理活動至年底完成並檢討。]]",
            )
        ),
        "text-clipped",
    ),
    "note": typst(rows(row("1.辦理活動", budget="120#super[註2]")), "note-mark"),
    "private": typst(rows(row("1.辦理活動", "至\ue000里辦理。")), "private-use-text"),
    "unreadable": typst(rows(row("1.辦理活動", "\ufffd" * 12 + "辦理。")), "unreadable-text"),
    "column": typst(
        page(table([(*one, "王") for one in ROWS], (*HEAD, "洽辦窗口"), (90, 100, 180, 90, 60))),
        "header-unknown-column",
    ),
    "no unit": typst(page(table(head=(*HEAD[:3], "預算金額"))), "unit-unknown"),
    "unit": typst(page(table(head=(*HEAD[:3], "預算金額"))), "unit-given", options=("--unit", "千元")),
    "amounts": typst(page(table(head=(*HEAD[:3], "匡列數"))), "amounts-not-read", "amount-in-extra"),
    "guessed role": typst(page(table(head=(*HEAD[:2], "推動作法", HEAD[3]))), "header-role-guessed"),
    "parts": typst(page(parted(("經常門", "資本門"), ("30", "20"), ("1", "2"))), "parts-summed"),
    "worded part": typst(page(parted(("中央", "自籌"), ("30", "市府統籌款"))), "parts-not-summed"),
    "lone part": typst(
        page(parted(("中央", "自籌", "合計"), ("30", "20", "50"), ("1", "2", ""))), "part-without-total"
    ),
    "across": Provoking(
        lambda: pdf(
            spanning.SET.format(high=300)
            + spanning.page(
                spanning.TITLE,
                spanning.HEAD,
                spanning.entry(1),
                ("二、業務", "2.辦理活動", "依計畫辦理各項活動並視經費情形酌予補助各里", ""),
                spanning.entry(3),
                spanning.entry(4),
            )
        ),
        ("text-across-columns",),
    ),
    "broken off": Provoking(
        lambda: pdf(spanning.SET.format(high=600) + spanning.with_lines_across(4)), ("table-broken-off",)
    ),
    "beside": Provoking(
        lambda: pdf(
            page(other_tables.drawn(other_tables.SIDE_BY_SIDE), table()),
            page(other_tables.drawn(other_tables.FIGURES), table()),
        ),
        ("table-unread", "table-not-plan"),
    ),
    "levels": Provoking(
        lambda: pdf(
            WORK_SET.format(high=600)
            + "#table(columns: (53pt, 110pt, 130pt, 80pt), stroke: 0.5pt, "
            + cells([("一、觀光|節慶活動", "1.元宵燈會"), ("遊程推廣", "1.導覽")])
            + ")"
        ),
        ("work-levels",),
    ),
    "no plan text": typst(
        rows(row("1.辦理活動"), ("二、業務", "", "依計畫辦理。", "50")),
        "work-without-items",
        "record-across-rule",
        "readings-differ",
    ),
    "amounts alone": typst(
        rows(("", "", "", "300"), ("", "", "", "120")), "line-unplaced", "record-lacking", "text-in-table"
    ),
    "engines": Provoking(lambda: reportlab_plan(PLAN), ("verify-mismatch",), ("--verify",)),
    "gap": typst(rows(row("1.辦理活動", "辦理座談會。2.辦理參訪。"), row("3.辦理訓練")), "label-gap"),
    "skipped": typst(rows(row("1.辦理活動"), row("3.辦理訓練")), "label-skipped"),
    "repeated": typst(rows(row("1.辦理活動"), row("1.辦理訓練")), "label-repeated"),
    "no contents": typst(rows(row("1.辦理活動", ""), row("2.辦理訓練")), "item-without-content"),
    "bare": typst(rows(row("1.辦理活動"), row("2.辦理訓練", "", "")), "item-bare"),
    "within": typst(rows(row("1.辦理活動"), row("2.辦理訓練", "辦理說明會。(三)疾病管制")), "label-within"),
    "no work": typst(rows(row("1.辦理活動", work=""), row("1.辦理活動")), "item-without-work"),
    "title as row": typst(rows(row("1.辦理活動"), row(TITLE)), "other-row-in-record"),
    "same path": typst(rows(row("1.辦理活動", "甲。"), row("2.辦理活動", "乙。")), "duplicate-path"),
    "unclear": typst(rows(row("1.辦理活動", budget="3O5左右")), "budget-unclear"),
    "several": typst(rows(row("1.辦理活動", budget="中央：30\\ 地方：20")), "amounts-summed"),
    "about": typst(rows(row("1.辦理活動", budget="約120")), "amount-worded"),
    "range": typst(
        rows(row("1.辦理活動", budget="100～200"), ("合計", "", "", "999")),
        "budget-range",
        "total-not-checked",
    ),
    "other sum": typst(rows(row("1.辦理活動", budget="100\\ （中央：30\\ 地方：20）")), "parts-differ"),
    "not shown": typst(rows(row("1.辦理活動", budget="\\#\\#\\#\\#")), "amount-not-shown"),
    "negative": typst(rows(row("1.辦理活動", budget="-120")), "budget-negative"),
    "twice": typst(rows(row("1.辦理活動"), ("", "", "", "130")), "budget-twice"),
    "sum as row": typst(rows(row("1.辦理活動"), row("2.小計")), "total-in-record"),
    "wrong total": typst(page(table((*ROWS, ("合計", "", "", "999")))), "total-mismatch"),
    "rows below": typst(
        page(table(), *(f"{n}.辦理參訪 依計畫辦理。 1,{n}00" for n in (4, 5, 6))), "rows-outside-table"
    ),
    "parts alone": Provoking(parts_alone, ("glyphs-outside",)),
    "obscured": typst(
        rows(
            row(
                "1.辦理活動",
                "#box[依計畫辦理各項活動"
                "#place(top + left, dx: 12pt, dy: 5pt, rect(width: 40pt, height: 4pt, fill: red))]",
            )
        ),
        "text-obscured",
    ),
    "cut off": typst(
        rows(row("1.辦理活動", "#box(width: 46pt, clip: true, height: 12pt)[#box(width: 90pt)[依計畫辦理]]")),
        "text-cut-off",
    ),
    "over a rule": typst(
        rows(row("#box(width: 10pt)[#move(dx: 75pt)[#box(width: 90pt)[橫跨框線的文]]]", "依")),
        "text-over-rule",
        "item-without-plan-text",
    ),
}
