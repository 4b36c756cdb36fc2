"""How long a budget book takes whose plan stands on six of 400 pages, beside reading all of them.

usage: python -m bench.book [FILE.pdf] [--rounds 5]

Without a file the book is made: tables of accounts and amounts with the first six pages of a sample plan between
them. Every measurement is a process of its own on one core; imports are not counted. The goal is that of the
project: under a quarter of the time of reading all pages.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import pypdfium2

from tests.making.typeset import compile_pdf

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "samples" / "layouts" / "chiayi-west-112-ruled.pdf"
PAGES, PLAN_PAGES, PLAN_AT = 400, 6, 210
MOST = 0.25
"""Goal: the book takes under this share of the time of reading all its pages."""
ROWS = 36
SYLLABLES = "一般行政業務管理人事費獎補助設備及投資財產保險水電費資訊服務物品加班值班退休離職儲金"
HEADERS = ("科目編號", "分支計畫及用途別科目", "金額", "承辦單位", "說明")


def book() -> bytes:
    """The PDF of the book."""
    rng = random.Random(1)  # noqa: S311 - no secret
    pages = PAGES - PLAN_PAGES
    source = "\n#pagebreak()\n".join(_account_table(rng) for _ in range(pages))
    looks = '#set page(width: 595pt, height: 842pt, margin: 30pt)\n#set text(font: "Noto Sans CJK TC", size: 9pt)\n'
    document = pypdfium2.PdfDocument(compile_pdf(looks + source, plain=True))
    document.import_pages(pypdfium2.PdfDocument(PLAN), list(range(PLAN_PAGES)), PLAN_AT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.pdf"
        document.save(path)
        return path.read_bytes()


def _account_table(rng: random.Random) -> str:
    def word(length: int) -> str:
        at = rng.randrange(len(SYLLABLES) - length)
        return SYLLABLES[at : at + length]

    cells = list(HEADERS)
    for _ in range(ROWS):
        amount = f"{rng.randrange(1, 99999):,}"
        cells += [str(rng.randrange(1000, 9999)), word(8), amount, word(3), word(16)]
    printed = ", ".join(f"[{cell}]" for cell in cells)
    return f"#table(columns: (60pt, 140pt, 60pt, 60pt, 1fr), {printed})"


def measure(path: Path, *, whole: bool) -> float:
    """Seconds of one extraction in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.book", str(path), "--task", "whole" if whole else "chosen"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return float(done.stdout)


def work(path: Path, *, whole: bool) -> float:
    """Seconds of one extraction in this process."""
    from pipeline import extract  # noqa: PLC0415 - only the process that measures needs it
    from pipeline.exporters.model_json import json_bytes  # noqa: PLC0415 - the same
    from pipeline.readers import pdfium  # noqa: PLC0415 - loaded late by the program itself

    count = len(pypdfium2.PdfDocument(path))
    start = time.perf_counter()
    json_bytes(extract(path, pages=(1, count) if whole else None))
    del pdfium
    return time.perf_counter() - start


def main() -> int:
    """Measure and print; 1 where the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.book", description="a plan within a long book")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each way")
    parser.add_argument("--task", choices=["whole", "chosen"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        print(work(given.file, whole=given.task == "whole"))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = given.file
        if path is None:
            path = Path(folder) / "book.pdf"
            path.write_bytes(book())
        pairs = [
            (measure(path.resolve(), whole=False), measure(path.resolve(), whole=True))
            for _ in range(given.rounds)
        ]
    chosen, whole = median(a for a, _ in pairs), median(b for _, b in pairs)
    share = median(a / b for a, b in pairs)
    print(
        f"pages with a plan {chosen:.3f} s, all pages {whole:.3f} s, share {share:.3f} (goal: under {MOST})"
    )
    return 0 if share < MOST else 1


if __name__ == "__main__":
    sys.exit(main())
