"""Folders published by the program, made once from the sample plans; each test breaks a copy of its own."""

from pathlib import Path

from pipeline.batch.publication import write_publication
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.files import write_plan
from pipeline.exporters.rows import all_rows
from pipeline.metadata.files import metadata_files
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.release import release_of
from pipeline.models import PlanDocument
from tests.metadata.making import file

DESCRIBING = {"datapackage.json", "dcat.jsonld", "data-gov-tw.json", "portal-form.zh-TW.md", "manifest.json"}


def publish(root: Path, documents: list[PlanDocument], form: CsvForm, office: Publisher | None) -> Path:
    """Write a whole publication as the program does."""
    folders = [root / document.plan.id for document in documents]
    for document, folder in zip(documents, folders, strict=True):
        write_plan(document, folder)
    assert list(write_publication(root, folders, form)) == []
    # Data files only: those that describe them are made from their sizes and hashes.
    files = [
        file(path.relative_to(root).as_posix(), path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in DESCRIBING
    ]
    counts = {name: len(rows) for name, rows in all_rows(documents).items()}
    for name, content in metadata_files(release_of(documents, counts, files, form), office).items():
        (root / name).write_bytes(content)
    return root
