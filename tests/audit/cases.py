"""For each rule of the catalogue: what makes it speak, and the nearest thing that does not."""

from dataclasses import dataclass

from pipeline.extractors.doubts import Doubt
from pipeline.models import Block, BlockKind, BudgetRole, Extraction
from tests import contract
from tests.audit.building import accounted, at, budget, item, total, whole
from tests.contract import level, step

GOOD = whole()


@dataclass(frozen=True)
class Case:
    """What a rule says of one extraction.

    Attributes:
        bad: makes it speak.
        good: differs from it in what matters only.
        says: part of what it says in both languages.
        item_id: the item that it names.
    """

    bad: Extraction
    good: Extraction
    says: str
    item_id: str | None = None
    page: int | None = 1
    doubts: tuple[Doubt, ...] = ()


def doubt(rule: str, detail: str, *, says: str | None = None, place: bool = True) -> Case:
    told = Doubt(rule, 2 if place else None, (50.0, 100.0, 90.0, 112.0) if place else None, None, detail)
    return Case(GOOD, GOOD, detail if says is None else says, page=2 if place else None, doubts=(told,))


def places(rule: str, count: int, reason: str = "") -> Case:
    told = Doubt(rule, 1, (50.0, 100.0, 90.0, 112.0), None, "", reason, count)
    return Case(GOOD, GOOD, str(count), doubts=(told,))


def about_item(rule: str, detail: str, says: str | None = None) -> Case:
    told = Doubt(rule, 1, (50.0, 100.0, 90.0, 112.0), "i2", detail)
    return Case(GOOD, GOOD, detail if says is None else says, item_id="i2", doubts=(told,))


def with_steps(*labels: str | None) -> Extraction:
    numbers = {"1.": 1, "2.": 2, "3.": 3, "4.": 4}
    steps = (step(label, "辦理。", number=numbers.get(label or "")) for label in labels)
    return whole(item(1, implementation=tuple(steps)))


def titled(title: str) -> Extraction:
    return whole(title=title)


def outside(count: int) -> Extraction:
    return GOOD.model_copy(update={"audit": accounted(0, count)})


def blocked(kind: BlockKind) -> Extraction:
    block = Block(kind=kind, text="草稿", page=1, bbox=(300.0, 42.0, 340.0, 52.0), in_table=True)
    return GOOD.model_copy(update={"blocks": (block,)})


def summed(second: str, amount: int) -> Extraction:
    cells = (budget(1, "40"), budget(2, second))
    return whole(budgets=cells, totals=(total(3, "100", amount),))


OVER_TWO_LINES = item(
    1,
    implementation=(step(None, "隨到隨辦。"), step(None, "按月統計。")),
    provenance=(
        at("plan_item[0]"),
        at("implementation[0]", left=200.0),
        at("implementation[1]", line=3, left=200.0),
    ),
)


def beside_the_table(*texts: str) -> Extraction:
    blocks = (
        Block(kind="text", text=text, page=1, bbox=(50.0, 100.0 + 20 * n, 400.0, 112.0 + 20 * n))
        for n, text in enumerate(texts)
    )
    return GOOD.model_copy(update={"blocks": tuple(blocks)})


def years(role: BudgetRole) -> Extraction:
    last = budget(3, "40", header="111年度", role=role, applies_to=("i2",))
    return whole(budgets=[budget(2, "50", header="112年度"), last])


