import io
from dataclasses import replace

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.audit.printed import comparable, printed_texts
from pipeline.audit.verify import Frames, Opener, difference, pages_in_doubt, verify
from pipeline.errors import NotAPdfError
from pipeline.extractors.doubts import Doubt
from pipeline.models import BBox, Confidence, Extra, Extraction
from pipeline.readers.page import BadPage, Glyph, Page, Straightened
from pipeline.readers.pdfium import PdfiumReader
from pipeline.readers.plumber import PlumberReader
from tests.audit.building import FakeReader, at, budget, glyphs, item, page, total, whole
from tests.contract import level, step
from tests.making.typeset import compile_pdf

TEXT = "辦理里民活動"


def read(extraction: Extraction, *sheets: list[Glyph] | BadPage) -> list[Doubt]:
    made: list[Page | BadPage] = [
        sheet if isinstance(sheet, BadPage) else page(number, sheet) for number, sheet in enumerate(sheets, 1)
    ]
    reader = FakeReader(made)
    doubts = verify(extraction, b"%PDF", reader.open)
    assert reader.closed
    return doubts


def one_step(text: str, *places: tuple[int, int]) -> Extraction:
    """An item with one step that is printed in the boxes of lines, given by page and line."""
    boxes = tuple(at("implementation[0]", page=number, line=line) for number, line in places)
    return whole(item(1, implementation=(step(None, text),), provenance=boxes))


def test_the_same_text_is_no_doubt() -> None:
    assert read(one_step(TEXT, (1, 1)), glyphs(TEXT)) == []


def test_another_text_is_a_doubt_at_its_place() -> None:
    extraction = one_step(TEXT, (1, 1))
    place = extraction.plans[0].sections[0].items[0].provenance[0]
    told = Doubt("verify-mismatch", 1, place.bbox, "i1", "辦理里民活動|辦理里氏活動")
    assert read(extraction, glyphs("辦理里氏活動")) == [told]


@pytest.mark.parametrize("printed", ["辦理里民活", "辦理里民活動。", "理辦里民活動", ""])
def test_a_glyph_less_or_more_or_elsewhere_is_a_doubt(printed: str) -> None:
    assert len(read(one_step(TEXT, (1, 1)), glyphs(printed))) == 1


@pytest.mark.parametrize(
    ("text", "printed"), [("里民", "里⺠"), ("112年", "１１２ 年"), ("社會", "社会"), ("a-b", "a‐b")]
)
def test_forms_of_one_character_are_alike(text: str, printed: str) -> None:
    assert bool(read(one_step(text, (1, 1)), glyphs(printed))) == (text == "社會")


def test_lines_and_pages_are_read_in_order() -> None:
    lines = [*glyphs("理里", 2), *glyphs("辦", 1)]
    assert read(one_step(TEXT, (1, 1), (1, 2), (2, 1)), lines, glyphs("民活動")) == []
    assert read(one_step(TEXT, (2, 1), (1, 1), (1, 2)), lines, glyphs("民活動")) == []


def test_only_glyphs_whose_middle_is_in_a_box_count() -> None:
    beside = [*glyphs(TEXT, 1), *glyphs("不算", 1, left=200.0), *glyphs("不算", 2)]
    assert read(one_step(TEXT, (1, 1)), beside) == []


def test_a_glyph_in_two_boxes_of_a_field_is_read_once() -> None:
    assert read(one_step(TEXT, (1, 1), (1, 1)), glyphs(TEXT)) == []


def test_labels_of_an_ordinal_column_stand_before_the_text() -> None:
    places = (at("plan_item[0]", left=200.0), at("plan_item[0]", left=20.0, width=25.0))
    extraction = whole(item(1, TEXT, provenance=places))
    assert read(extraction, [*glyphs(TEXT, left=200.0), *glyphs("1.", left=20.0)]) == []


def test_a_raised_glyph_stays_in_its_line() -> None:
    raised = [g._replace(y=g.y - 4.0, size=7.0) if g.text == "²" else g for g in glyphs("面積5m²計")]
    assert read(one_step("面積5m²計", (1, 1)), raised) == []


def test_what_items_share_is_told_once() -> None:
    shared = tuple(
        item(number, work_item=(level("一、", TEXT, 1, "w"),), provenance=(at("work_item[0]"),))
        for number in (1, 2)
    )
    assert [doubt.item_id for doubt in read(whole(*shared), glyphs("二、" + TEXT))] == ["i1"]


def test_budgets_and_totals_are_checked() -> None:
    grand = total(2, "8,359", 8_359_000)
    extraction = whole(item(1, provenance=()), budgets=[budget(1, "8,359")], totals=(grand,))
    right = [*glyphs("8,359", 1, left=400.0), *glyphs("8,359", 2, left=400.0)]
    assert read(extraction, right) == []
    wrong = [*glyphs("8,350", 1, left=400.0), *glyphs("8,358", 2, left=400.0)]
    assert [doubt.item_id for doubt in read(extraction, wrong)] == ["i1", None]


