"""Folders published by the program, made once from the sample plans; each test breaks a copy of its own."""

from pathlib import Path

from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.files import write_plan
from pipeline.folder.edits import refuse_edits
from pipeline.folder.publication import Terms, write_publication
from pipeline.folder.store import Store
from pipeline.metadata.publisher import Publisher
from pipeline.models import PlanDocument


def publish(root: Path, documents: list[PlanDocument], form: CsvForm, office: Publisher | None) -> Path:
    """Write a whole publication as the program does."""
    folders = [root / document.plan.id for document in documents]
    for document, folder in zip(documents, folders, strict=True):
        write_plan(document, folder)
    refuse_edits(Store(root), lambda _: None)
    assert list(write_publication(root, folders, Terms(form, office))) == []
    return root
