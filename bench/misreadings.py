"""Errors of the extractor's own kinds, put into a plan as it was read, each told by a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

Data = dict[str, Any]
KINDS: Final = ("joined", "cut", "amount", "level", "outside")
"""Two rows read as one; one read as two; an amount at its neighbour; a level lost; a line in no record."""
LINES_PT: Final = 24.0
"""A text that is higher has more than one line."""


@dataclass(frozen=True)
class Misreading:
    """One error that was put in.

    Attributes:
        page: on which it is to be seen.
        kind: one of ``KINDS``.
        item_id: of the record that it is about.
        told: what was done.
        lost: text that is in no record any more; empty except of the kind ``outside``.
    """

    page: int
    kind: str
    item_id: str
    told: str
    lost: str = ""


def misread(plan: Data, seed: int, count: int) -> list[Misreading]:
    """Put errors into a plan's sections, which are changed, as many of each kind as of the others where there are.

    No two errors are in one record or in neighbours, so that each is one to be found.

    Args:
        plan: a plan as plan.json has it.
        seed: decides which.
        count: how many.
    """
    random = Random(seed)  # noqa: S311 - decides what is tried, nothing secret
    used: set[str] = set()
    found: list[Misreading] = []
    kinds = [KINDS[n % len(KINDS)] for n in range(count)]
    for kind in kinds:
        places = [
            (section, n)
            for section in plan["sections"]
            for n, item in enumerate(section["items"])
            if used.isdisjoint(_near(section, n)) and _pages(item)
        ]
        random.shuffle(places)
        for section, n in places:
            near = _near(section, n)
            told = MAKERS[kind](section, n, random)
            if told is not None:
                found.append(told)
                used |= near
                break
    return found


def _near(section: Data, place: int) -> set[str]:
    return {item["id"] for item in section["items"][max(0, place - 2) : place + 3]}


def _own(item: Data) -> list[Data]:
    last = f"plan_item[{len(item['plan_item']) - 1}]"
    return [p for p in item["provenance"] if p["field"] == last or p["field"].startswith("implementation")]


def _pages(item: Data) -> list[int]:
    return sorted({place["page"] for place in _own(item)})


def _title(item: Data) -> str:
    return " ".join((one["label"] or "") + one["text"] for one in item["plan_item"])


def _joined(section: Data, n: int, _: Random) -> Misreading | None:
    items = section["items"]
    if n + 1 >= len(items):
        return None
    stays, goes = items[n], items[n + 1]
    depth = len(stays["plan_item"])
    same = [one["id"] for one in stays["work_item"]] == [one["id"] for one in goes["work_item"]]
    if not same or depth != len(goes["plan_item"]) or not depth or _pages(stays) != _pages(goes):
        return None
    if len(_pages(stays)) != 1:
        return None
    last = stays["plan_item"][-1]
    last["text"] += (goes["plan_item"][-1]["label"] or "") + goes["plan_item"][-1]["text"]
    first = len(stays["implementation"])
    stays["implementation"] += goes["implementation"]
    mine = [place for place in stays["provenance"] if place["field"] == f"plan_item[{depth - 1}]"]
    for place in goes["provenance"]:
        if place["field"] == f"plan_item[{depth - 1}]":
            box, other = mine[-1]["bbox"], place["bbox"]
            mine[-1]["bbox"] = [*map(min, box[:2], other[:2]), *map(max, box[2:], other[2:])]
        elif place["field"].startswith("implementation["):
            stays["provenance"].append(place | {"field": _moved(place["field"], first)})
    for cell in section["budgets"]:
        if goes["id"] in cell["applies_to"]:
            cell["applies_to"] = list(
                dict.fromkeys(stays["id"] if i == goes["id"] else i for i in cell["applies_to"])
            )
    stays["budget_ids"] += [one for one in goes["budget_ids"] if one not in stays["budget_ids"]]
    stays["mentions"] = []
    items.remove(goes)
    return Misreading(
        _pages(stays)[0], "joined", stays["id"], f"{_title(goes)[:40]} joined to the one before"
    )


def _cut(section: Data, n: int, _: Random) -> Misreading | None:
    item = section["items"][n]
    if len(_pages(item)) != 1 or not item["plan_item"]:
        return None
    field = f"plan_item[{len(item['plan_item']) - 1}]"
    place = next(one for one in item["provenance"] if one["field"] == field)
    x0, top, x1, bottom = place["bbox"]
    text = item["plan_item"][-1]["text"]
    steps = [one for one in item["provenance"] if one["field"].startswith("implementation[")]
    if bottom - top < LINES_PT or len(text) < 8 or any("." in one["field"] for one in steps):
        return None
    middle = round((top + bottom) / 2, 2)
    half = len(text) // 2
    # Steps that begin below the line go over to the new record.
    over = [one for one in steps if one["bbox"][1] >= middle - 4]
    kept = len(item["implementation"]) - len(over)
    new = item | {
        "id": f"{item['id']}-9",
        "plan_item": [
            *item["plan_item"][:-1],
            item["plan_item"][-1]
            | {"id": f"{item['plan_item'][-1]['id']}-9", "label": None, "number": None, "text": text[half:]},
        ],
        "implementation": item["implementation"][kept:],
        "budget_ids": [],
        "mentions": [],
        "finding_ids": [],
        "provenance": [
            *(one for one in item["provenance"] if one["field"] != field and one not in steps),
            {"field": field, "page": place["page"], "bbox": [x0, middle, x1, bottom]},
            *(one | {"field": _moved(one["field"], -kept)} for one in over),
        ],
    }
    item["plan_item"][-1]["text"] = text[:half]
    item["implementation"] = item["implementation"][:kept]
    item["mentions"] = []
    item["provenance"] = [one for one in item["provenance"] if one not in over]
    place["bbox"] = [x0, top, x1, middle]
    section["items"].insert(n + 1, new)
    return Misreading(place["page"], "cut", item["id"], f"{_title(item)[:40]} cut in two")


def _amount(section: Data, n: int, random: Random) -> Misreading | None:
    item = section["items"][n]
    cells = [cell for cell in section["budgets"] if cell["applies_to"] == [item["id"]] and cell["provenance"]]
    beside = [section["items"][k] for k in (n - 1, n + 1) if 0 <= k < len(section["items"])]
    if not cells:
        return None
    page = cells[0]["provenance"][0]["page"]
    beside = [one for one in beside if page in _pages(one) and not one["budget_ids"]]
    if not beside:
        return None
    neighbour = random.choice(beside)
    for cell in cells:
        cell["applies_to"] = [neighbour["id"]]
    ids = [cell["id"] for cell in cells]
    item["budget_ids"] = [one for one in item["budget_ids"] if one not in ids]
    neighbour["budget_ids"] = ids
    return Misreading(
        page, "amount", item["id"], f"{cells[0]['raw']} of {_title(item)[:30]} at {_title(neighbour)[:30]}"
    )


def _level(section: Data, n: int, _: Random) -> Misreading | None:
    item = section["items"][n]
    kind = "work_item" if len(item["work_item"]) > 1 else "plan_item"
    levels = item[kind]
    before = section["items"][n - 1][kind] if n else []
    if len(levels) < 2 or len(before) != len(levels):
        return None
    gone = len(levels) - (1 if kind == "work_item" else 2)
    told = levels.pop(gone)
    item["provenance"] = [
        one | {"field": f"plan_item[{gone}]"} if one["field"] == f"plan_item[{gone + 1}]" else one
        for one in item["provenance"]
        if one["field"] != f"{kind}[{gone}]"
    ]
    return Misreading(
        _pages(item)[0], "level", item["id"], f"{told['text'][:30]} lost above {_title(item)[:30]}"
    )


def _outside(section: Data, n: int, _: Random) -> Misreading | None:
    item = section["items"][n]
    last = len(item["implementation"]) - 1
    if last < 0:
        return None
    step = item["implementation"][last]
    places = [one for one in item["provenance"] if one["field"] == f"implementation[{last}]"]
    if step["steps"] or len(places) != 1:
        return None
    box = places[0]["bbox"]
    item["mentions"] = []
    lost = (step["label"] or "") + step["text"]
    if last:
        item["implementation"].pop()
        item["provenance"].remove(places[0])
    elif box[3] - box[1] > LINES_PT:
        half = len(step["text"]) // 2
        step["text"], lost = step["text"][:half], step["text"][half:]
        places[0]["bbox"] = [box[0], box[1], box[2], round(box[3] - LINES_PT * 0.75, 2)]
    else:
        return None
    return Misreading(places[0]["page"], "outside", item["id"], f"the end of {_title(item)[:40]}", lost)


MAKERS: Final[dict[str, Callable[[Data, int, Random], Misreading | None]]] = {
    "joined": _joined,
    "cut": _cut,
    "amount": _amount,
    "level": _level,
    "outside": _outside,
}


def _moved(field: str, by: int) -> str:
    name, _, rest = field.partition("[")
    number, _, inner = rest.partition("]")
    return f"{name}[{int(number) + by}]{inner}"


def found_of(truth: Sequence[Data], claims: Sequence[tuple[int, str]]) -> tuple[list[Data], list[Data], int]:
    """Which errors a reader found, which not, and how many claims are of no error.

    Args:
        truth: errors with page and kind.
        claims: page and kind that the reader names; each stands for one error.
    """
    left = list(claims)
    found, missed = [], []
    for one in truth:
        claim = (one["page"], one["kind"])
        if claim in left:
            left.remove(claim)
            found.append(one)
        else:
            missed.append(one)
    return found, missed, len(left)
