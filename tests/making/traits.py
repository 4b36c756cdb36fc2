"""Small plans of one to three pages, each with one trait, as `pdf bytes, gold`.

`TRAITS` lists them by name. Where a row is cut is computed, not tried: every header and first row
is one line high, so that the height above the table decides at which line the page ends.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pypdfium2

from tests.making import retouch
from tests.making.layout import Column, Layout, Role, Rules
from tests.making.plan import Item, Plan, Unit
from tests.making.typeset import compile_pdf, prelude, quoted, table, typeset

Made = tuple[bytes, dict[str, Any]]

LAYOUT = Layout(
    columns=(
        Column("work", "工作項目", 1.3),
        Column("plan", "計畫項目", 2.0),
        Column("implementation", "實施內容", 3.0),
        Column("budget", "預算數", 1.2),
    ),
    page=(500.0, 560.0),
    margins=(50.0, 40.0, 50.0, 40.0),
    font_size=11.0,
    pitch=1.4,
    money_note="none",
)
OPEN = replace(LAYOUT, rules="columns", row_gap=0.5)

CATEGORY = "一般政務類"
TOTAL = "1,358"
FOOTNOTE = "註：預算數以議會審定數為準。"
RUNNING_HEADER = "屏東縣九如鄉公所 112 年度施政計畫"


def item(work: str, plan: str, *steps: str, budget: str = "", covered: bool = False) -> Item:
    """Make an item; the levels of a path are parted by a slash."""
    below = ("(1)", "(2)", "(3)")
    nested = any(step.startswith("1. ") for step in steps)
    depths = (2 if nested and step.startswith(below) else 1 for step in steps)
    paths = tuple(work.split("/")), tuple(plan.split("/"))
    return Item(*paths, tuple(zip(depths, steps, strict=True)), budget, covered=covered)


PAPERS, GOODS = "一、文書管理/(一)公文處理", "二、事務管理"
PLAIN = (
    item(PAPERS, "1. 公文時效管制。", "按月統計公文處理時效，逾限案件函請改善。", budget="120"),
    item(PAPERS, "2. 電子公文推廣。", "(1)提高線上簽核比率。", "(2)辦理教育訓練 2 場次。", budget="38"),
    item(
        "一、文書管理/(二)檔案管理",
        "1. 檔案清查鑑定作業。",
        "依據「檔案法」規定，會同各單位辦理逾期檔案鑑定。",
    ),
    item(
        GOODS,
        "1. 廳舍修繕。",
        "15 萬元以下之修繕由本課逕行辦理，並運用 LINE 群組通報。",
        budget="1,200",
    ),
    item(GOODS, "2. 財產盤點。", "112 年積極盤點閒置財產，並於 6 月底前完成。"),
)


def plan_of(*items: Item) -> Plan:
    """Make a plan of one section out of items."""
    heading = "屏東縣九如鄉公所行政室 112 年度施政計畫"
    return Plan("屏東縣九如鄉公所", 112, (Unit("行政室", heading, items),))


def made(layout: Layout, *items: Item) -> Made:
    """Typeset items."""
    plan = plan_of(*items)
    return typeset(plan, layout), plan.gold()


def assembled(
    layout: Layout,
    *items: Item,
    above: float | None = None,
    between: Mapping[int, str] | None = None,
    below: str = "",
    settings: str = "",
) -> Made:
    """Typeset items with something that the general way has no word for.

    Args:
        layout: the looks.
        items: the items.
        above: the height that the heading takes on the first page, in points.
        between: cells to stand before the printed row of that number.
        below: a paragraph under the table.
        settings: typst code to stand before the text.
    """
    plan = plan_of(*items)
    unit = plan.units[0]
    height = "auto" if above is None else f"{above:.2f}pt"
    heading = f"#block(height: {height}, width: 100%, spacing: 6pt, align(center, t({quoted(unit.title)})))"
    tail = f"#t({quoted(below)})" if below else ""
    source = "\n".join((prelude(layout), settings, heading, table(unit, layout, between=between), tail))
    return compile_pdf(source, plain=True), plan.gold()


LONG: dict[Role, str] = {
    "work": "三、公共設施用地取得及既有建築物補強改善計畫之推動與列管",
    "plan": "1. 結合民間團體及社區志工共同辦理轄內獨居長者關懷訪視、餐飲服務與居家安全檢核。",
    "implementation": "依據「志願服務法」規定，結合社區發展協會及志工團隊，每月至少訪視 2 次，"
    "並將訪視情形登錄於關懷系統，遇有緊急狀況立即通報消防分隊及衛生所協助處理，年度結束前召開檢討會議。",
    "budget": "1,250(中央補助款及地方自籌配合款各半支應)",
}
BRIEF: dict[Role, str] = {
    "work": "三、福利", "plan": "1. 關懷訪視。", "implementation": "持續辦理。", "budget": "96",
}  # fmt: skip


def cut(*roles: Role, rules: Rules = "all", lines: int = 3, texts: Mapping[Role, str] | None = None) -> Made:
    """Cut a row at the page end after some lines; only the cells of these roles run on.

    Args:
        roles: the columns that are longer than what is left of the page.
        rules: how the table is ruled.
        lines: how many lines of the row stand on the first page.
        texts: other texts for the cells.
    """
    layout = replace(LAYOUT, rules=rules, row_gap=0.0 if rules == "all" else 0.5, cell_pad=(4.0, 3.0))
    chosen = {role: (LONG if role in roles else BRIEF)[role] for role in BRIEF} | dict(texts or {})
    em, step = layout.font_size, layout.pitch * layout.font_size
    pad = 3.0 if rules == "all" else ((layout.pitch - 1) * em + layout.row_gap * step) / 2
    row = em + 2 * pad
    # The header, one row of one line, and half a line more than the lines that are to stay.
    needed = em + 2 * 3.0 + row + 2 * pad + em + (lines - 0.5) * step
    above = layout.page[1] - layout.margins[0] - layout.margins[2] - 6 - needed
    middle = item(chosen["work"], chosen["plan"], chosen["implementation"], budget=chosen["budget"])
    first = item("一、文書", "1. 公文處理。", "隨到隨辦。", budget="12")
    last = item("四、檢驗", "1. 檢驗儀器。", "全年實施。", budget="305")
    return assembled(layout, first, middle, last, above=above)


def cut_in_latin_word() -> Made:
    lines = (
        "配合資訊服務升級作業，全面",
        "汰換老舊設備並於官網及臉書",
        "公告周知，同時另以 Face",
        "book 粉絲專頁推播活動訊息。",
    )
    return cut("implementation", texts={"implementation": "\n".join(lines)})


def cut_in_number() -> Made:
    lines = (
        "為照顧弱勢家庭，提供急難救",
        "助及實物給付等各項服務措施",
        "，全年預計核定補助 12,3",
        "45 元並按季撥付。",
    )
    return cut("implementation", texts={"implementation": "\n".join(lines)})


def merged_work_over_page_end() -> Made:
    contents = ("依規定辦理。",), ("(1)按月陳報。", "(2)不定期抽查，並將結果納入考核。")
    rows = [
        item(PAPERS if n < 12 else GOODS, f"{n}. 第 {n} 類案件。", *contents[n % 2], budget=str(10 * n))
        for n in range(1, 15)
    ]
    return made(replace(LAYOUT, work_cells="merged", page=(500.0, 400.0)), *rows)


def merged_budgets() -> Made:
    """Share budget cells; gold also says which items each cell covers."""
    shared = {1, 3, 4}
    rows = [
        replace(one, budget="" if n in shared else one.budget or "77", covered=n in shared)
        for n, one in enumerate(PLAIN)
    ]
    data, gold = made(LAYOUT, *rows)
    return data, gold | {"covers": plan_of(*rows).covers()}


def group_heading(*, own_row: bool = True) -> Made:
    rows = (
        item("一、社會福利", "(一)辦理社區發展。", "輔導社區成立志工隊。", budget="60"),
        item("一、社會福利", "(二)辦理老人福利/1. 敬老乘車優惠。", "65 歲以上長者均可申請。"),
        item(
            "一、社會福利", "(二)辦理老人福利/2. 獨居長者關懷。", "每週訪視 1 次，並作成紀錄。", budget="240"
        ),
        item("一、社會福利", "(二)辦理老人福利/3. 重陽禮金。", "於重陽節前發放完畢。", budget="3,000"),
        item("一、社會福利", "(三)辦理婦女福利。", "開設成長課程。"),
    )
    return made(replace(LAYOUT if not own_row else OPEN, group_row=own_row), *rows)


def unnumbered_items() -> Made:
    rows = [replace(one, plan=(one.plan[0][3:],)) for one in PLAIN]
    return made(OPEN, *rows)


def lead_in() -> Made:
    rows = (
        item("一、災害防救", "1. 防汛整備。", "本年度辦理事項如下：", "1. 側溝清淤。", "2. 抽水機檢修：",
             "(1)每月試運轉 1 次。", "(2)汛期前完成保養。", "3. 撤離演練。", budget="500"),
        item("一、災害防救", "2. 防災宣導。", "辦理方式：", "1. 里民大會宣導。", "2. 發放防災卡。"),
    )  # fmt: skip
    return made(OPEN, *rows)


def no_content() -> Made:
    rows = [replace(one, implementation=()) if n in {1, 3} else one for n, one in enumerate(PLAIN)]
    return made(OPEN, *rows)


def wrapped_header() -> Made:
    headers = ("機關\n工作項目", "重要工作\n計畫項目", "實施內容", "預算金額\n（單位：\n千元）")
    columns = tuple(replace(c, header=h) for c, h in zip(LAYOUT.columns, headers, strict=True))
    return made(replace(LAYOUT, columns=columns), *PLAIN)


def header_once() -> Made:
    return made(replace(OPEN, header_repeat=False, page=(500.0, 300.0)), *PLAIN)


def no_frame_at_page_break() -> Made:
    return made(replace(OPEN, break_border=False, page=(500.0, 300.0)), *PLAIN)


def rows_of_one_line() -> Made:
    """Have one line in every cell: the rows' distance is not that of a paragraph's lines."""
    texts = ("公文時效管制", "電子公文推廣", "檔案清查鑑定", "廳舍修繕", "財產盤點", "防汛整備")
    rows = [
        item(PAPERS, f"{n}、{text}。", f"依規定辦理{text}作業。", budget=str(10 * n))
        for n, text in enumerate(texts, start=1)
    ]
    return made(OPEN, *rows)


def running_header_and_page_numbers() -> Made:
    layout = replace(
        LAYOUT, running_header=RUNNING_HEADER, page_number="第 1 頁，共 9 頁", page=(500.0, 230.0)
    )
    return made(layout, *PLAIN)


def totals_row() -> Made:
    row = (
        f"table.cell(colspan: 3, stroke: 0.5pt, align: center)[{_cell('合計')}], "
        f"table.cell(stroke: 0.5pt, align: right)[{_cell(TOTAL)}]"
    )
    return assembled(LAYOUT, *PLAIN, between={len(PLAIN): row})


def category_row() -> Made:
    """Have a row across all columns: the outermost work level of the items below it."""
    row = f"table.cell(colspan: 4, stroke: 0.5pt)[{_cell(CATEGORY)}]"
    data, _ = assembled(LAYOUT, *PLAIN, between={3: row})
    below = (replace(one, work=(CATEGORY, *one.work)) for one in PLAIN[3:])
    return data, plan_of(*PLAIN[:3], *below).gold()


def _cell(text: str) -> str:
    return f"#t({quoted(text)})"


def footnote() -> Made:
    return assembled(LAYOUT, *PLAIN, below=FOOTNOTE)


def white_fills() -> Made:
    # The rectangles reach from line to line and would part the rows if they were taken for rules.
    return assembled(OPEN, *PLAIN, settings="#let t(s) = highlight(fill: white, text(s))")


def _retouched(change: Callable[[bytes], bytes], layout: Layout = LAYOUT) -> Made:
    data, gold = assembled(layout, *PLAIN)
    return change(data), gold


def invisible_only() -> Made:
    data, gold = assembled(LAYOUT, *PLAIN)
    images = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        bitmap = page.render(scale=100 / 72, grayscale=True)
        images.append((bitmap.width, bitmap.height, bitmap.to_numpy().tobytes()))
        bitmap.close()
        page.close()
    document.close()
    return retouch.scanned(data, images), gold


TRAITS: dict[str, Callable[[], Made]] = {
    "cut_in_work": lambda: cut("work"),
    "cut_in_plan": lambda: cut("plan"),
    "cut_in_implementation": lambda: cut("implementation"),
    "cut_in_budget": lambda: cut("budget"),
    "cut_in_every_column": lambda: cut("work", "plan", "implementation", "budget"),
    "cut_in_work_unruled": lambda: cut("work", rules="columns"),
    "cut_in_plan_unruled": lambda: cut("plan", rules="columns"),
    "cut_in_implementation_unruled": lambda: cut("implementation", rules="columns"),
    "cut_in_budget_unruled": lambda: cut("budget", rules="columns"),
    "cut_in_every_column_unruled": lambda: cut("work", "plan", "implementation", "budget", rules="columns"),
    "cut_in_latin_word": cut_in_latin_word,
    "cut_in_number": cut_in_number,
    "rows_without_rules": lambda: made(OPEN, *PLAIN),
    "rows_without_any_rule": lambda: made(replace(OPEN, rules="none", cell_pad=(8.0, 3.0)), *PLAIN),
    "rows_of_one_line": rows_of_one_line,
    "stacked": lambda: made(replace(OPEN, rules="stacked"), *PLAIN),
    "merged_work_over_page_end": merged_work_over_page_end,
    "merged_budgets": merged_budgets,
    "white_fills": white_fills,
    "thin_fills": lambda: _retouched(retouch.rules_as_fills),
    "doubled_glyphs": lambda: _retouched(retouch.glyphs_doubled),
    "form_xobject": lambda: _retouched(retouch.in_forms),
    "rotated_page": lambda: _retouched(retouch.rotated),
    "crop_box": lambda: _retouched(retouch.cropped),
    "invisible_beside_visible": lambda: _retouched(lambda data: retouch.invisible_copies(data, 7.0)),
    "invisible_only": invisible_only,
    "dashed_rules": lambda: made(replace(LAYOUT, dashed=True), *PLAIN),
    "running_header_and_page_numbers": running_header_and_page_numbers,
    "group_heading": group_heading,
    "group_heading_in_cell": lambda: group_heading(own_row=False),
    "unnumbered_items": unnumbered_items,
    "lead_in": lead_in,
    "no_content": no_content,
    "wrapped_header": wrapped_header,
    "spaced_header": lambda: made(replace(LAYOUT, header_style="spaced"), *PLAIN),
    "header_once": header_once,
    "no_frame_at_page_break": no_frame_at_page_break,
    "totals_row": totals_row,
    "category_row": category_row,
    "footnote": footnote,
}
