"""Text layers that call a glyph by what is no character: one U+FFFD, told, and in every format."""

import re
import sqlite3
import zlib
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import pipeline
from pipeline.exporters.tables import TABLES
from pipeline.models import Extraction, Reader
from tests.making.traits import LAYOUT, PLAIN, plan_of
from tests.making.typeset import compile_pdf, document
from tests.reading import READERS

STREAM = re.compile(rb"(?<=\nstream\n).*?(?=\nendstream)", re.DOTALL)
SEEN = "電"
"""Stands once in the plan, at the begin of an item: 2. 電子公文推廣。"""
each_reader = pytest.mark.parametrize("reader", READERS)
NONE = [0x0000, 0x0007, 0x001B, 0x007F, 0x0085, 0xD800, 0xDBFF, 0xDC00, 0xFDD0, 0xFFFE, 0xFFFF]


def called(code: int) -> bytes:
    """A plan whose text layer calls one of its glyphs by a code point."""
    old, new = b"<%04X>\n" % ord(SEEN), b"<%04X>\n" % code

    def changed(match: re.Match[bytes]) -> bytes:
        try:
            held = zlib.decompress(match[0])
        except zlib.error:
            return match[0]
        if b"begincmap" not in held or old not in held:
            return match[0]
        # As long as before: the table of objects stays right.
        return zlib.compress(held.replace(old, new), 9).ljust(len(match[0]))

    data = compile_pdf(document(plan_of(*PLAIN), LAYOUT), plain=True)
    made = STREAM.sub(changed, data)
    assert made != data
    assert len(made) == len(data)
    return made


def read(code: int, reader: Reader, folder: Path) -> tuple[Extraction, str]:
    """What is read of such a plan, and the item's text."""
    path = folder / "plan.pdf"
    path.write_bytes(called(code))
    found = pipeline.extract(path, reader=reader, ocr="never")
    (item,) = [
        item.plan_item[-1]
        for item in found.plans[0].sections[0].items
        if "公文推廣" in item.plan_item[-1].text
    ]
    return found, (item.label or "") + item.text


@each_reader
@pytest.mark.parametrize("code", NONE, ids=hex)
def test_what_is_no_character_is_one_replacement_and_told(code: int, reader: Reader, tmp_path: Path) -> None:
    found, text = read(code, reader, tmp_path)

    assert text == "2.\ufffd子公文推廣。"
    (told,) = [finding for finding in found.findings if finding.rule == "unreadable-text"]
    assert told.severity == "error"
    assert told.item_id is not None


@each_reader
@pytest.mark.parametrize("code", [0x00AD, 0x200B, 0x200E, 0x202E, 0x2060, 0xFE0F, 0xFEFF], ids=hex)
def test_what_is_not_seen_is_no_text(code: int, reader: Reader, tmp_path: Path) -> None:
    found, text = read(code, reader, tmp_path)

    assert text == "2.子公文推廣。"
    assert not any(finding.rule == "unreadable-text" for finding in found.findings)


@each_reader
def test_every_format_holds_it(reader: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for code in (0x001B, 0xD800, 0xFFFF):
        (folder / f"{code:04x}.pdf").write_bytes(called(code))
        out = tmp_path / f"{code:04x}"
        report = pipeline.run(folder / f"{code:04x}.pdf", out, reader=reader, ocr="never", jobs=1)

        assert (report.exit_code, report.messages) == (0, ())
        assert {path.name for path in out.iterdir()} >= {f"{name}.csv" for name in TABLES}
        texts = [
            (out / "items.csv").read_text(encoding="utf-8-sig"),
            (out / "jsonl" / "items.jsonl").read_text(encoding="utf-8"),
            *(
                str(
                    CalamineWorkbook.from_path(out / f"workplan.{kind}")
                    .get_sheet_by_name("items")
                    .to_python()
                )
                for kind in ("xlsx", "ods")
            ),
        ]
        with sqlite3.connect(out / "workplan.sqlite") as database:
            texts += [str(database.execute("SELECT * FROM items").fetchall())]
        database.close()
        assert ["\ufffd子公文推廣" in text for text in texts] == [True] * len(texts)
        assert not pipeline.build_site(out, tmp_path / f"site-{code:04x}", jobs=1).without_pdf
