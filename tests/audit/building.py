"""Extractions by hand that no rule has anything to say about, to be spoilt by one thing each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.audit.rules import judge
from pipeline.extractors.doubts import Doubt
from pipeline.models import Amount, Audit, Budget, Extraction, Finding, Item, PageAudit, Provenance, Total
from pipeline.normalizers.money import parse_budget
from pipeline.readers.page import BadPage, Glyph, Page, S
from tests import contract
from tests.contract import level, step

SIZE = 12.0
LINE = 20.0


def at(name: str, page: int = 1, line: int = 1, left: float = 50.0, width: float = 120.0) -> Provenance:
    """A field in the box of one printed line."""
    return Provenance(field=name, page=page, bbox=(left, line * LINE, left + width, line * LINE + SIZE))


def item(number: int, text: str | None = None, **values: Any) -> Item:
    """An item of one numbered plan level, printed on the line of its number."""
    words = f"辦理第{number}類業務" if text is None else text
    filled: dict[str, Any] = {
        "work_item": (level("一、", "一般行政", 1, "w1"),),
        "plan_item": (level(f"{number}.", words, number, f"p{number}"),),
        "implementation": (step(None, "隨到隨辦。"),),
        "provenance": (
            at("plan_item[0]", line=number),
            at("implementation[0]", line=number, left=200.0),
        ),
    }
    return contract.item(f"i{number}", **(filled | values))


def budget(number: int, raw: str = "40", **values: Any) -> Budget:
    """The budget cell of the item with that number, read as the extractors read it."""
    value = parse_budget(raw, "千元")
    filled: dict[str, Any] = {
        "raw": raw,
        "kind": value.kind,
        "amount_twd": value.amount_twd,
        "amounts": tuple(Amount(amount_twd=a.amount_twd, note=a.note) for a in value.amounts),
        "applies_to": (f"i{number}",),
        "provenance": (at("budget", line=number, left=400.0),),
    }
    filled |= values
    items = filled.pop("applies_to")
    return contract.budget(f"b{number}", *items, **filled)


def total(line: int, raw: str, amount: int | None, **values: Any) -> Total:
    filled: dict[str, Any] = {
        "label": "合計",
        "scope": "s1",
        "provenance": (at("total", line=line, left=400.0),),
    }
    return Total(raw=raw, amount_twd=amount, **(filled | values))


def whole(*items: Item, budgets: Sequence[Budget] = (), **values: Any) -> Extraction:
    """One section with these items; two good ones where none are given."""
    section = contract.section(
        "s1", items or (item(1), item(2)), tuple(budgets), **({"work_items": ()} | values)
    )
    return contract.extraction(contract.plan("p", section))


def accounted(*outside: int) -> Audit:
    """An account with so many unplaced glyphs on each page."""
    pages = tuple(PageAudit(page=n, outside=count, **_counts(count)) for n, count in enumerate(outside, 1))
    return Audit(outside=sum(outside), pages=pages, unread_pages=(), **_counts(sum(outside)))


def _counts(outside: int) -> dict[str, int]:
    return {"glyphs": 90 + outside, "in_fields": 90, "in_headers": 0, "in_furniture": 0, "in_blocks": 0}


def findings(extraction: Extraction, rule: str, doubts: Sequence[Doubt] = ()) -> list[Finding]:
    """What one rule has to say."""
    return [found for found in judge(extraction, doubts).findings if found.rule == rule]


def rules(extraction: Extraction) -> list[str]:
    """The rules that have something to say, in the findings' order."""
    return [found.rule for found in judge(extraction, ()).findings]


def glyphs(text: str, line: int = 1, left: float = 50.0) -> list[Glyph]:
    """Glyphs of a printed line; white space is printed too."""
    y = line * LINE + 0.88 * SIZE
    return [Glyph(c, left + SIZE * i, left + SIZE * (i + 1), y, SIZE) for i, c in enumerate(text)]


def page(number: int, printed: Iterable[Glyph]) -> Page:
    return Page(number, 600.0, 800.0, tuple(printed), (), (), (), 0.0)


@dataclass
class FakeReader:
    """An engine that reads what it is told to."""

    sheets: list[Page | BadPage]
    producer: str | None = None
    closed: bool = False
    asked: list[int] = field(default_factory=list)
    page_count: int = field(init=False)

    def __post_init__(self) -> None:
        self.page_count = len(self.sheets)

    def open(self, data: bytes, name: str) -> "FakeReader":
        assert (data, name) == (b"%PDF", "plan.pdf")
        return self

    def pages(self, numbers: tuple[int, ...]) -> Iterator[Page | BadPage]:
        self.asked += numbers
        yield from (self.sheets[number - 1] for number in numbers)

    def skim(self, numbers: Iterable[int], look: Callable[[str], S]) -> Iterator[S]:  # noqa: ARG002 - as readers have it
        raise AssertionError("a file that is read the second time is not skimmed")

    def close(self) -> None:
        self.closed = True
