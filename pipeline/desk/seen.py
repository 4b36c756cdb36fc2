"""What a person saw when they opened a form, so that nothing is decided about a record that was changed since.

A form carries the hash of each record that it is about. The desk remembers what it showed under each hash, and shows it
again beside the present record where the two differ.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from pipeline.dataclass import dataclass
from pipeline.desk.terms import TitleOf
from pipeline.errors import UsageError
from pipeline.messages.catalogue import PlacedProblem
from pipeline.models import Budget
from pipeline.normalizers.records import contents, labelled, record_sha256
from pipeline.site.model import ItemRow
from pipeline.site.words import FIELD_WORDS
from pipeline.web.words import Words, money

REMEMBERED: Final = 20_000
"""Records shown; a plan has hundreds, and each is a thousand characters."""
EMPTY_FIELD: Final[Words] = ("（無）", "(none)")
GONE_ITEM: Final[Words] = ("已併入他項的項目", "an item that was joined to another one")
COVERED: Final[Words] = ("預算涵蓋的項目", "Items that the budget covers")
NOT_KEPT: Final[Words] = ("（此版本已不在核對桌中）", "(the desk does not have this version any more)")


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A part of a record that is not what the person saw."""

    told: Words
    seen: str | Words
    now: str | Words


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record that was changed after the person saw it.

    Attributes:
        title: of the item as it is now, or as it was seen where it is gone.
        fields: those that differ.
    """

    title: str
    fields: tuple[ChangedField, ...]


class ChangedError(UsageError):
    """Records that a form is about are not what the person saw; nothing was written."""

    def __init__(self, records: Iterable[ChangedRecord]) -> None:
        super().__init__("changed-meanwhile")
        self.records = tuple(records)

    @property
    def problem(self) -> PlacedProblem:
        """What is said, in both languages."""
        titles = "、".join(one.title for one in self.records)
        return UsageError("changed-meanwhile", item=titles).problem


class Shown:
    """What the desk has shown, by hash of the record."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, dict[Words, str]] = OrderedDict()
        self._cells: dict[str, str] = {}

    def remember(self, row: ItemRow) -> str:
        """Keep a record that is shown; returns the hash that its form carries."""
        sha256 = seen_sha256(row)
        self._texts[sha256] = _texts(row)
        self._texts.move_to_end(sha256)
        while len(self._texts) > REMEMBERED:
            self._texts.popitem(last=False)
        return sha256

    def changed(self, row: ItemRow | None, sha256: str) -> ChangedRecord | None:
        """How a record differs from the one that was shown under a hash; None where it is the same.

        Args:
            row: the item as it is now; None where it is gone.
            sha256: under which it was shown; empty where it was not shown.
        """
        if row is not None and seen_sha256(row) == sha256:
            return None
        now = _texts(row) if row else {}
        seen = self._texts.get(sha256, {})
        differing = [told for told in {**seen, **now} if seen.get(told) != now.get(told)]
        title = row.title if row else seen.get(FIELD_WORDS["plan_item"]) or GONE_ITEM[0]
        lacking = EMPTY_FIELD if sha256 in self._texts else NOT_KEPT
        fields = (
            ChangedField(told, seen.get(told) or lacking, now.get(told) or EMPTY_FIELD) for told in differing
        )
        return ChangedRecord(title, tuple(fields))

    def changed_cell(self, cell: Budget, sha256: str, title_of: TitleOf) -> ChangedRecord | None:
        """Whether a budget cell, or what it covers, is not what was shown under a hash.

        Args:
            cell: as it is now.
            sha256: under which it was shown.
            title_of: title of an item by its identifier.
        """
        now = cell_sha256(cell)
        if now == sha256:
            return None
        title = cell.raw or cell.header
        seen = self._cells.get(sha256, NOT_KEPT)
        return ChangedRecord(title, (ChangedField(COVERED, seen, _covered(cell, title_of)),))

    def remember_cell(self, cell: Budget, title_of: TitleOf) -> str:
        """Keep a budget cell that is shown; returns the hash that its form carries."""
        sha256 = cell_sha256(cell)
        self._cells[sha256] = _covered(cell, title_of)
        return sha256


def seen_sha256(row: ItemRow) -> str:
    """The hash of an item's record as a form carries it: that which a mark has."""
    return record_sha256(row.item, row.section.budgets)


def cell_sha256(cell: Budget) -> str:
    """The hash of a budget cell and of the items that it covers."""
    return hashlib.sha256("\n".join((cell.raw, *cell.applies_to)).encode()).hexdigest()


def carried(name: str, sha256: str) -> str:
    """A record and the hash under which it was seen, as one value of a form."""
    return f"{name} {sha256}"


def parted(value: str) -> tuple[str, str]:
    """Identifier and hash of such a value; the hash is empty where it has none."""
    name, _, sha256 = value.partition(" ")
    return name, sha256


def _texts(row: ItemRow) -> dict[Words, str]:
    cells = [cell for cell in row.section.budgets if cell.id in row.item.budget_ids]
    return {
        FIELD_WORDS["work_item"]: "\n".join(map(labelled, row.item.work_item)),
        FIELD_WORDS["plan_item"]: "\n".join(map(labelled, row.item.plan_item)),
        FIELD_WORDS["implementation"]: contents(row.item.implementation),
        FIELD_WORDS["extra"]: "\n".join(f"{one.header}：{one.text}" for one in row.item.extra),
        FIELD_WORDS["budget"]: "\n".join(_cell_told(cell) for cell in cells),
        COVERED: "\n".join(f"{cell.raw}：{len(cell.applies_to)}" for cell in cells),
    }


def _cell_told(cell: Budget) -> str:
    return cell.raw if cell.amount_twd is None else f"{cell.raw}（{money(cell.amount_twd)[0]}）"


def _covered(cell: Budget, title_of: TitleOf) -> str:
    return "\n".join(title_of(one) or GONE_ITEM[0] for one in cell.applies_to)
