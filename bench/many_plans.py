"""Plans of offices that do not exist, set as tables by reportlab, a page in a few hundredths of a second.

The fonts are those that every PDF viewer has to bring along, so that a file of one page has a few kilobytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "MSung-Light"
FONT_SIZE = 10.0
LEADING = 14.0
MARGIN = 36.0
PAD = 4.0
PAGE = (595.0, 842.0)
HEADERS = ("機關工作項目", "重要工作計畫項目", "實施內容", "預算金額(單位：千元)")
CHARS = (8, 11, 22, 8)
"""Characters per line of each column."""
WIDTHS = tuple(FONT_SIZE * chars + 2 * PAD for chars in CHARS)
PAGES_PER_SECTION = 4
COUNTIES = (
    "雲林縣",
    "嘉義縣",
    "屏東縣",
    "彰化縣",
    "南投縣",
    "苗栗縣",
    "花蓮縣",
    "臺東縣",
    "宜蘭縣",
    "新竹縣",
)
FIRST = "永福安和興隆昌盛清泉明德仁義忠信光華"
SECOND = "山水林田川溪海湖港城塘坪崙埔嶺岸洲橋"
YEARS = tuple(range(106, 116))
SECTIONS = (
    "民政課",
    "社會課",
    "財經課",
    "建設課",
    "農業課",
    "人文課",
    "行政課",
    "主計室",
    "人事室",
    "政風室",
)
WORKS = ("一般行政", "民政業務", "社會福利", "農業管理", "公共工程", "文化觀光", "財產管理", "環境衛生")
VERBS = ("辦理", "推動", "加強", "健全", "輔導", "改善", "落實", "充實")
OBJECTS = (
    "里鄰組織", "宗教團體", "社區發展", "農路養護", "路燈維護", "排水改善", "公園綠地", "老人福利",
    "兒童照顧", "防災整備", "圖書借閱", "觀光行銷", "公有市場", "殯葬設施", "財產清查", "人員訓練",
    "檔案管理", "資訊安全", "租佃業務", "調解服務", "環境清潔", "病媒防治", "社會救助", "體育活動",
)  # fmt: skip
KINDS = ("計畫", "工作", "業務", "活動", "宣導", "考核")
STEPS = (
    "依規定按月檢討辦理情形，並於次月十日前彙報縣政府備查。",
    "編列經費採購所需設備，由專人保管並定期檢查維護。",
    "結合社區志工與民間團體共同參與，提升服務品質。",
    "設置單一窗口受理民眾申請，隨到隨辦。",
    "派員實地訪查，建立資料冊並隨時更新異動資料。",
    "召開檢討會議，就缺失事項提出改進方案。",
    "印製文宣資料分送各村辦公處張貼，並於網站公告周知。",
)
DIGITS = "一二三四五六七八九"
Cell = list[str]


@dataclass(frozen=True)
class Office:
    """Whose plan it is, and of which year (ROC)."""

    name: str
    year_roc: int


@dataclass
class _Sheet:
    """A table that grows down the pages."""

    canvas: Canvas
    pages: int = 1
    y: float = PAGE[1] - MARGIN
    edges: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.edges = tuple(MARGIN + sum(WIDTHS[:count]) for count in range(len(WIDTHS) + 1))
        self.canvas.setFont(FONT, FONT_SIZE)

    def turn(self) -> None:
        """Begin a page."""
        self.canvas.showPage()
        self.canvas.setFont(FONT, FONT_SIZE)
        self.canvas.setLineWidth(0.5)
        self.pages += 1
        self.y = PAGE[1] - MARGIN

    def title(self, text: str) -> None:
        self.canvas.drawCentredString(PAGE[0] / 2, self.y - 2 * LEADING, text)
        self.y -= 3 * LEADING

    def row(self, cells: Sequence[Cell], repeated: Sequence[Cell] = ()) -> None:
        """Draw a row; where the page ends, it goes on below the repeated one on the next page."""
        left = [list(cell) for cell in cells]
        while True:
            room = int((self.y - MARGIN - 2 * PAD) // LEADING)
            if room > 0:
                self._part([cell[:room] for cell in left])
                left = [cell[room:] for cell in left]
                if not any(left):
                    return
            self.turn()
            if repeated:
                self._part(repeated)

    def _part(self, cells: Sequence[Cell]) -> None:
        height = LEADING * max(map(len, cells)) + 2 * PAD
        for left, width, lines in zip(self.edges, WIDTHS, cells, strict=False):
            self.canvas.rect(left, self.y - height, width, height)
            for number, line in enumerate(lines):
                if line:
                    self.canvas.drawString(left + PAD, self.y - PAD - FONT_SIZE - number * LEADING, line)
        self.y -= height


def offices(rng: random.Random, count: int) -> list[Office]:
    """Distinct pairs of an office and a year.

    Raises:
        ValueError: so many cannot be told apart.
    """
    names = [f"{county}{a}{b}鄉公所" for county in COUNTIES for a in FIRST for b in SECOND]
    every = [Office(name, year) for name in names for year in YEARS]
    return rng.sample(every, count)


def plan_pdf(rng: random.Random, office: Office, pages: int, **canvas: Any) -> tuple[bytes, int]:
    """Make the PDF of a plan.

    Args:
        rng: chooses the texts.
        office: whose plan it is.
        pages: number of pages.
        canvas: more for reportlab's Canvas, such as ``encrypt``.

    Returns:
        The file and the number of its plan items.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    made = Canvas(buffer, pagesize=PAGE, invariant=1, pageCompression=1, **canvas)
    made.setTitle(f"{office.name}{office.year_roc}年度重要工作計畫")
    made.setLineWidth(0.5)
    sheet = _Sheet(made)
    items = 0
    header = [_wrapped(text, chars) for text, chars in zip(HEADERS, CHARS, strict=True)]
    for number, name in enumerate(_names(pages)):
        if number:
            sheet.turn()
        sheet.title(f"{office.name}{name}{office.year_roc}年度重要工作計畫")
        sheet.row(header)
        last = min(pages, (number + 1) * PAGES_PER_SECTION)
        for cells in _rows(rng):
            sheet.row(cells, header)
            items += 1
            # An item is lower than what is left here, so that it ends on the same page.
            if sheet.pages == last and sheet.y < PAGE[1] * 0.6:
                break
    made.showPage()
    made.save()
    return buffer.getvalue(), items


