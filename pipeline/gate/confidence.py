"""Rules about how sure the records are: that no finding contradicts it, and that it is enough where that is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.gate.folder import Folder
from pipeline.gate.results import Hit
from pipeline.models import CONFIDENCES, Confidence

ITEMS_FILE = "items.csv"
CONFIDENCE_COLUMN = "confidence"
LEAST_SURE: Confidence = "doubtful"
NAMED_RECORDS = 10
"""Records that are named; column and word find the others."""
GRAVE = {"error", "warning"}
OF_CORRECTIONS = "correction-"
"""Rules of findings about what people wrote; confidence is the reading's."""


def confidence_contradicted(folder: Folder) -> Iterator[Hit]:
    """Records that are not doubtful although a finding warns of them."""
    warned = {
        record.get("item_id", "")
        for _, record in folder.records("findings")
        if record.get("severity") in GRAVE and not record.get("rule", "").startswith(OF_CORRECTIONS)
    }
    for row, record in folder.records("items"):
        # What is missing or no such word is told by the rules about cells.
        if record.get("item_id", "") in warned and record.get(CONFIDENCE_COLUMN) in set(CONFIDENCES) - {
            LEAST_SURE
        }:
            yield Hit(
                ITEMS_FILE,
                row,
                CONFIDENCE_COLUMN,
                f"{record.get(CONFIDENCE_COLUMN)}: {record.get('item_id')}",
            )


def confidence_below(folder: Folder, least: Confidence) -> Iterator[Hit]:
    """Records that are less sure than is asked, told as one place; one that does not say it is below any other."""
    if not folder.has(ITEMS_FILE):
        yield Hit(ITEMS_FILE)
        return
    ranks: dict[str, int] = {word: rank for rank, word in enumerate(CONFIDENCES)}
    rows = [
        (ranks.get(r.get(CONFIDENCE_COLUMN, ""), len(ranks)), row, r) for row, r in folder.records("items")
    ]
    below = sorted((one for one in rows if one[0] > ranks[least]), key=lambda one: (-one[0], one[1]))
    if below:
        told = Counter(record.get(CONFIDENCE_COLUMN) or "?" for *_, record in below)
        counts = " + ".join(f"{word} {count}" for word, count in told.items())
        names = ", ".join(record.get("item_id", "") for *_, record in below[:NAMED_RECORDS])
        more = f", … +{len(below) - NAMED_RECORDS}" if len(below) > NAMED_RECORDS else ""
        yield Hit(
            ITEMS_FILE, below[0][1], CONFIDENCE_COLUMN, f"{counts} / {len(rows)}: {names}{more}", len(below)
        )


CONTRADICTION_RULES = {"confidence-contradicted": confidence_contradicted}
CONFIDENCE_RULES = {"confidence-below": confidence_below}
"""Judged only where a least confidence is asked for."""
