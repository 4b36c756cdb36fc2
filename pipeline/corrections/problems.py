"""What can be wrong with a field of corrections.csv and its new value, with what to write instead."""

from __future__ import annotations

from pipeline.corrections.fields import FIELD_NAMES, PLAN_OPTIONS
from pipeline.messages.catalogue import PlacedProblem
from pipeline.written.problems import shown, written_problem

INSTEAD = {
    "work_item": "work_item[0].text",
    "work_item_1": "work_item[0].text",
    "work_item_2": "work_item[1].text",
    "work_item_3": "work_item[2].text",
    "plan_item": "plan_item[0].text",
    "budget_raw": "budget[ID].raw",
    "budget_twd": "budget[ID].amount_twd",
    "budget": "budget[ID].raw",
    "extra": "extra[備註]",
    "item_ids": "budget[ID].applies_to",
    "budget_ids": "budget[ID].applies_to",
    "applies_to": "budget[ID].applies_to",
    "merge": "join",
}
"""Columns of items.csv that are put together from fields, and one of those."""
PLAN_FIELDS = frozenset(("section", "section_id", "section.name", "title", "plan_id", "item_id"))
"""Values that are no item's own."""
VERBS = ("split", "join", "move")
"""How the name begins of what changes the items themselves."""


def field_unknown(name: str, line: int, field: str) -> PlacedProblem:
    """A field that cannot be corrected, with what to do instead where that is known."""
    if field in PLAN_OPTIONS:
        reason, example = "option", PLAN_OPTIONS[field]
    elif field in PLAN_FIELDS:
        reason, example = "of-plan", ""
    elif field in INSTEAD:
        reason, example = "other-name", INSTEAD[field]
    elif verb := next((one for one in VERBS if field.startswith(one)), None):
        reason, example = verb, ""
    else:
        reason, example = "none", FIELD_NAMES
    values = {"field": shown(field), "reason": reason, "example": example}
    return written_problem("field-unknown", name, line, "field", **values)


def value_unusable(name: str, line: int, field: str, value: str) -> PlacedProblem:
    """A new value that the field cannot hold."""
    values = {"field": field, "value": shown(value), "reason": _usable_value(field)}
    return written_problem("new-value-unusable", name, line, "new_value", **values)


def _usable_value(field: str) -> str:
    if field.endswith("amount_twd"):
        return "amount"
    if field.startswith("split["):
        return "split"
    if field == "join" or field.startswith("move["):
        return "item"
    return "items" if field.endswith("applies_to") else "label"
