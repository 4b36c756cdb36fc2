"""The plans of an output folder as they were read, before the corrections of people.

plan.json is the reading with the rows of corrections.csv applied. While no row says anything about a plan, its
plan.json is the reading. For every other one the reading is kept as ``.workplan/readings/<SHA-256>.json``, under the
hash of that plan.json, so that it belongs to these bytes alone: a plan folder that was moved, put back from a backup
or left by a killed run has its own reading or none, never that of another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.corrections.replaced import as_read
from pipeline.errors import ReadingGoneError, UnreadableError
from pipeline.exporters.disk import remove_file, write_changed
from pipeline.exporters.model_json import json_bytes
from pipeline.folder.lock import STATE_FOLDER
from pipeline.folder.plans import PLAN_FILES_PATTERN, plan_bytes, plan_of_bytes
from pipeline.folder.store import CONFLICTS
from pipeline.models import PlanDocument

READINGS_FOLDER = "readings"
LISTED = b'"reason": "'
"""In every plan.json whose items list corrections: text of a document has its quotation marks escaped."""
TOLD = b'"rule": "correction-'
"""In every plan.json with a finding about a row of corrections.csv."""


class Readings:
    """The readings of an output folder.

    Args:
        root: the output folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / STATE_FOLDER / READINGS_FOLDER

    def of(self, folder: Path) -> PlanDocument:
        """The plan that lies in a folder, as it was read.

        Raises:
            ReadingGoneError: it was corrected, and the reading is not kept or damaged.
            UnreadableError: its plan.json is damaged.
        """
        return self.of_bytes(plan_bytes(folder), folder)

    def of_bytes(self, content: bytes, folder: Path) -> PlanDocument:
        """The same for the bytes of the folder's plan.json."""
        now = plan_of_bytes(content, folder)
        if not is_corrected(content):
            return now
        path = self._folder / name_of(content)
        try:
            return plan_of_bytes(path.read_bytes(), folder)
        except (OSError, UnreadableError):
            earlier = as_read(content)
        if earlier is None:
            raise ReadingGoneError("reading-gone", plan=now.plan.id, folder=self._folder)
        return earlier

    def keep(self, reading: PlanDocument, content: bytes) -> None:
        """Keep a reading for a plan.json, before that is written.

        Args:
            reading: as it was read.
            content: of the plan.json to be.

        Raises:
            UnwritableError: it cannot be kept; the plan.json must not be written then.
        """
        if is_corrected(content):
            write_changed(self._folder / name_of(content), json_bytes(reading))

    def tidy(self) -> None:
        """Remove the readings of plans that are corrected otherwise by now, or not at all, or gone.

        Nothing is removed while a plan.json cannot be read.

        Raises:
            UnwritableError: one of them cannot be removed.
        """
        kept = sorted(self._folder.glob("*.json"))
        with suppress(UnreadableError):
            contents = (plan_bytes(path.parent) for path in self._plans()) if kept else ()
            names = {name_of(content) for content in contents if is_corrected(content)}
            for path in kept:
                if path.name not in names:
                    remove_file(path)

    def _plans(self) -> Iterator[Path]:
        """The plan.json of every folder, those too that a person keeps under another name."""
        for parent in (self._root, self._root / CONFLICTS):
            yield from parent.glob(PLAN_FILES_PATTERN)


def is_corrected(content: bytes) -> bool:
    """Whether a plan.json's bytes are not those of the plan as read."""
    return LISTED in content or TOLD in content


def name_of(content: bytes) -> str:
    """The name of the file that keeps the reading of a plan.json."""
    return f"{hashlib.sha256(content).hexdigest()}.json"
