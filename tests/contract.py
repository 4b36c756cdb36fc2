"""Small extractions made by hand, and a stand-in for the extraction of a file."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import NotAPdfError
from pipeline.models import (
    Agency,
    Amount,
    Audit,
    Block,
    Budget,
    Correction,
    Extra,
    Extraction,
    Finding,
    Generator,
    Item,
    Level,
    Mention,
    PageAudit,
    Plan,
    Provenance,
    Section,
    Source,
    Step,
    Total,
    WorkItem,
)
from pipeline.reading.options import Options
from tests.here import Here

SHA256 = "0123456789abcdef" * 4


def step(label: str | None, text: str, *steps: Step, number: int | None = None) -> Step:
    return Step(label=label, number=number, text=text, steps=steps)


def level(label: str | None, text: str, number: int | None = None, id: str = "w") -> Level:  # noqa: A002
    return Level(id=id, label=label, number=number, text=text)


def at(field_name: str, page: int = 1, top: float = 100.0, left: float = 50.0) -> Provenance:
    return Provenance(field=field_name, page=page, bbox=(left, top, left + 90.0, top + 12.0))


def item(item_id: str, **values: Any) -> Item:
    filled: dict[str, Any] = {
        "work_item": (level("一、", "一般行政", 1), level("(一)", "自治行政管理", 1)),
        "plan_item": (level("1.", "召開里幹事工作會報", 1),),
        "implementation": (step("(1)", "每周三召開。", number=1),),
        "budget_ids": (),
        "provenance": (at("plan_item[0]"), at("implementation[0]", left=160.0)),
    }
    return Item(id=item_id, **(filled | values))


def budget(budget_id: str, *items: str, **values: Any) -> Budget:
    filled: dict[str, Any] = {
        "raw": "40",
        "header": "預算金額(單位：千元)",
        "role": "current",
        "printed_unit": "千元",
        "kind": "amount",
        "amount_twd": 40_000,
        "amounts": (Amount(amount_twd=40_000, note=None),),
        "note": None,
        "basis": "own_cell",
        "provenance": (at("budget", left=400.0),),
    }
    return Budget(id=budget_id, applies_to=items, **(filled | values))


def section(
    section_id: str, items: tuple[Item, ...], budgets: tuple[Budget, ...] = (), **values: Any
) -> Section:
    filled: dict[str, Any] = {
        "name": "民政課",
        "title": "某區公所民政課 112 年度重要工作計畫",
        "preamble": None,
        "focus": (),
        "work_items": (WorkItem(id="w", parent=None, label="一、", number=1, text="一般行政"),),
        "totals": (),
        "pages": (1, 2),
    }
    return Section(id=section_id, items=items, budgets=budgets, **(filled | values))


def plan(plan_id: str, *sections: Section, **values: Any) -> Plan:
    filled: dict[str, Any] = {
        "agency": Agency(id="a", name="某區公所", county="某市", code=None),
        "title": "某區公所 112 年度重要工作計畫",
        "year_roc": 112,
        "year": 2023,
    }
    return Plan(id=plan_id, sections=sections, **(filled | values))


def finding(finding_id: str, **values: Any) -> Finding:
    filled: dict[str, Any] = {
        "rule": "numbering-gap",
        "severity": "warning",
        "message_zh": "編號不連續。",
        "message_en": "A number is missing.",
        "remedy_zh": "請核對原件。",
        "remedy_en": "Check the document.",
    }
    return Finding(id=finding_id, **(filled | values))


def extraction(*plans: Plan, findings: tuple[Finding, ...] = (), **values: Any) -> Extraction:
    counts = {"glyphs": 9, "in_fields": 9, "in_headers": 0, "in_furniture": 0, "in_blocks": 0, "outside": 0}
    filled: dict[str, Any] = {
        "generator": Generator(version="0.1.0", reader="pdfium", profile="default"),
        "source": Source(file_name="plan.pdf", sha256=SHA256, pages=2, producer=None),
        "blocks": (),
        "audit": Audit(**counts, pages=(PageAudit(page=1, **counts),), unread_pages=()),
    }
    return Extraction(plans=plans, findings=findings, **(filled | values))


def rich_extraction() -> Extraction:
    """Every kind of record once: nested steps, shared and double cells, mentions, totals, corrections, findings."""
    items = (
        item(
            "a-112-1",
            plan_item=(level("(二)", "辦理老人福利", 2), level("1.", '2歲以上, 「含」"引號"', 1)),
            implementation=(
                step(None, "依下列方式辦理："),
                step(
                    "1.",
                    "訪視。",
                    step("(1)", "每月一次。", number=1),
                    step("(2)", "隨時。", number=2),
                    number=1,
                ),
            ),
            budget_ids=("b1", "b4"),
            extra=(Extra(header="備註", text="=1+1"), Extra(header="協辦單位", text="社會課")),
            mentions=(Mention(kind="date", text="每月", value=None, unit=None, offset=19),),
            provenance=(at("plan_item[1]", page=1), at("implementation[0]", page=2)),
            finding_ids=("f1", "f2"),
            confidence="doubtful",
        ),
        item(
            "a-112-2",
            work_item=(),
            implementation=(),
            budget_ids=("b1", "b2", "b3"),
            provenance=(),
            confidence="certain",
        ),
        item(
            "a-112-3",
            work_item=tuple(level(f"{n}、", f"第{n}層", n) for n in range(1, 5)),
            budget_ids=("b5",),
            corrections=(
                Correction(
                    field="plan_item",
                    old="1. 召開里干事工作會報",
                    new="1. 召開里幹事工作會報",
                    reason="原件誤植",
                    who="王小明",
                    date="2024-05-20",
                ),
            ),
        ),
    )
    budgets = (
        budget("b1", "a-112-1", "a-112-2", basis="merged_cell"),
        budget(
            "b2", "a-112-2", raw="市府統籌款", kind="text", amount_twd=None, amounts=(), note="市府統籌款"
        ),
        budget("b3", "a-112-2", raw="60", amount_twd=60_000, basis="aligned"),
        budget("b4", "a-112-1", raw="35", role="previous", header="上年度預算數", amount_twd=35_000),
        budget("b5", "a-112-3", raw="－", kind="nil", amount_twd=None, amounts=()),
    )
    totals = (
        Total(raw="100", label="合計", scope="s1", amount_twd=100_000, provenance=(at("total", top=300.0),)),
    )
    return extraction(
        plan("a-112", section("s1", items, budgets, totals=totals), section("s2", (), name=None)),
        findings=(
            finding("f1", item_id="a-112-1", page=1, bbox=(50.0, 100.25, 140.0, 112.0)),
            finding("f2", severity="info"),
        ),
        blocks=(Block(kind="furniture", text="第 1 頁", page=1, bbox=(250.0, 800.0, 300.0, 812.0)),),
    )


@dataclass
class FakeFiles:
    """Files that ``extract`` understands, in place of PDFs: JSON with plan ids and numbers of items."""

    folder: Path
    read: list[str] = field(default_factory=list)

    def write(self, name: str, **plans: int) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(plans), encoding="utf-8")
        return path

    def stand_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Be what every run reads, in this process because no other would know of it."""
        monkeypatch.setattr("pipeline.runs.work.extract_file", self.extract)
        monkeypatch.setattr("pipeline.api.publication.engine_of", lambda *_: Here())

    def extract(self, path: Path, options: Options, *_: int | None) -> Extraction:
        self.read.append(path.name)
        content = path.read_bytes()
        if content.startswith(b"bug"):
            raise ZeroDivisionError("division\nby zero")
        if not content.startswith(b"{"):
            raise NotAPdfError("not-a-pdf", name=path.name)
        ending = f"-{options.edition}" if options.edition else ""
        plans = (self._plan(name + ending, count) for name, count in json.loads(content).items())
        source = Source(
            file_name=path.name, sha256=hashlib.sha256(content).hexdigest(), pages=2, producer=None
        )
        generator = Generator(version="0.1.0", reader=options.reader, profile="default")
        return extraction(*plans, findings=(finding("f1"),), source=source, generator=generator)

    @staticmethod
    def _plan(plan_id: str, count: int) -> Plan:
        ids = [f"{plan_id}-{n:08x}" for n in range(count)]
        items = tuple(item(i, budget_ids=(f"{i}-b",)) for i in ids)
        return plan(plan_id, section("s1", items, tuple(budget(f"{i}-b", i) for i in ids)))
