"""Where an item itself stands in its document."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.models import Item, Provenance

OWN_FIELDS = ("implementation", "extra")
"""Begin the names of fields that an item shares with no other, beside the last level of its plan item."""


def own_places(item: Item) -> Sequence[Provenance]:
    """Where an item itself stands: what it shares with others, its work item say, may be pages before it.

    An item that has nothing of its own stands where what it shares does.
    """
    words = f"plan_item[{len(item.plan_item) - 1}]"
    own = [p for p in item.provenance if p.field == words or p.field.startswith(OWN_FIELDS)]
    return own or item.provenance