def test_a_page_that_the_other_engine_cannot_read_is_told_and_its_fields_are_not() -> None:
    extraction = one_step(TEXT, (1, 1), (2, 1))
    doubts = read(extraction, glyphs("另文"), BadPage(2, "broken"))
    assert doubts == [Doubt("verify-unread", 2, None, None, "2: broken")]
    assert [doubt.rule for doubt in read(extraction, glyphs("另文"))] == ["verify-unread"]


def test_a_file_that_the_other_engine_cannot_open_is_told() -> None:
    def refuse(_data: bytes, name: str) -> FakeReader:
        raise NotAPdfError("not-a-pdf", name=name)

    told = [Doubt("verify-unread", None, None, None, "NotAPdfError")]
    assert verify(one_step(TEXT, (1, 1)), b"%PDF", refuse) == told


def test_only_pages_with_fields_are_read() -> None:
    reader = FakeReader([page(number, glyphs(TEXT)) for number in (1, 2, 3)])
    assert verify(one_step(TEXT, (2, 1)), b"%PDF", reader.open) == []
    assert reader.asked == [2]


SIDE: Straightened = (0.0, 1.0, -1.0, 0.0, 800.0, 0.0)
ASKEW: Straightened = (0.999, 0.0436, -0.0436, 0.999, 12.0, -8.0)


@pytest.mark.parametrize(
    ("own", "others"),
    [(None, None), (SIDE, SIDE), (ASKEW, ASKEW), (ASKEW, (0.9991, 0.0424, -0.0424, 0.9991, 11.7, -7.8))],
)
def test_places_are_compared_on_the_upright_page(own: Straightened, others: Straightened) -> None:
    reader = FakeReader([replace(page(1, glyphs(TEXT)), straightened=others)])
    frames = Frames(straightened={1: own})
    assert verify(one_step(TEXT, (1, 1)), b"%PDF", reader.open, frames) == []


def test_a_page_that_only_one_engine_sets_upright_is_compared_as_it_is_shown() -> None:
    # The box of line 1 on the page that was set upright is a column of 12 points as shown.
    shown = [Glyph(c, 800.0 - 32.0, 800.0 - 20.0, 50.0 + 12.0 * i + 9.0, 12.0) for i, c in enumerate(TEXT)]
    reader = FakeReader([page(1, shown)])
    frames = Frames(straightened={1: SIDE})
    assert verify(one_step(TEXT, (1, 1)), b"%PDF", reader.open, frames) == []


def test_two_pages_of_one_sheet_are_compared_under_the_number_of_the_file() -> None:
    # Pages 1 and 2 are halves of the file's page 1, read from its picture; page 3 is its page 2.
    reader = FakeReader([page(1, glyphs("另文")), page(2, glyphs("另文"))])
    frames = Frames(pictures={1, 2}, numbers={2: 1, 3: 2})
    doubts = verify(one_step(TEXT, (3, 1)), b"%PDF", reader.open, frames)
    assert [(doubt.rule, doubt.page) for doubt in doubts] == [("verify-mismatch", 3)]
    doubts = verify(one_step(TEXT, (2, 1)), b"%PDF", reader.open, frames)
    assert doubts == [Doubt("verify-unread", 2, None, None, "1: no text layer")]
    assert reader.asked == [2]


def test_a_field_that_leads_nowhere_is_a_doubt() -> None:
    extraction = whole(item(1, provenance=(at("implementation[7]"),)))
    assert [doubt.detail for doubt in read(extraction, glyphs(TEXT))] == [f"|{TEXT}"]


def test_paths_of_fields() -> None:
    inner = step("(1)", "訪視。", number=1)
    outer = step("1.", "辦理：", inner, number=1)
    one = item(3, "甲", implementation=(outer,), extra=(Extra(header="備註", text="附表"),))
    assert printed_texts(one, "work_item[0]") == ("一、一般行政",)
    assert printed_texts(one, "plan_item[0]") == ("3.甲",)
    assert printed_texts(one, "plan_item[0].text") == ("甲",)
    assert printed_texts(one, "implementation[0]") == ("1.辦理：",)
    assert printed_texts(one, "implementation[0].steps[0]") == ("(1)訪視。",)
    assert printed_texts(one, "extra[0]") == ("附表",)
    for wrong in ("plan_item[1]", "nothing[0]", "plan_item", "plan_item[0", "model_dump", "item", ""):
        assert printed_texts(one, wrong) == (), wrong


def test_paths_of_cells() -> None:
    assert printed_texts(budget(1, "40"), "budget") == printed_texts(budget(1, "40"), "raw") == ("40",)
    assert printed_texts(total(1, "40", 40_000), "total") == ("40", "合計40")


