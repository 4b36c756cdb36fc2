"""What people call a field on the desk: no message, history or undo shows the name that corrections.csv has for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from pipeline.compare.report_words import ROLE_WORDS
from pipeline.corrections.fields import Field, parse_field
from pipeline.dataclass import dataclass
from pipeline.errors import UsageError, WorkplanError, WrittenFileError
from pipeline.messages.wording import Wording
from pipeline.models import Correction, Section
from pipeline.site.model import ItemRow
from pipeline.site.words import FIELD_WORDS
from pipeline.web.words import Words

PART_WORDS: Final[dict[str, Words]] = {
    "text": ("文字", "text"),
    "label": ("編號", "number"),
    "raw": ("原件文字", "as printed"),
    "amount_twd": ("金額（元）", "amount in NT$"),
}
MOVE_WORDS: Final[dict[str, Words]] = {
    "after": ("移動（排在其後）", "move (behind)"),
    "before": ("移動（排在其前）", "move (before)"),
}
PRESET_REASONS: Final[tuple[Words, ...]] = (
    ("錯字", "wrong character"),
    ("漏字", "missing character"),
    ("分錯項", "items parted wrongly"),
    ("金額", "amount"),
)
"""Why people correct, most often; written in Chinese, as the document is."""
TitleOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class ToldCorrection:
    """A correction as the history of an item shows it."""

    field: Words
    old: str
    new: str
    reason: str
    who: str
    date: str


def field_told(section: Section, name: str) -> Words:
    """What people call a field.

    Args:
        section: holds the item, and its budget cells.
        name: as in corrections.csv, such as ``implementation[2.1].text``.
    """
    field = parse_field(name)
    if field is None:
        return "欄位", "field"
    if field.kind == "split":
        return f"分割（自第 {field.index} 步驟起）", f"split (from step {field.index} on)"
    if field.kind == "join":
        return "合併", "join"
    if field.kind == "move":
        return MOVE_WORDS[field.part or "after"]
    if field.kind == "contents":
        chinese, english = FIELD_WORDS["implementation"]
        return f"{chinese}（全部，一行一步驟）", f"{english} (all of it, one step per line)"
    parts = (_kind_told(field), _which_told(section, field), _part_told(field))
    return " ".join(filter(None, (one[0] for one in parts))), " ".join(
        filter(None, (one[1] for one in parts))
    )


def _kind_told(field: Field) -> Words:
    if field.kind == "applies_to":
        return "預算涵蓋的項目", "items that a budget covers"
    return FIELD_WORDS["implementation" if field.kind == "step" else field.kind]


def _which_told(section: Section, field: Field) -> Words:
    if field.kind in {"work_item", "plan_item"}:
        return f"第 {field.index + 1} 層", f"level {field.index + 1}"
    if field.kind == "step":
        path = ".".join(map(str, field.path))
        return f"步驟 {path}", f"step {path}"
    cell = next((one for one in section.budgets if one.id == field.key), None)
    if field.kind not in {"budget", "applies_to"}:
        return field.key, field.key
    chinese, english = ROLE_WORDS[cell.role] if cell else ("", "")
    printed = cell.raw if cell else ""
    return f"{chinese} {printed}", f"{english} {printed}"


def _part_told(field: Field) -> Words:
    return PART_WORDS[field.part] if field.part and field.kind != "extra" else ("", "")


def history_of(row: ItemRow, title_of: TitleOf) -> tuple[ToldCorrection, ...]:
    """The corrections of an item; items that they name are told by their titles.

    Args:
        row: the item.
        title_of: title of an item by its identifier; None where no item has it.
    """
    return tuple(
        ToldCorrection(
            field_told(row.section, one.field),
            _value_told(one, one.old, title_of),
            _value_told(one, one.new, title_of),
            one.reason,
            one.who,
            one.date,
        )
        for one in row.item.corrections
    )


def _value_told(correction: Correction, value: str | None, title_of: TitleOf) -> str:
    field = parse_field(correction.field)
    if not value or field is None or field.kind not in {"join", "move", "applies_to"}:
        return value or ""
    return "、".join(title_of(one) or "（已併入他項）" for one in value.split())


def on_desk(error: WorkplanError, row: ItemRow, field: str = "") -> WorkplanError:
    """The error in the words of the desk: fields and items by what people call them, remedies that the desk has.

    Args:
        error: that a decision about an item ended with.
        row: the item.
        field: that was to be corrected, as corrections.csv names it.
    """
    told = field_told(row.section, field) if field else ("", "")
    if isinstance(error, WrittenFileError):
        problems = [
            replace(one, text=_in_words(one.text, field, told), remedy=_in_words(one.remedy, field, told))
            for one in error.problems
        ]
        return type(error)(problems)
    return _usage_on_desk(error, row, field, told) if isinstance(error, UsageError) else error


def _usage_on_desk(error: UsageError, row: ItemRow, field: str, told: Words) -> UsageError:
    """What the desk says where a cause's own remedy names a command."""
    named = Wording(zh=told[0], en=told[1])
    if error.id == "no-field":
        return UsageError("no-field-on-desk", field=named)
    if error.id == "value-is-so":
        return UsageError("value-so-on-desk", field=named, now=error.values["now"])
    if error.id == "correction-impossible":
        return UsageError("impossible-on-desk", field=named)
    if error.id == "no-mark":
        return UsageError("no-mark", who=error.values["who"], item=row.title)
    finding = error.values.get("finding")
    if error.id == "correction-refused" and isinstance(finding, Wording):
        return UsageError("refused-on-desk", finding=_in_words(finding, field, told))
    return error


def _in_words(text: Wording, field: str, told: Words) -> Wording:
    if not field:
        return text
    named = re.compile(rf"`?{re.escape(field)}`?")
    return Wording(zh=named.sub(lambda _: told[0], text.zh), en=named.sub(lambda _: told[1], text.en))