def _names(pages: int) -> Iterator[str]:
    """Names of the sections."""
    for number in range(-(-pages // PAGES_PER_SECTION)):
        lap, place = divmod(number, len(SECTIONS))
        yield SECTIONS[place] if not lap else f"{SECTIONS[place][:-1]}{_numeral(lap)}{SECTIONS[place][-1]}"


def _rows(rng: random.Random) -> Iterator[list[Cell]]:
    """Rows without an end: numbered work items, each with some numbered plan items."""
    for work in range(10**6):
        count = rng.randint(2, 4)
        for number in range(count):
            name = rng.choice(VERBS) + rng.choice(OBJECTS) + rng.choice(KINDS)
            steps = rng.sample(STEPS, rng.randint(1, 4))
            yield [
                _wrapped(f"{_numeral(work + 1)}、{rng.choice(WORKS)}", CHARS[0]) if not number else [],
                _wrapped(f"({DIGITS[number]}){name}", CHARS[1]),
                [line for at, step in enumerate(steps, 1) for line in _wrapped(f"{at}.{step}", CHARS[2])],
                [f"{rng.randint(5, 20000):,}"],
            ]


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens - 1]}十"
    return head + (DIGITS[ones - 1] if ones else "")


def _wrapped(text: str, chars: int) -> Cell:
    return [text[start : start + chars] for start in range(0, len(text), chars)]
