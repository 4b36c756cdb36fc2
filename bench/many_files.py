"""Many small plans of distinct offices and years, some of them broken, the same from the same seed.

usage: python -m bench.many_files FOLDER [--files 2000] [--seed 1]

Each good file is a ruled table over 1 to 60 pages, most of them short, drawn with reportlab and its own font
reference. ``truth.json`` beside the files says what each of them holds: its number of items, or the exit codes
that are right for it.
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE_PT, LEADING_PT = "MSung-Light", 10.0, 14.0
PAGE_PT = (595.0, 842.0)
MARGIN_PT = 40.0
EDGES_PT = (40.0, 130.0, 270.0, 475.0, 555.0)
HEADERS = ("機關工作項目", "重要工作計畫項目", "實施內容", "預算金額(單位：千元)")
COUNTIES = (
    "嘉義縣",
    "臺南縣",
    "屏東縣",
    "花蓮縣",
    "苗栗縣",
    "彰化縣",
    "雲林縣",
    "南投縣",
    "臺東縣",
    "新竹縣",
)
NAMES = "東西南北中大小新竹林山水溪田安和平仁義信愛光明福壽永興豐美樂"

WORDS = "辦理加強推動落實執行督導改善維護宣導訓練調查登記統計補助管理服務設備環境里民活動計畫業務資料"
SHARE_BROKEN = 0.05
LONGEST_PAGES = 60
NUMERALS = "一二三四五六七八九十"
BOMB_BYTES = 2**30


@dataclass(frozen=True)
class Made:
    """A file and what is right about it.

    Attributes:
        items: number of plan items; None where the file is broken.
        codes: exit codes that are right for it.
    """

    name: str
    content: bytes
    items: int | None
    codes: tuple[int, ...]


def files(count: int, seed: int) -> Iterator[Made]:
    """Yield files, each with a plan of its own."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    rng = random.Random(seed)  # noqa: S311 - no secret
    broken = set(rng.sample(range(count), round(count * SHARE_BROKEN)))
    kinds = list(BROKEN)
    for number in range(count):
        own = random.Random(f"{seed}-{number}")  # noqa: S311 - no secret
        if number in broken:
            kind = kinds[number % len(kinds)]
            make, codes = BROKEN[kind]
            yield Made(f"{number:05d}-{kind}.pdf", make(own, number), None, codes)
        else:
            content, items = plan(own, number)
            yield Made(f"{number:05d}.pdf", content, items, (0,))


def plan(
    rng: random.Random, number: int, pages: int | None = None, encrypt: StandardEncryption | None = None
) -> tuple[bytes, int]:
    """A plan's PDF, and how many items it has.

    Args:
        rng: decides about all but the office and the year.
        number: gives the office and the year, which no other number has.
        pages: at least so many; drawn where None.
        encrypt: with a password.
    """
    wanted = pages or min(LONGEST_PAGES, 1 + int(rng.expovariate(1 / 3)))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE_PT, invariant=1, pageCompression=1, encrypt=encrypt)
    sheet = _Sheet(canvas, f"{office(number)} {112 - number % 8} 年度工作計畫".replace(" ", ""))
    items = 0
    group = 0
    while not items or sheet.pages < wanted:
        group += 1
        work = f"{NUMERALS[group % 10]}、{_words(rng, 6)}"
        for index in range(rng.randint(1, 4)):
            steps = [f"({n}){_words(rng, rng.randint(6, 40))}。" for n in range(1, rng.randint(2, 5))]
            budget = f"{rng.randrange(1, 99999):,}" if rng.random() < 0.6 else ""
            sheet.row((work if index == 0 else "", f"{index + 1}.{_words(rng, 8)}。", steps, budget))
            items += 1
            if sheet.pages >= wanted:
                break
    sheet.close()
    return buffer.getvalue(), items


