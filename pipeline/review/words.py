"""Names of the fields that the desk corrects, in Chinese and English."""

from __future__ import annotations

import re
from typing import Final

from pipeline.models import Section
from pipeline.site.words import FIELDS, ROLES, Words

PARTS: Final[dict[str, Words]] = {
    "text": ("文字", "text"),
    "label": ("編號", "number"),
    "raw": ("原件文字", "as printed"),
    "amount_twd": ("金額（元）", "amount in NT$"),
}
_FIELD = re.compile(r"(work_item|plan_item|implementation|extra|budget)(?:\[(.+)\])?(?:\.(\w+))?", re.DOTALL)


def field_told(section: Section, name: str) -> Words | None:
    """The name of a field of texts or amounts for people; None where it is of another kind.

    Args:
        section: holds the item, and its budget cells.
        name: as in corrections.csv, such as ``implementation[2.1].text``.
    """
    match = _FIELD.fullmatch(name)
    if match is None:
        return None
    kind, key, part = match.groups()
    chinese, english = FIELDS[kind]
    if kind == "implementation" and key is None:
        return f"{chinese}（全部，一行一步驟）", f"{english} (all of it, one step per line)"
    if part is not None and part not in PARTS:
        return None
    which: Words = (key or "", key or "")
    if kind in {"work_item", "plan_item"}:
        which = (f"第 {int(key) + 1} 層", f"level {int(key) + 1}")
    if kind == "budget":
        cell = next((one for one in section.budgets if one.id == key), None)
        which = (f"{ROLES[cell.role][0]} {cell.raw}", f"{ROLES[cell.role][1]} {cell.raw}") if cell else which
    told = PARTS[part] if part else ("", "")
    return " ".join(filter(None, (chinese, which[0], told[0]))), " ".join(
        filter(None, (english, which[1], told[1]))
    )
