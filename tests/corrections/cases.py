"""For each rule about corrections: the row that makes it speak, and the nearest row that does not."""

from dataclasses import dataclass, replace

from pipeline.corrections.rows import CorrectionRow, Lost
from pipeline.models import PlanDocument
from pipeline.normalizers.mentions import with_mentions
from tests import contract


def document() -> PlanDocument:
    """A plan with every kind of record once, but for corrections."""
    (read, *_) = contract.rich_extraction().documents()
    sections = (
        section.model_copy(
            update={"items": tuple(one.model_copy(update={"corrections": ()}) for one in section.items)}
        )
        for section in read.plan.sections
    )
    # The mentions that are read from its contents, which no correction has to change.
    plan = with_mentions(read.plan.model_copy(update={"sections": tuple(sections)}))
    return read.model_copy(update={"plan": plan})


def row(item_id: str, field: str, old: str, new: str, line: int = 2) -> CorrectionRow:
    return CorrectionRow(line, item_id, field, old, new, "漏字", "王小明", "2026-03-05")


@dataclass(frozen=True)
class Case:
    """What a rule says of one row.

    Attributes:
        says: part of what it says in both languages.
        item_id: the item that it names.
    """

    bad: CorrectionRow
    good: CorrectionRow
    says: str
    item_id: str | None


CASES: dict[str, Case] = {
    "correction-refused": Case(
        row("a-112-1", "extra[協辦單位]", "民政課", "社會課、民政課"),
        row("a-112-1", "extra[協辦單位]", "社會課", "社會課、民政課"),
        "社會課",
        "a-112-1",
    ),
    "correction-unknown": Case(
        row("a-112-9", "extra[協辦單位]", "社會課", "民政課"),
        row("a-112-1", "extra[協辦單位]", "社會課", "民政課"),
        "a-112-9",
        None,
    ),
    "correction-not-carried": Case(
        replace(
            row("a-112-9", "extra[協辦單位]", "社會課", "民政課"),
            lost=Lost("it reads “里長” now", "現讀為「里長」", "a-112-1", 1, "辦理老人福利"),
        ),
        row("a-112-1", "extra[協辦單位]", "社會課", "民政課"),
        "辦理老人福利",
        "a-112-1",
    ),
}