def test_the_raw_text_counts_as_well_as_the_text() -> None:
    coded = one_step("里民", (1, 1)).plans[0].sections[0].items[0]
    kept = coded.model_copy(
        update={"implementation": (step("1.", "里民").model_copy(update={"raw": "里⺠"}),)}
    )
    assert printed_texts(kept, "implementation[0]") == ("1.里民", "1.里⺠")


def test_comparing_leaves_white_space_out() -> None:
    assert comparable(" 里　民\n(１) ") == "里民(1)"


@pytest.mark.parametrize(
    ("expected", "found", "shown"),
    [
        ("甲", "乙", "甲|乙"),
        ("甲乙", "甲", "甲乙|甲"),
        ("一二三四五六", "一二三四五七", "…二三四五六|…二三四五七"),
    ],
)
def test_difference(expected: str, found: str, shown: str) -> None:
    assert difference(expected, found) == shown


# Real files: each line as its engine reads it, checked against the other engine.


def over_pages(**confidence: Confidence) -> Extraction:
    """Items 1 to 3, each with a step on the page of its number; the second ends on page 3."""
    ends = {1: (1,), 2: (2, 3), 3: (3,)}
    items = [
        item(
            number,
            implementation=(step(None, TEXT),),
            provenance=tuple(at("implementation[0]", page, number) for page in pages),
        ).model_copy(update={"confidence": confidence[f"i{number}"]})
        for number, pages in ends.items()
    ]
    return whole(*items, budgets=[budget(1, provenance=(at("budget", 4),))])


def test_the_pages_in_doubt_are_those_of_records_that_are_not_certain() -> None:
    assert pages_in_doubt(over_pages(i1="certain", i2="doubtful", i3="certain")) == {2, 3}
    assert pages_in_doubt(over_pages(i1="likely", i2="certain", i3="certain")) == {1, 4}
    assert pages_in_doubt(over_pages(i1="certain", i2="certain", i3="certain")) == frozenset()


def test_of_some_pages_only_what_stands_on_them_alone_is_compared() -> None:
    reader = FakeReader([page(number, glyphs("另一段文字")) for number in (1, 2, 3, 4)])
    extraction = over_pages(i1="certain", i2="certain", i3="certain")
    doubts = verify(extraction, b"%PDF", reader.open, pages={3})
    assert [(doubt.rule, doubt.item_id) for doubt in doubts] == [("verify-mismatch", "i3")]
    assert (reader.asked, reader.closed) == ([3], True)


def test_where_no_page_is_in_doubt_the_file_is_not_opened() -> None:
    def closed(*_: object) -> FakeReader:
        raise AssertionError

    assert verify(over_pages(i1="certain", i2="certain", i3="certain"), b"%PDF", closed, pages=()) == []


def lines_as_items(data: bytes, opener: Opener) -> Extraction:
    reader = opener(data, "plan.pdf")
    (sheet,) = reader.pages((1,))
    reader.close()
    assert isinstance(sheet, Page)
    lines: dict[float, list[Glyph]] = {}
    for glyph in sheet.glyphs:
        lines.setdefault(round(glyph.y), []).append(glyph)
    items = []
    for number, line in enumerate(lines.values(), 1):
        text = "".join(glyph.text for glyph in line)
        first = line[0]
        bbox: BBox = (
            first.x0,
            first.y - 0.88 * first.size,
            max(glyph.x1 for glyph in line),
            first.y + 0.12 * first.size,
        )
        place = at("implementation[0]").model_copy(update={"bbox": bbox})
        items.append(item(number, implementation=(step(None, text),), provenance=(place,)))
    assert items
    return whole(*items)


ENGINES = pytest.mark.parametrize(
    ("first", "other"), [(PdfiumReader, PlumberReader), (PlumberReader, PdfiumReader)]
)


@ENGINES
def test_both_engines_read_a_typeset_file_alike(first: Opener, other: Opener) -> None:
    body = "辦理112年度里鄰長研習會，participants約1,200人次。" * 6
    data = compile_pdf(f'#set page(width: 400pt, height: 300pt)\n#set text(font: "Noto Sans CJK TC")\n{body}')
    extraction = lines_as_items(data, first)
    assert len(extraction.plans[0].sections[0].items) > 2
    assert verify(extraction, data, other) == []


@ENGINES
def test_a_font_that_one_engine_cannot_map_is_told(first: Opener, other: Opener) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("MSung-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300), invariant=1)
    canvas.setFont("MSung-Light", 14)
    canvas.drawString(50, 200, TEXT)
    canvas.save()
    doubts = verify(lines_as_items(file.getvalue(), first), file.getvalue(), other)
    assert [doubt.rule for doubt in doubts] == ["verify-mismatch"]
    assert TEXT in doubts[0].detail
