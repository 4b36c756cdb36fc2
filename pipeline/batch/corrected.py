"""corrections.csv of an output folder, applied to the plans in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.batch.carrying import carried
from pipeline.batch.reading_back import PLANS, plan_bytes, plan_of_bytes
from pipeline.corrections.applying import LogRow, corrected, log_row
from pipeline.corrections.reading import COLUMNS, CORRECTIONS_FILE, Row, read_corrections
from pipeline.errors import CorrectionsError, FileProblem, UnreadableError
from pipeline.exporters.files import write_plan
from pipeline.exporters.model_json import json_bytes

TRACES = (b'"reason": "', b'"rule": "correction-')
"""One of these is in every plan.json that was corrected, or that a correction was refused for."""


def corrections_of(root: Path) -> tuple[Row, ...]:
    """The corrections of an output folder as they hold for its plans now; none where it has no such file.

    Raises:
        CorrectionsError: something is wrong in the file, or it is gone although plans list what it corrected.
        UnreadableError: it cannot be read.
    """
    return carried(root, written_corrections(root), None).rows


def written_corrections(root: Path) -> tuple[Row, ...]:
    """The corrections of an output folder as people wrote them; none where it has no such file.

    Raises:
        CorrectionsError: something is wrong in the file, or it is gone although plans list what it corrected.
        UnreadableError: it cannot be read.
    """
    path = root / CORRECTIONS_FILE
    if not path.exists():
        corrected_plans = [plan.parent.name for plan in sorted(root.glob(PLANS)) if _lists_corrections(plan)]
        if corrected_plans:
            raise CorrectionsError([_gone(path, corrected_plans)])
    return read_corrections(path)


def _lists_corrections(path: Path) -> bool:
    # What cannot be read is told of when it is published.
    with suppress(OSError):
        return TRACES[0] in path.read_bytes()
    return False


def _gone(path: Path, plan_ids: Sequence[str]) -> FileProblem:
    """Without its rows every correction would be taken back, and nobody would be told."""
    header = ",".join(COLUMNS)
    return FileProblem(
        file=str(path),
        line=None,
        cause_en=f"The file is gone, but these plans hold corrections from it: {', '.join(plan_ids)}.",
        cause_zh=f"檔案不見了，但下列計畫含有其中的更正：{'、'.join(plan_ids)}。",
        remedy_en=f"Put it back; to take all corrections back, keep a file with the line {header} alone.",
        remedy_zh=f"請放回該檔；如要取消全部更正，請保留只有首列 {header} 的檔案。",
    )


def apply_corrections(rows: Sequence[Row], plans: Mapping[Path, str]) -> list[LogRow]:
    """Apply corrections to plans: what was applied before is taken back first.

    Args:
        rows: all corrections of the output folder.
        plans: folder and id of each of its plans; files are written only where the plan.json changes. A plan
            whose plan.json is damaged is passed over.

    Returns:
        A row for each correction that was refused or whose item is unknown, by date, item and field. Those that
        were applied are listed in the plans' items.

    Raises:
        UnwritableError: a plan's file cannot be written.
    """
    ids = set(plans.values())
    by_plan: dict[str | None, list[Row]] = {}
    for row in rows:
        likely = row.lost.item_id if row.lost else None
        by_plan.setdefault(plan_of(likely or row.item_id, ids), []).append(row)
    log = {log_row(row, "unknown") for row in by_plan.get(None, ())}
    for folder, plan_id in plans.items():
        # A damaged plan is told of when it is published, and keeps no other from being corrected.
        with suppress(UnreadableError):
            log.update(one for one in _apply(folder, by_plan.get(plan_id, ())) if one.status != "applied")
    return sorted(log, key=lambda one: (one.date, one.item_id, one.field, one.old_value, one.new_value))


def plan_of(item_id: str, plan_ids: Iterable[str]) -> str | None:
    """The plan that an item's identifier begins with; the longest, because an edition's id begins with the plan's.

    >>> plan_of("west-112-draft-4d1c9a60", ["west-112", "west-112-draft"])
    'west-112-draft'
    """
    return max((one for one in plan_ids if item_id.startswith(f"{one}-")), key=len, default=None)


def _apply(folder: Path, rows: Sequence[Row]) -> tuple[LogRow, ...]:
    content = plan_bytes(folder)
    if not rows and not any(trace in content for trace in TRACES):
        return ()
    applied = corrected(plan_of_bytes(content, folder), rows)
    if json_bytes(applied.document) != content:
        write_plan(applied.document, folder)
    return applied.log