NAMELESS = item(2, plan_item=(level(None, "", None),))
CASES: dict[str, Case] = {
    "year-unknown": doubt("year-unknown", "某區公所重要工作計畫", place=False),
    "agency-unknown": doubt("agency-unknown", "某區公所", place=False),
    "agency-guessed": doubt("agency-guessed", "某天文臺"),
    "agency-contradicted": doubt("agency-contradicted", "某縣甲鄉公所"),
    "section-guessed": doubt("section-guessed", "動物之家"),
    "page-unread": doubt("page-unread", "PdfiumError"),
    "page-overdrawn": doubt("page-overdrawn", "more than 100,000 objects on the page"),
    "file-damaged": doubt("file-damaged", "PDF object 7"),
    "office-printed": doubt("office-printed", "LibreOffice 7.4.7.2", place=False),
    "fonts-missing": doubt("fonts-missing", "標楷體", place=False),
    "fonts-unchecked": doubt("fonts-unchecked", "", says="", place=False),
    "page-scanned": doubt("page-scanned", "0.98", says="2"),
    "page-without-text": doubt("page-without-text", "2", says="2"),
    "page-blank": doubt("page-blank", "2", says="2"),
    "text-recognised": doubt("text-recognised", "1-8", place=False),
    "text-doubtful": doubt("text-doubtful", "單（单）、檢"),
    "budget-doubtful": doubt("budget-doubtful", "3、5"),
    "ink-unread": doubt("ink-unread", "0.98", says="2"),
    "text-covered": places("text-covered", 3),
    "text-hidden": places("text-hidden", 3, "layer"),
    "text-struck": places("text-struck", 3),
    "text-overlaid": places("text-overlaid", 3),
    "text-clipped": places("text-clipped", 3),
    "text-cut-off": about_item("text-cut-off", "", says="1"),
    "text-over-rule": about_item("text-over-rule", "", says="1"),
    "text-obscured": about_item("text-obscured", "", says="1"),
    "note-mark": about_item("note-mark", "註2"),
    "text-layer-used": doubt("text-layer-used", "1-8", place=False),
    "text-layer-replaced": doubt("text-layer-replaced", "1-8", place=False),
    "text-layer-unchecked": Case(
        GOOD,
        GOOD,
        "1-8",
        page=None,
        doubts=(Doubt("text-layer-unchecked", None, None, None, "1-8", "differs"),),
    ),
    "private-use-text": doubt("private-use-text", "U+E000"),
    "unreadable-text": doubt("unreadable-text", "U+FFFD 12"),
    "pages-left-out": doubt("pages-left-out", "1-205, 219-400"),
    "header-role-guessed": doubt("header-role-guessed", "推動作法 → implementation"),
    "table-unread": doubt("table-unread", "工作項目｜一、自治業務"),
    "table-not-plan": doubt("table-not-plan", "年度｜門診人次"),
    "table-broken-off": doubt("table-broken-off", "二、兒少保護"),
    "line-unplaced": about_item("line-unplaced", "另行公告"),
    "text-across-columns": about_item("text-across-columns", "辦理各項活動，含配合款"),
    "amount-in-extra": about_item("amount-in-extra", "匡列數：8,359"),
    "amounts-not-read": doubt("amounts-not-read", "匡列數"),
    "header-unknown-column": doubt("header-unknown-column", "洽辦窗口"),
    "unit-unknown": doubt("unit-unknown", "預算金額"),
    "unit-given": Case(
        GOOD,
        GOOD,
        "千元",
        doubts=(Doubt("unit-given", 1, (50.0, 100.0, 90.0, 112.0), None, "千元", "option"),),
    ),
    "parts-summed": doubt("parts-summed", "經常門、資本門"),
    "parts-not-summed": about_item("parts-not-summed", "市府統籌款"),
    "part-without-total": about_item("part-without-total", "30"),
    "work-without-items": about_item("work-without-items", "【道路工程】"),
    "work-levels": about_item("work-levels", "一、觀光行銷節慶活動"),
    "row-start-doubt": about_item("row-start-doubt", "next, no gap"),
    "cell-torn": about_item("cell-torn", "3,078"),
    "readings-differ": Case(
        GOOD,
        GOOD,
        "甲 ↔ 乙",
        item_id="i2",
        doubts=(Doubt("readings-differ", 1, (50.0, 100.0, 90.0, 112.0), "i2", "甲 ↔ 乙", "plan_item"),),
    ),
    "record-lacking": doubt("record-lacking", "辦理參訪"),
    "verify-mismatch": about_item("verify-mismatch", "…里民|…里氏"),
    "verify-unread": doubt("verify-unread", "2: broken"),
    "amount-unplaced": about_item("amount-unplaced", "1,200"),
    "amount-twice": about_item("amount-twice", "1,200"),
    "record-across-rule": about_item("record-across-rule", "辦理參訪"),
    "label-gap": Case(
        whole(item(1, "辦理座談會。 2.辦理參訪"), item(3)), whole(item(1, "辦理座談會。"), item(3)), "2", "i3"
    ),
    "label-skipped": Case(with_steps("1.", "3."), with_steps("1.", "2.", "3."), "2", "i1"),
    "label-repeated": Case(with_steps("1.", "2.", "2."), with_steps("1.", "2.", "3."), "2.", "i1"),
    "item-without-content": Case(whole(item(1, implementation=())), whole(item(1)), "1.辦理第1類業務", "i1"),
    "item-without-plan-text": Case(whole(item(1), NAMELESS), GOOD, "一、一般行政", "i2"),
    "item-bare": Case(
        whole(item(1), item(2, implementation=())),
        whole(item(1), item(2, implementation=(), budget_ids=("b2",)), budgets=[budget(2)]),
        "2.辦理第2類業務",
        "i2",
    ),
    "label-within": Case(
        whole(item(1), item(2, implementation=(step(None, "辦理說明會。(三)疾病管制"),))),
        whole(item(1), item(2, implementation=(step(None, "辦理說明會。(三場)隨到隨辦"),))),
        "(三)疾病管制",
        "i2",
    ),
    "item-without-work": Case(
        whole(item(1), item(2, work_item=())),
        whole(item(1, work_item=()), item(2, work_item=())),
        "2.辦理第2類業務",
        "i2",
    ),
    "other-row-in-record": Case(
        whole(item(1), item(2, "某區公所112年度重要工作計畫"), title="某區公所112年度重要工作計畫"),
        whole(item(1), item(2, "編印112年度重要工作計畫"), title="某區公所112年度重要工作計畫"),
        "112年度重要工作計畫",
        "i2",
    ),
    "place-shared": Case(
        whole(item(1), item(2, provenance=item(1).provenance)), whole(item(1), item(2)), "i1", "i2"
    ),
    "place-order": Case(
        whole(OVER_TWO_LINES, item(2)), whole(OVER_TWO_LINES, item(4)), "2.辦理第2類業務", "i2"
    ),
    "duplicate-path": Case(
        whole(item(1, "辦理112年度里長 座談會"), item(2, "辦理里長座談會")),
        whole(item(1, "辦理里長座談會"), item(2, "辦理鄰長座談會")),
        "2.辦理里長座談會",
        "i2",
    ),
    "section-without-items": Case(
        contract.extraction(contract.plan("p", contract.section("s1", ()))), GOOD, "民政課"
    ),
    "budget-unclear": Case(
        whole(budgets=[budget(2, "約需1,2345")]), whole(budgets=[budget(2, "依112年預算")]), "1,2345", "i2"
    ),
    "amounts-summed": Case(
        whole(budgets=[budget(2, "中央30、地方20")]),
        whole(budgets=[budget(2, "合計50(中央30、地方20)")]),
        "地方20",
        "i2",
    ),
    "amount-worded": Case(
        whole(budgets=[budget(2, "約120")]), whole(budgets=[budget(2, "120")]), "約120", "i2"
    ),
    "budget-range": Case(
        whole(budgets=[budget(2, "30~50")]), whole(budgets=[budget(2, "50")]), "30~50", "i2"
    ),
    "parts-differ": Case(
        whole(budgets=[budget(2, "50(中央30、地方10)")]),
        whole(budgets=[budget(2, "50(中央30、地方20)")]),
        "地方10",
        "i2",
    ),
    "amount-not-shown": Case(
        whole(budgets=[budget(2, "####")]), whole(budgets=[budget(2, "第#3號計畫")]), "####", "i2"
    ),
    "budget-negative": Case(
        whole(budgets=[budget(2, "△120")]),
        whole(budgets=[budget(2, "△120", role="difference")]),
        "△120",
        "i2",
    ),
    "budget-unassigned": Case(whole(budgets=[budget(2, applies_to=())]), whole(budgets=[budget(2)]), "40"),
    "budget-twice": Case(
        whole(budgets=[budget(1), budget(2, applies_to=("i1",))]),
        whole(budgets=[budget(1), budget(2)]),
        "1.辦理第1類業務",
        "i1",
    ),
    "budget-of-other-year": Case(years("current"), years("previous"), "111年度", "i2"),
    "total-in-record": Case(
        whole(item(1), item(2, "本頁小計")), whole(item(1), item(2, "小計畫徵選")), "本頁小計", "i2"
    ),
    "total-mismatch": Case(summed("60", 110_000), summed("60", 100_000), "10,000"),
    "total-not-checked": Case(summed("市府統籌款", 100_000), summed("60", 100_000), "100"),
    "year-mismatch": Case(
        titled("某區公所民政課111年度重要工作計畫"), titled("某區公所民政課112年度重要工作計畫"), "111"
    ),
    "text-in-table": Case(blocked("text"), blocked("overlay"), "草稿", "i2"),
    "rows-outside-table": Case(
        beside_the_table("1.辦理座談會 1,200", "2.辦理參訪 300"),
        beside_the_table("1.本表所列均為概數。", "2.議會審定後調整，合計 300"),
        "2",
    ),
    "glyphs-outside": Case(outside(3), outside(0), "3", page=2),
}
