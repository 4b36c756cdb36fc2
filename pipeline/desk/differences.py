"""Where the two readings of an item differ: both texts, and the form in which the other one is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from pipeline.dataclass import dataclass
from pipeline.messages.catalogue import catalogue
from pipeline.models import Finding, Item, OtherReading, ReadField
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.records import contents, labelled
from pipeline.site.model import ItemRow
from pipeline.site.words import FIELD_WORDS
from pipeline.web.words import Words

RULE: Final = "readings-differ"
DIFFERENCE_WORDS_ZH_EN: Final[dict[ReadField, Words]] = {
    "work_item": FIELD_WORDS["work_item"],
    "plan_item": FIELD_WORDS["plan_item"],
    "implementation": FIELD_WORDS["implementation"],
    "budget": FIELD_WORDS["budget"],
    "record": ("項目分界", "Where an item begins or ends"),
}
REASON: Final = "經核對原件，以另一種讀法為準。"
"""Of a correction to the other reading, until the person says it in other words."""
Act = Literal["correct", "split", "join", "move", "budget"]


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The form of the desk in which the other reading is taken.

    Attributes:
        act: which form.
        field: that it corrects; "" for the forms that arrange items.
        value: what it is filled with.
    """

    act: Act
    field: str = ""
    value: str = ""

    @property
    def given(self) -> dict[str, str]:
        """The form's values by the names of its inputs."""
        if self.act == "correct":
            return {"act": self.act, "field": self.field, "new": self.value, "reason": REASON}
        return {"act": self.act, "title": self.value, "reason": ""}


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """One field that the two readings give otherwise.

    Attributes:
        told: the field's name for people.
        taken: the record's text, with the corrections of people; "" where it has none.
        other: the other reading's text; "" where it has none.
        settled: whether the record's text is the other reading's already.
        way: how the other reading is taken.
        place: what of the page lights up with it: a field of the record, or a finding.
        page: number of the page; None where it is not known.
    """

    told: Words
    taken: str
    other: str
    settled: bool
    way: AnswerForm
    place: str
    page: int | None


def differences(row: ItemRow) -> tuple[ShownDifference, ...]:
    """The fields of an item that the two readings give otherwise, as they were found."""
    found: dict[ReadField, list[Finding]] = {}
    for one in row.item.other_reading:
        found.setdefault(one.field, _findings(row, one.field))
    return tuple(_difference(row, one, found[one.field]) for one in row.item.other_reading)


def _difference(row: ItemRow, other: OtherReading, findings: list[Finding]) -> ShownDifference:
    taken = _taken(row, other)
    place, page = _place(row.item, other.field, findings)
    settled = other.field != "record" and taken == other.text
    return ShownDifference(
        DIFFERENCE_WORDS_ZH_EN[other.field], taken, other.text, settled, _way(row, other), place, page
    )


def _findings(row: ItemRow, field: ReadField) -> list[Finding]:
    """Findings of the difference; of plans that another version has worded, none is known by its words."""
    rule = catalogue("findings")[RULE]
    begins = rule.text.zh.replace("{reason}", rule.reasons[field].zh).partition("，")[0]
    return [one for one in row.findings if one.rule == RULE and one.message_zh.startswith(f"{begins}，")]


def _place(item: Item, field: ReadField, findings: list[Finding]) -> tuple[str, int | None]:
    if findings:
        # An item may hold several records of the other reading; each is told where it begins.
        one = findings.pop(0)
        return one.id, one.page
    role = "plan_item" if field == "record" else field
    places: Iterator[tuple[str, int]] = (
        (one.field, one.page) for one in item.provenance if one.field.startswith(role)
    )
    return next(places, ("", None))


def _taken(row: ItemRow, other: OtherReading) -> str:
    item = row.item
    if other.field == "work_item":
        return "\n".join(map(labelled, item.work_item))
    if other.field == "implementation":
        return contents(item.implementation)
    if other.field == "budget":
        return "\n".join(one.raw for one in row.section.budgets if one.id in item.budget_ids and one.raw)
    if other.field == "record" and other.text:
        return ""
    return "\n".join(map(labelled, item.plan_item))


def _way(row: ItemRow, other: OtherReading) -> AnswerForm:
    item = row.item
    if other.field == "implementation":
        return AnswerForm("correct", "implementation", other.text)
    if other.field == "plan_item" and other.text and item.plan_item:
        inner, line = item.plan_item[-1], other.text.rpartition("\n")[2]
        name, text = f"plan_item[{len(item.plan_item) - 1}]", _without_label(line, inner.label)
        label = line.removesuffix(text).strip()
        # Levels around it that differ are none that a correction adds or takes away.
        if text != inner.text:
            return AnswerForm("correct", f"{name}.text", text)
        if label != (inner.label or ""):
            return AnswerForm("correct", f"{name}.label", label)
    if other.field == "budget":
        single = len(item.budget_ids) == 1 and other.text and "\n" not in other.text
        return (
            AnswerForm("correct", f"budget[{item.budget_ids[0]}].raw", other.text)
            if single
            else AnswerForm("budget")
        )
    if other.field == "record":
        return AnswerForm("split", value=other.text.rpartition("\n")[2]) if other.text else AnswerForm("join")
    return AnswerForm("move")


def _without_label(line: str, label: str | None) -> str:
    """The text of a level behind its number, be it the record's or another one."""
    if label and line.startswith(label):
        return line.removeprefix(label).lstrip()
    found = find_label(line)
    return found.rest.lstrip() if found and found.sure else line
