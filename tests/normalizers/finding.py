"""What the tests of mentions compare: kind by kind, what a text gives."""

from pipeline.models import MentionKind
from pipeline.normalizers.mentions import mentions_in

PLAN_YEAR = 112
Seen = list[tuple[str, str | None, str | None]]


def seen(kind: MentionKind, text: str, year_roc: int | None = PLAN_YEAR) -> Seen:
    """Words, value and unit of all mentions of one kind."""
    return [(m.text, m.value, m.unit) for m in mentions_in(text, year_roc) if m.kind == kind]