def office(number: int) -> str:
    """Name of an office that shares its year with no other."""
    place, county = divmod(number // 8, len(COUNTIES))
    first, second = divmod(place, len(NAMES))
    return f"{COUNTIES[county]}{NAMES[first % len(NAMES)]}{NAMES[second]}鄉公所"


def _words(rng: random.Random, length: int) -> str:
    pairs = [WORDS[i : i + 2] for i in range(0, len(WORDS) - 1, 2)]
    return "".join(rng.choice(pairs) for _ in range(max(2, length // 2)))


class _Sheet:
    """A table that is drawn row by row, over as many pages as it takes."""

    def __init__(self, canvas: Canvas, title: str) -> None:
        self._canvas = canvas
        self.pages = 0
        self._y = 0.0
        self._begin(title)

    def row(self, cells: tuple[str, str, list[str], str]) -> None:
        work, item, steps, budget = cells
        columns = [_wrapped([work], 0), _wrapped([item], 1), _wrapped(steps, 2), [budget] if budget else []]
        for line in range(max(map(len, columns))):
            if self._y < MARGIN_PT + LEADING_PT:
                self._end()
                self._begin()
            for column, lines in enumerate(columns):
                if line < len(lines):
                    self._canvas.drawString(EDGES_PT[column] + 4, self._y - SIZE_PT, lines[line])
            self._y -= LEADING_PT
        self._y -= 3
        self._canvas.line(EDGES_PT[0], self._y, EDGES_PT[-1], self._y)

    def close(self) -> None:
        self._end()
        self._canvas.save()

    def _begin(self, title: str = "") -> None:
        self.pages += 1
        self._canvas.setFont(FONT, SIZE_PT)
        self._canvas.setLineWidth(0.5)
        self._y = PAGE_PT[1] - MARGIN_PT
        if title:
            self._canvas.drawCentredString(PAGE_PT[0] / 2, self._y - SIZE_PT, title)
            self._y -= 2 * LEADING_PT
        self._top = self._y
        self._canvas.line(EDGES_PT[0], self._y, EDGES_PT[-1], self._y)
        for column, header in enumerate(HEADERS):
            for line, text in enumerate(_wrapped([header], column)):
                y = self._y - SIZE_PT - 2 - LEADING_PT * line
                self._canvas.drawString(EDGES_PT[column] + 4, y, text)
        self._y -= 2 * LEADING_PT + 4
        self._canvas.line(EDGES_PT[0], self._y, EDGES_PT[-1], self._y)
        self._y -= 2

    def _end(self) -> None:
        self._canvas.line(EDGES_PT[0], self._y, EDGES_PT[-1], self._y)
        for x in EDGES_PT:
            self._canvas.line(x, self._top, x, self._y)
        self._canvas.showPage()


def _wrapped(texts: list[str], column: int) -> list[str]:
    width = int((EDGES_PT[column + 1] - EDGES_PT[column] - 8) // SIZE_PT)
    return [text[at : at + width] for text in texts for at in range(0, len(text), width)]


def _truncated(rng: random.Random, number: int) -> bytes:
    content = plan(rng, number, 2)[0]
    return content[: len(content) // 3]


def _flipped(rng: random.Random, number: int) -> bytes:
    content = bytearray(plan(rng, number, 2)[0])
    for at in rng.sample(range(len(content)), len(content) // 4):
        content[at] ^= rng.randrange(1, 256)
    return bytes(content)


def _empty(rng: random.Random, number: int) -> bytes:  # noqa: ARG001 - a maker like the others
    return b""


def _no_pdf(rng: random.Random, number: int) -> bytes:
    return f"這不是 PDF {number} {rng.random()}".encode() * 20


def _encrypted(rng: random.Random, number: int) -> bytes:
    return plan(rng, number, 1, encrypt=StandardEncryption(f"secret {number}", strength=40))[0]


def _no_plan(rng: random.Random, number: int) -> bytes:
    return _written(f"公告第 {number} 號：{_words(rng, 40)}。")


def _no_text(rng: random.Random, number: int) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE_PT, invariant=1)
    canvas.rect(50 + number % 100, 50, 10 + rng.random(), 10)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _written(text: str) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE_PT, invariant=1)
    canvas.setFont(FONT, SIZE_PT)
    canvas.drawString(50, 700, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _bomb(rng: random.Random, number: int) -> bytes:
    """A page whose content of a megabyte inflates to a gigabyte of spaces."""
    packer = zlib.compressobj(9)
    piece = b" " * 2**20
    content = b"".join([*(packer.compress(piece) for _ in range(BOMB_BYTES // len(piece))), packer.flush()])
    head = f"%PDF-1.4\n% {number} {rng.random()}\n".encode()
    return _pdf(
        head,
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
    )


def _cycle(rng: random.Random, number: int) -> bytes:
    """A tree of pages that is its own child."""
    head = f"%PDF-1.4\n% {number} {rng.random()}\n".encode()
    return _pdf(head, b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>")


def _pdf(head: bytes, *objects: bytes) -> bytes:
    body, places = head, []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


Maker = Callable[[random.Random, int], bytes]
UNREAD = (3, 5, 6)
"""No PDF, no text, no plan: which of them depends on what is left of the file."""
BROKEN: dict[str, tuple[Maker, tuple[int, ...]]] = {
    "truncated": (_truncated, (*UNREAD, 0)),
    "flipped": (_flipped, (*UNREAD, 0)),
    "empty": (_empty, (3,)),
    "no-pdf": (_no_pdf, (3,)),
    "encrypted": (_encrypted, (4,)),
    "no-plan": (_no_plan, (6,)),
    "no-text": (_no_text, UNREAD),
    "bomb": (_bomb, (*UNREAD, 11, 12)),
    "cycle": (_cycle, UNREAD),
}
"""How a file is broken, and the exit codes that are right for it; 0 where enough of it may be left."""


def write(folder: Path, count: int, seed: int) -> dict[str, Made]:
    """Write files and ``truth.json``; give them by name, without their content."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for one in files(count, seed):
        (folder / one.name).write_bytes(one.content)
        made[one.name] = Made(one.name, b"", one.items, one.codes)
    truth = {name: {"items": one.items, "codes": one.codes} for name, one in made.items()}
    (folder / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")
    return made


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(prog="python -m bench.many_files", description="many small plans")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.folder, given.files, given.seed)


if __name__ == "__main__":
    main()
