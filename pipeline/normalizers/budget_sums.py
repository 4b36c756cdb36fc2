"""A budget that is printed in parts only, from these."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.models import Amount, Budget


def sum_of(parts: Sequence[Budget], sum_id: str) -> Budget:
    """The budget that parts are of; without an amount where one of them has none, and none where all print none."""
    counted = [part for part in parts if part.kind != "nil"]
    known = [part.amount_twd for part in counted if part.amount_twd is not None]
    units = {part.printed_unit for part in counted or parts}
    given = {part.given_unit for part in counted or parts}
    whole = bool(counted) and len(known) == len(counted)
    return Budget(
        id=sum_id,
        raw="",
        header="、".join(dict.fromkeys(part.header for part in parts)),
        role="current",
        printed_unit=units.pop() if len(units) == 1 else None,
        given_unit=given.pop() if len(given) == 1 else None,
        kind="amount" if counted else "nil",
        amount_twd=sum(known) if whole else None,
        amounts=tuple(
            Amount(amount_twd=part.amount_twd, note=part.header)
            for part in counted
            if whole and part.amount_twd is not None
        ),
        note=None,
        applies_to=tuple(dict.fromkeys(name for part in parts for name in part.applies_to)),
        basis="sum_of_parts",
        provenance=tuple(place for part in parts for place in part.provenance),
    )
